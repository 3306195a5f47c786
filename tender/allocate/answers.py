"""Rules of the place over the made award (定标规定判定): each provision of the regime that an award can answer.

A rule of the award is answered in full. One of a later step that speaks of the award too is
looked at early: what the register already tells against it is told before the award is made.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from tender.allocate.result import Allocation
from tender.case import Case
from tender.findings import Answer, Finding, Level
from tender.policy import Provision
from tender.policy.expression import Expression
from tender.policy.judge import Verdict, verdicts
from tender.policy.stages import STAGE_OF, Stage, stage_of
from tender.rules.award_nouns import Won, award_nouns, notice_nouns
from tender.rules.findings import rule_findings, waived

_BARRED = "不得按此结果定标：查明原因，依法终止有关标段后重新组织，或者由有权机关书面答复后再定标"
_TOLD = "对照该条规定核实，并在评审报告中书面说明"


def award_verdicts(case: Case, allocation: Allocation, day: date) -> tuple[Verdict, ...]:
    """Every rule that acts at the award, answered over the award decided on ``day``."""
    return tuple(_answered(case, _nouns(case, allocation, day), "award"))


def award_findings(case: Case, allocation: Allocation, day: date) -> tuple[Finding, ...]:
    """What rules say against an award decided on ``day``, as grave as their force."""
    nouns = _nouns(case, allocation, day)
    found = [*_answered(case, nouns, "award"), *_foreseen(case, nouns, "award")]
    return _findings(case, found, "定标")


def notice_findings(case: Case, allocation: Allocation, day: date) -> tuple[Finding, ...]:
    """What rules say against the recorded award's notice, published on ``day``."""
    decided = date.fromisoformat(case.state.award.at[:10]) if case.state.award else day
    nouns = notice_nouns(_nouns(case, allocation, decided), day)
    found = [*_answered(case, nouns, "notice"), *_foreseen(case, nouns, "notice")]
    return _findings(case, found, "公告")


def _nouns(case: Case, allocation: Allocation, day: date) -> Mapping[str, Any]:
    won = [
        Won(lot.lot, lot.operator, lot.price_fen or 0, case.bids[lot.operator].lots[lot.lot].services)
        for lot in allocation.lots
        if lot.operator is not None
    ]
    return award_nouns(case.nouns, won, day)


def _answered(case: Case, nouns: Mapping[str, Any], act: str) -> Iterator[Verdict]:
    """The rules of the award step, of an act: those of the notice wait until there is one."""
    for rule in _rules(case):
        told = "notice" if "notice" in _roots(rule) else "award"
        if stage_of(rule) is Stage.AWARD and told == act:
            yield from verdicts(rule, nouns)


def _foreseen(case: Case, nouns: Mapping[str, Any], act: str) -> Iterator[Verdict]:
    """What is already broken among the rules of later steps that speak of an act."""
    steps = list(Stage)
    for rule in _rules(case):
        spoken = {noun for noun in _roots(rule) if STAGE_OF[noun] is Stage.AWARD}
        told = "notice" if "notice" in spoken else "award"
        if spoken and told == act and steps.index(stage_of(rule)) > steps.index(Stage.AWARD):
            yield from (v for v in verdicts(rule, nouns) if v.answer is Answer.FAIL)


def _rules(case: Case) -> Iterator[Provision]:
    """The regime's rules that a machine can answer, as in force when the book was published."""
    pack = case.packs.packs.get(case.book.regime)
    for row in pack.provisions if pack else ():
        if row.expression:
            yield case.packs.on(row.id, case.book.dates.publish)


def _roots(rule: Provision) -> frozenset[str]:
    return Expression(rule.expression).roots()


def _findings(case: Case, found: list[Verdict], step: str) -> tuple[Finding, ...]:
    """As findings of the step, one for a rule that says the same of many.

    The register is frozen by now, so the mend is another than for the book.
    """
    pack = case.packs.packs.get(case.book.regime)
    given = waived(case.nouns["project"], pack) if pack else {}
    told = []
    for same in together(found):
        subjects = "、".join(v.subject for v in same)
        for f in rule_findings([replace(same[0], subject=subjects)], given):
            mend = _BARRED if f.level is Level.ERROR else _TOLD
            told.append(replace(f, where=f"{step} › {f.where}", mend=mend))
    return tuple(told)


def together(found: Iterable[Verdict]) -> tuple[tuple[Verdict, ...], ...]:
    """Verdicts grouped where one rule gives the same answer for the same reason, in their order."""
    groups: dict[tuple[object, ...], list[Verdict]] = {}
    for verdict in found:
        key = (verdict.provision.id, verdict.answer, verdict.answered.missing)
        groups.setdefault(key, []).append(verdict)
    return tuple(tuple(group) for group in groups.values())
