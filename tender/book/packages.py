"""Package offers (合并优惠): which lots a bidder may join at one price, as the book declares it."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from scoring.exact import plain
from tender.book.kinds import Key, Noun, Percent, Text, Whole
from tender.book.method import Terms

SHARES_SENTENCE = (
    "按各标段单独报价的比例分摊合并报价，先舍去分以下的部分，"
    "余下的分逐个加给舍去部分较大的标段（相同的按标段顺序）"
)
"""How a package price becomes the amount of each of its lots."""


class Packages(Noun):
    """Lots that may be joined (可以合并的标段): ``lots``, or all that are paid for.

    One package joins at most ``max_lots``, or as many as one bidder may win; each bidder
    states at most ``max_offers`` packages. ``max_discount`` is the most that a package may
    take off the single prices: they alone are reviewed as abnormally low.
    """

    lots: tuple[Key, ...] = ()
    max_lots: Annotated[Whole, Field(ge=2)] | None = None
    max_offers: Annotated[Whole, Field(ge=1, le=20)] = 3
    max_discount: Percent | None = Field(default=None, alias="max_discount_percent")
    article: Text | None = None

    def joinable(self, paid: Sequence[str]) -> tuple[str, ...]:
        """The lots that may be joined, where ``paid`` are all that have a price."""
        return self.lots or tuple(paid)

    def most(self, paid: Sequence[str], quota: int) -> int:
        """How many lots one package may join, where a bidder may win ``quota``."""
        return min(self.max_lots or quota, len(self.joinable(paid)))

    def sentence(self, terms: Terms, paid: Sequence[str], quota: int) -> str:
        """The clause printed in the book: who may state what, when it holds, what it leaves alone."""
        lots, most = self.joinable(paid), self.most(paid, quota)
        count = "2个" if most == 2 else f"2至{most}个"
        named = f"标段{'、'.join(lots)}" + (f"中的{count}" if len(lots) > 2 else "")
        return (
            f"{terms.bidder}可以对{named}提出合并优惠，每家至多{self.max_offers}项："
            f"写明所含标段全部由其{terms.award}时的年度总价（合并报价），所含标段均应单独报价，"
            f"合并报价应低于这些标段单独报价之和{self._floor()}。合并优惠只在所含标段全部由其{terms.award}时适用，"
            f"每个标段至多适用一项；它只改变支付的金额，报价得分、异常低价审查、综合得分和名次均按单独报价确定。"
            f"填写不符合要求，或者所含任一标段的{terms.offer}无效、该标段终止的，该项合并优惠不计，单独报价不受影响。"
            f"适用合并优惠的，各标段{terms.award}金额{SHARES_SENTENCE}；"
            f"几项合并优惠都可以适用而结果和金额均相同的，适用填写在前的。"
        )

    def _floor(self) -> str:
        """How low a package price may be, as part of the clause; empty where nothing is said."""
        if self.max_discount is None:
            return ""
        return f"，少于的部分不超过其{plain(self.max_discount * 100)}%"
