"""The rules of a problem as one list: their limits, what counts towards them, the smallest change of one."""

from dataclasses import replace
from fractions import Fraction

import pytest

from scoring.allocation import Group, Need, Objective, Offer, Problem, Resource
from scoring.allocation.optimum import UndecidedError
from scoring.allocation.rules import (
    Kind,
    Rule,
    amounts,
    looser,
    next_tighter,
    no_limit,
    reached,
    rules,
    smallest_change,
    with_limit,
    without,
)

MONEY, ROOMS, QUOTA = (Kind.RESOURCE, "money"), (Kind.RESOURCE, "rooms"), (Kind.SHARED, "quota")
CARE, MEALS, CENTER = (Kind.NEED, "care"), (Kind.NEED, "meals"), (Kind.GROUP, "center")

TOWN = Problem(
    offers=(
        Offer("a", "甲", ("L1",), Fraction(80), 400, {"money": 400, "quota:甲": 1}, {"care": 2}),
        Offer("b", "甲", ("L2",), Fraction(70), 600, {"money": 600, "quota:甲": 1, "rooms": 3}, {"care": 4}),
        Offer("c", "乙", ("L2",), Fraction(60), 200, {"money": 200, "quota:乙": 2}, {"meals": 1}),
    ),
    resources={
        "quota:甲": Resource("quota:甲", 1, "甲的说明", "Q-1", shared="quota"),
        "rooms": Resource("rooms", 5, "房间数", "R-1"),
        "money": Resource("money", 900, "预算", "M-1"),
        "quota:乙": Resource("quota:乙", 1, "乙的说明", "Q-2", shared="quota"),
    },
    needs=(
        Need("meals", 1, firm=True, says="供餐", article="N-2"),
        Need("care", 6, firm=True, says="照护", article="N-1"),
        Need("visits", 1, firm=False, says="探访", article="N-3"),
    ),
    groups=(
        Group("yard", ("c",), at_least=1, says="院子", article="G-2"),
        Group("center", ("a", "b"), {"money": 50, "rooms": 1}, 5, {"b": 3, "c": 2}, "中心", "G-1"),
        Group("idle", ("a",), {"money": 0}),
    ),
    objective=(Objective.POINTS,),
)


def test_every_rule_is_listed_once_with_its_words_and_article_by_kind_and_id():
    """Of the resources that share a figure the first by id speaks."""
    assert rules(TOWN) == (
        Rule(Kind.RESOURCE, "money", 900, "预算", "M-1"),
        Rule(Kind.RESOURCE, "rooms", 5, "房间数", "R-1"),
        Rule(Kind.SHARED, "quota", 1, "乙的说明", "Q-2"),
        Rule(Kind.NEED, "care", 6, "照护", "N-1"),
        Rule(Kind.NEED, "meals", 1, "供餐", "N-2"),
        Rule(Kind.GROUP, "center", 5, "中心", "G-1"),
        Rule(Kind.GROUP, "yard", 1, "院子", "G-2"),
    )


def test_two_shared_figures_stand_in_the_order_of_their_names():
    other = Resource("0", 7, shared="area")
    found = rules(replace(TOWN, resources={**TOWN.resources, "0": other}))
    assert [rule.id for rule in found if rule.kind is Kind.SHARED] == ["area", "quota"]


def test_loosening_a_supply_means_more_and_loosening_a_demand_means_less():
    assert [rule.supply for rule in rules(TOWN)] == [True, True, True, False, False, False, False]


@pytest.mark.parametrize(
    ("rule", "each"),
    [
        (MONEY, [400, 600, 200, 0, 50, 0]),
        (ROOMS, [0, 3, 0, 0, 1, 0]),
        (QUOTA, [1, 1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0]),
        (CARE, [2, 4, 0]),
        (MEALS, [0, 0, 1]),
        (CENTER, [3, 2]),
    ],
)
def test_what_each_offer_and_group_adds_to_a_rule(rule, each):
    assert amounts(TOWN, rule) == each


