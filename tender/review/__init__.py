"""Review (资格审查、符合性审查): every gate of the book answered on every bid in every lot."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scoring.exact import yuan
from tender.book import Method
from tender.book.gates import Asked, Gate, RuleGate
from tender.case import PRICE_GATE, Case, least_bidders
from tender.decisions import Decisions, GateDecided, Noted
from tender.established import (
    as_found,
    established_events,
    established_findings,
    found_of,
    with_established,
)
from tender.findings import Answer, Finding, error, warning
from tender.policy.expression import Expression
from tender.record import Draft, Kind, draft
from tender.review.figures import figures_drawn, quotes, unproven_prices
from tender.review.low_price import low_price_review
from tender.rules.bid_nouns import bid_nouns

__all__ = ["review", "too_few"]


def review(case: Case, decided: Decisions) -> tuple[tuple[Draft, ...], tuple[Finding, ...]]:
    """A decision event for each bid, lot and gate; findings where a person must decide.

    What staff established of facts comes first and counts in place of what the forms state.
    A person's answer in ``decided`` overrules the program's and is recorded with its
    author and reason.
    """
    drafts: list[Draft] = []
    found_of_facts = found_of(decided, case.book, case.bids)
    findings: list[Finding] = list(_strays(case, decided))
    findings += established_findings(decided, case.book, case.bids, found_of_facts)
    drafts += established_events(found_of_facts)
    established = {key: as_found(entry) for key, entry in found_of_facts.items()}
    by_person = {(d.operator, d.lot, d.gate): d for d in decided.gate_decided}
    for operator, stated in case.bids.items():
        bid = with_established(stated, established)
        for lot in bid.lots:
            drafts += _price_gate(case, operator, lot)
            binding = replace(bid.lots[lot], price_fen=case.price_fen(operator, lot))
            asked = Asked(
                bid,
                binding,
                case.book.lot_by_id[lot],
                case.book.fact_by_id,
                bid_nouns(case.nouns, case.book, bid, binding, decided.noted),
                case.packs,
                case.book.dates.publish,
            )
            for gate in case.book.gates:
                person = by_person.get((operator, lot, gate.id))
                event, found = _decide(case, asked, gate, person, decided.noted)
                drafts.append(event)
                findings += found
    answers: dict[tuple[str, str], list[Answer]] = {
        (operator, lot): [] for operator, bid in case.bids.items() for lot in bid.lots
    }
    for event in (event for event in drafts if event.what is Kind.DECISION):
        answers[event.data["operator"], event.data["lot"]].append(Answer(event.data["answer"]))
    figures, undrawn = figures_drawn(case, decided)
    low, waiting = low_price_review(case, decided, answers)
    unproven = unproven_prices(case, established, answers)
    # A person may decide before or after the panel sat: events stand in the order of their times.
    events = sorted((*figures, *drafts, *low), key=lambda event: event.at)
    return tuple(events), (*findings, *quotes(case), *undrawn, *unproven, *waiting)


def _decide(
    case: Case, asked: Asked, gate: Gate, person: GateDecided | None, noted: Sequence[Noted]
) -> tuple[Draft, list[Finding]]:
    """One gate's answer, by a person or by the program on the price that binds."""
    book = case.book
    bid, lot, article = asked.bid, asked.lot.id, asked.packs.cite(*gate.articles[:1])
    if person:
        return _by_person(case, bid.operator, lot, person), []
    answer, why = gate.answer(asked)
    if answer is Answer.FAIL and isinstance(gate, RuleGate):
        why += _established(asked, gate, noted)
    # After a tender's opening the purchaser judges qualification (O87-44); otherwise the panel does.
    by_purchaser = gate.stage == "qualification" and book.method is Method.OPEN_TENDER
    who = book.purchaser.name if by_purchaser else book.terms.panel
    event = _event(
        bid.operator, lot, gate.id, answer, why, who, case.stamp(book.dates.evaluation).isoformat()
    )
    if answer is not Answer.CANNOT_DECIDE:
        return event, []
    found = error(
        "review.cannot_decide",
        f"{bid.operator} {bid.name} › {lot} › {gate.name}",
        f"无法判定：{why}",
        "每项条件都应有通过或不通过的结论",
        f"核对{book.terms.bid}后在 decisions.toml 的 gate_decided 中写明结论、理由和决定人",
        article,
    )
    return event, [found]


