"""Opening bids: what careless and hostile bidders hand in is found, named by its cell, and stops everything."""

import shutil
from collections import Counter
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook

from tender.bids import EntityType, Size, bid_from_json
from tender.findings import Level, has_error
from tender.forms.bid_form import FACTS, GATES, IDENTITY, PRICES, SERVICES
from tender.open import read_bid
from tender.record import Kind
from tender.run import Step, run

OWN = {"bid.words_differ", "bid.no_words", "cell-understood"}
"""What the sample's own forms are told: T3, T4, T5 and T6 made forgivable slips."""


def errors(findings) -> Counter:
    return Counter((f.code, f.where) for f in findings if f.level is Level.ERROR)


def bids(drafts) -> dict:
    opened = (d.data for d in drafts if d.what is Kind.BID_OPENED)
    return {data["operator"]: bid_from_json(data["bid"]) for data in opened}


def stops(project, *expected) -> None:
    """The errors are exactly these, no bid goes on, and no file is touched."""
    before = project.contents()
    drafts, findings = project.opened()
    assert errors(findings) == Counter(expected)
    assert drafts == ()
    assert project.contents() == before


def test_the_samples_forms_are_opened_with_their_forgivable_slips_noted(project):
    drafts, findings = project.opened()
    assert not has_error(findings)
    assert {f.code for f in findings} == OWN
    opened = bids(drafts)
    assert list(opened) == ["T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8"]
    assert opened["T3"].lots["L2H"].price_fen == 10_500_000
    assert opened["T6"].lots["L3S"].facts["free_person_times"] == 700
    assert set(opened["T7"].lots) == {"L1", "L2H", "L3E", "L3I"}
    assert opened["T1"].lots["L1"].facts["investment"] == 600_000
    assert opened["T8"].entity_type is EntityType.SOLE_TRADER


CELLS = {
    "a formula for a price": ("T1", PRICES, "L1", "price", "=800000+20000", "cell-formula"),
    "a price of nothing": ("T1", PRICES, "L1", "price", 0, "cell-too-small"),
    "a negative price": ("T1", PRICES, "L1", "price", -820000, "cell-too-small"),
    "a price in words where figures belong": ("T1", PRICES, "L1", "price", "面议", "cell-not-number"),
    "two prices in one cell": ("T1", PRICES, "L1", "price", "820000/800000", "cell-not-number"),
    "a price with a tenth of a fen": ("T1", PRICES, "L1", "price", 820000.001, "cell-places"),
    "no price": ("T1", PRICES, "L1", "price", None, "cell-empty"),
    "neither yes nor no": ("T1", PRICES, "L1", "bids", "也许", "cell-choice"),
    "no word on whether it bids": ("T1", PRICES, "L2H", "bids", None, "cell-empty"),
    "a price for a lot it does not bid for": ("T1", PRICES, "L2H", "price", 1, "cell-contradicts"),
    "a name that is a formula": ("T1", IDENTITY, "name", "value", '=HYPERLINK("x")', "cell-formula"),
    "a name with a control character": ("T1", IDENTITY, "name", "value", "甲\u202e公司", "cell-control"),
    "a name of a thousand letters": ("T1", IDENTITY, "name", "value", "长" * 1000, "cell-too-long"),
    "no name": ("T1", IDENTITY, "name", "value", None, "cell-empty"),
    "a kind of body of its own": ("T1", IDENTITY, "entity_type", "value", "合伙企业", "cell-choice"),
    "half a session": ("T1", FACTS, ("L1", "free_sessions"), "value", 260.5, "cell-places"),
    "a negative promise": ("T1", FACTS, ("L1", "feedback"), "value", -1, "cell-too-small"),
    "a promise beyond counting": ("T1", FACTS, ("L1", "free_sessions"), "value", "9" * 40, "cell-not-number"),
    "no figure for a required fact": ("T1", FACTS, ("L1", "feedback"), "value", None, "bid.fact_missing"),
    "a service in a lot that does not exist": ("T1", SERVICES, "1", "lot", "L9", "cell-choice"),
    "a service of no known category": ("T1", SERVICES, "1", "category", "赌博", "cell-choice"),
    "words that say no amount": ("T1", PRICES, "L1", "capital", "捌拾二万块", "bid.words_unreadable"),
    "words that say zero": ("T1", PRICES, "L1", "capital", "零元整", "bid.words_unreadable"),
}


