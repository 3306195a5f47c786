"""How firm a ranking is: exact intervals against brute force, draws against known shares."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.robustness import (
    Panel,
    Shares,
    SharesError,
    first_places,
    frequencies,
    near_weights,
    nearest_to_ideal,
    one_judge_fewer,
    totals_of,
    weight_intervals,
    weights_of,
    with_noise,
)
from scoring.robustness.draws import PARTS
from scoring.robustness.shares import UNIT
from tests.scoring.robustness.fields import field

SHARE = st.integers(0, 20).map(lambda n: Fraction(n, 20))


@st.composite
def fields(draw, least=2):
    many = draw(st.integers(least, 4))
    weights = draw(st.lists(st.integers(1, 40), min_size=many, max_size=many))
    rows = draw(st.lists(st.lists(SHARE, min_size=many, max_size=many), min_size=2, max_size=5))
    return field(weights, **{f"b{i}": row for i, row in enumerate(rows)})


def moved(shares, criterion, weight):
    """The same field with one weight set and the others scaled, straight from the sentence."""
    full, old = sum(shares.weights.values()), shares.weights[criterion]
    weights = {
        c: weight if c == criterion else w * (full - weight) / (full - old) for c, w in shares.weights.items()
    }
    return {b: sum(weights[c] * s for c, s in row.items()) for b, row in shares.earned.items()}


def leads(totals, bidder):
    return totals[bidder] == max(totals.values())


@given(fields())
def test_inside_its_interval_the_leader_leads_and_just_beyond_an_end_someone_named_does(shares):
    leader = shares.leaders()[0]
    full = sum(shares.weights.values())
    for criterion, found in weight_intervals(shares, leader).items():
        assert 0 <= found.low <= found.weight <= found.high <= full
        for weight in (found.low, found.high, (found.low + found.high) / 2):
            assert leads(moved(shares, criterion, weight), leader)
        tiny = Fraction(1, 10**12)
        for end, rivals, beyond in ((found.low, found.below, -tiny), (found.high, found.above, tiny)):
            if rivals:
                totals = moved(shares, criterion, end + beyond)
                assert not leads(totals, leader)
                assert any(leads(totals, rival) for rival in rivals)
            else:
                assert end in (0, full) or len(shares.weights) == 1


def test_a_lead_in_every_criterion_holds_under_any_weight():
    shares = field([10, 20, 70], 甲=["1", "0.9", "0.8"], 乙=["0.9", "0.8", "0.7"])
    for found in weight_intervals(shares, "甲").values():
        assert (found.low, found.high, found.below, found.above) == (0, 100, (), ())
    assert first_places(shares, weights_of(shares, 500, seed=1)).alone == {"甲": 500, "乙": 0}


def test_only_a_leader_has_intervals_and_a_single_criterion_cannot_move():
    shares = field([100], 甲=["0.9"], 乙=["0.8"])
    assert weight_intervals(shares, "甲")["c0"].low == weight_intervals(shares, "甲")["c0"].high == 100
    with pytest.raises(ValueError, match="乙 does not lead"):
        weight_intervals(shares, "乙")


def test_two_mirrored_bidders_lead_half_of_all_weights_each():
    shares = field([50, 50], 甲=["1", "0"], 乙=["0", "1"])
    found = first_places(shares, weights_of(shares, 20_000, seed=7))
    assert sum(found.alone.values()) + found.level["甲"] == 20_000
    assert abs(found.share("甲") - Fraction(1, 2)) < Fraction(2, 100)  # five standard errors


def test_near_weights_stay_within_their_spread_and_at_zero_spread_are_the_published_ones():
    shares = field([10, 30, 60], 甲=["1", "0", "0.5"], 乙=["0", "1", "0.5"])
    exact = near_weights(shares, 3, seed=1, spread=Fraction(0))
    assert exact.tolist() == [[100_000, 300_000, 600_000]] * 3
    drawn = near_weights(shares, 5_000, seed=1, spread=Fraction(1, 5))
    assert (drawn.sum(axis=1) <= PARTS).all()
    assert (drawn.sum(axis=1) > PARTS - 4).all()
    # after bringing to one, a weight lies between 0.8/1.2 and 1.2/0.8 of its own
    assert (drawn[:, 0] >= 66_000).all()
    assert (drawn[:, 0] <= 150_001).all()
    assert first_places(shares, drawn).alone["乙"] > 4_900


@given(fields(), st.integers(0, 3))
def test_totals_are_whole_numbers_and_agree_with_exact_arithmetic(shares, seed):
    weights = weights_of(shares, 20, seed)
    totals = totals_of(shares, weights)
    for d in range(20):
        for b, bidder in enumerate(shares.bidders):
            exact = sum(
                int(weights[d, c]) * int(shares.earned[bidder][name] * UNIT)
                for c, name in enumerate(shares.criteria)
            )
            assert int(totals[d, b]) == exact


@given(st.lists(st.lists(st.integers(0, 5), min_size=4, max_size=4), min_size=1, max_size=8))
def test_ranks_are_counted_as_in_a_list_with_equals_sharing_the_better_rank(rows):
    bidders = ("a", "b", "c", "d")
    found = frequencies(bidders, np.array(rows, dtype=np.float64))
    for i, bidder in enumerate(bidders):
        places = [sum(other > row[i] for other in row) for row in rows]
        assert found.ranks[bidder] == tuple(places.count(k) for k in range(4))
        assert found.alone[bidder] == sum(row[i] == max(row) and row.count(max(row)) == 1 for row in rows)
        assert found.level[bidder] == sum(row[i] == max(row) and row.count(max(row)) > 1 for row in rows)


def test_a_seed_gives_the_same_draws_and_another_one_others():
    shares = field([50, 50], 甲=["1", "0.2"], 乙=["0.3", "0.9"])
    assert (weights_of(shares, 50, 1) == weights_of(shares, 50, 1)).all()
    assert (weights_of(shares, 50, 1) != weights_of(shares, 50, 2)).any()
    panel = Panel(5, {"c0": (3, Fraction(1, 100))})
    assert with_noise(shares, panel, 50, 1) == with_noise(shares, panel, 50, 1)


def test_noise_smaller_than_the_lead_never_changes_the_first_place_and_larger_noise_does():
    shares = field([50, 50], 甲=["0.8", "0.8"], 乙=["0.78", "0.8"])
    steady = with_noise(shares, Panel(3, {"c1": (0, Fraction(1, 100))}), 300, seed=3)
    assert steady.alone["甲"] == 300
    small = with_noise(shares, Panel(1, {"c0": (1, Fraction(1, 1000))}), 2_000, seed=3)
    assert small.alone["甲"] == 2_000
    large = with_noise(shares, Panel(1, {"c0": (5, Fraction(1, 100))}), 2_000, seed=3)
    # two marks in -5..5: the second must beat the first by more than 2; 36 of 121 pairs do not stay ahead
    assert large.share("乙") == pytest.approx(Fraction(45, 121), abs=0.04)


def test_a_mean_never_leaves_the_scale():
    shares = field([100], 甲=["1"], 乙=["0.999"])
    found = with_noise(shares, Panel(1, {"c0": (1, Fraction(1, 2))}), 3_000, seed=5)
    assert found.level["甲"] > 0  # both pushed to the top of the scale are level, not beyond it


def test_one_judge_fewer_names_the_leaders_without_each_judge():
    marks = {"一": {"甲": 90, "乙": 70}, "二": {"甲": 80, "乙": 85}, "三": {"甲": 80, "乙": 85}}

    def totals(judges):
        return {b: Fraction(sum(marks[j][b] for j in judges), len(judges)) for b in ("甲", "乙")}

    assert one_judge_fewer(["一", "二", "三"], totals) == {"一": ("乙",), "二": ("甲",), "三": ("甲",)}
    assert one_judge_fewer(["一"], totals) == {}


def closeness(rows, weights):
    """TOPSIS from its textbook steps, one bidder at a time."""
    lengths = [sum(row[c] ** 2 for row in rows) ** 0.5 or 1 for c in range(len(weights))]
    table = [[w / sum(weights) * row[c] / lengths[c] for c, w in enumerate(weights)] for row in rows]
    best, worst = (
        [max(column) for column in zip(*table, strict=True)],
        [min(column) for column in zip(*table, strict=True)],
    )
    found = []
    for row in table:
        up = sum((a - b) ** 2 for a, b in zip(row, best, strict=True)) ** 0.5
        down = sum((a - b) ** 2 for a, b in zip(row, worst, strict=True)) ** 0.5
        found.append(down / (up + down) if up + down else 0)
    return found


@given(fields(), st.integers(0, 3))
def test_topsis_follows_its_textbook_steps(shares, seed):
    weights = weights_of(shares, 5, seed)
    rows = [[float(shares.earned[b][c]) for c in shares.criteria] for b in shares.bidders]
    found = nearest_to_ideal(shares, weights)
    for d in range(5):
        assert found[d].tolist() == pytest.approx(closeness(rows, weights[d].tolist()), abs=1e-6)


@pytest.mark.parametrize(
    ("weights", "earned"),
    [([0], {"甲": ["1"]}), ([10], {"甲": ["1.1"]}), ([10], {"甲": ["-0.1"]}), ([], {"甲": []}), ([10], {})],
)
def test_shares_that_make_no_ranking_are_refused(weights, earned):
    with pytest.raises(SharesError):
        field(weights, **earned)


def test_a_bidder_must_have_a_share_of_every_criterion():
    with pytest.raises(SharesError, match=r"^甲: expected a share of every criterion and no other$"):
        Shares({"a": Fraction(1)}, {"甲": {"b": Fraction(1)}})


@pytest.mark.parametrize("draws", [0, -1])
def test_no_draw_says_nothing(draws):
    shares = field([100], 甲=["1"])
    for ask in (
        lambda: weights_of(shares, draws, 1),
        lambda: near_weights(shares, draws, 1, Fraction(1, 10)),
        lambda: with_noise(shares, Panel(3, {}), draws, 1),
    ):
        with pytest.raises(SharesError):
            ask()


def test_noise_knows_only_criteria_that_are_scored_and_spread_is_a_share():
    shares = field([100], 甲=["1"])
    with pytest.raises(SharesError, match=r"^not scored: yyy, zzz$"):
        with_noise(shares, Panel(3, dict.fromkeys(("zzz", "yyy"), (1, Fraction(1, 100)))), 1, 1)
    with pytest.raises(SharesError, match="spread"):
        near_weights(shares, 1, 1, Fraction(2))
