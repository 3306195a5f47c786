"""Conflicts, repairs and prices of rules against plain enumeration of every set of offers."""

import importlib.util
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from scoring.allocation import Group, Need, Objective, Offer, Problem, Resource
from scoring.allocation.check import breaches
from scoring.allocation.conflict import Force, diagnose
from scoring.allocation.optimum import UndecidedError, optimum
from scoring.allocation.rule_prices import rule_prices
from scoring.allocation.rules import Kind, rules, with_limit, without

spec = importlib.util.spec_from_file_location("frozen", Path(__file__).with_name("frozen.py"))
frozen = importlib.util.module_from_spec(spec)
spec.loader.exec_module(frozen)

KEPT = frozen.answers()
IMPOSSIBLE = [seed for seed, line in enumerate(KEPT) if line.endswith("none")]
POSSIBLE = [seed for seed, line in enumerate(KEPT) if not line.endswith("none")]


def possible(problem):
    return frozen.enumerated(problem)[0] is not None


def worth(problem):
    """The enumerated optimum in the units of the search: points in their last decimal."""
    best = frozen.enumerated(problem)[0]
    units = [10**problem.places if o is Objective.POINTS else 1 for o in problem.objective]
    return best and tuple(int(value * unit) for value, unit in zip(best, units, strict=True))


def given(problem):
    """Rooms are facts, the budget is law."""
    rooms = {(Kind.RESOURCE, key): Force.GIVEN for key in problem.resources if key.startswith("c")}
    return rooms | {(Kind.RESOURCE, "budget"): Force.STATUTORY}


@pytest.mark.parametrize("seed", IMPOSSIBLE[::350])
def test_a_conflict_is_one_and_leaving_out_any_of_its_rules_ends_it(seed):
    problem = frozen.instance(seed)
    found = diagnose(problem, given(problem))
    assert found.complete
    core = {rule.key for rule in found.conflict.rules}
    others = [rule.key for rule in rules(problem) if rule.key not in core]
    alone = without(problem, *others)
    assert not possible(alone)
    for rule, plan in zip(found.conflict.rules, found.conflict.possible, strict=True):
        left = without(alone, rule.key)
        assert possible(left)
        assert not breaches(left, plan)


@pytest.mark.parametrize("seed", IMPOSSIBLE[::350])
def test_every_repair_mends_and_a_smaller_one_would_not(seed):
    problem = frozen.instance(seed)
    found = diagnose(problem, given(problem))
    assert found.repairs
    for repair in found.repairs:
        mended = problem
        for change in repair.changes:
            assert change.force is not Force.GIVEN
            mended = with_limit(mended, change.rule.key, change.to)
        assert worth(mended) == repair.best.worth
        for change in repair.changes:
            sign = -1 if change.rule.supply else 1
            assert not possible(with_limit(mended, change.rule.key, change.to + sign))
            assert not possible(with_limit(mended, change.rule.key, change.rule.limit))
    told = [(r.statutory, len(r.changes)) for r in found.repairs]
    assert told == sorted(told)


@pytest.mark.parametrize("seed", IMPOSSIBLE[::700])
def test_no_single_rule_that_would_mend_is_missing(seed):
    problem = frozen.instance(seed)
    facts = given(problem)
    alone = {
        rule.key
        for rule in rules(problem)
        if facts.get(rule.key) is not Force.GIVEN and possible(without(problem, rule.key))
    }
    single = {r.changes[0].rule.key for r in diagnose(problem, facts).repairs if len(r.changes) == 1}
    assert single == alone


@pytest.mark.parametrize("seed", POSSIBLE[::500])
def test_the_price_of_a_rule_is_what_loosening_it_changes(seed):
    problem = frozen.instance(seed)
    best = worth(problem)
    prices = rule_prices(problem, {(Kind.RESOURCE, "budget"): 10**6})
    assert prices.complete
    priced = {price.rule.key: price for price in prices.prices}
    for rule in rules(problem):
        free = worth(without(problem, rule.key))
        price = priced.get(rule.key)
        if price is None or price.first is None:
            assert free == best
            continue
        assert free > best
        assert worth(with_limit(problem, rule.key, price.first.to)) > best
        back = 1 if rule.kind is Kind.RESOURCE else -1
        assert worth(with_limit(problem, rule.key, price.first.to - back)) == best
        step = with_limit(problem, rule.key, price.step.to)
        assert worth(step) == optimum(step, float("inf")).worth
        moved = abs(price.step.to - rule.limit)
        assert moved <= (10**6 if rule.id == "budget" else 1)


