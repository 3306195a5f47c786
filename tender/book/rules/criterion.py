"""The scored factor (评审因素): a rule with its name, block and weights."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from tender.book.kinds import Key, Noun, Points, Text
from tender.book.rules.composed import FACT_RULES, JUDGED_RULES, Composed
from tender.book.rules.panel import MarkItem
from tender.book.rules.price import LowestPrice
from tender.book.rules.price_formula import PriceDeviation, PriceRatio
from tender.book.rules.price_other import FixedPrice, HighestPrice
from tender.book.rules.price_steps import PriceBands, PriceRange, PriceRank
from tender.book.rules.shape import Context, Flaw

PRICE_RULES = (
    LowestPrice
    | PriceRatio
    | PriceDeviation
    | PriceRange
    | PriceBands
    | PriceRank
    | HighestPrice
    | FixedPrice
)
Rule = Annotated[PRICE_RULES | FACT_RULES | JUDGED_RULES | Composed, Field(discriminator="kind")]


class Criterion(Noun):
    """A scored factor (评审因素): its rule, and its weight in every weight column.

    ``weights`` maps a column (a lot's mode unless it names another) to points of 100.
    """

    id: Key
    name: Text
    group: Literal["price", "business", "technical"]
    weights: dict[Key, Points]
    rule: Rule
    articles: tuple[Text, ...] = ()
    covers: tuple[Key, ...] = ()

    @property
    def group_word(self) -> str:
        """The block of the scoring table it stands in."""
        return {"price": "价格部分", "business": "商务部分", "technical": "技术部分"}[self.group]

    def mark_items(self, c: Context) -> tuple[MarkItem, ...]:
        """What each judge marks; nothing where figures alone score."""
        return self.rule.mark_items(c) if isinstance(self.rule, JUDGED_RULES | Composed) else ()

    def sentence_for(self, fact: str, c: Context) -> str:
        """What of the clause speaks of one fact, for the place in the form where it is stated."""
        if isinstance(self.rule, Composed):
            return self.rule.sentence_for(fact, c)
        return self.rule.sentence(c)

    def item_id(self, item: MarkItem) -> str:
        """The name of one mark in the record: the criterion's own id where it is one mark."""
        return f"{self.id}.{item.part}" if item.part else self.id

    def item_name(self, item: MarkItem) -> str:
        """The name of one mark on papers."""
        return f"{self.name}：{item.name}" if item.name else self.name

    def flaws(self, c: Context) -> Iterator[Flaw]:
        """What its rule says that cannot be so; prices are checked elsewhere."""
        if isinstance(self.rule, FACT_RULES | JUDGED_RULES | Composed):
            yield from self.rule.flaws(c)
