"""The exact re-check, the measures and the answers' forms, worked by hand on one small problem."""

from dataclasses import replace
from fractions import Fraction

import pytest

from scoring.allocation import (
    Group,
    Need,
    Objective,
    Offer,
    Plan,
    Problem,
    ProblemError,
    Resource,
    SecondSolver,
    Status,
    Ties,
    Totals,
)
from scoring.allocation.aims import Aim, Measures, limited, measures, real
from scoring.allocation.check import Breach, breaches, served, totals, used
from scoring.allocation.margins import Reach, Threshold, threshold
from scoring.allocation.optimum import difference, fresh
from scoring.allocation.scenarios import read_scenario
from scoring.allocation.search import Search
from scoring.exact import ExactError

STREET = Problem(
    offers=(
        Offer("a", "甲", ("L1", "L2"), Fraction("80.5"), 300, {"money": 300, "rooms": 2}, {"care": 1}),
        Offer("b", "甲", ("L3",), Fraction(90), 200, {"money": 200}, {"care": 1, "meals": 2}),
        Offer("c", "乙", ("L3",), Fraction("70.25"), 100, {"money": 100, "rooms": 1}, {"meals": 1}),
    ),
    resources={"money": Resource("money", 600), "rooms": Resource("rooms", 3)},
    needs=(Need("care", 2, firm=True), Need("meals", 2, firm=False), Need("visits", 0, firm=False)),
    groups=(
        Group("center", ("a", "b"), {"money": 50, "rooms": 1}, 1),
        Group("funded", ("c",), {"money": 5}, 3, {"b": 2, "c": 1}),
    ),
    objective=(Objective.NEEDS, Objective.POINTS, Objective.PRICE),
)


def test_what_a_plan_uses_is_that_of_its_offers_and_of_each_present_group_once():
    assert used(STREET, ()) == {"money": 0, "rooms": 0}
    assert used(STREET, ("a", "b")) == {"money": 550, "rooms": 3}
    assert used(STREET, ("c",)) == {"money": 105, "rooms": 1}


def test_what_a_plan_serves_is_that_of_its_offers_together():
    assert served(STREET, ()) == {"care": 0, "meals": 0, "visits": 0}
    assert served(STREET, ("b", "c")) == {"care": 1, "meals": 3, "visits": 0}


def test_a_plan_at_every_limit_breaks_no_rule():
    assert breaches(STREET, ("a", "b")) == ()


def test_every_rule_that_is_broken_is_named_with_what_is_there_and_what_may_be():
    assert breaches(STREET, ("a", "c")) == (
        Breach("resource", "rooms", 4, 3),
        Breach("need", "care", 1, 2),
        Breach("group", "funded", 1, 3),
    )
    assert breaches(STREET, ("a", "b", "c")) == (
        Breach("resource", "money", 655, 600),
        Breach("resource", "rooms", 4, 3),
    )


def test_a_plan_adds_up_to_its_soft_needs_points_and_price():
    assert totals(STREET, ("a", "b")) == Totals(2, Fraction("170.5"), 500)
    assert totals(STREET, ("c",)) == Totals(1, Fraction("70.25"), 100)
    assert totals(STREET, ()) == Totals(1, Fraction(0), 0)
    assert type(totals(STREET, ()).points) is Fraction


def test_each_objective_looks_at_its_own_total():
    total = Totals(2, Fraction("170.5"), 500)
    assert [total.of(objective) for objective in Objective] == [2, Fraction("170.5"), 500]
    assert total.to_json(2) == {"needs": 2, "points": "170.50", "price_fen": 500}
    assert difference(total, Totals(1, Fraction(70), 800)) == Totals(1, Fraction("100.5"), -300)


def test_a_plan_is_measured_by_every_aim():
    found = measures(STREET, ("a", "b", "c"), incumbents={"b": 2, "x": 1})
    assert found == Measures(2, Fraction("240.75"), 600, operators=2, concentration=3, incumbents=2)
    assert [found.of(aim) for aim in Aim] == [2, Fraction("240.75"), 600, 2, 3, 2]
    assert measures(STREET, ()) == Measures(1, Fraction(0), 0, 0, 0, 0)
    assert found.to_json(2) == {
        "needs": 2,
        "points": "240.75",
        "price_fen": 600,
        "operators": 2,
        "concentration": 3,
        "incumbents": 2,
    }


