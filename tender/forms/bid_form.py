"""The bid form (响应表、投标表): what the book asks of a bidder, as one workbook.

Every line comes from the book: gates become declarations, lots become price lines, facts
become figures with evidence. Nothing is asked that no rule reads.
"""

from collections.abc import Collection, Iterator

from tender.bids import ENTITY_WORDS, SIZE_WORDS
from tender.book import Book, Fact, Lot
from tender.book.gates import DeclaredGate
from tender.book.rules import PriceRule
from tender.documents.wording import datetime_zh
from tender.documents.workbook.kinds import Choice, Kind, Money, Number, Text, Whole, YesNo
from tender.documents.workbook.sheet import Column, Field, Row, RowKey, Sheet, Workbook, form
from tender.forms.lists import list_sheets
from tender.forms.packages import package_sheets
from tender.policy import Policies, policies

IDENTITY, GATES, PRICES, FACTS, SERVICES = "基本情况", "资格声明", "报价", "响应事项", "服务项目"
LOTS = "参加标段"
"""The sheet of the lots that have no price, where there are any."""
NATURES = ("公益服务", "市场服务")


def bid_form(book: Book, sha256: str, packs: Policies | None = None) -> Workbook:
    """The blank form of one bidder, for every lot of ``book``; a sheet that would ask nothing is left out."""
    declared = any(isinstance(gate, DeclaredGate) for gate in book.gates)
    by_lot = any(_in_lot(fact, lot) for fact in book.facts for lot in book.lots)
    return Workbook(
        kind="bid-form",
        title=f"{book.terms.bid}电子表格",
        project=book.number,
        book=sha256,
        sheets=(
            _identity(book, packs or policies()),
            *((_gates(book),) if declared else ()),
            *((_prices(book),) if book.paid_lots else ()),
            *package_sheets(book),
            *((_unpaid(book),) if book.unpaid_lots else ()),
            *((_facts(book),) if by_lot else ()),
            *list_sheets(book),
            _services(book),
        ),
    )


def _identity(book: Book, packs: Policies) -> Sheet:
    who = book.terms.bidder
    priced = {fact for c in book.criteria if isinstance(c.rule, PriceRule) for fact in c.rule.fact_ids()}
    fields = (
        Field("name", f"{who}名称", Text(100), "与登记证照一致"),
        Field("credit_code", "统一社会信用代码", Text(18), "18位"),
        Field("address", "地址", Text(200)),
        Field("entity_type", "主体类型", Choice(tuple(ENTITY_WORDS.values()))),
        Field("size", "企业规模", Choice(tuple(SIZE_WORDS.values())), "非企业单位选“不适用”"),
        Field("contact", "联系人及电话", Text(100)),
        *(field for f in book.facts if f.scope == "operator" and f.in_form for field in _own(f, priced)),
        Field("remark", "备注", Text(500), required=False),
    )
    notes = (
        f"项目编号：{book.number}；{book.terms.bid}提交截止时间：{datetime_zh(book.dates.bid_deadline)}。",
        f"填写后直接保存；填写中的疑问请联系{book.contact.person}，{book.contact.phone}。",
        *filter(None, (packs.caution(book.regime),)),
    )
    return form(IDENTITY, f"{book.name}——{who}基本情况", fields, notes)


def _own(fact: Fact, priced: Collection[str]) -> Iterator[Field]:
    """The lines of a fact stated once: its value and, where points hang on it, where the proof is."""
    yield Field(
        own_fact_key(fact), f"{fact.name}（{fact.unit}）", _kind(fact), f"附{_ask(fact)}", fact.required
    )
    if fact.proven:
        yield Field(
            own_proof_key(fact),
            f"{fact.name}的证明材料及所在页码",
            Text(300),
            "未注明的，须经核实才能计算价格" if fact.id in priced else "未注明的该项不得分",
            required=False,
        )


def _gates(book: Book) -> Sheet:
    rows = tuple(
        Row(g.id, {"name": g.name, "stage": g.stage_word, "says": g.sentence()})
        for g in book.gates
        if isinstance(g, DeclaredGate)
    )
    columns = (
        Column("name", "条件", 16, locked=True),
        Column("stage", "审查环节", 12, locked=True),
        Column("says", "要求", 60, locked=True),
        Column("met", "是否满足", 10, YesNo()),
        Column("evidence", "证明材料及所在页码", 36, Text(300), required=False),
    )
    return Sheet(GATES, "资格与符合性声明", columns, ("name",), rows)


def _prices(book: Book) -> Sheet:
    rows = tuple(
        Row(lot.id, {"lot": lot.id, "name": lot.name, "ceiling": lot.ceiling_fen}) for lot in book.paid_lots
    )
    columns = (
        Column("lot", "标段编号", 10, locked=True),
        Column("name", "标段名称", 30, locked=True),
        Column("ceiling", "最高限价（元/年）", 18, Money(), locked=True),
        Column("bids", "是否参加", 10, YesNo()),
        Column("price", f"{book.terms.price}（元/年）", 18, Money(minimum=1), only_if="bids"),
        Column("capital", f"{book.terms.price}大写", 34, Text(60), required=False),
    )
    notes = (
        f"大写与小写不一致的，以大写为准；报价为含税年度总价，超过最高限价的{book.terms.offer}无效。",
        *(_price_note(book, lots) for lots in _paid_by_column(book)),
    )
    return Sheet(PRICES, "报价一览表", columns, ("lot",), rows, notes=notes)


