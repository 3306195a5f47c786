"""Findings (检查意见) and the three answers: what a person must know, as values.

An official's mistake is a Finding, collected with all others and shown at once, in
Chinese. A programmer's mistake is an exception. Nothing that produced a finding of
level error goes on to the next step.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import Enum


class Level(Enum):
    """How much a finding weighs; only ERROR stops the next step."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def word(self) -> str:
        """The word an official reads."""
        return {"error": "错误", "warning": "警告", "note": "提示"}[self.value]


class Answer(Enum):
    """The three answers of a check; a missing input is never a pass."""

    PASS = "pass"
    FAIL = "fail"
    CANNOT_DECIDE = "cannot_decide"

    @property
    def word(self) -> str:
        """The word an official reads."""
        return {"pass": "通过", "fail": "不通过", "cannot_decide": "无法判定"}[self.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend or to know: where, what is, what should be, by which article, how.

    ``where`` reads from the outside in: ``bids/甲.xlsx › 开标一览 › C5`` or
    ``project.toml › lots › L1 › ceiling_yuan``. ``code`` is for machines and tests.
    """

    level: Level
    code: str
    where: str
    what: str
    expected: str = ""
    mend: str = ""
    article: str = ""

    def to_json(self) -> dict[str, str]:
        """The finding as plain JSON, level by its machine name."""
        return {**asdict(self), "level": self.level.value}


def error(code: str, where: str, what: str, expected: str = "", mend: str = "", article: str = "") -> Finding:
    """A finding that stops the next step."""
    return Finding(Level.ERROR, code, where, what, expected, mend, article)


def warning(
    code: str, where: str, what: str, expected: str = "", mend: str = "", article: str = ""
) -> Finding:
    """A finding that a person must weigh, yet may overrule."""
    return Finding(Level.WARNING, code, where, what, expected, mend, article)


def note(code: str, where: str, what: str, expected: str = "", mend: str = "", article: str = "") -> Finding:
    """A finding that only informs."""
    return Finding(Level.NOTE, code, where, what, expected, mend, article)


def has_error(findings: Iterable[Finding]) -> bool:
    """Whether anything stops the next step."""
    return any(f.level is Level.ERROR for f in findings)
