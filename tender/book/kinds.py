"""Scalar kinds of the book (字段类型): text, counts, points and money, each exact.

TOML is read with decimals, so a figure is what the official typed. A float, a figure in
quotes, true or false is never taken for a number, and nothing but a date for a date.
"""

import unicodedata
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainValidator, Strict, StringConstraints
from pydantic_core import PydanticCustomError

LONGEST_TEXT = 4000  # characters; every text must fit a spreadsheet cell beside others
_WHOLE_DIGITS, _PLACES = 12, 6  # of any figure: a million million yuan still fits a spreadsheet cell
_UNPRINTABLE = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff")


class Noun(BaseModel):
    """A frozen noun that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    def __copy__(self) -> Self:
        # What was derived from the fields does not hold for a copy with other fields.
        copied = super().__copy__()
        for derived in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[derived]
        return copied


def _printable(value: str) -> str:
    if any((unicodedata.category(c) == "Cc" and c not in "\n\t") or c in _UNPRINTABLE for c in value):
        raise PydanticCustomError("string_control", "不能含有看不见的控制字符")
    return value


def _local(value: datetime) -> datetime:
    if value.tzinfo is not None:
        raise PydanticCustomError("datetime_zone", "应为不带时区的当地时间，例如 2026-03-16T09:30:00")
    return value


def _decimal(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError("number_kind", "应为数字，不加引号")
    if isinstance(value, Decimal) and not value.is_finite():
        raise PydanticCustomError("number_finite", "应为有限的数字")
    # before any arithmetic: the exact value of 1e999999999 would fill the memory
    places = -int(value.as_tuple().exponent) if isinstance(value, Decimal) else 0
    whole = value.adjusted() + 1 if isinstance(value, Decimal) else 0
    if max(whole, -places) > _WHOLE_DIGITS or places > _PLACES or abs(value) >= 10**_WHOLE_DIGITS:
        raise PydanticCustomError("number_size", f"整数部分不超过{_WHOLE_DIGITS}位，小数不超过{_PLACES}位")
    return Decimal(value)


def _points(value: object) -> Fraction:
    figure = Fraction(_decimal(value))
    if figure < 0:
        raise PydanticCustomError("number_negative", "应为不小于0的数字")
    return figure


def _positive(value: object) -> Fraction:
    figure = _points(value)
    if figure == 0:
        raise PydanticCustomError("number_zero", "应为大于0的数字")
    return figure


def _signed(value: object) -> Fraction:
    return Fraction(_decimal(value))


def _percent(value: object) -> Fraction:
    figure = Fraction(_decimal(value))
    if not 0 <= figure < 100:
        raise PydanticCustomError("number_percent", "应为0至100之间的百分数，不含100")
    return figure / 100


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise PydanticCustomError("number_whole", "应为整数，不加引号、不带小数")
    return int(_points(value))


def _fen(value: object) -> int:
    figure = Fraction(_decimal(value)) * 100
    if figure.denominator != 1:
        raise PydanticCustomError("money_cents", "金额最多两位小数（精确到分）")
    if figure <= 0:
        raise PydanticCustomError("money_positive", "应为大于0的金额（元）")
    return figure.numerator


Text = Annotated[
    str,
    Strict(),
    StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT),
    AfterValidator(_printable),
]
"""Words that people read, without outer white space."""
Key = Annotated[str, Strict(), StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}$")]
"""An id: short, and safe in file names and sheets."""
Day = Annotated[date, Strict()]
"""A calendar day; a figure or a text in quotes is none."""
Moment = Annotated[datetime, Strict(), AfterValidator(_local)]
"""A day and a time of the place, without a zone."""
Points = Annotated[Fraction, PlainValidator(_points)]
"""Points or a weight, at least 0."""
Positive = Annotated[Fraction, PlainValidator(_positive)]
"""A figure above 0, such as a scale that marks are divided by."""
Percent = Annotated[Fraction, PlainValidator(_percent)]
"""Written as percent (10), held as a share of 1 (1/10)."""
Whole = Annotated[int, PlainValidator(_whole)]
"""A count, at least 0."""
Yuan = Annotated[int, PlainValidator(_fen)]
"""Written in yuan, held in whole fen, above 0."""
Signed = Annotated[Fraction, PlainValidator(_signed)]
"""A figure above or below 0, such as a deviation in percent."""