@pytest.mark.parametrize(("operator", "sheet", "key", "column", "entry", "code"), CELLS.values(), ids=CELLS)
def test_a_bad_cell_is_one_finding_with_its_place(project, operator, sheet, key, column, entry, code):
    place = project.typed(operator, sheet, key, column, entry)
    path = project.folder / "bids" / f"{operator}.xlsx"
    opened, findings = read_bid(path, project.book, project.read.sha256)
    assert errors(findings) == Counter([(code, place)])
    assert opened is None


def test_a_bad_cell_stops_the_run_before_anything_is_decided(project):
    place = project.typed("T1", PRICES, "L1", "price", "=800000+20000")
    before = project.contents()
    done = run(project.folder)
    assert errors(done.findings) == Counter([("cell-formula", place)])
    assert done.stopped is Step.OPEN
    assert done.allocation is None
    assert "award.json" not in done.files
    assert not done.case.bids
    assert project.contents() == before


def test_everything_wrong_in_several_files_is_found_at_once(project):
    places = [
        ("cell-formula", project.typed("T1", PRICES, "L1", "price", "=1+1")),
        ("bid.fact_missing", project.typed("T1", FACTS, ("L1", "feedback"), "value", None)),
        ("cell-choice", project.typed("T1", SERVICES, "1", "category", "赌博")),
        ("cell-empty", project.typed("T2", IDENTITY, "credit_code", "value", None)),
        ("bid.words_unreadable", project.typed("T2", PRICES, "L1", "capital", "七十六万")),
        ("cell-not-number", project.typed("T7", FACTS, ("L3E", "investment"), "value", "若干")),
    ]
    (project.folder / "bids" / "T8.xlsx").write_bytes(b"PK\x03\x04 is not a workbook")
    stops(project, *places, ("file-damaged", "bids/T8.xlsx"))


def test_a_confirmation_for_a_form_that_cannot_be_read_is_not_called_unknown(project):
    place = project.typed("T4", IDENTITY, "address", "value", None)
    stops(project, ("cell-empty", place))


def test_a_row_for_a_lot_of_its_own_is_an_error(project):
    path = project.folder / "bids" / "T1.xlsx"
    book = load_workbook(path)
    sheet = book[PRICES]
    last = next(n for n in range(1, sheet.max_row + 1) if sheet.cell(n, 1).value == "L3S")
    for column, value in enumerate(["L9", "海滨浴场", 1, "是", 100, "壹佰元整"], 1):
        sheet.cell(last + 1, column, value)
    book.save(path)
    stops(project, ("row-unknown", f"bids/T1.xlsx › {PRICES} › 第{last + 1}行"))


def test_moved_columns_sorted_rows_and_hidden_rows_are_read_as_they_are_meant(project):
    before = bids(project.opened()[0])["T1"]
    path = project.folder / "bids" / "T1.xlsx"
    book = load_workbook(path)
    sheet = book[FACTS]
    top = next(n for n in range(1, sheet.max_row + 1) if sheet.cell(n, 1).value == "L1")
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(top, sheet.max_row)]
    for number, line in enumerate(sorted(lines, key=str, reverse=True), top):
        for column, value in enumerate(line, 1):
            sheet.cell(number, column).value = value
        sheet.row_dimensions[number].hidden = number % 2 == 0
    book.save(path)
    drafts, findings = project.opened()
    assert not has_error(findings)
    assert bids(drafts)["T1"] == before


def test_a_deleted_sheet_is_named(project):
    path = project.folder / "bids" / "T1.xlsx"
    book = load_workbook(path)
    del book[FACTS]
    book.save(path)
    _, findings = project.opened()
    assert ("sheet-missing", "bids/T1.xlsx") in errors(findings)
    assert any(FACTS in f.what for f in findings)


