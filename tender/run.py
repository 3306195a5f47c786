"""Run (全程): a project folder's bids and marks to award and notices, step by step.

The same verbs as the pages, over an in-memory record. A step that finds an error is the
last one: nothing half-valid goes on, and what was found is kept.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from scoring.exact import text
from tender.allocate import Allocation, Outcome, allocate, decide, nothing_awarded, notice_findings, plan_json
from tender.announce import announce
from tender.book import ReadBook, read_book
from tender.case import Case, case
from tender.correct import correct, corrected, ended, followed
from tender.decisions import Corrected, Decisions, MarkCorrected, read_decisions
from tender.draft import draft_files
from tender.findings import Finding, has_error
from tender.mark import read_marks
from tender.open import open_bids
from tender.publish import publish
from tender.rank import rank_all
from tender.record import Draft, Record
from tender.review import review, too_few
from tender.review.law_answers import bid_answers, law_findings, result_answers


class Step(Enum):
    """The steps in order, with the words that progress shows."""

    CHECK = "检查采购文件"
    DRAFT = "生成采购文件和表单"
    OPEN = "开启响应文件"
    REVIEW = "资格和符合性审查"
    MARK = "汇集评委评分"
    RANK = "计算得分和排序"
    ALLOCATE = "确定各标段结果"
    ANNOUNCE = "生成公告和报告"


Progress = Callable[[Step], None]


@dataclass
class Run:
    """How far a run came. ``stopped`` is the step whose errors ended it, None when all went well."""

    read: ReadBook
    record: Record = field(default_factory=Record)
    findings: list[Finding] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    case: Case | None = None
    allocation: Allocation | None = None
    stopped: Step | None = None

    @property
    def no_award(self) -> bool:
        """Whether the award rule gave no award that may stand, or every lot has ended."""
        given = self.allocation
        return given is not None and (given.outcome is not Outcome.DECIDED or not given.awarded)


class _StoppedError(Exception):
    """A step found errors; its findings are already in the run."""


def run(project: Path, *, seconds: float = 60, progress: Progress = lambda step: None) -> Run:
    """Everything from the folder's bids and marks to the notices; reads only, writes nothing.

    ``seconds`` limits the search for the award. The files are complete up to the step that
    stopped, and the same folder gives the same bytes.
    """
    done = Run(read_book(project))
    decided, found = read_decisions(project)
    try:
        _until_ranked(done, project, decided, found, progress)
        _award(done, decided, seconds, progress)
    except _StoppedError:
        pass
    done.findings += done.case.state.findings if done.case else ()
    done.files["record.jsonl"] = done.record.to_jsonl().encode("utf-8")
    done.files["findings.json"] = _json([f.to_json() for f in done.findings])
    return done


def run_until_ranked(project: Path) -> Run:
    """The steps up to the rankings, for what is asked of marks and rankings alone."""
    done = Run(read_book(project))
    decided, found = read_decisions(project)
    with suppress(_StoppedError):
        _until_ranked(done, project, decided, found, lambda step: None)
    done.findings += done.case.state.findings if done.case else ()
    return done


def _until_ranked(
    done: Run, project: Path, decided: Decisions, found: Sequence[Finding], progress: Progress
) -> None:
    """``found`` is about the decisions: one that cannot be read must not be passed over."""
    read = done.read
    drafts, told = publish(read)
    _step(done, Step.CHECK, (drafts, (*told, *found)), progress)
    assert read.book  # publishing refuses a book that could not be read
    progress(Step.DRAFT)
    done.files |= draft_files(read.book, read.sha256, read.packs)
    _step(done, Step.OPEN, open_bids(project, read.book, read.sha256, decided, read.packs), progress)
    _step(done, Step.REVIEW, review(_case(done), decided), progress)
    done.findings += law_findings(bid_answers(_case(done)))
    done.findings += too_few(_case(done))
    _step(done, Step.MARK, read_marks(project, _case(done), read.sha256), progress)
    # An objective item on which judges differ keeps the lots from being added up; the rest changes a result.
    for entry in (e for e in decided.mark_corrected if e.ground == "objective"):
        _step(done, Step.MARK, correct(_case(done), entry), progress)
    _step(done, Step.RANK, rank_all(_case(done)), progress)
    _corrected(done, decided, progress)
    done.findings += law_findings(result_answers(_case(done)))
    done.files["totals.json"] = totals_json(_case(done))


def _corrected(done: Run, decided: Decisions, progress: Progress) -> None:
    """What was corrected after the ranking, in the order of time; then what it set aside is added up anew."""
    later: list[Corrected] = [*decided.gate_corrected, *decided.price_amended]
    later += [e for e in decided.mark_corrected if e.ground != "objective"]
    for entry in sorted(later, key=lambda e: e.at):
        _step(done, Step.RANK, corrected(_case(done), entry), progress)
        if not isinstance(entry, MarkCorrected):
            _step(done, Step.RANK, followed(_case(done), decided), progress)
    if later:
        _step(done, Step.RANK, (ended(_case(done)), ()), progress)
        done.findings += [f for f in too_few(_case(done)) if f not in done.findings]
        _step(done, Step.RANK, rank_all(_case(done)), progress)


def _award(done: Run, told: Decisions, seconds: float, progress: Progress) -> None:
    progress(Step.ALLOCATE)
    ranked = _case(done)
    done.allocation = allocate(ranked, told.drawn, told.chosen, seconds=seconds)
    done.files |= allocation_files(ranked, done.allocation)
    _step(
        done,
        Step.ALLOCATE,
        decide(ranked, done.allocation, told.departure_confirmed, told.drawn),
        progress,
    )
    if not done.allocation.awarded:
        done.findings.append(nothing_awarded(ranked))
        return
    progress(Step.ANNOUNCE)
    decided = _case(done)
    files, drafts = announce(decided, done.allocation, done.record.head)
    done.files |= files
    found = notice_findings(decided, done.allocation, decided.book.dates.result)
    _step(done, Step.ANNOUNCE, (drafts, found), progress)


def _step(
    done: Run, step: Step, outcome: tuple[Sequence[Draft], Sequence[Finding]], progress: Progress
) -> None:
    progress(step)
    drafts, findings = outcome
    done.findings += findings
    if has_error(findings):
        done.stopped = step
        raise _StoppedError
    done.record = done.record.extend(drafts)
    done.case = case(done.record)


def _case(done: Run) -> Case:
    assert done.case  # every step after publication follows a successful one
    return done.case


def totals_json(ranked: Case) -> bytes:
    """Every lot's ranking with all items and their arithmetic."""
    return _json({lot: list(result.ranking) for lot, result in ranked.state.results.items()})


def allocation_files(ranked: Case, allocation: Allocation) -> Mapping[str, bytes]:
    """The award, and for a combination the problem that was solved and the plan."""
    places = ranked.book.rounding.places
    award = {
        "outcome": allocation.outcome.value,
        "rule": allocation.rule,
        "total_points": text(allocation.total_points, places),
        **_weighted(ranked, allocation),
        "total_price_fen": allocation.total_fen,
        "lots": [lot.to_json(places) for lot in allocation.lots],
    }
    files = {"award.json": _json(award)}
    if allocation.problem:
        files["allocation-problem.json"] = _json(allocation.problem.to_json())
        files["allocation-plan.json"] = _json(plan_json(allocation))
    return files


def _weighted(ranked: Case, allocation: Allocation) -> Mapping[str, str]:
    """The sum that decided where lots weigh differently."""
    plan = allocation.plan
    if not ranked.book.worths or plan is None or plan.totals is None:
        return {}
    return {"weighted_points": text(plan.totals.points, plan.places)}


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
