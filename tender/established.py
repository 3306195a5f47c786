"""Established facts (核实事项): what staff looked up or verified, in place of what a form states.

A fact that the purchaser states (a record looked up on the day) stands nowhere else. A
stated one may be corrected, a proof found invalid, or rows of a list not counted. Each is an
event of the record with who, when and why; the form itself stays as it was opened.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from scoring.exact import number, plain
from tender.bids import Bid, LotBid
from tender.book import Book, Fact
from tender.decisions import Decisions, Established
from tender.findings import Finding, error
from tender.record import Draft, Kind, draft

Found = Mapping[tuple[str, str, str], Mapping[str, Any]]
"""Operator, lot and fact → what was found, as the record holds it."""

CHECKED = "经核实"
"""The proof of what staff established themselves."""


def with_established(bid: Bid, found: Found) -> Bid:
    """The bid as it counts: what was established in place of what it states."""
    lots = {}
    for key, lot in bid.lots.items():
        for (operator, of, fact), what in found.items():
            if (operator, of) == (bid.operator, key):
                lot = _established(lot, fact, what)
        lots[key] = lot
    return replace(bid, lots=lots)


def _established(lot: LotBid, fact: str, what: Mapping[str, Any]) -> LotBid:
    checked = {**lot.evidence, fact: lot.evidence.get(fact) or CHECKED}
    if "value" in what:
        return replace(lot, facts={**lot.facts, fact: number(what["value"])}, evidence=checked)
    if "options" in what:
        return replace(lot, chosen={**lot.chosen, fact: tuple(what["options"])}, evidence=checked)
    if "not_counted" in what:
        kept = (r for n, r in enumerate(lot.lists.get(fact, ()), 1) if n not in what["not_counted"])
        return replace(lot, lists={**lot.lists, fact: tuple(kept)})
    return replace(lot, evidence={**lot.evidence, fact: ""})


def found_of(
    decided: Decisions, book: Book, bids: Mapping[str, Bid]
) -> dict[tuple[str, str, str], Established]:
    """Every entry of the decisions, for each lot that it speaks of; without a lot, for all the bidder's.

    What a bidder states once for itself is established for all its lots, whichever the entry names.
    """
    found = {}
    for entry in decided.established:
        fact, bid = book.fact_by_id.get(entry.fact), bids.get(entry.operator)
        for lot in bid.lots if bid and fact else ():
            speaks = entry.lot in (None, lot) or (fact and fact.scope == "operator")
            if speaks and fact and fact.asked_in(lot):
                found[entry.operator, lot, entry.fact] = entry
    return found


def established_events(found: Mapping[tuple[str, str, str], Established]) -> tuple[Draft, ...]:
    """One event for each bid, lot and fact."""
    return tuple(
        draft(
            Kind.FACT_ESTABLISHED,
            {"operator": operator, "lot": lot, "fact": fact, "found": as_found(entry)},
            at=entry.at.isoformat(),
            who=entry.by,
            why=entry.why,
        )
        for (operator, lot, fact), entry in found.items()
    )


def as_found(entry: Established) -> dict[str, Any]:
    """What was found, as the record holds it."""
    if entry.value is not None:
        return {"value": plain(Fraction(entry.value))}
    if entry.options is not None:
        return {"options": list(entry.options)}
    return {"not_counted": list(entry.not_counted)} if entry.not_counted else {"no_proof": True}


def in_words(found: Mapping[str, Any], fact: Fact | None) -> str:
    """What was found, as people read it; without its fact, the bare figure."""
    if "value" in found:
        return f"核实为{fact.show(number(found['value'])) if fact else found['value']}"
    if "options" in found:
        return f"核实为{'、'.join(found['options']) or '无'}"
    if "not_counted" in found:
        return f"第{'、'.join(map(str, found['not_counted']))}条不计入"
    return "证明材料无效"


def established_findings(
    decided: Decisions, book: Book, bids: Mapping[str, Bid], found: Mapping[tuple[str, str, str], Established]
) -> Iterator[Finding]:
    """Entries that fit no bid or fact, two on one thing, and what staff still have to look up."""
    told = Counter((e.operator, e.lot, e.fact) for e in decided.established)
    for entry in decided.established:
        where = f"decisions.toml › established › {entry.operator} › {entry.lot or '全部标段'} › {entry.fact}"
        known = book.fact_by_id.get(entry.fact)
        bid = bids.get(entry.operator)
        if bid is None or known is None or (entry.lot is not None and entry.lot not in bid.lots):
            expected = "应对应已开启的响应文件和采购文件中的响应事项编号"
            yield error("decisions.unknown", where, "没有这份投标、标段或响应事项", expected)
            continue
        if told[entry.operator, entry.lot, entry.fact] > 1:
            yield error(
                "decisions.twice", where, "同一事项写了不止一次", "每项只有一个核实结果", "删除多余的"
            )
        wrong = _misfit(entry, known, bid)
        if wrong:
            yield error("decisions.established", where, *wrong)
    for operator, bid in bids.items():
        for lot in bid.lots:
            for fact in book.facts:
                if fact.by == "purchaser" and fact.asked_in(lot) and (operator, lot, fact.id) not in found:
                    yield error(
                        "review.not_established",
                        f"{operator} {bid.name} › {lot} › {fact.name}",
                        f"“{fact.name}”尚未查询核实",
                        f"由经办人查询（{fact.evidence}）并记录结果",
                        "在 decisions.toml 的 established 中写明结果、查询人、时间和依据",
                    )


def _misfit(entry: Established, fact: Fact, bid: Bid) -> tuple[str, str] | None:
    """An entry of the wrong sort for its fact: what it is, what should be."""
    if fact.kind == "list":
        most = max((len(lot.lists.get(fact.id, ())) for lot in bid.lots.values()), default=0)
        if not entry.not_counted or max(entry.not_counted) > most:
            return "清单只能写不计入的条目", f"not_counted 写条目序号，1至{most}"
        return None
    if entry.not_counted:
        return f"“{fact.name}”不是清单", "not_counted 只用于清单"
    if entry.options is not None and (not fact.options or set(entry.options) - set(fact.options)):
        return f"“{'、'.join(entry.options)}”不在可选项中", "、".join(fact.options) or "此项没有可选项"
    if entry.value is not None and (fact.options or (fact.kind == "yes_no" and entry.value > 1)):
        return "不是此项可以填写的值", "可选事项写 options，是否事项写1或0"
    if entry.value is not None and fact.kind == "whole" and entry.value.denominator != 1:
        return "不是整数", "此项应为整数"
    if entry.no_proof and not fact.proven:
        return f"“{fact.name}”不以证明材料为计分条件", "写核实后的 value"
    return None
