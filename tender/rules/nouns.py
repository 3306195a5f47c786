"""Nouns of a project (名词汇集): the book's own facts, completed by the register.

What the book declares is never typed again: lots, centers, spaces, criteria and dates are
read from it, and the register may add attributes but not contradict it.
"""

from collections.abc import Mapping
from typing import Any

from tender.book import Book, Lot, Method
from tender.book.gates import EntityGate, NegativeListGate
from tender.book.register import Register
from tender.policy import Pack, Policies
from tender.rules.batch import batch, staffing
from tender.rules.budget import budget_nouns, project_totals
from tender.rules.gift_nouns import gift_nouns
from tender.rules.law_nouns import declared_low_price, law_lot, law_nouns, law_project

INHERITS = "negative_list_inherit"
"""The parameter by which a system without a negative list of its own takes over those of others."""

RULE_METHODS = {Method.COMPETITIVE_CONSULTATION: "competitive", Method.OPEN_SELECTION: "competitive"}
"""Methods that the rules of the systems know under a wider name."""


def project_nouns(book: Book, register: Register, packs: Policies) -> dict[str, Any]:
    """Everything that rules can be asked before any bid is opened, keyed by noun."""
    centers = {c["id"]: c for c in _centers(book, register)}
    lots = [_lot(book, lot, register, centers) for lot in book.lots]
    recorded = _recorded(book, register, centers)
    given, agreements = gift_nouns(book, register, packs.packs[book.regime], centers)
    for center in centers.values():
        center["lots"] = [lot for lot in lots if lot["center"] is center]
    budget = _budget(register)
    nouns: dict[str, Any] = {
        "law": law_nouns(book, packs),
        "pack": _pack(book, register, packs),
        "project": _project(book)
        | law_project(book)
        | {"lots": lots}
        | project_totals(budget, len(lots))
        | batch(register)
        | _filled("project", packs.packs[book.regime], _params(book, register, packs))
        | _one(register, "project")
        | declared_low_price(book, packs),
        "book": _book(book) | _one(register, "book"),
        "criteria": _criteria(book),
        "panel": {"members": [{"id": j.id, "kind": j.role} for j in book.judges], "size": len(book.judges)}
        | _one(register, "panel"),
        "lot": [*lots, *given, *recorded],
        "center": list(centers.values()),
        "zone": [zone for center in centers.values() for zone in center["zones"]],
    }
    nouns |= {"budget": budget} if budget else {}
    nouns |= {"contract": _with_gifts(register, agreements)} if agreements else {}
    staff = staffing(register)
    nouns |= {"allocation": staff | _one(register, "allocation")} if staff else {}
    return {**{name: value for name, value in register.items() if name not in nouns}, **nouns}


def _with_gifts(register: Register, agreements: list[dict[str, Any]]) -> list[Mapping[str, Any]]:
    """The register's contracts, then those of the gifts that it does not hold itself."""
    rows = register.get("contract", [])
    found = rows if isinstance(rows, list) else [rows]
    given = {agreement["lot_id"] for agreement in agreements}
    return [*(row for row in found if row.get("lot_id") not in given), *agreements]


def _budget(register: Register) -> Any:
    """One budget for every site, or several records, each with what its lines add up to."""
    found = register.get("budget", {})
    return [budget_nouns(row) for row in found] if isinstance(found, list) else budget_nouns(found)


def _one(register: Register, noun: str) -> dict[str, Any]:
    """The register's record of a noun that stands alone."""
    found = register.get(noun, {})
    return found if isinstance(found, dict) else {}


def _more(register: Register, noun: str, key: str) -> Mapping[str, Any]:
    """What the register adds to one record of a repeating noun."""
    found = register.get(noun, [])
    rows = found if isinstance(found, list) else [found]
    return next((row for row in rows if row.get("id") == key), {})


def _params(book: Book, register: Register, packs: Policies) -> dict[str, Any]:
    """The parameters of the regime that have a value: those of the register last."""
    pack = packs.packs[book.regime]
    given = {p.key: p.value for p in pack.parameters if p.value is not None}
    return {**given, **_one(register, "pack").get("params", {})}


