"""Points that texts speak of (文字中的分值): what a sentence claims against what its column is worth.

Only claims are read: 满分、最高、共…分, 得…分, 8至10分. What a text takes away, and marks that are
no points of the factor (满意度90分以上), are passed over.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

_N = r"(\d+(?:\.\d+)?)"
_FEN = r"\s*分(?![钟之公析类别工项为期级组布包区])"
_MOST = re.compile(rf"(?:满分|最高|最多|共计?|合计|总分|总计)(?:[得为计]|可得|不超过)*{_N}{_FEN}")
_EARNED = re.compile(rf"(?:[得计给加评]|[（(]){_N}{_FEN}")
_RANGE = re.compile(rf"{_N}\s*分?\s*(?:至|到|[-—–~～－])\s*{_N}{_FEN}")
_ASPECTS = re.compile(
    rf"([一二三四五六七八九十两\d]+)(?:个|项|类|方面|部分)[^。；;]{{0,60}}?(?:各|每项|每个|每类|每部分)[得占]?"
    rf"(?:0\s*(?:至|到|[-—–~～－])\s*)?{_N}{_FEN}"
)
_BONUS = re.compile(rf"另[得加](?:0\s*(?:至|到|[-—–~～－])\s*)?{_N}{_FEN}")
_FOREIGN = re.compile(r"满意|测评|考核|评估|成绩|考试|信用分|扣")
_DIGITS = {word: n for n, word in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Stated:
    """What texts claim together: maxima by name, every figure that can be earned, and the whole of it."""

    maxima: tuple[Fraction, ...]
    earned: tuple[Fraction, ...]
    total: Fraction | None


def stated(lines: Sequence[str]) -> Stated:
    """What ``lines`` claim; ``total`` is None where they claim no points.

    Aspects are multiplied, grades of one line or of lines with one figure each are alternatives,
    lines with grades of their own are added.

    >>> stated(["五个方面各0至25分：……"]).total
    Fraction(125, 1)
    >>> stated(["优得8分，良得5分，差不得分"]).total, stated(["需求：好得6分，差得2分", "人员：好得4分，差得1分"]).total
    (Fraction(8, 1), Fraction(10, 1))
    """
    found = [tuple(_earned(line)) for line in lines]
    maxima = tuple(Fraction(m[1]) for line in lines for m in _MOST.finditer(line) if not _foreign(line, m))
    earned = tuple(figure for figures in found for figure in figures)
    whole = "".join(lines)
    aspects = _ASPECTS.search(whole)
    bonus = sum((Fraction(m[1]) for m in _BONUS.finditer(whole)), Fraction(0))
    if aspects:
        return Stated(maxima, earned, _count(aspects[1]) * Fraction(aspects[2]) + bonus)
    groups = [figures for figures in found if figures]
    if all(len(figures) == 1 for figures in groups):
        groups = [earned] if earned else []
    additive = [list(_from_zero(line)) for line in lines]
    if any(len(tops) > 1 for tops in additive):
        return Stated(maxima, earned, sum((top for tops in additive for top in tops), Fraction(0)))
    return Stated(maxima, earned, sum(map(max, groups), Fraction(0)) if groups else None)


def shared_ends(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Two ranges of one text that both own a figure: ("80至90分", "90至100分")."""
    if any(word in line for line in lines for word in ("不含", "以下", "＜", "<")):
        return
    groups = [[m for m in _RANGE.finditer(line) if not _foreign(line, m)] for line in lines]
    if all(len(group) <= 1 for group in groups):
        groups = [[m for group in groups for m in group]]
    for group in groups:
        graded = sorted((m for m in group if m[1] != "0"), key=lambda m: Fraction(m[1]))
        starts = [m for m in group if m[1] == "0"]
        for under, over in pairwise(
            [*(starts if len(starts) == 1 and not _aspect(starts[0]) else []), *graded]
        ):
            if Fraction(over[1]) <= Fraction(under[2]):
                yield under[0], over[0]


def _aspect(found: re.Match[str]) -> bool:
    return found.string[: found.start()].endswith(("各", "每项", "每个", "另得", "每类"))


def _earned(line: str) -> Iterator[Fraction]:
    for pattern, group in ((_EARNED, 1), (_RANGE, 2)):
        for found in pattern.finditer(line):
            if not _foreign(line, found):
                yield Fraction(found[group])


def _from_zero(line: str) -> Iterator[Fraction]:
    """The tops of ranges from 0: several in one line are parts to be added."""
    yield from (Fraction(m[2]) for m in _RANGE.finditer(line) if m[1] == "0" and not _foreign(line, m))


def _foreign(line: str, found: re.Match[str]) -> bool:
    """Whether the clause that the figure stands in speaks of other marks, or of points lost."""
    before = re.split(r"[，。；;、]", line[: found.start() + 1])[-1]
    return bool(_FOREIGN.search(before)) and not found[0].startswith(("得", "满分"))


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _DIGITS.get(word, 1)
