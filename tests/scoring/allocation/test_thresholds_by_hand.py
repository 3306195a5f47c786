"""From which points and up to which price a bid wins, worked by hand, and when that stays open."""

from dataclasses import replace
from fractions import Fraction
from time import monotonic

import pytest

from scoring.allocation import Group, Need, Objective, Offer, Problem, Resource, solve
from scoring.allocation import margins as thresholds
from scoring.allocation.margins import Reach, Threshold, margins, repointed, repriced, threshold
from scoring.allocation.optimum import Optimum, UndecidedError

POINTS, PRICE, NEEDS = Objective.POINTS, Objective.PRICE, Objective.NEEDS


def lot(*bids, objective=(POINTS, PRICE), budget=None):
    """Bids for one lot by name, points and price; what they cost is used of a budget where there is one."""
    offers = tuple(
        Offer(
            name,
            name,
            ("L",),
            Fraction(points),
            price,
            {"lot": 1} | ({"money": price} if budget is not None else {}),
        )
        for name, points, price in bids
    )
    resources = {"lot": Resource("lot", 1)} | (
        {"money": Resource("money", budget)} if budget is not None else {}
    )
    return Problem(offers, resources, (), (), objective)


@pytest.mark.parametrize(
    ("problem", "wins", "points"),
    [
        (lot(("a", 90, 5), ("b", 80, 5)), True, Fraction(81)),  # level in price: it must be ahead
        (lot(("a", 90, 4), ("b", 80, 5)), True, Fraction(80)),  # cheaper: level is enough
        (lot(("a", 90, 6), ("b", 80, 5)), True, Fraction(81)),
        (lot(("a", 80, 5), ("b", 90, 5)), False, Fraction(91)),
        (lot(("a", 80, 4), ("b", 90, 5)), False, Fraction(90)),
        (lot(("a", "80.5", 5), ("b", "80.4", 5)), True, Fraction("80.5")),
        (lot(("a", "80.25", 4), ("b", "80.5", 5)), False, Fraction("80.5")),
    ],
)
def test_the_fewest_points_with_which_a_bid_wins(problem, wins, points):
    found = threshold(problem, "a")
    assert (found.offer, found.wins, found.by_points, found.points) == ("a", wins, Reach.FROM, points)


@pytest.mark.parametrize(
    ("problem", "money", "step", "reach", "price"),
    [
        (lot(("a", 90, 300), ("b", 90, 500)), (), 100, Reach.FROM, 400),
        (lot(("a", 90, 300), ("b", 90, 550)), (), 100, Reach.FROM, 500),
        (lot(("a", 90, 300), ("b", 90, 550)), (), 1, Reach.FROM, 549),
        (lot(("a", 90, 700), ("b", 90, 500)), (), 100, Reach.FROM, 400),
        (lot(("a", 90, 750), ("b", 90, 500)), (), 100, Reach.FROM, 400),
        (lot(("a", 90, 300), ("b", 90, 50)), (), 100, Reach.FROM, 0),  # not for a yuan, but for nothing
        (lot(("a", 90, 300), ("b", 90, 1)), (), 100, Reach.FROM, 0),
        (lot(("a", 90, 500), ("b", 80, 500)), (), 100, Reach.ALWAYS, None),
        (lot(("a", 80, 500), ("b", 90, 500)), (), 100, Reach.NEVER, None),
        (lot(("a", 90, 500), ("b", 80, 500), budget=900), ("money",), 100, Reach.FROM, 900),
        (lot(("a", 90, 1000), ("b", 80, 500), budget=900), ("money",), 100, Reach.FROM, 900),
        (lot(("a", 90, 1000), ("b", 80, 500), budget=950), ("money",), 100, Reach.FROM, 900),
        (
            lot(("a", 90, 1000), ("b", 80, 500), budget=900),
            (),
            100,
            Reach.NEVER,
            None,
        ),  # the budget stays passed
        (lot(("a", 90, 500), budget=900), ("money",), 100, Reach.FROM, 900),
        (
            lot(("a", 0, 100), ("b", 0, 200), objective=(PRICE,)),
            (),
            100,
            Reach.NEVER,
            None,
        ),  # no award is cheaper
    ],
)
def test_the_highest_price_at_which_a_bid_wins(problem, money, step, reach, price):
    found = threshold(problem, "a", money, step_fen=step)
    assert (found.by_price, found.price_fen) == (reach, price)
    assert type(found.price_fen) is (int if reach is Reach.FROM else type(None))


