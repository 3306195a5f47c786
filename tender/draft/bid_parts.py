"""Chapter seven (响应文件、申请文件的组成与格式): what the bid form asks, sheet by sheet, and what comes with it."""

from collections.abc import Iterator

from tender.book import Book
from tender.book.gates import DeclaredGate
from tender.documents.blocks import Align, Block, Column, Heading, Table, cells
from tender.documents.workbook.sheet import LABEL, Sheet
from tender.draft.clauses import clause
from tender.forms import bid_form
from tender.forms.bid_form import IDENTITY
from tender.policy import Policies


def bid_chapter(book: Book, packs: Policies) -> Iterator[Block]:
    """The parts of a bid, read from the form itself, from the gates, the facts and the judged factors."""
    sheets = bid_form(book, "", packs).sheets
    yield Heading(2, "一、组成")
    yield from clause(book, packs, "bid_parts", count=len(sheets))
    yield Heading(2, f"二、{book.terms.offer}表")
    yield _sheets(sheets, book.terms.bidder)
    yield Heading(2, "三、证明材料")
    yield from clause(book, packs, "declaration_note")
    yield _evidence(book)
    yield Heading(2, "四、方案")
    yield _plans(book)


def _sheets(sheets: tuple[Sheet, ...], bidder: str) -> Table:
    rows = [cells("序号", "工作表", "标题", f"由{bidder}填写的内容")]
    for i, sheet in enumerate(sheets, 1):
        asked = "、".join(c.header for c in sheet.columns if not c.locked)
        if sheet.name == IDENTITY:
            asked = "、".join(str(row.cells[LABEL]) for row in sheet.rows)
        rows.append(cells(str(i), sheet.name, sheet.title, asked))
    return Table((Column(34, Align.CENTER), Column(70), Column(138), Column(200)), tuple(rows))


def _evidence(book: Book) -> Table:
    rows = [cells("序号", "用于", "材料")]
    pairs = [(g.name, g.evidence) for g in book.gates if isinstance(g, DeclaredGate)]
    pairs += [(f"{f.name}（{f.unit}）", f.evidence) for f in book.facts if f.by == "bidder"]
    rows += [cells(str(i), name, what) for i, (name, what) in enumerate(pairs, 1)]
    return Table((Column(34, Align.CENTER), Column(158), Column(250)), tuple(rows))


def _plans(book: Book) -> Table:
    rows = [cells("序号", "评审因素", "方案应当写明的内容")]
    asked = dict.fromkeys(
        (c.item_name(item), item.rubric[0])
        for lot in book.lots
        for c in book.criteria_of(lot)
        for item in c.mark_items(book.context(c, lot))
    )
    rows += [cells(str(i), name, f"按评分标准逐项说明：{what}") for i, (name, what) in enumerate(asked, 1)]
    return Table((Column(34, Align.CENTER), Column(78), Column(330)), tuple(rows))
