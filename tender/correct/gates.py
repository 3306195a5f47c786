"""Correct an answer of the review (更正资格审查结论): a bid wrongly rejected or passed, found after the ranking.

A wrong qualification is a lawful ground in a consultation (财库〔2014〕214号第三十二条) and not in
a tender (财政部令第87号第六十四条), where the finance department is told and decides. In an open
selection the book alone rules.
"""

from collections.abc import Iterator

from tender.book import Lot, Method
from tender.book.gates import Gate
from tender.case import Case
from tender.correct.ground import ARTICLE, compared_with, lawful, reported, unranked
from tender.decisions import FILE, GateCorrected
from tender.findings import Answer, Finding, error, has_error
from tender.mark import judged
from tender.record import GROUNDS, Decision, Draft, Json, Kind, draft

GROUND = "qualification"


def correctable_gates(case: Case) -> tuple[Gate, ...]:
    """The gates whose answers may be corrected after the ranking, by the method's law; none in a tender."""
    if case.book.method is Method.OPEN_TENDER:
        return ()
    wide = not case.book.method.procurement
    return tuple(g for g in case.book.gates if wide or g.stage == GROUND)


def correct_gate(case: Case, entry: GateCorrected) -> tuple[tuple[Draft, ...], tuple[Finding, ...]]:
    """The event that turns one answer round, or what stands against it."""
    where = f"{FILE} › gate_corrected › {entry.operator} › {entry.lot} › {entry.gate}"
    lot = case.book.lot_by_id.get(entry.lot)
    gate = next((g for g in case.book.gates if g.id == entry.gate), None)
    before = case.state.decisions.get((entry.operator, entry.lot, entry.gate))
    if lot is None or gate is None or before is None:
        expected = f"已审查的响应、标段和条件编号（{'、'.join(g.id for g in case.book.gates)}）"
        return (), (error("correct.unknown", where, "没有这项审查结论", expected),)
    found = tuple(_against(case, where, lot, gate, before, entry))
    if has_error(found):
        return (), found
    new: dict[str, Json] = {
        "operator": entry.operator,
        "lot": lot.id,
        "gate": gate.id,
        "answer": entry.answer,
    }
    was: dict[str, Json] = {"answer": before.answer.value, "who": before.who, "why": before.why}
    data: dict[str, Json] = {"of": before.seq, "data": new, "before": was}
    data |= lawful(GROUND, entry, compared_with(case, lot))
    at = case.stamp(entry.at).isoformat()
    return (draft(Kind.CORRECTION, data, at=at, who=entry.by, why=entry.why),), found


def _against(
    case: Case, where: str, lot: Lot, gate: Gate, before: Decision, entry: GateCorrected
) -> Iterator[Finding]:
    article = ARTICLE.get(case.book.method, "")
    yield from unranked(case, where, lot, "改正 gate_decided 后重新审查")
    if before.answer is Answer(entry.answer):
        what = f"更正后仍为{before.answer.word}"
        yield error("correct.same", where, what, "与原结论不同的结论", "核对更正的内容")
    if gate not in correctable_gates(case):
        tender = case.book.method is Method.OPEN_TENDER
        what = (
            "公开招标汇总后，资格审查认定错误不在可以修改结果的法定情形之内"
            if tender
            else f"“{gate.name}”是{gate.stage_word}的条件，不属于{GROUNDS[GROUND]}"
        )
        mend = "书面报告本级财政部门，按其处理意见办理；不得自行更正"
        yield error("correct.ground", where, what, "法定情形之内的更正", mend, article)
    if entry.answer == "pass" and judged(case.book, lot) and not case.state.judges(lot.id):
        yield error(
            "correct.lot_ended",
            where,
            f"标段{lot.id}因有效响应不足已经终止，没有评分",
            "已评分的标段才能更正后重新汇总",
            f"该标段重新组织{case.book.terms.activity}",
            article,
        )
    yield from reported(case, where, entry)
