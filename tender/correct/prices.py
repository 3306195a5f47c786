"""Amend a price (更正报价): a price that does not add up, found after the ranking.

A price error makes the price points and so the total wrong: the ground is a total added up
wrongly (分值汇总计算错误). The order of mending is 财政部令第87号第五十九条; without the bidder's written
confirmation the bid is invalid.
"""

from collections.abc import Iterator

from scoring.exact import yuan
from tender.book import Lot
from tender.case import Case
from tender.correct.ground import compared_with, lawful, reported, unranked
from tender.decisions import FILE, PriceAmended
from tender.findings import Finding, error, has_error
from tender.record import Draft, Json, Kind, draft

GROUND = "sum"


def amend_price(case: Case, entry: PriceAmended) -> tuple[tuple[Draft, ...], tuple[Finding, ...]]:
    """The event that changes the price that binds, or what stands against it."""
    where = f"{FILE} › price_amended › {entry.operator} › {entry.lot}"
    lot = case.book.lot_by_id.get(entry.lot)
    if lot is None or entry.operator not in case.bidders(lot.id):
        expected = "已开启的响应和其所投标段"
        return (), (error("correct.unknown", where, "没有这份响应或者标段", expected),)
    found = tuple(_against(case, where, lot, entry))
    if has_error(found):
        return (), found
    old = case.state.price_corrections.get((entry.operator, lot.id))
    new: dict[str, Json] = {
        "operator": entry.operator,
        "lot": lot.id,
        "from_fen": case.price_fen(entry.operator, lot.id),
        "to_fen": entry.price_fen,
        "confirmed": entry.confirmed,
    }
    said = lawful(GROUND, entry, compared_with(case, lot))
    at = case.stamp(entry.at).isoformat()
    if old:
        data: dict[str, Json] = {"of": old.seq, "data": new, **said}
        return (draft(Kind.CORRECTION, data, at=at, who=entry.by, why=entry.why),), found
    return (draft(Kind.PRICE_CORRECTED, new | said, at=at, who=entry.by, why=entry.why),), found


def _against(case: Case, where: str, lot: Lot, entry: PriceAmended) -> Iterator[Finding]:
    yield from unranked(case, where, lot, "在审查中按规定修正报价")
    now = case.price_fen(entry.operator, lot.id)
    if not lot.paid:
        yield error("correct.unpaid", where, "该标段没有报价", "有报价的标段", "删除此项")
    elif entry.price_fen == now:
        yield error("correct.same", where, f"更正后仍为{yuan(now)}元", "与原报价不同的报价", "核对更正的内容")
    if entry.operator not in case.valid(lot.id):
        what = f"{case.name(entry.operator)}在该标段的响应无效"
        yield error(
            "correct.invalid_bid", where, what, "有效响应的报价", "无效响应的报价不参加评审，不必更正"
        )
    yield from reported(case, where, entry)
