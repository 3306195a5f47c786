"""Conflicts, their repairs and what rules cost, worked by hand; and what is said when a question stays open."""

from dataclasses import replace
from fractions import Fraction
from time import monotonic

import pytest

from scoring.allocation import Group, Need, Objective, Offer, Problem, Resource, Totals, conflict, rule_prices
from scoring.allocation.conflict import Change, Conflict, Diagnosis, Force, Repair, diagnose
from scoring.allocation.optimum import Optimum, UndecidedError
from scoring.allocation.rules import Kind, Rule, rules

MONEY, QUOTA = (Kind.RESOURCE, "money"), (Kind.RESOURCE, "quota")
L0, L1 = (Kind.NEED, "L0"), (Kind.NEED, "L1")


def two_lots(money, quota):
    """One operator bids 60 and 50 for two lots that must both be served."""
    offers = tuple(
        Offer(f"甲{i}", "甲", (f"L{i}",), Fraction(90), price, {"money": price, "quota": 1}, {f"L{i}": 1})
        for i, price in enumerate((60, 50))
    )
    return Problem(
        offers,
        {"money": Resource("money", money), "quota": Resource("quota", quota)},
        (Need("L0", 1, firm=True), Need("L1", 1, firm=True)),
        (),
        (Objective.POINTS, Objective.PRICE),
    )


def rule(problem, key):
    return next(one for one in rules(problem) if one.key == key)


def repair(problem, best, *changes):
    return Repair(tuple(Change(rule(problem, key), to, force) for key, to, force in changes), best)


ONE = Optimum(frozenset({"甲1"}), (90, -50), Totals(0, Fraction(90), 50))
OTHER = Optimum(frozenset({"甲0"}), (90, -60), Totals(0, Fraction(90), 60))
BOTH = Optimum(frozenset({"甲0", "甲1"}), (180, -110), Totals(0, Fraction(180), 110))


def test_a_short_budget_is_told_with_every_single_repair_best_first():
    problem = two_lots(100, 2)
    assert diagnose(problem) == Diagnosis(
        Conflict(
            tuple(rule(problem, key) for key in (MONEY, L0, L1)),
            (("甲0", "甲1"), ("甲1",), ("甲0",)),
        ),
        (
            repair(problem, BOTH, (MONEY, 110, Force.CHOSEN)),
            repair(problem, ONE, (L0, 0, Force.CHOSEN)),
            repair(problem, OTHER, (L1, 0, Force.CHOSEN)),
        ),
        complete=True,
    )


def test_the_law_is_changed_last_and_a_fact_never():
    problem = two_lots(100, 2)
    found = diagnose(problem, {MONEY: Force.STATUTORY, L0: Force.GIVEN})
    assert found.repairs == (
        repair(problem, OTHER, (L1, 0, Force.CHOSEN)),
        repair(problem, BOTH, (MONEY, 110, Force.STATUTORY)),
    )
    assert [one.statutory for one in found.repairs] == [False, True]


def test_two_rules_in_the_way_are_repaired_together():
    problem = two_lots(100, 1)
    facts = {L0: Force.GIVEN, L1: Force.GIVEN}
    found = diagnose(problem, facts)
    (both,) = found.repairs
    assert sorted((c.rule.id, c.to) for c in both.changes) == [("money", 110), ("quota", 2)]
    assert (both.best, found.complete) == (BOTH, True)
    law = diagnose(problem, facts | {MONEY: Force.STATUTORY})
    assert [(r.statutory, len(r.changes)) for r in law.repairs] == [(True, 2)]


def test_beside_the_law_two_changes_are_offered_that_need_no_law():
    problem = two_lots(100, 1)
    found = diagnose(problem, {L0: Force.STATUTORY, L1: Force.GIVEN})
    assert [(r.statutory, sorted(c.rule.id for c in r.changes)) for r in found.repairs] == [
        (False, ["money", "quota"]),
        (True, ["L0"]),
    ]


def test_beside_the_law_it_is_said_which_lots_would_have_to_be_given_up():
    """Three lots of 50, 50 by law: either the law allows 150, or two lots are not awarded."""
    lots = [f"L{i}" for i in range(3)]
    offers = tuple(Offer(lot, "a", (lot,), Fraction(1), 50, {"money": 50}, {lot: 1}) for lot in lots)
    needs = tuple(Need(lot, 1, firm=True) for lot in lots)
    problem = Problem(offers, {"money": Resource("money", 50)}, needs, (), (Objective.POINTS,))
    given_up, law = diagnose(problem, {MONEY: Force.STATUTORY}).repairs
    assert (given_up.statutory, [(c.rule.kind, c.to) for c in given_up.changes]) == (
        False,
        [(Kind.NEED, 0)] * 2,
    )
    assert (law.statutory, [(c.rule.key, c.to) for c in law.changes]) == (True, [(MONEY, 150)])


