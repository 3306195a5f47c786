"""Scalar kinds of the book (字段类型): text, counts, points and money, each exact.

TOML is read with decimals, so a figure is what the official typed. A float, a figure in
quotes, true or false is never taken for a number.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainValidator, Strict, StringConstraints
from pydantic_core import PydanticCustomError

Text = Annotated[str, Strict(), StringConstraints(strip_whitespace=True, min_length=1)]
Key = Annotated[str, Strict(), StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}$")]


class Noun(BaseModel):
    """A frozen noun that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def _decimal(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError("number_kind", "应为数字，不加引号")
    figure = Decimal(value)
    if not figure.is_finite():
        raise PydanticCustomError("number_finite", "应为有限的数字")
    return figure


def _points(value: object) -> Fraction:
    figure = Fraction(_decimal(value))
    if figure < 0:
        raise PydanticCustomError("number_negative", "应为不小于0的数字")
    return figure


def _percent(value: object) -> Fraction:
    figure = Fraction(_decimal(value))
    if not 0 <= figure < 100:
        raise PydanticCustomError("number_percent", "应为0至100之间的百分数，不含100")
    return figure / 100


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise PydanticCustomError("number_whole", "应为整数，不加引号、不带小数")
    if value < 0:
        raise PydanticCustomError("number_negative", "应为不小于0的数字")
    return value


def _fen(value: object) -> int:
    figure = Fraction(_decimal(value)) * 100
    if figure.denominator != 1:
        raise PydanticCustomError("money_cents", "金额最多两位小数（精确到分）")
    if figure <= 0:
        raise PydanticCustomError("money_positive", "应为大于0的金额（元）")
    return figure.numerator


Points = Annotated[Fraction, PlainValidator(_points)]
"""Points or a weight, at least 0."""
Percent = Annotated[Fraction, PlainValidator(_percent)]
"""Written as percent (10), held as a share of 1 (1/10)."""
Whole = Annotated[int, PlainValidator(_whole)]
"""A count, at least 0."""
Yuan = Annotated[int, PlainValidator(_fen)]
"""Written in yuan, held in whole fen, above 0."""
