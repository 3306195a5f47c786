"""The figures that a planner may move (可调整的条件), and the planning problem after some were moved.

A lever is one figure of the book: a budget, the quota, a limit that holds for every operator,
a share to be covered, and the fewest points with which a bid takes part. What is a fact of
the world, a room or an operator's own staff, is no lever.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from scoring.allocation import Group, Problem
from scoring.allocation.conflict import Force
from scoring.allocation.rules import Kind, Rule, RuleKey, amounts, rules, with_limit
from scoring.exact import plain
from tender.allocate.problem import LIMIT
from tender.book import Combination
from tender.planning.posed import Posed

POINTS = "points"
_MONEY, _MARKS = "元", "分"
_STEPS = 100  # about so many steps from nothing to the present figure
_WIDE = 2  # times the present figure: the most that can be tried


@dataclass(frozen=True, slots=True)
class Lever:
    """One figure: ``now`` as declared, ``values`` what can be tried, ``now`` among them.

    Money in fen, points in whole points, all else counts. ``rules`` all take the figure.
    """

    id: str
    says: str
    unit: str
    now: int
    values: tuple[int, ...]
    force: Force
    rules: tuple[RuleKey, ...] = ()
    article: str = ""

    @property
    def money(self) -> bool:
        """Whether the figure is money in fen."""
        return self.unit == _MONEY

    def said(self, value: int) -> str:
        """A figure with its unit, money in ten thousand yuan."""
        if self.id == POINTS and not value:
            return "不设"
        if self.money:
            return f"{plain(Fraction(value, 1_000_000))}万元"
        return f"{value}{self.unit}"


def levers(posed: Posed) -> tuple[Lever, ...]:
    """The figures of a problem: money first, then quotas and limits, what must be covered, points."""
    together: dict[str, list[Rule]] = {}
    for rule in rules(posed.problem):
        if posed.forces.get(rule.key) is not Force.GIVEN and any(amounts(posed.problem, rule.key)):
            together.setdefault(_name(rule), []).append(rule)
    found = [
        _lever(posed, name, same) for name, same in together.items() if len({r.limit for r in same}) == 1
    ]
    found.sort(key=lambda one: (not one.money, one.rules[0][0] in (Kind.NEED, Kind.GROUP)))
    return (*found, *([_least_points(posed)] if posed.real and posed.problem.offers else []))


def moved(posed: Posed, among: Sequence[Lever], figures: Mapping[str, int]) -> Posed:
    """The problem with other figures, by lever id; raises KeyError for one that is not ``among`` them."""
    by_id = {lever.id: lever for lever in among}
    problem = posed.problem
    for name, figure in figures.items():
        for rule in by_id[name].rules:
            problem = with_limit(problem, rule, figure)
    if least := figures.get(POINTS):
        problem = _without_weak(posed, problem, least)
    return replace(posed, problem=problem)


def _name(rule: Rule) -> str:
    """Rules of one figure of the book: a limit of every operator, a demand of every center."""
    kind, _, rest = rule.id.partition(":")
    several = rule.kind is Kind.GROUP or rule.id.startswith(LIMIT)
    return f"{kind}:{rest.partition(':')[0]}" if several else f"{rule.kind.value}:{rule.id}"


def _lever(posed: Posed, name: str, same: Sequence[Rule]) -> Lever:
    rule = same[0]
    unit = posed.units.get(rule.key, "个")
    keys = tuple(each.key for each in same)
    takes = [sum(amounts(posed.problem, key)) for key in keys]
    most = max(takes) if rule.supply else min(takes)
    values = _grid(rule.limit, most, money=unit == _MONEY, least=1 if rule.kind is Kind.SHARED else 0)
    force = posed.forces.get(rule.key, Force.CHOSEN)
    return Lever(name, _says(posed, rule), unit, rule.limit, values, force, keys, rule.article)


def _grid(now: int, most: int, *, money: bool, least: int) -> tuple[int, ...]:
    """Multiples of a round step, and the present figure."""
    size = max(now, 1)
    step = 1 if not money else _round(max(size // _STEPS, 1))
    if not money and size > 2 * _STEPS:
        step = size // _STEPS
    high = max(now, min(most, _WIDE * size) if money else min(most, max(_WIDE * size, now + 5)))
    return tuple(sorted({least, now, *range(step, high + 1, step)}))


def _round(step: int) -> int:
    """A step of 1, 2 or 5 times a power of ten, at least as large."""
    power = 1
    while power * 10 <= step:
        power *= 10
    return next(n * power for n in (1, 2, 5, 10) if n * power >= step)


def _says(posed: Posed, rule: Rule) -> str:
    """What the figure is called, without the figure itself where it has a name of its own."""
    book, kind = posed.book, rule.id.partition(":")[0]
    if rule.kind is Kind.SHARED:
        return f"同一{book.terms.bidder}最多{book.terms.award}的标段"
    if kind == "fiscal":
        return "财政支出基数"
    if kind == "funding":
        return next(f.name for f in book.funding if rule.id == f"funding:{f.id}")
    limits = book.award.limits if isinstance(book.award, Combination) else ()
    own = next((limit.says for limit in limits if f"{rule.id}:".startswith(f"{LIMIT}{limit.id}:")), "")
    return own or rule.says or rule.id


def _least_points(posed: Posed) -> Lever:
    totals = _totals(posed).values()
    low, high = floor(min(totals)), ceil(max(totals))
    return Lever(POINTS, "参与比较的最低得分", _MARKS, 0, (0, *range(max(low, 1), high + 1)), Force.CHOSEN)


def _totals(posed: Posed) -> Mapping[str, Fraction]:
    """Every offer's own total, without the weight of its lot; a package's is that of its weakest bid."""
    worth = {lot.id: lot.worth for lot in posed.book.lots}
    offers = posed.problem.offers
    single = {(o.operator, o.lots[0]): o.points / worth[o.lots[0]] for o in offers if len(o.lots) == 1}
    return {o.id: min(single[o.operator, lot] for lot in o.lots) for o in offers}


def _without_weak(posed: Posed, problem: Problem, least: int) -> Problem:
    kept = {offer for offer, total in _totals(posed).items() if total >= least}
    groups = (_among(group, kept) for group in problem.groups)
    return replace(
        problem,
        offers=tuple(offer for offer in problem.offers if offer.id in kept),
        groups=tuple(group for group in groups if group.members),
    )


def _among(group: Group, kept: set[str]) -> Group:
    counts = group.counts and {offer: n for offer, n in group.counts.items() if offer in kept}
    return replace(group, members=tuple(m for m in group.members if m in kept), counts=counts)