def test_what_is_not_in_the_way_is_not_loosened():
    """Each operator's own figure and the air are limits too, and neither is among the changes."""
    problem = two_lots(100, 1)
    more = {"air": Resource("air", 5), "zone": Resource("zone", 2)}
    offers = tuple(replace(o, uses={**o.uses, "zone": 1}) for o in problem.offers)
    crowded = replace(problem, offers=offers, resources={**problem.resources, **more})
    (both,) = diagnose(crowded, {L0: Force.GIVEN, L1: Force.GIVEN}).repairs
    assert sorted((c.rule.id, c.to) for c in both.changes) == [("money", 110), ("quota", 2)]


def test_a_change_is_as_small_as_the_cheapest_plan_allows(monkeypatch):
    offers = tuple(
        Offer(name, name, ("L",), Fraction(1), fen, {"money": fen, "L": 1}, {"care": 1})
        for name, fen in (("a", 100), ("b", 60))
    )
    resources = {"money": Resource("money", 50), "L": Resource("L", 1)}
    problem = Problem(offers, resources, (Need("care", 1, firm=True),), (), (Objective.POINTS,))
    plain, asked = conflict.any_plan, []

    def any_plan(given, deadline):  # without the rule the dearer one is found first
        asked.append(given)
        return frozenset("a") if len(asked) == 1 else plain(given, deadline)

    monkeypatch.setattr(conflict, "any_plan", any_plan)
    (change,) = conflict._repair(problem, [rule(problem, MONEY)], {}, float("inf")).changes
    assert change == Change(rule(problem, MONEY), 60, Force.CHOSEN)


def test_fewer_changes_come_first_and_one_set_gives_up_no_need():
    """Giving up either lot mends both shortages at once; keeping both takes two changes."""
    problem = two_lots(55, 1)
    found = diagnose(problem)
    assert [sorted(c.rule.id for c in r.changes) for r in found.repairs] == [["L0"], ["money", "quota"]]
    assert found.repairs[0].best == ONE


def test_without_a_way_out_there_is_a_conflict_and_no_repair():
    problem = two_lots(100, 2)
    found = diagnose(problem, dict.fromkeys((MONEY, QUOTA, L0, L1), Force.GIVEN))
    assert found.repairs == ()
    assert found.complete is True
    assert {one.key for one in found.conflict.rules} == {MONEY, L0, L1}


def test_what_can_be_changed_remains_in_the_conflict_and_facts_are_left_out_first():
    """Money and quota each forbid both lots: whichever is a fact is not named where the other one serves."""
    problem = two_lots(100, 1)
    for fact, named in ((MONEY, QUOTA), (QUOTA, MONEY)):
        for force in (Force.GIVEN, Force.STATUTORY):
            found = diagnose(problem, {fact: force})
            assert {one.key for one in found.conflict.rules} == {named, L0, L1}
    found = diagnose(problem, {MONEY: Force.GIVEN, QUOTA: Force.STATUTORY})
    assert {one.key for one in found.conflict.rules} == {QUOTA, L0, L1}


def test_a_conflict_of_half_the_rules_is_found_by_halves():
    every = [Rule(Kind.RESOURCE, f"r{i}", 1) for i in range(16)]
    core, asked = {every[3], every[12]}, []

    def holds(left):
        asked.append(len(left))
        return core <= set(left)

    assert conflict._needed(every, holds) == [every[3], every[12]]
    assert len(asked) <= 18
    assert conflict._needed(every[:1], lambda _: True) == []
    assert conflict._needed([], lambda _: True) == []
    assert conflict._needed(every, lambda left: len(left) == 16) == every
    assert conflict._needed(every, lambda _: True) == []


def undecided(*_, **__):
    raise UndecidedError


@pytest.mark.parametrize("solver", ["impossible", "any_plan"])
def test_a_conflict_that_was_not_settled_is_none(monkeypatch, solver):
    monkeypatch.setattr(conflict, solver, undecided)
    assert diagnose(two_lots(100, 2)) == Diagnosis(None, (), complete=False)


