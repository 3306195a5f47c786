"""Price rules (价格分): how bid prices become points."""

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field

from scoring.exact import plain, yuan
from scoring.prices import adjusted, lowest_first
from tender.book.kinds import Noun, Percent
from tender.book.rules.shape import Context, Entry, Worked, equals, shown


class LowestPrice(Noun):
    """Low price first (低价优先法) on prices adjusted for small and micro enterprises."""

    kind: Literal["lowest_price"]
    small_deduction: Percent = Field(default=Fraction(0), alias="small_deduction_percent")

    judged: ClassVar[bool] = False

    def fact_ids(self) -> tuple[str, ...]:
        """The facts the form must ask; the price has its own column."""
        return ()

    def sentence(self, c: Context) -> str:
        """The clause printed in the book."""
        clause = (
            f"满足{c.terms.book}要求的{c.terms.bidder}中最低的评审价格为评审基准价，其价格分为满分{plain(c.full)}分；"
            f"其他{c.terms.bidder}的价格分＝（评审基准价÷评审价格）×{plain(c.full)}分。"
        )
        if not self.small_deduction:
            clause += f"评审价格即{c.terms.price}。"
        else:
            rate = plain(self.small_deduction * 100)
            clause += (
                f"小型、微型企业的{c.terms.price}扣除{rate}%后作为评审价格，其他{c.terms.bidder}（含非企业单位）"
                f"的评审价格即其{c.terms.price}；{c.terms.award}金额均为{c.terms.price}。"
            )
        return clause

    def points(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its evaluated price."""
        prices = {
            b: adjusted(e.price_fen, self.small_deduction if e.small_or_micro else Fraction(0))
            for b, e in entries.items()
        }
        earned = lowest_first(prices, c.full)
        base = min(prices.values())
        return {
            b: Worked(p, f"{_price(base)}÷{_price(prices[b])}×{plain(c.full)}{equals(p)}")
            for b, p in earned.items()
        }


def _price(fen: Fraction) -> str:
    return yuan(int(fen)) if fen.denominator == 1 else shown(fen / 100)
