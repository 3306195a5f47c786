"""Nouns of a made award (定标名词): what rules ask of it, counted from its winners and the project's records.

Nothing is typed again: shares, areas, overlaps and coverage follow from who won which lot.
What the records lack stays missing, and rules about it stay open.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from typing import Any

from tender.bids import Service

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Won:
    """One lot with its winner, the binding price in fen per year, and the services of the winning bid."""

    lot: str
    operator: str
    price_fen: int
    services: tuple[Service, ...] = ()


def award_nouns(project: Mapping[str, Any], won: Sequence[Won], decided_on: date) -> dict[str, Any]:
    """``project`` with the nouns ``allocation`` and ``award``.

    What the register adds to them stays, but it never contradicts the award itself.
    """
    held = {w.lot: w.operator for w in won}
    run = [(lot, str(who)) for lot in project["lot"] if (who := held.get(lot["id"], lot.get("operator_id")))]
    lots = [lot["id"] for lot in project["lot"]]
    centers = {center["id"]: center for center in project["center"]}
    here = {key: [(lot, who) for lot, who in run if _center(lot) == key] for key in centers}
    excluded = project["pack"].get("params", {}).get("unify_excludes", ())
    services = {w.lot: {s.category for s in w.services} for w in won}
    allocation: dict[str, Any] = {
        "fiscal_outlay_fen": sum(w.price_fen for w in won),
        "max_operator_share": _largest_share(won),
        "awarded": [w.lot for w in won],
        "count_operators": {
            lot: len(
                {who for other, who in run if other["id"] == lot or _shared(other, _named(project, lot))}
            )
            for lot in lots
        },
        "count_facility_operators": {
            key: len({who for lot, who in rows if lot.get("scene_class") not in excluded})
            for key, rows in here.items()
        },
        "zone_slot_overlaps": {
            key: sum(bool(_shared(one, other)) for (one, _), (other, _) in combinations(rows, 2))
            for key, rows in here.items()
        },
        "category_overlap": dict(_category_overlaps(here, services)),
        "let_area_m2": {key: _let_area(center, here[key]) for key, center in centers.items()},
        "demand_coverage": dict(_coverage(project, run)),
    }
    return {
        **project,
        "allocation": {**_one(project, "allocation"), **_known(allocation)},
        "award": {**_one(project, "award"), "decided_on": decided_on},
    }


def notice_nouns(project: Mapping[str, Any], published_on: date) -> dict[str, Any]:
    """``project`` with the result notice: published on a day, for the days that the register or pack says."""
    told = _one(project, "notice")
    days = told.get("days", project["pack"].get("params", {}).get("award_notice_days"))
    ends = {"days": days, "ends_on": published_on + timedelta(days)} if isinstance(days, int) else {}
    return {**project, "notice": {**ends, **told, "kind": "result_notice", "published_on": published_on}}


def _one(project: Mapping[str, Any], noun: str) -> Record:
    found = project.get(noun)
    return found if isinstance(found, Mapping) else {}


def _known(allocation: dict[str, Any]) -> dict[str, Any]:
    """Without what could not be counted for anyone, so that the register may still tell it."""
    return {name: value for name, value in allocation.items() if value is not None and value != {}}


def _named(project: Mapping[str, Any], lot: str) -> Record:
    return next(record for record in project["lot"] if record["id"] == lot)


def _center(lot: Record) -> str | None:
    center = lot.get("center")
    return center.get("id") if isinstance(center, Mapping) else None


def _shared(one: Record, other: Record) -> set[str]:
    """Rooms that both lots occupy; lots run at the same hours, so one room can only serve one."""
    return set(one.get("zone_ids") or ()) & set(other.get("zone_ids") or ())


def _largest_share(won: Sequence[Won]) -> Fraction | None:
    """The largest share of one operator, of the awarded lots or of their money, whichever is larger."""
    if not won:
        return None
    money = sum(w.price_fen for w in won)
    shares = []
    for operator in {w.operator for w in won}:
        own = [w for w in won if w.operator == operator]
        shares.append(Fraction(len(own), len(won)))
        if money:
            shares.append(Fraction(sum(w.price_fen for w in own), money))
    return max(shares)


def _category_overlaps(
    here: Mapping[str, Sequence[tuple[Record, str]]], services: Mapping[str, set[str]]
) -> Iterator[tuple[str, int]]:
    """By center: how many categories two operators both plan; untold where one of several plans none."""
    for center, rows in here.items():
        planned: dict[str, set[str]] = {}
        for lot, operator in rows:
            planned.setdefault(operator, set()).update(services.get(lot["id"], ()))
        if len(planned) < 2 or all(planned.values()):
            twice = [a & b for a, b in combinations(planned.values(), 2)]
            yield center, len(set().union(*twice))


def _let_area(center: Record, rows: Sequence[tuple[Record, str]]) -> Fraction | None:
    """Square meters of the rooms that operators hold; each room once."""
    areas = {zone["id"]: zone.get("area_m2") for zone in center["zones"]}
    let = {zone for lot, _ in rows for zone in lot.get("zone_ids") or ()}
    known = [areas.get(zone) for zone in let]
    return None if None in known else sum((Fraction(area) for area in known if area is not None), Fraction(0))


def _coverage(
    project: Mapping[str, Any], run: Sequence[tuple[Record, str]]
) -> Iterator[tuple[str, Fraction]]:
    """By community: the weighted share of its demands that operated lots answer."""
    found = project.get("community", [])
    for community in found if isinstance(found, list) else [found]:
        weights = {
            demand["id"]: Fraction(demand.get("weight") or 1) for demand in community.get("demands") or ()
        }
        lots = [lot for lot, _ in run if _community(lot) == community.get("id")]
        total = sum(weights.values(), Fraction(0))
        if "id" in community and total and all("demand_refs" in lot for lot in lots):
            answered = {ref for lot in lots for ref in lot["demand_refs"]}
            met = sum((weight for ref, weight in weights.items() if ref in answered), Fraction(0))
            yield community["id"], met / total


def _community(lot: Record) -> object:
    center = lot.get("center")
    return center.get("community_id") if isinstance(center, Mapping) else None
