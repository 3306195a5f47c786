"""Policy packs (政策包): what official texts say, as dated data with their article.

One TOML file in ``tender/policies/``, or in ``policies/`` of a project's folder, is one
official text. A provision restates a rule in our words and carries its own dates, article,
force, and the day a person last compared it with the text. Silence and contradiction are
errors: ``Policies.on`` raises when no provision, or more than one, is in force on a day.
"""

import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from tender.policy.expression import Expression
from tender.policy.reason import Reason
from tender.policy.schema import schema
from tender.policy.strict import Strictness

Force = Literal["must", "forbidden", "in_principle", "encouraged", "derived", "context"]
Kind = Literal[
    "clause",
    "qualification",
    "criterion",
    "constraint",
    "contract",
    "assessment",
    "exit",
    "calendar",
    "notice",
    "context",
]
Status = Literal["in_force", "trial", "draft", "template", "report", "case_study"]

STATUS_WORDS = {
    "in_force": "现行有效",
    "trial": "试行",
    "draft": "征求意见稿",
    "template": "示范文本",
    "report": "参考报道",
    "case_study": "案例材料",
}


class PolicyError(LookupError):
    """No provision, or more than one, answers for a rule id on a day."""


class Provision(BaseModel):
    """One rule of one text: ``value`` in ``unit`` where it has a figure, else only words.

    ``expression`` is what a machine can check, over the nouns of ``nouns.toml``: true means
    that the rule is respected or, where it ``fires``, that the exit trigger has happened.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    article: str
    says: str
    force: Force
    kind: tuple[Kind, ...] = Field(min_length=1)
    checked: date
    expression: str = ""
    fires: bool = False
    value: int | Decimal | None = None
    unit: str = ""
    stricter: Strictness = "none"
    since: date | None = None
    until: date | None = None
    instrument: str = ""
    status: Status = "in_force"

    @field_validator("expression")
    @classmethod
    def _of_the_language(cls, text: str) -> str:
        for path in sorted(Expression(text).names()) if text else ():  # ExpressionError is a ValueError
            noun, _, attribute = path.partition(".")
            known = schema()[noun].attributes if noun in schema() else None
            if known is None or (attribute and attribute.partition(".")[0] not in known):
                raise ValueError(f"{path} is no attribute of nouns.toml")
        return text

    @property
    def number(self) -> Fraction:
        """The figure, exact; raises PolicyError for a provision that has none."""
        if self.value is None:
            raise PolicyError(f"{self.id} holds no figure")
        return Fraction(self.value)

    @property
    def cite(self) -> str:
        """The source as officials cite it: instrument and article."""
        return f"{self.instrument}{self.article}"

    def covers(self, day: date) -> bool:
        """Whether the provision is in force on ``day``; an unstated bound is open."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


Value = int | Decimal | str | bool | date | list[Any] | dict[str, Any]
"""What a parameter may hold, as TOML has it."""


class Parameter(BaseModel):
    """A figure or choice that the text leaves open; without a value it must be asked for.

    ``stricter`` says which way a lower layer may change it, ``choices`` all it may be (from
    the loosest to the strictest where it is ``ranked``). ``noun`` is the attribute that it
    fills, such as ``pack.negative_list``: rules that read the attribute read the parameter.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    says: str
    unit: str = ""
    article: str = ""
    value: Value | None = None
    stricter: Strictness = "none"
    choices: tuple[str | int | bool, ...] = ()
    noun: str = ""

    @field_validator("noun")
    @classmethod
    def _of_the_schema(cls, path: str) -> str:
        noun, _, attribute = path.partition(".")
        if path and (noun not in FILLED or attribute not in schema()[noun].attributes):
            raise ValueError(f"{path} is no attribute that a parameter fills")
        return path


FILLED = ("pack", "project")
"""Nouns whose attributes a parameter may fill."""


class Drop(Reason):
    """A rule of the upper layer that a pack sets aside, and by which article of its own."""

    rule: str
    article: str


class Pack(BaseModel):
    """One official text with its provisions, the facts it states, and what it leaves open.

    ``facts`` are attributes of the noun ``pack``: lists, themes, categories; ``stricter`` says
    which way a lower layer may change one. ``refines`` names the pack of the layer above.
    ``procurement`` marks a text that binds government procurement and nothing else.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal["hengbiao/policy/1"]
    id: str
    title: str
    instrument: str
    short: str
    level: Literal["national", "city", "district", "street"]
    status: Status
    refines: str = ""
    procurement: bool = False
    since: date | None = None
    facts: dict[str, Any] = Field(default_factory=dict)
    stricter: dict[str, Strictness] = Field(default_factory=dict)
    drops: Annotated[tuple[Drop, ...], Field(alias="drop")] = ()
    parameters: Annotated[tuple[Parameter, ...], Field(alias="parameter")] = ()
    provisions: Annotated[tuple[Provision, ...], Field(alias="provision")]

    def filled(self, row: Provision) -> Provision:
        """``row`` with the instrument, the first day and the status that it takes from the head."""
        return row.model_copy(
            update={
                "instrument": row.instrument or self.instrument,
                "since": row.since or self.since,
                "status": row.status if row.status != "in_force" else self.status,
            }
        )


