"""Lists (清单): what a list asks in each row, column by column."""

from datetime import date
from typing import Literal, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from scoring.exact import plain, yuan
from tender.book.kinds import Key, Noun, Points, Text
from tender.rows import EVIDENCE, Stated


class ListColumn(Noun):
    """One column of a list (清单栏目); ``at_most`` is where a figure stops being plausible."""

    id: Key
    name: Text
    kind: Literal["text", "whole", "decimal", "money", "yes_no", "choice", "date"]
    unit: str = ""
    options: tuple[Text, ...] = ()
    required: bool = True
    at_most: Points | None = None

    @model_validator(mode="after")
    def _as_asked(self) -> Self:
        if self.id == EVIDENCE:
            raise PydanticCustomError("column_evidence", "证明材料一栏由系统自动加上，不必写")
        if (self.kind == "choice") != bool(self.options):
            raise PydanticCustomError("column_options", "可选的栏目应列出 options，其他栏目不列")
        return self

    @property
    def figure(self) -> bool:
        """Whether its values are numbers."""
        return self.kind in ("whole", "decimal", "money")

    @property
    def unit_word(self) -> str:
        """The unit, 元 for money unless another is given."""
        return self.unit or ("元" if self.kind == "money" else "")

    def show(self, value: Stated) -> str:
        """The value as people read it, with its unit."""
        match value:
            case bool():
                return "是" if value else "否"
            case date():
                return day_zh(value)
            case str():
                return value
        figure = yuan(int(value * 100)) if self.kind == "money" else plain(value)
        return f"{figure}{self.unit_word}"


def day_zh(day: date) -> str:
    """A day as people write it: 2023年1月5日."""
    return f"{day.year}年{day.month}月{day.day}日"
