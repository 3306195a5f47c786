"""The chain: its text form, and that no damage stays unseen."""

import hashlib
import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tender.record import GENESIS, Draft, Event, Kind, Record, canonical, draft
from tender.record.event import sealed

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
FILLED = TEXT.filter(lambda text: text.strip() != "")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
NOTICES = st.builds(
    lambda kind, who, why, more: draft(
        Kind.NOTICE_ISSUED,
        {"kind": kind, "sha256": "c" * 64, "附注": more},
        at="2026-11-21T09:30:00",
        who=who,
        why=why,
    ),
    FILLED,
    FILLED,
    TEXT,
    JSON,
)


def notice(n: int) -> Draft:
    data = {"kind": f"公告{n}", "sha256": "c" * 64}
    return draft(Kind.NOTICE_ISSUED, data, at="2026-11-21T09:30:00", who="林舒")


def short() -> Record:
    return Record().extend([notice(n) for n in (1, 2, 3)])


def lines(record: Record) -> list[str]:
    return record.to_jsonl().splitlines(keepends=True)


def codes_by_place(stored: str | bytes, head: str | None = None) -> list[tuple[str, str]]:
    _, found = Record.from_jsonl(stored, head)
    return [(finding.code, finding.where.removeprefix("record.jsonl › ")) for finding in found]


# ---------------------------------------------------------------- the form


def test_the_first_event_hashes_as_written_out_by_hand() -> None:
    content = (
        '{"at":"2026-11-21T09:30:00","data":{"kind":"公告1","sha256":"' + "c" * 64 + '"},'
        '"prev":"' + "0" * 64 + '","seq":1,"what":"notice_issued","who":"林舒","why":""}'
    )
    assert short().events[0].hash == hashlib.sha256(content.encode("utf-8")).hexdigest()


def test_each_event_names_the_hash_of_the_one_before(told: Record) -> None:
    hashes = [event.hash for event in told.events]
    assert [event.prev for event in told.events] == [GENESIS, *hashes[:-1]]
    assert told.head == hashes[-1]


def test_an_empty_record_has_sixty_four_zeros_as_its_head() -> None:
    assert Record().head == "0" * 64
    assert Record().to_jsonl() == ""
    assert Record.from_jsonl("") == (Record(), ())


@given(st.lists(NOTICES, max_size=4))
def test_a_record_survives_the_way_to_text_and_back_byte_for_byte(drafts: list[Draft]) -> None:
    record = Record().extend(drafts)
    again, found = Record.from_jsonl(record.to_jsonl().encode("utf-8"))
    assert found == ()
    assert again == record
    assert again.to_jsonl() == record.to_jsonl()
    assert all(canonical(json.loads(line)) == line for line in record.to_jsonl().split("\n")[:-1])


@given(st.lists(NOTICES, max_size=6), st.integers(0, 6))
def test_a_record_does_not_depend_on_how_it_was_appended(drafts: list[Draft], cut: int) -> None:
    one_by_one = Record()
    for each in drafts:
        one_by_one = one_by_one.append(each)
    assert Record().extend(drafts[:cut]).extend(drafts[cut:]) == one_by_one


def test_the_data_of_an_event_cannot_be_changed_through_what_was_read() -> None:
    event = short().events[0]
    event.data["kind"] = "假公告"
    assert event.data["kind"] == "公告1"
    assert event.digest == event.hash


@pytest.mark.parametrize("number", [0.5, 88.0, float("nan"), Decimal(88), Fraction(88)])
def test_only_whole_numbers_and_text_enter_an_event(number: object) -> None:
    with pytest.raises(TypeError, match="data of an event"):
        draft(
            Kind.MARKS_LOCKED,
            {"judge": "何静", "深处": [{"分": number}]},
            at="2026-11-21T09:30:00",
            who="何静",
        )  # type: ignore[dict-item]


def test_a_key_that_is_not_text_is_refused() -> None:
    with pytest.raises(TypeError, match="key"):
        canonical({1: "何静"})  # type: ignore[dict-item]


@pytest.mark.parametrize("value", [2**53, -(2**53), "\ud800"])
def test_what_another_program_could_not_read_back_is_refused(value: int | str) -> None:
    with pytest.raises(ValueError, match="expected"):
        canonical({"值": value})


