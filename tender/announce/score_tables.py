"""Score tables of the report (评分汇总表): every number with the arithmetic behind it."""

from scoring.exact import number, plain
from tender.book import Lot
from tender.case import Case
from tender.documents.blocks import Align, Cell, Column, Table, cells
from tender.mark import AskedMark
from tender.rank import MERIT


def judge_table(case: Case, lot: Lot, asked: AskedMark) -> Table:
    """Each judge's mark for one item; a grade in its own word."""
    judges = case.book.judges
    rows = [cells(case.book.terms.bidder, *(j.name.replace("（", "\n（") for j in judges))]
    for op in case.valid(lot.id):
        marks = [asked.item.word(number(case.state.marks[j.id, lot.id].marks[op][asked.id])) for j in judges]
        rows.append(cells(case.name(op), *marks))
    columns = (Column(5), *(Column(2, Align.RIGHT) for _ in judges))
    return Table(columns, tuple(rows), caption=f"{asked.name}评委评分（满分{plain(asked.item.scale)}）")


def item_table(case: Case, lot: Lot) -> Table:
    """Each item's points and how they came about."""
    criteria = case.book.criteria_of(lot)
    rows: list[tuple[Cell, ...]] = [cells(case.book.terms.bidder, "评审因素", "满分", "计算过程与得分")]
    for entry in case.state.results[lot.id].ranking:
        for i, c in enumerate(criteria):
            head = (Cell(case.name(entry["operator"]), rowspan=len(criteria)),) if i == 0 else ()
            how = entry["items"][c.id]["how"]
            rows.append((*head, Cell(c.name), Cell(plain(c.weights[lot.column])), Cell(how)))
    columns = (Column(108), Column(76), Column(34, Align.CENTER), Column(224))
    return Table(columns, tuple(rows), caption="各评审因素得分")


def total_table(case: Case, lot: Lot) -> Table:
    """Totals and ranks; a tie that the chain decided or left open is named."""
    dearer, merit = case.book.dearer_first(lot), MERIT.get(case.book.ranking)
    words = {"": "无同分", "price": "报价较高" if dearer else "报价较低", "technical": "技术得分较高"}
    price = ("报价（元/年）",) if case.book.paid_lots else ()
    more = (merit,) if merit else ()
    rows = [cells("名次", case.book.terms.bidder, *price, "汇总得分", *more, "同分处理")]
    for e in case.state.results[lot.id].ranking:
        tie = (
            f"与{'、'.join(case.name(o) for o in e['open_with'])}并列"
            if e["open_with"]
            else words[e["decided_by"]]
        )
        amount = (lot.price_text(e["price_fen"]),) if price else ()
        worth = (e["merit"],) if merit else ()
        rows.append(cells(str(e["rank"]), case.name(e["operator"]), *amount, e["total"], *worth, tie))
    money = (Column(88, Align.RIGHT) for _ in price)
    merits = (Column(70, Align.RIGHT) for _ in more)
    first = (Column(36, Align.CENTER), Column(148), *money)
    columns = (*first, Column(70, Align.RIGHT), *merits, Column(100))
    return Table(columns, tuple(rows), caption="汇总得分与名次")
