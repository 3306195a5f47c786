"""Package offers in a form (合并优惠的开启): what a bidder stated, and what is wrong with it.

A package that cannot count is told and kept, so that the papers can say why; the bidder's
single prices stand without it.
"""

import re
from collections.abc import Iterator, Mapping

from tender.bids import PackageBid
from tender.book import Book, Combination
from tender.documents.workbook.cells import squeezed
from tender.documents.workbook.filled import Filled, FilledRow
from tender.findings import Finding, warning
from tender.forms.packages import LOTS, PACKAGES, PRICE
from tender.packages import judged

_BETWEEN = re.compile(r"[、，,；;＋+和及\s]+")


def packages_of(filled: Filled) -> tuple[PackageBid, ...]:
    """The packages as stated, in the order of the form."""
    return tuple(one for _, one in _stated(filled))


def _stated(filled: Filled) -> Iterator[tuple[FilledRow, PackageBid]]:
    """Each row that names lots and a price; what is missing in the others was told when they were read."""
    for row in filled.rows(PACKAGES):
        said, price = row[LOTS], row[PRICE]
        if isinstance(said, str) and isinstance(price, int):
            yield row, PackageBid(_lots(said), price)


def _lots(said: str) -> tuple[str, ...]:
    """The lots as written, however they are set apart."""
    words = (squeezed(word).removeprefix("标段") for word in _BETWEEN.split(said))
    return tuple(word for word in words if word)


def package_findings(
    filled: Filled, book: Book, operator: str, prices: Mapping[str, int]
) -> Iterator[Finding]:
    """Each package that will not count beside the bidder's single ``prices`` in fen, with the reason."""
    if not isinstance(book.award, Combination):
        return
    rows = [row for row, _ in _stated(filled)]
    found = judged(book, book.award, operator, packages_of(filled), prices)
    for row, one in zip(rows, found, strict=True):
        if one.fault:
            yield warning(
                "bid.package_void",
                f"{filled.label} › {PACKAGES} › {row.cells[LOTS].reference}",
                one.fault,
                "两个以上均单独报价的可合并标段，合并报价低于单独报价之和，也不超过最高限价之和",
                "此项合并优惠不计，单独报价不受影响；截止后不得补正",
                (book.packages.article or "") if book.packages else "",
            )
