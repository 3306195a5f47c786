"""The tender book (招标文件、磋商文件): everything declared once for one project.

``Book`` is the root noun: ``project.toml`` read, checked for shape, and frozen. Whether
its content is lawful and consistent is for ``tender.check`` to say.
"""

from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, Strict, model_validator
from pydantic_core import PydanticCustomError

from tender.book.award import AwardRule, Combination, FiscalBaseline, LotOrder
from tender.book.coverage import coverage_sentence
from tender.book.facts import Fact
from tender.book.gates import Gate
from tender.book.gifts import Gift
from tender.book.kinds import Day, Key, Moment, Noun, Text, Whole
from tender.book.low_price import LowPrice
from tender.book.method import Method, Terms, terms
from tender.book.packages import Packages
from tender.book.places import Center, Funding, Lot
from tender.book.rules import Context, Criterion, PriceRule


class Body(Noun):
    """A public body or agency on the papers (采购人、代理机构、主管部门)."""

    name: Text
    address: Text
    phone: Text


class Contact(Noun):
    """Who answers questions about the project."""

    person: Text
    phone: Text


class Department(Noun):
    """A competent department (主管部门) and its role in the project."""

    id: Key
    name: Text
    role: Text


class Dates(Noun):
    """The days of the project; times are local and end a period."""

    publish: Day
    questions_until: Day
    bid_deadline: Moment
    evaluation: Moment
    result: Day
    service_from: Day
    service_until: Day


class Judge(Noun):
    """A panel member (评委); a purchaser's representative is marked on every notice."""

    id: Key
    name: Text
    role: Literal["expert", "purchaser"]


class Rounding(Noun):
    """Where points are rounded, once, half up (四舍五入)."""

    places: Annotated[Whole, Field(le=4)]
    at: Literal["item", "total"]

    @property
    def sentence(self) -> str:
        """The clause printed in the book."""
        if self.at == "total":
            return f"各评审因素得分不作舍入，汇总得分四舍五入保留{self.places}位小数。"
        return f"各评审因素得分四舍五入保留{self.places}位小数后相加。"


class JudgesTotal(Noun):
    """Judges left out by their own total for a bid (按评委总分去掉最高和最低), from ``least`` judges on."""

    aggregate: Literal["trimmed_mean"]
    least: Annotated[Whole, Field(ge=3)] = 5

    @property
    def sentence(self) -> str:
        """The clause printed in the book."""
        return (
            f"评分成员不少于{self.least}人的，对每家按各成员评分合计的总分去掉最高和最低的各一名成员，"
            f"各评审因素按其余成员的评分计算平均值。"
        )


TIE_WORDS = {
    "price": "{price}较低者在前",
    "technical": "技术部分得分较高者在前",
}


ROUTE_WORDS = {"gov_procurement": "政府采购", "entrustment": "委托", "service_cooperation": "服务合作"}


class Notice(Noun):
    """What the result notice says beside the computed fields."""

    agency_fee: Text
    other: tuple[Text, ...] = ()