def test_figures_for_lots_it_does_not_bid_for_are_told_and_do_not_count(project):
    project.typed("T1", FACTS, ("L2H", "feedback"), "value", 99)
    drafts, findings = project.opened()
    assert [f.where for f in findings if f.code == "bid.lot_not_bid"]
    assert set(bids(drafts)["T1"].lots) == {"L1", "L2X"}


def test_a_service_for_a_lot_it_does_not_bid_for_is_told_and_does_not_count(project):
    project.typed("T1", SERVICES, "1", "lot", "L3S")
    drafts, findings = project.opened()
    assert [f.code for f in findings if f.where.startswith("bids/T1.xlsx")] == ["bid.lot_not_bid"]
    assert [s.name for s in bids(drafts)["T1"].lots["L1"].services] == ["广场舞与合唱培训", "便民维修日"]


def test_a_form_for_no_lot_at_all_is_an_error(project):
    def nothing(values):
        values[PRICES] = {lot: {"bids": False} for lot in values[PRICES]}
        values[FACTS], values[SERVICES] = {}, {}

    project.fill("T3", nothing)
    stops(project, ("bid.no_lot", f"bids/T3.xlsx › {PRICES}"))


TWICE = "bid.operator_twice"


def test_one_operator_with_two_forms_is_refused_and_the_lots_are_named(project):
    shutil.copy(project.folder / "bids" / "T1.xlsx", project.folder / "bids" / "T1 - 副本.xlsx")
    stops(project, (TWICE, "bids/T1.xlsx"))
    (told,) = [f for f in project.opened()[1] if f.code == TWICE]
    assert "L1、L2X" in told.what


@pytest.mark.parametrize(
    "change",
    [
        {"credit_code": "91000000example01a"},
        {"credit_code": "９１００００００ＥＸＡＭＰＬＥ０１Ａ"},
        {"name": "甲空间运营 示例有限公司", "credit_code": "91000000EXAMPLE99Z"},
    ],
    ids=["lower case code", "full-width code", "same name with a space"],
)
def test_one_operator_is_known_again_however_it_writes_itself(project, change):
    def disguise(values):
        values[IDENTITY]["name"]["value"] = "壬空间运营示例有限公司"
        for key, value in change.items():
            values[IDENTITY][key]["value"] = value

    project.fill("T1", disguise, as_="T9")
    stops(project, (TWICE, "bids/T9.xlsx"))


def test_two_files_of_one_number_are_refused_whoever_they_are(project):
    def other(values):
        values[IDENTITY]["name"]["value"] = "壬空间运营示例有限公司"
        values[IDENTITY]["credit_code"]["value"] = "91000000EXAMPLE09X"

    path = project.fill("T1", other, as_="T9")
    path.rename(path.with_name("T1.XLSX"))
    _, findings = project.opened()
    assert Counter(f.code for f in findings if f.level is Level.ERROR) == {"bid.number_twice": 1}


@pytest.mark.parametrize("name", ["T9.xls", "T9.xlsm", "T9.et", "T9.csv", "说明.pdf", "T9"])
def test_a_file_that_is_no_form_may_be_a_bid_and_is_never_passed_over(project, name):
    (project.folder / "bids" / name).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old")
    stops(project, ("bids.unread", f"bids/{name}"))


def test_a_folder_among_the_bids_is_not_passed_over(project):
    (project.folder / "bids" / "T9.xlsx").mkdir()
    stops(project, ("bids.unread", "bids/T9.xlsx"))


@pytest.mark.parametrize("name", ["~$T1.xlsx", ".DS_Store", "._T1.xlsx", "Thumbs.db", ".~lock.T1.xlsx#"])
def test_what_office_programs_leave_behind_is_passed_over(project, name):
    before = project.opened()
    (project.folder / "bids" / name).write_bytes(b"left over")
    assert project.opened() == before


