"""Firmness: every sentence is checked against a ranking made anew by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tender import paths
from tender.book.book import Rounding
from tender.firmness import firmness, firmness_json, percent, sentences
from tender.rank import rank_lot
from tender.run import run, run_until_ranked


@pytest.fixture(scope="module")
def case():
    return run_until_ranked(paths.samples() / "wuhan-jiangting").case


@pytest.fixture(scope="module")
def lot(case):
    """The lot of the sample whose first place hangs on the weights."""
    return case.book.lot_by_id["F3"]


@pytest.fixture(scope="module")
def told(case, lot):
    return firmness(case, lot)


def firsts(case, lot):
    return tuple(sorted(r.place.bidder for r in rank_lot(case, lot) if r.place.rank == 1))


def test_the_first_place_is_the_rankings_own(case, lot, told):
    assert told.first == firsts(case, lot)


def test_weights_near_the_published_ones_are_drawn_by_a_seed_and_counted(case, lot, told):
    again = firmness(case, lot)
    assert again == told
    share = told.near.share(told.first[0])
    assert Fraction(1, 2) < share < 1
    said = dict(sentences(case, told))["权重"]
    assert f"在各项权重上下浮动20%的范围内，第一名在{percent(share)}的情形下不变" in said


def test_just_beyond_an_end_of_an_interval_the_named_bidder_leads(case, lot, told):
    """The totals are recomputed from the exact shares, the other weights in proportion."""
    ranking = rank_lot(case, lot)
    full = {c.id: c.weights[lot.column] for c in case.book.criteria_of(lot)}
    earned = {r.place.bidder: {c: r.items[c].points / w for c, w in full.items()} for r in ranking}

    def leader(moved, to):
        whole = sum(full.values())
        scale = (whole - to) / (whole - full[moved])
        totals = {
            op: sum((to if c == moved else w * scale) * earned[op][c] for c, w in full.items())
            for op in earned
        }
        return max(totals, key=totals.get)

    ends = [(c, i.high + Fraction(1, 100), i.above) for c, i in told.intervals.items() if i.above]
    ends += [(c, i.low - Fraction(1, 100), i.below) for c, i in told.intervals.items() if i.below]
    assert ends
    for criterion, to, expected in ends:
        assert leader(criterion, to) in expected


def test_one_judge_fewer_is_the_ranking_of_a_book_without_that_judge(case, lot, told):
    assert told.fewer.keys() == {judge.id for judge in case.book.judges}
    for judge, found in told.fewer.items():
        others = tuple(j for j in case.book.judges if j.id != judge)
        assert found == firsts(replace(case, book=case.book.model_copy(update={"judges": others})), lot)


def test_rounding_is_tried_at_every_place_and_at_items_and_totals(case, lot, told):
    assert set(told.rounded) == {(n, at) for n in range(5) for at in ("item", "total")}
    for (places, at), found in told.rounded.items():
        book = case.book.model_copy(update={"rounding": Rounding(places=places, at=at)})
        assert found == firsts(replace(case, book=book), lot)


def test_no_price_above_the_ceiling_is_tried(case):
    for lot in case.live_lots:
        found = firmness(case, lot, draws=10)
        for moved in found.priced:
            price = case.price_fen(found.first[0], lot.id) * Fraction(100 + moved, 100)
            assert price <= lot.limit_fen + 1


def test_a_book_that_ranks_by_price_says_that_weights_do_not_decide(case, lot):
    other = replace(case, book=case.book.model_copy(update={"ranking": "price"}))
    told = firmness(other, lot)
    assert told.near is None
    assert "权重不决定名次" in dict(sentences(other, told))["权重"]


def test_a_share_is_never_rounded_up_to_all():
    assert percent(Fraction(99999, 100000)) == "99.9%"
    assert percent(Fraction(1)) == "100%"


def test_the_json_holds_exact_shares(case, told):
    data = firmness_json(case, told)
    assert sum(Fraction(s) for s in data["first_place"]["near"].values()) >= 1
    assert data["first"] == list(told.first)


def test_the_report_says_it_only_where_the_book_wants_it(project):
    plain = run(project.folder).files["evaluation-report.html"].decode("utf-8")
    assert "结果稳健性" not in plain
    project.edit(
        ('format = "hengbiao/project/1"\n', 'format = "hengbiao/project/1"\nreport_firmness = true\n')
    )
    project.fill_all()
    project.judge()
    done = run(project.folder)
    assert done.stopped is None
    report = done.files["evaluation-report.html"].decode("utf-8")
    assert "结果稳健性" in report
    assert "在各项权重上下浮动20%的范围内，第一名" in report
    assert "结果稳健性" not in done.files["result-notice.html"].decode("utf-8")
