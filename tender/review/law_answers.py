"""Checks of the law over the evaluation (评审法规对照): each answered over the bids and corrections as recorded.

Asked is what the record itself tells: low prices and deductions of every conforming bid, every
change of a result, and the marks that the panel lab asks about. What people keep elsewhere about
the evaluation (recusals, links between bidders) is told only where the register already breaks a check.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tender.case import Case
from tender.check.legal import OTHER
from tender.findings import Answer, Finding, Level
from tender.policy import Provision
from tender.policy.checks import Check, checks
from tender.policy.expression import Expression
from tender.policy.judge import Verdict, verdicts
from tender.policy.schema import in_words
from tender.policy.stages import Stage, stage_of
from tender.review.nouns import evaluated_bid, evaluation
from tender.rules.findings import rule_findings

TOLD = {"evaluation.result_edits", "evaluation.outliers"}
"""What the record tells of the evaluation as a whole."""


@dataclass(frozen=True, slots=True)
class LawAnswer:
    """One check with the provision it rests on, and its answer about one bid or the whole evaluation."""

    check: Check
    basis: str
    verdict: Verdict

    @property
    def answer(self) -> Answer:
        """Pass, fail or cannot decide."""
        return self.verdict.answer

    @property
    def missing(self) -> str:
        """What is not told, in words."""
        return "、".join(dict.fromkeys(in_words(path) for path in self.verdict.answered.missing))


def bid_answers(case: Case) -> tuple[LawAnswer, ...]:
    """Every check of bids, answered over every bid that passed review but for its price."""
    return tuple(_over_bids(case, _asked(case, Stage.BID)))


def result_answers(case: Case) -> tuple[LawAnswer, ...]:
    """Every check of the evaluation as a whole, answered over the record."""
    whole = evaluation(case)
    found = []
    for check, basis in _asked(case, Stage.AWARD):
        names = Expression(check.expression).names()
        if any(name.startswith("evaluation.") for name in names):
            given = [LawAnswer(check, basis, v) for v in verdicts(_rule(case, check), whole)]
            found += [one for one in given if TOLD & names or one.answer is Answer.FAIL]
    return tuple(found)


def law_answers(case: Case) -> tuple[LawAnswer, ...]:
    """Every check of the evaluation, of bids first."""
    return (*bid_answers(case), *result_answers(case))


def law_findings(found: Iterable[LawAnswer]) -> Iterator[Finding]:
    """What is broken or open; what passes is silent.

    Nothing here ends a step: what happened in an evaluation is weighed by people and told in the report.
    """
    for one in found:
        open_ = one.answer is Answer.CANNOT_DECIDE
        for finding in rule_findings([one.verdict]):
            yield replace(
                finding,
                level=Level.WARNING if finding.level is Level.ERROR else finding.level,
                code="law.undecided" if open_ else "law.broken",
                mend=f"核实并补记：{one.missing}" if open_ else "对照该项要求改正，并在评审报告中写明",
                article=one.basis,
            )


def _asked(case: Case, stage: Stage) -> Iterator[tuple[Check, str]]:
    """The checks of ``stage`` that rest on a provision in force; none outside procurement law."""
    book = case.book
    if not book.method.procurement:
        return
    for check in checks().checks:
        basis = check.basis(case.packs, book.dates.publish, OTHER.get(book.method, ""))
        if check.expression and basis and stage_of(_rule(case, check)) is stage:
            yield check, basis


def _rule(case: Case, check: Check) -> Provision:
    return check.rule(case.packs, case.book.dates.publish)


def _over_bids(case: Case, asked: Iterable[tuple[Check, str]]) -> Iterator[LawAnswer]:
    waiting = list(asked)
    for lot in case.book.lots:
        conforming = case.conforming(lot.id)
        for operator in conforming if len(conforming) >= case.least else ():
            nouns = evaluated_bid(case, operator, lot)
            where = f"{operator} {case.name(operator)} › {lot.id}"
            for check, basis in waiting:
                if _applies(check, nouns):
                    for verdict in verdicts(_rule(case, check), nouns):
                        yield LawAnswer(check, basis, replace(verdict, subject=where))


def _applies(check: Check, nouns: Mapping[str, Any]) -> bool:
    """Whether all that the check asks of a bid applies to it; what applies and is not told is None."""
    read = (name.split(".") for name in Expression(check.expression).names())
    return all(path[1] in nouns["bid"] for path in read if path[0] == "bid")
