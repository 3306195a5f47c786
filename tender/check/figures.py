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
_MOST = re.compile(
    rf"(?<![小每]项)(?:满分|共计?|合计|总分|总计|(?:本项|该项)最[高多])(?:[得为计]|可得|不超过|最高)*{_N}{_FEN}"
)
_LIMIT = re.compile(rf"(?:最[高多]|满分|上限)(?:[得为计]|可得|不超过)*{_N}{_FEN}")
_EARNED = re.compile(rf"(?:[得计给加评]|[（(]){_N}{_FEN}")
_RANGE = re.compile(rf"{_N}\s*分?\s*(?:至|到|[-—–~～－])\s*{_N}{_FEN}(?!的)")
_ASPECTS = re.compile(
    rf"([一二三四五六七八九十两\d]+)(?:个|项|类|方面|部分)[^。；;]{{0,60}}?(?:各|每项|每个方面|每个|每类|每部分)(?:满分|最高|[得占])?"
    rf"(?:0\s*(?:至|到|[-—–~～－])\s*)?{_N}{_FEN}"
)
_LISTED = re.compile(rf"[①-⑳][^①-⑳；;。]*?{_N}{_FEN}")
_BONUS = re.compile(rf"另[得加](?:0\s*(?:至|到|[-—–~～－])\s*)?{_N}{_FEN}")
_FOREIGN = re.compile(r"满意|测评|考核|评估|成绩|考试|信用分|扣")
_DIGITS = {word: n for n, word in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Stated:
    """What texts claim: maxima of the whole, limits of it or a part, figures to be earned, what all add up to."""

    maxima: tuple[Fraction, ...]
    limits: tuple[Fraction, ...]
    earned: tuple[Fraction, ...]
    totals: frozenset[Fraction]


def stated(lines: Sequence[str]) -> Stated:
    """What ``lines`` claim; ``totals`` is empty where they claim no points.

    Aspects are multiplied. Whether figures are grades of one thing or parts to be added is not
    known for sure, so every way of reading gives a total: all alternatives, a sum of the lines, a
    sum of the clauses.

    >>> stated(["五个方面各0至25分：……"]).totals
    frozenset({Fraction(125, 1)})
    >>> stated(["优得8分，良得5分，差不得分"]).totals
    frozenset({Fraction(8, 1)})
    >>> sorted(map(int, stated(["需求：好得6分，差得2分", "人员：好得4分，差得1分"]).totals))
    [6, 10]
    """
    maxima = tuple(_found(_MOST, lines))
    clauses = [clause for line in lines for clause in re.split(r"[；;。]", line)]
    earned = tuple(figure for line in lines for figure in _earned(line))
    limits = tuple(_found(_LIMIT, lines))
    aspects, whole = _ASPECTS.search("".join(lines)), "".join(lines)
    if aspects:
        bonus = sum((Fraction(m[1]) for m in _BONUS.finditer(whole)), Fraction(0))
        return Stated(maxima, limits, earned, frozenset({_count(aspects[1]) * Fraction(aspects[2]) + bonus}))
    parts = [
        sum((Fraction(m[2]) for line in lines for m in _RANGE.finditer(line) if m[1] == "0"), Fraction(0))
    ]
    parts += [sum(limits, Fraction(0)), max(earned, default=Fraction(0))]
    parts.append(sum(_found(_LISTED, lines), Fraction(0)))
    for pieces in (lines, clauses):
        tops = [max((*_earned(piece), *_found(_LIMIT, [piece])), default=Fraction(0)) for piece in pieces]
        parts.append(sum(tops, Fraction(0)))
    return Stated(
        maxima, limits, earned, frozenset(part for part in parts if part) if earned or limits else frozenset()
    )


def _found(pattern: re.Pattern[str], lines: Sequence[str]) -> Iterator[Fraction]:
    yield from (Fraction(m[1]) for line in lines for m in pattern.finditer(line) if not _foreign(line, m))


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
    for pattern in (_EARNED, _RANGE):
        for found in pattern.finditer(line):
            if not _foreign(line, found):
                yield max(map(Fraction, found.groups()))


def _foreign(line: str, found: re.Match[str]) -> bool:
    """Whether the clause that the figure stands in speaks of other marks, or of points lost."""
    before = re.split(r"[，。；;、]", line[: found.start() + 1])[-1]
    return bool(_FOREIGN.search(before)) and not found[0].startswith(("得", "满分"))


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _DIGITS.get(word, 1)
