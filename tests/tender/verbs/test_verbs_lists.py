"""Lists, established facts and grades from the form to the ranking, over the sample's own bidders."""

import shutil
from datetime import date
from fractions import Fraction
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from tender.allocate import Allocation, Outcome
from tender.announce import evaluation_report
from tender.case import case
from tender.documents.blocks import plain_text
from tender.documents.workbook.write import write
from tender.findings import has_error
from tender.forms import bid_form, mark_sheet
from tender.forms.bid_form import IDENTITY
from tender.forms.mark_sheet import MARKS, mark_key
from tender.mark import asked_marks, read_marks
from tender.paths import samples
from tender.rank import rank_all
from tender.record import Record

CONTRACTS, STAFF = "同类业绩", "拟派人员"
FACTS = '''
[[facts]]
id = "contracts"
name = "同类业绩"
unit = "份"
kind = "list"
scope = "operator"
evidence = "合同关键页"
unique = ["project"]
columns = [
  { id = "project", name = "项目名称", kind = "text" },
  { id = "amount", name = "合同金额", kind = "money", at_most = 5000000 },
  { id = "signed", name = "签订日期", kind = "date" },
]

[[facts]]
id = "staff"
name = "拟派人员"
unit = "人"
kind = "list"
evidence = "社会保险缴费证明"
unique = ["name"]
columns = [
  { id = "name", name = "姓名", kind = "text" },
  { id = "post", name = "岗位", kind = "choice", options = ["主管", "经理"] },
  { id = "licensed", name = "是否持证", kind = "yes_no", required = false },
]

[[facts]]
id = "records"
name = "失信记录"
unit = "条"
kind = "whole"
by = "purchaser"
scope = "operator"
evidence = "查询截图"

[[facts]]
id = "hours"
name = "年度服务工时"
unit = "小时"
kind = "whole"
scope = "operator"
evidence = "工时测算表"
proven = true
at_most = 50000

[[gates]]
id = "legal_person"'''
FEEDBACK = 'covers = ["reinvestment"]\narticles = ["TEDA-13b"]\n'
COMPOSED = """
[criteria.rule]
kind = "sum"

[[criteria.rule.parts]]
id = "deals"
name = "业绩"
percent = 40
[criteria.rule.parts.rule]
kind = "count_step"
fact = "contracts"
each = "每份"
step = 2
where = [{ column = "amount", at_least = 500000 }, { column = "signed", since = 2023-01-01 }]

[[criteria.rule.parts]]
id = "team"
name = "团队"
percent = 20
[criteria.rule.parts.rule]
kind = "levels"
fact = "staff"
column = "post"
take = "sum"
levels = [{ among = ["主管"], points = 0.5 }, { among = ["经理"], points = 1 }]

[[criteria.rule.parts]]
id = "clean"
name = "信用"
percent = 20
rule = { kind = "has_not", fact = "records" }

[[criteria.rule.parts]]
id = "hours"
name = "工时"
percent = 20
rule = { kind = "ratio_to_best", fact = "hours" }
"""
GRADED = """[criteria.rule]
kind = "checklist_grade"
scale = 100
checklist = ["组织架构", "岗位职责", "管理制度"]
rows = [{ count = 1, points = 20 }, { count = 2, points = 40 }, { count = 3, points = 60 }]
grades = [
  { word = "优", points = 40 },
  { word = "良", points = 20 },
  { word = "差", points = 0, reason = true },
]
"""
ROWS = [
    {"project": "青禾里服务项目", "amount": 60_000_000, "signed": date(2024, 3, 1), "evidence": "第1页"},
    {"project": "青禾里 服务项目", "amount": 70_000_000, "signed": date(2024, 3, 1), "evidence": "第2页"},
    {"project": "柳岸服务项目", "amount": 600_000_000, "signed": date(2023, 1, 1), "evidence": "第3页"},
    {"project": "云溪服务项目", "amount": 60_000_000, "signed": date(2022, 12, 31), "evidence": "第4页"},
    {"project": "松风服务项目", "amount": 60_000_000, "signed": date(2025, 1, 1)},
]
PEOPLE = [
    {"lot": "L1", "name": "林远（虚构）", "post": "主管", "evidence": "第5页"},
    {"lot": "L1", "name": "林远（虚构）", "post": "经理", "evidence": "第5页"},
    {"lot": "L1", "name": "江月（虚构）", "post": "主管", "licensed": True, "evidence": "第6页"},
]
LOOKED_UP = """
[[established]]
operator = "%s"
fact = "records"
value = %s
by = "经办人安知夏（虚构）"
at = 2026-03-16T09:50:00
why = "信用网站当日查询"
"""


