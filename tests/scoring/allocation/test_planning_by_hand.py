"""Scenarios and the frontier, worked by hand on one street; and what is said when time was short."""

from dataclasses import replace
from fractions import Fraction
from time import monotonic

import pytest

from scoring.allocation import Need, Objective, Offer, Problem, ProblemError, Resource, Status
from scoring.allocation import frontier as edge
from scoring.allocation import scenarios as wishes
from scoring.allocation.aims import Aim, Measures
from scoring.allocation.frontier import Frontier, Spot, frontier
from scoring.allocation.optimum import UndecidedError
from scoring.allocation.rules import Kind
from scoring.allocation.scenarios import STANDARD, Played, Scenario, play, read_scenario

A, B, C, D = (
    Offer("a", "甲", ("L1",), Fraction(90), 60, {"L1": 1, "money": 60}, {"care": 1}),
    Offer("b", "甲", ("L2",), Fraction(80), 50, {"L2": 1, "money": 50}, {"meals": 1}),
    Offer("c", "乙", ("L1",), Fraction(70), 35, {"L1": 1, "money": 35}, {"care": 1}),
    Offer("d", "丙", ("L2",), Fraction(60), 20, {"L2": 1, "money": 20}, {"meals": 1}),
)
STREET = Problem(
    (A, B, C, D),
    {"L1": Resource("L1", 1), "L2": Resource("L2", 1), "money": Resource("money", 110)},
    (Need("care", 1, firm=False), Need("meals", 1, firm=False)),
    (),
    (Objective.NEEDS, Objective.POINTS, Objective.PRICE),
)
NOW = {"c": 1, "d": 1}


def measured(needs, points, fen, operators, most, kept):
    return Measures(needs, Fraction(points), fen, operators, most, kept)


AB = measured(2, 170, 110, 1, 2, 0)
CD = measured(2, 130, 55, 2, 1, 2)
AD = measured(2, 150, 80, 2, 1, 1)


def played(scenario):
    (one,) = play(STREET, [scenario], NOW)
    assert one.scenario is scenario
    return one.status, "".join(one.offers), one.measures


@pytest.mark.parametrize(
    ("name", "offers", "measures"),
    [
        ("coverage", "ab", AB),
        ("points", "ab", AB),
        ("price", "cd", CD),
        ("operators", "ab", AB),
        ("spread", "ad", AD),
        ("incumbents", "cd", CD),
    ],
)
def test_each_named_scenario_has_its_own_best_plan(name, offers, measures):
    (scenario,) = [one for one in STANDARD if one.id == name]
    assert played(scenario) == (Status.PROVED_BEST, offers, measures)


def test_the_scenarios_are_played_in_the_order_given():
    names = [one.scenario.id for one in play(STREET, STANDARD[:2])]
    assert names == ["coverage", "points"]


@pytest.mark.parametrize(
    ("scenario", "offers"),
    [
        (Scenario("x", "x", (Aim.POINTS,), {(Kind.RESOURCE, "money"): 60}), "cd"),
        (Scenario("x", "x", (Aim.POINTS, Aim.PRICE), {(Kind.RESOURCE, "money"): 109}), "ad"),
        (Scenario("x", "x", (Aim.POINTS,), {}, {Aim.PRICE: 80}), "ad"),
        (Scenario("x", "x", (Aim.POINTS,), {}, {Aim.PRICE: 79}), "cd"),
        (Scenario("x", "x", (Aim.POINTS,), {}, {Aim.INCUMBENTS: 1, Aim.OPERATORS: 1}), "c"),
        (Scenario("x", "x", (Aim.INCUMBENTS, Aim.POINTS), {}, {Aim.PRICE: 40}), "c"),
        (Scenario("x", "x", (Aim.CONCENTRATION, Aim.OPERATORS, Aim.POINTS)), ""),  # nothing is least of all
        (Scenario("x", "x", (Aim.NEEDS, Aim.OPERATORS, Aim.PRICE)), "ab"),
        (Scenario("x", "x", (Aim.POINTS,), {(Kind.NEED, "care"): 2}, {Aim.NEEDS: 2}), None),
    ],
)
def test_limits_and_bounds_stand_whatever_is_wished_for(scenario, offers):
    status, found, measures = played(scenario)
    if offers is None:
        assert (status, found, measures) == (Status.INFEASIBLE, "", None)
    else:
        assert (status, found) == (Status.PROVED_BEST, offers)


