"""Lists in the bid form (清单表): each list one sheet, its columns typed, its rows free."""

from tender.book import Book, Fact
from tender.book.listed import ListColumn
from tender.documents.workbook.kinds import Choice, Date, Kind, Money, Number, Text, Whole, YesNo
from tender.documents.workbook.sheet import Column, Sheet
from tender.rows import EVIDENCE

LOT = "lot"
"""The column that says for which lot a row is stated, where a list is asked lot by lot."""


def list_sheets(book: Book) -> tuple[Sheet, ...]:
    """A sheet for each list that some lot asks for, in the book's order."""
    return tuple(_sheet(book, fact) for fact in book.facts if fact.kind == "list")


def _sheet(book: Book, fact: Fact) -> Sheet:
    lots = tuple(lot.id for lot in book.lots if fact.asked_in(lot.id))
    columns = (
        *((Column(LOT, "标段编号", 10, Choice(lots)),) if fact.scope == "lot" else ()),
        *(Column(c.id, _header(c), _width(c), _kind(c), required=c.required) for c in fact.columns),
        Column(EVIDENCE, "证明材料及所在页码", 34, Text(300), required=False),
    )
    return Sheet(
        fact.name,
        f"{fact.name}一览表",
        columns,
        (columns[0].key,),
        blank_rows=fact.rows,
        notes=tuple(_notes(book, fact)),
        repeats=True,
    )


def _notes(book: Book, fact: Fact) -> list[str]:
    """What to list, what proof to name, and how the rows score."""
    notes = [f"逐条填写，没有的不填；应附：{fact.evidence}。未注明证明材料及所在页码的条目不计。"]
    told = []
    for column in book.columns():
        lots = book.lots_of(column)
        for c in book.criteria_of(lots[0]):
            if fact.id in c.rule.fact_ids():
                where = "、".join(lot.id for lot in lots)
                told.append(f"{c.name}（标段{where}）：{c.sentence_for(fact.id, book.context(c, lots[0]))}")
    return notes + (told or [f"不计分。{fact.once_sentence}"])


def _header(column: ListColumn) -> str:
    return f"{column.name}（{column.unit_word}）" if column.unit_word else column.name


def _width(column: ListColumn) -> int:
    return {"text": 26, "choice": 16, "yes_no": 8, "date": 14}.get(column.kind, 16)


def _kind(column: ListColumn) -> Kind:
    """What may stand in a cell of one column; an implausible figure is asked about, not refused."""
    match column.kind:
        case "text":
            return Text(200)
        case "choice":
            return Choice(column.options)
        case "yes_no":
            return YesNo()
        case "date":
            return Date()
        case "money":
            return Money()
        case "decimal":
            return Number(places=4, unit=column.unit)
        case "whole":
            return Whole(unit=column.unit)
