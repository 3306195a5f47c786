"""Why an offer is not in the best plan: which resource alone keeps it out, and how much of it is enough."""

from dataclasses import replace
from fractions import Fraction

import pytest

from scoring.allocation import Group, Need, Objective, Offer, Problem, Resource, Status, Totals, doctor, solve
from scoring.allocation.doctor import Release, WhyNot, why_not
from scoring.allocation.optimum import UndecidedError


def bids(budget, **offers):
    """Bids by name with their cost and points; every one may be chosen while the money lasts."""
    return Problem(
        tuple(
            Offer(name, name, (name,), Fraction(points), cost, {"money": cost})
            for name, (cost, points) in offers.items()
        ),
        {"money": Resource("money", budget)},
        (),
        (),
        (Objective.POINTS,),
    )


def told(problem, offer):
    return why_not(problem, solve(problem), offer)


@pytest.mark.parametrize(
    ("problem", "enough"),
    [
        (bids(0, a=(2, 10), b=(1, 1)), 2),  # one fen is too little, two are enough
        (bids(1, a=(2, 10), b=(1, 1)), 2),
        (bids(0, a=(1, 10), b=(1, 1)), 1),
        (bids(0, a=(1, 1), b=(1, 10)), 2),  # the better one comes first
        (bids(0, a=(3, 10), b=(2, 1), c=(4, 1)), 3),
        (bids(3, a=(4, 10), b=(2, 1), c=(6, 1)), 4),
        (bids(0, a=(5, 10), b=(1, 1), c=(2, 1)), 5),
        (bids(0, a=(3, 5), r=(2, 4), s=(1, 1)), 3),  # as good as its rivals together
        (bids(0, a=(3, 5), r=(2, 4), s=(1, 2)), 4),  # at 3 both rivals are better, at 4 one is with it
        (bids(0, a=(200, 5), r=(100, 4), s=(100, 2)), 300),
        (bids(60, a=(100, 5), r=(50, 4)), 100),  # only whole bids count: 60 buys what 50 buys
    ],
)
def test_the_smallest_budget_that_lets_a_bid_in_is_found_to_the_fen(problem, enough):
    answer = told(problem, "a")
    assert answer.releases == (Release(problem.resources["money"], enough),)
    assert type(answer.releases[0].enough) is int
    assert answer.complete is True


def test_a_bid_that_is_forced_in_costs_what_the_best_plan_has_more():
    answer = told(bids(1, a=(1, 3), b=(1, 10)), "a")
    assert answer.forced.offers == ("a",)
    assert answer.difference == Totals(0, Fraction(-7), 0)
    assert answer.offer == "a"
    assert answer.forced.ties.plans == (("a",),)
    same = told(bids(1, a=(1, 3), b=(1, 3)), "b")  # equally good: nothing keeps it out
    assert same.forced.offers == ("b",)
    assert same == WhyNot("b", same.forced, Totals(0, Fraction(0), 0), (), complete=True)


def test_money_alone_does_not_let_in_what_has_no_room():
    full = bids(9, a=(2, 3), b=(2, 10))
    offers = tuple(replace(o, uses={**o.uses, "room": 1}) for o in full.offers)
    problem = replace(full, offers=offers, resources={**full.resources, "room": Resource("room", 1)})
    answer = told(problem, "a")
    assert answer.releases == (Release(problem.resources["room"], 2),)
    both = replace(problem, resources={**problem.resources, "money": Resource("money", 2)})
    answer = told(both, "a")
    assert (answer.releases, answer.complete) == ((), True)  # two resources keep it out together


def test_where_no_plan_is_known_a_release_makes_one_possible():
    problem = replace(bids(1, a=(2, 3), b=(3, 4)), needs=(Need("care", 1, firm=True),))
    problem = replace(problem, offers=tuple(replace(o, serves={"care": 1}) for o in problem.offers))
    answer = told(problem, "a")
    assert answer.forced.status is Status.INFEASIBLE
    assert answer.difference is None
    assert answer.releases == (Release(problem.resources["money"], 2),)


def test_any_price_is_better_than_no_plan():
    problem = replace(bids(1, a=(2, 3)), needs=(Need("care", 1, firm=True),), objective=(Objective.PRICE,))
    problem = replace(problem, offers=tuple(replace(o, serves={"care": 1}) for o in problem.offers))
    assert told(problem, "a").releases == (Release(problem.resources["money"], 2),)


