"""The way of large problems, tried on small ones: against enumeration, straight from the nouns."""

from concurrent.futures import Executor, ThreadPoolExecutor
from fractions import Fraction
from itertools import chain, combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.allocation import Group, Need, Objective, Offer, Problem, Resource, Status, solve
from scoring.allocation.check import breaches
from scoring.allocation.large import pricing
from scoring.allocation.large.blocks import Blocks
from scoring.allocation.large.dual import improve_bound
from scoring.allocation.large.part import Standing, kept, solve_part
from scoring.allocation.large.primal import Builder
from scoring.allocation.large.run import combined, reach
from scoring.allocation.model import Model
from scoring.allocation.search import values

OBJECTIVES = [order for n in range(1, 4) for order in permutations(Objective, n)]
SECONDS = 0.15
MAYBE = st.booleans()


def some(draw, keys, most):
    if not keys:
        return {}
    return draw(st.dictionaries(st.sampled_from(keys), st.integers(0, most), max_size=3))


@st.composite
def problems(draw, firm=MAYBE):
    """Up to seven offers of up to three operators, rules across operators and inside one."""
    ids = [f"o{i}" for i in range(draw(st.integers(1, 7)))]
    resources = [f"r{i}" for i in range(draw(st.integers(0, 4)))]
    needs = [f"n{i}" for i in range(draw(st.integers(0, 2)))]
    points = st.sampled_from(["-1", "0", "1", "2", "2.5", "7.25"]).map(Fraction)
    return Problem(
        tuple(
            Offer(
                key,
                draw(st.sampled_from("甲乙丙")),
                ("L",),
                draw(points),
                draw(st.integers(0, 3)),
                some(draw, resources, 4),
                some(draw, needs, 2),
            )
            for key in ids
        ),
        {key: Resource(key, draw(st.integers(0, 8))) for key in resources},
        tuple(Need(key, draw(st.integers(0, 3)), draw(firm)) for key in needs),
        tuple(
            Group(
                f"g{i}",
                tuple(key for key in ids if draw(st.booleans())),
                some(draw, resources, 3),
                draw(st.integers(0, 3)),
                draw(st.none() | st.dictionaries(st.sampled_from(ids), st.integers(0, 2))),
            )
            for i in range(draw(st.integers(0, 3)))
        ),
        draw(st.sampled_from(OBJECTIVES)),
    )


def subsets(ids):
    return chain.from_iterable(combinations(ids, n) for n in range(len(ids) + 1))


def possible(problem):
    """The values of every plan that keeps every rule."""
    plans = subsets([offer.id for offer in problem.offers])
    return [values(problem, set(plan)) for plan in plans if not breaches(problem, set(plan))]


@settings(max_examples=40, deadline=None)
@given(problems())
def test_no_plan_passes_a_bound_and_the_plan_found_breaks_no_rule(problem):
    reached = reach(problem, SECONDS)
    worths = possible(problem)
    for k, bound in enumerate(reached.bounds):
        if bound is not None:
            assert all(worth[k] <= bound for worth in worths)
    if reached.chosen is not None:
        assert not breaches(problem, reached.chosen)
    if not breaches(problem, ()):
        assert reached.chosen is not None


@settings(max_examples=40, deadline=None)
@given(problems(firm=st.just(False)), st.lists(st.integers(-3, 9), min_size=7, max_size=7))
def test_an_operator_s_bundle_is_the_best_of_all_its_bundles(problem, gains):
    model = Model(problem)
    blocks = Blocks(model)
    profit = np.array(gains[: blocks.offers], dtype=np.float64)
    bundles = blocks.price(profit, 10_000)
    for number, name in enumerate(sorted({offer.operator for offer in problem.offers})):
        own = [i for i, offer in enumerate(model.offers) if offer.operator == name]
        best = max(
            sum(profit[i] for i in bundle)
            for bundle in subsets(own)
            if keeps_alone(problem, model, set(own), bundle)
        )
        assert bundles.bound[number] == pytest.approx(best)
        found = [i for i in own if bundles.offers[i]]
        assert sum(profit[found]) == pytest.approx(best)


