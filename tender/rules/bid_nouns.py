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
    last, because it is established and not merely stated.
    """
    lot = next(record for record in project["lot"] if record["id"] == lot_bid.lot)
    nouns = {**of_lot(project, lot), "operator": _operator(bid)}
    nouns["bid"] = _bid(bid, lot_bid)
    nouns["item"] = [_item(service) for service in lot_bid.services]
    nouns["bid"]["items"] = nouns["item"]
    stated: dict[str, Stated] = {**lot_bid.facts, **lot_bid.chosen, **lot_bid.lists}
    for fact in book.facts:
        value = stated.get(fact.id)
        if fact.noun and value is not None:
            _put(nouns, fact.noun, fact.for_rules(value))
    for note in noted:
        if note.operator == bid.operator and note.lot in (None, lot_bid.lot):
            _put(nouns, note.noun, note.value)
    return nouns


def _put(nouns: dict[str, Any], path: str, value: object) -> None:
    """Set one attribute; tables on the way are copied, so that no other bid sees the change."""
    *steps, last = path.split(".")
    here = nouns
    for step in steps:
        found = here.get(step)
        here[step] = dict(found) if isinstance(found, dict) else {}
        here = here[step]
    here[last] = value


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


def _item(service: Service) -> dict[str, Any]:
    kinds = {"公益服务": "public_benefit", "市场服务": "market"}
    return {"id": service.name, "category": service.category, "kind": kinds.get(service.nature)}
