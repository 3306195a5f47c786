"""Decisions of people (人工决定): what no program may decide, written in ``decisions.toml``.

A file beside ``project.toml``, kept by the purchaser: bid files that are not opened, confirmed
price corrections, answers to gates that the program could not decide, facts established, the
panel's decisions on low prices, figures drawn, marks, answers and prices corrected after the
ranking, results of draws, choices among candidates, and the confirmation of an award that passes
over a lot's first-ranked bidder. Every entry names who, when and why. An operator is named as its
bid file is, whatever letters that name is written in.
"""

import pathlib
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import Field, Strict, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from tender.book.facts import Path
from tender.book.kinds import Key, Moment, Noun, Points, Positive, Text, Whole, Yuan
from tender.book.shape import shape_findings
from tender.book.toml_text import TomlError, load_toml
from tender.findings import Answer, Finding, error

FILE = "decisions.toml"


class Signed(Noun):
    """Whatever a person decides: by whom, when and why."""

    by: Text
    at: Moment
    why: Text


class Answered(Signed):
    """An answer about one bid in one lot."""

    operator: Text
    lot: Key
    answer: Literal["pass", "fail"]

    @property
    def decided(self) -> Answer:
        """The answer as the three-valued word."""
        return Answer(self.answer)


class Corrected(Signed):
    """A change of what a ranking was made of, about one bid in one lot.

    ``after_signature`` says that the report was signed; then ``reported`` tells how the
    finance department was told in writing, or that the result did not change.
    """

    operator: Text
    lot: Key
    after_signature: Annotated[bool, Strict()] = False
    reported: Text | None = None


class SetAside(Signed):
    """One bid file that is not opened (不予开启), and the rule id where the file could be read.

    ``sha256``, where it is written, holds the decision to the very file that was looked at.
    """

    file: Text
    sha256: Text | None = None
    article: Text | None = None


class PriceConfirmed(Signed):
    """A bidder confirmed in writing the price as corrected (修正后报价的书面确认)."""

    operator: Text
    lot: Key
    price_fen: Yuan = Field(alias="price_yuan")


class GateDecided(Answered):
    """A person's answer to one gate, overruling the program's (资格、符合性结论)."""

    gate: Key


class LowPriceDecided(Answered):
    """The panel's decision on a price under review (异常低价审查结论): reasonable, or not proved so.

    ``asked_at`` is when the bidder was asked to explain, ``answered_at`` when it did, if it did.
    ``papers`` are what was archived: the explanation, its proof, the panel's search history.
    """

    asked_at: Moment
    answered_at: Moment | None = None
    papers: tuple[Literal["explanation", "proof", "search_history"], ...] | None = None


class FigureDrawn(Signed):
    """A factor of a price rule drawn in public at opening (抽取的系数); without a lot for all lots."""

    name: Text
    lot: Key | None = None
    value: Positive


class Noted(Signed):
    """What the purchaser established about a bidder (核实情况): a vote, a grade, a debarment.

    ``noun`` is the attribute that rules read, such as ``vote.yes``; without a lot it holds
    for all the bidder's lots.
    """

    operator: Text
    lot: Key | None = None
    noun: Path
    value: Any

    def about(self, operator: str, lot: str) -> bool:
        """Whether it is about this operator's bid for this lot."""
        return self.operator == operator and self.lot in (None, lot)


class Established(Signed):
    """What staff looked up or verified of a bidder's facts (核实事项), in place of what its form states.

    Exactly one of: ``value``, ``options``, ``not_counted`` (rows of a list, from 1), ``no_proof``.
    Without a lot it holds for all the bidder's lots.
    """

    operator: Text
    lot: Key | None = None
    fact: Key
    value: Points | None = None
    options: tuple[Text, ...] | None = None
    not_counted: tuple[Annotated[Whole, Field(ge=1)], ...] = ()
    no_proof: Literal[True] | None = None

    @model_validator(mode="after")
    def _one_of_four(self) -> Self:
        said = (self.value is not None, self.options is not None, bool(self.not_counted), bool(self.no_proof))
        if sum(said) != 1:
            raise PydanticCustomError("established", "value、options、not_counted、no_proof 应写且只写一个")
        return self


