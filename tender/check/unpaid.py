"""Lots without a price and gifts (不支付费用的标段、公益合作事项): what must agree where no money is paid."""

from collections import Counter
from collections.abc import Iterator

from tender.book import Book
from tender.book.gates import CeilingGate
from tender.book.rules import PriceRule
from tender.findings import Finding, error, warning


def unpaid(book: Book) -> Iterator[Finding]:
    """A ceiling and a source of money belong together, and nothing may weigh a price that is not there."""
    for lot in book.lots:
        here = f"project.toml › lots › {lot.id}"
        if lot.paid and lot.funding is None:
            yield error(
                "book.unfunded",
                f"{here} › funding",
                "有最高限价，没有资金来源",
                "支付费用的标段应写明资金来源",
            )
        if not lot.paid and lot.funding is not None:
            yield error(
                "book.unpaid_funding",
                f"{here} › ceiling_yuan",
                "有资金来源，没有最高限价",
                "支付费用的标段写明最高限价，不支付费用的标段不写资金来源",
                "补填 ceiling_yuan，或删除 funding",
            )
        if not lot.paid and lot.funding is None and book.method.procurement:
            yield error(
                "book.unpaid_procurement",
                f"{here} › ceiling_yuan",
                "没有最高限价",
                "政府采购的标段应有最高限价和资金来源",
                "补填 ceiling_yuan 和 funding；不支付费用的，用公开遴选",
            )
    columns = {lot.column: lot.id for lot in reversed(book.unpaid_lots)}
    for criterion in book.criteria:
        for column, lot_id in columns.items():
            priced = isinstance(criterion.rule, PriceRule) and criterion.rule.own_price
            if priced and criterion.weights.get(column, 0) > 0:
                yield error(
                    "book.unpaid_price",
                    f"project.toml › criteria › {criterion.id} › weights › {column}",
                    f"标段{lot_id}不支付费用，却按报价计分",
                    "没有报价的标段不设价格分",
                    "删除此列，或在 lots 的 weights 中另写一列",
                )
    for gate in book.gates if not book.paid_lots else ():
        if isinstance(gate, CeilingGate):
            yield warning(
                "book.unpaid_ceiling",
                f"project.toml › gates › {gate.id}",
                "全部标段不支付费用，“最高限价”条件不起作用",
                "没有报价时不设最高限价条件",
                "删除该项条件",
            )
    if not book.paid_lots and "price" in book.ties:
        yield error(
            "book.unpaid_ties",
            "project.toml › ties",
            "全部标段不支付费用，却按报价区分同分",
            "没有报价时同分不按报价区分",
            "删除 price",
        )


def gifts(book: Book) -> Iterator[Finding]:
    """A gift stands at a place of the book under an id of its own."""
    ids = Counter([*(lot.id for lot in book.lots), *(gift.id for gift in book.gifts)])
    for gift in book.gifts:
        here = f"project.toml › gifts › {gift.id}"
        if ids[gift.id] > 1:
            yield error("book.id_twice", here, f"编号 {gift.id} 出现多次", "编号不得与其他事项或标段重复")
        center = book.center_by_id.get(gift.center)
        if center is None:
            yield _unknown(f"{here} › center", gift.center, list(book.center_by_id))
        elif gift.space is not None and gift.space not in {s.id for s in center.spaces}:
            yield _unknown(f"{here} › space", gift.space, [s.id for s in center.spaces])
        if gift.until < book.dates.result:
            yield error(
                "book.gift_over",
                f"{here} › until",
                f"截止日期{gift.until.isoformat()}早于结果公告日期",
                "截止日期不早于结果公告日期",
            )


def _unknown(where: str, value: str, known: list[str]) -> Finding:
    return error("book.unknown_reference", where, f"{value} 没有定义", f"应为以下之一：{'、'.join(known)}")
