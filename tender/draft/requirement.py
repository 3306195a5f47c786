"""Chapter three (采购需求): centers and their spaces, lots with ceilings and minimums."""

from collections.abc import Iterator
from dataclasses import replace

from scoring.exact import plain, yuan
from tender.book import Book, Center, Lot, Space
from tender.book.places import UNPAID
from tender.documents.blocks import (
    Align,
    Block,
    Cell,
    Clause,
    Column,
    Heading,
    Note,
    Table,
    cells,
)
from tender.documents.wording import date_zh
from tender.draft.clauses import clause
from tender.policy import Policies


def requirement_chapter(book: Book, packs: Policies) -> Iterator[Block]:
    """Places first, then the lots one by one, then what every lot must at least promise."""
    yield Heading(2, "一、中心与功能区域")
    for center in book.centers:
        yield _center(center, book)
        yield Note(f"{center.name}地址：{center.address}；开放时间：{center.core_hours}。")
    yield Heading(2, f"二、标段划分{'与最高限价' if book.paid_lots else ''}")
    yield _lots(book)
    if not book.paid_lots:
        yield Note(f"各标段{UNPAID}。")
    yield Heading(2, "三、各标段服务内容")
    for lot in book.lots:
        yield _lot(lot, book)
    numerals = iter("四五六")
    if any(lot.minimums for lot in book.lots):
        yield Heading(2, f"{next(numerals)}、公益服务最低要求")
        yield from (replace(found, mandatory=True) for found in clause(book, packs, "minimum_rows"))
        yield _minimums(book)
    lists = [g for g in book.gates if g.kind == "negative_list"]
    if lists:
        yield Heading(2, f"{next(numerals)}、鼓励和禁止的服务类别")
        for gate in lists:
            cite = packs.cite(*gate.articles)
            yield Clause(gate.sentence(), article=cite, mandatory=True)
    if book.gifts:
        yield Heading(2, f"{next(numerals)}、公益合作事项")
        yield from clause(book, packs, "gifts")
        yield gift_table(book)


def gift_table(book: Book) -> Table:
    """Every gift: what it is, where, until when, and the consent it rests on."""
    rows = [cells("编号", "事项", "形式", "中心和区域", "金额（元）", "期限", "居民意见")]
    for gift in book.gifts:
        center = book.center_by_id[gift.center]
        rooms = [s.name for s in center.spaces if s.id == gift.space]
        amount = yuan(gift.amount_fen) if gift.amount_fen else "无"
        place, until = "\n".join([center.name, *rooms]), f"至{date_zh(gift.until)}"
        rows.append(cells(gift.id, gift.name, gift.form_word, place, amount, until, gift.consent))
    columns = (
        Column(36, Align.CENTER),
        Column(64),
        Column(54, Align.CENTER),
        Column(76),
        Column(62, Align.RIGHT),
        Column(62),
        Column(88),
    )
    return Table(columns, tuple(rows))


def _center(center: Center, book: Book) -> Table:
    rows = [cells("编号", "功能区域", "面积（平方米）", "用途")]
    rows += [cells(s.id, s.name, plain(s.area_m2), _use(s, book)) for s in center.spaces]
    caption = f"{center.name}（室内面积{plain(center.indoor_area_m2)}平方米）"
    columns = (Column(62, Align.CENTER), Column(160), Column(90, Align.RIGHT), Column(130))
    return Table(columns, tuple(rows), caption=caption)


def _use(space: Space, book: Book) -> str:
    """What becomes of one room: it stays, or belongs to lots and gifts."""
    if space.reserved:
        return "保留，不交由运营主体"
    lots = [f"标段{lot.id}" for lot in book.lots if space.id in lot.spaces]
    gifts = [f"公益合作事项{gift.id}" for gift in book.gifts if gift.space == space.id]
    return "、".join([*lots, *gifts]) or "不在本次范围"


def _lots(book: Book) -> Table:
    """The lots with what they may cost and, where lots weigh differently, what each is worth."""
    more = [("需求权重", 50)] if book.worths else []
    more += [("最高限价（元/年）", 86)] if book.paid_lots else []
    rows = [cells("标段", "名称", "运营方式", "中心", *(header for header, _ in more))]
    for lot in book.lots:
        center = book.center_by_id[lot.center].name
        worth = [plain(lot.worth)] if book.worths else []
        ceiling = [lot.ceiling_text] if book.paid_lots else []
        rows.append(cells(lot.id, lot.name, lot.mode.word, center, *worth, *ceiling))
    if book.paid_lots:
        before = 4 + bool(book.worths)
        rows.append((Cell("合计", colspan=before, align=Align.CENTER), Cell(yuan(book.ceilings_fen))))
    last = (Column(width, Align.RIGHT) for _, width in more)
    return Table((Column(44, Align.CENTER), Column(118), Column(98), Column(96), *last), tuple(rows))


def _lot(lot: Lot, book: Book) -> Table:
    """What one lot is about, line by line."""
    rows = [(Cell(f"标段{lot.id}　{lot.name}", colspan=2),), *(cells(*line) for line in _lines(lot, book))]
    return Table((Column(94, Align.CENTER), Column(348)), tuple(rows))


def _lines(lot: Lot, book: Book) -> Iterator[tuple[str, str]]:
    spaces = {s.id: s.name for s in book.center_by_id[lot.center].spaces}
    funding = {f.id: f.name for f in book.funding}
    yield "服务范围", lot.scope
    yield "功能区域", "、".join(spaces[s] for s in lot.spaces)
    yield "服务要求", lot.requirement
    yield "服务标准", lot.standard
    yield "功能定位", lot.positioning
    yield "运营方式及理由", f"{lot.mode.word}：{lot.mode_reason}"
    if lot.theme:
        yield "主题", lot.theme
    if lot.policy_documents:
        yield "文件要求", "、".join(lot.policy_documents)
    if lot.subsidies:
        yield "财政补贴", "、".join(f"{s.name}{yuan(s.amount_fen)}元/年" for s in lot.subsidies)
    if lot.paid:
        source = funding.get(lot.funding or "", lot.funding)
        yield "最高限价", f"{lot.amount_text(lot.limit_fen)}（{source}）"
    elif book.paid_lots:
        yield "费用", lot.ceiling_text


def _minimums(book: Book) -> Table:
    facts = [f for f in book.facts if any(f.id in lot.minimums for lot in book.lots)]
    rows = [cells("标段", *(f"{f.name}（{f.unit}）" for f in facts))]
    rows += [
        cells(lot.id, *(f"{lot.minimums[f.id]:,}" if f.id in lot.minimums else "—" for f in facts))
        for lot in book.lots
    ]
    columns = (Column(1, Align.CENTER), *(Column(2, Align.RIGHT) for _ in facts))
    return Table(columns, tuple(rows))
