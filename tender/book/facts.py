"""Facts (响应事项): what a bidder states for a lot, or once for itself, with evidence.

A fact is declared once and read as a bid-form row, a gate (its minimum, or a rule of a
policy pack that speaks of its noun), an input of a scoring rule and, when ``promise`` is
set, a contract obligation assessed after award. A fact of kind ``list`` is a table of its
own: see ``listed``.
"""

from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from scoring.exact import plain, yuan
from tender.book.kinds import Key, Noun, Points, Text, Whole
from tender.book.listed import ListColumn
from tender.rows import ListRow, row_json

Path = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.[A-Za-z0-9_]+)+$")]
"""An attribute of a noun that rules speak of, such as ``staff.full_time``."""

Stated = Fraction | tuple[str, ...] | tuple[ListRow, ...]
"""A fact's value: a figure (yuan for money, 1 or 0 for yes and no), the options chosen, or rows."""


class Fact(Noun):
    """One thing asked of every bid in every lot, or with ``scope`` operator once of every bidder.

    ``noun`` names the attribute under which rules of policy packs find it; ``lots`` limits
    it to some lots. ``codes`` are what rules call the ``options``, in the same order; without
    them rules read the options themselves. A ``percent`` is typed as 20 and rules read 1/5.

    A list has ``columns``, up to ``rows`` lines in the form, and ``unique`` columns that make
    two rows one person or contract. ``proven`` demands the proof: a figure without one earns
    nothing. ``at_most`` is where a figure stops being plausible and is asked about.
    ``by`` says who states it: what staff look up (``purchaser``) is not asked in the form.
    """

    id: Key
    name: Text
    unit: Text
    kind: Literal["whole", "decimal", "percent", "money", "yes_no", "choice", "choices", "list"]
    evidence: Text
    options: tuple[Text, ...] = ()
    codes: tuple[Text, ...] = ()
    scope: Literal["lot", "operator"] = "lot"
    lots: tuple[Key, ...] = ()
    noun: Path | None = None
    promise: bool = False
    required: bool = True
    proven: bool = False
    at_most: Points | None = None
    by: Literal["bidder", "purchaser"] = "bidder"
    columns: tuple[ListColumn, ...] = ()
    unique: tuple[Key, ...] = ()
    rows: Annotated[Whole, Field(ge=1, le=200)] = 20

    @model_validator(mode="after")
    def _columns_as_asked(self) -> Self:
        if (self.kind == "list") != bool(self.columns):
            raise PydanticCustomError("fact_columns", "清单（list）应列出 columns，其他事项不列")
        ids = [column.id for column in self.columns]
        if len(set(ids)) < len(ids) or len({column.name for column in self.columns}) < len(ids):
            raise PydanticCustomError("fact_columns_twice", "清单各栏的 id 和名称不得重复")
        if not set(self.unique) <= set(ids):
            raise PydanticCustomError("fact_unique", "unique 应是清单中的栏目")
        return self

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

    @property
    def in_form(self) -> bool:
        """Whether the bidder states it in one cell of the form: no list, and nothing that staff look up."""
        return self.kind != "list" and self.by == "bidder"

    @property
    def column(self) -> dict[str, ListColumn]:
        """The columns of a list by id."""
        return {column.id: column for column in self.columns}

    @property
    def once_sentence(self) -> str:
        """The clause on rows that are one person or contract; empty where no column tells."""
        names = "、".join(self.column[key].name for key in self.unique)
        return f"{names}相同的只计一次，按其中得分最高的一条计。" if names else ""

    def show(self, value: Stated) -> str:
        """The value as people read it, with its unit; of a list, how many rows it has."""
        if self.kind == "list":
            return f"{len(value)}条" if isinstance(value, tuple) else ""
        if isinstance(value, tuple):
            return "、".join(str(option) for option in value) or "无"
        if self.kind == "yes_no":
            return "是" if value else "否"
        if self.kind == "money":
            return f"{yuan(int(value * 100))}{self.unit}"
        return f"{int(value):,}{self.unit}" if value.denominator == 1 else f"{plain(value)}{self.unit}"

    def for_rules(self, value: Stated) -> object:
        """The value as rules compare it: fen for money, true or false, whole numbers, lists."""
        if isinstance(value, tuple):
            if self.kind == "list":
                return [row_json(row) for row in value if not isinstance(row, str)]
            called = dict(zip(self.options, self.codes or self.options, strict=True))
            known = [called[option] for option in value if isinstance(option, str)]
            return known[0] if self.kind == "choice" else known
        if self.kind == "yes_no":
            return bool(value)
        if self.kind == "money":
            return int(value * 100)
        if self.kind == "percent":
            return value / 100
        return int(value) if value.denominator == 1 else value
