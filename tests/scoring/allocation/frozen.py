"""Ten thousand exactly tight problems whose answers are known without any solver.

    PYTHONPATH=. python tests/scoring/allocation/frozen.py            check all of them
    PYTHONPATH=. python tests/scoring/allocation/frozen.py 0 500      check a range of seeds
    PYTHONPATH=. python tests/scoring/allocation/frozen.py freeze     write the answers anew

Each seed is a small tender in round yuan: centers run whole or room by room, a budget and a
share for social organizations met to the yuan by one award or missed by one unit, quotas of
lots and of centers, "no room, or at least two". Answers come from enumeration, straight from
the nouns, and are kept in ``frozen.b85`` (gzip in text) beside a checksum of each problem, so that a
changed generator is noticed.
"""

import gzip
import json
import sys
from base64 import b85decode, b85encode
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from random import Random
from zlib import crc32

from scoring.allocation import Group, Need, Objective, Offer, Plan, Problem, Resource, Status, solve

ANSWERS = Path(__file__).with_name("frozen.b85")
MANY = 10_000
_WIDTH = 100
LISTED = 100  # equally good plans that ``solve`` lists
ORDERS = (
    (Objective.NEEDS, Objective.POINTS, Objective.PRICE),
    (Objective.POINTS, Objective.PRICE),
    (Objective.NEEDS, Objective.PRICE, Objective.POINTS),
)


def instance(seed: int) -> Problem:
    """The tender of one seed."""
    random = Random(seed)
    unit = random.choice((1, 5, 10)) * 10 ** random.choice((5, 6, 7))  # fen: 1,000 yuan and more
    coarse = random.random() < 0.5  # then many awards are equally good
    operators = "甲乙丙丁"[: random.randint(2, 4)]
    offers: list[Offer] = []
    rooms: list[str] = []
    centers = random.randint(1, 3)
    while len(offers) < random.randint(6, 13):
        center = len(offers) % centers
        here = [f"c{center}r{room}" for room in range(2)]
        rooms += [room for room in here if room not in rooms]
        taken = here if random.random() < 0.3 else [random.choice(here)]
        operator = random.choice(operators)
        name = f"{operator}{len(offers)}@{'+'.join(taken)}"
        price = random.randint(*((2, 4) if coarse else (2, 12))) * unit * len(taken)
        uses = {"budget": price, f"quota:{operator}": 1, **dict.fromkeys(taken, 1)}
        serves = dict.fromkeys(taken, 1) | ({"social": price} if operator in "甲丙" else {})
        points = Fraction(
            random.choice((80, 85, 90)) if coarse else random.randint(600, 999), 10 ** (not coarse)
        )
        offers.append(Offer(name, operator, tuple(taken), points * len(taken), price, uses, serves))
    quota, groups, limits = random.randint(1, 3), [], {}
    for operator in operators:
        own = [offer for offer in offers if offer.operator == operator]
        if own and random.random() < 0.3:
            groups.append(Group(f"none or two: {operator}", tuple(o.id for o in own), at_least=2))
        if len(own) > 1 and random.random() < 0.4:
            limits[f"centers:{operator}"] = Resource(f"centers:{operator}", 1)
            for center in range(centers):
                there = tuple(o.id for o in own if o.lots[0].startswith(f"c{center}"))
                if there:
                    at = f"{operator} in c{center}"
                    groups.append(Group(at, there, {f"centers:{operator}": 1}))
    spent, social = _some_award(random, offers, rooms)
    miss = random.choice((0, 0, 0, 1))
    firm = random.random() < 0.4
    limits |= {
        "budget": Resource("budget", max(0, spent - miss * unit)),
        **{f"quota:{operator}": Resource(f"quota:{operator}", quota) for operator in operators},
        **{room: Resource(room, 1) for room in rooms},
    }
    needs = [Need(room, 1, firm and random.random() < 0.8) for room in rooms]
    needs.append(Need("social", social + random.choice((0, 0, unit)), random.random() < 0.5))
    return Problem(tuple(offers), limits, tuple(needs), tuple(groups), random.choice(ORDERS))


def _some_award(random: Random, offers: list[Offer], rooms: list[str]) -> tuple[int, int]:
    """What one award of disjoint rooms costs, and how much of it goes to social organizations."""
    free, picked = set(rooms), []
    for offer in random.sample(offers, len(offers)):
        if free >= set(offer.lots):
            free -= set(offer.lots)
            picked.append(offer)
    return sum(o.price_fen for o in picked), sum(o.serves.get("social", 0) for o in picked)


def enumerated(problem: Problem) -> tuple[tuple[Fraction, ...] | None, list[tuple[str, ...]]]:
    """The best values of the objective (larger is better) and every plan that reaches them."""
    best, plans = None, []
    for chosen in _sets(problem, 0, (), {}):
        worth = _worth(problem, chosen)
        if worth is None or (best is not None and worth < best):
            continue
        if best is None or worth > best:
            best, plans = worth, []
        plans.append(tuple(sorted(offer.id for offer in chosen)))
    return best, sorted(plans)


