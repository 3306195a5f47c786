"""What the book names must be there (引用检查): lots, rooms, facts and rules that other parts speak of."""

from collections import Counter
from collections.abc import Iterable, Iterator

from tender.book import Book, Combination, LotOrder
from tender.check.law import cited
from tender.findings import Finding, error
from tender.policy import Policies


def references(book: Book) -> Iterator[Finding]:
    """Ids that nothing defines, and facts that cannot serve what reads them."""
    known: dict[str, set[str]] = {"centers": set(book.center_by_id), "funding": {f.id for f in book.funding}}
    for lot in book.lots:
        here = f"project.toml › lots › {lot.id}"
        for field, table, value in (("center", "centers", lot.center), ("funding", "funding", lot.funding)):
            if value is not None and value not in known[table]:
                yield unknown(f"{here} › {field}", value, sorted(known[table]))
        if lot.center in book.center_by_id:
            spaces = {s.id: s for s in book.center_by_id[lot.center].spaces}
            for space in lot.spaces:
                if space not in spaces:
                    yield unknown(f"{here} › spaces", space, spaces)
        for fact in lot.minimums:
            if fact not in book.fact_by_id:
                yield unknown(f"{here} › minimums", fact, book.fact_by_id)
    for criterion in book.criteria:
        for fact in criterion.rule.fact_ids():
            if fact not in book.fact_by_id:
                yield unknown(
                    f"project.toml › criteria › {criterion.id} › rule › fact", fact, book.fact_by_id
                )
            elif not book.fact_by_id[fact].required:
                yield error(
                    "book.scored_fact_optional",
                    f"project.toml › facts › {fact} › required",
                    f"“{book.fact_by_id[fact].name}”计分却可以不填",
                    "计分的响应事项必须填写",
                    "把 required 改为 true 或删除此项",
                    bound(book, "REG-34-points"),
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
            article=bound(book, "REG-34"),
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
            yield unknown(here, award.preference, book.fact_by_id)
        elif not (fact.kind == "whole" and fact.required and fact.scope == "lot" and not fact.lots):
            expected = "应为每个标段必填的整数事项，1为最希望承接的标段"
            yield error("book.lot_order_preference", here, f"“{fact.name}”不能作为意向次序", expected)


def _limits(book: Book, award: Combination) -> Iterator[Finding]:
    """Limits and demands that name an unknown lot or fact, or an operator's supply asked lot by lot."""
    for demand in award.demands:
        here = f"project.toml › award › demands › {demand.id}"
        named = (*demand.lots, *demand.counted)
        yield from (unknown(f"{here} › lots", x, book.lot_by_id) for x in named if x not in book.lot_by_id)
    for limit in award.limits:
        here = f"project.toml › award › limits › {limit.id}"
        for lot in limit.lots:
            if lot not in book.lot_by_id:
                yield unknown(f"{here} › lots", lot, book.lot_by_id)
        for name, measure in (("supply", limit.supply), ("uses", limit.uses)):
            fact = book.fact_by_id.get(measure.fact or "")
            if measure.fact and fact is None:
                yield unknown(f"{here} › {name} › fact", measure.fact, book.fact_by_id)
            elif fact and not (fact.figure and fact.required):
                expected = "应为必填的数值事项"
                yield error("book.limit_fact", f"{here} › {name}", f"“{fact.name}”不是必填的数值", expected)
            elif fact and fact.kind not in ("whole", "money"):
                expected = "组合限制逐一精确相加，应取整数或金额事项"
                yield error(
                    "book.limit_whole", f"{here} › {name}", f"“{fact.name}”可以填小数或比例", expected
                )
            elif fact and name == "supply" and fact.scope != "operator":
                expected = '供给应取按供应商填写一次的事项（scope = "operator"）'
                yield error("book.limit_supply", f"{here} › supply", f"“{fact.name}”按标段填写", expected)
            elif fact and name == "supply" and limit.per == "project":
                expected = '全部标段共用的限制（per = "project"）应在文件中写明数额'
                yield error("book.limit_supply", f"{here} › supply", f"“{fact.name}”各家填写不同", expected)
            elif fact and fact.lots and not set(limit.lots or book.lot_by_id) <= set(fact.lots):
                missing = [lot for lot in limit.lots or book.lot_by_id if lot not in fact.lots]
                told = f"“{fact.name}”在标段{'、'.join(missing)}不填写"
                expected = "计入限制的标段都应填写该事项，或以 lots 写明限制只计哪些标段"
                yield error("book.limit_fact", f"{here} › {name}", told, expected)
        if limit.supply.price:
            told, expected = "供给不能是报价", "写明数额（amount 或 yuan），或取各家填写一次的事项"
            yield error("book.limit_supply", f"{here} › supply", told, expected)


def citations(book: Book, packs: Policies) -> Iterator[Finding]:
    """Rules that no pack holds, and gates of a procurement that rest on none."""
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


def twice(values: Iterable[str]) -> list[str]:
    """The values that stand more than once."""
    return [value for value, n in Counter(values).items() if n > 1]


def bound(book: Book, rule: str) -> str:
    """A rule of procurement law, where it binds the book."""
    return rule if book.method.procurement else ""


def unknown(where: str, value: str, known: Iterable[str]) -> Finding:
    """A name that nothing defines, with those that are."""
    return error("book.unknown_reference", where, f"{value} 没有定义", f"应为以下之一：{'、'.join(known)}")