class MarkCorrected(Corrected):
    """One locked mark corrected by the panel (更正评分), on one of the lawful grounds.

    ``item`` is the criterion's id, with its part where it has several. A bid that the ground
    ``qualification`` brought back has no marks yet: they are given on the same ground.
    """

    judge: Key
    item: Text
    mark: Points
    ground: Literal["sum", "range", "objective", "outlier", "qualification"]


class GateCorrected(Corrected):
    """A qualification judged wrongly and found after the ranking (资格性审查认定错误更正)."""

    gate: Key
    answer: Literal["pass", "fail"]


class PriceAmended(Corrected):
    """A price that does not add up, found after the ranking (报价算术错误更正); per year, as the bidder confirmed it.

    A bidder that does not confirm the price in writing has no valid bid (``confirmed`` false).
    """

    price_fen: Yuan = Field(alias="price_yuan")
    confirmed: Annotated[bool, Strict()]


class Drawn(Signed):
    """The result of a draw between equals (抽签结果): who was drawn for a lot."""

    lot: Key
    operator: Text


class Chosen(Signed):
    """Whom the purchaser chose among the candidates that the panel recommended for a lot (评定分离)."""

    lot: Key
    operator: Text


class DepartureConfirmed(Signed):
    """The purchaser confirms that a declared rule passes over first-ranked bidders."""

    lots: tuple[Key, ...] = Field(min_length=1)


class Decisions(Noun):
    """All decisions of a project; an absent file is an empty one."""

    format: Literal["hengbiao/decisions/1"] = "hengbiao/decisions/1"
    set_aside: tuple[SetAside, ...] = ()
    price_confirmed: tuple[PriceConfirmed, ...] = ()
    gate_decided: tuple[GateDecided, ...] = ()
    low_price_decided: tuple[LowPriceDecided, ...] = ()
    figure_drawn: tuple[FigureDrawn, ...] = ()
    noted: tuple[Noted, ...] = ()
    established: tuple[Established, ...] = ()
    mark_corrected: tuple[MarkCorrected, ...] = ()
    gate_corrected: tuple[GateCorrected, ...] = ()
    price_amended: tuple[PriceAmended, ...] = ()
    drawn: tuple[Drawn, ...] = ()
    chosen: tuple[Chosen, ...] = ()
    departure_confirmed: DepartureConfirmed | None = None

    def low_prices(self, *, after: bool) -> tuple[LowPriceDecided, ...]:
        """The panel's decisions on low prices after a correction set their lot's result aside, or before."""
        first: dict[str, datetime] = {}
        corrected: list[Corrected] = [*self.gate_corrected, *self.price_amended]
        for entry in corrected:
            first[entry.lot] = min(entry.at, first.get(entry.lot, entry.at))
        return tuple(d for d in self.low_price_decided if (d.lot in first and d.at >= first[d.lot]) is after)


def read_decisions(project: pathlib.Path) -> tuple[Decisions, tuple[Finding, ...]]:
    """The decisions in folder ``project``, or none with every mistake of shape."""
    path = project / FILE
    if not path.exists():
        return Decisions(), ()
    try:
        data = load_toml(path.read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError, TomlError) as wrong:
        why = str(wrong) if isinstance(wrong, TomlError) else "打不开，或不是 UTF-8 编码的文字"
        return Decisions(), (error("decisions.unreadable", FILE, why, "UTF-8 编码的 TOML 文件"),)
    try:
        return Decisions.model_validate(data), ()
    except ValidationError as wrong:
        return Decisions(), shape_findings(FILE, "decisions", wrong, data)
