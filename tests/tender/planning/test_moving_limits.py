"""The figures that may be moved, what a move does, and how sure its answer says it is."""

from dataclasses import replace
from fractions import Fraction

import pytest

from benchmarks.district import district
from scoring.allocation import Need, Objective, Offer, Plan, SecondSolver, Status, Ties, Totals, solve
from scoring.allocation.aims import Aim
from scoring.allocation.check import breaches
from scoring.allocation.conflict import Force
from scoring.allocation.margins import Reach, Threshold, threshold
from scoring.allocation.replan import replan
from scoring.allocation.rules import Kind
from scoring.allocation.scenarios import Played, play
from tender import paths
from tender.allocate.problem import COVER
from tender.planning import begun, change, change_table, holders, levers, moved, ranked, sure_words, why_words
from tender.planning.levers import POINTS
from tender.planning.own import counted, own_scenario
from tender.planning.posed import kept_lots
from tender.planning.results import played_at_all
from tender.planning.step_prices import looser, step_price
from tender.run import run

SAMPLE = paths.samples() / "teda-haiqing"


@pytest.fixture(scope="module")
def posed():
    return ranked(run(SAMPLE, seconds=0).case)


@pytest.fixture(scope="module")
def plan(posed):
    return solve(posed.problem, tie_limit=1)


@pytest.fixture(scope="module")
def streets():
    """A small district: a limit on centers, two shares to be covered, whole centers against zones."""
    return ranked(district(seed=3, centers=6, operators=6))


def lever(posed, name):
    return next(one for one in levers(posed) if one.id == name)


def test_the_books_figures_can_be_moved_and_its_facts_cannot(posed):
    found = {one.id: one for one in levers(posed)}
    assert set(found) == {"resource:fiscal", "resource:funding:street", "shared:quota", POINTS}
    assert found["resource:fiscal"].force is Force.STATUTORY
    assert found["shared:quota"].says == "同一供应商最多成交的标段"
    assert found["resource:fiscal"].said(200_000_000) == "200万元"
    assert found["resource:fiscal"].said(204_550_000) == "204.55万元"
    assert found[POINTS].said(0) == "不设"


def test_a_limit_of_every_operator_and_a_share_to_cover_are_one_figure_each(streets):
    found = {one.id: one for one in levers(streets)}
    assert {"limit:centers", "need:cover:care", "need:cover:social"} <= set(found)
    assert found["limit:centers"].says == "同一机构最多进入7个中心"
    assert len(found["limit:centers"].rules) == len({o.operator for o in streets.problem.offers})


@pytest.mark.parametrize("which", ["posed", "streets"])
def test_the_declared_figure_is_among_those_that_can_be_tried(which, request):
    for one in levers(request.getfixturevalue(which)):
        assert one.now in one.values
        assert list(one.values) == sorted(set(one.values))
        assert len(one.values) <= 250


def test_a_moved_figure_changes_its_own_rules_and_nothing_else(streets):
    figures = levers(streets)
    tighter = moved(streets, figures, {"limit:centers": 1, "need:cover:care": 2})
    for key, resource in streets.problem.resources.items():
        expected = 1 if key.startswith("limit:centers") else resource.supply
        assert tighter.problem.resources[key].supply == expected
    assert {n.id: n.at_least for n in tighter.problem.needs}["cover:care"] == 2
    assert tighter.problem.offers == streets.problem.offers
    with pytest.raises(KeyError):
        moved(streets, figures, {"weather": 1})


def test_the_quota_moves_for_all_operators_at_once(posed):
    wider = moved(posed, levers(posed), {"shared:quota": 3}).problem.resources
    assert {r.supply for key, r in wider.items() if key.startswith("quota:")} == {3}


def test_bids_below_the_least_points_take_no_part(streets):
    kept = moved(streets, levers(streets), {POINTS: 85}).problem
    worth = {lot.id: lot.worth for lot in streets.book.lots}
    assert kept.offers
    assert all(o.points >= 85 * worth[o.lots[0]] for o in kept.offers)
    left = {o.id for o in streets.problem.offers} - {o.id for o in kept.offers}
    assert all(o.points < 85 * worth[o.lots[0]] for o in streets.problem.offers if o.id in left)
    ids = {o.id for o in kept.offers}
    assert all(set(group.members) <= ids and group.members for group in kept.groups)
    assert replan(kept, seconds=60).checked_exactly


