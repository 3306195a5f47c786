"""Calendar files (.ics): all-day events as RFC 5545 wants them, the same bytes every time."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

OCTETS = 75  # RFC 5545 section 3.1, the line break left out
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Event:
    """One all-day event; ``key`` is what makes it the same event in a later edition."""

    key: str
    day: date
    summary: str
    description: str = ""


def ics(name: str, stamp: date, events: Iterable[Event]) -> bytes:
    """A calendar called ``name`` with ``events``, stamped at the start of day ``stamp``.

    Raises ValueError when two events share a key.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Hengbiao//Schedule//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(name)}",
    ]
    seen: set[str] = set()
    for event in events:
        if event.key in seen:
            raise ValueError(f"two events share the key {event.key!r}")
        seen.add(event.key)
        lines += _event(event, stamp)
    lines.append("END:VCALENDAR")
    return b"".join(fold(line) for line in lines)


def _event(event: Event, stamp: date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{sha256(event.key.encode('utf-8')).hexdigest()[:32]}@hengbiao"
    yield f"DTSTAMP:{_compact(stamp)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_compact(event.day)}"
    yield f"DTEND;VALUE=DATE:{_compact(event.day + timedelta(1))}"
    yield f"SUMMARY:{escape(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escape(event.description)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _compact(day: date) -> str:
    return day.isoformat().replace("-", "")


def escape(text: str) -> str:
    """``text`` as a TEXT value; control characters, which the format has no place for, go."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", text).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\n", "\\n")


def fold(line: str) -> bytes:
    """``line`` in UTF-8 with its line break, folded so that no piece exceeds 75 octets.

    A character is never cut in two; a continuation begins with one space, which counts.
    """
    pieces, piece = [], b""
    for character in line:
        octets = character.encode("utf-8")
        if len(piece) + len(octets) > OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