KEEPING = ((), ("a",), ("b",), ("c",), ("a", "b"), ("a", "c"), ("b", "c"))


@pytest.mark.parametrize("plan", KEEPING)
@pytest.mark.parametrize("aim", [Aim.PRICE, Aim.OPERATORS, Aim.CONCENTRATION, Aim.INCUMBENTS])
def test_a_limited_problem_breaks_exactly_where_the_measure_passes_its_limit(aim, plan):
    easy = Problem(tuple(replace(o, uses={}, serves={}) for o in STREET.offers), {}, (), (), ())
    at = int(measures(easy, plan, {"b": 2}).of(aim))
    worse = at + 1 if aim.more_is_better else at - 1
    assert breaches(limited(easy, {aim: at}, {"b": 2}), plan) == ()
    if worse >= 0:
        assert breaches(limited(easy, {aim: worse}, {"b": 2}), plan) != ()


def test_a_soft_need_counts_as_met_only_where_it_is_served():
    asked = limited(replace(STREET, needs=(Need("care", 1, firm=True), *STREET.needs[1:])), {Aim.NEEDS: 2})
    met = [offer.id for offer in asked.offers[3:]]
    assert breaches(asked, ("b", *met)) == ()
    assert breaches(asked, ("a", *met)) == (Breach("group", met[0], 0, 2),)
    assert breaches(asked, ("b", met[0])) == (Breach("need", "aim: needs", 1, 2),)
    assert real(STREET, ("b", *met)) == {"b"}


def test_a_name_that_is_taken_grows_until_it_is_free():
    assert (fresh("x", ["y"]), fresh("x", ["x", "x+"])) == ("x", "x++")


def test_points_without_a_short_decimal_form_have_no_json_form():
    thirds = Offer("a", "甲", ("L1",), Fraction(1, 3), 0)
    with pytest.raises(ExactError, match=r"^some points have no short decimal form: round them first$"):
        _ = Problem((thirds,), {}, (), (), ()).places
    tiny = Offer("a", "甲", ("L1",), Fraction(1, 10**30), 0)
    assert Problem((tiny,), {}, (), (), ()).places == 30
    with pytest.raises(ExactError):
        _ = Problem((Offer("a", "甲", ("L1",), Fraction(1, 10**31), 0),), {}, (), (), ()).places
    assert (STREET.places, Problem((), {}, (), (), ()).places) == (2, 0)


def test_what_was_not_given_is_left_out_of_the_json_form():
    assert STREET.to_json() == {
        "format": "hengbiao/allocation-problem/1",
        "offers": [
            {
                "id": "a",
                "operator": "甲",
                "lots": ["L1", "L2"],
                "points": "80.50",
                "price_fen": 300,
                "uses": {"money": 300, "rooms": 2},
                "serves": {"care": 1},
            },
            {
                "id": "b",
                "operator": "甲",
                "lots": ["L3"],
                "points": "90.00",
                "price_fen": 200,
                "uses": {"money": 200},
                "serves": {"care": 1, "meals": 2},
            },
            {
                "id": "c",
                "operator": "乙",
                "lots": ["L3"],
                "points": "70.25",
                "price_fen": 100,
                "uses": {"money": 100, "rooms": 1},
                "serves": {"meals": 1},
            },
        ],
        "resources": {"money": {"supply": 600}, "rooms": {"supply": 3}},
        "needs": [
            {"id": "care", "at_least": 2, "firm": True},
            {"id": "meals", "at_least": 2, "firm": False},
            {"id": "visits", "at_least": 0, "firm": False},
        ],
        "groups": [
            {"id": "center", "members": ["a", "b"], "uses": {"money": 50, "rooms": 1}, "at_least": 1},
            {
                "id": "funded",
                "members": ["c"],
                "uses": {"money": 5},
                "at_least": 3,
                "counts": {"b": 2, "c": 1},
            },
        ],
        "objective": ["needs", "points", "price"],
    }
    shared = Resource("q", 1, "每家最多一个", "第三条", "quota").to_json()
    assert shared == {"supply": 1, "says": "每家最多一个", "article": "第三条", "shared": "quota"}
    assert Group("g", ("a",)).to_json() == {"id": "g", "members": ["a"]}
    assert Need("n", 1, True, "养老", "第五条").to_json() == {
        "id": "n",
        "at_least": 1,
        "firm": True,
        "says": "养老",
        "article": "第五条",
    }


