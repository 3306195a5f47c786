"""What a planner's wish adds to a problem, word for word, and the questions that both solvers settle."""

from dataclasses import replace
from fractions import Fraction

import pytest

from scoring.allocation import Group, Need, Objective, Offer, Problem, Resource, Totals
from scoring.allocation.aims import Aim, limited
from scoring.allocation.optimum import (
    Optimum,
    UndecidedError,
    any_plan,
    barring,
    holding,
    impossible,
    likely,
    optimum,
)

HALL = Offer("hall", "甲", ("L1", "L2"), Fraction(80), 300, {"room": 1}, {"care": 2, "meals": 1})
YARD = Offer("yard", "乙", ("L3",), Fraction(70), 200, {"room": 1}, {"care": 1})
GIFT = Offer("gift", "甲", (), Fraction(5), 0, {}, {"meals": 0})
TOWN = Problem(
    (HALL, YARD, GIFT),
    {"room": Resource("room", 1)},
    (Need("care", 1, firm=True), Need("meals", 1, firm=False), Need("visits", 3, firm=False)),
    (Group("center", ("hall",), at_least=1),),
    (Objective.POINTS, Objective.PRICE),
)


def test_money_is_a_resource_that_each_offer_uses_by_its_price():
    asked = limited(TOWN, {Aim.PRICE: 250})
    assert asked.resources == {"room": Resource("room", 1), "aim: price": Resource("aim: price", 250)}
    assert asked.offers == (
        replace(HALL, uses={"room": 1, "aim: price": 300}),
        replace(YARD, uses={"room": 1, "aim: price": 200}),
        GIFT,
    )
    assert (asked.needs, asked.groups, asked.objective) == (TOWN.needs, TOWN.groups, TOWN.objective)


def test_the_lots_of_each_operator_are_a_resource_of_its_own():
    asked = limited(TOWN, {Aim.CONCENTRATION: 2})
    assert asked.resources == {
        "room": Resource("room", 1),
        "aim: lots of 乙": Resource("aim: lots of 乙", 2),
        "aim: lots of 甲": Resource("aim: lots of 甲", 2),
    }
    assert asked.offers == (
        replace(HALL, uses={"room": 1, "aim: lots of 甲": 2}),
        replace(YARD, uses={"room": 1, "aim: lots of 乙": 1}),
        GIFT,
    )


def test_an_operator_is_present_with_any_of_its_offers():
    taken = Group("aim: operators: 甲", ("yard",))
    asked = limited(replace(TOWN, groups=(taken,)), {Aim.OPERATORS: 1})
    assert asked.resources["aim: operators"] == Resource("aim: operators", 1)
    assert asked.groups == (
        taken,
        Group("aim: operators: 乙", ("yard",), {"aim: operators": 1}),
        Group("aim: operators: 甲+", ("hall", "gift"), {"aim: operators": 1}),
    )
    assert asked.offers == TOWN.offers


def test_who_runs_a_lot_now_serves_a_firm_need():
    asked = limited(TOWN, {Aim.INCUMBENTS: 3}, {"yard": 2, "gone": 1, "hall": 0})
    assert asked.needs == (*TOWN.needs, Need("aim: incumbents", 3, firm=True))
    assert asked.offers == (HALL, replace(YARD, serves={"care": 1, "aim: incumbents": 2}), GIFT)


def test_a_soft_need_that_is_met_frees_an_offer_that_counts():
    asked = limited(TOWN, {Aim.NEEDS: 1})
    assert asked.needs == (*TOWN.needs, Need("aim: needs", 1, firm=True))
    assert asked.offers[:3] == TOWN.offers
    assert asked.offers[3:] == tuple(
        Offer(name, name, (name,), Fraction(0), 0, {}, {"aim: needs": 1})
        for name in ("aim: met meals", "aim: met visits")
    )
    assert asked.groups == (
        *TOWN.groups,
        Group("aim: met meals", ("aim: met meals",), {}, 1, {"hall": 1}),
        Group("aim: met visits", ("aim: met visits",), {}, 3, {}),
    )


