"""Fictional cities of community centers as allocation problems, the same for the same seed.

S 10 centers, M 100, L 1,000, XL 5,500 (a country's worth of cities). A center is tendered
whole or zone by zone, with care services beside; operators bid for what they can run, some
offer packages of lots at a discount. Scarce are lots, the centers' ceilings, the districts'
and the city's funds, the operators' staff, lots and centers. Money is in fen, marks in
hundredths, staff in tenths of a full post; a package keeps its discount only as a whole.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from scoring.allocation import Group, Objective, Offer, Problem, Resource

SIZES = {"S": (10, 20), "M": (100, 160), "L": (1000, 1500), "XL": (5500, 8000)}
WHOLE, ZONE, SERVICE = 0, 1, 2
ZONES_OF_ONE = 2  # an operator may run so many zones of one center
SCENES = 3  # an operator runs no scene, or so many
TIGHT = 0.78  # the funds' share of what all lots would cost


@dataclass(frozen=True, slots=True)
class Lots:
    """Every lot's center, kind, area, scenes, care service, cost without competition, and staff."""

    center: np.ndarray
    kind: np.ndarray
    area: np.ndarray
    scenes: np.ndarray
    care: np.ndarray
    cost: np.ndarray
    staff: np.ndarray


@dataclass(frozen=True, slots=True)
class Bids:
    """Every bid's lot, operator, price, marks and staff."""

    lot: np.ndarray
    operator: np.ndarray
    price: np.ndarray
    marks: np.ndarray
    staff: np.ndarray


@dataclass(frozen=True, slots=True)
class City:
    """All that is asked and offered: ``packages`` are numbers of bids with their discount, supplies by id."""

    lots: Lots
    bids: Bids
    source: np.ndarray
    packages: list[tuple[list[int], int]]
    services_inside: np.ndarray
    supplies: dict[str, int]


def instance(size: str, seed: int = 0) -> Problem:
    """The problem of a size and a seed: most points, every rule kept."""
    return _problem(city(size, seed))


