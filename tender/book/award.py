"""Award rules (定标规则): how ranked bids become winners, lot by lot or together."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import groupby
from typing import Annotated, Literal, Self

from pydantic import Field, Strict, model_validator
from pydantic_core import PydanticCustomError

from scoring.exact import plain, yuan
from tender.book.coverage import Coverage
from tender.book.kinds import Key, Noun, Text, Whole, Yuan
from tender.book.method import Terms
from tender.book.packages import Packages
from tender.book.places import Funding

OBJECTIVE_WORDS = {
    "needs": "未{award}的标段最少",
    "points": "各标段得分之和最高",
    "price": "各标段报价之和最低",
}


COVERED_WORDS = "未{award}的标段与未满足的“尽量”要求合计最少（每项要求按一个标段计）"
"""The aim ``needs`` where some coverage is asked for as far as it can be had."""

JOINED_WORDS = "各标段报价之和最低（适用合并优惠的按合并报价）"
"""The aim ``price`` where lots may be joined at one price."""

WEIGHTED_WORDS = "各标段得分与其需求权重的乘积之和最高（需求权重：{worths}）"
"""The aim ``points`` where some lots are worth more than others."""


class FiscalBaseline(Noun):
    """What public money was spent before (财政支出基数); an award may not exceed it."""

    baseline_fen: Yuan = Field(alias="baseline_yuan")
    scope: Text
    article: Text


def funding_sentence(source: Funding, terms: Terms) -> str:
    """The limit of one source of money, as printed and as shown where it decides."""
    return f"由“{source.name}”支付的{terms.award}金额之和不超过{yuan(source.budget_fen)}元/年"


def aim_words(
    aim: str,
    terms: Terms,
    worths: Mapping[str, Fraction],
    *,
    covered: bool = False,
    joined: bool = False,
) -> str:
    """One aim of a combination as printed; ``worths`` by lot, empty where all lots weigh the same.

    ``covered``: some coverage counts as far as it can be had; ``joined``: lots may be joined at one price.
    """
    if aim == "points" and worths:
        ranked = sorted(worths.items(), key=lambda pair: -pair[1])
        groups = groupby(ranked, key=lambda pair: pair[1])
        said = "，".join(f"{'、'.join(lot for lot, _ in lots)}为{plain(worth)}" for worth, lots in groups)
        return WEIGHTED_WORDS.format(worths=said)
    words = COVERED_WORDS if aim == "needs" and covered else OBJECTIVE_WORDS[aim]
    return (JOINED_WORDS if aim == "price" and joined else words).format(award=terms.award)


class Grounds(Noun):
    """The rule ids that the limits of an award rest on (定标限制的依据)."""

    lot: Text | None = None
    space: Text | None = None
    quota: Text | None = None

    @property
    def rules(self) -> tuple[str, ...]:
        """All ids that are given."""
        return tuple(rule for rule in (self.lot, self.space, self.quota) if rule)


class Measure(Noun):
    """A whole amount, said in exactly one way: a number, yuan, a fact of the bid, or the price."""

    amount: Whole | None = None
    fen: Yuan | None = Field(default=None, alias="yuan")
    fact: Key | None = None
    price: Annotated[bool, Strict()] = False

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        given = [self.amount is not None, self.fen is not None, self.fact is not None, self.price]
        if sum(given) != 1:
            raise PydanticCustomError("measure_ways", "amount、yuan、fact、price 应恰好写一项")
        return self


class Limit(Noun):
    """A limit on what the winners may use together (组合限制): all, each operator, or each in a center.

    ``says`` is the sentence printed in the book and shown where the limit decides; ``lots``
    are those that count, all without it. What each bid uses, and an operator's own supply,
    may be facts of the bid form. With ``once_per_center`` an operator uses its amount once in
    every center where it wins anything, however many lots there: so its centers are counted.
    """

    id: Key
    says: Text
    per: Literal["project", "operator", "operator_in_center"]
    supply: Measure
    uses: Measure
    once_per_center: Annotated[bool, Strict()] = False
    lots: tuple[Key, ...] = ()
    article: Text | None = None

    @model_validator(mode="after")
    def _centers_counted(self) -> Self:
        if self.once_per_center and (self.per != "operator" or self.uses.amount is None):
            raise PydanticCustomError(
                "limit_centers", "按中心计数的限制（once_per_center）应为 per = operator，uses 写 amount"
            )
        return self


class Demand(Noun):
    """None, or at least so many (要么不承接，要么至少若干个), for each operator or each center.

    Whoever wins any of ``lots`` (all without it), or a center where any of them is won, must
    have at least so many winners among ``counted`` (``lots`` themselves without it).
    """

    id: Key
    says: Text
    per: Literal["operator", "center"]
    at_least: Annotated[Whole, Field(ge=1)]
    lots: tuple[Key, ...] = ()
    counted: tuple[Key, ...] = ()
    article: Text | None = None


class OneByOne(Noun):
    """An award rule that looks at one lot after the other: nothing joins lots there."""

    @model_validator(mode="before")
    @classmethod
    def _nothing_together(cls, given: object) -> object:
        together = {
            "packages": "合并优惠",
            "coverage": "覆盖要求",
            "limits": "组合限制",
            "demands": "数量要求",
        }
        wrong = [
            f"{name}（{word}）"
            for name, word in together.items()
            if isinstance(given, dict) and name in given
        ]
        if wrong:
            raise PydanticCustomError(
                "award_together",
                "{wrong}只用于对全部标段一并确定的组合定标（kind = combination），逐个标段定标的应删除",
                {"wrong": "、".join(wrong)},
            )
        return given


class PerLot(OneByOne):
    """Each lot goes to its first-ranked bidder (各标段按排序第一), or to one of the first few (评定分离).

    With ``recommend`` the panel recommends so many and the purchaser chooses among them, in the
    way that ``choosing`` says. Procurement law of the nation knows no such choice: ``basis`` names
    the local law that allows it.
    """

    kind: Literal["per_lot"]
    recommend: Annotated[Whole, Field(ge=2, le=9)] | None = None
    choosing: Text | None = None
    basis: Text | None = None
    articles: Grounds = Grounds()

    @model_validator(mode="after")
    def _chosen_in_a_declared_way(self) -> Self:
        if (self.recommend is None) != (self.choosing is None) or (self.basis and self.recommend is None):
            raise PydanticCustomError(
                "award_choice", "评定分离的，recommend（推荐候选人数）和 choosing（择定办法）应一并写明"
            )
        return self

    def sentence(self, terms: Terms, fiscal: FiscalBaseline | None) -> str:
        """The clause printed in the book."""
        if self.recommend is not None:
            basis = f"（{self.basis}）" if self.basis else ""
            return (
                f"各标段分别按综合得分由高到低排序，由{terms.panel}推荐排序前{self.recommend}名为候选人；"
                f"{terms.buyer}按下列办法在候选人中确定该标段{terms.winner}，并写明理由{basis}：{self.choosing}。"
            )
        return f"各标段分别按综合得分由高到低排序，排序第一的{terms.bidder}为该标段{terms.winner}。"


class LotOrder(OneByOne):
    """One lot after the other, each operator at most so many (兼投不兼中).

    ``order_by`` says where the order comes from: as listed, by the lots' ceilings or by the
    prices of those ranked first, dear before cheap, or from the bidders' own ``preference``,
    a fact of the bid form. ``order`` lists the lots; elsewhere it decides between equals.
    """

    kind: Literal["lot_order"]
    order: tuple[Key, ...] = Field(min_length=1)
    order_by: Literal["listed", "ceiling", "price", "preference"] = "listed"
    preference: Key | None = None
    max_lots_per_operator: Annotated[Whole, Field(ge=1)]
    quota_reason: Text
    only_quota_holders: Literal["relax", "leave_empty"]
    articles: Grounds = Grounds()

    @model_validator(mode="after")
    def _preference_asked(self) -> Self:
        if (self.preference is not None) != (self.order_by == "preference"):
            raise PydanticCustomError(
                "order_preference",
                "按意向次序的（order_by = preference）应以 preference 写明事项，其他的不写",
            )
        return self

    def sentence(
        self,
        terms: Terms,
        fiscal: FiscalBaseline | None,
        preference: str = "",
        scarce: tuple[Funding, ...] = (),
    ) -> str:
        """The clause printed in the book; ``preference`` is the name of the fact that is asked.

        ``scarce`` are the sources of money that may not pay for every lot at its ceiling.
        """
        last = {
            "relax": "不受上述数量限制，由排序最前者为该标段" + terms.winner,
            "leave_empty": f"该标段不确定{terms.winner}，重新组织{terms.activity}",
        }[self.only_quota_holders]
        listed = "、".join(self.order)
        if self.order_by == "preference":
            return (
                f"各标段排序第一的{terms.bidder}拟为该标段{terms.winner}。同一{terms.bidder}最多{terms.award}"
                f"{self.max_lots_per_operator}个标段（{self.quota_reason}）；拟{terms.award}的标段超过该数量的，"
                f"按其填写的“{preference}”由小到大保留（相同的依次为{listed}），其余标段由下一名递补并公告原因；"
                f"递补后又超过的照此办理，直至每家均不超过。某标段的{terms.bidder}均已让出的，{last}。"
            )
        sequence = {
            "listed": f"按{listed}的顺序",
            "ceiling": f"按最高限价由高到低的顺序（限价相同的依次为{listed}）",
            "price": (
                f"按各标段排序第一的{terms.bidder}的{terms.price}由高到低的顺序"
                f"（并列第一的取其中较高的{terms.price}，{terms.price}相同的依次为{listed}）"
            ),
        }[self.order_by]
        money = [f"财政支出基数{yuan(fiscal.baseline_fen)}元/年"] if fiscal else []
        money += [f"“{source.name}”预算{yuan(source.budget_fen)}元/年" for source in scarce]
        over = f"与前面标段的{terms.award}金额合计超过{'或'.join(money)}的，由下一名递补并公告原因；"
        return (
            f"{sequence}逐个标段确定{terms.winner}；同一{terms.bidder}最多{terms.award}"
            f"{self.max_lots_per_operator}个标段（{self.quota_reason}），已达数量的继续参加评审但不再推荐，由下一名递补并公告原因；"
            f"{over if money else ''}"
            f"某标段剩余{terms.bidder}均已达数量的，{last}。"
        )


class Combination(Noun):
    """All lots together, by a declared lexicographic rule (组合定标).

    The law knows no such method for services: it stands only because the book declares
    it beforehand, and a legal adviser should sign it off.
    """

    kind: Literal["combination"]
    objective: tuple[Literal["needs", "points", "price"], ...] = Field(min_length=1)
    max_lots_per_operator: Annotated[Whole, Field(ge=1)]
    quota_reason: Text
    limits: tuple[Limit, ...] = ()
    demands: tuple[Demand, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    packages: Packages | None = None
    articles: Grounds = Grounds()

    @property
    def clauses(self) -> tuple[Limit | Demand | Coverage, ...]:
        """Everything that the combination must keep, or should cover, beside quota and money."""
        return (*self.limits, *self.demands, *self.coverage)

    @property
    def soft(self) -> tuple[Coverage, ...]:
        """The coverage that counts as far as it can be had."""
        return tuple(one for one in self.coverage if not one.firm)

    def sentence(
        self,
        terms: Terms,
        fiscal: FiscalBaseline | None,
        scarce: tuple[Funding, ...] = (),
        worths: Mapping[str, Fraction] | None = None,
        covers: Mapping[str, str] | None = None,
        joins: str = "",
    ) -> str:
        """The clause printed in the book.

        ``scarce`` are the sources that all ceilings would exceed; ``worths`` what each lot's
        points are multiplied by, where that differs between lots; ``covers`` the sentence of each
        coverage by its id; ``joins`` the clause on package offers.
        """
        covers = covers or {}
        kept: tuple[Limit | Demand, ...] = (*self.limits, *self.demands)
        cap = "".join(f"{one.says}；" for one in kept)
        cap += "".join(f"{covers.get(one.id, one.says)}；" for one in self.coverage if one.firm)
        aims = "；".join(
            f"{i}．{aim_words(aim, terms, worths or {}, covered=bool(self.soft), joined=bool(joins))}"
            for i, aim in enumerate(self.objective, 1)
        )
        wishes = "；".join(covers.get(one.id, one.says) for one in self.soft)
        soft = f"“尽量”要求为：{wishes}。" if wishes else ""
        cap += "".join(f"{funding_sentence(source, terms)}；" for source in scarce)
        if fiscal:
            base = yuan(fiscal.baseline_fen)
            cap += f"各标段{terms.award}金额之和不超过财政支出基数{base}元/年（{fiscal.scope}）；"
        return (
            f"各标段分别评审、分别排序后，对全部标段一并确定{terms.winner}。每个标段至多确定一家{terms.winner}；"
            f"同一{terms.bidder}最多{terms.award}{self.max_lots_per_operator}个标段（{self.quota_reason}）；{cap}"
            f"在满足上述条件的全部组合中，依次比较：{aims}。{soft}{joins}因此某标段的{terms.winner}可能不是该标段得分最高者，"
            f"{terms.buyer}公告结果时说明原因。按上述次序比较后仍有并列的，由{terms.buyer}在公证或监督人员见证下抽签确定。"
        )


AwardRule = Annotated[PerLot | LotOrder | Combination, Field(discriminator="kind")]
