"""Ranking: the totals of sample S1, recomputed here from its raw table, and what may never change them."""

from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.exact import number, text
from tender.bids import Bid, Declaration, EntityType, LotBid, Service, Size
from tender.book import parse_book
from tender.decisions import Decisions
from tender.paths import samples
from tender.rank import rank_all, rank_lot

BOOK = (samples() / "teda-haiqing" / "project.toml").read_text("utf-8")

# S1, typed from its table: price k, free person-times, investment k, feedback k, plan, capability, total.
L1, L2H, L2X, L2G, L3E, L3I, L3S = "L1", "L2H", "L2X", "L2G", "L3E", "L3I", "L3S"
S1 = [
    (L1, "T1", 820, 11000, 600, 60, 90, 88, "91.10"),
    (L1, "T2", 760, 12500, 200, 40, 84, 82, "78.78"),
    (L1, "T7", 700, 9600, 500, 20, 78, 80, "77.69"),
    (L2H, "T3", 105, 2200, 80, 12, 88, 86, "92.87"),
    (L2H, "T7", 90, 1920, 40, 5, 76, 80, "73.50"),
    (L2X, "T1", 100, 3000, 90, 15, 86, 88, "93.50"),
    (L2X, "T2", 95, 2500, 20, 10, 80, 82, "75.19"),
    (L2G, "T2", 70, 1600, 10, 6, 85, 82, "86.86"),
    (L2G, "T6", 60, 1700, 15, 5, 82, 84, "89.70"),
    (L3E, "T4", 450, 2800, 150, 10, 90, 92, "93.23"),
    (L3E, "T7", 400, 2400, 120, 8, 77, 80, "82.81"),
    (L3I, "T5", 390, 520, 200, 10, 88, 90, "92.65"),
    (L3I, "T7", 360, 480, 150, 8, 75, 80, "82.60"),
    (L3S, "T6", 180, 700, 30, 4, 89, 84, "92.95"),
    (L3S, "T2", 185, 660, 10, 4, 76, 82, "80.07"),
]
WEIGHTS = {  # price, person-times, plan, investment, feedback, capability
    "L1": (15, 20, 25, 15, 10, 15),
    "L2": (10, 20, 30, 10, 15, 15),
    "L3": (15, 15, 35, 10, 5, 20),
}


def by_hand(lot: str, weights=WEIGHTS) -> dict[str, Fraction]:
    """The exact totals of one lot, straight from the table."""
    rows = [row for row in S1 if row[0] == lot]
    lowest = min(row[2] for row in rows)
    times, investment, feedback = (max(row[k] for row in rows) for k in (3, 4, 5))
    price_w, reach_w, plan_w, invest_w, back_w, able_w = weights[lot[:2]]
    return {
        op: Fraction(lowest, price) * price_w
        + Fraction(reach, times) * reach_w
        + Fraction(plan, 100) * plan_w
        + Fraction(invest, investment) * invest_w
        + Fraction(back, feedback) * back_w
        + Fraction(able, 100) * able_w
        for _, op, price, reach, invest, back, plan, able, _ in rows
    }


def cents(value: Fraction) -> str:
    return text(Fraction(floor(value * 100 + Fraction(1, 2)), 100), 2)


def totals(case) -> dict[tuple[str, str], str]:
    return {(lot, p["operator"]): p["total"] for lot, r in case.state.results.items() for p in r.ranking}


def test_the_oracle_agrees_with_the_totals_that_sample_s1_states():
    assert {(row[0], row[1]): cents(by_hand(row[0])[row[1]]) for row in S1} == {
        (row[0], row[1]): row[-1] for row in S1
    }


def test_the_samples_files_give_the_fifteen_totals_of_s1(project):
    assert totals(project.ranked()) == {(row[0], row[1]): row[-1] for row in S1}