def test_a_conflict_that_the_second_solver_does_not_see_is_none(monkeypatch):
    answers = iter((True, False))  # of all rules, then of those in the conflict
    monkeypatch.setattr(conflict, "impossible", lambda *_: next(answers))
    assert diagnose(two_lots(100, 2)) == Diagnosis(None, (), complete=False)


def test_a_rule_whose_absence_does_not_help_is_in_no_conflict(monkeypatch):
    monkeypatch.setattr(conflict, "any_plan", lambda *_: None)
    assert diagnose(two_lots(100, 2)) == Diagnosis(None, (), complete=False)


def test_repairs_found_before_the_time_was_up_are_told(monkeypatch):
    problem = two_lots(100, 2)
    plain, done = conflict._repair, []

    def repaired(*given):
        if done:
            raise UndecidedError
        done.append(plain(*given))
        return done[0]

    monkeypatch.setattr(conflict, "_repair", repaired)
    found = diagnose(problem)
    assert found.repairs == tuple(done)
    assert found.complete is False
    assert found.conflict is not None


@pytest.mark.parametrize(
    ("solver", "answer"),
    [("any_plan", lambda *_: None), ("impossible", lambda *_: False), ("optimum", lambda *_: None)],
)
def test_a_repair_that_the_solvers_see_differently_is_none(monkeypatch, solver, answer):
    problem = two_lots(100, 2)
    monkeypatch.setattr(conflict, solver, answer)
    with pytest.raises(UndecidedError):
        conflict._repair(problem, [rule(problem, MONEY)], {}, float("inf"))


def test_each_change_is_the_smallest_while_those_before_it_stay():
    problem = two_lots(55, 1)
    found = conflict._repair(
        problem, [rule(problem, QUOTA), rule(problem, MONEY)], {QUOTA: Force.STATUTORY}, float("inf")
    )
    assert found == repair(problem, BOTH, (QUOTA, 2, Force.STATUTORY), (MONEY, 110, Force.CHOSEN))


def test_the_time_is_counted_from_the_question(monkeypatch):
    deadlines = []
    monkeypatch.setattr(conflict, "impossible", lambda _, deadline: deadlines.append(deadline))
    assert diagnose(two_lots(1, 1), seconds=100) == Diagnosis(None, (), complete=True)
    assert 90 < deadlines[0] - monotonic() <= 100


def test_equally_good_repairs_come_in_the_order_of_their_rules():
    twins = two_lots(60, 2)
    offers = tuple(replace(o, price_fen=60, uses={**o.uses, "money": 60}) for o in twins.offers)
    found = diagnose(replace(twins, offers=offers), {MONEY: Force.GIVEN})
    assert [r.changes[0].rule.id for r in found.repairs] == ["L0", "L1"]
    turned = replace(twins, offers=offers[::-1], needs=twins.needs[::-1])
    assert [r.changes[0].rule.id for r in diagnose(turned, {MONEY: Force.GIVEN}).repairs] == ["L0", "L1"]


prices = rule_prices.rule_prices


def soft(money, quota):
    return replace(two_lots(money, quota), needs=(Need("L0", 1, firm=False), Need("L1", 1, firm=False)))


def test_what_a_budget_costs_by_step_at_first_and_altogether():
    problem = soft(50, 2)
    found = prices(problem, {MONEY: 5})
    gain = Totals(1, Fraction(90), 60)
    assert found == rule_prices.RulePrices(
        (
            rule_prices.RulePrice(
                rule(problem, MONEY),
                rule_prices.Bought(55, ("甲1",), Totals(0, Fraction(0), 0)),  # five more buy nothing
                rule_prices.Bought(110, ("甲0", "甲1"), gain),
                rule_prices.Bought(110, ("甲0", "甲1"), gain),
            ),
        ),
        complete=True,
    )
    assert found.binding == found.prices


def test_the_first_change_that_buys_anything_may_be_smaller_than_the_last():
    offers = tuple(
        Offer(name, name, ("L",), Fraction(points), fen, {"money": fen})
        for name, points, fen in (("a", 1, 10), ("b", 2, 20))
    )
    (money,) = prices(Problem(offers, {"money": Resource("money", 0)}, (), (), (Objective.POINTS,))).prices
    assert (money.step.to, money.step.offers) == (1, ())
    assert money.first == rule_prices.Bought(10, ("a",), Totals(0, Fraction(1), 10))
    assert money.most == rule_prices.Bought(30, ("a", "b"), Totals(0, Fraction(3), 30))


