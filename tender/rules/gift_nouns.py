"""Gifts as rules see them (公益合作名词): lots of cooperation and their agreements, where a pack speaks of them."""

from collections.abc import Mapping
from typing import Any

from tender.book import Book
from tender.book.register import Register
from tender.policy import Pack
from tender.policy.expression import Expression

FORM = "lot.cooperation_form"


def gift_nouns(
    book: Book, register: Register, pack: Pack, centers: Mapping[str, dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Lots and contracts that the book's gifts are; none where no rule of ``pack`` asks for a form.

    What the book does not name (no agreement, no review of the naming) is known to be absent.
    """
    if not any(FORM in Expression(row.expression).names() for row in pack.provisions if row.expression):
        return [], []
    lots = [
        {
            "id": gift.id,
            "project_id": book.number,
            "center": centers.get(gift.center),
            "zone_ids": [gift.space] if gift.space else [],
            "mode": "cooperation",
            "mode_local": "diversified",
            "cooperation_form": gift.form,
            "ceiling_fen": 0,
            **_row(register, "lot", "id", gift.id),
        }
        for gift in book.gifts
    ]
    contracts = [
        {
            "id": gift.id,
            "lot_id": gift.id,
            "gift_agreement_ref": gift.agreement or "",
            "naming_until": gift.until,
            "naming_review_ref": gift.naming_review or "",
            **_row(register, "contract", "lot_id", gift.id),
        }
        for gift in book.gifts
    ]
    return lots, contracts


def _row(register: Register, noun: str, key: str, value: str) -> Mapping[str, Any]:
    """What the register adds to one record."""
    rows = register.get(noun, [])
    return next((row for row in rows if row.get(key) == value), {}) if isinstance(rows, list) else {}