class Policies:
    """All packs, looked up by rule id and day.

    ``chain`` names packs from the nearest layer upward: a row of a nearer one stands in the
    place of a row of the same id further up. ``effective`` is the nearest pack with all that
    it takes over from above; it is what ``packs`` holds under its id.
    """

    def __init__(
        self, packs: Iterable[Pack], chain: Sequence[str] = (), effective: Pack | None = None
    ) -> None:
        given = list(packs)
        self.packs = {pack.id: pack for pack in given}
        if len(self.packs) < len(given):
            raise PolicyError(f"two packs of one id among {', '.join(pack.id for pack in given)}")
        self.chain = tuple(chain)
        self._rules: dict[str, list[tuple[int, Provision]]] = {}
        self._short: dict[tuple[str, int], str] = {}
        self._procurement: set[str] = set()
        for pack in given:
            distance = self.chain.index(pack.id) if pack.id in self.chain else len(self.chain)
            for row in pack.provisions:
                self._rules.setdefault(row.id, []).append((distance, pack.filled(row)))
                self._short[row.id, distance] = pack.short
                if pack.procurement:
                    self._procurement.add(row.id)
        if effective is not None:
            self.packs[effective.id] = effective

    def knows(self, rule: str) -> bool:
        """Whether any pack, on any day, holds this rule id."""
        return rule in self._rules

    def procurement(self, rule: str) -> bool:
        """Whether this rule id is one of government procurement law."""
        return rule in self._procurement

    def on(self, rule: str, day: date) -> Provision:
        """The one provision for ``rule`` in force on ``day``, of the nearest layer that has one.

        Raises PolicyError, naming all candidates, when there is none or more than one.
        """
        covering = [(near, p) for near, p in self._rules.get(rule, ()) if p.covers(day)]
        nearest = min((near for near, _ in covering), default=0)
        found = [p for near, p in covering if near == nearest]
        if len(found) != 1:
            named = ", ".join(p.cite for p in found) or "none"
            raise PolicyError(f"{rule} on {day}: expected exactly one provision in force, found {named}")
        return found[0]

    def holds(self, rule: str, day: date) -> bool:
        """Whether exactly one provision answers for ``rule`` on ``day``."""
        try:
            self.on(rule, day)
        except PolicyError:
            return False
        return True

    def caution(self, pack: str) -> str:
        """What every paper says when the rules of ``pack`` are only a draft or a report; empty otherwise."""
        found = self.packs.get(pack)
        if found is not None and found.status == "report":
            return f"本项目参照的{found.instrument}不是规定，不作为现行依据，仅供参考。"
        if found is None or found.status != "draft":
            return ""
        draft = STATUS_WORDS[found.status]
        return f"本项目参照的{found.instrument}为{draft}，尚未施行，不作为现行依据，仅供试行。"

    def cite(self, *rules: str) -> str:
        """Rule ids as one citation, articles gathered under the short name of their text.

        An id that no pack holds stands for itself, so that it is seen.
        """
        articles: dict[str, list[str]] = {}
        for rule in rules:
            found = self._rules.get(rule)
            near, row = min(found, key=lambda one: one[0]) if found else (0, None)
            short, article = (self._short[rule, near], row.article) if row else (rule, "")
            gathered = articles.setdefault(short, [])
            gathered += [article] if article and article not in gathered else []
        return "；".join(short + "、".join(gathered) for short, gathered in articles.items())

    def dated(self, rule: str) -> str:
        """The citation of one rule with the first day of every version; what no pack holds stays itself."""
        days = [p.since.isoformat() for _, p in self._rules.get(rule, ()) if p.since]
        return self.cite(rule) + (f"（{'、'.join(days)}起施行）" if days else "")


def parse_pack(name: str, text: str) -> Pack:
    """The pack written in ``text``; raises PolicyError naming file, row and what is wrong."""
    data: dict[str, Any] = {}
    try:
        data = tomllib.loads(text, parse_float=Decimal)
        return Pack.model_validate(data)
    except tomllib.TOMLDecodeError as wrong:
        raise PolicyError(f"{name}: {wrong}") from wrong
    except ValidationError as wrong:
        found = [f"{_place(e['loc'], data)}: {e['msg']}" for e in wrong.errors(include_url=False)]
        raise PolicyError("\n".join([f"{name} is no policy pack", *found])) from wrong


def _place(steps: Sequence[str | int], data: Any) -> str:
    """A path into ``data``, rows of a list by their id or key."""
    named = []
    for step in steps:
        try:
            data = data[step]
        except (LookupError, TypeError):
            data = None
        row = data if isinstance(step, int) and isinstance(data, dict) else {}
        named.append(str(row.get("id") or row.get("key") or step))
    return " › ".join(named)


@cache
def policies() -> Policies:
    """The packs that come with the product."""
    folder = files("tender") / "policies"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return Policies([parse_pack(name, (folder / name).read_text(encoding="utf-8")) for name in names])