def test_a_rule_that_costs_nothing_has_a_step_and_no_first():
    problem = soft(50, 1)  # of money and quota, neither alone is in the way
    found = prices(problem)
    assert [(one.rule.id, one.step, one.first, one.most) for one in found.prices] == [
        (name, rule_prices.Bought(to, ("甲1",), Totals(0, Fraction(0), 0)), None, None)
        for name, to in (("money", 51), ("quota", 2))
    ]
    assert (found.binding, found.complete) == ((), True)


def test_a_step_of_one_is_taken_where_none_is_declared_and_facts_have_no_price():
    problem = soft(110, 1)
    (quota,) = prices(problem).prices
    gain = Totals(1, Fraction(90), 60)
    assert (quota.step, quota.first, quota.most) == (rule_prices.Bought(2, ("甲0", "甲1"), gain),) * 3
    nothing = prices(problem, facts=[QUOTA])
    assert (nothing.prices, nothing.complete) == ((), True)


def test_a_demand_that_costs_points_is_priced_by_what_giving_it_up_buys():
    problem = replace(soft(110, 2), needs=(Need("L0", 1, firm=True), Need("L1", 1, firm=False)))
    cheaper = replace(problem, objective=(Objective.PRICE,))
    (need,) = prices(cheaper).binding
    assert need.rule.key == L0
    assert need.first == rule_prices.Bought(0, (), Totals(0, Fraction(-90), -60))


def test_a_group_whose_demand_costs_points_is_priced():
    lonely = Group("hall", ("甲0",), at_least=2)
    problem = replace(soft(110, 2), groups=(lonely,))
    (group,) = prices(problem).binding
    assert (group.rule.key, group.first.to, group.first.offers) == ((Kind.GROUP, "hall"), 1, ("甲0", "甲1"))


def test_prices_that_were_not_settled_are_left_out_and_said_to_be(monkeypatch):
    problem = soft(50, 2)
    monkeypatch.setattr(rule_prices, "_price", undecided)
    found = prices(problem)
    assert found == rule_prices.RulePrices((), complete=False)
    assert found.complete is False
    assert prices(problem, facts=[MONEY]).complete is True


def test_where_one_price_stays_open_the_others_are_told(monkeypatch):
    problem = soft(50, 1)
    plain = rule_prices._price

    def price(problem, best, rule, step, deadline):
        if rule.key == MONEY:
            raise UndecidedError
        return plain(problem, best, rule, step, deadline)

    monkeypatch.setattr(rule_prices, "_price", price)
    found = prices(problem)
    assert ([one.rule.id for one in found.prices], found.complete) == (["quota"], False)


def test_without_a_best_plan_nothing_has_a_price(monkeypatch):
    problem = two_lots(1, 1)
    assert prices(problem) == rule_prices.RulePrices((), complete=True)
    assert prices(problem).complete is True
    monkeypatch.setattr(rule_prices, "optimum", undecided)
    assert prices(problem) == rule_prices.RulePrices((), complete=False)


def test_a_looser_rule_that_leaves_no_plan_is_a_contradiction(monkeypatch):
    best = Optimum(frozenset({"甲1"}), (90, -50), Totals(1, Fraction(90), 50))
    problem = soft(50, 2)
    monkeypatch.setattr(rule_prices, "optimum", lambda *_: None)
    with pytest.raises(UndecidedError):
        rule_prices._price(problem, best, rule(problem, MONEY), 1, float("inf"))


def test_a_first_change_that_could_be_smaller_is_a_contradiction(monkeypatch):
    problem = soft(50, 2)
    best = rule_prices.optimum(problem, float("inf"))
    monkeypatch.setattr(rule_prices, "smallest_change", lambda *_: 120)
    with pytest.raises(UndecidedError):
        rule_prices._price(problem, best, rule(problem, MONEY), 1, float("inf"))


def test_only_a_strictly_better_plan_is_better():
    problem = soft(50, 2)
    assert rule_prices._better(problem, (90, -51), float("inf")) == frozenset({"甲1"})
    assert rule_prices._better(problem, (90, -50), float("inf")) is None
    assert rule_prices._better(two_lots(1, 1), (0, 0), float("inf")) is None


def test_the_time_of_prices_is_counted_from_the_question(monkeypatch):
    deadlines = []
    monkeypatch.setattr(rule_prices, "optimum", lambda _, deadline: deadlines.append(deadline))
    prices(soft(50, 2), seconds=100)
    assert 90 < deadlines[0] - monotonic() <= 100
