"""What goes in comes out: through our own writer, and through another spreadsheet program."""

import shutil
import subprocess
from datetime import date
from fractions import Fraction
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tender.documents.workbook.kinds import Choice, Date, Money, Number, Text, Whole, YesNo
from tender.documents.workbook.read import read
from tender.documents.workbook.sheet import Column, Field, Sheet, Workbook, form
from tender.documents.workbook.write import write
from tender.findings import Level

OPTIONS = ("企业", "社会组织", "=是", "其他（请注明）")
KINDS = {
    "text": Text(),
    "choice": Choice(OPTIONS),
    "yes": YesNo(),
    "whole": Whole(minimum=None),
    "number": Number(minimum=None, places=4),
    "money": Money(minimum=None),
    "date": Date(),
}
FORM = Workbook("t", "表", "P", "B", (form("表", "表", tuple(Field(k, k, v) for k, v in KINDS.items())),))

characters = st.characters(exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\u2028\u2029")
texts = (
    st.text(characters | st.sampled_from("\n\t=+-@_x'\"&<>𠮷㐂😀"), max_size=60)
    .map(lambda s: s.strip().strip("\u200b\ufeff").strip())
    .filter(
        lambda s: (
            s
            and not s.startswith("=")
            and not set(s) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
        )
    )
)
answers = st.fixed_dictionaries(
    {
        "text": texts,
        "choice": st.sampled_from(OPTIONS),
        "yes": st.booleans(),
        "whole": st.integers(-(10**15) + 1, 10**15 - 1),
        "number": st.integers(-(10**14), 10**14).map(lambda n: Fraction(n, 10_000)),
        "money": st.integers(-(10**14), 10**14),
        "date": st.dates(date(1900, 3, 1), date(2200, 1, 1)),
    }
)


@given(answers)
@settings(max_examples=60, deadline=None)
def test_every_value_of_every_kind_reads_back_as_it_was_written(given_values):
    filled, findings = read(
        write(FORM, {"表": {k: {"value": v} for k, v in given_values.items()}}), FORM, "x"
    )
    assert findings == []
    assert {r.key: r["value"] for r in filled.rows("表")} == given_values


@given(st.lists(texts, min_size=1, max_size=12, unique_by=lambda s: "".join(s.split()).casefold()))
@settings(max_examples=25, deadline=None)
def test_free_rows_come_back_in_their_order(names):
    sheet = Sheet(
        "项", "项", (Column("n", "名称", 20), Column("w", "数量", 9, Whole(), required=False)), ("n",), (), 3
    )
    model = Workbook("t", "表", "P", "", (sheet,))
    filled, findings = read(
        write(model, {"项": {str(i): {"n": n} for i, n in enumerate(names, 1)}}), model, "x"
    )
    assert [r["n"] for r in filled.rows("项")] == names
    assert not [f for f in findings if f.code != "row-doubled"]


@pytest.mark.parametrize(
    "text", ["_x0041_", "_x000D_", "__x0041__", "a_x005F_b", "_x_", "𠮷野家", "👨‍👩‍👧 家庭", "é", "a\nb"]
)
def test_texts_that_look_like_escapes_stay_what_they_are(text):
    model = Workbook("t", "表", "P", "", (form("表", "表", (Field("x", "某项"),)),))
    filled, findings = read(write(model, {"表": {"x": {"value": text}}}), model, "x")
    assert findings == []
    assert filled.value("表", "x", "value") == text


def test_a_control_character_smuggled_in_as_an_escape_is_found():
    model = Workbook("t", "表", "P", "", (form("表", "表", (Field("x", "某项"),)),))
    data = BytesIO(write(model, {"表": {"x": {"value": "MARK"}}}))
    out = BytesIO()
    with ZipFile(data) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"MARK", b"a_x0007_b"))
    filled, findings = read(out.getvalue(), model, "x")
    assert [f.code for f in findings] == ["cell-control"]
    assert "\x07" not in findings[0].what
    assert filled.value("表", "x", "value") is None


def test_wrong_types_can_be_written_for_samples_and_are_caught(bid_form, bid_values):
    careless = {
        **bid_values,
        "报价": {**bid_values["报价"], "BD-01": {"join": "是", "price": "788,000", "words": "x"}},
    }
    filled, findings = read(write(bid_form, careless), bid_form, "x")
    assert filled.value("报价", "BD-01", "price") == 78_800_000
    assert [f.level for f in findings] == [Level.NOTE]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_form_saved_by_another_program_reads_back_equal(tmp_path, bid_form, bid_values, mark_sheet):
    marks = {
        "评分": {r.key: {"mark": Fraction("4.25"), "reason": "=好"[1:]} for r in mark_sheet.sheets[0].rows}
    }
    odd = {
        "表": {
            k: {"value": v}
            for k, v in {
                "text": "+86 𠮷😀 _x0041_ 'a'\n第二行",
                "choice": "=是",
                "yes": False,
                "whole": 10**15 - 1,
                "number": Fraction("0.0001"),
                "money": 99_999_999_999_999,
                "date": date(2026, 11, 21),
            }.items()
        }
    }
    cases = {"bid": (bid_form, bid_values), "mark": (mark_sheet, marks), "odd": (FORM, odd)}
    for name, (model, values) in cases.items():
        (tmp_path / f"{name}.xlsx").write_bytes(write(model, values))
    names = [str(tmp_path / f"{n}.xlsx") for n in cases]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path / "out"),
        *names,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    for name, (model, _) in cases.items():
        ours, _ = read(tmp_path / f"{name}.xlsx", model, "x")
        theirs, findings = read(tmp_path / "out" / f"{name}.xlsx", model, "x")
        assert findings == []
        assert theirs == ours
