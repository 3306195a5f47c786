"""Do the days of the book stand in order? (日期检查)."""

from collections.abc import Iterator
from itertools import pairwise

from tender.book import Book
from tender.findings import Finding, error


def dates(book: Book) -> Iterator[Finding]:
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
                f"{later} {second.isoformat()} 早于 {earlier} {first.isoformat()}",
                "日期应依次不早于前一步",
            )
    if d.evaluation < d.bid_deadline:
        yield error(
            "book.date_order",
            "project.toml › dates › evaluation",
            "评审时间早于提交截止时间",
            "评审时间不早于提交截止时间",
        )
