"""Award rules (定标规则): how ranked bids become winners, lot by lot or together."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import groupby
from typing import Annotated, Literal, Self

from pydantic import Field, Strict, model_validator
from pydantic_core import PydanticCustomError

from scoring.exact import plain, yuan
from tender.book.kinds import Key, Noun, Text, Whole, Yuan
from tender.book.method import Terms
from tender.book.places import Funding

OBJECTIVE_WORDS = {
    "needs": "未{award}的标段最少",
    "points": "各标段得分之和最高",
    "price": "各标段报价之和最低",
}


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


def aim_words(aim: str, terms: Terms, worths: Mapping[str, Fraction]) -> str:
    """One aim of a combination as printed; ``worths`` by lot, empty where all lots weigh the same."""
    if aim == "points" and worths:
        ranked = sorted(worths.items(), key=lambda pair: -pair[1])
        groups = groupby(ranked, key=lambda pair: pair[1])
        said = "，".join(f"{'、'.join(lot for lot, _ in lots)}为{plain(worth)}" for worth, lots in groups)
        return WEIGHTED_WORDS.format(worths=said)
    return OBJECTIVE_WORDS[aim].format(award=terms.award)


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
    """A limit on what the winners may use together (组合限制), for the project or for each operator.

    ``says`` is the sentence printed in the book and shown where the limit decides; ``lots``
    are those that count, all without it. What each bid uses, and an operator's own supply,
    may be facts of the bid form.
    """

    id: Key
    says: Text
    per: Literal["project", "operator"]
    supply: Measure
    uses: Measure
    lots: tuple[Key, ...] = ()
    article: Text | None = None


class PerLot(Noun):
    """Each lot goes to its first-ranked bidder (各标段按排序第一)."""

    kind: Literal["per_lot"]
    articles: Grounds = Grounds()

    def sentence(self, terms: Terms, fiscal: FiscalBaseline | None) -> str:
        """The clause printed in the book."""
        return f"各标段分别按综合得分由高到低排序，排序第一的{terms.bidder}为该标段{terms.winner}。"


class LotOrder(Noun):
    """Lots in a declared order, each operator at most so many (兼投不兼中)."""

    kind: Literal["lot_order"]
    order: tuple[Key, ...] = Field(min_length=1)
    max_lots_per_operator: Annotated[Whole, Field(ge=1)]
    quota_reason: Text
    only_quota_holders: Literal["relax", "leave_empty"]
    articles: Grounds = Grounds()

    def sentence(self, terms: Terms, fiscal: FiscalBaseline | None) -> str:
        """The clause printed in the book."""
        last = {
            "relax": "不受上述数量限制，由排序最前者为该标段" + terms.winner,
            "leave_empty": f"该标段不确定{terms.winner}，重新组织{terms.activity}",
        }[self.only_quota_holders]
        return (
            f"按{'、'.join(self.order)}的顺序逐个标段确定{terms.winner}；同一{terms.bidder}最多{terms.award}"
            f"{self.max_lots_per_operator}个标段（{self.quota_reason}），已达数量的继续参加评审但不再推荐，由下一名递补并公告原因；"
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
    articles: Grounds = Grounds()

    def sentence(
        self,
        terms: Terms,
        fiscal: FiscalBaseline | None,
        scarce: tuple[Funding, ...] = (),
        worths: Mapping[str, Fraction] | None = None,
    ) -> str:
        """The clause printed in the book.

        ``scarce`` are the sources that all ceilings would exceed; ``worths`` what each lot's
        points are multiplied by, where that differs between lots.
        """
        cap = "".join(f"{limit.says}；" for limit in self.limits)
        aims = "；".join(
            f"{i}．{aim_words(aim, terms, worths or {})}" for i, aim in enumerate(self.objective, 1)
        )
        cap += "".join(f"{funding_sentence(source, terms)}；" for source in scarce)
        if fiscal:
            base = yuan(fiscal.baseline_fen)
            cap += f"各标段{terms.award}金额之和不超过财政支出基数{base}元/年（{fiscal.scope}）；"
        return (
            f"各标段分别评审、分别排序后，对全部标段一并确定{terms.winner}。每个标段至多确定一家{terms.winner}；"
            f"同一{terms.bidder}最多{terms.award}{self.max_lots_per_operator}个标段（{self.quota_reason}）；{cap}"
            f"在满足上述条件的全部组合中，依次比较：{aims}。因此某标段的{terms.winner}可能不是该标段得分最高者，"
            f"{terms.buyer}公告结果时说明原因。按上述次序比较后仍有并列的，由{terms.buyer}在公证或监督人员见证下抽签确定。"
        )


AwardRule = Annotated[PerLot | LotOrder | Combination, Field(discriminator="kind")]