def test_an_old_workbook_under_a_new_name_is_known(project):
    (project.folder / "bids" / "T9.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old")
    stops(project, ("file-not-xlsx", "bids/T9.xlsx"))


def test_a_zip_bomb_is_refused(project):
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", " " * 50_000_000)
    (project.folder / "bids" / "T9.xlsx").write_bytes(bomb.getvalue())
    _, findings = project.opened()
    assert {f.where.split(" › ")[0] for f in findings if f.level is Level.ERROR} == {"bids/T9.xlsx"}


@pytest.mark.parametrize("prepare", [shutil.rmtree, lambda bids: [p.unlink() for p in bids.iterdir()]])
def test_no_bids_at_all_is_an_error(project, prepare):
    prepare(project.folder / "bids")
    (project.folder / "decisions.toml").unlink()
    stops(project, ("bids.none", "bids"))


def test_the_form_of_another_project_is_refused(project):
    project.edit(('number = "HQ-CS-2026-001"', 'number = "HQ-CS-2026-002"'))
    other = project.fill("T3").read_bytes()
    project.edit(('number = "HQ-CS-2026-002"', 'number = "HQ-CS-2026-001"'))
    project.fill("T3").write_bytes(other)
    stops(project, ("form-other", "bids/T3.xlsx › 标识"))


def test_a_mark_sheet_among_the_bids_is_refused(project):
    shutil.copy(project.folder / "marks" / "J1.xlsx", project.folder / "bids" / "T9.xlsx")
    _, findings = project.opened()
    assert {f.code for f in findings if f.level is Level.ERROR} == {"form-other"}


def test_forms_of_an_older_version_of_the_book_are_read_with_a_warning(project):
    before = bids(project.opened()[0])
    project.edit(('phone = "000-00000002"', 'phone = "000-00000003"'))
    drafts, findings = project.opened()
    assert not has_error(findings)
    assert sum(f.code == "form-version" for f in findings) == 8
    assert bids(drafts) == before


@pytest.mark.parametrize("name", ["甲公司", "😀", "a b", "T1(1)"])
def test_a_bid_file_may_bear_any_name_that_people_can_read(project, name):
    (project.folder / "bids" / "T4.xlsx").rename(project.folder / "bids" / f"{name}.xlsx")
    decided = (
        (project.folder / "decisions.toml")
        .read_text("utf-8")
        .replace('operator = "T4"', f'operator = "{name}"')
    )
    (project.folder / "decisions.toml").write_text(decided, "utf-8")
    drafts, findings = project.opened()
    assert not has_error(findings)
    assert bids(drafts)[name].name == "丁日间照料示例中心"


@pytest.mark.parametrize("name", [" T9", "T9 ", "T\u202e9", "T\n9"])
def test_a_bid_file_whose_name_nobody_can_read_is_refused(project, name):
    shutil.copy(project.folder / "bids" / "T3.xlsx", project.folder / "bids" / f"{name}.xlsx")
    assert [code for code, _ in errors(project.opened()[1])] == ["bids.file_name"]


def small(values) -> None:
    values[IDENTITY]["size"]["value"] = "小型"


def test_a_small_enterprise_has_the_deduction_and_a_social_organization_never_has(project):
    project.fill("T3", small)
    project.fill("T2", small)
    drafts, findings = project.opened()
    opened = bids(drafts)
    assert opened["T3"].small_or_micro
    assert opened["T2"].size is Size.SMALL
    assert not opened["T2"].small_or_micro
    assert [f.where.split(" › ")[0] for f in findings if f.code == "bid.size"] == ["bids/T2.xlsx"]


@pytest.mark.parametrize("code", ["91000000EXAMPLE01", "91000000EXAMPLE0-A", "无"])
def test_a_credit_code_that_is_none_is_shown_to_a_person(project, code):
    place = project.typed("T1", IDENTITY, "credit_code", "value", code)
    drafts, findings = project.opened()
    assert [f.where for f in findings if f.code == "bid.credit_code"] == [place]
    assert bids(drafts)["T1"].credit_code == code


