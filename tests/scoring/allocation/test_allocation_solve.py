"""The solver against plain enumeration of every set of offers, straight from the nouns."""

import json
import tempfile
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.allocation import Group, Need, Objective, Offer, Problem, Resource, Status, solve
from scoring.allocation.search import Search, values

OBJECTIVES = [order for n in range(4) for order in permutations(Objective, n)]


def enumerated(problem):
    """The best objective values and every plan that reaches them; no values when none is feasible."""
    best, plans = None, []
    for size in range(len(problem.offers) + 1):
        for chosen in combinations(problem.offers, size):
            worth = worth_of(problem, chosen)
            if worth is None:
                continue
            if best is None or worth > best:
                best, plans = worth, []
            if worth == best:
                plans.append(tuple(sorted(offer.id for offer in chosen)))
    return best, sorted(plans)


def worth_of(problem, chosen):
    ids = {offer.id for offer in chosen}
    present = [group for group in problem.groups if ids & set(group.members)]
    for key, resource in problem.resources.items():
        if sum(taker.uses.get(key, 0) for taker in [*chosen, *present]) > resource.supply:
            return None
    for group in present:
        counts = dict.fromkeys(group.members, 1) if group.counts is None else group.counts
        if sum(counts.get(offer, 0) for offer in ids) < group.at_least:
            return None
    met = {n.id: sum(offer.serves.get(n.id, 0) for offer in chosen) >= n.at_least for n in problem.needs}
    if not all(met[need.id] for need in problem.needs if need.firm):
        return None
    worth = {
        Objective.NEEDS: sum(met[need.id] for need in problem.needs if not need.firm),
        Objective.POINTS: sum(offer.points for offer in chosen),
        Objective.PRICE: -sum(offer.price_fen for offer in chosen),
    }
    return tuple(worth[objective] for objective in problem.objective)


def small_amounts(keys, most):
    if not keys:
        return st.just({})
    return st.dictionaries(st.sampled_from(keys), st.integers(0, most), max_size=len(keys))


@st.composite
def small_problems(draw):
    """Up to six offers with coarse marks, so that ties, empty plans and dead ends are common."""
    ids = [f"o{i}" for i in range(draw(st.integers(0, 6)))]
    resources = [f"r{i}" for i in range(draw(st.integers(0, 3)))]
    needs = [f"n{i}" for i in range(draw(st.integers(0, 3)))]
    points = st.sampled_from(["-1", "0", "1", "2", "2.5", "7.25"]).map(Fraction)
    return Problem(
        offers=tuple(
            Offer(
                id=name,
                operator="甲",
                lots=("L",),
                points=draw(points),
                price_fen=draw(st.integers(0, 3)),
                uses=draw(small_amounts(resources, 4)),
                serves=draw(small_amounts(needs, 2)),
            )
            for name in ids
        ),
        resources={name: Resource(name, draw(st.integers(0, 8))) for name in resources},
        needs=tuple(Need(name, draw(st.integers(0, 3)), draw(st.booleans())) for name in needs),
        groups=tuple(
            Group(
                id=f"g{i}",
                members=tuple(name for name in ids if draw(st.booleans())),
                uses=draw(small_amounts(resources, 3)),
                at_least=draw(st.integers(0, 3)),
                counts=draw(st.none() | small_amounts(ids, 2)),
            )
            for i in range(draw(st.integers(0, 2)))
        ),
        objective=draw(st.sampled_from(OBJECTIVES)),
    )


def same_but_larger(problem, factor, nudge):
    """The problem with every amount multiplied, some of them off by a little."""

    def grown(amounts):
        return {key: amount * factor + nudge() if amount else 0 for key, amount in amounts.items()}

    return Problem(
        tuple(
            replace(o, price_fen=o.price_fen * factor, uses=grown(o.uses), serves=grown(o.serves))
            for o in problem.offers
        ),
        {key: replace(r, supply=max(0, r.supply * factor + nudge())) for key, r in problem.resources.items()},
        tuple(replace(n, at_least=n.at_least * factor) for n in problem.needs),
        tuple(replace(g, uses=grown(g.uses)) for g in problem.groups),
        problem.objective,
    )


@settings(max_examples=200, deadline=None)
@given(small_problems())
def test_the_plan_is_what_enumeration_finds_with_all_its_equals(problem):
    best, plans = enumerated(problem)
    plan = solve(problem, seconds=60)
    if best is None:
        assert plan.status is Status.INFEASIBLE
        assert plan.offers == ()
        return
    assert plan.status is Status.PROVED_BEST
    assert plan.checked_exactly
    assert plan.ties.plans == tuple(plans)
    assert plan.ties.complete
    assert plan.offers == plans[0]
    assert tuple(sign(o) * plan.bounds[o] for o in problem.objective) == best
    assert tuple(sign(o) * plan.totals.of(o) for o in problem.objective) == best


def sign(objective):
    return -1 if objective is Objective.PRICE else 1


