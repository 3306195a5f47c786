"""Measures and alarms of a panel computed a second time in plain Python, and worked by hand."""

from fractions import Fraction
from statistics import fmean, median

import numpy as np
import pytest

from scoring.panel import PanelError
from scoring.panel_lab import Marks, Thresholds, agreement, alarms, calibrate, halo, honest_thresholds
from scoring.panel_lab.alarms import honest


def marks_of(cube):
    return Marks(
        {
            f"j{j}": {
                f"b{b}": {f"c{c}": Fraction(int(m), 100) for c, m in enumerate(row)}
                for b, row in enumerate(panel)
            }
            for j, panel in enumerate(cube)
        }
    )


CUBE = np.random.default_rng(3).integers(50, 100, (4, 3, 2)).tolist()
"""Four judges, three bidders, two items."""


def test_half_of_the_differences_in_common_is_a_halo_of_one_half():
    assert halo(marks_of([[[90, 70], [80, 70]]] * 2)) == {"j0": Fraction(1, 2), "j1": Fraction(1, 2)}


def test_one_item_or_one_bidder_shows_no_halo():
    assert halo(marks_of([[[90], [80]]] * 2)) == {"j0": None, "j1": None}
    assert halo(marks_of([[[90, 80]]] * 2)) == {"j0": None, "j1": None}


@pytest.mark.parametrize("totals", [[[1, 2, 3], [1, 2]], [[1], [1, 2]]])
def test_every_judge_marks_every_bidder_or_nothing_is_compared(totals):
    with pytest.raises(ValueError, match="zip"):
        agreement([[Fraction(t) for t in row] for row in totals])


def test_the_worst_anchor_is_the_farthest_off_to_either_side():
    anchors = {"甲": Fraction(1, 2), "乙": Fraction(1, 2), "丙": Fraction(1, 2)}
    given = {"甲": Fraction(6, 10), "乙": Fraction(1, 10), "丙": Fraction(7, 10)}
    assert calibrate(anchors, {"一": given})["一"].worst == "乙"


def test_marks_that_are_no_whole_panel_are_refused_in_words():
    one = {"甲": {"x": Fraction(1)}}
    for of, said in (
        ({"一": one}, "expected the marks of at least two judges"),
        ({"一": one, "二": {"乙": {"x": Fraction(1)}}}, "二: expected marks for every bidder and no other"),
        ({"一": {}, "二": {}}, "一: expected marks for every bidder and no other"),
        ({"一": one, "二": {"甲": {"y": Fraction(1)}}}, "二, 甲: expected a mark of every item and no other"),
        ({"一": {"甲": {}}, "二": {"甲": {}}}, "一, 甲: expected a mark of every item and no other"),
        ({"一": one, "二": {"甲": {"x": Fraction(2)}}}, "二, 甲, x: expected 0 to 1, not 2"),
    ):
        with pytest.raises(PanelError, match=f"^{said}$"):
            Marks(of)


def figures(cube):
    """Severity, favor and halo from their sentences: by judge, by judge and bidder, by judge."""
    judges, bidders, items = range(len(cube)), range(len(cube[0])), range(len(cube[0][0]))
    share = [[[m / 100 for m in row] for row in panel] for panel in cube]
    own = [fmean(m for row in panel for m in row) for panel in share]
    level = [[[share[j][b][c] - own[j] for c in items] for b in bidders] for j in judges]
    rest = [
        abs(level[j][b][c] - median(level[k][b][c] for k in judges))
        for j in judges
        for b in bidders
        for c in items
    ]
    spread = fmean(rest) * (np.pi / 2) ** 0.5
    found = {}
    common = []
    for j in judges:
        apart = [
            fmean(share[j][b][c] - median(share[k][b][c] for k in judges if k != j) for c in items)
            for b in bidders
        ]
        found["severity", f"j{j}", ""] = median(apart) / spread
        for b in bidders:
            found["favor", f"j{j}", f"b{b}"] = (apart[b] - median(apart)) / spread
        middle = [fmean(share[j][b][c] for b in bidders) for c in items]
        off = [[share[j][b][c] - middle[c] for c in items] for b in bidders]
        whole = sum(d**2 for row in off for d in row)
        common.append(sum(fmean(row) ** 2 * len(items) for row in off) / whole)
    for j in judges:
        found["halo", f"j{j}", ""] = common[j] - median(common)
    return found


