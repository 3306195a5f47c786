"""What every base price has (评审基准价): words for the book, a figure for the points, a factor, a rounding."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, ClassVar

from pydantic import Field

from scoring.exact import half_up, plain
from tender.book.kinds import Noun, Positive, Text, Whole
from tender.book.rules.shape import Context, price_text


@dataclass(frozen=True, slots=True)
class Figure:
    """A base price in fen and the arithmetic that gave it."""

    fen: Fraction
    how: str


class Draw(Noun):
    """A factor drawn in public at opening (抽取的系数), one of ``one_of``, such as K."""

    name: Annotated[Text, Field(max_length=8)]
    one_of: tuple[Positive, ...] = Field(min_length=1)


class BasePrice(Noun):
    """A figure, times ``factor``, times a factor drawn at opening, rounded where ``places`` says (yuan)."""

    factor: Positive = Fraction(1)
    draw: Draw | None = None
    places: Annotated[Whole, Field(le=4)] | None = None

    needs: ClassVar[str] = ""
    """The figure of the lot that it reads: ceiling, budget, or none."""

    @property
    def drops(self) -> bool:
        """Whether it may leave prices out of account."""
        return False

    def parts(self) -> Iterator["BasePrice"]:
        """Itself and all bases it is made of."""
        yield self

    def words(self, c: Context) -> str:
        """The base as the book names it."""
        said = self.plain_words(c)
        said += f"×{plain(self.factor)}" if self.factor != 1 else ""
        if self.draw:
            figures = "、".join(plain(one) for one in self.draw.one_of)
            said += f"×{self.draw.name}（{self.draw.name}在开启时从{figures}中公开抽取）"
        return said + (f"（四舍五入保留{self.places}位小数，单位：元）" if self.places is not None else "")

    def work(self, prices: Mapping[str, Fraction], c: Context) -> Figure:
        """The base price over the evaluated prices of valid bids."""
        plain_figure = self.plain_figure(prices, c)
        fen, how = plain_figure.fen * self.factor, plain_figure.how
        how += f"×{plain(self.factor)}" if self.factor != 1 else ""
        if self.draw:
            drawn = c.drawn[self.draw.name]
            fen, how = fen * drawn, f"{how}×{self.draw.name}（{plain(drawn)}）"
        if self.places is not None:
            fen, how = half_up(fen / 100, self.places) * 100, f"{how}，保留{self.places}位小数"
        return Figure(fen, how if how == price_text(fen) else f"{how}＝{price_text(fen)}")

    @abstractmethod
    def plain_words(self, c: Context) -> str:
        """What is taken, before any factor."""

    @abstractmethod
    def plain_figure(self, prices: Mapping[str, Fraction], c: Context) -> Figure:
        """The figure before any factor; its ``how`` ends without the result."""
