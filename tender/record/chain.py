"""The chain (链): an immutable sequence of events, its text form, and how damage is located.

A record that was edited, cut in the middle, filled up or reordered no longer fits its own
hashes, and every place where it does not is a Finding. A record whose last events were cut
off still fits itself: keep ``Record.head`` elsewhere and hand it in to compare.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from tender.findings import Finding, error
from tender.record.event import HEADING, PLACE, Draft, Event, canonical, sealed
from tender.record.kinds import SHAPES, Kind, faults, in_chinese

GENESIS = "0" * 64
"""What the first event names as the hash before it."""

_FIELDS = {"seq", "at", "who", "what", "why", "data", "prev", "hash"}
_RESTORE = "从备份恢复，并查明何人何时改动"


@dataclass(frozen=True, slots=True)
class Record:
    """The events of one project, oldest first. Appending returns a new record."""

    events: tuple[Event, ...] = ()

    @property
    def head(self) -> str:
        """The hash of the last event; 64 zeros while there is none."""
        return self.events[-1].hash if self.events else GENESIS

    def append(self, draft: Draft) -> "Record":
        """The record with ``draft`` sealed as its next event. Ask ``refusals`` first."""
        return Record((*self.events, sealed(draft, len(self.events) + 1, self.head)))

    def extend(self, drafts: Sequence[Draft]) -> "Record":
        """The record with all ``drafts`` sealed, in their order."""
        record = self
        for each in drafts:
            record = record.append(each)
        return record

    def to_jsonl(self) -> str:
        """One canonical line per event, each ended by a line feed."""
        return "".join(event.line + "\n" for event in self.events)

    def verify(self, head: str | None = None, where: str = "record.jsonl") -> tuple[Finding, ...]:
        """Every place where the chain does not hold; with ``head``, also a cut or rewritten end."""
        return _damage(self.events, where)[0] + _other_end(self, head, where)

    @staticmethod
    def from_jsonl(
        stored: str | bytes, head: str | None = None, where: str = "record.jsonl"
    ) -> tuple["Record", tuple[Finding, ...]]:
        """The record before the first damaged line, and every damage found.

        Hand in bytes where there are any: reading a file as text may already have
        changed its line ends. With ``head``, the last hash must be that one.
        """
        raw = stored if isinstance(stored, bytes) else stored.encode("utf-8", "surrogatepass")
        *lines, rest = raw.split(b"\n")
        cut = (_cut(f"{where} › 第{len(lines) + 1}行"),) if rest else ()
        lines += [rest] if rest else []
        read = [_read(line, f"{where} › 第{n}行") for n, line in enumerate(lines, 1)]
        links, broken = _damage([event for event, _ in read], where)
        found = tuple(finding for _, findings in read for finding in findings) + links + cut
        bad = [n for n, (event, findings) in enumerate(read) if event is None or findings] + broken
        bad += [len(lines) - 1] if rest else []
        intact = [event for event, _ in read[: min(bad, default=len(lines))] if event is not None]
        record = Record(tuple(intact))
        return record, found + (() if found else _other_end(record, head, where))


def _read(raw: bytes, place: str) -> tuple[Event | None, tuple[Finding, ...]]:
    """The event of one stored line, and what is wrong with its text."""
    try:
        text = raw.decode("utf-8")
        fields = json.loads(text, parse_float=_no_float, parse_constant=_no_float)
        rewritten = canonical(fields)
    except (ValueError, TypeError, RecursionError):  # UnicodeDecodeError is a ValueError
        return None, (_malformed(place, "本行不是一条可读的事件记录"),)
    if not isinstance(fields, dict) or fields.keys() != _FIELDS:
        return None, (_malformed(place, "本行的字段与事件的八个字段不符"),)
    if fields["what"] not in [kind.value for kind in Kind]:
        return None, (_malformed(place, f"事件种类“{fields['what']}”不在本版本的事件表内"),)
    event, wrong = _built(fields)
    if event is None:
        return None, (_malformed(place, wrong),)
    if rewritten == text:
        return event, ()
    what = "内容可读，但文字不是规范写法（空白、键的次序或转义被改动）"
    return event, (error("record-canonical", place, what, f"规范写法：{_short(rewritten)}", _RESTORE),)


def _built(fields: dict[str, Any]) -> tuple[Event | None, str]:
    """The event of the eight fields, or in Chinese why there is none."""
    kind = Kind(fields["what"])
    found = faults({**HEADING, **PLACE}, fields)
    if not isinstance(fields["data"], dict):
        return None, "字段“data”应为一组字段"
    found += faults(SHAPES[kind], fields["data"])
    if found:
        return None, in_chinese(found)
    heading = Draft(fields["at"], fields["who"], kind, fields["why"], canonical(fields["data"]))
    event = sealed(heading, fields["seq"], fields["prev"])
    return replace(event, hash=fields["hash"]), ""


def _damage(events: Sequence[Event | None], where: str) -> tuple[tuple[Finding, ...], list[int]]:
    """What breaks the chain, and the positions (from 0) where it does.

    ``None`` stands for a line that could not be read. It is reported already, and may
    have been an event or something slipped in: the next event may carry either number.
    """
    found: list[Finding] = []
    broken: list[int] = []
    expected, unread = 1, 0
    links: tuple[str, ...] = (GENESIS,)
    for n, event in enumerate(events):
        if event is None:
            unread += 1
            continue
        following = events[n + 1] if n + 1 < len(events) else None
        place = f"{where} › 第{n + 1}行 › 第{event.seq}号事件"
        believable = range(expected, expected + unread + 1)
        here = _link(event, following, place, believable, links)
        if here:
            found += here
            broken.append(n)
        # An event that fits its own hash is believed about its number, so that one
        # missing event is reported once and not at every later line.
        expected = (event.seq if event.digest == event.hash else believable[-1]) + 1
        unread = 0
        links = (event.hash, event.digest)
    return tuple(found), broken


def _link(
    event: Event, following: Event | None, place: str, believable: range, links: tuple[str, ...]
) -> list[Finding]:
    """What is wrong with one event in its place: its hash, its number, its link."""
    found = []
    if event.digest != event.hash:
        told = following is not None and following.prev == event.digest
        what = "记载的校验值被改动，内容未变" if told else "内容与记载的校验值不符"
        wanted = f"校验值应为{event.digest}" if told else f"校验值为{event.hash}的内容"
        found.append(error("record-hash", place, what, wanted, _RESTORE))
    if event.seq not in believable:
        number = f"第{believable[-1]}号事件"
        what = f"此处应为{number}，现为第{event.seq}号：有事件被删除、插入或调换次序"
        found.append(error("record-order", place, what, number, _RESTORE))
    elif event.seq == believable[0] and event.prev not in links:
        what = f"本事件所记的上一事件校验值为{event.prev}，与上一事件不符"
        found.append(error("record-link", place, what, f"应为{links[0]}", _RESTORE))
    return found


def _other_end(record: Record, head: str | None, where: str) -> tuple[Finding, ...]:
    """The finding for a record that does not end as a head kept elsewhere says."""
    if head is None or record.head == head:
        return ()
    count = len(record.events)
    known = [event.seq for event in record.events if event.hash == head]
    what = (
        f"留存的校验值是第{known[0]}号事件的，其后另有{count - known[0]}个事件"
        if known
        else f"记录共{count}个事件，末端校验值为{record.head}：末尾被截去，或记录被整体改写"
    )
    return (error("record-head", f"{where} › 末端", what, f"末端校验值应为{head}", _RESTORE),)


def _no_float(token: str) -> NoReturn:
    raise ValueError(f"expected no float in an event, not {token}")


def _malformed(place: str, what: str) -> Finding:
    return error("record-malformed", place, what, "一行一条规范写法的事件", _RESTORE)


def _cut(place: str) -> Finding:
    return error("record-cut", place, "末行没有换行符，可能写到一半中断", "每条事件以换行符结束", _RESTORE)


def _short(text: str) -> str:
    return text if len(text) <= 200 else text[:200] + "……"
