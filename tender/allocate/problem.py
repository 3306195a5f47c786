"""The declared combination as an allocation problem (组合定标模型)."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.allocation import Need, Objective, Offer, Problem, Resource
from scoring.exact import number, yuan
from tender.book import Combination
from tender.case import Case


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


def problem_of(case: Case) -> Problem:
    """The declared combination as offers, resources and needs; every row with its sentence."""
    book, rule = case.book, case.book.award
    assert isinstance(rule, Combination)
    t = book.terms
    ranked = candidates(case)
    shared = _shared_spaces(case)
    offers = []
    for lot in book.lots:
        for c in ranked.get(lot.id, ()):
            uses = {f"lot:{lot.id}": 1, f"quota:{c.operator}": 1, f"funding:{lot.funding}": c.price_fen}
            uses |= {f"space:{s}": 1 for s in lot.spaces if s in shared}
            if book.fiscal:
                uses["fiscal"] = c.price_fen
            offers.append(
                Offer(c.offer, c.operator, (lot.id,), c.total, c.price_fen, uses, {f"lot:{lot.id}": 1})
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
        Resource(f"funding:{f.id}", f.budget_fen, f"“{f.name}”预算{yuan(f.budget_fen)}元/年")
        for f in book.funding
    ]
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


def _shared_spaces(case: Case) -> Mapping[str, str]:
    """Rooms that more than one lot occupies, by id and name."""
    names = {s.id: s.name for c in case.book.centers for s in c.spaces}
    used = [s for lot in case.book.lots for s in lot.spaces]
    return {s: names[s] for s in sorted(set(used)) if used.count(s) > 1}
