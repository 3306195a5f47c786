"""Rules of the place answered over the award (定标规定对照): rule, article, answer, as the report prints them."""

from collections.abc import Iterator
from datetime import date

from tender.allocate import Allocation, award_verdicts, together
from tender.case import Case
from tender.documents.blocks import Block, Column, Table, cells
from tender.findings import Answer
from tender.policy.judge import Verdict
from tender.policy.schema import in_words
from tender.review.law_answers import LawAnswer, law_answers


def rule_answers(case: Case, allocation: Allocation) -> Iterator[Block]:
    """The table of every rule of the award, answered on the day of the award; nothing where there is none."""
    award = case.state.award
    day = date.fromisoformat(award.at[:10]) if award else case.book.dates.result
    found = award_verdicts(case, allocation, day)
    if not found:
        return
    waivers = case.nouns["project"].get("waivers", {})
    answers: dict[str, list[str]] = {}
    says = {v.provision.id: v.provision.says for v in found}
    for same in together(found):
        rule = same[0].provision.id
        answers.setdefault(rule, []).append(_said(same, waivers.get(rule, "")))
    rows = [cells("规定", "依据", "结论")]
    rows += [cells(says[rule], case.packs.cite(rule), "；".join(told)) for rule, told in answers.items()]
    columns = (Column(206), Column(108), Column(128))
    yield Table(columns, tuple(rows), caption="定标结果与地方制度有关规定的对照")


def law_table(case: Case) -> Iterator[Block]:
    """The table of the checks of the law that the evaluation answers; nothing outside procurement law."""
    found = law_answers(case)
    rows = [cells("规定", "依据", "结论")]
    for check in dict.fromkeys(one.check.id for one in found):
        same = [one for one in found if one.check.id == check]
        told = [one for one in same if one.answer is not Answer.PASS]
        said = "；".join(_open(one) for one in told) or Answer.PASS.word
        rows.append(cells(same[0].verdict.provision.says, case.packs.cite(same[0].basis), said))
    if found:
        columns = (Column(206), Column(108), Column(128))
        yield Table(columns, tuple(rows), caption="评审过程与法规有关规定的对照")


def _open(one: LawAnswer) -> str:
    """An answer that is no pass, and about which bid."""
    about = f"（{one.verdict.subject}）" if one.verdict.subject else ""
    return one.answer.word + (f"：缺少{one.missing}" if one.missing else "") + about


def _said(same: tuple[Verdict, ...], waiver: str) -> str:
    """One answer with what it is about; the subjects of a pass need no telling."""
    first = same[0]
    if first.answer is Answer.PASS:
        return first.answer.word
    subjects = "、".join(v.subject for v in same if v.subject)
    if first.answer is Answer.CANNOT_DECIDE:
        missing = "、".join(in_words(path) for path in first.answered.missing)
        return f"{first.answer.word}：缺少{missing}" + (f"（{subjects}）" if subjects else "")
    excused = f"；豁免理由：{waiver}" if waiver else ""
    return first.answer.word + (f"：{subjects}" if subjects else "") + excused
