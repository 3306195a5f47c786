"""Lists in a form (清单): the rows of one lot, what repeats, what lacks its proof, what is implausible."""

from collections.abc import Iterator
from fractions import Fraction

from tender.book import Book, Fact, Lot
from tender.documents.workbook.filled import Filled, FilledRow
from tender.documents.workbook.kinds import Value
from tender.findings import Finding, warning
from tender.forms.lists import LOT
from tender.rows import EVIDENCE, ListRow, Stated, once


def rows_of(filled: Filled, fact: Fact, lot: Lot) -> tuple[ListRow, ...]:
    """The rows stated for ``lot``, or for all lots where the list is the operator's own."""
    return tuple(_row(row, fact) for row in _lines(filled, fact, lot))


def _lines(filled: Filled, fact: Fact, lot: Lot) -> tuple[FilledRow, ...]:
    every = filled.rows(fact.name)
    return every if fact.scope == "operator" else tuple(r for r in every if r[LOT] == lot.id)


def _row(row: FilledRow, fact: Fact) -> dict[str, Stated]:
    kinds = {column.id: column.kind for column in fact.columns} | {EVIDENCE: "text"}
    stated = {key: _stated(row[key], kind) for key, kind in kinds.items()}
    return {key: value for key, value in stated.items() if value is not None}


def _stated(value: Value, kind: str) -> Stated | None:
    """A cell as a row holds it: money in yuan, figures as fractions."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value, 100) if kind == "money" else Fraction(value)
    return value


def list_findings(filled: Filled, book: Book, bid_for: set[str]) -> Iterator[Finding]:
    """What a person should look at in all lists; a row repeated or without proof is kept and told."""
    for fact in book.facts:
        if fact.kind != "list":
            continue
        yield from _strays(filled, fact, bid_for)
        lots = [lot for lot in book.lots if lot.id in bid_for and fact.asked_in(lot.id)]
        for lot in lots[:1] if fact.scope == "operator" else lots:
            lines = _lines(filled, fact, lot)
            yield from _unproven(filled, fact, lines)
            yield from _repeated(filled, fact, lines)
            yield from _implausible(filled, fact, lines)


def _at(filled: Filled, fact: Fact, row: FilledRow, column: str) -> str:
    return f"{filled.label} › {fact.name} › {row.cells[column].reference}"


def _strays(filled: Filled, fact: Fact, bid_for: set[str]) -> Iterator[Finding]:
    for row in filled.rows(fact.name) if fact.scope == "lot" else ():
        if row[LOT] is not None and row[LOT] not in bid_for:
            what, mend = f"标段{row[LOT]}未选择参加，却列了一条", "此行不计入；如确要参加，请改正“是否参加”"
            yield warning("bid.lot_not_bid", _at(filled, fact, row, LOT), what, "只填写参加的标段", mend)


def _unproven(filled: Filled, fact: Fact, lines: tuple[FilledRow, ...]) -> Iterator[Finding]:
    for row in lines:
        if not row[EVIDENCE]:
            where = _at(filled, fact, row, EVIDENCE)
            expected = f"注明{fact.evidence}及所在页码"
            yield warning("bid.unproven", where, "未注明证明材料，此条不计分", expected, "核对响应文件")


def _repeated(filled: Filled, fact: Fact, lines: tuple[FilledRow, ...]) -> Iterator[Finding]:
    """Rows that are one person or contract: they count once."""
    names = "、".join(fact.column[key].name for key in fact.unique)
    rows = [_row(line, fact) for line in lines]
    numbers = {id(row): line.number for row, line in zip(rows, lines, strict=True)}
    for group in once(rows, fact.unique):
        for row in group[1:]:
            first = numbers[id(group[0])]
            yield warning(
                "bid.repeated_row",
                f"{filled.label} › {fact.name} › 第{numbers[id(row)]}行",
                f"与第{first}行的{names}相同",
                "同一人、同一合同只列一条，重复的只计一次",
                "按得分最高的一条计，其余不计；确属不同的，请澄清并写明区别",
            )


def _implausible(filled: Filled, fact: Fact, lines: tuple[FilledRow, ...]) -> Iterator[Finding]:
    for line in lines:
        row = _row(line, fact)
        for column in fact.columns:
            value = row.get(column.id)
            if column.at_most is not None and isinstance(value, Fraction) and value > column.at_most:
                yield doubtful(
                    _at(filled, fact, line, column.id),
                    column.name,
                    column.show(value),
                    column.show(column.at_most),
                )


def doubtful(where: str, name: str, shown: str, bound: str) -> Finding:
    """A figure above its plausible bound: asked about, and counted as stated until somebody answers."""
    return warning(
        "bid.implausible",
        where,
        f"“{name}”填报{shown}，明显偏大",
        f"一般不超过{bound}",
        "请核实单位和数值，要求书面确认；核实后的数值写入 decisions.toml 的 established",
    )
