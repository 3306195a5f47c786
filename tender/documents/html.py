"""The HTML writer (网页写入): the same blocks as one self-contained page.

Everything is inside the file: no script, no picture, no font, no address. Whatever a stranger
wrote is shown as text. Printed, it is the A4 page of ``style``; on a screen, a sheet of paper.
"""

from collections.abc import Iterable
from itertools import groupby

from tender.documents import style, templates
from tender.documents.blocks import BLANK, Block, Document, PageBreak, Table
from tender.documents.title import broken

# The digits and Latin letters of a page come from here, all other characters from the Chinese face:
# a Latin face named first would also take the quotation marks and dashes, which are half as wide there.
_LATIN = "hb-latin"


def write(document: Document) -> str:
    """The document as one HTML file; the same document gives the same text."""
    kinds = {
        "title": style.TITLE,
        "subtitle": style.SUBTITLE,
        "body": style.BODY,
        "article": style.ARTICLE,
        "caption": style.CAPTION,
        "cell": style.CELL,
        "cell-strong": style.CELL_STRONG,
        "note": style.NOTE,
    }
    kinds |= {f"h{level}": kind for level, kind in enumerate(style.HEADINGS, start=1)}
    return templates.page(
        "page.html.j2",
        document=document,
        title=broken(document.title),
        sheets=_sheets(document.blocks),
        rules={name: _rule(kind) for name, kind in kinds.items()},
        sheet=style.A4,
        indent=style.INDENT,
        latin=(_LATIN, style.LATIN),
        page_number=_rule(style.PAGE_NUMBER),
        blank=BLANK,
        shares=_shares,
    )


def _sheets(blocks: Iterable[Block]) -> list[list[tuple[str, Block]]]:
    """The blocks between page breaks, each with the name of its kind; never an empty list of sheets."""
    broken = groupby(blocks, key=lambda block: isinstance(block, PageBreak))
    sheets = [[(type(block).__name__, block) for block in run] for is_break, run in broken if not is_break]
    return sheets or [[]]


def _shares(table: Table) -> list[str]:
    """The widths of the columns as CSS percentages."""
    total = sum(column.width for column in table.columns)
    return [f"{column.width * 100 / total:.3f}%" for column in table.columns]


def _rule(kind: style.Type) -> str:
    """The CSS of one kind of type; sizes hang on ``--pt`` so that a narrow screen can shrink all at once."""
    names = ", ".join(f"'{name}'" for name in (_LATIN, kind.face.name, *kind.face.fallbacks))
    return (
        f"font-family: {names}, serif; font-size: calc({kind.size / 2:g} * var(--pt)); "
        f"line-height: {kind.line * 2 / kind.size / style.TWIPS_PER_POINT:.3f}; "
        f"font-weight: {'bold' if kind.bold else 'normal'}; color: #{kind.color}; "
        f"letter-spacing: calc({kind.spacing / style.TWIPS_PER_POINT:g} * var(--pt));"
    )