def lots_sheet(lot: Lot) -> str:
    """The sheet on which a bidder says whether it takes part in ``lot``."""
    return PRICES if lot.paid else LOTS


def _unpaid(book: Book) -> Sheet:
    rows = tuple(
        Row(lot.id, {"lot": lot.id, "name": lot.name, "fee": lot.ceiling_text}) for lot in book.unpaid_lots
    )
    columns = (
        Column("lot", "标段编号", 10, locked=True),
        Column("name", "标段名称", 30, locked=True),
        Column("fee", "费用", 18, locked=True),
        Column("bids", "是否参加", 10, YesNo()),
    )
    notes = ("下列标段不支付费用，没有报价，只填写是否参加。",)
    return Sheet(LOTS, "参加标段表", columns, ("lot",), rows, notes=notes)


def _paid_by_column(book: Book) -> Iterator[tuple[Lot, ...]]:
    """The lots that have a price, column by column."""
    for column in book.columns():
        if paid := tuple(lot for lot in book.lots_of(column) if lot.paid):
            yield paid


def _price_note(book: Book, lots: tuple[Lot, ...]) -> str:
    """How the price scores in lots of one weight column."""
    sentences = [
        c.rule.sentence(book.context(c, lots[0])) for c in book.criteria_of(lots[0]) if c.group == "price"
    ]
    return f"标段{'、'.join(lot.id for lot in lots)}：{''.join(sentences) or f'{book.terms.price}不计分。'}"


def fact_key(lot: Lot, fact: Fact) -> tuple[str, str]:
    """The key of one figure's row."""
    return (lot.id, fact.id)


def fact_place(lot: Lot, fact: Fact) -> tuple[str, RowKey]:
    """The sheet and row where a fact is stated: once for the operator, or for each lot."""
    return (IDENTITY, own_fact_key(fact)) if fact.scope == "operator" else (FACTS, fact_key(lot, fact))


def own_fact_key(fact: Fact) -> str:
    """The key of a fact stated once for the operator."""
    return f"fact_{fact.id}"


def own_proof_key(fact: Fact) -> str:
    """The key of the proof of a fact stated once for the operator."""
    return f"proof_{fact.id}"


def _in_lot(fact: Fact, lot: Lot) -> bool:
    return fact.scope == "lot" and fact.in_form and fact.asked_in(lot.id)


def _facts(book: Book) -> Sheet:
    rows = tuple(
        Row(
            fact_key(lot, fact),
            {
                "lot": lot.id,
                "fact": fact.name,
                "unit": fact.unit,
                "least": f"{lot.minimums[fact.id]:,}" if fact.id in lot.minimums else "不限",
                "ask": _ask(fact),
                "scores": _scoring(book, lot, fact),
            },
            kinds={"value": _kind(fact)},
        )
        for lot in book.lots
        for fact in book.facts
        if _in_lot(fact, lot)
    )
    columns = (
        Column("lot", "标段编号", 10, locked=True),
        Column("fact", "响应事项", 24, locked=True),
        Column("unit", "单位", 10, locked=True),
        Column("least", "最低要求", 12, locked=True),
        Column("ask", "应附证明材料", 26, locked=True),
        Column("scores", "计分规则", 50, locked=True),
        Column("value", "承诺数值", 16, Whole(), required=False),
        Column("evidence", "证明材料及所在页码", 34, Text(300), required=False),
    )
    notes = ("只填写所参加标段的行；承诺数值写入合同，按年核验。",)
    return Sheet(FACTS, "响应事项表", columns, ("lot", "fact"), rows, notes=notes)


def _scoring(book: Book, lot: Lot, fact: Fact) -> str:
    """The sentences of the criteria that read this figure in this lot."""
    read = [c for c in book.criteria_of(lot) if fact.id in c.rule.fact_ids()]
    return "\n".join(f"{c.name}：{c.sentence_for(fact.id, book.context(c, lot))}" for c in read) or "不计分"


def _ask(fact: Fact) -> str:
    """The evidence asked for; several options are listed, because their cell offers none."""
    listed = f"；可填：{'、'.join(fact.options)}，用顿号隔开，没有的填“无”"
    return fact.evidence + (listed if fact.kind == "choices" else "")


def _kind(fact: Fact) -> Kind:
    """What may stand in the cell of one fact; several options are typed as one text."""
    match fact.kind:
        case "money":
            return Money()
        case "decimal" | "percent":
            return Number(places=4, unit=fact.unit)
        case "yes_no":
            return YesNo()
        case "choice":
            return Choice(fact.options)
        case "choices":
            return Text(500)
        case "whole":
            return Whole(unit=fact.unit)
        case "list":
            raise ValueError(f"{fact.id}: a list has a sheet of its own, not a cell")


def _services(book: Book) -> Sheet:
    columns = (
        Column("lot", "标段编号", 10, Choice(tuple(lot.id for lot in book.lots))),
        Column("name", "服务项目名称", 36, Text(100)),
        Column("category", "类别", 14, Choice(book.service_categories)),
        Column("nature", "性质", 12, Choice(NATURES)),
        Column("fee", "收费标准", 30, Text(100), required=False),
    )
    notes = ("逐项列出拟开展的服务项目；公益服务应免费，市场服务写明收费标准。",)
    return Sheet(SERVICES, "服务项目表", columns, ("lot", "name"), blank_rows=40, notes=notes)
