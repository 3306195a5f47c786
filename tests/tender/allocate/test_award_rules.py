"""The same ranking under each award rule that a book may declare."""

from dataclasses import replace

import pytest

from tender.allocate import Outcome, allocate
from tender.case import Case
from tests.tender.allocate.ruled import COMBINATION, RICH, drawn, lot_order, tied, winners, with_rule


def test_per_lot_every_first_ranked_bidder_wins(ranked):
    given = allocate(with_rule(ranked, 'kind = "per_lot"', RICH))
    assert given.outcome is Outcome.DECIDED
    assert winners(given) == {
        "L1": "T1", "L2H": "T3", "L2X": "T1", "L2G": "T6", "L3E": "T4", "L3I": "T5", "L3S": "T6",
    }  # fmt: skip
    assert given.departures == ()


def test_per_lot_may_not_spend_more_than_the_fiscal_baseline(ranked):
    given = allocate(with_rule(ranked, 'kind = "per_lot"'))
    assert given.outcome is Outcome.NO_AWARD
    [found] = given.findings
    assert (found.code, found.article) == ("award.over_budget", "TEDA-04a")
    assert "2,105,000.00" in found.what


def test_in_lot_order_a_quota_holder_steps_aside_and_the_next_moves_up(ranked):
    rule = lot_order(1, "leave_empty")
    given = allocate(with_rule(ranked, rule, RICH))
    assert winners(given) == {
        "L1": "T1", "L2H": "T3", "L2X": "T2", "L2G": "T6", "L3E": "T4", "L3I": "T5", "L3S": None,
    }  # fmt: skip
    [aside] = given.by_lot()["L2X"].passed_over
    assert (aside.operator, aside.rank) == ("T1", 1)
    assert "1个标段" in aside.why
    assert [p.operator for p in given.by_lot()["L3S"].passed_over] == ["T6", "T2"]


def test_when_only_quota_holders_remain_the_declared_fallback_may_relax_the_quota(ranked):
    rule = lot_order(1, "relax")
    assert winners(allocate(with_rule(ranked, rule, RICH)))["L3S"] == "T6"


def test_in_lot_order_the_fiscal_baseline_binds_the_later_lots(ranked):
    rule = lot_order(2, "relax")
    given = allocate(with_rule(ranked, rule))
    assert given.total_fen <= 200_000_000
    last = given.by_lot()["L3S"]
    assert last.operator is None
    assert {p.articles for p in last.passed_over} == {("TEDA-04a",)}


@pytest.mark.parametrize(
    "rule",
    [
        'kind = "per_lot"',
        lot_order(2, "relax"),
        COMBINATION,
    ],
    ids=["per_lot", "lot_order", "combination"],
)
def test_an_open_tie_awards_nothing_until_a_draw_is_recorded(ranked, rule):
    open_case = tied(with_rule(ranked, rule, ("baseline_yuan = 2000000", "baseline_yuan = 2300000")), "L2G")
    given = allocate(open_case)
    assert given.outcome is Outcome.OPEN_TIE
    assert [f.code for f in given.findings] == ["award.tie_open"]
    assert given.by_lot()["L2G"].operator is None
    settled = allocate(open_case, [drawn("L2G", "T2")])
    assert settled.outcome is Outcome.DECIDED
    assert winners(settled)["L2G"] == "T2"
    assert winners(allocate(open_case, [drawn("L2G", "T6")]))["L2G"] == "T6"


def test_a_draw_that_names_a_loser_settles_nothing(ranked):
    open_case = tied(with_rule(ranked, 'kind = "per_lot"', RICH), "L2G")
    assert allocate(open_case, [drawn("L2G", "T1")]).outcome is Outcome.OPEN_TIE


def test_no_time_no_award(ranked):
    given = allocate(ranked, seconds=0)
    assert given.outcome is Outcome.NO_AWARD
    assert set(winners(given).values()) == {None}
    assert [f.code for f in given.findings] == ["award.not_proved"]


def test_every_rule_prints_the_sentence_that_is_executed(ranked):
    for case in (ranked, with_rule(ranked, 'kind = "per_lot"')):
        assert allocate(case, seconds=20).rule == case.book.award.sentence(case.book.terms, case.book.fiscal)


def ordered(by: str, quota: int = 1, more: str = "") -> str:
    return lot_order(quota, "leave_empty") + f'\norder_by = "{by}"\n{more}'


WISH = """
[[facts]]
id = "wish"
name = "意向次序"
unit = "位"
kind = "whole"
evidence = "1为最希望承接的标段"

[fiscal]"""


def wishing(case: Case, **wishes: dict[str, int]) -> Case:
    """The case as if the bid forms had asked for the order in which lots are wanted."""
    opened = {}
    for operator, bid in case.state.bids.items():
        lots = {
            lot: one | {"facts": one["facts"] | {"wish": str(wishes.get(operator, {}).get(lot, 9))}}
            for lot, one in bid.bid["lots"].items()
        }
        opened[operator] = replace(bid, bid={**bid.bid, "lots": lots})
    return Case(case.book, replace(case.state, bids=opened), case.packs)


def test_dear_lots_come_first_where_the_order_is_by_ceiling_or_price(ranked):
    """T1 is first in L1 and L2X, T6 in L2G and L3S: each keeps the dearer lot."""
    for by in ("ceiling", "price"):
        given = allocate(with_rule(ranked, ordered(by), RICH))
        assert winners(given)["L1"] == "T1"
        assert winners(given)["L3S"] == "T6"
        assert (winners(given)["L2X"], winners(given)["L2G"]) == ("T2", None)
        assert [p.operator for p in given.by_lot()["L2G"].passed_over] == ["T6", "T2"]
    listed = allocate(with_rule(ranked, lot_order(1, "leave_empty"), RICH))
    assert winners(listed)["L2G"] == "T6"


def test_by_preference_each_bidder_keeps_the_lots_it_wants(ranked):
    case = with_rule(ranked, ordered("preference", 1, 'preference = "wish"'), RICH, ("[fiscal]", WISH))
    given = allocate(wishing(case, T1={"L1": 2, "L2X": 1}, T6={"L2G": 2, "L3S": 1}))
    assert (winners(given)["L2X"], winners(given)["L3S"]) == ("T1", "T6")
    assert winners(given)["L1"] == "T2"
    [aside] = given.by_lot()["L1"].passed_over
    assert "意向次序" in aside.why
    other = allocate(wishing(case, T1={"L1": 1, "L2X": 2}, T6={"L2G": 1, "L3S": 2}))
    assert (winners(other)["L1"], winners(other)["L2G"]) == ("T1", "T6")


def test_every_order_is_printed_with_what_decides_between_equals(ranked):
    said = {
        by: with_rule(ranked, ordered(by, 1, more), *changes).book.award_sentence
        for by, more, changes in (
            ("listed", "", ()),
            ("ceiling", "", ()),
            ("price", "", ()),
            ("preference", 'preference = "wish"', (("[fiscal]", WISH),)),
        )
    }
    assert said["listed"].startswith("按L1、L2H、")
    assert "最高限价由高到低的顺序（限价相同的依次为L1、" in said["ceiling"]
    assert "报价由高到低" in said["price"]
    assert "“意向次序”由小到大保留（相同的依次为L1、" in said["preference"]
    assert len(set(said.values())) == 4
