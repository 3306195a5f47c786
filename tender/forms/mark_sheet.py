"""The mark sheet (评分表): what one judge fills in, for every lot and bidder to be judged."""

from collections.abc import Mapping, Sequence

from scoring.exact import plain
from tender.book import Book, Criterion, Judge, Lot
from tender.book.rules import MarkItem
from tender.documents.workbook.kinds import Choice, Number, Text
from tender.documents.workbook.sheet import Column, Row, Sheet, Workbook
from tender.policy import Policies, policies

MARKS = "评分"

Bidders = Mapping[str, Sequence[tuple[str, str]]]
"""Lot id → operators (id, name) whose bids are judged in it."""


def mark_key(lot: Lot, operator: str, criterion: Criterion, part: str = "") -> tuple[str, str, str]:
    """The key of one mark's row; ``part`` where a criterion asks for several marks."""
    return (lot.id, operator, f"{criterion.id}.{part}" if part else criterion.id)


def mark_sheet(
    book: Book,
    sha256: str,
    judge: Judge | None,
    bidders: Bidders | None,
    packs: Policies | None = None,
    former: Bidders | None = None,
) -> Workbook:
    """One judge's sheet for ``bidders``; without a judge, the blank specimen of the book.

    ``former`` bidders may stand on a sheet printed before they were rejected; their rows no longer count.
    """
    rows = _rows(book, bidders)
    columns = (
        Column("lot", "标段编号", 10, locked=True),
        Column("bidder", book.terms.bidder, 32, locked=True),
        Column("item", "评审因素", 14, locked=True),
        Column("rubric", "评分标准", 70, locked=True),
        Column("full", "最高评分", 10, locked=True),
        Column("weight", "折算满分", 10, locked=True),
        Column("mark", "评分", 10, Number()),
        Column("reason", "评分理由", 36, Text(500), required=False),
    )
    who = judge.name if judge else "（评委姓名）"
    sheet = Sheet(
        MARKS,
        f"{book.name}——评委评分表",
        columns,
        ("lot", "bidder", "item"),
        rows,
        former=_rows(book, former) if former else (),
        notes=(
            f"项目编号：{book.number}　　评委：{who}",
            "请独立评分，评分可保留两位小数；提交后汇总，不得协商评分。",
            *filter(None, ((packs or policies()).caution(book.regime),)),
        ),
        footer=("评委签字：　　　　　　　　　　　　日期：　　　　年　　月　　日",),
    )
    return Workbook("mark-sheet", "评委评分表", book.number, sha256, (sheet,), judge.id if judge else "")


def _rows(book: Book, bidders: Bidders | None) -> tuple[Row, ...]:
    return tuple(
        _row(lot, criterion, item, operator, name)
        for lot in book.lots
        for operator, name in (bidders.get(lot.id, ()) if bidders is not None else _blank_bidders(book))
        for criterion in book.criteria_of(lot)
        for item in criterion.mark_items(book.context(criterion, lot))
    )


def _blank_bidders(book: Book) -> tuple[tuple[str, str], ...]:
    """Placeholders on the blank sheet that goes out with the book, before anyone has bid."""
    who = "供应商" if book.method.procurement else book.terms.bidder
    return tuple((letter, f"（{who}{n}）") for letter, n in zip("ABC", "一二三", strict=True))


def _row(lot: Lot, criterion: Criterion, item: MarkItem, operator: str, name: str) -> Row:
    places = 0 if item.step and item.step.denominator == 1 else 2
    picked = Choice(tuple(item.choices)) if item.choices else Number(maximum=item.scale, places=places)
    return Row(
        mark_key(lot, operator, criterion, item.part),
        {
            "lot": lot.id,
            "bidder": f"{operator} {name}",
            "item": criterion.item_name(item),
            "rubric": "\n".join(item.rubric),
            "full": plain(item.scale),
            "weight": plain(criterion.weights[lot.column]),
        },
        kinds={"mark": picked},
    )