def test_data_nested_beyond_reason_is_refused() -> None:
    deep: list[object] = []
    for _ in range(40):
        deep = [deep]
    with pytest.raises(ValueError, match="nested"):
        canonical(deep)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "at",
    ["", "2026-11-21", "2026-11-21 09:30:00", "2026-11-21T09:30:00+08:00", "2026-11-21T09:30:00Z", "昨天"],
)
def test_the_time_is_local_and_written_in_one_way(at: str) -> None:
    with pytest.raises(ValueError, match="at: expected local time"):
        draft(Kind.MARKS_LOCKED, {"judge": "何静"}, at=at, who="何静")


def test_an_event_without_anybody_is_refused() -> None:
    with pytest.raises(ValueError, match="who: expected non-empty text"):
        draft(Kind.MARKS_LOCKED, {"judge": "何静"}, at="2026-11-21T09:30:00", who=" ")


@pytest.mark.parametrize(
    ("what", "data", "field"),
    [
        (Kind.BOOK_PUBLISHED, {"sha256": "A" * 64, "book": "x"}, "sha256"),
        (Kind.BOOK_PUBLISHED, {"sha256": "a" * 64}, "book"),
        (Kind.BID_OPENED, {"operator": "青松", "file": "a", "sha256": "a" * 64, "bid": []}, "bid"),
        (
            Kind.PRICE_CORRECTED,
            {"operator": "青松", "lot": "L1", "from_fen": True, "to_fen": 1, "confirmed": True},
            "from_fen",
        ),
        (
            Kind.PRICE_CORRECTED,
            {"operator": "青松", "lot": "L1", "from_fen": 1, "to_fen": -1, "confirmed": True},
            "to_fen",
        ),
        (
            Kind.PRICE_CORRECTED,
            {"operator": "青松", "lot": "L1", "from_fen": 1, "to_fen": 1, "confirmed": 1},
            "confirmed",
        ),
        (Kind.DECISION, {"operator": "青松", "lot": "L1", "gate": "g", "answer": "yes"}, "answer"),
        (Kind.DECISION, {"operator": "青松", "lot": "L1", "gate": "g", "answer": None}, "answer"),
        (Kind.MARKS_SUBMITTED, {"judge": "何静", "lot": "L1", "marks": {}}, "marks"),
        (Kind.MARKS_SUBMITTED, {"judge": "何静", "lot": "L1", "marks": {"青松": {}}}, "marks"),
        (Kind.MARKS_SUBMITTED, {"judge": "何静", "lot": "L1", "marks": {"青松": {"方案": 88}}}, "marks"),
        (Kind.MARKS_SUBMITTED, {"judge": "何静", "lot": "L1", "marks": {"青松": {"方案": ""}}}, "marks"),
        (Kind.MARKS_LOCKED, {}, "judge"),
        (Kind.RESULT_COMPUTED, {"lot": "L1", "ranking": ["青松"]}, "ranking"),
        (Kind.AWARD_DECIDED, {"awards": [{"lot": "L1"}], "plan": None, "rule": None}, "awards"),
        (Kind.NOTICE_ISSUED, {"kind": "结果公告", "sha256": ""}, "sha256"),
        (Kind.CORRECTION, {"of": 0, "data": {}}, "of"),
    ],
)
def test_data_of_the_wrong_shape_never_becomes_an_event(
    what: Kind, data: dict[str, object], field: str
) -> None:
    with pytest.raises(ValueError, match=f"{field}: expected"):
        draft(what, data, at="2026-11-21T09:30:00", who="林舒")  # type: ignore[arg-type]


# ---------------------------------------------------------------- damage


def test_no_single_byte_can_be_changed_removed_or_added_unseen() -> None:
    drafts = [notice(1), notice(2)]
    stored = Record().extend(drafts).to_jsonl().encode("utf-8")
    for at, byte in enumerate(stored):
        others = {byte ^ 1, byte ^ 0x20, 0, 0x0A, 0x0D, 0x20, 0x22, 0x30, 0xFF} - {byte}
        edits = [stored[:at] + bytes([other]) + stored[at + 1 :] for other in others]
        edits += [stored[:at] + stored[at + 1 :]]
        edits += [stored[:at] + bytes([added]) + stored[at:] for added in (0x0A, 0x20, 0x30)]
        line = stored[:at].count(b"\n") + 1
        for edited in edits:
            record, found = Record.from_jsonl(edited)
            assert found, (at, edited)
            near = (f"第{line}行", f"第{line + 1}行") if byte == 0x0A else (f"第{line}行",)
            assert any(place in finding.where for finding in found for place in near), (at, edited, found)
            assert record.events == Record().extend(drafts).events[: len(record.events)], (at, edited)
            assert len(record.events) < line + (byte == 0x0A), (at, edited)