def test_forty_five_thousand_more_move_two_lots_and_gain_a_point(posed, plan):
    wider = moved(posed, levers(posed), {"resource:fiscal": 204_500_000})
    after = replan(wider.problem, [plan.offers])
    assert after.status is Status.PROVED_BEST
    found = change(posed, plan, after)
    assert found.gain == Totals(0, Fraction(109, 100), 6_000_000)
    was, now = holders(posed, plan), holders(posed, after)
    assert {m.lot for m in found.moves} == {lot for lot in was | now if was.get(lot) != now.get(lot)}
    table = change_table(posed, found, "基数增加")
    assert len(table.rows) == len(found.moves)
    assert all(row[2] != row[3] for row in table.rows)


def test_nothing_moved_is_no_change(posed, plan):
    assert change(posed, plan, plan).moves == ()
    assert change(posed, plan, plan).gain == Totals(0, Fraction(0), 0)


def feasible(**bounds):
    """Five lots, 90 points, one yuan; with what is known of how good a plan could be."""
    known = {Objective(key): bound for key, bound in bounds.items()}
    second = SecondSolver("CBC", agrees=False)
    return Plan(Status.FEASIBLE, (), Totals(5, Fraction(90), 100), known, True, second, Ties(), 2, 0.1)


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (feasible(needs=7, points=None), "可行未证（差距：确定的标段至多再多2个）"),
        (feasible(needs=5, points=Fraction(93)), "可行未证（差距：得分至多再高3.33%）"),
        (feasible(needs=5, points=Fraction(900001, 10000)), "可行未证（差距：得分不到0.01%）"),
        (feasible(needs=5, points=Fraction(90), price=40), "可行未证（差距：金额至多再少0.60元）"),
        (feasible(needs=5, points=Fraction(90), price=100), "可行未证（差距为零，第二个求解器尚未印证）"),
        (feasible(needs=None, points=None), "可行未证（确定的标段的差距尚不知道）"),
        (feasible(needs=5, points=Fraction(900)), "可行未证（得分的差距尚不知道）"),
        (feasible(needs=5, points=Fraction(90), price=0), "可行未证（金额的差距尚不知道）"),
    ],
)
def test_a_plan_that_is_not_proved_says_its_gap_in_the_first_open_aim(posed, plan, said):
    assert sure_words(posed, plan) == said


def test_where_wishes_count_the_gap_is_one_of_lots_and_wishes(posed):
    wish = Need(f"{COVER}care:C3", 1, firm=False, says="C3尽量有养老服务")
    wishing = replace(posed, problem=replace(posed.problem, needs=(*posed.problem.needs, wish)))
    said = sure_words(wishing, feasible(needs=7))
    assert said == "可行未证（差距：确定的标段和满足的“尽量”要求至多再多2个）"


def test_only_a_proved_plan_is_called_best(posed, plan):
    assert sure_words(posed, plan) == "已证最优"
    assert sure_words(posed, replace(plan, status=Status.UNKNOWN)) == "未知（时间不足）"


def test_why_not_is_one_sentence_with_figures_that_were_solved_again(posed):
    said = why_words(posed, threshold(posed.problem, "T1@L1", posed.money))
    assert "报价由820,000.00元降到765,000.00元（少55,000.00元）即必然入选" in said
    assert "只提高得分，多高都不能必然入选" in said


def test_a_winners_sentence_says_its_margin(posed):
    said = why_words(posed, threshold(posed.problem, "T6@L2G", posed.money))
    assert "不低于86.86（可降2.84）仍然入选" in said
    assert "不高于75,000.00元（可涨15,000.00元）仍然入选" in said


def test_what_was_not_settled_in_time_is_said(posed):
    unknown = Threshold("T1@L1", None, Reach.UNKNOWN, None, Reach.UNKNOWN, None)
    assert why_words(posed, unknown).endswith("时间不足，没有结论。")