def keeps_alone(problem, model, own, bundle):
    """Whether one operator's offers keep the rules that nobody else has a part in."""
    ids = {model.offers[i].id for i in own}
    chosen = {model.offers[i].id for i in bundle}
    groups = tuple(g for g in problem.groups if {*g.members, *(g.weights if g.at_least else ())} <= ids)
    alone = Problem(problem.offers, problem.resources, problem.needs, groups, ())
    return not breaches(alone, chosen)


@settings(max_examples=40, deadline=None)
@given(problems(firm=st.just(False)), st.data())
def test_parts_side_by_side_keep_every_row_whatever_each_of_them_chooses(problem, data):
    model = Model(problem)
    standing = Standing(Blocks(model))
    for _turn in range(2):
        free = np.array([data.draw(st.booleans()) for _ in model.offers])
        one = standing.columns(free)
        other = np.setdiff1d(standing.columns(~free), one)
        for columns in (one, other):
            part = standing.cut(columns, np.ones(model.width), standing.slack / 2)
            wish = np.array([float(data.draw(st.booleans())) for _ in columns])
            part_keeps = kept(part, wish)
            answers = wish if part_keeps else part.start
            assert kept(part, part.start)
            if columns is one:
                first = (columns, answers)
            else:
                standing.put(*first)
                standing.put(columns, answers)
        rows = standing.blocks.matrix @ standing.now
        assert (rows <= standing.limit).all()
        assert standing.slack == pytest.approx(standing.limit - rows)


@settings(max_examples=30, deadline=None)
@given(problems(firm=st.just(False)), st.integers(1, 2))
def test_improving_never_makes_a_plan_worse(problem, workers):
    blocks = Blocks(Model(problem))
    worth = np.zeros(blocks.model.width)
    worth[: blocks.offers] = blocks.model.arrays.points
    dual = improve_bound(blocks, worth, np.zeros(len(worth), dtype=bool), float("inf"), steps=30)
    with ThreadPoolExecutor(workers) as pool:
        builder = Builder(blocks, worth, dual, pool, workers, Turns(3))
        seen = [0.0]
        take = builder.take

        def watched(*args):
            take(*args)
            seen.append(float(worth @ builder.standing.now))
            chosen = {o.id for o, on in zip(blocks.model.offers, builder.standing.now, strict=False) if on}
            assert not breaches(problem, chosen)

        builder.take = watched
        builder.build(float("inf"))
        builder.improve(1, np.inf, float("inf"))
    assert seen == sorted(seen)
    assert seen[-1] <= dual.bound


class Turns:
    """Says stop after so many questions."""

    def __init__(self, many):
        self.left = many

    def __call__(self):
        self.left -= 1
        return self.left < 0


def city(centers=6, operators=4, firm=False):
    """Every operator bids for every center; staff for two, a fund for most, firm needs or none."""
    offers = [
        Offer(
            f"c{c}-{o}",
            f"op{o}",
            (f"c{c}",),
            Fraction(60 + (7 * c + 11 * o) % 37),
            (c + 1) * 100 + o,
            {f"lot:{c}": 1, f"staff:{o}": 1, "fund": (c + 1) * 100 + o},
            {f"need:{c}": 1} if firm else {},
        )
        for c in range(centers)
        for o in range(operators)
    ]
    resources = {f"lot:{c}": 1 for c in range(centers)} | {f"staff:{o}": 2 for o in range(operators)}
    resources["fund"] = sum((c + 1) * 100 + operators for c in range(centers))
    needs = tuple(Need(f"need:{c}", 1, firm=True) for c in range(centers)) if firm else ()
    return Problem(
        tuple(offers),
        {key: Resource(key, supply) for key, supply in resources.items()},
        needs,
        (),
        (Objective.PRICE,) if firm else (Objective.POINTS,),
    )


def everything_is_large(monkeypatch):
    module = solve.__globals__
    monkeypatch.setitem(module, "_MANY", 0)
    monkeypatch.setitem(module, "_MOST_OF_ONE", 1)
    monkeypatch.setattr(pricing, "COMPILED", True)