@given(st.data())
def test_any_byte_value_anywhere_is_seen(data: st.DataObject) -> None:
    stored = short().to_jsonl().encode("utf-8")
    at = data.draw(st.integers(0, len(stored) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != stored[at]))
    assert Record.from_jsonl(stored[:at] + bytes([byte]) + stored[at + 1 :])[1]


def test_changed_content_is_located_at_its_event() -> None:
    edited = short().to_jsonl().replace("公告2", "公告9")
    record, found = Record.from_jsonl(edited)
    assert codes_by_place(edited) == [("record-hash", "第2行 › 第2号事件")]
    assert found[0].expected == f"校验值为{short().events[1].hash}的内容"
    assert record == Record(short().events[:1])


def test_a_changed_hash_is_told_from_changed_content() -> None:
    second = short().events[1].hash
    edited = short().to_jsonl().replace(f'"hash":"{second}"', f'"hash":"{"f" * 64}"')
    _, found = Record.from_jsonl(edited)
    assert [(finding.code, finding.what) for finding in found] == [
        ("record-hash", "记载的校验值被改动，内容未变")
    ]
    assert found[0].expected == f"校验值应为{second}"


def test_a_changed_number_is_located_once() -> None:
    edited = short().to_jsonl().replace('"seq":2', '"seq":7')
    assert codes_by_place(edited) == [
        ("record-hash", "第2行 › 第7号事件"),
        ("record-order", "第2行 › 第7号事件"),
    ]


def test_a_deleted_event_is_located_once() -> None:
    one, _, three = lines(short())
    assert codes_by_place(one + three) == [("record-order", "第2行 › 第3号事件")]
    assert Record.from_jsonl(one + three)[1][0].expected == "第2号事件"


def test_a_missing_beginning_is_located() -> None:
    _, two, three = lines(short())
    assert codes_by_place(two + three) == [("record-order", "第1行 › 第2号事件")]


def test_a_repeated_event_is_located() -> None:
    one, two, three = lines(short())
    assert codes_by_place(one + two + two + three) == [("record-order", "第3行 › 第2号事件")]


def test_events_in_another_order_are_located() -> None:
    one, two, three = lines(short())
    places = [place for code, place in codes_by_place(one + three + two) if code == "record-order"]
    assert places == ["第2行 › 第3号事件", "第3行 › 第2号事件"]


def test_an_event_slipped_in_with_a_fitting_hash_breaks_the_next_link() -> None:
    one, two, three = short().events
    forged = sealed(notice(9), 2, one.hash)
    renumbered = sealed(two, 3, two.prev)
    record = Record((one, forged, renumbered, three))
    assert ("record-link", "第3行 › 第3号事件") in codes_by_place(record.to_jsonl())
    assert record.verify()[0].expected == f"应为{forged.hash}"


def test_an_event_replaced_by_a_fitting_one_breaks_the_next_link() -> None:
    one, two, three = short().events
    forged = sealed(replace_kind(two), 2, one.hash)
    stored = Record((one, forged, three)).to_jsonl()
    assert codes_by_place(stored) == [("record-link", "第3行 › 第3号事件")]


def replace_kind(event: Event) -> Draft:
    return draft(event.what, {**event.data, "kind": "假公告"}, at=event.at, who=event.who)


def test_several_damages_are_told_at_once() -> None:
    edited = short().to_jsonl().replace("公告1", "公告8").replace("公告3", "公告9")
    assert [place for _, place in codes_by_place(edited)] == ["第1行 › 第1号事件", "第3行 › 第3号事件"]


def test_a_cut_end_shows_only_against_a_head_kept_elsewhere() -> None:
    cut = "".join(lines(short())[:2])
    assert codes_by_place(cut) == []
    assert codes_by_place(cut, head=short().head) == [("record-head", "末端")]
    assert codes_by_place(short().to_jsonl(), head=short().head) == []
    assert Record.from_jsonl(cut)[0].verify(head=short().head)[0].code == "record-head"


def test_a_record_rewritten_from_the_start_shows_only_against_a_head_kept_elsewhere() -> None:
    rewritten = Record().extend([notice(1), notice(2), notice(4)]).to_jsonl()
    assert codes_by_place(rewritten) == []
    assert codes_by_place(rewritten, head=short().head) == [("record-head", "末端")]