@pytest.mark.parametrize(
    ("rule", "at"), [(MONEY, 650), (ROOMS, 4), (QUOTA, 2), (CARE, 4), (MEALS, 0), (CENTER, 3)]
)
def test_what_a_plan_reaches_of_a_rule(rule, at):
    """The plan holds b alone; of resources that share a figure, the one that is used most counts."""
    plan = frozenset("b") if rule != QUOTA else frozenset("ab")
    assert reached(TOWN, rule, plan) == at


def test_of_a_shared_figure_the_most_used_resource_counts():
    assert reached(TOWN, QUOTA, frozenset("ac")) == 2
    assert reached(TOWN, (Kind.SHARED, "nothing"), frozenset("ac")) == 0


@pytest.mark.parametrize(
    ("rule", "limit"),
    [(MONEY, 1250), (ROOMS, 4), (QUOTA, 2), (CARE, 0), (CENTER, 0), ((Kind.SHARED, "x"), 0)],
)
def test_a_rule_limits_nothing_where_all_uses_fit_or_nothing_is_to_be_reached(rule, limit):
    assert no_limit(TOWN, rule) == limit


def test_uses_up_to_the_last_64_bit_number_have_a_limit_and_beyond_it_none():
    def using(amount):
        return Problem(
            (Offer("a", "a", ("L",), Fraction(1), 0, {"m": amount}),), {"m": Resource("m", 1)}, (), (), ()
        )

    assert no_limit(using(2**63 - 1), (Kind.RESOURCE, "m")) == 2**63 - 1
    with pytest.raises(UndecidedError):
        no_limit(using(2**63), (Kind.RESOURCE, "m"))


def limits(problem):
    return {rule.key: rule.limit for rule in rules(problem)}


@pytest.mark.parametrize("rule", [MONEY, ROOMS, QUOTA, CARE, MEALS, CENTER])
def test_another_limit_changes_one_rule_and_nothing_else(rule):
    changed = with_limit(TOWN, rule, 3)
    assert limits(changed) == limits(TOWN) | {rule: 3}
    assert with_limit(changed, rule, limits(TOWN)[rule]) == TOWN


def test_a_shared_figure_is_changed_for_all_who_share_it():
    changed = with_limit(TOWN, QUOTA, 4)
    assert {key: r.supply for key, r in changed.resources.items()} == {
        "quota:甲": 4, "quota:乙": 4, "money": 900, "rooms": 5,
    }  # fmt: skip


def test_without_some_rules_the_others_stand():
    left = limits(without(TOWN, MONEY, CARE, CENTER))
    assert left == {MONEY: 1250, ROOMS: 5, QUOTA: 1, CARE: 0, MEALS: 1, (Kind.GROUP, "yard"): 1}
    assert without(TOWN) == TOWN


def the(key):
    return next(rule for rule in rules(TOWN) if rule.key == key)


@pytest.mark.parametrize(
    ("rule", "step", "to"),
    [
        (MONEY, 100, 1000),
        (MONEY, 350, 1250),
        (MONEY, 10**6, 1250),  # no further than it limits anything
        (ROOMS, 1, 5),  # limits nothing already
        (QUOTA, 1, 2),
        (CARE, 1, 5),
        (CARE, 6, 0),
        (CARE, 7, 0),  # never below nothing
        (CENTER, 2, 3),
    ],
)
def test_a_rule_is_loosened_by_a_step_until_it_limits_nothing(rule, step, to):
    assert looser(TOWN, the(rule), step) == to


@pytest.mark.parametrize(
    ("rule", "limit", "to"),
    [
        (MONEY, 1250, 1200),  # 50 is the greatest common part of all amounts
        (MONEY, 920, 900),  # never past the present limit
        (CARE, 2, 4),
        (CARE, 5, 6),
        (CENTER, 0, 1),
        (QUOTA, 2, 1),
    ],
)
def test_the_next_limit_towards_the_present_one(rule, limit, to):
    assert next_tighter(TOWN, the(rule), limit) == to


