"""The state (现状) of a project: what its record says is true now, as frozen values.

Every value names the number of the event that made it so, ``seq``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from tender.findings import Answer, Finding
from tender.record.kinds import Kind

Key = tuple[str, ...]
"""What an event speaks of: the operator, the lot, the judge … that identify it within its kind."""


class Step(Enum):
    """The step a project is in."""

    DRAFTING = "drafting"
    PUBLISHED = "published"
    REVIEW = "review"
    AWARD = "award"
    NOTICE = "notice"

    @property
    def word(self) -> str:
        """The word an official reads."""
        return {
            "drafting": "编制",
            "published": "发布",
            "review": "评审",
            "award": "定标",
            "notice": "公告",
        }[self.value]


@dataclass(frozen=True, slots=True)
class OpenedBid:
    """One operator's bid as opened; ``bid`` is what the file said, for all its lots."""

    seq: int
    operator: str
    file: str
    sha256: str
    bid: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A bid file that was not opened, by whom, why and by which rule id; ``legible`` when it could be read."""

    seq: int
    file: str
    sha256: str
    legible: bool
    who: str
    why: str
    article: str


@dataclass(frozen=True, slots=True)
class PriceCorrection:
    """A price corrected by the panel, in fen; ``confirmed`` by the bidder or not."""

    seq: int
    operator: str
    lot: str
    from_fen: int
    to_fen: int
    confirmed: bool


@dataclass(frozen=True, slots=True)
class NotedFact:
    """One attribute of a noun that the purchaser told after publication: who, when and why."""

    seq: int
    noun: str
    record: str
    attribute: str
    value: str
    who: str
    at: str
    why: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One answer of a gate (资格条件、符合性审查) on one bid in one lot, who gave it and why.

    ``more`` is what else the event tells: of a low price the times and the papers archived.
    """

    seq: int
    operator: str
    lot: str
    gate: str
    answer: Answer
    who: str
    why: str
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Marks:
    """One judge's sheet for one lot: operator → item → mark as text."""

    seq: int
    judge: str
    lot: str
    marks: Mapping[str, Mapping[str, str]]
    reasons: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction: what it replaced, who, when, why, and on which lawful ground.

    ``was`` are the marks, the answer or the price before, None where there was none or the
    correction was of something else. ``after_signature`` says that the report had been signed,
    ``reported`` how the finance department was told.
    """

    seq: int
    kind: Kind
    subject: Key
    was: Marks | Decision | PriceCorrection | None
    data: Mapping[str, Any]
    who: str
    at: str
    why: str
    ground: str
    after_signature: bool
    reported: str


@dataclass(frozen=True, slots=True)
class Result:
    """The computed ranking of one lot, first is best."""

    seq: int
    lot: str
    ranking: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Awarded:
    """One lot's winner; price in fen, points as decimal text or None where none are given."""

    lot: str
    operator: str
    price_fen: int
    points: str | None


@dataclass(frozen=True, slots=True)
class Award:
    """Who gets what, when decided, by which declared rule; ``plan`` is the allocation's own account."""

    seq: int
    at: str
    awards: tuple[Awarded, ...]
    plan: Any
    rule: Any


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as issued: its kind and the hash of its text."""

    seq: int
    at: str
    kind: str
    sha256: str


@dataclass(frozen=True, slots=True)
class State:
    """All that holds after an event.

    ``ranked`` are the lots whose result was ever computed: from then on what led to it
    changes only by correction, even while a correction has set ``results`` aside.
    ``figures`` are the factors drawn, by lot and name, as decimal text.
    ``in_force`` says which event number now stands for which matter. ``findings`` tells
    what the fold refused; a refused event has no effect.
    """

    book_sha256: str = ""
    book: str = ""
    register: str = ""
    packs: Mapping[str, str] = field(default_factory=dict)
    bids: Mapping[str, OpenedBid] = field(default_factory=dict)
    set_aside: Mapping[str, SetAside] = field(default_factory=dict)
    price_corrections: Mapping[tuple[str, str], PriceCorrection] = field(default_factory=dict)
    noted: Mapping[Key, NotedFact] = field(default_factory=dict)
    figures: Mapping[tuple[str, str], str] = field(default_factory=dict)
    decisions: Mapping[tuple[str, str, str], Decision] = field(default_factory=dict)
    established: Mapping[tuple[str, str, str], Mapping[str, Any]] = field(default_factory=dict)
    marks: Mapping[tuple[str, str], Marks] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    results: Mapping[str, Result] = field(default_factory=dict)
    ranked: frozenset[str] = frozenset()
    award: Award | None = None
    notices: tuple[Notice, ...] = ()
    corrections: tuple[Correction, ...] = ()
    in_force: Mapping[int, tuple[Kind, Key]] = field(default_factory=dict)
    last_at: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def step(self) -> Step:
        """The step the project is in; a correction may lead back to review."""
        if self.award is not None:
            told = any(notice.seq > self.award.seq for notice in self.notices)
            return Step.NOTICE if told else Step.AWARD
        if self.bids:
            return Step.REVIEW
        return Step.PUBLISHED if self.book_sha256 else Step.DRAFTING

    def judges(self, lot: str) -> tuple[str, ...]:
        """Who has submitted marks for ``lot``, sorted."""
        return tuple(sorted(judge for judge, marked in self.marks if marked == lot))