def offer(name, operator, price, uses=None, serves=None):
    return Offer(name, operator, ("L",), Fraction(90), price, uses or {}, serves or {})


def two_lots(budget, quota):
    """One operator bids for both lots of 60 and 50 yuan."""
    offers = [
        offer(f"甲{i}", "甲", price, {"budget": price, "quota": 1}, {f"L{i}": 1})
        for i, price in enumerate((6000, 5000))
    ]
    return Problem(
        tuple(offers),
        {
            "budget": Resource("budget", budget, "不超过预算", "REG-1"),
            "quota": Resource("quota", quota, "最多承接"),
        },
        (Need("L0", 1, firm=True), Need("L1", 1, firm=True)),
        (),
        (Objective.POINTS, Objective.PRICE),
    )


def test_a_possible_problem_has_no_conflict():
    found = diagnose(two_lots(11_000, 2))
    assert (found.conflict, found.repairs, found.complete) == (None, (), True)


def test_the_budget_is_short_by_exactly_so_much():
    found = diagnose(two_lots(10_000, 2), {(Kind.RESOURCE, "budget"): Force.STATUTORY})
    assert [rule.id for rule in found.conflict.rules] == ["budget", "L0", "L1"]
    assert found.conflict.rules[0].says == "不超过预算"
    last = found.repairs[-1]
    assert (last.changes[0].to, last.statutory) == (11_000, True)
    # giving up the cheaper lot keeps as many points and costs more than giving up the other
    assert [(r.changes[0].rule.id, r.best.totals.price_fen) for r in found.repairs[:2]] == [
        ("L0", 5000),
        ("L1", 6000),
    ]


def test_where_no_single_change_suffices_a_set_of_which_none_can_be_spared_is_offered():
    facts = {(Kind.NEED, "L0"): Force.GIVEN, (Kind.NEED, "L1"): Force.GIVEN}
    (repair,) = diagnose(two_lots(10_000, 1), facts).repairs
    assert {(c.rule.id, c.to) for c in repair.changes} == {("budget", 11_000), ("quota", 2)}


def test_a_figure_that_several_resources_share_is_one_rule_and_is_changed_for_all():
    """Two operators, two lots each, one lot each at most: only a common quota may be raised."""
    offers = [
        Offer(f"{o}{i}", o, (f"L{i}",), Fraction(90), 0, {f"quota:{o}": 1, f"L{i}": 1}, {f"L{i}": 1})
        for o in "甲乙"
        for i in range(4)
    ]
    quotas = {f"quota:{o}": Resource(f"quota:{o}", 1, "每家最多一个", shared="quota") for o in "甲乙"}
    lots = {f"L{i}": Resource(f"L{i}", 1) for i in range(4)}
    problem = Problem(
        tuple(offers), quotas | lots, tuple(Need(lot, 1, firm=True) for lot in lots), (), (Objective.POINTS,)
    )
    facts = {(Kind.RESOURCE, lot): Force.GIVEN for lot in lots}
    found = diagnose(problem, facts | {(Kind.NEED, lot): Force.GIVEN for lot in lots})
    (repair,) = found.repairs
    assert [(c.rule.key, c.to) for c in repair.changes] == [((Kind.SHARED, "quota"), 2)]
    soft = replace(problem, needs=tuple(replace(need, firm=False) for need in problem.needs))
    soft = replace(soft, objective=(Objective.NEEDS,))
    (price,) = rule_prices(soft).binding
    assert (price.rule.says, price.first.to, price.first.gain.needs) == ("每家最多一个", 2, 2)


def test_one_repair_at_least_gives_up_no_need():
    found = diagnose(two_lots(10_000, 1))
    assert any(all(c.rule.kind is not Kind.NEED for c in r.changes) for r in found.repairs)


def test_a_demand_of_a_group_can_be_the_rule_in_the_way():
    alone = Group("场景", ("甲0",), at_least=3, says="不设场景，或至少三个")
    problem = replace(two_lots(11_000, 2), groups=(alone,))
    found = diagnose(problem)
    assert (Kind.GROUP, "场景") in {rule.key for rule in found.conflict.rules}
    assert [(c.rule.id, c.to) for c in found.repairs[0].changes] == [("场景", 1)]


def test_without_time_nothing_is_diagnosed_or_priced():
    assert diagnose(two_lots(1, 1), seconds=0).complete is False
    assert rule_prices(two_lots(11_000, 2), seconds=0).complete is False
    with pytest.raises(UndecidedError):
        optimum(two_lots(11_000, 2), 0)


def test_without_a_plan_there_are_no_prices():
    prices = rule_prices(two_lots(1, 1))
    assert (prices.prices, prices.complete) == ((), True)
