"""Checks of the law over book and register (法规检查项): each row of ``checks.toml`` that is a sentence.

What only the bureau knows stands in the register; as long as it does not, the check is
undecided and says what to enter. Of later steps only what already breaks a check is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tender.book import Book, Method
from tender.book.register import REGISTER, Register
from tender.findings import Answer, Finding
from tender.policy import Policies
from tender.policy.checks import Check, checks
from tender.policy.judge import Verdict, verdicts
from tender.policy.schema import schema
from tender.policy.stages import Stage, stage_of
from tender.rules.findings import rule_findings
from tender.rules.nouns import project_nouns

OTHER = {Method.OPEN_TENDER: "N214-", Method.COMPETITIVE_CONSULTATION: "O87-"}
"""Rules of the other method, which are cited only where the own one has none."""


def legal(book: Book, register: Register, packs: Policies) -> Iterator[Finding]:
    """Findings of every check that rests on a provision in force on the day of publication."""
    if not book.method.procurement or book.regime not in packs.packs:
        return
    nouns, day = project_nouns(book, register, packs), book.dates.publish
    for check in checks().checks:
        basis = check.basis(packs, day, OTHER.get(book.method, ""))
        if check.expression and basis:
            rule = check.rule(packs, day)
            found = list(verdicts(rule, nouns))
            if stage_of(rule) is not Stage.BOOK:
                found = [verdict for verdict in found if verdict.answer is Answer.FAIL]
            yield from _told(check, basis, found, nouns)


def _told(check: Check, basis: str, found: Sequence[Verdict], nouns: Mapping[str, Any]) -> Iterator[Finding]:
    """One finding for all records that answer alike, citing law and not the row."""
    alike: dict[tuple[Answer, tuple[str, ...]], list[Verdict]] = {}
    for verdict in found:
        alike.setdefault((verdict.answer, verdict.answered.missing), []).append(verdict)
    for (answer, missing), same in alike.items():
        subjects = "、".join(v.subject for v in same if v.subject) or "项目"
        mend = f"在 {REGISTER} 中写明：{_entries(missing, nouns)}" if missing else "对照该项要求改正"
        for finding in rule_findings(same[:1]):
            code = "law.undecided" if answer is Answer.CANNOT_DECIDE else "law.broken"
            yield replace(finding, code=code, where=f"{subjects} › {check.id}", mend=mend, article=basis)


def _entries(missing: Sequence[str], nouns: Mapping[str, Any]) -> str:
    """Where each missing attribute is entered: ``[survey] parties``."""
    places = []
    for path in missing:
        noun, _, attribute = path.partition("（")[0].partition(".")
        known = schema().get(noun)
        table = f"[[{noun}]]" if isinstance(nouns.get(noun), list) else f"[{noun}]"
        label = known.attributes[attribute].label if known and attribute in known.attributes else ""
        places.append(f"{table} {attribute}" + (f"（{label}）" if label else ""))
    return "；".join(places)