def test_every_lot_is_ranked_by_total(project):
    for result in project.ranked().state.results.values():
        shown = [number(place["total"]) for place in result.ranking]
        assert shown == sorted(shown, reverse=True)
        assert [place["rank"] for place in result.ranking] == list(range(1, len(shown) + 1))
        assert not any(place["open_with"] for place in result.ranking)


def test_every_item_shows_its_arithmetic(project):
    (first, *_) = project.ranked().state.results["L1"].ranking
    assert first["items"]["price"]["how"] == "700,000.00÷820,000.00×15≈12.8049"
    assert first["items"]["reach"] == {"points": "17.6000", "how": "11000÷12500×20＝17.6"}
    assert first["items"]["plan"]["how"] == "平均90÷100×25＝22.5"


def test_a_weight_moved_in_the_book_moves_the_totals_as_the_oracle_says(project):
    project.edit(
        ("whole_center = 25, partial_zone = 30", "whole_center = 24, partial_zone = 30"),
        ("whole_center = 15, partial_zone = 15, p", "whole_center = 16, partial_zone = 15, p"),
    )
    moved = WEIGHTS | {"L1": (15, 20, 24, 15, 10, 16)}
    found = totals(project.ranked())
    for lot, op, *_ in S1:
        assert found[lot, op] == cents(by_hand(lot, moved)[op])


def test_a_rejected_cheap_bid_sets_no_base_price(project):
    """T8 offers 40 against 95 and 100, and is rejected."""
    second = project.ranked().state.results["L2X"].ranking[1]
    assert second["operator"] == "T2"
    assert second["items"]["price"]["points"] == "10.0000"


LOT = "L2G"  # two bidders in the sample, ceiling 80,000, at least 72 sessions and 1440 person-times
NAMES = ("A", "B", "C", "D")


def bid(
    operator,
    price_fen,
    *,
    times=2000,
    investment=1000,
    feedback=1000,
    size=Size.MEDIUM,
    lot=LOT,
    sessions=100,
):
    """A sound bid for one lot."""
    book = parse_book(BOOK).book
    facts = {
        "free_sessions": sessions,
        "free_person_times": times,
        "investment": investment,
        "feedback": feedback,
    }
    in_lot = LotBid(
        lot, price_fen, {k: Fraction(v) for k, v in facts.items()}, {}, (Service("讲座", "健康", "公益服务"),)
    )
    declared = {g.id: Declaration(True, "第1页") for g in book.gates if g.kind == "declared"}
    return Bid(
        operator,
        f"{operator}公司",
        f"CODE{operator}",
        "",
        EntityType.ENTERPRISE,
        size,
        declared,
        {lot: in_lot},
    )


def reasonable(bids, lot):
    """The panel found every price reasonable, however low."""
    at = datetime(2026, 3, 16, 11)
    row = {"lot": lot, "answer": "pass", "asked_at": at, "answered_at": at, "by": "甲", "at": at, "why": "乙"}
    return Decisions.model_validate({"low_price_decided": [{"operator": b.operator, **row} for b in bids]})


@pytest.fixture(scope="session")
def places(posed):
    """The ranking of LOT: operator → (rank, total, decided by, open with, points of each item)."""

    def rank(bids, marks=lambda *_: Fraction(80), text=BOOK, lot=LOT):
        now = posed(parse_book(text), {b.operator: b for b in bids}, marks, reasonable(bids, lot))
        return {
            r.place.bidder: (
                r.place.rank,
                r.place.total,
                r.place.decided_by,
                r.place.open_with,
                {item: w.points for item, w in r.items.items()},
            )
            for r in rank_lot(now, now.book.lot_by_id[lot])
        }

    return rank


def test_equal_totals_go_to_the_lower_price_even_against_the_better_plan(places):
    plan = {"A": Fraction(80), "B": Fraction("84.76")}
    marks = lambda lot, judge, op, item: plan[op] if item == "plan" else Fraction(80)  # noqa: E731
    found = places([bid("A", 6_000_000), bid("B", 7_000_000)], marks)
    assert found["A"][1] == found["B"][1]
    assert found["A"][4]["plan"] < found["B"][4]["plan"]
    assert (found["A"][0], found["B"][0]) == (1, 2)
    assert found["A"][2] == found["B"][2] == "price"


