"""Limits of abnormally low prices (异常低价) as a book declares them, above those of the dated rule."""

from typing import Annotated

from pydantic import Field

from tender.book.kinds import Noun, Percent, Whole


class LowPrice(Noun):
    """The project's own limits (启动异常低价审查的数值界限); what is not given is the law's figure."""

    mean: Percent | None = Field(default=None, alias="mean_percent")
    second: Percent | None = Field(default=None, alias="second_percent")
    ceiling: Percent | None = Field(default=None, alias="ceiling_percent")
    minutes: Annotated[Whole, Field(ge=1)] | None = None
