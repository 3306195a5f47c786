"""Do the days of the book stand in order, and within every statutory deadline? (日期检查)."""

from collections.abc import Iterator
from itertools import pairwise

from tender.book import Book
from tender.documents.wording import date_zh
from tender.findings import Finding, error
from tender.policy import Policies
from tender.schedule import schedule
from tender.schedule.steps import FIELDS

NAMES = {**FIELDS, "service_from": "服务开始日期", "service_until": "服务结束日期"}
_SAID_BY_LAW = "schedule.not_procurement"
"""``law.selection`` already tells that no period of procurement law applies."""


def dates(book: Book, packs: Policies) -> Iterator[Finding]:
    """Days out of order; for those in order, what the statutory calendar says against them."""
    wrong = list(_order(book))
    yield from wrong
    told = {finding.where for finding in wrong}
    for finding in schedule(book, packs).findings:
        if finding.code != _SAID_BY_LAW and finding.where not in told:
            yield finding


def _order(book: Book) -> Iterator[Finding]:
    """Each day not before the one it follows, and the evaluation not before the deadline."""
    d = book.dates
    steps = [
        ("publish", d.publish),
        ("questions_until", d.questions_until),
        ("bid_deadline", d.bid_deadline.date()),
        ("evaluation", d.evaluation.date()),
        ("result", d.result),
        ("service_from", d.service_from),
        ("service_until", d.service_until),
    ]
    for (earlier, first), (later, second) in pairwise(steps):
        if second < first:
            yield error(
                "book.date_order",
                f"project.toml › dates › {later}",
                f"{NAMES[later]}{date_zh(second)}，早于{NAMES[earlier]}{date_zh(first)}",
                "日期应依次不早于前一步",
                f"将{NAMES[later]}改到{date_zh(first)}或以后",
            )
    if d.bid_deadline.date() == d.evaluation.date() and d.evaluation < d.bid_deadline:
        yield error(
            "book.date_order",
            "project.toml › dates › evaluation",
            f"评审时间{d.evaluation:%H:%M}，早于提交截止时间{d.bid_deadline:%H:%M}",
            "评审时间不早于提交截止时间",
            "推迟评审时间",
        )