def test_a_bid_without_a_substitute_wins_whatever_its_points():
    needs = (Need("care", 1, firm=True),)
    alone = replace(lot(("a", 90, 5)), needs=needs)
    alone = replace(alone, offers=(replace(alone.offers[0], serves={"care": 1}),))
    assert threshold(alone, "a") == Threshold("a", True, Reach.ALWAYS, None, Reach.ALWAYS, None)


def test_a_bid_that_no_plan_can_hold_never_wins():
    problem = replace(lot(("a", 90, 5), ("b", 80, 5)), groups=(Group("two", ("a",), at_least=2),))
    assert threshold(problem, "a") == Threshold("a", False, Reach.NEVER, None, Reach.NEVER, None)


@pytest.mark.parametrize(
    ("served", "by_points", "wins"), [("a", Reach.ALWAYS, True), ("b", Reach.NEVER, False)]
)
def test_what_comes_before_points_decides_whatever_they_are(served, by_points, wins):
    problem = lot(("a", 90, 5), ("b", 80, 5), objective=(NEEDS, POINTS))
    offers = tuple(replace(o, serves={"care": 1} if o.id == served else {}) for o in problem.offers)
    problem = replace(problem, offers=offers, needs=(Need("care", 1, firm=False),))
    found = threshold(problem, "a")
    assert (found.wins, found.by_points, found.points) == (wins, by_points, None)


@pytest.mark.parametrize(("price", "points"), [(4, 80), (5, 81), (6, 81)])
def test_where_needs_are_level_points_decide_and_then_the_price(price, points):
    problem = lot(("a", 90, price), ("b", 80, 5), objective=(NEEDS, POINTS, PRICE))
    offers = tuple(replace(o, serves={"care": 1}) for o in problem.offers)
    found = threshold(replace(problem, offers=offers, needs=(Need("care", 1, firm=False),)), "a")
    assert (found.by_points, found.points) == (Reach.FROM, Fraction(points))


@pytest.mark.parametrize(("price", "by_points"), [(4, Reach.ALWAYS), (5, Reach.NEVER), (6, Reach.NEVER)])
def test_where_points_are_no_objective_they_change_nothing(price, by_points):
    needs = (Need("care", 1, firm=True),)
    problem = lot(("a", 90, price), ("b", 80, 5), objective=(PRICE,))
    offers = tuple(replace(o, serves={"care": 1}) for o in problem.offers)
    found = threshold(replace(problem, offers=offers, needs=needs), "a")
    assert (found.by_points, found.points, found.wins) == (by_points, None, price == 4)


def test_the_margins_of_all_winners():
    problem = lot(("a", 90, 300), ("b", 80, 500))
    other = Offer("c", "c", ("M",), Fraction(7), 200)
    problem = replace(problem, offers=(*problem.offers, other))
    plan = solve(problem)
    found = margins(problem, plan)
    assert [(one.offer, one.points) for one in found] == [("a", Fraction(80)), ("c", Fraction(1))]
    assert found[0].wins is True


def test_only_the_named_offer_gets_another_price_and_other_points():
    problem = lot(("a", 90, 300), ("b", 80, 500), budget=900)
    dear = repriced(problem, "a", 700, ["money", "other"])
    assert dear.offers == (
        replace(problem.offers[0], price_fen=700, uses={"lot": 1, "money": 700}),
        problem.offers[1],
    )
    assert repriced(problem, "a", 700, []).offers[0].uses == {"lot": 1, "money": 300}
    better = repointed(problem, "b", Fraction(99))
    assert better.offers == (problem.offers[0], replace(problem.offers[1], points=Fraction(99)))


def undecided(*_, **__):
    raise UndecidedError


