"""The declared combination as an allocation problem (组合定标模型)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.allocation import Need, Objective, Offer, Problem, Resource
from scoring.exact import number, yuan
from tender.book import Combination
from tender.book.award import Limit, Measure, funding_sentence
from tender.case import Case

LIMIT = "limit:"
"""How the resource of a declared limit is named."""


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
    offers = []
    for lot in book.lots:
        for c in ranked.get(lot.id, ()):
            uses = {f"lot:{lot.id}": 1, f"quota:{c.operator}": 1}
            uses |= {f"funding:{lot.funding}": c.price_fen} if lot.funding else {}
            uses |= {f"space:{s}": 1 for s in lot.spaces if s in shared}
            if book.fiscal:
                uses["fiscal"] = c.price_fen
            uses |= {
                _limit_id(limit, c.operator): _measured(case, limit.uses, c)
                for limit in rule.limits
                if not limit.lots or lot.id in limit.lots
            }
            points = c.total * lot.worth
            offers.append(
                Offer(c.offer, c.operator, (lot.id,), points, c.price_fen, uses, {f"lot:{lot.id}": 1})
            )
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
        needs=tuple(
            Need(f"lot:{lot.id}", 1, firm=False, says=f"标段{lot.id}有{t.winner}") for lot in book.lots
        ),
        groups=(),
        objective=tuple(Objective(o) for o in rule.objective),
    )


def _limits(case: Case, rule: Combination, ranked: Mapping[str, tuple[Candidate, ...]]) -> list[Resource]:
    """The book's limits as resources: one for the project, or one for each operator that could win."""
    bids = {c.operator: c for candidates in ranked.values() for c in candidates}
    found = []
    for limit in rule.limits:
        of = (
            bids
            if limit.per == "operator"
            else dict.fromkeys(sorted(bids)[:1], next(iter(bids.values()), None))
        )
        for operator, c in sorted(of.items()):
            if c is not None:
                who = f"{case.name(operator)}：" if limit.per == "operator" else ""
                supply = _measured(case, limit.supply, c)
                found.append(
                    Resource(_limit_id(limit, operator), supply, who + limit.says, limit.article or "")
                )
    return found


def _limit_id(limit: Limit, operator: str) -> str:
    return f"{LIMIT}{limit.id}:{operator}" if limit.per == "operator" else f"{LIMIT}{limit.id}"


def _measured(case: Case, measure: Measure, c: Candidate) -> int:
    """The whole amount that a measure says for one bid; money in fen."""
    if measure.price:
        return c.price_fen
    if measure.fact is not None:
        fact = case.book.fact_by_id[measure.fact]
        value = case.bids[c.operator].lots[c.lot].facts.get(fact.id, Fraction(0))
        return int(value * 100) if fact.kind == "money" else int(value)
    return measure.amount if measure.amount is not None else measure.fen or 0


def _shared_spaces(case: Case) -> Mapping[str, str]:
    """Rooms that more than one lot occupies, by id and name."""
    names = {s.id: s.name for c in case.book.centers for s in c.spaces}
    used = [s for lot in case.book.lots for s in lot.spaces]
    return {s: names[s] for s in sorted(set(used)) if used.count(s) > 1}
