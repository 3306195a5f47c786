"""Does the book agree with itself? (自洽检查): ids, references, weights, dates, areas."""

from collections.abc import Iterator
from fractions import Fraction

from scoring.exact import plain
from tender.book import Book, Combination
from tender.book.gates import CeilingGate, MinimumGate, NegativeListGate
from tender.case import OWN_GATES
from tender.check.places import places
from tender.check.prices import price_shape, ranking_shape
from tender.check.references import bound, citations, references, twice
from tender.check.scored import scored
from tender.check.table import scoring_table
from tender.check.together import together
from tender.check.unpaid import gifts, unpaid
from tender.check.worths import worths
from tender.documents.workbook.cells import squeezed
from tender.findings import Finding, error
from tender.policy import Policies

FULL = Fraction(100)


def consistency(book: Book, packs: Policies) -> Iterator[Finding]:
    """Findings where two places of the book contradict each other."""
    yield from _unique_ids(book)
    yield from _weights(book)
    yield from references(book)
    yield from _gates(book)
    yield from _objective(book)
    yield from scored(book)
    yield from scoring_table(book)
    yield from worths(book)
    yield from together(book)
    yield from price_shape(book)
    yield from ranking_shape(book)
    yield from unpaid(book)
    yield from gifts(book)
    yield from citations(book, packs)
    yield from places(book)
    yield from _names(book)


def _unique_ids(book: Book) -> Iterator[Finding]:
    tables = {
        "funding": [f.id for f in book.funding],
        "centers": [c.id for c in book.centers],
        "centers › spaces": [s.id for c in book.centers for s in c.spaces],
        "lots": [lot.id for lot in book.lots],
        "facts": [f.id for f in book.facts],
        "gates": [g.id for g in book.gates],
        "criteria": [c.id for c in book.criteria],
        "judges": [j.id for j in book.judges],
        "departments": [d.id for d in book.departments],
        "award › coverage": [c.id for c in book.award.coverage]
        if isinstance(book.award, Combination)
        else [],
    }
    for gate in OWN_GATES:
        if gate in tables["gates"]:
            where = f"project.toml › gates › {gate}"
            yield error("book.reserved_id", where, "此编号用于报价确认和异常低价审查", "换一个编号")
    for table, ids in tables.items():
        for one in twice(ids):
            yield error(
                "book.id_twice", f"project.toml › {table} › {one}", f"编号 {one} 出现多次", "编号不得重复"
            )


def _names(book: Book) -> Iterator[Finding]:
    tables = {
        "lots": [lot.name for lot in book.lots],
        "facts": [f.name for f in book.facts],
        "gates": [g.name for g in book.gates],
        "criteria": [c.name for c in book.criteria],
        "judges": [j.name for j in book.judges],
    }
    for table, names in tables.items():
        for one in twice(squeezed(name) for name in names):
            yield error(
                "book.name_twice",
                f"project.toml › {table} › {one}",
                f"名称“{one}”出现多次",
                "名称不得重复",
                "响应表和评分表按名称填写，请改成不同的名称",
            )


def _weights(book: Book) -> Iterator[Finding]:
    for column in book.columns():
        total = sum((c.weights.get(column, Fraction(0)) for c in book.criteria), Fraction(0))
        if total != FULL:
            lots = "、".join(lot.id for lot in book.lots_of(column))
            gap = FULL - total
            turn = f"还差{plain(gap)}分" if gap > 0 else f"多出{plain(-gap)}分"
            yield error(
                "book.weights",
                f"project.toml › criteria › weights › {column}",
                f"标段{lots}各评审因素满分合计{plain(total)}分",
                "合计应为100分",
                f"{turn}，请调整“{column}”一列的满分",
                bound(book, "O87-55-factor"),
            )
    used = set(book.columns())
    for criterion in book.criteria:
        for column in criterion.weights:
            if column not in used:
                yield error(
                    "book.weight_column",
                    f"project.toml › criteria › {criterion.id} › weights › {column}",
                    f"没有标段使用“{column}”这一列",
                    f"应为以下之一：{'、'.join(book.columns())}",
                    "改正列名或删除此列",
                )


def _gates(book: Book) -> Iterator[Finding]:
    """Limits that no gate would ever enforce."""
    if any(lot.minimums for lot in book.lots) and not any(isinstance(g, MinimumGate) for g in book.gates):
        yield error(
            "book.minimum_without_gate",
            "project.toml › gates",
            "标段规定了最低要求，但没有“最低要求”的符合性条件",
            'kind = "minimums" 的条件应有一项',
        )
    if book.paid_lots and not any(isinstance(g, CeilingGate) for g in book.gates):
        yield error(
            "book.ceiling_without_gate",
            "project.toml › gates",
            "标段规定了最高限价，但没有“最高限价”的符合性条件",
            '超过最高限价的报价无效：kind = "price_ceiling" 的条件应有一项',
            "增加该项条件",
            bound(book, "O87-63"),
        )
    for gate in book.gates:
        for category in gate.forbids if isinstance(gate, NegativeListGate) else ():
            if category not in book.service_categories:
                yield error(
                    "book.unknown_category",
                    f"project.toml › gates › {gate.id} › forbids",
                    f"服务类别中没有“{category}”，响应表无法选到，此项禁止不起作用",
                    f"应为以下之一：{'、'.join(book.service_categories)}",
                    "改正名称，或写入 service_categories",
                )


def _objective(book: Book) -> Iterator[Finding]:
    """Aims of a combination that would compute something else than the book seems to say."""
    if isinstance(book.award, Combination):
        aims = book.award.objective
        if len(set(aims)) < len(aims) or aims[0] == "price":
            yield error(
                "book.objective",
                "project.toml › award › objective",
                f"现为{'、'.join(aims)}",
                "各目标至多出现一次，且不以报价居首：一个标段也不确定时报价之和最低",
                "按次序写 needs、points、price",
            )
