"""Texts of factors (评审因素的文字): every text that a rule prints, with the points it may speak of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from tender.book import Book, Criterion
from tender.book.rules import (
    Bands,
    ChecklistGrade,
    Composed,
    CountStep,
    Grades,
    ItemDefects,
    Levels,
    PanelMean,
    Votes,
)
from tender.book.rules.criterion import Rule

YES_NO = frozenset(
    [
        "是",
        "否",
        "有",
        "无",
        "具有",
        "不具有",
        "具备",
        "不具备",
        "符合",
        "不符合",
        "满足",
        "不满足",
        "提供",
        "不提供",
        "未提供",
    ]
)
"""Words that only say yes or no."""

Full = tuple[Fraction, Fraction]
"""What a text may call the whole: the factor's points in one column, and the scale it is marked on."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One rule that scores by itself: a factor's own, or that of a part; ``fulls`` one for each column."""

    where: str
    name: str
    rule: Rule
    fulls: tuple[Full, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One text and where it stands; ``whole`` where a limit in it is that of the factor and not of an item."""

    where: str
    text: str
    fulls: tuple[Full, ...]
    whole: bool = True


def leaves(criterion: Criterion) -> Iterator[Leaf]:
    """The rules of a factor that score by themselves, parts of parts too."""
    here = f"project.toml › criteria › {criterion.id}"
    weights = tuple(dict.fromkeys(w for w in criterion.weights.values() if w > 0))
    yield from _leaves(f"{here} › rule", criterion.name, criterion.rule, weights)


def _leaves(where: str, name: str, rule: Rule, weights: tuple[Fraction, ...]) -> Iterator[Leaf]:
    scale = getattr(rule, "scale", None)
    if isinstance(rule, Composed):
        for part in rule.parts:
            own = tuple(dict.fromkeys(part.of(scale or weight) for weight in weights))
            yield from _leaves(f"{where} › parts › {part.id}", part.name, part.rule, own)
        return
    yield Leaf(where, name, rule, tuple((weight, scale or weight) for weight in weights))


def said(criterion: Criterion) -> Iterator[Said]:
    """Every text of a factor: its names, and what its rules say."""
    scale = getattr(criterion.rule, "scale", None)
    weights = [w for w in criterion.weights.values() if w > 0]
    fulls = tuple(dict.fromkeys((weight, scale or weight) for weight in weights))
    yield Said(f"project.toml › criteria › {criterion.id} › name", criterion.name, fulls)
    for leaf in leaves(criterion):
        if leaf.name != criterion.name:
            yield Said(leaf.where, leaf.name, leaf.fulls)
        for text in texts(leaf.rule):
            yield Said(leaf.where, text, leaf.fulls, not isinstance(leaf.rule, PanelMean))


def texts(rule: Rule) -> Iterator[str]:
    """The words that an official wrote into one rule."""
    match rule:
        case PanelMean():
            yield from rule.rubric
        case Grades() | ChecklistGrade():
            yield from rule.checklist if isinstance(rule, ChecklistGrade) else ()
            yield from (grade.says for grade in rule.grades if grade.says)
        case Bands():
            yield from (band.says for band in rule.bands if band.says)
        case ItemDefects():
            yield from rule.items
        case Votes():
            yield rule.says
        case CountStep():
            yield rule.each
        case Levels():
            yield from (level.name for level in rule.levels if level.name)
        case _:
            yield from (text for text in (getattr(rule, "says", None),) if text)


def labels(book: Book, criterion: Criterion) -> frozenset[str]:
    """What a factor scores, by name: itself, its parts, facts, options and checklists, without filler words."""
    names = [criterion.name, *(leaf.name for leaf in leaves(criterion))]
    for key in criterion.rule.fact_ids():
        fact = book.fact_by_id.get(key)
        names += [fact.name, *fact.options] if fact else []
    for leaf in leaves(criterion):
        listed = leaf.rule.checklist if isinstance(leaf.rule, ChecklistGrade) else ()
        names += leaf.rule.items if isinstance(leaf.rule, ItemDefects) else listed
    return frozenset(label for name in names if len(label := bare(name)) > 1)


_FILLER = re.compile(
    r"[（(].*?[)）]|[\s“”《》、，。；：]|(近|最近)?[三3两二五5]年(内|来)?|类似|同类|相关|项目|数量|个数|份数|项数|总数|情况|"
    r"得分|分值|证书|证明|的|拟派|拟投入|本次"
)
_TAIL = re.compile(r"(方案|预案|措施|计划|安排|内容)+$")


def bare(name: str) -> str:
    """A name without the words that two ways of saying the same differ in.

    >>> bare("近三年类似项目业绩（份数）"), bare("同类业绩"), bare("应急预案"), bare("方案")
    ('业绩', '业绩', '应急', '方案')
    """
    plain = _FILLER.sub("", name)
    return _TAIL.sub("", plain) or plain
