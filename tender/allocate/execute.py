"""Executing the declared award rule (执行定标规则): one function a rule, one result type."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from scoring.allocation import sequence as lot_order
from scoring.allocation.preference import by_preference
from scoring.exact import yuan
from tender.allocate.awards import DRAW, empty, tie, too_few, won
from tender.allocate.combine import combination
from tender.allocate.explain import declared
from tender.allocate.problem import Candidate, candidates
from tender.allocate.result import Allocation, LotAward, Outcome, PassedOver
from tender.book import Combination, LotOrder
from tender.case import Case
from tender.decisions import Chosen, Drawn
from tender.findings import Finding, error

SECONDS = 60
CHOICE = "待在候选人中择定"


def allocate(
    case: Case, drawn: Sequence[Drawn] = (), chosen: Sequence[Chosen] = (), *, seconds: float = SECONDS
) -> Allocation:
    """The award of every lot by the rule that the book printed, within about ``seconds``.

    ``drawn`` holds the results of draws already made; without one, a tie that matters
    leaves the award open. So does a lot whose winner the purchaser chooses, until ``chosen``
    names one of its candidates.
    """
    rule, wrong = case.book.award, tuple(_misdrawn(case, drawn))
    draws = {} if wrong else {d.lot: d.operator for d in drawn}
    if isinstance(rule, Combination):
        found = combination(case, draws, seconds)
    elif isinstance(rule, LotOrder):
        found = _lot_order(case, rule, draws)
    elif rule.recommend is not None:
        found = _chosen(case, rule.recommend, chosen)
    else:
        found = _per_lot(case, draws)
    if not wrong:
        return found
    outcome = Outcome.NO_AWARD if found.outcome is Outcome.DECIDED else found.outcome
    return replace(found, outcome=outcome, findings=(*wrong, *found.findings))


def _misdrawn(case: Case, drawn: Sequence[Drawn]) -> Iterator[Finding]:
    """Draws that name somebody who is no candidate of the lot, or two for one lot."""
    ranked = candidates(case)
    for lot in dict.fromkeys(d.lot for d in drawn):
        named = list(dict.fromkeys(d.operator for d in drawn if d.lot == lot))
        able = [c.operator for c in ranked.get(lot, ())]
        if len(named) > 1 or named[0] not in able:
            yield error(
                "award.draw_wrong",
                f"decisions.toml › drawn › {lot}",
                f"抽中者写了{'、'.join(named)}",
                f"每个标段一家，且为该标段的候选人（{'、'.join(able) or '无'}）",
                "按抽签记录改正；以前的记载有误的，写明原因并只保留一条",
            )


def _sentence(case: Case) -> str:
    return case.book.award_sentence


def _per_lot(case: Case, draws: Mapping[str, str]) -> Allocation:
    ranked = candidates(case)
    findings: list[Finding] = []
    lots: list[LotAward] = []
    for lot in case.book.lots:
        first = [c for c in ranked.get(lot.id, ()) if c.rank == 1]
        chosen = first if len(first) == 1 else [c for c in first if c.operator == draws.get(lot.id)]
        if chosen:
            lots.append(won(chosen[0]))
        elif first:
            names = "、".join(case.name(c.operator) for c in first)
            findings.append(tie(case, f"标段 {lot.id}", f"{names}并列第一"))
            lots.append(empty(lot.id, DRAW))
        else:
            lots.append(too_few(case, lot.id))
    return _decided(case, tuple(lots), tuple(findings))


def _chosen(case: Case, recommend: int, chosen: Sequence[Chosen]) -> Allocation:
    """Each lot to the candidate that the purchaser chose among the first ``recommend``, equals included."""
    ranked = candidates(case)
    findings: list[Finding] = []
    lots: list[LotAward] = []
    for lot in case.book.lots:
        named = [c for c in ranked.get(lot.id, ()) if c.rank <= recommend]
        told = [entry for entry in chosen if entry.lot == lot.id]
        winner = next((c for c in named if [e.operator for e in told] == [c.operator]), None)
        if winner:
            over = (c for c in named if c.rank < winner.rank)
            lots.append(won(winner, tuple(_not_chosen(c, told[0].why) for c in over)))
        elif named:
            findings.append(_choice_open(case, lot.id, named, told))
            lots.append(empty(lot.id, CHOICE))
        else:
            lots.append(too_few(case, lot.id))
    return _decided(case, tuple(lots), tuple(findings))


def _not_chosen(c: Candidate, why: str) -> PassedOver:
    """A better-ranked candidate whom the purchaser did not choose."""
    said = f"评定分离，在推荐的候选人中择定：{why.rstrip('。')}。"
    return PassedOver(c.operator, c.rank, c.total, c.price_fen, said, ())


def _choice_open(case: Case, lot: str, named: Sequence[Candidate], told: Sequence[Chosen]) -> Finding:
    """Nobody is chosen yet, or somebody who is no candidate, or two."""
    names = "、".join(f"{c.operator} {case.name(c.operator)}" for c in named)
    what = (
        "尚未在候选人中择定" if not told else f"写明的{'、'.join(e.operator for e in told)}不是唯一的候选人"
    )
    return error(
        "award.choice_open",
        f"标段 {lot}",
        what,
        f"{case.book.terms.buyer}在{names}中确定一家",
        "按公布的择定办法集体研究，写明择定的候选人、决定人、时间和理由",
    )


def _lot_order(case: Case, rule: LotOrder, draws: Mapping[str, str]) -> Allocation:
    ranked = candidates(case)
    by_offer = {c.offer: c for cs in ranked.values() for c in cs}
    supplies = {f"funding:{f.id}": f.budget_fen for f in case.book.funding}
    if case.book.fiscal:
        supplies["fiscal"] = case.book.fiscal.baseline_fen
    declared = {
        lot: _declared(case, ranked.get(lot, ()), draws.get(lot)) for lot in _in_order(case, rule, ranked)
    }
    quota, fallback = rule.max_lots_per_operator, lot_order.Fallback(rule.only_quota_holders)
    if rule.preference is not None:
        wishes = _wishes(case, rule.preference)
        results = by_preference(declared, quota=quota, fallback=fallback, wishes=wishes)
    else:
        results = lot_order.in_order(declared, quota=quota, fallback=fallback, supplies=supplies)
    lots: dict[str, LotAward] = {}
    findings: list[Finding] = []
    for result in results:
        over = tuple(_stepped(case, rule, by_offer[s.candidate.offer], s) for s in result.stepped_aside)
        if result.outcome is lot_order.Outcome.OPEN:
            findings.append(
                tie(case, f"标段 {result.lot}", f"{'、'.join(result.may_win)}并列，或取决于前面标段的抽签")
            )
            lots[result.lot] = empty(result.lot, DRAW)
        elif result.winner:
            lots[result.lot] = won(by_offer[result.winner.offer], over)
        elif over:
            lots[result.lot] = empty(result.lot, f"剩余{case.book.terms.bidder}均受限制，不再推荐", over)
        else:
            lots[result.lot] = too_few(case, result.lot)
    return _decided(case, tuple(lots[lot.id] for lot in case.book.lots), tuple(findings))


def _in_order(case: Case, rule: LotOrder, ranked: Mapping[str, Sequence[Candidate]]) -> tuple[str, ...]:
    """The lots in the order that the rule declares; equals stay as listed."""
    money = dict.fromkeys(rule.order, 0)
    if rule.order_by == "ceiling":
        money = {lot: case.book.lot_by_id[lot].ceiling_fen or 0 for lot in rule.order}
    elif rule.order_by == "price":
        money = {
            lot: max((c.price_fen for c in ranked.get(lot, ()) if c.rank == 1), default=0)
            for lot in rule.order
        }
    return tuple(sorted(rule.order, key=lambda lot: -money[lot]))


def _wishes(case: Case, fact: str) -> Mapping[str, Mapping[str, int]]:
    """What every bidder wrote as its preference, by lot."""
    return {
        operator: {lot: int(one.facts[fact]) for lot, one in bid.lots.items() if fact in one.facts}
        for operator, bid in case.bids.items()
    }


def _declared(case: Case, ranked: Sequence[Candidate], drawn: str | None) -> list[lot_order.Candidate]:
    """The candidates of one lot as the lot order reads them; a draw breaks its tie."""
    fiscal = case.book.fiscal is not None
    found = []
    for c in ranked:
        source = case.book.lot_by_id[c.lot].funding
        uses = {f"funding:{source}": c.price_fen} if source else {}
        uses |= {"fiscal": c.price_fen} if fiscal else {}
        # Ranks doubled leave room to put the drawn bidder before those who share its rank.
        rank = 2 * c.rank - (1 if c.operator == drawn else 0)
        found.append(lot_order.Candidate(c.offer, c.operator, rank, c.price_fen, uses))
    return found


def _stepped(case: Case, rule: LotOrder, c: Candidate, aside: lot_order.SteppedAside) -> PassedOver:
    if aside.reason is lot_order.Reason.QUOTA:
        article = rule.articles.quota or declared(case)
        if rule.preference is not None:
            limit = f"最多{case.book.terms.award}{rule.max_lots_per_operator}个标段"
            why = f"{limit}，按其填写的意向次序保留其他标段，由下一名递补。"
            return PassedOver(c.operator, c.rank, c.total, c.price_fen, why, (article,))
        why = f"按标段次序已{case.book.terms.award}{rule.max_lots_per_operator}个标段，达到数量限制，由下一名递补。"
    elif aside.resource == "fiscal" and case.book.fiscal:
        why = "与前面标段的金额合计超过财政支出基数，由下一名递补。"
        article = case.book.fiscal.article
    else:
        why = "与前面标段的金额合计超过资金来源的预算，由下一名递补。"
        article = declared(case)
    return PassedOver(c.operator, c.rank, c.total, c.price_fen, why, (article,))


def _decided(case: Case, lots: tuple[LotAward, ...], ties: tuple[Finding, ...]) -> Allocation:
    """The result of a rule that looks at lots one by one, unless it spends too much."""
    if ties:
        return Allocation(Outcome.OPEN_TIE, _sentence(case), lots, ties)
    over = tuple(_overspent(case, lots))
    return Allocation(Outcome.NO_AWARD if over else Outcome.DECIDED, _sentence(case), lots, over)


def _overspent(case: Case, lots: tuple[LotAward, ...]) -> list[Finding]:
    """The limits of money that an award would break: the fiscal baseline and each source."""
    spent = {lot.lot: lot.price_fen or 0 for lot in lots}
    limits = [
        (f"资金来源“{f.name}”预算", f.budget_fen, [x.id for x in case.book.lots if x.funding == f.id], "")
        for f in case.book.funding
    ]
    if case.book.fiscal:
        limits.append(("财政支出基数", case.book.fiscal.baseline_fen, list(spent), case.book.fiscal.article))
    return [
        error(
            "award.over_budget",
            "定标",
            f"{case.book.terms.award}金额合计{yuan(sum(spent[x] for x in ids))}元/年",
            f"不超过{what}{yuan(limit)}元/年",
            f"下调最高限价后重新{case.book.terms.activity}，或改用考虑总额的定标规则重新编制{case.book.terms.book}",
            article,
        )
        for what, limit, ids, article in limits
        if sum(spent[x] for x in ids) > limit
    ]