def test_a_scenario_without_a_plan_for_its_first_aim_is_infeasible():
    none = Scenario("x", "x", (Aim.OPERATORS,), bounds={Aim.NEEDS: 3})
    assert play(STREET, [none]) == (Played(none, Status.INFEASIBLE, (), None),)


def test_a_scenario_that_was_not_settled_is_unknown_and_has_its_json_form():
    late = play(STREET, STANDARD[:1], seconds=0)
    assert late == (Played(STANDARD[0], Status.UNKNOWN, (), None),)
    assert late[0].to_json(2) == {
        "id": "coverage",
        "says": "覆盖最多",
        "status": "unknown",
        "offers": [],
        "measures": None,
    }
    (done,) = play(STREET, STANDARD[:1], NOW)
    assert done.to_json(2) == {
        "id": "coverage",
        "says": "覆盖最多",
        "status": "proved_best",
        "offers": ["a", "b"],
        "measures": AB.to_json(2),
    }


def test_a_limit_of_a_rule_that_is_not_there_is_a_programmers_mistake():
    with pytest.raises(KeyError, match="gold"):
        play(STREET, [Scenario("x", "x", (Aim.POINTS,), {(Kind.RESOURCE, "gold"): 1})])


@pytest.mark.parametrize(("aim", "best"), [(Aim.INCUMBENTS, 2), (Aim.OPERATORS, 1), (Aim.CONCENTRATION, 1)])
def test_the_tightest_limit_that_costs_the_earlier_aims_nothing(aim, best):
    """Both needs met by any of the plans ab, ad, bc and cd."""
    asked = []

    def solved(limits):
        asked.append(limits[aim])
        return wishes.optimum(
            replace(wishes.limited(STREET, limits, NOW), objective=(Objective.NEEDS,)), float("inf")
        )

    for start in ("ab", "ad", "cd"):
        now = wishes.optimum(replace(STREET, objective=(Objective.NEEDS,)), float("inf"))
        now = replace(now, offers=frozenset(start))
        asked.clear()
        assert wishes._tightest(STREET, aim, now, {}, solved, NOW) == best
        assert len(asked) <= 3


@pytest.mark.parametrize("aim", [Aim.OPERATORS, Aim.CONCENTRATION])
def test_three_lots_need_two_operators_and_no_more_than_one_lot_each(aim):
    """甲 bids for two of the lots and 丁 alone for the third; nobody runs any of them now."""
    third = Offer("e", "丁", ("L3",), Fraction(50), 10, {}, {"visits": 1})
    needs = tuple(Need(name, 1, firm=True) for name in ("care", "meals", "visits"))
    only = tuple(offer for offer in STREET.offers if offer.id != "c" or aim is Aim.OPERATORS)
    more = replace(STREET, offers=(*only, third), needs=needs, objective=())

    def solved(limits):
        return wishes.optimum(wishes.limited(more, limits), float("inf"))

    now = wishes.optimum(more, float("inf"))
    begun = replace(now, offers=frozenset("cde" if aim is Aim.OPERATORS else "abe"))
    assert wishes._tightest(more, aim, begun, {}, solved, {}) == (2 if aim is Aim.OPERATORS else 1)


def test_the_time_of_scenarios_is_counted_from_the_question(monkeypatch):
    deadlines = []
    monkeypatch.setattr(wishes, "optimum", lambda _, deadline: deadlines.append(deadline))
    play(STREET, STANDARD[:1], seconds=100)
    assert 90 < deadlines[0] - monotonic() <= 100


OWN = {"id": "own", "says": "自定", "aims": ["points", "operators"]}


def test_a_scenario_is_read_with_all_its_limits():
    limits = {"resource:money": 0, "need:care": 2**63 - 1}
    own = read_scenario(OWN | {"limits": limits, "bounds": {"price": 5, "incumbents": 1}}, STREET)
    assert own == Scenario(
        "own",
        "自定",
        (Aim.POINTS, Aim.OPERATORS),
        {(Kind.RESOURCE, "money"): 0, (Kind.NEED, "care"): 2**63 - 1},
        {Aim.PRICE: 5, Aim.INCUMBENTS: 1},
    )
    assert read_scenario(OWN, STREET) == Scenario("own", "自定", (Aim.POINTS, Aim.OPERATORS))


