"""Package offers in the bid form (合并优惠表): the lots that a bidder joins at one price, if any."""

from tender.book import Book, Combination
from tender.documents.workbook.kinds import Money, Text
from tender.documents.workbook.sheet import Column, Sheet

PACKAGES = "合并优惠"
LOTS, PRICE = "lots", "price"


def package_sheets(book: Book) -> tuple[Sheet, ...]:
    """The sheet of package offers, where the book's award rule knows any."""
    rule = book.award
    if not isinstance(rule, Combination) or rule.packages is None:
        return ()
    paid = [lot.id for lot in book.paid_lots]
    example = "、".join(rule.packages.joinable(paid)[:2])
    columns = (
        Column(LOTS, "所含标段", 36, Text(300)),
        Column(PRICE, "合并报价（元/年）", 22, Money(minimum=1)),
    )
    notes = (
        f"没有合并优惠的不填。所含标段写编号，用顿号隔开，例如：{example}；合并报价是这些标段全部由贵单位承接时的含税年度总价。",
        rule.packages.sentence(book.terms, paid, rule.max_lots_per_operator),
    )
    sheet = Sheet(
        PACKAGES,
        "合并优惠表",
        columns,
        (LOTS,),
        blank_rows=rule.packages.max_offers,
        notes=notes,
        repeats=True,
    )
    return (sheet,)