def test_equal_totals_and_prices_go_to_the_better_technical_part(places):
    plan = {"A": Fraction(50), "B": Fraction(75)}
    marks = lambda lot, judge, op, item: plan[op] if item == "plan" else Fraction(80)  # noqa: E731
    found = places([bid("A", 6_000_000, feedback=2000), bid("B", 6_000_000, feedback=1000)], marks)
    assert found["A"][1] == found["B"][1]
    assert (found["B"][0], found["A"][0]) == (1, 2)
    assert found["B"][2] == "technical"


def test_what_the_chain_leaves_equal_stays_open(places):
    found = places([bid("A", 6_000_000), bid("B", 6_000_000), bid("C", 7_000_000)])
    assert (found["A"][0], found["B"][0], found["C"][0]) == (1, 1, 3)
    assert (found["A"][3], found["B"][3], found["C"][3]) == (("B",), ("A",), ())


def test_a_chain_of_price_only_leaves_the_technical_part_out(places):
    tender = BOOK.replace('"competitive_consultation"', '"open_tender"').replace(
        '["price", "technical"]', '["price"]'
    )
    tender = tender.replace("publish = 2026-03-02", "publish = 2026-02-24")  # a tender asks twenty days
    plan = {"A": Fraction(50), "B": Fraction(75), "C": Fraction(50)}
    marks = lambda lot, judge, op, item: plan[op] if item == "plan" else Fraction(80)  # noqa: E731
    bids = [bid("A", 6_000_000, feedback=2000), bid("B", 6_000_000), bid("C", 6_000_000)]
    found = places(bids, marks, tender)
    assert found["A"][3] == ("B",)
    assert found["C"][0] == 3


def test_points_are_rounded_where_the_book_says_and_nowhere_else(places):
    """B's items end in 0.0014, 0.004 and 0.0033: together they carry, one by one they are dropped."""
    bids = [
        bid("A", 6_000_000, times=2500, investment=3000, feedback=3000),
        bid("B", 7_000_000, times=1443, investment=1003, feedback=1000),
    ]
    sums, each = places(bids), places(bids, text=BOOK.replace('at = "total"', 'at = "item"'))
    exact = list(sums["B"][4].values())
    assert list(each["B"][4].values()) == exact
    assert sums["B"][1] == number(cents(sum(exact)))
    assert each["B"][1] == sum(number(cents(points)) for points in exact)
    assert sums["B"][1] != each["B"][1]


def test_places_of_rounding_are_the_books(places):
    bids = [bid("A", 6_000_000), bid("B", 7_000_000)]
    whole = places(bids, text=BOOK.replace("places = 2", "places = 0"))
    fine = places(bids, text=BOOK.replace("places = 2", "places = 4"))
    assert whole["B"][1] == floor(fine["B"][1] + Fraction(1, 2))
    assert fine["B"][1] == Fraction(floor(sum(fine["B"][4].values()) * 10_000 + Fraction(1, 2)), 10_000)


def test_a_small_enterprise_is_scored_on_its_deducted_price_and_ranked_on_its_own(places, posed):
    bids = [bid("A", 7_000_000, size=Size.SMALL), bid("B", 6_300_000)]
    found = places(bids)
    assert found["A"][4]["price"] == found["B"][4]["price"] == 10
    assert (found["B"][0], found["B"][2]) == (1, "price")
    now = posed(parse_book(BOOK), {b.operator: b for b in bids})
    assert [r.price_fen for r in rank_lot(now, now.book.lot_by_id[LOT])] == [6_300_000, 7_000_000]


def test_a_social_organization_has_no_deduction_whatever_size_it_claims(places):
    club = replace(bid("A", 7_000_000, size=Size.MICRO), entity_type=EntityType.SOCIAL_ORG)
    assert places([club, bid("B", 6_300_000)])["A"][4]["price"] == 9


