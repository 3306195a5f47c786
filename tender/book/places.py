"""Where and what (中心、区域、标段): centers, their spaces, and the lots tendered."""

from enum import Enum
from fractions import Fraction
from typing import Annotated

from pydantic import Field, Strict

from scoring.exact import yuan
from tender.book.kinds import Key, Noun, Points, Positive, Text, Whole, Yuan

UNPAID = "不支付费用"
"""What papers say in place of an amount where no public money is paid."""


class Mode(Enum):
    """How a lot is operated (运营方式)."""

    WHOLE_CENTER = "whole_center"
    PARTIAL_ZONE = "partial_zone"
    PROFESSIONAL_SERVICE = "professional_service"

    @property
    def word(self) -> str:
        """The official name of the mode."""
        return {
            "whole_center": "中心全域整体运营",
            "partial_zone": "局部功能区域运营",
            "professional_service": "专业服务运营",
        }[self.value]


class Space(Noun):
    """A function room or zone (功能室、功能区域) of a center; ``reserved`` is never let."""

    id: Key
    name: Text
    area_m2: Points
    reserved: bool = False


class Center(Noun):
    """A community Party-mass service center (社区党群服务中心) with its spaces."""

    id: Key
    name: Text
    address: Text
    indoor_area_m2: Points
    public_cost_fen: Yuan = Field(alias="public_cost_yuan")
    core_hours: Text
    spaces: tuple[Space, ...] = Field(min_length=1)


class Subsidy(Noun):
    """A fiscal subsidy (财政补贴) behind a professional-service lot, yuan per year."""

    name: Text
    amount_fen: Yuan = Field(alias="amount_yuan")


class Lot(Noun):
    """What is tendered (标段): rooms, content, ceiling per year, minimum promises.

    A lot without a ceiling is one for which no public money is paid: it has no price.
    ``budget_fen`` is what it was budgeted at, where a rule reads it. A lot that is
    ``reserved_for_small`` enterprises gives no price deduction.
    ``minimums`` maps a fact id to the least a bid must promise. ``weights`` names the
    column of weights that scores this lot; by default the mode's own. ``worth`` multiplies
    the lot's points when lots are awarded together (需求权重).
    """

    id: Key
    name: Text
    mode: Mode
    center: Key
    spaces: tuple[Key, ...] = Field(min_length=1)
    ceiling_fen: Yuan | None = Field(default=None, alias="ceiling_yuan")
    budget_fen: Yuan | None = Field(default=None, alias="budget_yuan")
    reserved_for_small: Annotated[bool, Strict()] = False
    funding: Key | None = None
    scope: Text
    requirement: Text
    standard: Text
    positioning: Text
    mode_reason: Text
    minimums: dict[Key, Whole] = Field(default_factory=dict)
    category: Text | None = None
    theme: Text | None = None
    policy_documents: tuple[Text, ...] = ()
    subsidies: tuple[Subsidy, ...] = ()
    weights: Key | None = None
    worth: Positive = Fraction(1)

    @property
    def column(self) -> str:
        """The name of the weight column that scores this lot."""
        return self.weights or self.mode.value

    @property
    def paid(self) -> bool:
        """Whether public money is paid for it."""
        return self.ceiling_fen is not None

    @property
    def limit_fen(self) -> int:
        """The most it may cost in a year, in fen; 0 where nothing is paid."""
        return self.ceiling_fen or 0

    @property
    def ceiling_text(self) -> str:
        """The ceiling as tables show it."""
        return self.price_text(self.limit_fen)

    def price_text(self, fen: int) -> str:
        """A price of this lot as tables show it, in yuan."""
        return yuan(fen) if self.paid else UNPAID

    def amount_text(self, fen: int) -> str:
        """A price of this lot inside a sentence, with its unit."""
        return f"{yuan(fen)}元/年" if self.paid else UNPAID


class Funding(Noun):
    """A source of public money (资金来源), what it can pay in a year, and the rule id it rests on."""

    id: Key
    name: Text
    budget_fen: Yuan = Field(alias="budget_yuan")
    article: Text | None = None