def test_every_figure_of_an_alarm_is_what_its_sentence_says():
    limits = {"severity": 1e-6, "favor": 2e-6, "halo": 4e-6}
    given = alarms(marks_of(CUBE), Thresholds(limits, {}, 1))
    expected = {key: size for key, size in figures(CUBE).items() if abs(size) > limits[key[0]]}
    assert {(a.kind, a.judge, a.bidder): a.size for a in given} == pytest.approx(expected)
    assert all(a.threshold == limits[a.kind] for a in given)
    ratios = [abs(a.size) / a.threshold for a in given]
    assert ratios == sorted(ratios, reverse=True)
    assert len(given) == len(expected) > 12


def test_a_figure_exactly_at_its_threshold_is_no_alarm():
    high = dict.fromkeys(("severity", "favor", "halo"), 99.0)
    largest = max(
        alarms(marks_of(CUBE), Thresholds({**high, "favor": 1e-6}, {}, 1)), key=lambda a: abs(a.size)
    )
    assert alarms(marks_of(CUBE), Thresholds({**high, "favor": abs(largest.size)}, {}, 1)) == ()


def test_alarms_of_one_size_are_listed_by_kind_judge_and_bidder():
    mirrored = [[[90, 80], [80, 70]], [[80, 70], [90, 80]]]
    given = alarms(marks_of(mirrored), Thresholds({"severity": 1e-6, "favor": 1e-6, "halo": 1e-6}, {}, 1))
    listed = [(a.kind, a.judge, a.bidder) for a in given]
    assert len({round(abs(a.size), 9) for a in given}) == 1
    assert listed == sorted(listed)


def test_a_panel_of_one_mind_or_without_differences_has_figures_of_nothing():
    flat = Thresholds(dict.fromkeys(("severity", "favor", "halo"), 1e-9), {}, 1)
    assert alarms(marks_of([[[80, 70], [60, 90]]] * 3), flat) == ()
    assert alarms(marks_of([[[80, 80], [80, 80]]] * 3), flat) == ()


@pytest.mark.parametrize(
    "panel", [[[80, 70], [60, 90]], [[80, 70], [80, 70]]], ids=["one mind", "nobody told apart"]
)
@pytest.mark.filterwarnings("error")
def test_panels_without_any_difference_have_thresholds_of_nothing(panel):
    found = honest_thresholds(marks_of([panel] * 3), panels=20, seed=1)
    assert found.at == {"severity": 0, "favor": 0, "halo": 0}
    assert found.false_alarms == {"severity": 0, "favor": 0, "halo": 0}


def test_simulated_marks_are_steps_of_the_scale_from_its_lowest_to_its_highest():
    cube = np.array([[[0.0, 1.0]], [[0.2, 0.8]]])
    marks = honest(cube, 200, seed=1, grid=10)
    assert marks.shape == (200, 2, 1, 2)
    assert set(np.unique(marks * 10).tolist()) == set(range(11))


def test_a_published_seed_gives_the_same_thresholds_in_every_release():
    found = honest_thresholds(marks_of(CUBE), panels=200, seed=4)
    assert found.at == pytest.approx({"severity": 2.24858376, "favor": 2.74869322, "halo": 0.48588396})
    assert found.false_alarms == {"severity": 0.2, "favor": 0.2, "halo": 0.2}
    assert found.panels == 200
    coarse = honest_thresholds(marks_of(CUBE), panels=2, seed=4, rate=3.0, grid=10)
    assert coarse.at == pytest.approx({"severity": 0.62443140, "favor": 1.51178127, "halo": 0.25})


def test_where_every_figure_may_be_an_alarm_the_threshold_is_nothing():
    found = honest_thresholds(marks_of(CUBE), panels=1, seed=4, rate=99.0)
    assert found.at == {"severity": 0, "favor": 0, "halo": 0}
    just = honest_thresholds(marks_of(CUBE), panels=1, seed=4, rate=12.0)  # four of each, of four judges
    assert (just.at["severity"], just.at["halo"]) == (0, 0)
    assert just.at["favor"] > 0


@pytest.mark.parametrize(("panels", "rate"), [(0, 1.0), (1, 0.0), (1, -1.0)])
def test_a_threshold_needs_panels_and_a_rate_in_words(panels, rate):
    with pytest.raises(ValueError, match=r"^expected at least one panel and a rate above 0$"):
        honest_thresholds(marks_of(CUBE), panels=panels, seed=1, rate=rate)
