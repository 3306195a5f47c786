"""Public notice of a result before contracts (公示): does it end in time, however it is counted?

A text may ask for a notice before signing without saying how long, or in which days. The
length is asked for; natural and working days are both computed, and a clash is a finding.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from tender.calendar import Unpublished, add_working_days, unpublished
from tender.documents.wording import date_zh
from tender.findings import Finding, error, warning

WHERE = "公示"


@dataclass(frozen=True, slots=True)
class Publicity:
    """The last day of the notice in natural days and, where it is known, in working days."""

    natural: date
    working: date | None
    findings: tuple[Finding, ...]


def publicity(decided: date, days: int, entry: date, article: str = "") -> Publicity:
    """A notice of ``days`` that begins on the day after ``decided``; contracts and entry follow.

    Contracts are signed after the last day, and no later than the day of entry: an error when
    even natural days leave no day for it, a warning when working days do not.
    """
    natural = decided + timedelta(days)
    counted = add_working_days(decided, days)
    findings: list[Finding] = []
    working = None if isinstance(counted, Unpublished) else counted.value
    if natural >= entry:
        findings.append(_clash(error, "自然日", natural, entry, article))
    elif isinstance(counted, Unpublished):
        findings.append(unpublished(counted.year, WHERE, "按工作日计算的公示截止日"))
    elif counted.value >= entry:
        findings.append(_clash(warning, "工作日", counted.value, entry, article))
    return Publicity(natural, working, tuple(findings))


def _clash(finding: Callable[..., Finding], kind: str, last: date, entry: date, article: str) -> Finding:
    return finding(
        "schedule.publicity",
        WHERE,
        f"按{kind}计算，公示至{date_zh(last)}，而{date_zh(entry)}进驻",
        "公示期满后签订合同，签订不晚于进驻",
        "提前确定结果、缩短公示期或者推迟进驻",
        article,
    )
