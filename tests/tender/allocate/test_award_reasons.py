"""Why a better-ranked bid is passed over, and when a draw counts: only what was proved is said."""

from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest

from scoring.allocation import Status
from scoring.allocation.second_opinion import Opinion
from scoring.allocation.second_opinion import Outcome as Said
from tender import paths
from tender.allocate import Outcome, allocate, combine, explain, problem_of
from tender.allocate.problem import candidates
from tender.book import parse_book
from tender.book.register import parse_register
from tender.case import Case
from tender.check import check_book
from tender.decisions import Decisions, Established
from tender.established import found_of
from tender.run import run
from tests.tender.allocate.ruled import COMBINATION, RICH, SAMPLE, drawn, head, tied, winners, with_rule

ROOMY = ("baseline_yuan = 2000000", "baseline_yuan = 2300000")


def why(given):
    return "".join(over.why for lot in given.lots for over in lot.passed_over)


def test_two_draws_for_one_lot_or_one_for_a_stranger_settle_nothing(ranked):
    case = tied(with_rule(ranked, 'kind = "per_lot"', RICH), "L2G")
    for draws in ([drawn("L2G", "T2"), drawn("L2G", "T6")], [drawn("L2G", "T9")], [drawn("L9", "T1")]):
        given = allocate(case, draws)
        assert given.outcome is Outcome.OPEN_TIE
        assert [f.code for f in given.findings] == ["award.draw_wrong", "award.tie_open"]
    twice = allocate(case, [drawn("L2G", "T2"), drawn("L2G", "T2")])
    assert winners(twice)["L2G"] == "T2"


def test_a_wrong_draw_awards_nothing_even_where_nothing_is_tied(ranked):
    given = allocate(with_rule(ranked, 'kind = "per_lot"', RICH), [drawn("L1", "T1"), drawn("L1", "T2")])
    assert given.outcome is Outcome.NO_AWARD
    assert [f.code for f in given.findings] == ["award.draw_wrong"]


def test_a_draw_that_no_equally_good_plan_knows_is_named_and_nothing_is_awarded(ranked):
    case = with_rule(ranked, COMBINATION)
    won = winners(allocate(case))["L3E"]
    loser = next(c.operator for c in candidates(case)["L3E"] if c.operator != won)
    given = allocate(case, [drawn("L3E", loser)])
    assert given.outcome is Outcome.NO_AWARD
    [found] = given.findings
    assert found.code == "award.draw_stale"
    assert f"标段L3E：{loser}" in found.what


def test_a_draw_settles_a_tie_of_more_plans_than_are_listed(ranked, monkeypatch):
    case = tied(with_rule(ranked, COMBINATION, ROOMY), "L2G")
    monkeypatch.setattr(combine, "solve", partial(combine.solve, tie_limit=1))
    assert allocate(case).outcome is Outcome.NO_AWARD  # one plan is known, and that there are more is not
    for operator in ("T2", "T6"):
        given = allocate(case, [drawn("L2G", operator)])
        assert given.outcome is Outcome.DECIDED
        assert winners(given)["L2G"] == operator


def test_a_plan_that_only_the_second_solver_finds_to_be_as_good_stops_the_award(ranked, monkeypatch):
    case = with_rule(ranked, COMBINATION)
    best = allocate(case).plan.offers
    monkeypatch.setattr(combine, "second_opinion", lambda *_: Opinion(Said.BEST, frozenset(best)))
    given = allocate(case)
    assert given.outcome is Outcome.NO_AWARD
    assert [f.code for f in given.findings] == ["award.equals_unknown"]


def test_who_lost_the_draw_is_told_so_and_nothing_about_points_or_money(ranked):
    case = tied(with_rule(ranked, COMBINATION, ROOMY), "L2G")
    given = allocate(case, [drawn("L2G", "T2")])
    problem = problem_of(case)
    way = next(c for c in candidates(case)["L2G"] if c.operator == "T6")
    said = explain.passed_over(case, problem, given.plan, way, 60).why
    assert said.startswith("由其成交的方案与现方案同样好，由抽签确定，其未抽中。")


def test_the_reason_follows_the_order_of_the_declared_aims(ranked):
    """With the price before the points, what is said of a dearer bid is its price."""
    rule = head().replace('["needs", "points", "price"]', '["needs", "price", "points"]')
    said = why(allocate(with_rule(ranked, rule, ROOMY)))
    assert "金额合计为" in said
    assert "得分之和最高为" not in said