def test_a_plan_has_its_json_form():
    plan = Plan(
        Status.FEASIBLE,
        ("a", "b"),
        Totals(2, Fraction("170.5"), 500),
        {Objective.NEEDS: 2, Objective.POINTS: Fraction(171), Objective.PRICE: None},
        checked_exactly=True,
        second_solver=SecondSolver("second", agrees=False),
        ties=Ties((("a", "b"), ("b", "c")), complete=True, canonical=True),
        places=2,
        seconds=0.12345,
    )
    assert plan.to_json() == {
        "format": "hengbiao/allocation-plan/1",
        "status": "feasible",
        "offers": ["a", "b"],
        "totals": {"needs": 2, "points": "170.50", "price_fen": 500},
        "bounds": {"needs": 2, "points": "171.00", "price_fen": None},
        "checked_exactly": True,
        "second_solver": {"name": "second", "agrees": False},
        "ties": {"count": 2, "complete": True, "canonical": True, "plans": [["a", "b"], ["b", "c"]]},
        "seconds": 0.123,
    }


def test_a_plan_that_passes_a_supply_is_cut_off_with_all_its_like():
    """Money: 655 of 600. Without the 5 of the funded group it is still passed, without any other amount not.

    Nor do the five smallest takers fit together, which are all there are.
    """
    search, seen = Search(STREET, float("inf")), []
    search._refute(frozenset("abc"), seen)
    row, every = search.refuted
    column, present = search.model.column, search.model.present
    assert sorted(row.columns) == sorted([column["a"], column["b"], column["c"], present["center"]])
    assert (list(row.coefficients), row.at_most, seen) == ([1, 1, 1, 1], 3, [])
    assert sorted(every.columns) == sorted([*row.columns, present["funded"]])
    assert (list(every.coefficients), every.at_most) == ([1] * 5, 4)


def test_one_as_large_as_the_largest_of_a_cover_may_stand_for_any_of_it():
    """7 and 6 are too much for 11; so is another 7 with either of them."""
    offers = tuple(
        Offer(n, n, (n,), Fraction(1), 0, {"m": m}) for n, m in (("a", 7), ("b", 6), ("c", 5), ("d", 7))
    )
    search = Search(Problem(offers, {"m": Resource("m", 11)}, (), (), (Objective.POINTS,)), float("inf"))
    search._refute(frozenset("ab"), [])
    [row] = search.refuted
    assert [search.ids[i] for i in row.columns] == ["a", "b", "d"]
    assert row.at_most == 1


def test_a_plan_that_passes_no_supply_is_cut_off_alone():
    search, seen = Search(STREET, float("inf")), []
    search._refute(frozenset("c"), seen)
    (row,) = seen
    assert [list(row.coefficients)[search.ids.index(name)] for name in "abc"] == [-1, -1, 1]
    assert (row.at_most, search.refuted) == (0, [])


def test_without_time_neither_threshold_is_known():
    assert threshold(STREET, "a", seconds=0) == Threshold("a", None, Reach.UNKNOWN, None, Reach.UNKNOWN, None)


def test_every_mistake_of_a_scenario_says_what_was_reviewed():
    form = {
        "says": "",
        "aims": ["speed"],
        "limits": {"resource:gold": 1, "need:care": -1, "group:center": True},
        "bounds": [],
        "x": 1,
    }
    with pytest.raises(ProblemError) as wrong:
        read_scenario(form, STREET)
    whole = "0到9223372036854775807之间的整数"
    known = "resource:money、resource:rooms、need:care、group:center、group:funded、need:meals、need:visits"
    assert [(m.where, m.what, m.expected) for m in wrong.value.mistakes] == [
        ("id", "没有写明", "不为空的文字"),
        ("says", "没有写明", "不为空的文字"),
        (
            "aims",
            "目标不能识别、重复或没有列出",
            "needs、points、price、operators、concentration、incumbents中的若干项，先后有序",
        ),
        ("limits.resource:gold", "没有这一项", f"以下之一：{known}"),
        ("limits.need:care", "不是整数或超出范围", whole),
        ("limits.group:center", "不是整数或超出范围", whole),
        ("bounds", "不是对象", "名称和整数"),
        ("x", "不能识别的字段", "只用 id、says、aims、limits、bounds"),
    ]