def test_a_head_that_was_passed_since_says_how_many_events_followed() -> None:
    found = short().verify(head=short().events[0].hash)
    assert found[0].what == "留存的校验值是第1号事件的，其后另有2个事件"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"seq":2', '"seq": 2'),
        ('"why":""', '"why":"" '),
        ("公告2", "\\u516c告2"),
        ('{"at"', '{"seq":2,"at"'),
        ('"seq":2', '"seq":3,"seq":2'),
        ('"seq":2,"what":"notice_issued"', '"what":"notice_issued","seq":2'),
    ],
)
def test_the_same_data_in_another_writing_is_still_damage(old: str, new: str) -> None:
    one, two, three = lines(short())
    assert old in two
    assert codes_by_place(one + two.replace(old, new, 1) + three) == [("record-canonical", "第2行")]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "不是记录",
        "[]",
        "null",
        "{}",
        '{"seq":1.0}',
        '{"seq":NaN}',
        '{"seq":1e400}',
        '{"seq":' + "9" * 5000 + "}",
        "[" * 100_000,
        '{"a":' * 5_000,
        '{"what":["notice_issued"]}',
    ],
)
def test_a_line_that_is_no_event_is_a_finding_and_never_an_exception(line: str) -> None:
    one, two, _ = lines(short())
    record, found = Record.from_jsonl(one + line + "\n" + two)
    assert [finding.code for finding in found if "第2行" in finding.where] == ["record-malformed"]
    assert record == Record(short().events[:1])


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"what":"notice_issued"', '"what":"unheard_of"', "“unheard_of”不在本版本的事件表内"),
        ('"at":"2026-11-21T09:30:00"', '"at":"2026-11-21"', "“at”应为不带时区的时间"),
        ('"who":"林舒"', '"who":""', "“who”应为非空文字"),
        ('"why":""', '"why":null', "“why”应为文字"),
        ('"seq":2', '"seq":true', "“seq”应为从1起的事件号"),
        ('"kind":"公告2"', '"kind":[]', "“kind”应为非空文字"),
        ('{"kind":"公告2","sha256":"' + "c" * 64 + '"}', "[]", "“data”应为一组字段"),
    ],
)
def test_a_field_that_no_event_may_hold_is_named_in_chinese(old: str, new: str, says: str) -> None:
    one, two, three = lines(short())
    assert old in two
    _, found = Record.from_jsonl(one + two.replace(old, new) + three)
    assert [(finding.where, says in finding.what) for finding in found] == [("record.jsonl › 第2行", True)]


def test_a_line_slipped_in_does_not_accuse_its_neighbors() -> None:
    one, two, three = lines(short())
    assert codes_by_place(one + "\n" + two + three) == [("record-malformed", "第2行")]
    assert codes_by_place(one + "不是记录\n" + three) == [("record-malformed", "第2行")]


def test_a_line_slipped_in_does_not_hide_a_broken_link() -> None:
    one, two, three = short().events
    forged = sealed(replace_kind(one), 1, GENESIS)
    stored = forged.line + "\n不是记录\n" + two.line + "\n" + three.line + "\n"
    assert codes_by_place(stored) == [("record-malformed", "第2行"), ("record-link", "第3行 › 第2号事件")]


def test_an_end_without_its_line_feed_is_told() -> None:
    stored = short().to_jsonl()[:-1]
    record, found = Record.from_jsonl(stored)
    assert [(finding.code, finding.where) for finding in found] == [("record-cut", "record.jsonl › 第3行")]
    assert record == Record(short().events[:2])


def test_a_line_separator_inside_a_text_does_not_make_two_lines() -> None:
    data = {"kind": "公告\u2028\u0085\r一", "sha256": "c" * 64}
    record = Record().append(draft(Kind.NOTICE_ISSUED, data, at="2026-11-21T09:30:00", who="林舒"))
    assert Record.from_jsonl(record.to_jsonl()) == (record, ())


def test_an_event_edited_in_memory_is_located_too(told: Record) -> None:
    edited = replace(told.events[4], why="后补")
    damaged = Record((*told.events[:4], edited, *told.events[5:]))
    assert [(finding.code, finding.where) for finding in damaged.verify()] == [
        ("record-hash", "record.jsonl › 第5行 › 第5号事件")
    ]
    assert told.verify(head=told.head) == ()