def test_what_is_not_settled_in_time_is_unknown(monkeypatch):
    problem = lot(("a", 90, 300), ("b", 80, 500))
    assert threshold(problem, "a", seconds=0) == Threshold(
        "a", None, Reach.UNKNOWN, None, Reach.UNKNOWN, None
    )
    with monkeypatch.context() as patched:
        patched.setattr(thresholds, "_points", undecided)
        assert threshold(problem, "a") == Threshold("a", True, Reach.UNKNOWN, None, Reach.ALWAYS, None)
    with monkeypatch.context() as patched:
        patched.setattr(thresholds, "_price", undecided)
        assert threshold(problem, "a") == Threshold("a", True, Reach.FROM, Fraction(80), Reach.UNKNOWN, None)
    with pytest.raises(KeyError, match=r"^'nobody'$"):
        threshold(problem, "nobody")


FAR = float("inf")


def test_a_threshold_that_the_solvers_do_not_confirm_is_unknown(monkeypatch):
    problem = lot(("a", 90, 300), ("b", 90, 500))
    offer, rest = problem.offers[0], thresholds.optimum(thresholds.barring(problem, "a"), FAR)
    held = thresholds.optimum(thresholds.holding(problem, "a"), FAR)
    low = Optimum(held.offers, (0, 0), held.totals)
    for said in (lambda *_: low, lambda *_: None):  # it never wins: not at the threshold either
        with monkeypatch.context() as patched:
            patched.setattr(thresholds, "optimum", said)
            with pytest.raises(UndecidedError):
                thresholds._points(problem, offer, held, rest, FAR)
    for likely in (lambda *_: None, lambda *_: held):  # the first solver alone led astray
        with monkeypatch.context() as patched:
            patched.setattr(thresholds, "likely", likely)
            with pytest.raises(UndecidedError):
                thresholds._price(problem, offer, rest, frozenset(), True, 10, FAR)


def test_both_sides_of_a_threshold_are_asked_about(monkeypatch):
    problem = lot(("a", "90.5", 6), ("b", "80.4", 5))
    asked, plain = set(), thresholds.optimum

    def optimum(given, deadline):
        asked.add(given.offers[0].points)
        return plain(given, deadline)

    monkeypatch.setattr(thresholds, "optimum", optimum)
    assert threshold(problem, "a").points == Fraction("80.5")
    assert asked == {Fraction("90.5"), Fraction("80.5"), Fraction("80.4")}


TOP = 2**63 - 1


@pytest.mark.parametrize(
    ("price", "budgets", "step", "settled"),
    [
        (TOP - 1, (), 1, True),
        (TOP, (), 1, False),
        (TOP - 8, (), 10, True),
        (TOP - 7, (), 10, False),
        (TOP - 11, (4, 10), 1, True),  # the largest budget could be paid on top
        (TOP - 10, (4, 10), 1, False),
    ],
)
def test_prices_beyond_64_bits_are_not_asked_about(monkeypatch, price, budgets, step, settled):
    problem = lot(("a", 90, price), ("b", 80, 0))
    money = {f"m{i}": Resource(f"m{i}", supply) for i, supply in enumerate(budgets)}
    problem = replace(problem, resources={**problem.resources, **money})
    monkeypatch.setattr(thresholds, "optimum", lambda *_: None)
    asked = problem, problem.offers[0], None, frozenset(money), False, step, FAR
    if settled:
        assert thresholds._price(*asked) == (Reach.NEVER, None)
    else:
        with pytest.raises(UndecidedError):
            thresholds._price(*asked)


def test_the_time_is_counted_from_the_question(monkeypatch):
    deadlines = []
    monkeypatch.setattr(thresholds, "optimum", lambda _, deadline: deadlines.append(deadline))
    problem = lot(("a", 90, 300), ("b", 80, 500))
    threshold(problem, "a", seconds=100)
    assert 90 < deadlines[0] - monotonic() <= 100
    given = []
    monkeypatch.setattr(thresholds, "threshold", lambda *asked, seconds: given.append((*asked, seconds)))
    plan = replace(solve(problem), offers=("a", "b"))
    margins(problem, plan, ["money"], seconds=50)
    assert [(one[0], one[1], one[2]) for one in given] == [
        (problem, "a", ["money"]),
        (problem, "b", ["money"]),
    ]
    assert all(40 < one[3] <= 50 for one in given)