def test_an_own_scenario_says_its_own_sentence_and_keeps_its_bounds(posed):
    own = own_scenario(Aim.POINTS, Aim.OPERATORS, operators=4, each=2, money_fen=196_000_000)
    assert own.says == "先求得分最高，再求机构最少，机构至多4家，一家至多2个标段，金额至多1,960,000.00元"
    assert own.aims == (Aim.POINTS, Aim.OPERATORS, Aim.NEEDS, Aim.PRICE)
    [played] = play(posed.problem, [own])
    assert played.measures.operators <= 4
    assert played.measures.concentration <= 2
    assert played.measures.price_fen <= 196_000_000


def test_who_runs_a_lot_now_is_counted_in_every_scenario(posed, plan):
    [played] = play(posed.problem, [own_scenario(Aim.NEEDS)])
    [again] = counted(posed, [played], {**dict.fromkeys(plan.offers[:2], 1), "T9@L9": 1})
    assert again.measures.incumbents == 2
    nothing = Played(played.scenario, Status.UNKNOWN, (), None)
    assert counted(posed, [nothing], dict.fromkeys(plan.offers, 1)) == (nothing,)


def test_a_step_is_a_whole_one_towards_limiting_less(streets):
    found = {one.id: looser(one) for one in levers(streets)}
    declared = {one.id: one.now for one in levers(streets)}
    assert found["shared:quota"] == declared["shared:quota"] + 1
    assert found["need:cover:social"] == declared["need:cover:social"] - 1
    assert found[POINTS] is None


def test_a_step_gains_at_least_what_it_says(posed, plan):
    figures = levers(posed)
    fiscal = next(one for one in figures if one.id == "resource:fiscal")
    one = step_price(posed, plan, figures, fiscal, seconds=60)
    assert one.to == 202_000_000
    assert one.gain == Totals(0, Fraction(0), 0)
    tight = moved(posed, figures, {"resource:fiscal": 198_000_000})
    start = solve(tight.problem, tie_limit=1)
    again = step_price(tight, start, levers(tight), lever(tight, "resource:fiscal"), seconds=60)
    assert again.gain.points > 0
    assert again.plan.status is Status.PROVED_BEST


def test_without_a_proof_a_scenario_of_plain_aims_still_has_a_plan(posed, plan):
    scenario = own_scenario(Aim.PRICE)
    played = played_at_all(begun(posed, plan), scenario, {}, 0)
    assert played.status is Status.FEASIBLE
    assert played.measures.price_fen <= plan.totals.price_fen
    wished = own_scenario(Aim.OPERATORS)
    assert played_at_all(begun(posed, plan), wished, {}, 0).status is Status.FEASIBLE


def test_a_district_of_92_centers_is_planned_anew_at_once():
    """Time is a benchmark's matter; here the answer keeps every rule and claims no more than it knows."""
    posed = ranked(district())
    assert len(posed.book.centers) == 92
    start = replan(posed.problem, seconds=1)
    figures = levers(posed)
    fewer = moved(posed, figures, {"resource:fiscal": lever(posed, "resource:fiscal").values[40]})
    after = replan(fewer.problem, [start.offers], seconds=0.6)
    assert not breaches(fewer.problem, after.offers)
    assert after.totals.needs > 50
    if after.status is not Status.PROVED_BEST:
        assert "未证" in sure_words(posed, after)
        assert after.bounds[Objective.NEEDS] >= after.totals.needs


def test_the_districts_generator_repeats_itself():
    one, two = district(seed=5, centers=4, operators=5), district(seed=5, centers=4, operators=5)
    assert ranked(one).problem == ranked(two).problem
    assert ranked(district(seed=6, centers=4, operators=5)).problem != ranked(one).problem
    assert (Kind.NEED, "cover:care") in {key for one in levers(ranked(two)) for key in one.rules}


def test_a_package_keeps_as_many_lots_as_it_holds_of_those_who_run_them_now(posed):
    package = Offer("T1@L1+L2X", "T1", ("L1", "L2X"), Fraction(1), 1)
    wider = replace(posed, problem=replace(posed.problem, offers=(*posed.problem.offers, package)))
    now = {("L1", "T1"), ("L2X", "T1"), ("L2G", "T9")}
    assert kept_lots(wider, now) == {"T1@L1": 1, "T1@L2X": 1, "T1@L1+L2X": 2}