def city(size: str, seed: int = 0) -> City:
    """The numbers of a size and a seed."""
    rng = np.random.default_rng([seed, sum(map(ord, size))])
    centers, operators = SIZES[size]
    districts = max(2, centers // 60)
    district = np.sort(rng.integers(0, districts, centers))
    by_city = rng.random(centers) < 0.3
    services_inside = rng.random(centers) < 0.4  # a whole center's operator runs its services too
    lots = _lots(rng, centers, services_inside)
    home = rng.integers(0, districts, operators)
    big = rng.random(operators) < 0.15
    skill = rng.normal(78, 7, operators) + big * 4
    bids = _bids(rng, lots, district, home, big, skill)
    supplies = _supplies(rng, lots, big, centers)
    source = np.where(by_city, districts, district)
    packages = _packages(rng, lots, bids, source)
    need = np.bincount(lots.center[lots.kind != WHOLE], lots.cost[lots.kind != WHOLE], centers)
    ceiling = np.round(need * rng.uniform(0.80, 1.0, centers)).astype(np.int64)
    funds = np.round(np.bincount(source, need, districts + 1) * TIGHT).astype(np.int64)
    supplies |= {f"lot:{lot}": 1 for lot in range(len(lots.center))}
    supplies |= {f"ceiling:{center}": int(amount) for center, amount in enumerate(ceiling)}
    supplies |= {f"source:{number}": int(amount) for number, amount in enumerate(funds)}
    supplies["total"] = int(int(funds.sum()) * 0.97)
    return City(lots, bids, source, packages, services_inside, supplies)


def _lots(rng: np.random.Generator, centers: int, services_inside: np.ndarray) -> Lots:
    zones, services = rng.integers(2, 7, centers), rng.integers(1, 5, centers)
    rows = []
    for center in range(centers):
        inside = bool(services_inside[center])
        zone_area, service_area = (
            rng.integers(80, 700, zones[center]),
            rng.integers(40, 250, services[center]),
        )
        care = rng.random(services[center]) < 0.55
        care[rng.integers(services[center])] = True
        rate = rng.uniform(300, 700)  # yuan for a square meter and year
        area = int(zone_area.sum() + (service_area.sum() if inside else 0))
        zone_scenes, service_scenes = rng.integers(1, 4, zones[center]), rng.integers(1, 3, services[center])
        zone_cost = zone_area * rate
        service_cost = service_area * rate * rng.uniform(1.2, 2.2, services[center])
        cost = zone_cost.sum() * rng.uniform(0.86, 0.98) + (service_cost.sum() * 0.92 if inside else 0)
        rows.append((center, WHOLE, area, zone_scenes.sum() + 1, inside, cost, max(10, int(area / 90 * 10))))
        rows += [
            (center, ZONE, area, scenes, False, cost, max(5, int(area / 80 * 10)))
            for area, scenes, cost in zip(zone_area, zone_scenes, zone_cost, strict=True)
        ]
        rows += [
            (center, SERVICE, area, scenes, care, cost, max(5, int(area / 45 * 10)))
            for area, scenes, care, cost in zip(service_area, service_scenes, care, service_cost, strict=True)
        ]
    center, kind, area, scenes, care, cost, staff = map(np.array, zip(*rows, strict=True))
    return Lots(center, kind, area, scenes, care, np.round(cost * 100).astype(np.int64), staff)


def _bids(
    rng: np.random.Generator,
    lots: Lots,
    district: np.ndarray,
    home: np.ndarray,
    big: np.ndarray,
    skill: np.ndarray,
) -> Bids:
    """Who bids for what: mostly operators at home in the district, some big ones from elsewhere."""
    many = len(big)
    able = [rng.random(many) < np.where(big, 0.95, 0.35), rng.random(many) < 0.8, rng.random(many) < 0.75]
    wanted = rng.integers(3, 9, len(lots.center))
    lot, operator = [], []
    for number, (center, kind) in enumerate(zip(lots.center, lots.kind, strict=True)):
        local = np.flatnonzero(able[kind] & (home == district[center]))
        other = np.flatnonzero(able[kind] & (home != district[center]) & big)
        near = min(len(local), int(np.ceil(wanted[number] * 0.7)))
        far = min(len(other), wanted[number] - near)
        found = list(rng.choice(local, near, replace=False)) if near else []
        found += list(rng.choice(other, far, replace=False)) if far else []
        lot += [number] * len(found)
        operator += found
    lot, operator = np.array(lot), np.array(operator)
    count, kind = len(lot), lots.kind[lot]
    level = np.clip(rng.normal(0.90, 0.05, count) - 0.004 * (skill[operator] - 78) * -1, 0.72, 1.0)
    price = np.round(lots.cost[lot] * level).astype(np.int64)
    noise = rng.normal(0, 6, count) + (kind == WHOLE) * rng.normal(-1, 2, count)
    marks = np.clip(np.round((skill[operator] + noise) * 100), 4500, 9950).astype(np.int64)
    staff = np.maximum(3, np.round(lots.staff[lot] * rng.uniform(0.85, 1.2, count))).astype(np.int64)
    kept = marks >= 6000
    return Bids(lot[kept], operator[kept], price[kept], marks[kept], staff[kept])


def _supplies(rng: np.random.Generator, lots: Lots, big: np.ndarray, centers: int) -> dict[str, int]:
    """Every operator's staff, lots and centers."""
    many, parts = len(big), lots.kind != WHOLE
    staff = np.round(rng.lognormal(0, 0.45, many) * (1 + 2.5 * big))
    staff = np.maximum(20, np.round(staff / staff.sum() * lots.staff[parts].sum() * 1.15)).astype(np.int64)
    quota = np.where(big, rng.integers(6, 15, many), rng.integers(2, 6, many)).astype(np.int64)
    quota = np.maximum(2, np.round(quota / quota.sum() * parts.sum() * 0.95)).astype(np.int64)
    most = int(np.ceil(0.15 * centers))
    places = np.maximum(2, np.minimum(np.round(quota * 0.7).astype(np.int64), most))
    supplies = {}
    for operator in range(many):
        supplies[f"staff:{operator}"] = int(staff[operator])
        supplies[f"lots:{operator}"] = int(quota[operator])
        supplies[f"centers:{operator}"] = int(places[operator])
    return supplies


def _packages(
    rng: np.random.Generator, lots: Lots, bids: Bids, source: np.ndarray
) -> list[tuple[list[int], int]]:
    """Packages of two to four bids of one operator paid from one source, each with its discount."""
    paid = source[lots.center[bids.lot]]
    order = np.lexsort((bids.lot, paid, bids.operator))
    operator, payer = bids.operator[order], paid[order]
    borders = np.flatnonzero((np.diff(operator) != 0) | (np.diff(payer) != 0)) + 1
    packages = []
    for together in np.split(order, borders):
        if len(together) < 2:
            continue
        for _ in range(min(4, 1 + len(together) // 5)):
            if rng.random() > 0.7:
                continue
            many = min(len(together), int(rng.integers(2, 5)))
            first = int(rng.integers(0, len(together) - many + 1))
            members = together[first : first + many]
            if not _whole_beside_zone(lots, bids.lot[members]):
                discount = int(bids.price[members].sum() * rng.uniform(0.03, 0.08))
                packages.append((members.tolist(), discount))
    return packages


def _whole_beside_zone(lots: Lots, members: np.ndarray) -> bool:
    """Whether a package would hold a whole center and a part of it."""
    kinds: dict[int, bool] = {}
    return any(
        kinds.setdefault(int(lots.center[lot]), lots.kind[lot] == WHOLE) != (lots.kind[lot] == WHOLE)
        for lot in members
    )


def _problem(given: City) -> Problem:
    """Bids and packages as offers, and the groups: care in every center, scenes, centers counted."""
    lots, bids, source, supplies = given.lots, given.bids, given.source, dict(given.supplies)
    packages, services_inside = given.packages, given.services_inside
    lots_of: dict[int, list[int]] = defaultdict(list)
    for lot, center in enumerate(lots.center.tolist()):
        lots_of[center].append(lot)
    area, marks, price, staff = (a.tolist() for a in (lots.area, bids.marks, bids.price, bids.staff))
    kind, center_of, bid_lot, operator_of = (
        a.tolist() for a in (lots.kind, lots.center, bids.lot, bids.operator)
    )
    offers = []
    cares, scenes, meets = defaultdict(dict), defaultdict(dict), defaultdict(list)
    alone = [(f"b{bid}", [bid], 0) for bid in range(len(bid_lot))]
    for key, members, discount in [
        *alone,
        *((f"p{i}", members, discount) for i, (members, discount) in enumerate(packages)),
    ]:
        operator, uses, points, total = operator_of[members[0]], Counter(), 0, 0
        payer = source[center_of[bid_lot[members[0]]]]
        for bid in members:
            lot = bid_lot[bid]
            center = center_of[lot]
            points += area[lot] * marks[bid]
            total += price[bid]
            uses[f"lot:{lot}"] += 1
            uses[f"ceiling:{center}"] += price[bid]
            uses[f"staff:{operator}"] += staff[bid]
            uses[f"lots:{operator}"] += 1
            if kind[lot] == WHOLE:
                for part in lots_of[center]:
                    if kind[part] == ZONE or (kind[part] == SERVICE and services_inside[center]):
                        uses[f"lot:{part}"] += 1
            if kind[lot] == ZONE:
                supplies.setdefault(f"zones:{operator}:{center}", ZONES_OF_ONE)
                uses[f"zones:{operator}:{center}"] += 1
        uses[f"source:{payer}"] = uses["total"] = total - discount
        if any(amount > supplies[resource] for resource, amount in uses.items()):
            continue
        used_lots = tuple(sorted(f"L{bid_lot[bid]}" for bid in members))
        offers.append(
            Offer(key, f"A{operator}", used_lots, Fraction(points, 10_000), total - discount, dict(uses))
        )
        scenes[operator][key] = sum(int(lots.scenes[bid_lot[bid]]) for bid in members)
        for center in {center_of[bid_lot[bid]] for bid in members}:
            cares[center][key] = sum(
                bool(lots.care[bid_lot[bid]]) for bid in members if center_of[bid_lot[bid]] == center
            )
            meets[operator, center].append(key)
    groups = [_demand(f"care:{center}", counts, 1) for center, counts in cares.items()]
    groups += [
        _demand(f"scenes:{operator}", counts, SCENES)
        for operator, counts in scenes.items()
        if any(count < SCENES for count in counts.values())
    ]
    groups += [
        Group(f"at:{operator}:{center}", tuple(keys), {f"centers:{operator}": 1})
        for (operator, center), keys in meets.items()
    ]
    resources = {key: Resource(key, supply) for key, supply in supplies.items()}
    return Problem(tuple(offers), resources, (), tuple(groups), (Objective.POINTS,))


def _demand(key: str, counts: dict[str, int], least: int) -> Group:
    return Group(key, tuple(counts), {}, least, {offer: count for offer, count in counts.items() if count})