def _established(asked: Asked, gate: RuleGate, noted: Sequence[Noted]) -> str:
    """What the purchaser established about the bid on what the gate's rules read; empty where nothing."""
    rules = (asked.packs.on(rule, asked.day).expression for rule in gate.articles)
    read = {name for rule in rules for name in Expression(rule).names()}
    known = dict.fromkeys(
        note.why for note in noted if note.noun in read and note.about(asked.bid.operator, asked.lot.id)
    )
    return f"核实情况：{'；'.join(known)}。" if known else ""


def _event(operator: str, lot: str, gate: str, answer: Answer, why: str, who: str, at: str) -> Draft:
    data = {"operator": operator, "lot": lot, "gate": gate, "answer": answer.value}
    return draft(Kind.DECISION, data, at=at, who=who, why=why)


def _by_person(case: Case, operator: str, lot: str, person: GateDecided) -> Draft:
    """A person's answer; one given before what is recorded already keeps its own time in ``decided_at``."""
    at = case.stamp(person.at)
    data = {"operator": operator, "lot": lot, "gate": person.gate, "answer": person.answer}
    data |= {"decided_at": person.at.isoformat()} if at != person.at else {}
    return draft(Kind.DECISION, data, at=at.isoformat(), who=person.by, why=person.why)


def _price_gate(case: Case, operator: str, lot: str) -> Iterator[Draft]:
    """A corrected price that the bidder did not confirm makes the bid invalid."""
    corrected = case.state.price_corrections.get((operator, lot))
    if corrected is None:
        return
    answer = Answer.PASS if corrected.confirmed else Answer.FAIL
    why = (
        ""
        if corrected.confirmed
        else f"大写报价{yuan(corrected.to_fen)}元与小写不一致，{case.book.terms.bidder}未书面确认"
    )
    at = case.stamp(case.book.dates.evaluation).isoformat()
    yield _event(operator, lot, PRICE_GATE, answer, why, case.book.terms.panel, at)


def _strays(case: Case, decided: Decisions) -> Iterator[Finding]:
    """Decisions on what does not exist, or two on one thing: slips that must not vanish."""
    gates = {g.id for g in case.book.gates}
    told = Counter((d.operator, d.lot, d.gate) for d in decided.gate_decided)
    for operator, lot, gate in (key for key, n in told.items() if n > 1):
        yield error(
            "decisions.twice",
            f"decisions.toml › gate_decided › {operator} › {lot} › {gate}",
            f"同一项条件写了{told[operator, lot, gate]}个结论",
            "每项条件只有一个结论",
            "保留有效的一个，其余删除",
        )
    for d in decided.gate_decided:
        if d.operator not in case.bids or d.lot not in case.bids[d.operator].lots or d.gate not in gates:
            yield error(
                "decisions.unknown",
                f"decisions.toml › gate_decided › {d.operator} › {d.lot} › {d.gate}",
                "没有这份投标、标段或条件",
                "应对应已开启的响应文件和采购文件中的条件编号",
            )


def too_few(case: Case) -> tuple[Finding, ...]:
    """A finding for each lot that must stop because too few bids are valid."""
    least, rules = least_bidders(case.book, case.packs)
    return tuple(
        warning(
            "review.too_few",
            f"标段 {lot.id} {lot.name}",
            f"符合要求的{case.book.terms.bidder}{len(case.valid(lot.id))}家",
            f"不少于{least}家",
            f"终止该标段{case.book.terms.activity}，查明原因后重新组织",
            case.packs.cite(*rules),
        )
        for lot in case.book.lots
        if not case.enough(lot.id)
    )