def test_a_large_problem_is_called_best_only_when_its_bound_is_reached_and_the_second_agrees(monkeypatch):
    honest = solve(city())
    everything_is_large(monkeypatch)
    plan = solve(city(), seconds=5)
    assert plan.bounds[Objective.POINTS] >= honest.totals.points >= plan.totals.points
    best = plan.totals.points == plan.bounds[Objective.POINTS]
    assert plan.status is (Status.PROVED_BEST if best else Status.FEASIBLE)
    assert plan.second_solver.agrees == best
    assert not plan.ties.complete
    assert plan.checked_exactly


def test_firm_needs_are_met_though_the_empty_plan_meets_none():
    problem = city(firm=True)
    reached = reach(problem, 2)
    assert reached.chosen is not None
    assert (
        reached.bounds[0] >= values(problem, solve(problem).offers)[0] >= values(problem, reached.chosen)[0]
    )
    assert not breaches(problem, reached.chosen)


def hopeless():
    problem = city(firm=True)
    needs = (*problem.needs, Need("moon", 1, firm=True))
    return Problem(problem.offers, problem.resources, needs, (), (Objective.POINTS,))


def test_a_plan_that_misses_a_firm_need_is_no_plan():
    assert reach(hopeless(), 1).chosen is None


def test_what_parts_cannot_meet_is_tried_in_one_piece(monkeypatch):
    everything_is_large(monkeypatch)
    assert solve(hopeless(), seconds=20).status is Status.INFEASIBLE
    undecided = solve(hopeless(), seconds=1, stop=lambda: True)
    assert undecided.status is Status.UNKNOWN
    assert undecided.totals is None
    assert not undecided.checked_exactly


def test_without_time_the_bound_is_valid_and_the_plan_is_checked(monkeypatch):
    everything_is_large(monkeypatch)
    plan = solve(city(), seconds=0)
    assert plan.status is Status.FEASIBLE
    assert plan.bounds[Objective.POINTS] >= plan.totals.points


def test_the_order_of_everything_changes_nothing(monkeypatch):
    everything_is_large(monkeypatch)
    problem = city()
    turned = Problem(
        problem.offers[::-1], dict(reversed(problem.resources.items())), (), (), problem.objective
    )
    assert solve(turned, seconds=4).offers == solve(problem, seconds=4).offers


class Interrupting(Executor):
    """Lets some parts pass, then the user has had enough."""

    def __init__(self, parts):
        self.parts = parts
        self.pool = ThreadPoolExecutor(1)

    def submit(self, work, /, *args):
        self.parts -= 1
        if self.parts < 0:
            raise KeyboardInterrupt
        return self.pool.submit(work, *args)


def test_an_interruption_keeps_the_best_plan_so_far():
    reached = reach(city(), 30, executor=Interrupting(4), workers=2)
    assert reached.chosen
    assert not breaches(city(), reached.chosen)


def test_being_told_to_stop_leaves_an_honest_answer():
    reached = reach(city(), 30, stop=lambda: True)
    assert reached.chosen is not None
    assert reached.bounds[0] is not None


def test_each_objective_weighs_more_than_all_that_follow():
    needs, points = np.array([0.0, 0, 1, 1]), np.array([90.0, 95, 0, 0])
    worth, together = combined([needs, points], np.array([False, False, False, True]))
    assert together == 2
    assert worth[0] == 90
    assert worth[2] > worth[0] + worth[1]
    assert worth[3] > worth[0] + worth[1] + worth[2]
    blurred, together = combined([np.full(4, 2.0**40), np.full(4, -(2.0**40))], np.zeros(4, dtype=bool))
    assert together == 1
    assert (blurred == 2.0**40).all()  # numbers that no double holds apart: the first alone counts


def test_without_compiled_code_a_large_problem_is_solved_in_one_piece(monkeypatch):
    everything_is_large(monkeypatch)
    monkeypatch.setattr(pricing, "COMPILED", False)
    assert solve(city()).status is Status.PROVED_BEST


def test_a_part_without_time_has_no_answer():
    standing = Standing(Blocks(Model(city())))
    part = standing.cut(standing.columns(np.ones(24, dtype=bool)), np.ones(24), standing.slack)
    assert solve_part(part, 0, 0) is None