def _filled(noun: str, pack: Pack, params: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes of ``noun`` that parameters fill."""
    wanted = ((p.noun.partition("."), p.key) for p in pack.parameters if p.key in params)
    return {attribute: params[key] for (root, _, attribute), key in wanted if root == noun}


def _pack(book: Book, register: Register, packs: Policies) -> dict[str, Any]:
    pack, params = packs.packs[book.regime], _params(book, register, packs)
    facts = {
        "id": pack.id,
        "status": pack.status,
        "layer": pack.level,
        **pack.facts,
        **_filled("pack", pack, params),
        **_one(register, "pack"),
    }
    if params.get(INHERITS) is True and not facts.get("negative_list"):
        facts["negative_list"] = inherited_list(pack, packs)
    return facts | {
        "params": params,
        "params_set_by_user": list(params),
        "effective_date": pack.since or facts.get("effective_date"),
    }


def inherited_list(own: Pack, packs: Policies) -> list[str]:
    """Every service category that another system forbids (沿用的负面清单), each once."""
    others = [pack for pack in packs.packs.values() if pack.id != own.id]
    return list(
        dict.fromkeys(category for pack in others for category in pack.facts.get("negative_list", ()))
    )


def _project(book: Book) -> dict[str, Any]:
    return {
        "id": book.number,
        "policy_pack_id": book.regime,
        "year": book.dates.publish.year,
        "route": book.route,
        "method": RULE_METHODS.get(book.method, book.method.value),
        "competent_dept_ids": [d.id for d in book.departments],
        "publish_date": book.dates.publish,
        "bid_deadline": book.dates.bid_deadline,
        "fiscal_baseline_fen": book.fiscal.baseline_fen if book.fiscal else None,
        "budget_total_fen": sum(f.budget_fen for f in book.funding),
    }


def _book(book: Book) -> dict[str, Any]:
    lists = any(isinstance(gate, NegativeListGate) for gate in book.gates)
    return {
        "ref": book.number,
        "basis_docs": list(book.basis),
        "shows_policy_status": True,
        "prints_lists": lists,
    }


def _criteria(book: Book) -> dict[str, Any]:
    totals = {sum(c.weights.get(column, 0) for c in book.criteria) for column in book.columns()}
    return {
        "has": [tag for c in book.criteria for tag in (c.id, *c.covers)],
        "total_weight": totals.pop() if len(totals) == 1 else None,
    }


def _centers(book: Book, register: Register) -> list[dict[str, Any]]:
    found = []
    for center in book.centers:
        record: dict[str, Any] = {
            "id": center.id,
            "name": center.name,
            "address": center.address,
            "indoor_area_m2": center.indoor_area_m2,
            "reserved_basic_area_m2": sum(s.area_m2 for s in center.spaces if s.reserved),
            **_more(register, "center", center.id),
        }
        record["zones"] = [
            {
                "id": space.id,
                "center": record,
                "name": space.name,
                "area_m2": space.area_m2,
                "reserved_for_basic": space.reserved,
                **_more(register, "zone", space.id),
            }
            for space in center.spaces
        ]
        found.append(record)
    return found


def _recorded(book: Book, register: Register, centers: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """What the register records at a center of the book without tendering it on its own.

    Rules of operation hold for it as well: a commercial part run by who invested in it, or
    the public part of a lot that is tendered as one.
    """
    rows = register.get("lot", [])
    found = rows if isinstance(rows, list) else [rows]
    taken = {*book.lot_by_id, *(gift.id for gift in book.gifts)}
    return [
        {**row, "center": centers[row["center"]]}
        for row in found
        if row.get("id") not in taken and row.get("center") in centers
    ]


def _lot(book: Book, lot: Lot, register: Register, centers: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    accepted = [e.value for gate in book.gates if isinstance(gate, EntityGate) for e in gate.accepts]
    return {
        "id": lot.id,
        "project_id": book.number,
        "center": centers.get(lot.center),
        "zone_ids": list(lot.spaces),
        "mode": lot.mode.value,
        "mode_reason": lot.mode_reason,
        "positioning": lot.positioning,
        "category": lot.category,
        "theme": lot.theme or "",  # the book is where a theme is declared: none there is none
        "eligible_entity_types": accepted or None,
        "policy_doc_refs": list(lot.policy_documents),
        "subsidy_programs": [s.name for s in lot.subsidies],
        "ceiling_fen": lot.limit_fen,
        "min_free_sessions": lot.minimums.get("free_sessions"),
        "min_free_person_times": lot.minimums.get("free_person_times"),
        **law_lot(book, lot),
        **_more(register, "lot", lot.id),
    }
