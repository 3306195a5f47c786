"""Findings beside the field they are about (字段旁的意见)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tender.findings import Finding, Level
from tender.policy import Policies, policies
from tender.ui.markup import Markup, lines
from tender.ui.outline import paths_of
from tender.ui.words import sentence

_KIND = {Level.ERROR: "hb-fail", Level.WARNING: "hb-open", Level.NOTE: "hb-soft"}


@dataclass(frozen=True, slots=True)
class Beside:
    """The findings on a book, to be set beside its fields; ``packs`` turn articles into words."""

    found: Sequence[Finding] = ()
    packs: Policies = field(default_factory=policies)

    def at(self, text: str, *path: str) -> Markup:
        """``text`` with the findings on ``path`` or on what is under it."""
        told = [f for f in self.found if any(one[: len(path)] == path for one in paths_of(f))]
        return Markup("").join([lines(text), *(_line(f, self.packs) for f in told)])


def _line(finding: Finding, packs: Policies) -> Markup:
    cite = packs.cite(finding.article) if finding.article else ""
    says = f"{sentence(finding.what)}（{cite}）" if cite else sentence(finding.what)
    return Markup('<br><span class="hb-beside {}" title="{}">【{}】{}</span>').format(
        _KIND[finding.level], sentence(finding.expected), finding.level.word, says
    )