def _sets(
    problem: Problem, at: int, chosen: tuple[Offer, ...], used: dict[str, int]
) -> Iterator[tuple[Offer, ...]]:
    """Every set of offers that passes no supply by itself."""
    if at == len(problem.offers):
        yield chosen
        return
    yield from _sets(problem, at + 1, chosen, used)
    offer = problem.offers[at]
    more = {key: used.get(key, 0) + amount for key, amount in offer.uses.items()}
    if all(amount <= problem.resources[key].supply for key, amount in more.items()):
        yield from _sets(problem, at + 1, (*chosen, offer), used | more)


def _worth(problem: Problem, chosen: tuple[Offer, ...]) -> tuple[Fraction, ...] | None:
    ids = {offer.id for offer in chosen}
    present = [group for group in problem.groups if ids & set(group.members)]
    for key, resource in problem.resources.items():
        if sum(taker.uses.get(key, 0) for taker in (*chosen, *present)) > resource.supply:
            return None
    for group in present:
        counts = dict.fromkeys(group.members, 1) if group.counts is None else group.counts
        if sum(counts.get(one, 0) for one in ids) < group.at_least:
            return None
    met = {n.id: sum(o.serves.get(n.id, 0) for o in chosen) >= n.at_least for n in problem.needs}
    if not all(met[need.id] for need in problem.needs if need.firm):
        return None
    values = {
        Objective.NEEDS: Fraction(sum(met[need.id] for need in problem.needs if not need.firm)),
        Objective.POINTS: sum((offer.points for offer in chosen), Fraction(0)),
        Objective.PRICE: -Fraction(sum(offer.price_fen for offer in chosen)),
    }
    return tuple(values[objective] for objective in problem.objective)


def answer(seed: int) -> str:
    """The line that is kept for one seed: checksum, values, number and checksum of the best plans."""
    problem = instance(seed)
    best, plans = enumerated(problem)
    form = json.dumps(problem.to_json(), ensure_ascii=False, sort_keys=True)
    head = f"{crc32(form.encode()):08x}"
    if best is None:
        return f"{head} none"
    return f"{head} {' '.join(str(value) for value in best)} {len(plans)} {_checksum(plans)}"


def answers() -> list[str]:
    """The kept lines, by seed."""
    packed = "".join(ANSWERS.read_text(encoding="ascii").split())
    return gzip.decompress(b85decode(packed)).decode().splitlines()


def verdict(seed: int, kept: str) -> str:
    """``right``, ``unproved`` (nothing claimed) or ``wrong`` for the solver's answer to one seed."""
    problem = instance(seed)
    form = json.dumps(problem.to_json(), ensure_ascii=False, sort_keys=True)
    head, *told = kept.split()
    if head != f"{crc32(form.encode()):08x}":
        return "changed"
    plan = solve(problem, seconds=120, tie_limit=LISTED)
    if plan.status in (Status.FEASIBLE, Status.UNKNOWN):
        return "unproved"
    if told == ["none"] or plan.status is Status.INFEASIBLE:
        return "right" if told == ["none"] and plan.status is Status.INFEASIBLE else "wrong"
    return "right" if _told(problem, plan, int(told[-2])) == told else "wrong"


def _told(problem: Problem, plan: Plan, many: int) -> list[str]:
    assert plan.totals is not None
    signs = {Objective.PRICE: -1}
    values = [str(Fraction(plan.totals.of(o)) * signs.get(o, 1)) for o in problem.objective]
    plans = list(plan.ties.plans)
    if many <= LISTED:
        return [*values, str(len(plans)), _checksum(plans)]
    return [*values, str(many) if len(plans) == LISTED and not plan.ties.complete else "too few", "-"]


def _checksum(plans: list[tuple[str, ...]]) -> str:
    """Of the plans when they can all be listed; empty plans too have one."""
    return f"{crc32(repr(plans).encode()):08x}" if len(plans) <= LISTED else "-"


def main(words: list[str]) -> int:
    """Freeze or check; the exit code is 1 when an answer is not right."""
    if words == ["freeze"]:
        lines = "".join(f"{answer(seed)}\n" for seed in range(MANY))
        packed = b85encode(gzip.compress(lines.encode(), mtime=0)).decode()
        ANSWERS.write_text(
            "".join(f"{packed[i : i + _WIDTH]}\n" for i in range(0, len(packed), _WIDTH)), encoding="ascii"
        )
        none = sum(line.endswith("none") for line in lines.splitlines())
        sys.stdout.write(f"{MANY} problems, {none} without a plan, {ANSWERS.stat().st_size} bytes\n")
        return 0
    first, last = (int(word) for word in words) if words else (0, MANY)
    kept = answers()
    counts: dict[str, list[int]] = {"right": [], "unproved": [], "wrong": [], "changed": []}
    for seed in range(first, last):
        counts[verdict(seed, kept[seed])].append(seed)
        if seed % 500 == 499:
            sys.stdout.write(f"{seed + 1}: { ({word: len(seeds) for word, seeds in counts.items()}) }\n")
            sys.stdout.flush()
    for word in ("unproved", "wrong", "changed"):
        if counts[word]:
            sys.stdout.write(f"{word}: {counts[word][:20]}\n")
    sys.stdout.write(f"{len(counts['right'])} of {last - first} right\n")
    return 0 if len(counts["right"]) == last - first else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