def one_room(problem, name="room"):
    """The problem in which all bids want the same room."""
    offers = tuple(replace(o, uses={**o.uses, name: 1}) for o in problem.offers)
    return replace(problem, offers=offers, resources={**problem.resources, name: Resource(name, 1)})


def test_a_bid_that_money_makes_as_good_as_the_winner_is_let_in_by_it():
    problem = one_room(bids(1, a=(2, 10), b=(1, 10)))
    assert Release(problem.resources["money"], 2) in told(problem, "a").releases


def test_money_that_serves_a_rival_more_is_no_release():
    """With 3 the bid would win, but were money no limit its rival would."""
    problem = one_room(bids(0, a=(3, 5), r=(5, 9)))
    assert told(problem, "a").releases == ()


def test_what_the_bid_itself_uses_is_told_first():
    """Either a second room, or the money for the rival's other bid, lets it in."""
    rival = (
        Offer("b", "b", ("L",), Fraction(10), 0, {"z room": 1, "b once": 1}),
        Offer("b2", "b", ("L",), Fraction(11), 5, {"money": 5, "b once": 1}),
    )
    resources = [Resource("z room", 1), Resource("b once", 1), Resource("money", 0)]
    problem = Problem(
        (*rival, Offer("a", "a", ("L",), Fraction(3), 0, {"z room": 1})),
        {r.id: r for r in resources}, (), (), (Objective.POINTS,),
    )  # fmt: skip
    found = told(problem, "a").releases
    assert [(r.resource.id, r.enough) for r in found] == [("z room", 2), ("money", 5)]


def test_a_forced_plan_is_one_of_its_equals_and_has_no_more_time_than_given():
    problem = one_room(bids(9, b=(1, 10), c=(1, 2)))
    idle = Offer("idle", "i", ("L",), Fraction(0), 0)
    problem = replace(problem, offers=(*problem.offers, idle))
    plan = solve(problem)
    answer = why_not(problem, plan, "c")
    assert (answer.forced.status, len(answer.forced.ties.plans)) == (Status.PROVED_BEST, 1)
    late = why_not(problem, plan, "c", seconds=0)
    assert late.forced.status in (Status.UNKNOWN, Status.FEASIBLE)
    assert (late.releases, late.complete) == ((), False)


def test_an_offer_that_no_plan_can_hold_has_no_release():
    problem = bids(0, a=(1, 3))
    alone = Group("場", ("a",), at_least=2)
    answer = told(replace(problem, groups=(alone,)), "a")
    assert (answer.releases, answer.complete) == ((), True)


def test_a_resource_that_was_not_settled_leaves_the_answer_incomplete_and_the_others_are_asked(monkeypatch):
    full = bids(9, a=(2, 3), b=(2, 10))
    offers = tuple(replace(o, uses={**o.uses, "room": 1}) for o in full.offers)
    rooms = {"room": Resource("room", 1), "money": Resource("money", 3)}
    problem = replace(full, offers=offers, resources={**rooms, "money": Resource("money", 9)})
    settled = doctor._release

    def release(problem, offer, resource, best, deadline):
        if resource.id == "money":
            raise UndecidedError
        return settled(problem, offer, resource, best, deadline)

    monkeypatch.setattr(doctor, "_release", release)
    answer = told(problem, "a")
    assert [r.resource.id for r in answer.releases] == ["room"]
    assert answer.complete is False


def test_a_release_whose_amount_was_not_settled_in_time_is_still_one(monkeypatch):
    def undecided(*_):
        raise UndecidedError

    monkeypatch.setattr(doctor, "_enough", undecided)
    problem = bids(0, a=(2, 10))
    assert told(problem, "a").releases == (Release(problem.resources["money"], None),)


def test_what_the_offer_and_its_groups_use_is_asked_first():
    problem = Problem(
        (
            Offer("a", "a", ("L",), Fraction(1), 0, {"z own": 1}),
            Offer("b", "b", ("L",), Fraction(1), 0, {"a other": 1}),
        ),
        {key: Resource(key, 1) for key in ("b other", "a other", "z own", "y group")},
        (),
        (Group("with", ("b", "a"), {"y group": 1}), Group("without", ("b",), {"b other": 1})),
        (),
    )
    assert [r.id for r in doctor._nearest_first(problem, "a")] == ["y group", "z own", "a other", "b other"]


def test_a_stranger_is_named():
    problem = bids(1, a=(1, 1))
    with pytest.raises(KeyError, match=r"^'nobody'$"):
        why_not(problem, solve(problem), "nobody")
