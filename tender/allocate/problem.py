"""The declared combination as an allocation problem (组合定标模型)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from scoring.allocation import Group, Need, Objective, Offer, Problem, Resource
from scoring.exact import number, yuan
from tender.book import Book, Combination
from tender.book.award import Limit, Measure, funding_sentence
from tender.book.coverage import Wanted, wanted
from tender.case import Case
from tender.packages import Package, judged

LIMIT, COVER = "limit:", "cover:"
"""How the resource of a declared limit and the need of a coverage are named."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One ranked bid: place, total, binding price."""

    lot: str
    operator: str
    rank: int
    total: Fraction
    price_fen: int
    tied: bool

    @property
    def offer(self) -> str:
        """The offer's id in the allocation problem."""
        return f"{self.operator}@{self.lot}"


def candidates(case: Case) -> Mapping[str, tuple[Candidate, ...]]:
    """The recorded ranking of every lot, best first."""
    return {
        lot: tuple(
            Candidate(lot, r["operator"], r["rank"], number(r["total"]), r["price_fen"], bool(r["open_with"]))
            for r in result.ranking
        )
        for lot, result in case.state.results.items()
    }


def problem_of(case: Case, as_if: Combination | None = None) -> Problem:
    """The declared combination as offers, resources and needs; every row with its sentence.

    ``as_if`` poses the same bids under another combination, for planning.
    """
    book, rule = case.book, as_if or case.book.award
    assert isinstance(rule, Combination)
    t = book.terms
    ranked = candidates(case)
    shared = _shared_spaces(case)
    covers = [want for one in rule.coverage for want in wanted(one, book.lots, book.centers, t)]
    offers = [_offer(case, rule, c, covers, shared) for lot in book.lots for c in ranked.get(lot.id, ())]
    for one in packages(case, rule):
        if not one.fault:
            paid = (replace(c, price_fen=one.shares[c.lot]) for c in _of(one, ranked))
            offers.append(_joined(one, [_offer(case, rule, c, covers, shared) for c in paid]))
    resources = [
        Resource(f"lot:{lot.id}", 1, f"标段{lot.id}至多确定一家{t.winner}", rule.articles.lot or "")
        for lot in book.lots
    ]
    resources += [
        Resource(f"space:{s}", 1, f"{name}同一时段只能由一家运营", rule.articles.space or "")
        for s, name in shared.items()
    ]
    resources += [
        Resource(
            f"quota:{op}",
            rule.max_lots_per_operator,
            f"{case.name(op)}最多{t.award}{rule.max_lots_per_operator}个标段",
            rule.articles.quota or "",
        )
        for op in sorted({o.operator for o in offers})
    ]
    resources += [
        Resource(f"funding:{f.id}", f.budget_fen, funding_sentence(f, t), f.article or "")
        for f in book.funding
    ]
    resources += _limits(case, rule, ranked)
    if book.fiscal:
        says = f"各标段{t.award}金额之和不超过财政支出基数{yuan(book.fiscal.baseline_fen)}元/年"
        resources.append(Resource("fiscal", book.fiscal.baseline_fen, says, book.fiscal.article))
    return Problem(
        offers=tuple(offers),
        resources={r.id: r for r in resources},
        needs=(
            *(Need(f"lot:{lot.id}", 1, firm=False, says=f"标段{lot.id}有{t.winner}") for lot in book.lots),
            *(
                Need(f"{COVER}{w.id}", w.coverage.at_least, w.coverage.firm, w.says, w.coverage.article or "")
                for w in covers
            ),
        ),
        groups=_groups(book, rule, offers),
        objective=tuple(Objective(o) for o in rule.objective),
    )


def packages(case: Case, rule: Combination) -> tuple[Package, ...]:
    """Every package offer that was stated, judged by the prices and bids that are valid now."""
    found: list[Package] = []
    ranked = {(c.operator, c.lot): c for cs in candidates(case).values() for c in cs}
    for operator, bid in case.bids.items():
        prices = {
            lot: ranked[operator, lot].price_fen if (operator, lot) in ranked else one.price_fen
            for lot, one in bid.lots.items()
        }
        out = {
            lot: "已终止" if operator in case.valid(lot) else f"的{case.book.terms.offer}无效"
            for lot in bid.lots
            if (operator, lot) not in ranked
        }
        found += judged(case.book, rule, operator, bid.packages, prices, out)
    return tuple(found)


def _of(one: Package, ranked: Mapping[str, tuple[Candidate, ...]]) -> list[Candidate]:
    """The ranked bids that a package joins."""
    return [c for lot in one.lots for c in ranked[lot] if c.operator == one.operator]


def _offer(
    case: Case, rule: Combination, c: Candidate, covers: Sequence[Wanted], shared: Mapping[str, str]
) -> Offer:
    """One ranked bid at the price that is paid: what it uses and what it serves."""
    lot = case.book.lot_by_id[c.lot]
    uses = {f"lot:{lot.id}": 1, f"quota:{c.operator}": 1}
    uses |= {f"funding:{lot.funding}": c.price_fen} if lot.funding else {}
    uses |= {f"space:{s}": 1 for s in lot.spaces if s in shared}
    if case.book.fiscal:
        uses["fiscal"] = c.price_fen
    uses |= {
        _limit_id(limit, c.operator, lot.center): _measured(case, limit.uses, c)
        for limit in rule.limits
        if not limit.once_per_center and (not limit.lots or lot.id in limit.lots)
    }
    covered = (f"{COVER}{w.id}" for w in covers if _covers(case, w, c))
    serves = {f"lot:{lot.id}": 1, **dict.fromkeys(covered, 1)}
    return Offer(c.offer, c.operator, (lot.id,), c.total * lot.worth, c.price_fen, uses, serves)