WHOLE = "0到9223372036854775807之间的整数"
KNOWN_RULES = "resource:L1、resource:L2、resource:money、need:care、need:meals"
KNOWN_BOUNDS = "needs、price、operators、concentration、incumbents"
AIMS = (
    "aims",
    "目标不能识别、重复或没有列出",
    "needs、points、price、operators、concentration、incumbents中的若干项，先后有序",
)


@pytest.mark.parametrize(
    ("form", "mistakes"),
    [
        (["own"], [("id", "没有写明", "不为空的文字"), ("says", "没有写明", "不为空的文字"), AIMS]),
        (OWN | {"id": 7}, [("id", "没有写明", "不为空的文字")]),
        (OWN | {"says": ""}, [("says", "没有写明", "不为空的文字")]),
        (OWN | {"aims": []}, [AIMS]),
        (OWN | {"aims": "points"}, [AIMS]),
        (OWN | {"aims": {"points": 1}}, [AIMS]),
        (OWN | {"aims": 5}, [AIMS]),
        (OWN | {"aims": ["points", "points"]}, [AIMS]),
        (OWN | {"aims": ["points", "speed"]}, [AIMS]),
        ({"id": "x", "says": "y"}, [AIMS]),
        (
            OWN | {"limits": {"need:none": 1}},
            [("limits.need:none", "没有这一项", f"以下之一：{KNOWN_RULES}")],
        ),
        (OWN | {"bounds": {"points": 1}}, [("bounds.points", "没有这一项", f"以下之一：{KNOWN_BOUNDS}")]),
        (OWN | {"bounds": {"price": -1}}, [("bounds.price", "不是整数或超出范围", WHOLE)]),
        (OWN | {"bounds": {"price": 2**63}}, [("bounds.price", "不是整数或超出范围", WHOLE)]),
        (OWN | {"bounds": {"price": True}}, [("bounds.price", "不是整数或超出范围", WHOLE)]),
        (OWN | {"bounds": {"price": 1.0}}, [("bounds.price", "不是整数或超出范围", WHOLE)]),
        (OWN | {"limits": []}, [("limits", "不是对象", "名称和整数")]),
        (OWN | {"wish": 1}, [("wish", "不能识别的字段", "只用 id、says、aims、limits、bounds")]),
    ],
)
def test_a_mistake_of_a_scenario_says_where_what_and_what_should_be(form, mistakes):
    with pytest.raises(ProblemError) as wrong:
        read_scenario(form, STREET)
    assert [(m.where, m.what, m.expected) for m in wrong.value.mistakes] == mistakes


def spots(found):
    return ["".join(spot.offers) for spot in found.spots]


@pytest.mark.parametrize(
    ("aims", "plans"),
    [
        ((Aim.POINTS,), ["ab"]),
        ((Aim.PRICE,), [""]),
        ((Aim.POINTS, Aim.PRICE), ["ab", "ad", "cd", "b", "c", "d", ""]),
        ((Aim.PRICE, Aim.NEEDS), ["", "d", "cd"]),
        ((Aim.NEEDS, Aim.POINTS, Aim.CONCENTRATION), ["ab", "ad", ""]),
        ((Aim.POINTS, Aim.INCUMBENTS), ["ab", "ad", "cd"]),
        ((Aim.OPERATORS, Aim.POINTS), ["ab", ""]),
        ((Aim.OPERATORS, Aim.NEEDS), ["ab", ""]),
    ],
)
def test_the_frontier_is_every_plan_that_no_other_beats(aims, plans):
    found = frontier(STREET, aims, NOW)
    assert (found.aims, found.complete) == (aims, True)
    assert sorted(spots(found)) == sorted(plans)


def test_a_plan_that_only_the_last_aim_speaks_for_is_on_the_frontier():
    """甲 is best and cheapest in both lots; a and d, in two hands, are no concentration."""
    cheap = tuple(
        replace(o, price_fen=fen, uses={o.lots[0]: 1})
        for o, fen in zip(STREET.offers, (30, 20, 35, 25), strict=True)
    )
    found = frontier(replace(STREET, offers=cheap), (Aim.POINTS, Aim.PRICE, Aim.CONCENTRATION))
    assert sorted(spots(found)) == ["", "a", "ab", "ad", "b"]


