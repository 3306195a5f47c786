"""Where and what (中心、区域、标段): centers, their spaces, and the lots tendered."""

from enum import Enum
from fractions import Fraction

from pydantic import Field

from tender.book.kinds import Key, Noun, Points, Positive, Text, Whole, Yuan


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

    ``minimums`` maps a fact id to the least a bid must promise. ``weights`` names the
    column of weights that scores this lot; by default the mode's own. ``worth`` multiplies
    the lot's points when lots are awarded together (需求权重).
    """

    id: Key
    name: Text
    mode: Mode
    center: Key
    spaces: tuple[Key, ...] = Field(min_length=1)
    ceiling_fen: Yuan = Field(alias="ceiling_yuan")
    funding: Key
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


class Funding(Noun):
    """A source of public money (资金来源) and what it can pay in a year."""

    id: Key
    name: Text
    budget_fen: Yuan = Field(alias="budget_yuan")
