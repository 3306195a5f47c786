"""Do the scored factors compute what they say? (评分规则检查): tables, bands, lists, who states what."""

from collections.abc import Iterator
from fractions import Fraction

from scoring.exact import plain
from tender.book import Book
from tender.book.gates import FigureGate
from tender.documents.workbook.sheet import IDENTITY_SHEET
from tender.findings import Finding, error, warning
from tender.forms.bid_form import FACTS, GATES, IDENTITY, LOTS, PRICES, SERVICES
from tender.forms.packages import PACKAGES

LONGEST_SHEET = 31
"""Characters of a sheet's name, Excel's limit; a list is a sheet."""
_FORBIDDEN = frozenset("[]:*?/\\'")
_SHEETS = {IDENTITY, GATES, PRICES, PACKAGES, FACTS, SERVICES, LOTS, IDENTITY_SHEET}
_HEADERS = {"标段编号", "证明材料及所在页码"}


def scored(book: Book) -> Iterator[Finding]:
    """Findings on the rules of all factors, in every weight column once, and on what they read."""
    yield from _flaws(book)
    yield from _asked(book)
    yield from _lists(book)
    yield from _figure_gates(book)
    yield from _totals(book)


def _flaws(book: Book) -> Iterator[Finding]:
    told: set[Finding] = set()
    for column in book.columns():
        lot = book.lots_of(column)[0]
        for criterion in book.criteria_of(lot):
            for flaw in criterion.flaws(book.context(criterion, lot)):
                level = error if flaw.serious else warning
                where = f"project.toml › criteria › {criterion.id} › rule › {flaw.field}"
                article = "REG-34-points" if book.method.procurement else ""
                what = f"“{criterion.name}”{flaw.what}"
                found = level("book.rule", where, what, flaw.expected, flaw.mend, article)
                if found not in told:
                    told.add(found)
                    yield found


def _asked(book: Book) -> Iterator[Finding]:
    """A factor whose fact is not asked in a lot that it scores."""
    for lot in book.lots:
        for criterion in book.criteria_of(lot):
            for key in criterion.rule.fact_ids():
                fact = book.fact_by_id.get(key)
                if fact and not fact.asked_in(lot.id):
                    yield error(
                        "book.fact_not_asked",
                        f"project.toml › facts › {fact.id} › lots",
                        f"标段{lot.id}的“{criterion.name}”按“{fact.name}”计分，该标段却不填此项",
                        f"lots 应包含 {lot.id}",
                    )


def _figure_gates(book: Book) -> Iterator[Finding]:
    """Minimums that read what is not there, or say another figure than they ask."""
    for gate in book.gates:
        if not isinstance(gate, FigureGate):
            continue
        here = f"project.toml › gates › {gate.id}"
        fact = book.fact_by_id.get(gate.fact)
        if fact is None:
            known = f"应为以下之一：{'、'.join(book.fact_by_id)}"
            yield error("book.unknown_reference", f"{here} › fact", f"{gate.fact} 没有定义", known)
            continue
        for flaw in gate.misread(fact):
            yield error("book.rule", f"{here} › {flaw.field}", f"“{gate.name}”{flaw.what}", flaw.expected)
        ends = [gate.at_least, gate.above, gate.at_most, gate.below]
        unsaid = [plain(end) for end in ends if end is not None and not _says(gate.says, end)]
        if not gate.bounded or unsaid:
            told = f"says 没有写明{'、'.join(unsaid)}" if unsaid else "没有写明要求的范围"
            yield error("book.gate_says", f"{here} › says", told, "says 与 at_least 等数值一致")


def _totals(book: Book) -> Iterator[Finding]:
    """Judges left out by their totals, and again factor by factor: nobody could say who was dropped."""
    for criterion in book.criteria if book.judges_total else ():
        panel = getattr(criterion.rule, "panel", None)
        if panel is not None and panel.aggregate != "mean":
            yield error(
                "book.trimmed_twice",
                f"project.toml › criteria › {criterion.id} › rule › panel",
                f"“{criterion.name}”另有汇总办法，与按总分去掉最高和最低的办法重叠",
                "按总分去掉的，各因素取平均值",
                "删除 panel 或 judges_total",
            )


def _says(words: str, figure: Fraction) -> bool:
    """Whether a sentence names a figure, with or without separators, or in 万."""
    forms = {plain(figure), f"{int(figure):,}", f"{plain(figure / 10_000)}万"}
    return any(form in words for form in forms)


def _lists(book: Book) -> Iterator[Finding]:
    """Names that no sheet can have; minimums and limits on what is no figure."""
    for fact in book.facts:
        here = f"project.toml › facts › {fact.id}"
        if fact.kind == "list" and (len(fact.name) > LONGEST_SHEET or _FORBIDDEN & set(fact.name)):
            yield error(
                "book.list_name",
                f"{here} › name",
                f"清单名称“{fact.name}”不能用作工作表名称",
                f"不超过{LONGEST_SHEET}字，不含 [ ] : * ? / \\ '",
            )
        headers = {column.name for column in fact.columns}
        if fact.kind == "list" and (fact.name in _SHEETS or headers & _HEADERS):
            taken = fact.name if fact.name in _SHEETS else "、".join(sorted(headers & _HEADERS))
            expected = "与响应表中已有的工作表和栏目不同名"
            yield error("book.list_name", f"{here} › name", f"“{taken}”是响应表已有的名称", expected)
        if fact.by == "purchaser" and fact.kind == "list":
            yield error(
                "book.list_by_purchaser", f"{here} › by", "清单由投标人填写", "删除 by，或改用数值事项"
            )
    for lot in book.lots:
        for key in lot.minimums:
            minimum = book.fact_by_id.get(key)
            if minimum and not minimum.figure:
                yield error(
                    "book.minimum_of_list",
                    f"project.toml › lots › {lot.id} › minimums › {key}",
                    f"“{minimum.name}”不是数值，不能写最低要求",
                    '数值事项；清单的最低数量用 kind = "figure" 的条件',
                )
