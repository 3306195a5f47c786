"""Findings on a page (检查意见): by severity, each with 哪里、现在是、应当是、依据、怎样改."""

from collections.abc import Sequence
from dataclasses import replace

from tender.findings import Finding, Level
from tender.policy import Policies, policies
from tender.ui.markup import Markup, show
from tender.ui.outline import part_of
from tender.ui.words import Names, names_in, sentence, where
from tender.workspace import Look

_PROJECT = "项目"
_LABELS = (("现在是", "what"), ("应当是", "expected"), ("怎样改", "mend"))


def show_findings(
    found: Sequence[Finding],
    look: Look | None = None,
    names: Names | None = None,
    packs: Policies | None = None,
) -> None:
    """All findings, gravest first; ``names`` and ``packs`` (or the published book's) turn ids into words."""
    known = names if names is not None else names_in(look.state.book) if look else {}
    under = packs or (look.published.packs if look and look.published else policies())
    for level in Level:
        group = merged([f for f in found if f.level is level])
        if group:
            show(heading(level, len(group)) + Markup("").join(one(f, known, under) for f in group))


def merged(found: Sequence[Finding]) -> list[Finding]:
    """Findings of one rule that say the same of several records as one, which names them all."""
    told: dict[tuple[str, ...], Finding] = {}
    for f in found:
        one_rule = f.code.startswith("rule.")
        key = (f.level.value, f.code, f.what, f.expected, f.article, "" if one_rule else f.where)
        told[key] = replace(f, where=_both(told[key].where, f.where)) if key in told else f
    return list(told.values())


def _both(first: str, second: str) -> str:
    subject, _, rest = first.partition(" › ")
    return f"{subject}、{second.partition(' › ')[0]}" + (f" › {rest}" if rest else "")


def heading(level: Level, count: int) -> Markup:
    """The heading of one group: the level and how many."""
    return Markup('<h4 class="{}">{} {}项</h4>').format(_KIND[level], level.word, count)


_KIND = {Level.ERROR: "hb-fail", Level.WARNING: "hb-open", Level.NOTE: "hb-soft"}


def one(finding: Finding, names: Names, packs: Policies) -> Markup:
    """One finding as a block."""
    place = where(finding.where, names, packs)
    if place == _PROJECT:  # a rule on the project as a whole: the part that tells it says more
        place = part_of(finding)
    rows = [("哪里", place)]
    rows += [
        (label, sentence(getattr(finding, field), names))
        for label, field in _LABELS
        if getattr(finding, field)
    ]
    if finding.article:
        rows.insert(-1 if finding.mend else len(rows), ("依据", packs.dated(finding.article)))
    said = Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(*row) for row in rows)
    return Markup('<div class="hb-finding {}"><dl class="hb-facts">{}</dl></div>').format(
        finding.level.value, said
    )


def counts(found: Sequence[Finding]) -> str:
    """How many of each level, in words."""
    told = [(level.word, sum(f.level is level for f in found)) for level in Level]
    return "，".join(f"{word}{count}项" for word, count in told if count) or "没有发现问题"