def _joined(one: Package, singles: Sequence[Offer]) -> Offer:
    """A package as one offer: its bids added up, each at its share of the package price."""
    uses, serves = Counter[str](), Counter[str]()
    for offer in singles:
        uses.update(offer.uses)
        serves.update(offer.serves)
    points = sum((offer.points for offer in singles), Fraction(0))
    return Offer(one.offer, one.operator, one.lots, points, one.price_fen, dict(uses), dict(serves))


def _covers(case: Case, want: Wanted, c: Candidate) -> bool:
    """Whether a bid counts towards a requirement when it wins."""
    bid, kind = case.bids[c.operator], want.coverage.entity_type
    return (
        c.lot in want.lots
        and (kind is None or bid.entity_type is kind)
        and (want.service is None or any(s.category == want.service for s in bid.lots[c.lot].services))
    )


def _groups(book: Book, rule: Combination, offers: Sequence[Offer]) -> tuple[Group, ...]:
    """Centers counted once for each operator, and "none, or at least so many"."""
    center = {lot.id: lot.center for lot in book.lots}
    found = []
    for limit in rule.limits:
        if limit.once_per_center:
            here: dict[tuple[str, str], dict[str, None]] = {}
            for o in offers:
                for lot in o.lots:
                    if not limit.lots or lot in limit.lots:
                        here.setdefault((o.operator, center[lot]), {})[o.id] = None
            found += [
                Group(
                    f"{LIMIT}{limit.id}:{operator}:{at}",
                    tuple(members),
                    {_limit_id(limit, operator, at): limit.uses.amount or 0},
                )
                for (operator, at), members in here.items()
            ]
    for demand in rule.demands:
        of: dict[str, list[tuple[str, str]]] = {}
        for o in offers:
            for lot in o.lots:
                of.setdefault(o.operator if demand.per == "operator" else center[lot], []).append((o.id, lot))
        lots = demand.lots or tuple(center)
        for whose, own in of.items():
            counted = Counter(offer for offer, lot in own if lot in (demand.counted or lots))
            members = tuple(dict.fromkeys(offer for offer, lot in own if lot in lots))
            if members:
                name = f"demand:{demand.id}:{whose}"
                found.append(
                    Group(
                        name, members, {}, demand.at_least, dict(counted), demand.says, demand.article or ""
                    )
                )
    return tuple(found)


def _limits(case: Case, rule: Combination, ranked: Mapping[str, tuple[Candidate, ...]]) -> list[Resource]:
    """The book's limits as resources: one for the project, for each operator, or for each in a center."""
    bids = {c.operator: c for candidates in ranked.values() for c in candidates}
    found = []
    for limit in rule.limits:
        for operator, c in sorted(bids.items()):
            who = "" if limit.per == "project" else f"{case.name(operator)}："
            supply = 0 if _unproven(case, limit.supply, c) else _measured(case, limit.supply, c)
            centers = case.book.centers if limit.per == "operator_in_center" else case.book.centers[:1]
            for center in centers:
                at = f"{center.name}，" if limit.per == "operator_in_center" else ""
                name = _limit_id(limit, operator, center.id)
                found.append(Resource(name, supply, who + at + limit.says, limit.article or ""))
            if limit.per == "project":
                break
    return found


def _limit_id(limit: Limit, operator: str, center: str) -> str:
    own = {"project": "", "operator": f":{operator}", "operator_in_center": f":{operator}:{center}"}
    return f"{LIMIT}{limit.id}{own[limit.per]}"


def _measured(case: Case, measure: Measure, c: Candidate) -> int:
    """The whole amount that a measure says for one bid; money in fen."""
    if measure.price:
        return c.price_fen
    if measure.fact is not None:
        fact = case.book.fact_by_id[measure.fact]
        value = case.bids[c.operator].lots[c.lot].facts.get(fact.id, Fraction(0))
        return int(value * 100) if fact.kind == "money" else int(value)
    return measure.amount if measure.amount is not None else measure.fen or 0


def _unproven(case: Case, measure: Measure, c: Candidate) -> bool:
    """Whether a supply rests on a statement whose proof is missing or was found invalid: then it is none."""
    if measure.fact is None or not case.book.fact_by_id[measure.fact].proven:
        return False
    return not case.bids[c.operator].lots[c.lot].evidence.get(measure.fact)


def _shared_spaces(case: Case) -> Mapping[str, str]:
    """Rooms that more than one lot occupies, by id and name."""
    names = {s.id: s.name for c in case.book.centers for s in c.spaces}
    used = [s for lot in case.book.lots for s in lot.spaces]
    return {s: names[s] for s in sorted(set(used)) if used.count(s) > 1}
