"""Prices that do not compete downwards: the operator pays (租金、返利), or the price is fixed (固定价格)."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import ClassVar, Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from scoring.exact import plain
from scoring.prices import highest_first
from tender.book.kinds import Key
from tender.book.rules.price import PriceRule
from tender.book.rules.shape import Context, Entry, Worked, equals, price_text, shown


class HighestPrice(PriceRule):
    """The highest amount is best (高价优先法): rent, rebate or feedback that the operator gives.

    Read is the bid's price, or with ``fact`` a figure of the form: money, or a rate in percent.
    """

    kind: Literal["highest_price"]
    fact: Key | None = None

    dearer_first: ClassVar[bool] = True

    @model_validator(mode="after")
    def _as_bid(self) -> Self:
        if self.quote or self.costs or self.small_deduction or self.share_deduction:
            raise PydanticCustomError("highest_plain", "高价优先法不作价格扣除、折算和加价")
        return self

    @property
    def own_price(self) -> bool:
        """Whether it reads the price of the bid."""
        return self.fact is None

    def fact_ids(self) -> tuple[str, ...]:
        """The fact that it reads, if any."""
        return (self.fact,) if self.fact else ()

    def faults(self, entries: Mapping[str, Entry], c: Context) -> Iterator[tuple[str, str]]:
        """What keeps the rule from being computed."""
        if self.fact is None:
            yield from super().faults(entries, c)
            return
        for bidder, entry in entries.items():
            if entry.facts.get(self.fact, Fraction(-1)) < 0:
                yield bidder, f"“{c.facts[self.fact].name}”没有填报或小于0"
            elif unproven := self.unproven_words(entry, c):
                yield bidder, unproven

    def sentence(self, c: Context) -> str:
        """The clause printed in the book."""
        name = f"“{c.facts[self.fact].name}”" if self.fact else c.terms.price
        return (
            f"以有效{c.terms.bid}中{name}的最高值为基准，达到最高值的得{plain(c.full)}分；其他{c.terms.bidder}的得分＝"
            f"（本{c.terms.bidder}{name}÷最高值）×{plain(c.full)}分；最高值为0的均不得分。"
        )

    def points(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its amount."""
        amounts = {b: e.facts[self.fact] if self.fact else Fraction(e.price_fen) for b, e in entries.items()}
        best = max(amounts.values(), default=Fraction(0))
        if best == 0:
            return {b: Worked(Fraction(0), "各家均为0，不得分") for b in amounts}
        show = shown if self.fact else price_text
        return {
            b: Worked(p, f"{show(amounts[b])}÷{show(best)}×{plain(c.full)}{equals(p)}")
            for b, p in highest_first(amounts, c.full).items()
        }


class FixedPrice(PriceRule):
    """Every bid carries the same price (固定价格采购): it is no scored factor, and the book says so.

    It is declared with weight 0 in the columns of such lots.
    """

    kind: Literal["fixed_price"]

    counts: ClassVar[bool] = False

    @model_validator(mode="after")
    def _as_bid(self) -> Self:
        if self.quote or self.costs or self.small_deduction or self.share_deduction:
            raise PydanticCustomError("fixed_plain", "固定价格不作价格扣除、折算和加价")
        return self

    def sentence(self, c: Context) -> str:
        """The clause printed in the book."""
        return (
            f"本标段执行固定价格，{c.terms.price}应等于公布的最高限价；"
            f"价格不作为评审因素，价格分值为{plain(c.full)}分。"
        )

    def points(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """No points to anyone."""
        return dict.fromkeys(entries, Worked(Fraction(0), "固定价格，不计分"))