class Book(Noun):
    """One project's tender book.

    ``least_bidders`` is how many valid bidders a lot of an open selection needs; for
    government procurement the law says it. ``report_firmness`` puts into the report how firm
    each first place is (``tender.firmness``). ``service_codes`` are what rules call the
    ``service_categories``, in the same order; without them rules read the categories themselves.
    """

    format: Literal["hengbiao/project/1"]
    number: Text
    name: Text
    regime: Key
    method: Method
    route: Literal["gov_procurement", "entrustment", "service_cooperation"]
    least_bidders: Annotated[Whole, Field(ge=1)] = 1
    service_purchase: Annotated[bool, Strict()]
    summary: Text
    fictional: Text | None = None
    purchaser: Body
    agency: Body | None = None
    contact: Contact
    departments: tuple[Department, ...] = Field(min_length=1)
    basis: tuple[Text, ...] = Field(min_length=1)
    dates: Dates
    obtain: Text
    bid_place: Text
    consortium: Annotated[bool, Strict()]
    fiscal: FiscalBaseline | None = None
    funding: tuple[Funding, ...] = ()
    centers: tuple[Center, ...] = Field(min_length=1)
    lots: tuple[Lot, ...] = Field(min_length=1)
    gifts: tuple[Gift, ...] = ()
    facts: tuple[Fact, ...] = ()
    gates: tuple[Gate, ...] = Field(min_length=1)
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    rounding: Rounding
    judges_total: JudgesTotal | None = None
    ranking: Literal["points", "price", "value"] = "points"
    report_firmness: Annotated[bool, Strict()] = False
    ties: tuple[Literal["price", "technical"], ...]
    service_categories: tuple[Text, ...] = Field(min_length=1)
    service_codes: tuple[Text, ...] = ()
    judges: tuple[Judge, ...] = Field(min_length=1)
    award: AwardRule
    low_price: LowPrice | None = None
    contract: tuple[Text, ...] = Field(min_length=1)
    notice: Notice

    @model_validator(mode="after")
    def _codes_as_categories(self) -> Self:
        if self.service_codes and len(self.service_codes) != len(self.service_categories):
            raise PydanticCustomError("service_codes", "service_codes 应与 service_categories 逐项对应")
        return self

    @property
    def terms(self) -> Terms:
        """The words of the method."""
        return terms(self.method)

    @property
    def route_word(self) -> str:
        """The official name of the route (引入途径)."""
        return ROUTE_WORDS[self.route]

    @cached_property
    def service_code(self) -> dict[str, str]:
        """What rules call each service category; the category itself where no code is given."""
        return dict(zip(self.service_categories, self.service_codes or self.service_categories, strict=True))

    @cached_property
    def lot_by_id(self) -> dict[str, Lot]:
        """Lots by their number."""
        return {lot.id: lot for lot in self.lots}

    @cached_property
    def paid_lots(self) -> tuple[Lot, ...]:
        """Lots for which public money is paid, in the book's order."""
        return tuple(lot for lot in self.lots if lot.paid)

    @cached_property
    def unpaid_lots(self) -> tuple[Lot, ...]:
        """Lots without a price, in the book's order."""
        return tuple(lot for lot in self.lots if not lot.paid)

    @property
    def ceilings_fen(self) -> int:
        """All ceilings together, in fen per year."""
        return sum(lot.limit_fen for lot in self.lots)

    @property
    def worths(self) -> dict[str, Fraction]:
        """What each lot's points are multiplied by in an award; empty where all lots weigh the same."""
        given = {lot.id: lot.worth for lot in self.lots}
        return given if any(worth != 1 for worth in given.values()) else {}

    @cached_property
    def center_by_id(self) -> dict[str, Center]:
        """Centers by id."""
        return {center.id: center for center in self.centers}

    @cached_property
    def fact_by_id(self) -> dict[str, Fact]:
        """Facts by id."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def criterion_by_id(self) -> dict[str, Criterion]:
        """Criteria by id."""
        return {c.id: c for c in self.criteria}

    def criteria_of(self, lot: Lot) -> tuple[Criterion, ...]:
        """The criteria that carry a weight for ``lot``, in the book's order."""
        return tuple(c for c in self.criteria if c.weights.get(lot.column, Fraction(0)) > 0)

    def context(self, criterion: Criterion, lot: Lot) -> Context:
        """What the criterion's rule needs to speak and compute for ``lot``."""
        return Context(
            full=criterion.weights[lot.column],
            terms=self.terms,
            facts=self.fact_by_id,
            lot=lot.id,
            ceiling_fen=lot.limit_fen,
            budget_fen=lot.budget_fen or 0,
            reserved=lot.reserved_for_small,
        )

    def columns(self) -> tuple[str, ...]:
        """The weight columns in use, in the order of the lots."""
        return tuple(dict.fromkeys(lot.column for lot in self.lots))

    def lots_of(self, column: str) -> tuple[Lot, ...]:
        """The lots scored by one weight column."""
        return tuple(lot for lot in self.lots if lot.column == column)

    @property
    def packages(self) -> Packages | None:
        """What the award rule says on package offers; None where it knows none."""
        return self.award.packages if isinstance(self.award, Combination) else None

    @property
    def award_sentence(self) -> str:
        """The clause on the award rule printed in the book, with all limits that may decide."""
        if isinstance(self.award, LotOrder) and self.award.preference:
            asked = self.fact_by_id.get(self.award.preference)
            name = asked.name if asked else self.award.preference
            return self.award.sentence(self.terms, self.fiscal, name)
        spent = {f.id: sum(lot.limit_fen for lot in self.lots if lot.funding == f.id) for f in self.funding}
        scarce = tuple(f for f in self.funding if spent[f.id] > f.budget_fen)
        if isinstance(self.award, LotOrder):
            return self.award.sentence(self.terms, self.fiscal, scarce=scarce)
        if not isinstance(self.award, Combination):
            return self.award.sentence(self.terms, self.fiscal)
        rule, t = self.award, self.terms
        covers = {one.id: coverage_sentence(one, self.lots, self.centers, t) for one in rule.coverage}
        paid = [lot.id for lot in self.paid_lots]
        joins = rule.packages.sentence(t, paid, rule.max_lots_per_operator) if rule.packages else ""
        return rule.sentence(t, self.fiscal, scarce, self.worths, covers, joins)

    def dearer_first(self, lot: Lot) -> bool:
        """Whether the highest price is the best one in ``lot``."""
        rules = (c.rule for c in self.criteria_of(lot))
        return any(isinstance(r, PriceRule) and r.dearer_first and r.own_price for r in rules)

    @property
    def scoring_method(self) -> str:
        """The official name of how bids are ranked (评审方法)."""
        return {"points": "综合评分法", "price": "最低评标价法", "value": "性价比法"}[self.ranking]

    @property
    def ranking_sentence(self) -> str:
        """The clause printed in the book on what ranks bids; empty where it is the total alone."""
        if self.ranking == "price":
            return (
                f"通过资格审查和符合性审查的{self.terms.bidder}按评审价格由低到高排序，评审价格最低者排序第一；"
                "各项得分仅供对照。"
            )
        if self.ranking == "value":
            return (
                f"{self.terms.bidder}按性价比由高到低排序，性价比＝汇总得分÷{self.terms.price}（万元），"
                "计算过程不作舍入。"
            )
        return ""

    def tie_words(self, key: str, lot: Lot | None = None) -> str:
        """Who stands first by one key of the tie chain; for all lots where none is given."""
        lots = [lot] if lot else [one for one in self.lots if one.paid]
        dearer = {self.dearer_first(one) for one in lots}
        if key == "price" and dearer == {True}:
            return f"{self.terms.price}较高者在前"
        both = "（高价优先的标段为较高者）" if key == "price" and True in dearer else ""
        return TIE_WORDS[key].format(price=self.terms.price) + both

    def tie_sentence(self) -> str:
        """The clause printed in the book on equal totals."""
        steps = "；仍相同的，".join(self.tie_words(t) for t in self.ties)
        same = {"points": "汇总得分", "price": "评审价格", "value": "性价比"}[self.ranking]
        return f"{same}相同的，{steps}；仍相同的为并列，由{self.terms.buyer}抽签确定。"
