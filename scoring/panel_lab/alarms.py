"""Which judges a person should look at (评分异常提示), at a stated rate of false alarms.

Three figures of a panel are compared with what honest panels of the same shape show by
chance: a judge's *severity*, a judge's *favor* for one bidder beyond his severity, and a
judge's *halo*. Each is divided by the panel's own spread, so the thresholds hold for any
scale. Thresholds are the values that simulated honest panels pass so rarely that all
three together give ``rate`` false alarms per project; 0.6 leaves room for what the
simulation cannot know of the panel, and stays below one in the curve of
``docs/panel-lab.md``.

An alarm is a question to the judge (is there a reason?), never a correction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scoring.panel_lab.marks import Marks

Kind = Literal["severity", "favor", "halo"]
KINDS: tuple[Kind, ...] = ("severity", "favor", "halo")

Cubes = NDArray[np.float64]  # panels x judges x bidders x items, shares of the scale


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The size beyond which each figure is an alarm, and how often honest panels pass it.

    ``false_alarms[kind]`` is the mean number per project among the simulated panels.
    """

    at: Mapping[Kind, float]
    false_alarms: Mapping[Kind, float]
    panels: int


@dataclass(frozen=True, slots=True)
class Alarm:
    """One figure beyond its threshold; ``bidder`` is empty unless it is about favor.

    ``size`` and ``threshold`` are in units of the panel's own spread (halo: as standardized).
    """

    kind: Kind
    judge: str
    bidder: str
    size: float
    threshold: float


def alarms(marks: Marks, thresholds: Thresholds) -> tuple[Alarm, ...]:
    """All alarms of one panel, the largest in proportion to its threshold first."""
    figures = _figures(marks.cube()[None])
    found = []
    for kind in KINDS:
        limit = thresholds.at[kind]
        for place in np.argwhere(np.abs(figures[kind][0]) > limit):
            judge = marks.judges[place[0]]
            bidder = marks.bidders[place[1]] if kind == "favor" else ""
            found.append(Alarm(kind, judge, bidder, float(figures[kind][0][tuple(place)]), limit))
    return tuple(sorted(found, key=lambda a: (-abs(a.size) / a.threshold, a.kind, a.judge, a.bidder)))


def honest_thresholds(
    marks: Marks, *, panels: int, seed: int, rate: float = 0.6, grid: int = 100
) -> Thresholds:
    """Thresholds for panels of this shape, from ``panels`` simulated honest ones.

    An honest judge marks each item at the panel's mean plus own noise of the panel's own
    spread and a severity of half of it, in steps of 1/``grid`` of the scale.
    """
    if panels < 1 or rate <= 0:
        raise ValueError("expected at least one panel and a rate above 0")
    figures = _figures(honest(marks.cube(), panels, seed, grid))
    at: dict[Kind, float] = {}
    often: dict[Kind, float] = {}
    for kind in KINDS:
        sizes = np.sort(np.abs(figures[kind]).reshape(-1))[::-1]
        allowed = int(rate / len(KINDS) * panels)
        at[kind] = float(sizes[allowed]) if allowed < len(sizes) else 0.0
        often[kind] = float((sizes > at[kind]).sum()) / panels
    return Thresholds(at, often, panels)


def honest(cube: NDArray[np.float64], panels: int, seed: int, grid: int) -> Cubes:
    """Simulated honest panels around the means of ``cube`` (judges x bidders x items)."""
    rng = np.random.default_rng(seed)
    noise = _spread(cube[None])[0]
    shape = (panels, *cube.shape)
    lean = rng.normal(0, noise / 2, (panels, cube.shape[0], 1, 1))
    raw = cube.mean(axis=0) + lean + rng.normal(0, noise, shape)
    return np.asarray(np.clip(np.round(raw * grid), 0, grid) / grid)


def _figures(cubes: Cubes) -> dict[Kind, NDArray[np.float64]]:
    """Severity and halo (panels x judges) and favor (panels x judges x bidders)."""
    apart = np.stack([_apart(cubes, judge) for judge in range(cubes.shape[1])], axis=1)
    lean = np.median(apart, axis=2)
    scale = _spread(cubes)
    scale = np.where(scale > 0, scale, np.inf)
    favor = (apart - lean[:, :, None]) / scale[:, None, None]
    together = _together(cubes)
    return {
        "severity": lean / scale[:, None],
        "favor": favor,
        "halo": together - np.median(together, axis=1, keepdims=True),
    }


def _apart(cubes: Cubes, judge: int) -> NDArray[np.float64]:
    """How far one judge lies above the others' median, by panel and bidder.

    A median, so that one judge who favors a bidder does not make the honest ones look strict.
    """
    others = np.median(np.delete(cubes, judge, axis=1), axis=1)
    return np.asarray((cubes[:, judge] - others).mean(axis=2))


def _spread(cubes: Cubes) -> NDArray[np.float64]:
    """The usual difference between judges on one item of one bidder, severity taken out (panels)."""
    level = cubes - cubes.mean(axis=(2, 3), keepdims=True)
    rest = np.abs(level - np.median(level, axis=1, keepdims=True))
    return np.asarray(rest.mean(axis=(1, 2, 3)) * np.sqrt(np.pi / 2))


def _together(cubes: Cubes) -> NDArray[np.float64]:
    """The share of each judge's differences between bidders that all items have in common."""
    apart = cubes - cubes.mean(axis=2, keepdims=True)
    level = apart.mean(axis=3, keepdims=True)
    shared = (level**2).sum(axis=(2, 3)) * cubes.shape[3]
    whole = (apart**2).sum(axis=(2, 3))
    return np.asarray(shared / np.where(whole > 0, whole, 1))  # nothing shared where nothing differs
