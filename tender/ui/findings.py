"""Findings on a page (检查意见): by severity, each with 哪里、现在是、应当是、依据、怎样改."""

from collections.abc import Sequence

from tender.findings import Finding, Level
from tender.policy import policies
from tender.ui.markup import Markup, show
from tender.ui.words import Names, names_in, sentence, where
from tender.workspace import Look

_LABELS = (("现在是", "what"), ("应当是", "expected"), ("怎样改", "mend"))


def show_findings(found: Sequence[Finding], look: Look | None = None, names: Names | None = None) -> None:
    """All findings, gravest first; ``names`` (or the published book's) turn ids into names."""
    known = names if names is not None else names_in(look.state.book) if look else {}
    for level in Level:
        group = [f for f in found if f.level is level]
        if group:
            head = Markup('<h4 class="{}">{} {}项</h4>').format(_KIND[level], level.word, len(group))
            show(head + Markup("").join(one(f, known) for f in group))


_KIND = {Level.ERROR: "hb-fail", Level.WARNING: "hb-open", Level.NOTE: "hb-soft"}


def one(finding: Finding, names: Names) -> Markup:
    """One finding as a block."""
    rows = [(label, sentence(getattr(finding, field))) for label, field in _LABELS if getattr(finding, field)]
    if finding.article:
        rows.insert(-1 if finding.mend else len(rows), ("依据", policies().dated(finding.article)))
    said = Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(*row) for row in rows)
    return Markup('<div class="hb-finding {}"><h5>【{}】{}</h5><dl class="hb-facts">{}</dl></div>').format(
        finding.level.value, finding.level.word, where(finding.where, names), said
    )


def counts(found: Sequence[Finding]) -> str:
    """How many of each level, in words."""
    told = [(level.word, sum(f.level is level for f in found)) for level in Level]
    return "，".join(f"{word}{count}项" for word, count in told if count) or "没有发现问题"
