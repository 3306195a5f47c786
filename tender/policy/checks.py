"""Checks of the law (法规检查项): what holds for every procurement, and where each of them acts.

``checks.toml`` has one row for each. Articles and figures stand in the packs alone; a row
names the provisions it rests on and what carries it out.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tender.policy.pack import Force, Policies, PolicyError, Provision
from tender.policy.stages import Stage, stage_of

Confidence = Literal["high", "medium", "low"]
Place = Literal["gate", "factor", "lot", "contract"]

CONFIDENCE_WORDS: Mapping[Confidence, str] = {"high": "高", "medium": "中", "low": "低"}

_PRINTED = re.compile(r"\{([A-Za-z0-9-]+)\}")
_READ = re.compile(r"law\.figure\('([^']+)'\)")


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Check(_Row):
    """One check: ``rests`` are provision ids, the first is the one that findings cite.

    At least one of ``expression``, ``findings``, ``steps`` and ``held`` says how it acts;
    what is ``held`` by the make of the program names the ``tests`` that show it.
    """

    id: str
    says: str
    rests: tuple[str, ...] = Field(min_length=1)
    force: Force
    confidence: Confidence
    acts: Stage | None = None
    expression: str = ""
    findings: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _acts_somewhere(self) -> Self:
        if not (self.expression or self.findings or self.steps or self.held):
            raise ValueError(f"{self.id} acts nowhere")
        if bool(self.held) != bool(self.tests):
            raise ValueError(f"{self.id}: what is held has tests, and tests show what is held")
        if self.acts is None and not self.expression:
            raise ValueError(f"{self.id} does not say at which step it acts")
        stray = {*self.figures, *_PRINTED.findall(self.says)} - set(self.rests)
        if stray:
            raise ValueError(f"{self.id} reads {', '.join(sorted(stray))} and does not rest on it")
        return self

    @property
    def figures(self) -> tuple[str, ...]:
        """The provisions whose figures the expression reads."""
        return tuple(dict.fromkeys(_READ.findall(self.expression)))

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The steps at which it acts: the one it names, and the one at which its nouns are known."""
        asked = (stage_of(_provision(self, self.says)),) if self.expression else ()
        return tuple(dict.fromkeys((*((self.acts,) if self.acts else ()), *asked)))

    def said(self, packs: Policies, day: date) -> str:
        """What is checked, with the figures in force on ``day``."""
        return _PRINTED.sub(lambda found: _figure(packs, found[1], day), self.says)

    def rule(self, packs: Policies, day: date) -> Provision:
        """The check as a rule that can be answered like those of a pack."""
        return _provision(self, self.said(packs, day))

    def basis(self, packs: Policies, day: date, unlike: str = "") -> str:
        """The first provision it rests on that is in force on ``day``; empty when none is.

        Rules whose id begins with ``unlike`` come last: those of the other method.
        """
        ours = sorted(self.rests, key=lambda rule: bool(unlike) and rule.startswith(unlike))
        return next((rule for rule in ours if packs.holds(rule, day)), "")


class Words(_Row):
    """Words of the book's own text that a person must weigh, and the provision they may offend."""

    check: str
    law: str
    says: str
    places: Annotated[tuple[Place, ...], Field(alias="in", min_length=1)]
    pattern: str

    def found(self, text: str) -> str:
        """The first words of ``text`` that match; empty when none do."""
        hit = re.search(self.pattern, text)
        return hit.group() if hit else ""


class Conflict(_Row):
    """A rule of a policy system that collides with a provision of law."""

    rule: str
    check: str
    law: str
    says: str


class Checks(_Row):
    """Everything ``checks.toml`` holds."""

    checks: Annotated[tuple[Check, ...], Field(alias="check")]
    words: tuple[Words, ...]
    conflicts: Annotated[tuple[Conflict, ...], Field(alias="conflict")]


@cache
def checks() -> Checks:
    """The checks that come with the product; raises ValidationError for a row that is none."""
    text = (files("tender") / "policy" / "checks.toml").read_text(encoding="utf-8")
    return Checks.model_validate(tomllib.loads(text))


def _provision(check: Check, says: str) -> Provision:
    return Provision(
        id=check.id,
        article="",
        says=says,
        force=check.force,
        kind=("clause",),
        checked=date.min,
        expression=check.expression,
    )


def _figure(packs: Policies, rule: str, day: date) -> str:
    """A provision's figure with its unit; a mark where none is in force."""
    try:
        found = packs.on(rule, day)
    except PolicyError:
        return "（当日没有规定）"
    value, unit = found.value, found.unit
    return f"{value}个{unit}" if unit == "工作日" else f"{value}{unit}"
