"""The fold (归并): from a record to the state it tells of; pure, one event after another."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import reduce
from typing import Any

from tender.findings import Answer, Finding, has_error
from tender.record.chain import Record
from tender.record.event import Event
from tender.record.kinds import SHAPES, Kind
from tender.record.order import key, refusals
from tender.record.state import (
    Award,
    Awarded,
    Correction,
    Decision,
    Key,
    Marks,
    NotedFact,
    Notice,
    OpenedBid,
    PriceCorrection,
    Result,
    SetAside,
    State,
)


def state(record: Record) -> State:
    """What ``record`` says is true now. Whether its chain holds is ``Record.verify``'s question."""
    return reduce(after, record.events, State())


def after(before: State, event: Event) -> State:
    """The state after ``event``; an event that the legal order refuses changes nothing."""
    found = refusals(before, event)
    told = replace(before, findings=before.findings + tuple(_placed(found, event)))
    if has_error(found):
        return told
    if event.what is Kind.CORRECTION:
        return replace(_corrected(told, event), last_at=event.at)
    if event.what is Kind.PRICE_CORRECTED and event.data.get("ground"):
        found_late = _replaced(told, event, event.what, key(event.what, event.data), event.data)
        return replace(found_late, last_at=event.at)
    return replace(_applied(told, event, event.what, event.data), last_at=event.at)


def _placed(found: Iterable[Finding], event: Event) -> Iterable[Finding]:
    return (replace(finding, where=f"第{event.seq}号事件 › {finding.where}") for finding in found)


def _corrected(now: State, event: Event) -> State:
    """The state with the data of an event in force replaced, and what was built on it set aside."""
    kind, subject = now.in_force[event.data["of"]]
    return _replaced(now, event, kind, subject, event.data["data"])


def _replaced(now: State, event: Event, kind: Kind, subject: Key, new: Mapping[str, Any]) -> State:
    """The state with ``new`` in place of what stood for ``subject``; results that rest on it are set aside."""
    data = event.data
    told = Correction(
        event.seq,
        kind,
        subject,
        _before(now, kind, subject),
        new,
        event.who,
        event.at,
        event.why,
        data.get("ground", ""),
        data.get("after_signature", False),
        data.get("reported", ""),
    )
    now = _applied(replace(now, corrections=(*now.corrections, told)), event, kind, new)
    if kind in (
        Kind.PRICE_CORRECTED,
        Kind.FIGURE_DRAWN,
        Kind.DECISION,
        Kind.FACT_ESTABLISHED,
        Kind.MARKS_SUBMITTED,
    ):
        lots = {new["lot"], *data.get("also", ())}
        results = {ranked: result for ranked, result in now.results.items() if ranked not in lots}
        return replace(now, results=results, award=None if lots & now.ranked else now.award)
    return now if kind is not Kind.RESULT_COMPUTED else replace(now, award=None)


def _before(now: State, kind: Kind, subject: Key) -> Marks | Decision | PriceCorrection | None:
    """What stood before a correction, of what a result is made of."""
    match kind:
        case Kind.MARKS_SUBMITTED:
            return now.marks.get((subject[0], subject[1]))
        case Kind.DECISION:
            return now.decisions.get((subject[0], subject[1], subject[2]))
        case Kind.PRICE_CORRECTED:
            return now.price_corrections.get((subject[0], subject[1]))
    return None


def _applied(now: State, event: Event, kind: Kind, data: Mapping[str, Any]) -> State:
    """The state with ``data`` of ``kind`` in force, by ``event``."""
    subject = (kind, key(kind, data))
    standing = {seq: other for seq, other in now.in_force.items() if other != subject}
    now = replace(now, in_force={**standing, event.seq: subject})
    seq = event.seq
    match kind:
        case Kind.BOOK_PUBLISHED:
            return replace(
                now,
                book_sha256=data["sha256"],
                book=data["book"],
                register=data.get("register", ""),
                packs=data.get("packs", {}),
            )
        case Kind.BID_OPENED:
            bid = OpenedBid(seq, data["operator"], data["file"], data["sha256"], data["bid"])
            return replace(now, bids={**now.bids, bid.operator: bid})
        case Kind.BID_SET_ASIDE:
            aside = SetAside(
                seq,
                data["file"],
                data["sha256"],
                data["legible"],
                event.who,
                event.why,
                data.get("article", ""),
            )
            return replace(now, set_aside={**now.set_aside, aside.file: aside})
        case Kind.PRICE_CORRECTED:
            price = PriceCorrection(
                seq, data["operator"], data["lot"], data["from_fen"], data["to_fen"], data["confirmed"]
            )
            return replace(
                now, price_corrections={**now.price_corrections, (price.operator, price.lot): price}
            )
        case Kind.FACT_NOTED:
            noun, record, attribute = data["noun"], data["record"], data["attribute"]
            fact = NotedFact(seq, noun, record, attribute, data["value"], event.who, event.at, event.why)
            return replace(now, noted={**now.noted, (noun, record, attribute): fact})
        case Kind.FIGURE_DRAWN:
            figures = {**now.figures, (data["lot"], data["name"]): data["value"]}
            return replace(now, figures=figures)
        case Kind.DECISION:
            operator, lot, gate = data["operator"], data["lot"], data["gate"]
            more = {name: said for name, said in data.items() if name not in SHAPES[Kind.DECISION]}
            decision = Decision(seq, operator, lot, gate, Answer(data["answer"]), event.who, event.why, more)
            return replace(now, decisions={**now.decisions, (operator, lot, gate): decision})
        case Kind.FACT_ESTABLISHED:
            stated = (data["operator"], data["lot"], data["fact"])
            return replace(now, established={**now.established, stated: data["found"]})
        case Kind.MARKS_SUBMITTED:
            marks = Marks(seq, data["judge"], data["lot"], data["marks"], data.get("reasons", {}))
            return replace(now, marks={**now.marks, (marks.judge, marks.lot): marks})
        case Kind.MARKS_LOCKED:
            return replace(now, locked=now.locked | {data["judge"]})
        case Kind.RESULT_COMPUTED:
            result = Result(seq, data["lot"], tuple(data["ranking"]))
            results = {**now.results, result.lot: result}
            return replace(now, results=results, ranked=now.ranked | {result.lot})
        case Kind.AWARD_DECIDED:
            awards = tuple(
                Awarded(award["lot"], award["operator"], award["price_fen"], award["points"])
                for award in data["awards"]
            )
            return replace(now, award=Award(seq, event.at, awards, data["plan"], data["rule"]))
        case Kind.NOTICE_ISSUED:
            notice = Notice(seq, event.at, data["kind"], data["sha256"])
            return replace(now, notices=(*now.notices, notice))
        case Kind.CORRECTION:
            raise AssertionError("a correction is applied under the kind of the event it corrects")
