"""Calendar files: read back by a tiny reader, folded within the limit, the same every time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tender.schedule import Event, ics, occurrence_events, schedule, schedule_events, series
from tender.schedule.ics import OCTETS, escape, fold

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n,;\\：，中"), max_size=200)
STAMP = date(2026, 3, 2)


def unescape(text):
    out, rest = "", iter(text)
    for c in rest:
        if c == "\\":
            c = next(rest)
            c = "\n" if c in "nN" else c
        out += c
    return out


def read(raw):
    """Events as dictionaries of their properties, as a calendar program would read them."""
    lines = raw.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    events, current = [], None
    for line in lines[1:-2]:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            current = {}
        elif line == "END:VEVENT":
            events.append(current)
            current = None
        elif current is not None:
            current[name] = unescape(value)
    return events


@given(TEXT)
def test_text_survives_escaping(text):
    assert unescape(escape(text)) == text
    assert "\n" not in escape(text)


def test_line_breaks_become_one_kind_and_control_characters_go():
    assert escape("甲\r\n乙\r丙\x00\x0b\x7f") == "甲\\n乙\\n丙"


@given(TEXT.map(lambda t: t.replace("\n", "")))
def test_a_folded_line_fits_cuts_no_character_and_unfolds_to_itself(line):
    raw = fold(line)
    assert raw.endswith(b"\r\n")
    pieces = raw[:-2].split(b"\r\n")
    assert all(len(piece) <= OCTETS for piece in pieces)
    assert all(piece.startswith(b" ") for piece in pieces[1:])
    assert all(piece.decode("utf-8") is not None for piece in pieces)
    assert raw[:-2].replace(b"\r\n ", b"").decode("utf-8") == line


def test_a_line_of_exactly_75_octets_is_not_folded():
    assert fold("a" * 75) == b"a" * 75 + b"\r\n"
    assert fold("a" * 76) == b"a" * 75 + b"\r\n a\r\n"
    assert fold("中" * 26) == "中".encode() * 25 + b"\r\n " + "中".encode() + b"\r\n"


@given(st.lists(st.tuples(st.dates(date(2015, 1, 1), date(2030, 1, 1)), TEXT, TEXT), max_size=6))
def test_events_are_read_back_as_whole_days(rows):
    events = [Event(f"K/{n}", d, s, t) for n, (d, s, t) in enumerate(rows)]
    found = read(ics("日程", STAMP, events))
    assert [(e["SUMMARY"], e.get("DESCRIPTION", "")) for e in found] == [(s, t) for _, s, t in rows]
    for event, (d, _, _) in zip(found, rows, strict=True):
        assert event["DTSTART;VALUE=DATE"] == d.strftime("%Y%m%d")
        assert event["DTEND;VALUE=DATE"] == (d + timedelta(1)).strftime("%Y%m%d")
        assert event["DTSTAMP"] == "20260302T000000Z"
    assert len({e["UID"] for e in found}) == len(rows)


def test_the_same_event_keeps_its_uid_when_its_day_moves():
    first, moved = (
        read(ics("日程", STAMP, [Event("HQ/contract", d, "签订合同")])) for d in (STAMP, date(2026, 4, 1))
    )
    assert first[0]["UID"] == moved[0]["UID"]
    assert first[0]["DTSTART;VALUE=DATE"] != moved[0]["DTSTART;VALUE=DATE"]


def test_two_events_may_not_share_a_key():
    twice = [Event("HQ/contract", STAMP, "签订合同")] * 2
    with pytest.raises(ValueError, match="share the key"):
        ics("日程", STAMP, twice)


def test_the_schedule_of_the_sample_becomes_one_event_for_each_known_date(book):
    one = book()
    plan = schedule(one)
    raw = ics(one.name, one.dates.publish, schedule_events(one, plan))
    assert raw == ics(one.name, one.dates.publish, schedule_events(one, schedule(one)))
    found = read(raw)
    assert len(found) == sum(e.safe is not None for e in plan.entries)
    contract = next(e for e in found if e["SUMMARY"] == "〔最晚〕签订合同")
    assert contract["DTSTART;VALUE=DATE"] == "20260418"  # holds under both readings
    assert "2026年4月20日" in contract["DESCRIPTION"]
    deadline = next(e for e in found if e["SUMMARY"] == "〔最早〕响应文件提交截止")
    assert deadline["DTSTART;VALUE=DATE"] == "20260312"
    assert "采购文件载明2026年3月16日：符合" in deadline["DESCRIPTION"]


def test_a_rhythm_becomes_events_that_do_not_collide():
    year = series("futian_rhythm", date(2026, 1, 1), date(2026, 12, 31)).occurrences
    found = read(ics("动态管理", STAMP, occurrence_events("C1", year)))
    assert len({e["UID"] for e in found}) == len(year) == 69