def test_what_was_not_proved_in_time_is_not_said(ranked, monkeypatch):
    case = with_rule(ranked, COMBINATION)

    def late(problem, plan, offer, *, seconds):
        found = explain_why(problem, plan, offer, seconds=seconds)
        return replace(found, forced=replace(found.forced, status=Status.FEASIBLE))

    explain_why = explain.why_not
    monkeypatch.setattr(explain, "why_not", late)
    said = why(allocate(case))
    assert "未能在限定时间内查明" in said
    assert "最高为" not in said
    assert "无论如何" not in said


def test_a_lot_order_prints_that_money_may_pass_a_bidder_over(ranked):
    order = """kind = "lot_order"
order = ["L1", "L2H", "L2X", "L2G", "L3E", "L3I", "L3S"]
max_lots_per_operator = 2
quota_reason = "团队"
only_quota_holders = "leave_empty"
"""
    said = with_rule(ranked, order).book.award_sentence
    assert "金额合计超过财政支出基数2,000,000.00元/年的，由下一名递补并公告原因；某标段剩余" in said


LIMIT = """
[[award.limits]]
id = "staff"
says = "人员"
per = "{per}"
supply = {supply}
uses = {uses}
"""
FACT = """
[[facts]]
id = "load"
name = "工作量"
kind = "{kind}"
unit = "{unit}"
scope = "{scope}"
evidence = "说明"
{more}
"""


@pytest.mark.parametrize(
    ("per", "supply", "uses", "fact", "code"),
    [
        ("operator", "{ amount = 3 }", '{ fact = "load" }', ("decimal", "lot", ""), "book.limit_whole"),
        ("operator", "{ amount = 3 }", '{ fact = "load" }', ("percent", "lot", ""), "book.limit_whole"),
        ("operator", "{ price = true }", "{ amount = 1 }", ("whole", "lot", ""), "book.limit_supply"),
        ("project", '{ fact = "load" }', "{ amount = 1 }", ("whole", "operator", ""), "book.limit_supply"),
        ("operator", '{ fact = "load" }', "{ amount = 1 }", ("whole", "lot", ""), "book.limit_supply"),
        (
            "operator",
            "{ amount = 3 }",
            '{ fact = "load" }',
            ("whole", "lot", 'lots = ["L1"]'),
            "book.limit_fact",
        ),
        ("operator", "{ amount = 3 }", '{ fact = "load" }', ("whole", "lot", ""), None),
        ("operator", '{ fact = "load" }', "{ amount = 1 }", ("whole", "operator", ""), None),
    ],
)
def test_a_limit_is_measured_in_whole_amounts_that_are_the_same_for_all_who_share_it(
    per, supply, uses, fact, code
):
    kind, scope, more = fact
    text = (SAMPLE / "project.toml").read_text(encoding="utf-8")
    rule = head() + LIMIT.format(per=per, supply=supply, uses=uses)
    text = text.replace(COMBINATION, f"\n{rule}\n") + FACT.format(
        kind=kind, scope=scope, more=more, unit="%" if kind == "percent" else "人"
    )
    read = parse_book(text)
    assert read.book, read.findings
    register = parse_register((SAMPLE / "register.toml").read_text(encoding="utf-8"))[0]
    found = {f.code for f in check_book(read.book, register) if f.code.startswith("book.limit")}
    assert found == ({code} if code else set())


def test_staff_whose_proof_was_found_invalid_supports_no_lot():
    case = run(paths.samples() / "shenzhen-three", seconds=0).case
    facts = tuple(
        fact.model_copy(update={"proven": True}) if fact.id == "all_full_time" else fact
        for fact in case.book.facts
    )
    book = case.book.model_copy(update={"facts": facts})

    def award(proofs):
        bids = {}
        for operator, opened in case.state.bids.items():
            lots = {
                lot: {
                    **said,
                    "evidence": {**said["evidence"], "all_full_time": proofs.get(operator, "第1页")},
                }
                for lot, said in opened.bid["lots"].items()
            }
            bids[operator] = replace(opened, bid={**opened.bid, "lots": lots})
        return winners(allocate(Case(book, replace(case.state, bids=bids), case.packs)))

    assert award({}) == {"N1": "P1", "N2": "P2", "N3": "P3"}
    assert "P1" not in award({"P1": ""}).values()


def test_what_a_bidder_states_once_is_established_for_all_its_lots():
    case = run(paths.samples() / "shenzhen-three", seconds=0).case
    entry = Established(
        operator="P1", lot="N1", fact="all_full_time", value=9, by="经办人（虚构）",
        at=datetime(2026, 3, 10), why="社保记录",
    )  # fmt: skip
    found = found_of(Decisions(established=(entry,)), case.book, case.bids)
    assert {lot for _, lot, _ in found} == set(case.bids["P1"].lots)
    assert len(found) > 1