def test_where_nobody_adds_anything_the_next_limit_is_one_away():
    nobody = replace(TOWN, offers=tuple(replace(o, serves={}) for o in TOWN.offers))
    assert next_tighter(nobody, the(CARE), 2) == 3
    unused = replace(TOWN, resources={**TOWN.resources, "air": Resource("air", 5)})
    assert next_tighter(unused, Rule(Kind.RESOURCE, "air", 5), 9) == 8


PLANS = {400: "a", 600: "b", 800: "bc", 1000: "ab"}  # what a plan costs, without groups
COSTS = replace(TOWN, groups=())


@pytest.mark.parametrize("present", [0, 100, 390, 399])
@pytest.mark.parametrize("enough", sorted(PLANS))
def test_the_smallest_budget_at_which_a_plan_is_accepted_is_found(present, enough):
    """Accepted from a budget on; the plan found there may use less than the budget allows."""
    asked = []

    def accepted(problem):
        budget = problem.resources["money"].supply
        asked.append(budget)
        fits = [cost for cost in PLANS if enough <= cost <= budget]
        return frozenset(PLANS[min(fits)]) if fits else None

    rule = Rule(Kind.RESOURCE, "money", present)
    assert smallest_change(with_limit(COSTS, MONEY, present), rule, frozenset("abc"), accepted) == enough
    assert all(budget % 200 == 0 for budget in asked)  # the amounts are 400, 600 and 200
    assert len(asked) <= 4


@pytest.mark.parametrize("most", [0, 1, 2, 3, 4, 5, 6])
def test_the_largest_demand_that_is_still_accepted_is_found(most):
    """One to six offers serve one each; so many of them can be chosen."""
    six = Problem(
        tuple(Offer(f"o{i}", "x", ("L",), Fraction(1), 0, {}, {"care": 1}) for i in range(6)),
        {}, (Need("care", 7, firm=True),), (), (),
    )  # fmt: skip
    asked = []

    def accepted(problem):
        least = problem.needs[0].at_least
        asked.append(least)
        return frozenset(f"o{i}" for i in range(least)) if least <= most else None

    rule = Rule(Kind.NEED, "care", 7)
    assert smallest_change(six, rule, frozenset(), accepted) == most
    assert set(asked) <= set(range(1, 7))
    assert len(asked) <= 3


def test_a_plan_that_reaches_more_than_was_asked_saves_questions():
    asked = []

    def accepted(problem):
        asked.append(problem.needs[1].at_least)
        return frozenset("b") if problem.needs[1].at_least <= 4 else None

    many = replace(TOWN, needs=(TOWN.needs[0], replace(TOWN.needs[1], at_least=5)))
    assert smallest_change(many, Rule(Kind.NEED, "care", 5), frozenset(), accepted) == 4
    assert asked == [2]  # the plan found there serves 4


def test_where_nothing_can_add_to_a_demand_it_falls_to_nothing():
    nobody = replace(TOWN, offers=tuple(replace(o, serves={}) for o in TOWN.offers))
    assert smallest_change(nobody, the(CARE), frozenset(), lambda _: None) == 0


def test_amounts_near_the_end_of_64_bits_are_not_rounded():
    """As floats, amounts beyond 2**53 would be the same as their neighbors."""
    large = 2**60
    offers = tuple(Offer(n, n, ("L",), Fraction(1), 0, {"m": large + k}) for n, k in (("a", 1), ("b", 2)))
    problem = Problem(offers, {"m": Resource("m", large)}, (), (), ())

    def accepted(limited):
        return frozenset("a") if limited.resources["m"].supply > large else None

    rule = Rule(Kind.RESOURCE, "m", large)
    assert smallest_change(problem, rule, frozenset("b"), accepted) == large + 1


def test_a_need_is_no_supply_though_a_shared_figure_is_called_the_same():
    named = {"air": Resource("air", 1, shared="care")}
    offers = tuple(replace(offer, uses={"air": 1}) for offer in TOWN.offers)
    assert no_limit(replace(TOWN, offers=offers, resources=named, groups=()), CARE) == 0