@settings(max_examples=40, deadline=None)
@given(small_problems(), st.integers(1, 3))
def test_the_smallest_plan_is_shown_even_when_the_equals_are_too_many_to_list(problem, limit):
    _, plans = enumerated(problem)
    plan = solve(problem, seconds=60, tie_limit=limit)
    assert plan.ties.complete == (len(plans) <= limit)
    assert len(plan.ties.plans) == min(limit, len(plans))
    assert set(plan.ties.plans) <= set(plans)
    assert plan.ties.canonical
    assert plan.offers == (plans[0] if plans else ())


@settings(max_examples=40, deadline=None)
@given(small_problems(), st.randoms(use_true_random=False))
def test_row_order_never_matters(problem, random):
    def shuffled(rows):
        return tuple(random.sample(list(rows), len(rows)))

    def turned(amounts):
        return dict(shuffled(amounts.items()))

    other = Problem(
        tuple(replace(o, uses=turned(o.uses), serves=turned(o.serves)) for o in shuffled(problem.offers)),
        turned(problem.resources),
        shuffled(problem.needs),
        tuple(replace(g, members=shuffled(g.members), uses=turned(g.uses)) for g in shuffled(problem.groups)),
        problem.objective,
    )
    assert solve(other, seconds=60) == solve(problem, seconds=60)


@settings(max_examples=60, deadline=None)
@given(small_problems(), st.integers(2**50, 2**59), st.randoms(use_true_random=False))
def test_amounts_near_the_end_of_64_bits_never_give_a_wrong_answer(problem, factor, random):
    large = same_but_larger(problem, factor, lambda: random.randint(-1, 1))
    best, plans = enumerated(large)
    plan = solve(large, seconds=60)
    if plan.status is Status.PROVED_BEST:
        assert plan.ties.plans == tuple(plans)
    else:
        assert plan.status is not Status.INFEASIBLE or best is None
        assert plan.status is not Status.FEASIBLE or best is not None
    found = Search(large, float("inf")).best()
    assert found.proved
    assert (None if found.chosen is None else tuple(sorted(found.chosen)) in plans) == (
        None if best is None else True
    )


def exactly_tight(seed):
    """Centers run whole or zone by zone; budget and social share met to the yuan by one award.

    Returns the problem, its optimum and all best plans, enumerated center by center.
    """
    random = Random(seed)
    unit = 10 ** random.choice([4, 6, 7])
    offers, choices = {}, []

    def bid(name, zones, points, price):
        social = {"social": price} if random.random() < 0.5 else {}
        taken = dict.fromkeys(zones, 1)
        offers[name] = Offer(
            name, name, tuple(zones), Fraction(points), price, {"budget": price, **taken}, {**taken, **social}
        )
        return offers[name]

    for c in range(random.randint(2, 4)):
        zones = [f"c{c}z{z}" for z in range(random.randint(2, 3))]
        whole = [
            (bid(f"w{c}{k}", zones, random.randint(60, 100) * len(zones), random.randint(20, 60) * unit),)
            for k in range(random.randint(1, 3))
        ]
        single = [
            [
                bid(f"{zone}k{k}", [zone], random.randint(50, 100), random.randint(5, 25) * unit)
                for k in range(random.randint(1, 3))
            ]
            for zone in zones
        ]
        choices.append(whole + list(product(*single)))
    awards = [[offer for part in parts for offer in part] for parts in product(*choices)]

    def price(award):
        return sum(offer.price_fen for offer in award)

    def social(award):
        return sum(offer.serves.get("social", 0) for offer in award)

    chosen = random.choice(awards)
    allowed = [a for a in awards if price(a) <= price(chosen) and social(a) >= social(chosen)]
    worth = {tuple(sorted(o.id for o in a)): (sum(o.points for o in a), -price(a)) for a in allowed}
    best = max(worth.values())
    zones = sorted({zone for offer in offers.values() for zone in offer.lots})
    problem = Problem(
        tuple(offers.values()),
        {"budget": Resource("budget", price(chosen)), **{zone: Resource(zone, 1) for zone in zones}},
        (*(Need(zone, 1, firm=True) for zone in zones), Need("social", social(chosen), firm=True)),
        (),
        (Objective.POINTS, Objective.PRICE),
    )
    return problem, best, tuple(sorted(plan for plan in worth if worth[plan] == best))


@pytest.mark.parametrize("seed", range(60))
def test_limits_met_to_the_yuan_are_neither_called_infeasible_nor_missed(seed):
    problem, (points, price), plans = exactly_tight(seed)
    plan = solve(problem, seconds=60)
    assert plan.status is Status.PROVED_BEST
    assert (plan.totals.points, -plan.totals.price_fen) == (points, price)
    assert plan.ties.plans == plans


def offer(name, points, price=0, uses=None, serves=None):
    return Offer(name, name, ("L1",), Fraction(points), price, uses or {}, serves or {})


def test_nothing_to_choose_from_is_an_empty_plan_proved_best():
    plan = solve(Problem((), {}, (), (), (Objective.POINTS,)), seconds=0)
    assert plan.status is Status.PROVED_BEST
    assert plan.to_json()["totals"] == {"needs": 0, "points": "0", "price_fen": 0}
    assert plan.ties.plans == ((),)
    assert plan.ties.complete


