"""Does the book agree with itself? (自洽检查): ids, references, weights, dates, areas."""

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction

from scoring.exact import plain, yuan
from tender.book import Book, Combination, LotOrder, Mode
from tender.book.award import Coverage, Demand
from tender.book.gates import CeilingGate, MinimumGate, NegativeListGate
from tender.case import OWN_GATES
from tender.check.law import cited
from tender.check.prices import price_shape, ranking_shape
from tender.check.scored import scored
from tender.check.table import scoring_table
from tender.check.unpaid import gifts, unpaid
from tender.check.worths import worths
from tender.documents.workbook.cells import squeezed
from tender.findings import Finding, error, warning
from tender.policy import Policies

FULL = Fraction(100)


def consistency(book: Book, packs: Policies) -> Iterator[Finding]:
    """Findings where two places of the book contradict each other."""
    yield from _unique_ids(book)
    yield from _weights(book)
    yield from _references(book)
    yield from _gates(book)
    yield from _objective(book)
    yield from scored(book)
    yield from scoring_table(book)
    yield from worths(book)
    yield from price_shape(book)
    yield from ranking_shape(book)
    yield from unpaid(book)
    yield from gifts(book)
    yield from _citations(book, packs)
    yield from _places(book)
    yield from _names(book)


def _twice(values: Iterable[str]) -> list[str]:
    return [value for value, n in Counter(values).items() if n > 1]


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
    }
    for gate in OWN_GATES:
        if gate in tables["gates"]:
            where = f"project.toml › gates › {gate}"
            yield error("book.reserved_id", where, "此编号用于报价确认和异常低价审查", "换一个编号")
    for table, ids in tables.items():
        for one in _twice(ids):
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
        for one in _twice(squeezed(name) for name in names):
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
                _law(book, "O87-55-factor"),
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


def _references(book: Book) -> Iterator[Finding]:
    known: dict[str, set[str]] = {"centers": set(book.center_by_id), "funding": {f.id for f in book.funding}}
    for lot in book.lots:
        here = f"project.toml › lots › {lot.id}"
        for field, table, value in (("center", "centers", lot.center), ("funding", "funding", lot.funding)):
            if value is not None and value not in known[table]:
                yield _unknown(f"{here} › {field}", value, sorted(known[table]))
        if lot.center in book.center_by_id:
            spaces = {s.id: s for s in book.center_by_id[lot.center].spaces}
            for space in lot.spaces:
                if space not in spaces:
                    yield _unknown(f"{here} › spaces", space, spaces)
        for fact in lot.minimums:
            if fact not in book.fact_by_id:
                yield _unknown(f"{here} › minimums", fact, book.fact_by_id)
    for criterion in book.criteria:
        for fact in criterion.rule.fact_ids():
            if fact not in book.fact_by_id:
                yield _unknown(
                    f"project.toml › criteria › {criterion.id} › rule › fact", fact, book.fact_by_id
                )
            elif not book.fact_by_id[fact].required:
                yield error(
                    "book.scored_fact_optional",
                    f"project.toml › facts › {fact} › required",
                    f"“{book.fact_by_id[fact].name}”计分却可以不填",
                    "计分的响应事项必须填写",
                    "把 required 改为 true 或删除此项",
                    _law(book, "REG-34-points"),
                )
    if isinstance(book.award, Combination):
        yield from _limits(book, book.award)
    if isinstance(book.award, LotOrder):
        yield from _lot_order(book, book.award)


def _lot_order(book: Book, award: LotOrder) -> Iterator[Finding]:
    """An order that leaves a lot out, or that nothing in the book or the bids would tell."""
    if sorted(award.order) != sorted(book.lot_by_id):
        yield error(
            "book.lot_order",
            "project.toml › award › order",
            f"现为{'、'.join(award.order)}",
            f"每个标段恰好出现一次：{'、'.join(book.lot_by_id)}",
            article=_law(book, "REG-34"),
        )
    unpaid = [lot.id for lot in book.lots if not lot.paid]
    if award.order_by in ("ceiling", "price") and unpaid:
        yield error(
            "book.lot_order_unpaid",
            "project.toml › award › order_by",
            f"标段{'、'.join(unpaid)}不支付费用，没有可以比较的金额",
            "按列出的次序（listed）或意向次序（preference）",
        )
    if award.preference is not None:
        here, fact = "project.toml › award › preference", book.fact_by_id.get(award.preference)
        if fact is None:
            yield _unknown(here, award.preference, book.fact_by_id)
        elif not (fact.kind == "whole" and fact.required and fact.scope == "lot" and not fact.lots):
            expected = "应为每个标段必填的整数事项，1为最希望承接的标段"
            yield error("book.lot_order_preference", here, f"“{fact.name}”不能作为意向次序", expected)


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
            _law(book, "O87-63"),
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


