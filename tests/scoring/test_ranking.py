from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.prices import PriceError
from scoring.ranking import Standing, rank, total, value_for_money

CHAIN = ("price", "technical")


def standing(bidder, points, price=100, technical=0):
    return Standing(bidder, Fraction(points), {"price": Fraction(price), "technical": -Fraction(technical)})


standings = st.lists(
    st.builds(
        standing,
        st.sampled_from("甲乙丙丁戊己庚"),
        st.integers(0, 3),
        st.integers(1, 2),
        st.integers(0, 1),
    ),
    unique_by=lambda s: s.bidder,
)


def test_totals_decide_first():
    places = rank([standing("甲", 80), standing("乙", 90)], CHAIN)
    assert [(p.rank, p.bidder, p.decided_by) for p in places] == [(1, "乙", ""), (2, "甲", "")]


def test_equal_totals_go_to_the_lower_price_and_say_so():
    places = rank([standing("甲", 80, price=9), standing("乙", 80, price=8)], CHAIN)
    assert [(p.rank, p.bidder, p.decided_by) for p in places] == [(1, "乙", "price"), (2, "甲", "price")]


def test_equal_totals_and_prices_go_to_the_better_technical_points():
    places = rank([standing("甲", 80, technical=30), standing("乙", 80, technical=40)], CHAIN)
    assert [(p.bidder, p.decided_by) for p in places] == [("乙", "technical"), ("甲", "technical")]


def test_order_87_knows_no_third_step_so_the_tie_stays_open():
    places = rank([standing("甲", 80, technical=30), standing("乙", 80, technical=40)], ("price",))
    assert [(p.rank, p.bidder, p.open_with) for p in places] == [(1, "乙", ("甲",)), (1, "甲", ("乙",))]


def test_the_rank_after_a_tie_skips():
    places = rank([standing("甲", 80), standing("乙", 80), standing("丙", 70)], CHAIN)
    assert [p.rank for p in places] == [1, 1, 3]


def test_one_of_three_equals_separated_by_price_leaves_two_open():
    places = rank([standing("甲", 80, 9), standing("乙", 80, 9), standing("丙", 80, 8)], CHAIN)
    assert [(p.rank, p.bidder, p.decided_by, p.open_with) for p in places] == [
        (1, "丙", "price", ()),
        (2, "乙", "price", ("甲",)),
        (2, "甲", "price", ("乙",)),
    ]


def test_the_order_of_the_rows_never_matters():
    rows = [standing("甲", 80, 9), standing("乙", 80, 9), standing("丙", 80, 8), standing("丁", 90)]
    results = {rank(order, CHAIN) for order in permutations(rows)}
    assert len(results) == 1


@given(standings)
def test_everyone_is_placed_once_and_nobody_stands_below_a_worse_one(rows):
    places = rank(rows, CHAIN)
    assert sorted(p.bidder for p in places) == sorted(s.bidder for s in rows)
    merit = {s.bidder: (-s.total, *(s.breakers[key] for key in CHAIN)) for s in rows}
    for one in places:
        better = sum(merit[other] < merit[one.bidder] for other in merit)
        assert one.rank == better + 1
        assert set(one.open_with) == {b for b in merit if merit[b] == merit[one.bidder]} - {one.bidder}


def test_nobody_bids_nobody_ranks():
    assert rank([], CHAIN) == ()


@pytest.mark.parametrize(("round_each", "sum_of"), [(True, Fraction("0.02")), (False, Fraction("0.01"))])
def test_where_the_book_rounds_changes_the_total(round_each, sum_of):
    assert total([Fraction("0.005"), Fraction("0.005")], 2, round_each=round_each) == sum_of


def test_value_for_money_is_points_for_each_unit_of_the_price():
    assert value_for_money(Fraction(80), Fraction(1), 2) == 160
    assert value_for_money(Fraction(80), Fraction(1, 2), 1) == 160


@pytest.mark.parametrize("price", [0, -1])
def test_nothing_is_valued_by_a_price_of_nothing(price):
    with pytest.raises(PriceError, match=rf"^expected a price above 0, not {price}$"):
        value_for_money(Fraction(80), Fraction(price), 1)


def test_where_merit_ranks_the_total_decides_nothing_and_the_place_carries_both():
    rows = [
        Standing("甲", Fraction(90), {}, merit=Fraction(5)),
        Standing("乙", Fraction(80), {}, merit=Fraction(6)),
    ]
    assert [(p.rank, p.bidder, p.total, p.merit) for p in rank(rows, ())] == [
        (1, "乙", 80, 6),
        (2, "甲", 90, 5),
    ]


def test_a_tie_rule_that_separated_nobody_left_is_not_named():
    rows = [standing("甲", 80, 9, 1), standing("乙", 80, 8, 2), standing("丙", 80, 9, 1)]
    assert [(p.bidder, p.decided_by) for p in rank(rows, CHAIN)] == [
        ("乙", "price"),
        ("丙", "price"),
        ("甲", "price"),
    ]


def test_no_points_are_a_total_of_nothing():
    assert total([], 2, round_each=True) == total([], 2, round_each=False) == 0


def test_no_tie_rule_is_named_where_totals_differ_although_prices_do_too():
    places = rank([standing("甲", 80, price=8), standing("乙", 90, price=9)], CHAIN)
    assert [(p.bidder, p.decided_by) for p in places] == [("乙", ""), ("甲", "")]