def test_a_firm_need_that_no_offer_serves_is_infeasible():
    nobody = Need("care", 1, firm=True)
    assert solve(Problem((), {}, (nobody,), (), ())).status is Status.INFEASIBLE
    assert solve(Problem((offer("a", 1),), {}, (nobody,), (), ())).status is Status.INFEASIBLE


def test_without_time_nothing_is_claimed():
    free = Problem((offer("a", 1),), {}, (), (), (Objective.POINTS,))
    plan = solve(free, seconds=0)
    assert plan.status is Status.FEASIBLE  # the empty plan keeps every rule
    assert plan.offers == ()
    assert plan.checked_exactly
    assert not plan.second_solver.agrees
    assert not plan.ties.complete
    assert plan.to_json()["bounds"] == {"points": "1"}
    bound = solve(replace(free, needs=(Need("care", 1, firm=True),)), seconds=0)
    assert bound.status is Status.UNKNOWN
    assert bound.to_json()["totals"] is None
    assert not bound.checked_exactly


def test_an_endless_time_is_a_time():
    assert solve(Problem((offer("a", 1),), {}, (), (), (Objective.POINTS,)), seconds=float("inf")).offers == (
        "a",
    )


def test_numbers_beyond_the_second_solver_are_never_called_proved():
    prices = (2**61 + 1, 2**61 + 2)
    problem = Problem(
        tuple(offer(f"o{price}", 1, price, {"lot": 1}) for price in prices),
        {"lot": Resource("lot", 1)},
        (),
        (),
        (Objective.POINTS, Objective.PRICE),
    )
    plan = solve(problem)
    assert plan.status is Status.FEASIBLE
    assert plan.offers == (f"o{2**61 + 1}",)
    assert not plan.second_solver.agrees


def test_a_supply_without_end_limits_nothing():
    problem = Problem(
        (offer("a", 1, 5, {"money": 3}),),
        {"money": Resource("money", 2**63 - 1)},
        (),
        (),
        (Objective.POINTS,),
    )
    assert solve(problem).offers == ("a",)
    assert solve(problem).status is Status.PROVED_BEST


def test_one_fen_over_the_budget_is_over():
    two = (offer("a", 5, 0, {"money": 2**52 + 1}), offer("b", 4, 0, {"money": 2**52}))
    enough = Resource("money", 2**53 + 1)
    fits = Problem(two, {"money": enough}, (), (), (Objective.POINTS,))
    assert Search(fits, float("inf")).best().chosen == {"a", "b"}
    over = replace(fits, resources={"money": replace(enough, supply=2**53)})
    assert Search(over, float("inf")).best().chosen == {"a"}


def test_offers_that_change_nothing_multiply_the_plans_and_the_count_says_so():
    idle = tuple(offer(f"idle{i:02}", 0) for i in range(12))
    plan = solve(Problem((*idle, offer("real", 3)), {}, (), (), (Objective.POINTS,)), tie_limit=10)
    assert plan.status is Status.PROVED_BEST
    assert len(plan.ties.plans) == 10
    assert not plan.ties.complete
    assert plan.ties.canonical
    assert plan.offers == (*(f"idle{i:02}" for i in range(12)), "real")


def test_a_group_may_count_offers_outside_itself():
    funded, care = offer("a-hall", 9), offer("b-care", -2)
    must_care = Group("center", ("a-hall",), at_least=1, counts={"b-care": 1})
    plan = solve(Problem((funded, care), {}, (), (must_care,), (Objective.POINTS,)))
    assert plan.offers == ("a-hall", "b-care")


def test_a_group_uses_its_resource_once_however_many_members_are_chosen():
    rooms = tuple(offer(f"room{i}", 1) for i in range(3))
    quota = Resource("centers", 1)
    here = Group("here", ("room0", "room1"), uses={"centers": 1})
    there = Group("there", ("room2",), uses={"centers": 1})
    plan = solve(Problem(rooms, {"centers": quota}, (), (here, there), (Objective.POINTS,)))
    assert plan.offers == ("room0", "room1")


def test_the_search_values_are_whole_numbers():
    problem = Problem((offer("a", "2.5", 7),), {}, (), (), (Objective.PRICE, Objective.POINTS))
    assert values(problem, {"a"}) == (-7, 25)


def test_solving_leaves_no_file_and_says_nothing(tmp_path, monkeypatch, capfd):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.chdir(tmp_path)
    problem, _, _ = exactly_tight(0)
    assert solve(problem).status is Status.PROVED_BEST
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")


def test_a_plan_is_plain_json_and_the_same_every_time():
    problem, _, _ = exactly_tight(1)
    one, two = solve(problem).to_json(), solve(problem).to_json()
    assert json.loads(json.dumps(one)) == one
    assert one | {"seconds": 0} == two | {"seconds": 0}
    assert one["format"] == "hengbiao/allocation-plan/1"


def test_a_tie_limit_counts_the_plan_itself():
    with pytest.raises(ValueError, match="tie_limit"):
        solve(Problem((), {}, (), (), ()), tie_limit=0)