def _limits(book: Book, award: Combination) -> Iterator[Finding]:
    """Limits that name an unknown lot or fact, or an operator's supply that is asked lot by lot."""
    for name, own in (("demands", award.demands), ("coverage", award.coverage)):
        for one in own:
            here = f"project.toml › award › {name} › {one.id}"
            named = (*one.lots, *(one.counted if isinstance(one, Demand) else ()))
            yield from (
                _unknown(f"{here} › lots", x, book.lot_by_id) for x in named if x not in book.lot_by_id
            )
            if isinstance(one, Coverage) and one.at_least > len(one.lots or book.lots):
                yield error(
                    "book.coverage_beyond",
                    f"{here} › at_least",
                    f"要求至少{one.at_least}个，计入的标段只有{len(one.lots or book.lots)}个",
                    "不多于计入的标段数",
                )
    for limit in award.limits:
        here = f"project.toml › award › limits › {limit.id}"
        for lot in limit.lots:
            if lot not in book.lot_by_id:
                yield _unknown(f"{here} › lots", lot, book.lot_by_id)
        for name, measure in (("supply", limit.supply), ("uses", limit.uses)):
            fact = book.fact_by_id.get(measure.fact or "")
            if measure.fact and fact is None:
                yield _unknown(f"{here} › {name} › fact", measure.fact, book.fact_by_id)
            elif fact and not (fact.figure and fact.required):
                expected = "应为必填的数值事项"
                yield error("book.limit_fact", f"{here} › {name}", f"“{fact.name}”不是必填的数值", expected)
            elif fact and name == "supply" and fact.scope != "operator":
                expected = '供给应取按供应商填写一次的事项（scope = "operator"）'
                yield error("book.limit_supply", f"{here} › supply", f"“{fact.name}”按标段填写", expected)


def _law(book: Book, rule: str) -> str:
    """A rule of procurement law, where it binds the book."""
    return rule if book.method.procurement else ""


def _unknown(where: str, value: str, known: Iterable[str]) -> Finding:
    return error("book.unknown_reference", where, f"{value} 没有定义", f"应为以下之一：{'、'.join(known)}")


def _citations(book: Book, packs: Policies) -> Iterator[Finding]:
    for where, rule in cited(book):
        if not packs.knows(rule):
            yield error(
                "book.unknown_article",
                f"project.toml › {where} › articles",
                f"政策包中没有规则 {rule}",
                "依据应是政策包中的规则编号",
                "改正编号，或先把该规定写入政策包",
            )
    for gate in book.gates if book.method.procurement else ():
        if not gate.articles:
            yield error(
                "book.no_article",
                f"project.toml › gates › {gate.id} › articles",
                f"“{gate.name}”没有写明依据",
                "政府采购的资格和符合性条件应有依据",
                "写明政策包中的规则编号",
            )


def _places(book: Book) -> Iterator[Finding]:
    for center in book.centers:
        total = sum((s.area_m2 for s in center.spaces), Fraction(0))
        if total > center.indoor_area_m2:
            yield error(
                "book.area",
                f"project.toml › centers › {center.id} › spaces",
                f"各功能区域面积合计{plain(total)}平方米",
                f"不超过室内面积{plain(center.indoor_area_m2)}平方米",
            )
        reserved = {s.id: s.name for s in center.spaces if s.reserved}
        for lot in book.lots:
            for space in lot.spaces:
                if lot.center == center.id and space in reserved:
                    yield error(
                        "book.reserved_space",
                        f"project.toml › lots › {lot.id} › spaces › {space}",
                        f"“{reserved[space]}”是保留区域",
                        "保留的基本服务区域和党员活动场所不得交由运营主体",
                    )
    yield from _shared_spaces(book)
    for lot in book.lots:
        if lot.mode is Mode.PARTIAL_ZONE and lot.center in book.center_by_id:
            spaces = book.center_by_id[lot.center].spaces
            if len(lot.spaces) >= len(spaces):
                yield error(
                    "book.zone_is_all",
                    f"project.toml › lots › {lot.id} › spaces",
                    "局部功能区域运营占用了中心全部功能室",
                    "应只占用部分功能室",
                    "减少功能室，或改为中心全域整体运营",
                    "TEDA-10a",
                )
    budget = {f.id: f for f in book.funding}
    for lot in book.lots:
        if lot.funding in budget and lot.limit_fen > budget[lot.funding].budget_fen:
            yield error(
                "book.ceiling_over_budget",
                f"project.toml › lots › {lot.id} › ceiling_yuan",
                f"最高限价{yuan(lot.limit_fen)}元",
                f"不超过“{budget[lot.funding].name}”预算{yuan(budget[lot.funding].budget_fen)}元",
                article=_law(book, "O87-12"),
            )
    ceilings = book.ceilings_fen
    if book.fiscal and ceilings > book.fiscal.baseline_fen:
        yield warning(
            "book.ceilings_over_baseline",
            "project.toml › lots › ceiling_yuan",
            f"各标段最高限价合计{yuan(ceilings)}元，超过财政支出基数{yuan(book.fiscal.baseline_fen)}元",
            "限价合计不超过基数时，定标不会因基数而跳过得分最高者",
            "下调最高限价，或保留现状并在公告中说明基数起作用的标段",
            book.fiscal.article,
        )


def _shared_spaces(book: Book) -> Iterator[Finding]:
    """One room in two lots: only a combination sees to it that one of them stays empty."""
    used = [(lot.center, space) for lot in book.lots for space in dict.fromkeys(lot.spaces)]
    for (center, space), n in Counter(used).items():
        if n > 1 and not isinstance(book.award, Combination):
            lots = [lot.id for lot in book.lots if lot.center == center and space in lot.spaces]
            yield error(
                "book.space_twice",
                f"project.toml › lots › {lots[-1]} › spaces › {space}",
                f"同一区域同时在标段{'、'.join(lots)}中",
                "一个区域只属于一个标段；互斥的标段只能用组合定标",
                '改正 spaces，或把 award 的 kind 改为 "combination"',
            )
    for lot in book.lots:
        for space in _twice(lot.spaces):
            where = f"project.toml › lots › {lot.id} › spaces › {space}"
            yield error("book.id_twice", where, f"区域 {space} 写了不止一次", "每个区域只写一次")
