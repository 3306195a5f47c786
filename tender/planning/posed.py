"""The planning question (规划问题): the book's limits over real bids, or over supposed ones."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from scoring.allocation import Need, Objective, Offer, Problem, Resource
from scoring.allocation.conflict import Force
from scoring.allocation.rules import Kind, RuleKey
from scoring.exact import yuan
from tender.allocate.problem import COVER, LIMIT, problem_of
from tender.book import Book, Combination, PerLot
from tender.book.award import funding_sentence
from tender.case import Case
from tender.packages import JOIN
from tender.policy import Policies

LABEL = "仅供规划，不是定标结果"
STEP_FEN = 1_000_000  # ten thousand yuan: what one step of a budget buys is asked
_ORDER: tuple[Objective, ...] = (Objective.NEEDS, Objective.POINTS, Objective.PRICE)


@dataclass(frozen=True)
class Posed:
    """A planning problem with what its numbers mean.

    ``forces`` says who could change a rule, ``units`` in what it counts ("元" for money in
    fen), ``names`` what the operators are called. ``real`` is false for supposed bids: then
    points mean nothing.
    """

    book: Book
    problem: Problem
    forces: Mapping[RuleKey, Force]
    units: Mapping[RuleKey, str]
    names: Mapping[str, str]
    note: str
    real: bool

    @property
    def firm(self) -> Problem:
        """The problem in which every lot must be filled."""
        needs = tuple(
            need
            if need.firm or need.id.startswith(COVER)
            else replace(need, firm=True, says=f"{need.says}，不得空缺")
            for need in self.problem.needs
        )
        return replace(self.problem, needs=needs)

    @property
    def wishes(self) -> bool:
        """Whether coverage that is only wished for counts beside the lots that are filled."""
        return any(need.id.startswith(COVER) and not need.firm for need in self.problem.needs)

    @property
    def needs_word(self) -> str:
        """What the needs that a plan meets are called."""
        return f"确定的标段{'和满足的“尽量”要求' if self.wishes else ''}"

    @property
    def money(self) -> frozenset[str]:
        """The resources that a bid's price is taken from."""
        paid = (key for key in self.problem.resources if key == "fiscal" or key.startswith("funding:"))
        award = self.book.award
        limits = award.limits if isinstance(award, Combination) else ()
        priced = {f"{LIMIT}{limit.id}" for limit in limits if limit.uses.price}
        own = (key for key in self.problem.resources if ":".join(key.split(":")[:2]) in priced)
        return frozenset((*paid, *own))

    @property
    def steps(self) -> Mapping[RuleKey, int]:
        """By how much to loosen a rule when asking what that buys."""
        return {key: STEP_FEN for key, unit in self.units.items() if unit == "元"}

    def amount(self, rule: RuleKey, limit: int) -> str:
        """An amount of a rule with its unit."""
        unit = self.units.get(rule, "个")
        return f"{yuan(limit)}元" if unit == "元" else f"{limit}{unit}"

    def offer_name(self, offer_id: str) -> str:
        """Who bids for what."""
        operator, _, lot = offer_id.rpartition("@")
        return f"{self.names.get(operator, operator)}（标段{lot.replace(JOIN, '、')}）"


def ranked(case: Case) -> Posed:
    """What could have come of a ranked case under the limits of its book.

    A book that awards lot by lot or in an order is posed as a combination with its quota.
    """
    problem = problem_of(case, _as_combination(case.book))
    note = "按已形成的得分和有效报价推演；报价变化时得分不随之重新计算。"
    if not isinstance(case.book.award, Combination):
        note += f"{case.book.terms.book}公布的定标规则不是组合定标，以下组合结果与实际定标无关。"
    names = {operator: case.name(operator) for operator in case.bids}
    return _posed(case.book, problem, case.packs, names, note, real=True)