def test_names_that_are_taken_are_not_taken_again():
    twice = limited(limited(TOWN, {Aim.PRICE: 250}), {Aim.PRICE: 200})
    assert twice.resources["aim: price+"] == Resource("aim: price+", 200)
    assert twice.resources["aim: price"] == Resource("aim: price", 250)
    seen = limited(limited(TOWN, {Aim.INCUMBENTS: 1}, {"yard": 1}), {Aim.INCUMBENTS: 2}, {"hall": 1})
    assert [need.id for need in seen.needs[3:]] == ["aim: incumbents", "aim: incumbents+"]
    more = limited(limited(TOWN, {Aim.OPERATORS: 1}), {Aim.OPERATORS: 2})
    assert more.resources["aim: operators+"] == Resource("aim: operators+", 2)
    again = limited(limited(TOWN, {Aim.NEEDS: 1}), {Aim.NEEDS: 2})
    assert [offer.id for offer in again.offers[5:]] == ["aim: met meals+", "aim: met visits+"]
    assert [group.id for group in again.groups[3:]] == ["aim: met meals+", "aim: met visits+"]


def test_several_limits_stand_side_by_side():
    asked = limited(TOWN, {Aim.PRICE: 250, Aim.INCUMBENTS: 1}, {"yard": 1})
    assert "aim: price" in asked.resources
    assert asked.needs[-1].id == "aim: incumbents"


def test_points_are_no_limit():
    with pytest.raises(ValueError, match=r"^points are an objective, never a limit$"):
        limited(TOWN, {Aim.POINTS: 1})


def test_an_offer_is_held_by_a_need_that_it_alone_serves():
    taken = Need("must hold yard", 9, firm=False)
    asked = holding(replace(TOWN, needs=(taken,)), "yard")
    assert asked.needs == (taken, Need("must hold yard+", 1, firm=True))
    assert asked.offers == (HALL, replace(YARD, serves={"care": 1, "must hold yard+": 1}), GIFT)


def test_an_offer_is_barred_by_a_resource_that_there_is_none_of():
    taken = Resource("may not hold hall", 7)
    asked = barring(replace(TOWN, resources={taken.id: taken}), "hall")
    assert asked.resources == {taken.id: taken, "may not hold hall+": Resource("may not hold hall+", 0)}
    assert asked.offers == (replace(HALL, uses={"room": 1, "may not hold hall+": 1}), YARD, GIFT)


BEST = Optimum(frozenset({"hall", "gift"}), (85, -300), Totals(1, Fraction(85), 300))
NONE = replace(TOWN, needs=(Need("care", 9, firm=True), *TOWN.needs[1:]))
FAR = float("inf")


@pytest.mark.parametrize("ask", [optimum, likely])
def test_the_best_plan_with_its_worth_and_totals_or_none(ask):
    assert ask(TOWN, FAR) == BEST
    assert ask(NONE, FAR) is None
    with pytest.raises(UndecidedError):
        ask(TOWN, 0)


def test_any_plan_keeps_every_rule_and_looks_at_no_objective():
    narrow = replace(TOWN, needs=(Need("care", 2, firm=True), *TOWN.needs[1:]))
    assert "hall" in any_plan(narrow, FAR)
    assert any_plan(NONE, FAR) is None
    with pytest.raises(UndecidedError):
        any_plan(narrow, 0)
    easy = replace(TOWN, needs=(Need("care", 1, firm=False), *TOWN.needs[1:]))
    assert any_plan(easy, 0) == frozenset()  # known without a solver


def test_a_plan_is_impossible_only_when_both_solvers_say_so():
    assert impossible(NONE, FAR) is True
    assert impossible(TOWN, FAR) is False
    with pytest.raises(UndecidedError):
        impossible(TOWN, 0)
