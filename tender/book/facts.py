"""Facts (响应事项): what a bidder states for a lot, or once for itself, with evidence.

A fact is declared once and read as a bid-form row, a gate (its minimum, or a rule of a
policy pack that speaks of its noun), an input of a scoring rule and, when ``promise`` is
set, a contract obligation assessed after award.
"""

from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from scoring.exact import plain, yuan
from tender.book.kinds import Key, Noun, Text

Path = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.[A-Za-z0-9_]+)+$")]
"""An attribute of a noun that rules speak of, such as ``staff.full_time``."""

Stated = Fraction | tuple[str, ...]
"""A fact's value: a figure (yuan for money, 1 or 0 for yes and no), or the options chosen."""


class Fact(Noun):
    """One thing asked of every bid in every lot, or with ``scope`` operator once of every bidder.

    ``noun`` names the attribute under which rules of policy packs find it; ``lots`` limits
    it to some lots. ``codes`` are what rules call the ``options``, in the same order; without
    them rules read the options themselves. A ``percent`` is typed as 20 and rules read 1/5.
    """

    id: Key
    name: Text
    unit: Text
    kind: Literal["whole", "decimal", "percent", "money", "yes_no", "choice", "choices"]
    evidence: Text
    options: tuple[Text, ...] = ()
    codes: tuple[Text, ...] = ()
    scope: Literal["lot", "operator"] = "lot"
    lots: tuple[Key, ...] = ()
    noun: Path | None = None
    promise: bool = False
    required: bool = True

    @model_validator(mode="after")
    def _options_as_asked(self) -> Self:
        if self.kind in ("choice", "choices") and not self.options:
            raise PydanticCustomError("fact_options", "可选的事项应列出 options")
        if self.codes and len(self.codes) != len(self.options):
            raise PydanticCustomError("fact_codes", "codes 应与 options 逐项对应")
        if self.kind == "percent" and self.unit != "%":
            raise PydanticCustomError("fact_percent", "百分数事项的 unit 应为 %")
        return self

    @property
    def figure(self) -> bool:
        """Whether the value is a number that points can be computed from."""
        return self.kind in ("whole", "decimal", "percent", "money")

    def asked_in(self, lot: str) -> bool:
        """Whether the fact is asked for ``lot``."""
        return not self.lots or lot in self.lots

    def show(self, value: Stated) -> str:
        """The value as people read it, with its unit."""
        if isinstance(value, tuple):
            return "、".join(value) or "无"
        if self.kind == "yes_no":
            return "是" if value else "否"
        if self.kind == "money":
            return f"{yuan(int(value * 100))}{self.unit}"
        return f"{int(value):,}{self.unit}" if value.denominator == 1 else f"{plain(value)}{self.unit}"

    def for_rules(self, value: Stated) -> object:
        """The value as rules compare it: fen for money, true or false, whole numbers, lists."""
        if isinstance(value, tuple):
            called = dict(zip(self.options, self.codes or self.options, strict=True))
            known = [called[option] for option in value]
            return known[0] if self.kind == "choice" else known
        if self.kind == "yes_no":
            return bool(value)
        if self.kind == "money":
            return int(value * 100)
        if self.kind == "percent":
            return value / 100
        return int(value) if value.denominator == 1 else value
