"""Reading the book: every mistake of shape is a finding with its place, and all come at once."""

from datetime import date, datetime
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tender.book import parse_book, read_book
from tender.book.kinds import LONGEST_TEXT
from tender.book.read import FILE, MOST_BYTES
from tender.findings import Level

WEIGHTS = "weights = { whole_center = 15, partial_zone = 10, professional_service = 15 }"
AWARD = 'kind = "combination"'
PRICE_RULE = 'rule = { kind = "lowest_price", small_deduction_percent = 10 }'


def told(read) -> list[tuple[str, str]]:
    assert read.findings == () or read.book is None, "a half-read book goes nowhere"
    assert all(f.level is Level.ERROR for f in read.findings)
    return [(f.code, f.where.removeprefix(f"{FILE} › ")) for f in read.findings]


def test_the_sample_reads_without_a_word(spoil):
    read = spoil()
    assert read.findings == ()
    assert [lot.id for lot in read.book.lots] == ["L1", "L2H", "L2X", "L2G", "L3E", "L3I", "L3S"]
    assert read.book.fiscal.baseline_fen == 200_000_000
    assert read.book.dates.publish == date(2026, 3, 2)
    assert read.book.dates.bid_deadline == datetime(2026, 3, 16, 9, 30)


MISTAKES = {
    "a misspelled item is unknown, and the item it should be is missing": (
        ('name = "报价"', 'nmae = "报价"'),
        [("book.missing", "criteria › price › name"), ("book.extra_forbidden", "criteria › price › nmae")],
    ),
    "a missing table": (
        ("[contact]", "[contacts]"),
        [("book.missing", "contact"), ("book.extra_forbidden", "contacts")],
    ),
    "an unknown rule": (
        (PRICE_RULE, 'rule = { kind = "cheapest" }'),
        [("book.union_tag_invalid", "criteria › price › rule")],
    ),
    "a rule without its kind": (
        (PRICE_RULE, "rule = { small_deduction_percent = 10 }"),
        [("book.union_tag_not_found", "criteria › price › rule")],
    ),
    "a rule that is no table": (
        (PRICE_RULE, "rule = 10"),
        [("book.model_attributes_type", "criteria › price › rule")],
    ),
    "an unknown award rule": ((AWARD, 'kind = "lottery"'), [("book.union_tag_invalid", "award")]),
    "a field of another rule": (
        (PRICE_RULE, 'rule = { kind = "lowest_price", small_deduction_percent = 10, scale = 100 }'),
        [("book.extra_forbidden", "criteria › price › rule › scale")],
    ),
    "a figure in quotes": (
        ("baseline_yuan = 2000000", 'baseline_yuan = "2000000"'),
        [("book.number_kind", "fiscal › baseline_yuan")],
    ),
    "true for a figure": (
        ("ceiling_yuan = 900000", "ceiling_yuan = true"),
        [("book.number_kind", "lots › L1 › ceiling_yuan")],
    ),
    "true for a count": (("places = 2", "places = true"), [("book.number_whole", "rounding › places")]),
    "a count with decimals": (("places = 2", "places = 2.0"), [("book.number_whole", "rounding › places")]),
    "too many places": (("places = 2", "places = 5"), [("book.less_than_equal", "rounding › places")]),
    "a quota of nothing": (
        ("max_lots_per_operator = 2", "max_lots_per_operator = 0"),
        [("book.greater_than_equal", "award › max_lots_per_operator")],
    ),
    "a negative weight": (
        (WEIGHTS, WEIGHTS.replace("= 10", "= -10")),
        [("book.number_negative", "criteria › price › weights › partial_zone")],
    ),
    "a weight column that is no id": (
        (WEIGHTS, WEIGHTS.replace("whole_center", '"整体 运营"')),
        [("book.string_pattern_mismatch", "criteria › price › weights › 整体 运营")],
    ),
    "a ceiling of nothing": (
        ("ceiling_yuan = 900000", "ceiling_yuan = 0"),
        [("book.money_positive", "lots › L1 › ceiling_yuan")],
    ),
    "a negative budget": (
        ("budget_yuan = 2320000", "budget_yuan = -1"),
        [("book.money_positive", "funding › street › budget_yuan")],
    ),
    "a tenth of a fen": (
        ("ceiling_yuan = 900000", "ceiling_yuan = 900000.001"),
        [("book.money_cents", "lots › L1 › ceiling_yuan")],
    ),
    "an amount beyond any budget": (
        ("ceiling_yuan = 900000", "ceiling_yuan = 1e999999999"),
        [("book.number_size", "lots › L1 › ceiling_yuan")],
    ),
    "nothing, written enormously": (
        ("ceiling_yuan = 900000", "ceiling_yuan = 0e999999999"),
        [("book.number_size", "lots › L1 › ceiling_yuan")],
    ),
    "a number of thousands of digits": (
        ("ceiling_yuan = 900000", f"ceiling_yuan = 0x{'f' * 9000}"),
        [("book.number_size", "lots › L1 › ceiling_yuan")],
    ),
    "no number at all": (
        ("ceiling_yuan = 900000", "ceiling_yuan = nan"),
        [("book.number_finite", "lots › L1 › ceiling_yuan")],
    ),
    "a deduction of everything": (
        ("small_deduction_percent = 10", "small_deduction_percent = 100"),
        [("book.number_percent", "criteria › price › rule › small_deduction_percent")],
    ),
    "a scale that nothing can be divided by": (
        ("scale = 100", "scale = 0"),
        [("book.number_zero", "criteria › plan › rule › scale")],
    ),
    "a number for a name": (('name = "报价"', "name = 5"), [("book.string_type", "criteria › price › name")]),
    "an empty name": (
        ('name = "报价"', 'name = "  "'),
        [("book.string_too_short", "criteria › price › name")],
    ),
    "a name as long as a novel": (
        ('name = "报价"', f'name = "{"长" * (LONGEST_TEXT + 1)}"'),
        [("book.string_too_long", "criteria › price › name")],
    ),
    "a name with a bell in it": (
        ('name = "报价"', 'name = "报\\u0007价"'),
        [("book.string_control", "criteria › price › name")],
    ),
    "a name that turns the line around": (
        ('name = "报价"', 'name = "报\\u202e价"'),
        [("book.string_control", "criteria › price › name")],
    ),
    "an id with a space": (
        ('id = "L1"', 'id = "L 1"'),
        [("book.string_pattern_mismatch", "lots › L 1 › id")],
    ),
    "an id in Chinese": (('id = "L1"', 'id = "一"'), [("book.string_pattern_mismatch", "lots › 一 › id")]),
    "no for no": (("consortium = false", 'consortium = "否"'), [("book.bool_type", "consortium")]),
    "0 for no": (("consortium = false", "consortium = 0"), [("book.bool_type", "consortium")]),
    "a text for a list": (
        ('spaces = ["C2-01"]', 'spaces = "C2-01"'),
        [("book.tuple_type", "lots › L2H › spaces")],
    ),
    "an empty list": (('spaces = ["C2-01"]', "spaces = []"), [("book.too_short", "lots › L2H › spaces")]),
    "an empty text within a list": (
        ('other = ["本公告中的机构、人员、地点、金额均为虚构。"]', 'other = ["甲", ""]'),
        [("book.string_too_short", "notice › other › 第2项")],
    ),
    "an unknown method": (
        ('method = "competitive_consultation"', 'method = "auction"'),
        [("book.enum", "method")],
    ),
    "an unknown role": (
        ('role = "purchaser"', 'role = "boss"'),
        [("book.literal_error", "judges › J5 › role")],
    ),
    "another format": (
        ('"hengbiao/project/1"', '"hengbiao/project/2"'),
        [("book.literal_error", "format")],
    ),
    "a day in quotes": (
        ("publish = 2026-03-02", 'publish = "2026-03-02"'),
        [("book.date_type", "dates › publish")],
    ),
    "a day as a number": (
        ("publish = 2026-03-02", "publish = 20260302"),
        [("book.date_type", "dates › publish")],
    ),
    "a day with a time": (
        ("publish = 2026-03-02", "publish = 2026-03-02T09:00:00"),
        [("book.date_type", "dates › publish")],
    ),
    "a deadline without a time": (
        ("bid_deadline = 2026-03-16T09:30:00", "bid_deadline = 2026-03-16"),
        [("book.datetime_type", "dates › bid_deadline")],
    ),
    "a deadline of another zone": (
        ("bid_deadline = 2026-03-16T09:30:00", "bid_deadline = 2026-03-16T09:30:00Z"),
        [("book.datetime_zone", "dates › bid_deadline")],
    ),
    "a figure where promises are listed": (
        ("minimums = { free_sessions = 240, free_person_times = 9600 }", "minimums = 240"),
        [("book.dict_type", "lots › L1 › minimums")],
    ),
}


