"""One offer for each firm need: the annealed plan against the exact solver and the exact check."""

from dataclasses import replace
from fractions import Fraction
from time import monotonic

import numpy as np
import pytest

from scoring.allocation import Group, Need, Objective, Offer, Problem, Resource, solve
from scoring.allocation.check import breaches, totals
from scoring.allocation.large import assignment
from scoring.allocation.large.assignment import assigned, choices
from scoring.allocation.large.blocks import Blocks
from scoring.allocation.large.run import reach
from scoring.allocation.model import Model


def lots(seed, operators=3, many=9, tight=1.3):
    """Every lot to exactly one operator, within each operator's staff, at least cost."""
    rng = np.random.default_rng(seed)
    staff = rng.integers(5, 26, (operators, many))
    price = 111 - staff + rng.integers(-10, 11, (operators, many))
    offers = tuple(
        Offer(
            f"{lot}-{o}",
            f"operator {o}",
            (f"lot {lot}",),
            Fraction(0),
            int(price[o, lot]),
            {f"lot {lot}": 1, f"staff {o}": int(staff[o, lot])},
            {f"lot {lot}": 1},
        )
        for o in range(operators)
        for lot in range(many)
    )
    supplies = {f"lot {lot}": 1 for lot in range(many)}
    supplies |= {f"staff {o}": int(tight * staff[o].sum() / operators) for o in range(operators)}
    return Problem(
        offers,
        {key: Resource(key, supply) for key, supply in supplies.items()},
        tuple(Need(f"lot {lot}", 1, firm=True) for lot in range(many)),
        (),
        (Objective.PRICE,),
    )


def prepared(problem):
    soft = replace(problem, needs=tuple(replace(need, firm=False) for need in problem.needs))
    model = Model(soft)
    blocks = Blocks(model)
    forced = np.zeros(model.width, dtype=bool)
    forced[[model.met[need.id] for need in problem.needs if need.firm]] = True
    worth = np.zeros(model.width)
    worth[: blocks.offers] = [-offer.price_fen for offer in model.offers]
    return choices(blocks, worth, forced), model


@pytest.fixture(autouse=True)
def short_rounds(monkeypatch):
    monkeypatch.setattr(assignment, "_ROUND", 20_000)


@pytest.mark.parametrize("seed", range(4))
def test_the_annealed_plan_keeps_every_rule_and_is_nearly_as_cheap_as_the_proved_one(seed):
    problem = lots(seed)
    given, model = prepared(problem)
    best = solve(problem, seconds=60, tie_limit=1)
    found = assigned(given, monotonic() + 3, threads=2)
    ids = {model.offers[i].id for i in found}
    assert not breaches(problem, ids)
    assert len(ids) == len(problem.needs)
    cheapest = best.totals.price_fen
    assert cheapest <= totals(problem, ids).price_fen <= 1.05 * cheapest


def test_where_the_staff_does_not_suffice_there_is_no_plan():
    given, _ = prepared(lots(0, tight=0.4))
    assert assigned(given, monotonic() + 0.2) is None


def test_an_offer_that_is_too_large_for_its_operator_is_no_choice():
    problem = lots(1)
    large = replace(problem.offers[0], uses={**problem.offers[0].uses, "staff 0": 10**6}, price_fen=0)
    given, model = prepared(replace(problem, offers=(large, *problem.offers[1:])))
    assert model.column[large.id] not in given.offers


def test_a_need_that_nobody_can_serve_leaves_no_choices():
    problem = lots(1)
    kept = tuple(offer for offer in problem.offers if "lot 3" not in offer.serves)
    assert prepared(replace(problem, offers=kept))[0] is None


def test_other_problems_are_no_assignments():
    problem = lots(2)
    first, *others = problem.offers
    two = replace(first, serves={"lot 0": 1, "lot 1": 1})
    assert prepared(replace(problem, offers=(two, *others)))[0] is None
    assert prepared(replace(problem, offers=(replace(first, serves={}), *others)))[0] is None
    grouped = Group("at", (first.id,), {"staff 0": 1})
    assert prepared(replace(problem, groups=(grouped,)))[0] is None
    soft = (replace(problem.needs[0], firm=False), *problem.needs[1:])
    assert prepared(replace(problem, needs=soft))[0] is None


def test_a_large_assignment_meets_every_firm_need_within_its_bound():
    problem = lots(3, operators=10, many=40)
    reached = reach(problem, 6, workers=2)
    assert reached.chosen is not None
    assert not breaches(problem, reached.chosen)
    assert reached.bounds[0] >= -totals(problem, reached.chosen).price_fen
