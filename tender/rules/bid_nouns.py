"""Nouns of one bid in one lot (响应名词): what the form states and what the purchaser noted."""

from collections.abc import Iterable, Mapping
from typing import Any

from tender.bids import Bid, EntityType, LotBid, Service
from tender.book import Book
from tender.book.facts import Stated
from tender.decisions import Noted
from tender.policy.judge import of_lot


def bid_nouns(
    project: Mapping[str, Any], book: Book, bid: Bid, lot_bid: LotBid, noted: Iterable[Noted]
) -> dict[str, Any]:
    """The project's nouns with this lot, center and community, the operator, its bid and its services.

    Facts stand under the noun that the book gives them; what the purchaser noted comes
    last, because it is established and not merely stated. Both hold for every service of
    the bid in this lot where they speak of services.
    """
    lot = next(record for record in project["lot"] if record["id"] == lot_bid.lot)
    nouns = {**of_lot(project, lot), "operator": _operator(bid)}
    nouns["bid"] = _bid(bid, lot_bid)
    nouns["item"] = [_item(book, service) for service in lot_bid.services]
    stated: dict[str, Stated] = {**lot_bid.facts, **lot_bid.chosen, **lot_bid.lists}
    for fact in book.facts:
        value = stated.get(fact.id)
        if fact.noun and value is not None:
            _put(nouns, fact.noun, fact.for_rules(value))
    for note in noted:
        if note.about(bid.operator, lot_bid.lot):
            _put(nouns, note.noun, note.value)
    nouns["bid"] = {**nouns["bid"], "items": nouns["item"]}
    return nouns


def _put(nouns: dict[str, Any], path: str, value: object) -> None:
    """Set one attribute, of a noun that repeats in every record of it."""
    noun, *steps = path.split(".")
    nouns[noun] = _with(nouns.get(noun), steps, value)


def _with(found: object, steps: list[str], value: object) -> object:
    """``found`` with ``value`` in its place; tables on the way are copied, so that no other bid sees it."""
    if not steps:
        return value
    if isinstance(found, list):
        return [_with(record, steps, value) for record in found]
    table = dict(found) if isinstance(found, dict) else {}
    return table | {steps[0]: _with(table.get(steps[0]), steps[1:], value)}


def _operator(bid: Bid) -> dict[str, Any]:
    legal = None if bid.entity_type is None else bid.entity_type is not EntityType.SOLE_TRADER
    return {
        "id": bid.operator,
        "name": bid.name,
        "entity_type": bid.entity_type.value if bid.entity_type else None,
        "is_legal_person": legal,
    }


def _bid(bid: Bid, lot_bid: LotBid) -> dict[str, Any]:
    return {
        "id": f"{bid.operator}@{lot_bid.lot}",
        "lot_id": lot_bid.lot,
        "operator_id": bid.operator,
        "price_fen": lot_bid.price_fen,
    }


def _item(book: Book, service: Service) -> dict[str, Any]:
    kinds = {"公益服务": "public_benefit", "市场服务": "market"}
    return {
        "id": service.name,
        "brand_name": service.name,
        "category": book.service_code.get(service.category, service.category),
        "kind": kinds.get(service.nature),
        "start_on": book.dates.service_from,
    }