def test_a_bidder_who_is_nobody_in_particular_stays_text(project):
    project.fill("T1", lambda values: values[IDENTITY]["name"].update(value="<b>甲</b>&{{7*7}}😀有限公司"))
    drafts, findings = project.opened()
    assert not has_error(findings)
    assert bids(drafts)["T1"].name == "<b>甲</b>&{{7*7}}😀有限公司"


CONFIRMED = """[[price_confirmed]]
operator = "T4"
lot = "L3E"
price_yuan = {yuan}
by = "丁日间照料示例中心授权代表（虚构）"
at = 2026-03-16T09:50:00
why = "书面确认"
"""


def corrections(drafts) -> list[tuple[str, str, int, int, bool]]:
    data = (d.data for d in drafts if d.what is Kind.PRICE_CORRECTED)
    return [(d["operator"], d["lot"], d["from_fen"], d["to_fen"], d["confirmed"]) for d in data]


def test_words_prevail_over_figures_once_confirmed(project):
    assert corrections(project.opened()[0]) == [("T4", "L3E", 4_500_000, 45_000_000, True)]
    now, _ = project.reviewed()
    assert now.price_fen("T4", "L3E") == 45_000_000
    assert "T4" in now.valid("L3E")


def test_words_that_nobody_confirmed_bind_nobody_and_the_bid_is_invalid(project):
    project.decide("", keep=False)
    drafts, findings = project.opened()
    assert corrections(drafts) == [("T4", "L3E", 4_500_000, 45_000_000, False)]
    assert "bid.price_unconfirmed" in {f.code for f in findings}
    now, _ = project.reviewed()
    assert now.valid("L3E") == ("T7",)
    assert now.rejected("L3E") == ("T4",)
    assert now.price_fen("T4", "L3E") == 4_500_000


@pytest.mark.parametrize("yuan", ["45000", "450000.01", "460000"])
def test_a_confirmation_of_another_amount_is_an_error(project, yuan):
    project.decide(CONFIRMED.format(yuan=yuan), keep=False)
    stops(project, ("decisions.price", "decisions.toml › price_confirmed › T4 › L3E"))


def test_a_confirmation_that_no_form_asks_for_is_an_error(project):
    project.decide(CONFIRMED.format(yuan="400000").replace("T4", "T7"))
    stops(project, ("decisions.price", "decisions.toml › price_confirmed › T7 › L3E"))


def test_a_confirmation_written_twice_is_an_error(project):
    text = CONFIRMED.format(yuan="450000")
    project.decide(text + text, keep=False)
    stops(project, ("decisions.twice", "decisions.toml › price_confirmed › T4 › L3E"))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[[price_confirmed]", "decisions.unreadable"),
        ('gate_decided = "无"', "decisions.tuple_type"),
        (CONFIRMED.format(yuan='"450000"'), "decisions.number_kind"),
        (CONFIRMED.format(yuan="450000").replace("09:50:00", "09:50:00+08:00"), "decisions.datetime_zone"),
        (CONFIRMED.format(yuan="450000").replace("why", "reason"), "decisions.missing"),
    ],
)
def test_decisions_that_cannot_be_read_stop_the_run(project, text, code):
    project.decide(text, keep=False)
    done = run(project.folder)
    assert code in {f.code for f in done.findings if f.level is Level.ERROR}
    assert done.stopped is Step.CHECK
    assert done.files.keys() == {"record.jsonl", "findings.json"}


@pytest.mark.parametrize("key", ["name", "address"])
def test_a_name_of_several_lines_forges_no_notice(project, key):
    place = project.typed("T1", IDENTITY, key, "value", "甲公司\n成交供应商：乙公司")
    stops(project, ("bid.line_break", place))


def test_gate_words_that_the_bidder_rewrote_do_not_count(project):
    project.typed("T1", GATES, "liability", "says", "本条不适用")
    drafts, findings = project.opened()
    assert "cell-locked" in {f.code for f in findings}
    assert bids(drafts)["T1"].declarations["liability"].met
