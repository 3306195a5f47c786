"""What all price rules share (价格分): the evaluated price, and low price first.

A bid's evaluated price (评审价格) is its price, or what its rate comes to, after the policy
deduction and with declared running costs added. Only the evaluated price is compared; the
contract stays at the bid.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from scoring.exact import plain, yuan
from scoring.prices import adjusted, after_discount, after_reduction, lowest_first, whole_life
from tender.book.kinds import Key, Noun, Percent, Whole, Yuan
from tender.book.rules.shape import Context, Entry, Worked, equals, price_text

RATE_WORDS = {"reduction": "下浮率", "discount": "折扣率"}


class Quote(Noun):
    """A bid that is a rate (下浮率、折扣率) in percent, a fact of the form, of a reference price.

    Without ``reference_yuan`` the lot's ceiling is the reference.
    """

    kind: Literal["reduction", "discount"]
    fact: Key
    reference_fen: Yuan | None = Field(default=None, alias="reference_yuan")

    def payable(self, entry: Entry, c: Context) -> Fraction:
        """What the rate comes to, in fen; raises PriceError where nothing is left to pay."""
        rate = entry.facts[self.fact] / 100
        turn = after_reduction if self.kind == "reduction" else after_discount
        return turn(self.reference(c), rate)

    def reference(self, c: Context) -> int:
        """The price that the rate is taken of, in fen."""
        return self.reference_fen or c.ceiling_fen

    def arithmetic(self, entry: Entry, c: Context) -> str:
        """The conversion in figures."""
        rate = f"{plain(entry.facts[self.fact])}%"
        return f"{yuan(self.reference(c))}×{rate if self.kind == 'discount' else f'（1－{rate}）'}"

    def sentence(self, c: Context) -> str:
        """The clause printed in the book."""
        name = c.facts[self.fact].name
        of = f"{yuan(self.reference_fen)}元" if self.reference_fen else "该标段最高限价"
        share = f"“{name}”" if self.kind == "discount" else f"（1－“{name}”）"
        return f"以{RATE_WORDS[self.kind]}报价的，折算为应付价参加评审：应付价＝{of}×{share}。"


class Cost(Noun):
    """Running costs (运维成本) that a bid states as a money fact, for so many years."""

    fact: Key
    years: Whole = Field(default=1, ge=1)


@dataclass(frozen=True, slots=True)
class Evaluated:
    """An evaluated price in fen, and its arithmetic where it is not the bid itself."""

    fen: Fraction
    how: str


class PriceRule(Noun):
    """What every rule over prices has: how a bid becomes an evaluated price.

    ``small_deduction`` is for small and micro enterprises. ``share_deduction`` is for larger
    enterprises whose consortium or subcontracts give small ones at least ``share_from`` of the
    contract, as ``share_fact`` states in percent. Bodies that are no enterprises get neither,
    nor does anyone in a lot reserved for small enterprises.
    """

    small_deduction: Percent = Field(default=Fraction(0), alias="small_deduction_percent")
    share_deduction: Percent = Field(default=Fraction(0), alias="share_deduction_percent")
    share_from: Percent = Field(default=Fraction(0), alias="share_from_percent")
    share_fact: Key | None = None
    quote: Quote | None = None
    costs: tuple[Cost, ...] = ()

    judged: ClassVar[bool] = False

    @property
    def across(self) -> bool:
        """Whether bids are compared with those of all lots."""
        return False

    counts: ClassVar[bool] = True
    """Whether it gives points; a fixed price gives none."""
    dearer_first: ClassVar[bool] = False
    """Whether the highest amount is the best one."""

    @model_validator(mode="after")
    def _share_as_a_whole(self) -> Self:
        if bool(self.share_deduction) != bool(self.share_fact and self.share_from):
            raise PydanticCustomError(
                "price_share", "share_deduction_percent、share_from_percent、share_fact 应一并写明"
            )
        return self

    @property
    def lowest_first(self) -> bool:
        """Whether it is low price first (低价优先法), the one formula of procurement law."""
        return False

    @property
    def own_price(self) -> bool:
        """Whether it reads the price of the bid, and not a rate or another fact instead."""
        return self.quote is None

    def fact_ids(self) -> tuple[str, ...]:
        """The facts the form must ask; the price has its own column."""
        named = [
            self.quote.fact if self.quote else None,
            self.share_fact,
            *(cost.fact for cost in self.costs),
        ]
        return tuple(fact for fact in named if fact)

    def unproven(self, entry: Entry) -> tuple[str, ...]:
        """The facts that the price hangs on and that came without the proof they want.

        A share of small enterprises counts for a larger enterprise alone, and only if it states one.
        """
        claimed = entry.larger and entry.facts.get(self.share_fact or "", Fraction(0)) > 0
        read = (fact for fact in self.fact_ids() if fact != self.share_fact or claimed)
        return tuple(fact for fact in read if fact in entry.unproven)

    def unproven_words(self, entry: Entry, c: Context) -> str:
        """What is not proven, in an official's words; empty where all is."""
        names = "、".join(c.facts[fact].name for fact in self.unproven(entry))
        return f"“{names}”没有证明材料，价格分不能确定" if names else ""

    def deduction(self, entry: Entry, c: Context) -> Fraction:
        """The share of the price that is deducted for one bid (价格扣除)."""
        if c.reserved:
            return Fraction(0)
        if entry.small_or_micro:
            return self.small_deduction
        share = entry.facts.get(self.share_fact or "", Fraction(0)) / 100
        return self.share_deduction if entry.larger and share >= self.share_from else Fraction(0)

    def evaluated(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Evaluated]:
        """The evaluated price of each valid bid."""
        return {bidder: self._evaluated(entry, c) for bidder, entry in entries.items()}

    def _evaluated(self, entry: Entry, c: Context) -> Evaluated:
        bid = self.quote.payable(entry, c) if self.quote else Fraction(entry.price_fen)
        rate = self.deduction(entry, c)
        costs = [(entry.facts[cost.fact] * 100, cost.years) for cost in self.costs]
        fen = whole_life(adjusted(bid, rate), costs)
        said = self.quote.arithmetic(entry, c) if self.quote else price_text(bid)
        said += f"×（1－{plain(rate * 100)}%）" if rate else ""
        said += "".join(f"＋{price_text(cost)}×{years}" for cost, years in costs)
        return Evaluated(fen, f"评审价格{said}＝{price_text(fen)}；" if said != price_text(bid) else "")

    def faults(self, entries: Mapping[str, Entry], c: Context) -> Iterator[tuple[str, str]]:
        """(Bidder or empty, what keeps the rule from being computed), in an official's words."""
        for bidder, entry in entries.items():
            missing = [
                fact for fact in self.fact_ids() if fact not in entry.facts and fact != self.share_fact
            ]
            if missing:
                yield bidder, f"没有填报“{'、'.join(c.facts[fact].name for fact in missing)}”"
            elif unproven := self.unproven_words(entry, c):
                yield bidder, unproven
            elif self.quote and not 0 < self._share(entry) <= 1:
                yield bidder, f"“{c.facts[self.quote.fact].name}”折算后的应付价不在0和参照价之间"
            elif not self.quote and entry.price_fen <= 0:
                yield bidder, "报价不大于0，不能计算价格分"

    def _share(self, entry: Entry) -> Fraction:
        assert self.quote
        rate = entry.facts[self.quote.fact] / 100
        return rate if self.quote.kind == "discount" else 1 - rate

    def evaluated_sentence(self, c: Context) -> str:
        """How a bid becomes an evaluated price, as printed in the book."""
        said = self.quote.sentence(c) if self.quote else ""
        price = "应付价" if self.quote else c.terms.price
        if c.reserved or not (self.small_deduction or self.share_deduction):
            said += "" if self.costs else f"评审价格即{price}。"
        else:
            said += self._deductions(price, c)
        if self.costs:
            added = "".join(f"＋“{c.facts[cost.fact].name}”×{cost.years}年" for cost in self.costs)
            less = "扣除后的" if self.small_deduction and not c.reserved else ""
            said += f"评审价格为全生命周期价格，等于{less}{price}{added}。"
        return said

    def _deductions(self, price: str, c: Context) -> str:
        rate = plain(self.small_deduction * 100)
        said = f"小型、微型企业的{price}扣除{rate}%后作为评审价格，" if self.small_deduction else ""
        if self.share_deduction and self.share_fact:
            said += (
                f"大中型企业与小型、微型企业组成联合体或者向其分包，“{c.facts[self.share_fact].name}”不低于"
                f"{plain(self.share_from * 100)}%的，扣除{plain(self.share_deduction * 100)}%后作为评审价格，"
            )
        return (
            f"{said}其他{c.terms.bidder}（含非企业单位）"
            f"的评审价格即其{price}；{c.terms.award}金额均为{price}。"
        )


class LowestPrice(PriceRule):
    """Low price first (低价优先法): lowest evaluated price / own evaluated price."""

    kind: Literal["lowest_price"]

    @property
    def lowest_first(self) -> bool:
        """It is the formula of procurement law."""
        return True

    def sentence(self, c: Context) -> str:
        """The clause printed in the book."""
        return (
            f"满足{c.terms.book}要求的{c.terms.bidder}中最低的评审价格为评审基准价，其价格分为满分{plain(c.full)}分；"
            f"其他{c.terms.bidder}的价格分＝（评审基准价÷评审价格）×{plain(c.full)}分。"
        ) + self.evaluated_sentence(c)

    def points(self, entries: Mapping[str, Entry], c: Context) -> dict[str, Worked]:
        """Points of each valid bid by its evaluated price."""
        own = self.evaluated(entries, c)
        prices = {b: e.fen for b, e in own.items()}
        earned = lowest_first(prices, c.full)
        base = price_text(min(prices.values()))
        return {
            b: Worked(p, f"{own[b].how}{base}÷{price_text(prices[b])}×{plain(c.full)}{equals(p)}")
            for b, p in earned.items()
        }