def test_where_nobody_promises_anything_nobody_earns_anything(places):
    found = places([bid("A", 6_000_000, investment=0), bid("B", 6_000_000, investment=0)])
    assert found["A"][4]["investment"] == found["B"][4]["investment"] == 0


def test_an_open_answer_keeps_a_bid_out_of_the_ranking(places):
    unproved = replace(bid("C", 100), declarations={})
    found = places([bid("A", 6_000_000), bid("B", 7_000_000), unproved])
    assert found.keys() == {"A", "B"}
    assert found["A"][4]["price"] == 10


def test_a_judge_who_has_not_locked_keeps_everything_from_being_ranked(project):
    now, _ = project.reviewed()
    drafts, (found,) = rank_all(now)
    assert drafts == ()
    assert found.code == "rank.unlocked"
    assert all(judge.name in found.what for judge in now.book.judges)


def test_a_lot_with_too_few_bidders_has_no_ranking(posed):
    now = posed(parse_book(BOOK), {"A": bid("A", 6_000_000)})
    assert rank_all(now) == ((), ())


offers = st.lists(
    st.tuples(
        st.integers(1, 8_000_000),
        st.integers(1440, 5000),
        st.integers(0, 50_000),
        st.integers(0, 50_000),
        st.sampled_from((Size.MEDIUM, Size.SMALL)),
        st.integers(0, 10_000),
        st.integers(0, 10_000),
    ),
    min_size=2,
    max_size=4,
)


def stand(offers, names):
    """Bids and marks of the drawn offers under the given names."""
    bids = [
        bid(name, price, times=times, investment=investment, feedback=feedback, size=size)
        for name, (price, times, investment, feedback, size, *_) in zip(names, offers, strict=False)
    ]
    given_marks = {
        (name, item): Fraction(mark, 100)
        for name, (*_, plan, able) in zip(names, offers, strict=False)
        for item, mark in (("plan", plan), ("capability", able))
    }
    return bids, lambda lot, judge, op, item: given_marks[op, item]


@settings(max_examples=25)
@given(offers=offers, names=st.permutations(("A", "Z9", "甲公司", "b")), order=st.permutations(range(4)))
def test_names_and_the_order_of_files_change_no_total_and_no_place(places, offers, names, order):
    bids, marks = stand(offers, NAMES)
    found = places(bids, marks)
    others, marks = stand(offers, names)
    again = places([others[n] for n in order if n < len(others)], marks)
    renamed = dict(zip(NAMES, names, strict=True))
    for name, (place, total, *_, items) in found.items():
        assert (again[renamed[name]][0], again[renamed[name]][1], again[renamed[name]][4]) == (
            place,
            total,
            items,
        )


@settings(max_examples=25)
@given(offers=offers, more=st.integers(1, 8_000_000))
def test_who_asks_more_money_for_the_same_never_scores_more(places, offers, more):
    bids, marks = stand(offers, NAMES)
    dearer = replace(
        bids[0], lots={LOT: replace(bids[0].lots[LOT], price_fen=bids[0].lots[LOT].price_fen + more)}
    )
    if dearer.lots[LOT].price_fen > 8_000_000:
        return
    before, after = places(bids, marks), places([dearer, *bids[1:]], marks)
    assert after["A"][1] <= before["A"][1]
    assert after["A"][0] >= before["A"][0]
    assert all(after[name][1] >= before[name][1] for name in NAMES[1 : len(bids)])


@settings(max_examples=25)
@given(offers=offers)
def test_every_item_lies_between_nothing_and_its_weight(places, offers):
    bids, marks = stand(offers, NAMES)
    weights = {c.id: c.weights["partial_zone"] for c in parse_book(BOOK).book.criteria}
    for _, total, _, _, items in places(bids, marks).values():
        assert all(0 <= points <= weights[item] for item, points in items.items())
        assert 0 <= total <= 100
        assert total == number(cents(sum(items.values())))