def foreseen(book: Book, packs: Policies, operators: int) -> Posed:
    """The book's own limits over supposed bids: so many operators, each for every lot at its ceiling."""
    names = {f"S{n}": f"假定机构{n}" for n in range(1, operators + 1)}
    rule, t = _as_combination(book), book.terms
    offers = []
    for operator in names:
        for lot in book.lots:
            uses = {f"lot:{lot.id}": 1, f"quota:{operator}": 1, **{f"space:{s}": 1 for s in lot.spaces}}
            uses |= {f"funding:{lot.funding}": lot.limit_fen} if lot.funding else {}
            uses |= {"fiscal": lot.limit_fen} if book.fiscal else {}
            name, serves = f"{operator}@{lot.id}", {f"lot:{lot.id}": 1}
            offers.append(Offer(name, operator, (lot.id,), Fraction(0), lot.limit_fen, uses, serves))
    spaces = {s.id: s.name for center in book.centers for s in center.spaces}
    quota, articles = rule.max_lots_per_operator, rule.articles
    resources = [
        *(Resource(f"lot:{lot.id}", 1, f"标段{lot.id}至多确定一家{t.winner}") for lot in book.lots),
        *(
            Resource(f"space:{s}", 1, f"{spaces[s]}同一时段只能由一家运营", articles.space or "")
            for s in sorted({s for lot in book.lots for s in lot.spaces})
        ),
        *(
            Resource(f"quota:{o}", quota, f"{name}最多{t.award}{quota}个标段", articles.quota or "")
            for o, name in names.items()
        ),
        *(
            Resource(f"funding:{f.id}", f.budget_fen, funding_sentence(f, t), f.article or "")
            for f in book.funding
        ),
    ]
    if book.fiscal:
        says = f"各标段{t.award}金额之和不超过财政支出基数{yuan(book.fiscal.baseline_fen)}元/年"
        resources.append(Resource("fiscal", book.fiscal.baseline_fen, says, book.fiscal.article))
    needs = tuple(Need(f"lot:{lot.id}", 1, firm=False, says=f"标段{lot.id}有{t.winner}") for lot in book.lots)
    problem = Problem(tuple(offers), {r.id: r for r in resources}, needs, (), _ORDER)
    note = f"尚无得分：假定{operators}家机构都按最高限价投全部标段，只看各项限制能否同时满足。"
    if rule.clauses or rule.packages:
        note += f"取决于{t.offer}内容的组合限制、数量要求、覆盖要求和合并优惠没有计入。"
    return _posed(book, problem, packs, names, note, real=False)


def _as_combination(book: Book) -> Combination:
    """The book's award rule as a combination: its own, or one with the same quota."""
    award = book.award
    if isinstance(award, Combination):
        return award
    quota = len(book.lots) if isinstance(award, PerLot) else award.max_lots_per_operator
    return Combination(
        kind="combination",
        objective=("needs", "points", "price"),
        max_lots_per_operator=quota,
        quota_reason="推演",
        articles=award.articles,
    )


def _posed(
    book: Book, problem: Problem, packs: Policies, names: Mapping[str, str], note: str, *, real: bool
) -> Posed:
    forces: dict[RuleKey, Force] = {}
    units: dict[RuleKey, str] = {(Kind.SHARED, "quota"): "个标段"}
    problem = _one_quota(book, problem)
    for key, resource in problem.resources.items():
        kind = key.partition(":")[0]
        rule = (Kind.RESOURCE, key)
        if kind in ("lot", "space") or (kind == "limit" and _own(book, key)):
            forces[rule] = Force.GIVEN
        elif kind in ("fiscal", "limit"):
            forces[rule] = _force(resource.article, packs, book.dates.publish)
        units[rule] = _unit(book, key)
    return Posed(book, problem, forces, units, names, note, real)


def _one_quota(book: Book, problem: Problem) -> Problem:
    """The quota is one figure of the book, the same for all: nobody's alone may be raised."""
    quota, t = _as_combination(book).max_lots_per_operator, book.terms
    says = f"同一{t.bidder}最多{t.award}{quota}个标段"
    return replace(
        problem,
        resources={
            key: replace(r, says=says, shared="quota") if key.startswith("quota:") else r
            for key, r in problem.resources.items()
        },
    )


def _force(article: str, packs: Policies, day: date) -> Force:
    """A limit that a rule in force demands is the law's; any other is the book's."""
    if article and packs.knows(article) and packs.on(article, day).force in ("must", "forbidden"):
        return Force.STATUTORY
    return Force.CHOSEN


def _own(book: Book, key: str) -> bool:
    """Whether a limit is what an operator stated of itself."""
    limits = book.award.limits if isinstance(book.award, Combination) else ()
    return any(limit.id == key.split(":")[1] and limit.supply.fact for limit in limits)


def _unit(book: Book, key: str) -> str:
    kind = key.partition(":")[0]
    if kind in ("fiscal", "funding"):
        return "元"
    limits = book.award.limits if kind == "limit" and isinstance(book.award, Combination) else ()
    for limit in limits:
        if limit.id == key.split(":")[1]:
            facts = [book.fact_by_id[m.fact] for m in (limit.uses, limit.supply) if m.fact]
            if limit.uses.price or limit.uses.fen is not None or any(f.kind == "money" for f in facts):
                return "元"
            return facts[0].unit if facts else "个"
    return "个"


def kept_lots(posed: Posed, incumbents: Collection[tuple[str, str]]) -> dict[str, int]:
    """How many of its lots each offer leaves with those who run them now, from (lot, operator).

    A package leaves as many as it holds of them; offers that leave none are not listed.
    """
    kept = {o.id: sum((lot, o.operator) in incumbents for lot in o.lots) for o in posed.problem.offers}
    return {offer: lots for offer, lots in kept.items() if lots}