@pytest.mark.parametrize(("change", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_of_shape_is_told_with_its_place(spoil, change, expected):
    assert told(spoil(change)) == expected


@pytest.mark.parametrize("change", [change for change, _ in MISTAKES.values()], ids=MISTAKES)
def test_a_finding_speaks_to_an_official(spoil, change):
    for f in spoil(change).findings:
        assert f.what
        assert f.expected
        assert f.mend
        said = f"{f.what}{f.expected}{f.mend}"
        assert not any(word in said for word in ("Input", "should", "valid", "Decimal", "datetime.", "None"))
        assert len(said) < 400  # the kinds of rules alone take 250


def test_five_mistakes_are_five_findings_at_once(spoil):
    read = spoil(
        ("consortium = false", 'consortium = "否"'),
        ("publish = 2026-03-02", 'publish = "2026-03-02"'),
        ("ceiling_yuan = 900000", "ceiling_yuan = 0"),
        ("scale = 100", "scale = -1"),
        ('role = "purchaser"', 'role = "boss"'),
    )
    assert {where for _, where in told(read)} == {
        "consortium",
        "dates › publish",
        "lots › L1 › ceiling_yuan",
        "criteria › plan › rule › scale",
        "judges › J5 › role",
    }
    assert len(read.findings) == 5


def test_decimals_are_the_digits_that_were_typed(spoil):
    book = spoil((WEIGHTS, WEIGHTS.replace("= 10", "= 0.1"))).book
    assert book.criterion_by_id["price"].weights["partial_zone"] == Fraction(1, 10)
    book = spoil(("ceiling_yuan = 900000", "ceiling_yuan = 900_000.07")).book
    assert book.lot_by_id["L1"].ceiling_fen == 90_000_007
    book = spoil(("small_deduction_percent = 10", "small_deduction_percent = 12.5")).book
    assert book.criterion_by_id["price"].rule.small_deduction == Fraction(1, 8)


BROKEN = {
    "": 27,  # every table of a book is missing
    "name = '甲'\nname = '乙'\n": 1,
    "[lots]\n[lots]\n": 1,
    "name = 甲": 1,
    "name = '甲": 1,
    'name = """甲': 1,
    "lots = [": 1,
    "a = {b = 1": 1,
    "a b = 1": 1,
    "[a": 1,
    "day = 2026-13-45": 1,
    'name = "\\q"': 1,
    'name = "\\ud800"': 1,
    "a = 1e99999999999999999999": 1,
    f"a = {'1' * 5000}": 1,
    f"a = {'[' * 100_000}": 1,
    "\ud800": 1,
}


@pytest.mark.parametrize("text", BROKEN)
def test_text_that_is_no_book_is_a_finding_in_chinese(text):
    read = parse_book(text)
    assert read.book is None
    assert len(read.findings) == BROKEN[text]
    if text:
        (found,) = read.findings
        assert (found.code, found.where) == ("book.unreadable", FILE)
        assert not any(c.isascii() and c.isalpha() for c in found.what.replace("TOML", ""))


def test_a_broken_line_is_named(spoil, text):
    line = text[: text.index("consortium = false")].count("\n") + 1
    (found,) = spoil(("consortium = false", "consortium 否")).findings
    assert f"第{line}行" in found.what


@pytest.mark.parametrize("change", [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n")])
def test_what_windows_adds_changes_nothing_but_the_hash(tmp_path, text, spoil, change):
    (tmp_path / FILE).write_bytes(change(text).encode("utf-8"))
    read = read_book(tmp_path)
    assert read.findings == ()
    assert read.book == spoil().book
    assert read.sha256 != spoil().sha256


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_another_encoding_is_named(tmp_path, text, encoding):
    (tmp_path / FILE).write_bytes(text.encode(encoding, "replace"))
    (found,) = read_book(tmp_path).findings
    assert (found.code, found.where) == ("book.unreadable", FILE)
    assert "UTF-8" in found.what


def test_no_file_a_folder_and_a_huge_file_are_findings(tmp_path):
    (tmp_path / "folder" / FILE).mkdir(parents=True)
    (tmp_path / "huge").mkdir()
    (tmp_path / "huge" / FILE).write_bytes(b"#" * (MOST_BYTES + 1))
    for project in (tmp_path, tmp_path / "folder", tmp_path / "huge", tmp_path / "absent"):
        read = read_book(project)
        assert read.book is None
        assert [f.code for f in read.findings] == ["book.unreadable"]


@given(st.text())
@example("\ufeff")
@example("a = 1e999999999")
def test_no_text_makes_reading_raise(text):
    read = parse_book(text)
    assert read.book is None
    assert read.findings


@settings(max_examples=60)
@given(data=st.data())
def test_no_cut_and_no_swap_in_a_book_makes_reading_raise(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    put = data.draw(
        st.sampled_from(["", "=", '"', "[", "]", "{}", "0", "-", "\n", "true", "'甲'", "[[lots]]\n"])
    )
    read = parse_book(text[:start] + put + text[end:])
    assert (read.book is None) == bool(read.findings)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=80)
@given(
    table=st.sampled_from(
        ["lots", "gates", "criteria", "award", "dates", "rounding", "judges", "contract", "format"]
    ),
    value=values,
)
def test_any_value_in_any_table_is_read_or_told(table, value):
    read = parse_book(f"{table} = {_toml(value)}")
    assert read.book is None
    assert all(f.what and f.expected for f in read.findings)
    assert any(table in f.where for f in read.findings)


def _toml(value: object) -> str:
    match value:
        case None:
            return "''"
        case bool():
            return str(value).lower()
        case str():
            return "'" + "".join(c for c in value if c.isprintable() and c != "'") + "'"
        case list():
            return f"[{', '.join(map(_toml, value))}]"
        case dict():
            return "{" + ", ".join(f"'键{n}' = {_toml(one)}" for n, one in enumerate(value.values())) + "}"
        case datetime() | date():
            return value.isoformat()
    return str(value)
