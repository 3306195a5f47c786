"""The scored factor (评审因素): a rule with its name, block and weights."""

from typing import Annotated, Literal

from pydantic import Field

from tender.book.kinds import Key, Noun, Points, Text
from tender.book.rules.fact import CountStep, Linear, LowestToOwn, RatioToBest
from tender.book.rules.judged import PanelMean
from tender.book.rules.price import LowestPrice
from tender.book.rules.price_formula import PriceDeviation, PriceRatio
from tender.book.rules.price_other import FixedPrice, HighestPrice
from tender.book.rules.price_steps import PriceBands, PriceRange, PriceRank

Rule = Annotated[
    LowestPrice
    | PriceRatio
    | PriceDeviation
    | PriceRange
    | PriceBands
    | PriceRank
    | HighestPrice
    | FixedPrice
    | RatioToBest
    | LowestToOwn
    | Linear
    | CountStep
    | PanelMean,
    Field(discriminator="kind"),
]


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