def test_a_spot_is_a_plan_with_its_measures_and_the_best_in_the_first_aim_comes_first():
    found = frontier(STREET, (Aim.PRICE, Aim.NEEDS), NOW)
    assert found == Frontier(
        (Aim.PRICE, Aim.NEEDS),
        (
            Spot((), measured(0, 0, 0, 0, 0, 0)),
            Spot(("d",), measured(1, 60, 20, 1, 1, 1)),
            Spot(("c", "d"), CD),
        ),
        complete=True,
    )


def test_so_many_questions_are_enough_and_one_fewer_is_not(monkeypatch):
    asked, plain = [], edge.optimum

    def counted(problem, deadline):
        asked.append(problem.objective)
        return plain(problem, deadline)

    monkeypatch.setattr(edge, "optimum", counted)
    aims = (Aim.PRICE, Aim.NEEDS)
    assert frontier(STREET, aims).complete is True
    many = len(asked)
    assert frontier(STREET, aims, most=many).complete is True
    short = frontier(STREET, aims, most=many - 1)
    assert (short.complete, len(short.spots) > 0) == (False, True)
    assert {order[0] for order in asked} == {Objective.PRICE}
    assert set(asked) == {(Objective.PRICE, Objective.NEEDS, Objective.POINTS)}


def test_a_question_that_a_looser_answer_settles_is_not_asked_again():
    trace = edge._Trace(STREET, NOW, float("inf"), 9)
    first = trace.best(Aim.POINTS, {Aim.PRICE: 115})
    assert first == Spot(("a", "b"), AB)
    assert trace.left == 8
    assert trace.best(Aim.POINTS, {Aim.PRICE: 110}) is first
    assert trace.best(Aim.POINTS, {Aim.PRICE: 112, Aim.NEEDS: 2}) is first
    assert trace.left == 8
    assert trace.best(Aim.POINTS, {Aim.PRICE: 109}) == Spot(("a", "d"), AD)
    assert trace.best(Aim.POINTS, {Aim.NEEDS: 1}) == first  # looser in price: asked anew
    assert trace.left == 6
    assert trace.best(Aim.POINTS, {Aim.PRICE: 54, Aim.NEEDS: 2}) is None
    assert trace.best(Aim.POINTS, {Aim.PRICE: 40, Aim.NEEDS: 2, Aim.OPERATORS: 1}) is None
    assert trace.left == 5
    assert [bounds for bounds, _ in trace.asked] == [
        {Aim.PRICE: 115}, {Aim.PRICE: 109}, {Aim.NEEDS: 1}, {Aim.PRICE: 54, Aim.NEEDS: 2},
    ]  # fmt: skip
    assert trace.found == [first, Spot(("a", "d"), AD), first]


def test_what_no_objective_says_is_not_optimized():
    with pytest.raises(ValueError, match=r"^a frontier needs needs, points or price among its aims$"):
        frontier(STREET, (Aim.OPERATORS, Aim.INCUMBENTS))
    for aims in ((), (Aim.POINTS, Aim.POINTS)):
        with pytest.raises(ValueError, match=r"^a frontier needs aims, each once$"):
            frontier(STREET, aims)


def test_a_plan_as_good_in_all_and_better_in_one_beats_another():
    def spot(name, points, price):
        return Spot((name,), measured(0, points, price, 0, 0, 0))

    found = [
        spot("d", 5, 5),
        spot("b", 5, 6),
        spot("a", 4, 4),
        spot("c", 5, 5),
        spot("e", 4, 5),
        spot("f", 3, 1),
    ]
    kept = edge.undominated(found, (Aim.POINTS, Aim.PRICE))
    assert kept == (spot("c", 5, 5), spot("a", 4, 4), spot("f", 3, 1))
    assert edge.undominated(found, (Aim.PRICE,)) == (spot("f", 3, 1),)
    assert edge.undominated([], (Aim.PRICE,)) == ()


def test_the_time_of_a_frontier_is_counted_from_the_question(monkeypatch):
    deadlines = []
    monkeypatch.setattr(edge, "optimum", lambda _, deadline: deadlines.append(deadline))
    assert frontier(STREET, (Aim.POINTS,), seconds=100).spots == ()
    assert 90 < deadlines[0] - monotonic() <= 100

    def undecided(*_):
        raise UndecidedError

    monkeypatch.setattr(edge, "optimum", undecided)
    assert frontier(STREET) == Frontier(
        (Aim.POINTS, Aim.PRICE, Aim.NEEDS, Aim.CONCENTRATION), (), complete=False
    )
    assert frontier(STREET).complete is False
