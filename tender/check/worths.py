"""Weights of lots (需求权重): they must be read by the award rule that the book declares."""

from collections.abc import Iterator

from tender.book import Book, Combination
from tender.findings import Finding, error


def worths(book: Book) -> Iterator[Finding]:
    """An error where lots weigh differently and the award rule never compares sums of points."""
    rule = book.award
    if book.worths and not (isinstance(rule, Combination) and "points" in rule.objective):
        yield error(
            "book.worth_unread",
            "project.toml › lots › worth",
            "写了需求权重，定标规则却不按得分之和比较各标段，权重不起作用",
            "需求权重只用于以得分之和为目标的组合定标",
            "删除各标段的 worth，或改用组合定标并把 points 写入 objective",
        )