@pytest.fixture(scope="module")
def forms(tmp_path_factory, bidding, project_at):
    """The sample with lists; T1 states them, the others nothing; its forms written anew."""
    folder = tmp_path_factory.mktemp("lists") / "project"
    shutil.copytree(samples() / "teda-haiqing", folder)
    project = project_at(folder, bidding)
    before = project.book
    text = (project.folder / "project.toml").read_text("utf-8")
    at = text.index('[criteria.rule]\nkind = "panel_mean"', text.index('id = "capability"'))
    end = text.index("# ── 计算与定标")
    text = text[:at] + GRADED + "\n\n" + text[end:]
    text = text.replace('[[gates]]\nid = "legal_person"', FACTS.strip("\n"), 1)
    (project.folder / "project.toml").write_text(text, "utf-8")
    project.edit(
        ('rule = { kind = "ratio_to_best", fact = "feedback" }\n', ""), (FEEDBACK, FEEDBACK + COMPOSED)
    )
    assert project.book, project.read.findings
    for operator in bidding.operators:
        values = bidding.form_values(before, operator)
        values[IDENTITY]["fact_hours"] = {"value": 60_000 if operator == "T1" else 30_000}
        values[IDENTITY]["proof_hours"] = {"value": None if operator == "T3" else "第9页"}
        if operator == "T1":
            values[CONTRACTS] = {str(n): row for n, row in enumerate(ROWS, 1)}
            values[STAFF] = {str(n): row for n, row in enumerate(PEOPLE, 1)}
        path = project.folder / "bids" / f"{operator}.xlsx"
        path.write_bytes(write(bid_form(project.book, project.read.sha256), values))
    project.decide("".join(LOOKED_UP % (op, 2 if op == "T7" else 0) for op in bidding.operators))
    return project


@pytest.fixture
def listed(forms, project_at, tmp_path):
    """A copy of it that a test may spoil."""
    shutil.copytree(forms.folder, tmp_path / "project")
    return project_at(tmp_path / "project", forms.bidding)


def test_each_list_is_a_sheet_of_typed_cells_that_says_how_its_rows_score(listed):
    book = load_workbook(BytesIO(write(bid_form(listed.book, "0" * 64))))
    headers = [cell.value for row in book[CONTRACTS].iter_rows() for cell in row if cell.value]
    assert {"项目名称", "合同金额（元）", "签订日期", "证明材料及所在页码"} <= set(headers)
    notes = "\n".join(map(str, headers))
    assert "项目名称相同的只计一次，按其中得分最高的一条计。" in notes
    assert "只计合同金额不低于50万元，签订日期不早于2023年1月1日的“同类业绩”" in notes
    kinds = {rule.type for rule in book[CONTRACTS].data_validations.dataValidation}
    assert {"date", "custom", "textLength"} <= kinds
    assert not any(str(row[0].value).startswith("失信记录") for row in book[IDENTITY].iter_rows())


def test_opening_tells_rows_that_repeat_lack_proof_or_cannot_be(listed):
    drafts, found = listed.opened()
    assert drafts
    told = {f.code: f for f in found if f.where.startswith("bids/T1.xlsx")}
    assert {"bid.repeated_row", "bid.unproven", "bid.implausible"} <= told.keys()
    rows = [f.what for f in found if f.code == "bid.repeated_row"]
    assert len(rows) == 2
    assert all("相同" in what for what in rows)
    doubtful = [f.what for f in found if f.code == "bid.implausible"]
    assert doubtful == [
        "“年度服务工时”填报60,000小时，明显偏大",
        "“合同金额”填报6,000,000.00元，明显偏大",
    ]
    unproven = [f.where for f in found if f.code == "bid.unproven"]
    assert len(unproven) == 2  # one row of T1, the hours of T3


def test_a_date_that_is_none_stops_the_opening_at_its_cell(listed):
    where = listed.typed("T1", CONTRACTS, "1", "signed", "去年三月")
    _, found = listed.opened()
    assert ("cell-not-date", where) in [(f.code, f.where) for f in found]


def graded(project, judge: int, **changes: Any) -> dict[Any, dict[str, Any]]:
    """One judge's sheet: 90 for every plan, all three items and the best grade, unless changed."""
    now, _ = project.reviewed()
    marks = {}
    for lot in now.live_lots:
        for op in now.valid(lot.id):
            for asked in asked_marks(now.book, lot):
                value = {"": Fraction(90), "found": Fraction(3), "grade": "优（40分）"}[asked.item.part]
                entry = {"mark": changes.get(asked.item.part, value), "reason": changes.get("reason")}
                marks[mark_key(lot, op, asked.criterion, asked.item.part)] = entry
    return marks


def hand_in(project, **changes: Any):
    now, _ = project.reviewed()
    bidders = {lot.id: [(op, now.name(op)) for op in now.valid(lot.id)] for lot in now.live_lots}
    for n, judge in enumerate(now.book.judges):
        sheet = mark_sheet(now.book, project.read.sha256, judge, bidders)
        entries = graded(project, n, **changes) if n == 0 else graded(project, n)
        (project.folder / "marks" / f"{judge.id}.xlsx").write_bytes(write(sheet, {MARKS: entries}))
    return read_marks(project.folder, now, project.read.sha256)


def test_lists_lookups_and_grades_reach_the_ranking_with_their_arithmetic(listed):
    drafts, found = hand_in(listed, grade="良（20分）")
    assert not has_error(found), found
    record, _ = listed._reviewed()
    results, told = rank_all(case(record.extend(drafts)))
    assert told == ()
    ranked = case(record.extend([*drafts, *results])).state.results["L1"].ranking
    first = {entry["operator"]: entry["items"]["feedback"] for entry in ranked}
    # two contracts 4 of 4, team 1.5 of 2, no record 2, hours 60000 of 60000: 9.5 of 10
    assert first["T1"]["points"] == "9.5000"
    assert "业绩：2×2，最高4，得4" in first["T1"]["how"]
    assert "岗位为主管1项×0.5＋岗位为经理1项×1，累计最高2，得1.5" in first["T1"]["how"]
    assert first["T7"]["points"] == "1.0000"  # nothing listed, two records, half the hours
    assert "失信记录”：2条，不得分" in first["T7"]["how"]
    plan = {entry["operator"]: entry["items"]["capability"]["how"] for entry in ranked}
    assert plan["T1"] == "平均96×15%＝14.4"


def test_a_bid_that_named_no_proof_for_its_hours_earns_nothing_for_them(listed):
    drafts, _ = hand_in(listed)
    record, _ = listed._reviewed()
    results, _ = rank_all(case(record.extend(drafts)))
    ranked = case(record.extend([*drafts, *results])).state.results["L2H"].ranking
    how = {entry["operator"]: entry["items"]["feedback"]["how"] for entry in ranked}
    assert "工时：未附“年度服务工时”的证明材料，不得分" in how["T3"]


def test_what_staff_verified_counts_in_place_of_what_the_form_states(listed):
    listed.decide(
        '[[established]]\noperator = "T1"\nfact = "contracts"\nnot_counted = [3]\nby = "评审小组"\n'
        'at = 2026-03-16T10:20:00\nwhy = "合同关键页无法辨认"\n'
    )
    now, found = listed.reviewed()
    assert not has_error(found)
    assert [row["project"] for row in now.bids["T1"].lots["L1"].lists["contracts"]] == [
        "青禾里服务项目",
        "青禾里 服务项目",
        "云溪服务项目",
        "松风服务项目",
    ]


def test_a_lookup_that_nobody_made_is_asked_for(listed):
    listed.decide("".join(LOOKED_UP % (op, 0) for op in ("T1", "T3")), keep=False)
    _, found = listed.reviewed()
    missing = {f.where.split(" ")[0] for f in found if f.code == "review.not_established"}
    assert missing == set(listed.bidding.operators) - {"T1", "T3"}


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ('operator = "T9"\nfact = "records"\nvalue = 1', "decisions.unknown"),
        ('operator = "T1"\nfact = "records"\nvalue = 1', "decisions.twice"),
        ('operator = "T1"\nfact = "contracts"\nvalue = 1', "decisions.established"),
        ('operator = "T1"\nfact = "contracts"\nnot_counted = [9]', "decisions.established"),
        ('operator = "T1"\nlot = "L1"\nfact = "records"\nvalue = 0.5', "decisions.established"),
        ('operator = "T1"\nfact = "free_sessions"\nno_proof = true', "decisions.established"),
    ],
)
def test_a_slip_in_what_was_established_is_told(listed, entry, code):
    listed.decide(f'[[established]]\n{entry}\nby = "评审小组"\nat = 2026-03-16T10:20:00\nwhy = "核对"\n')
    _, found = listed.reviewed()
    assert code in [f.code for f in found]


def test_a_grade_that_wants_a_reason_is_refused_at_its_cell_without_one(listed):
    drafts, found = hand_in(listed, grade="差（0分）")
    assert drafts == ()
    assert {f.code for f in found} == {"marks.range"}
    assert all(f.where.startswith("marks/J1.xlsx › 评分 › ") for f in found)
    assert found[0].what == "评为“差（0分）”没有写明理由"
    drafts, found = hand_in(listed, grade="差（0分）", reason="没有组织架构图")
    assert drafts
    assert not has_error(found)


def test_the_report_lists_what_was_looked_up(listed):
    drafts, _ = hand_in(listed)
    record, _ = listed._reviewed()
    results, _ = rank_all(case(record.extend(drafts)))
    ranked = case(record.extend([*drafts, *results]))
    nothing = Allocation(Outcome.NO_AWARD, "", ())
    report = plain_text(evaluation_report(ranked, nothing, "0" * 64))
    assert "查询和核实的事项" in report
    assert "核实为2条" in report


def test_the_record_tells_who_established_what(listed):
    record, _ = listed._reviewed()
    assert isinstance(record, Record)
    told = [e for e in record.events if e.what.value == "fact_established"]
    assert {e.who for e in told} == {"经办人安知夏（虚构）"}
    assert {e.data["found"]["value"] for e in told} == {"0", "2"}
