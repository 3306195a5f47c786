"""After the ranking: a qualification judged wrongly, a price that does not add up, and what follows from either."""

from dataclasses import replace

import pytest

from tender.announce.conduct_tables import correction_table
from tender.book import Method
from tender.case import LOW_PRICE
from tender.correct import amend_price, bid_changes, changes, correct_gate, correctable_gates, owed
from tender.decisions import GateCorrected, PriceAmended, read_decisions
from tender.findings import Answer, Level
from tender.policy.judge import Verdict
from tender.record import Kind
from tender.review.law_answers import result_answers
from tender.run import Step, run

GATE = """
[[gate_corrected]]
operator = "{operator}"
lot = "{lot}"
gate = "{gate}"
answer = "{answer}"
by = "磋商小组（虚构）"
at = 2026-03-16T17:00:00
why = "复核时查明营业执照仍在有效期内"
{more}
"""
PRICE = """
[[price_amended]]
operator = "{operator}"
lot = "{lot}"
price_yuan = {yuan}
confirmed = {confirmed}
by = "磋商小组（虚构）"
at = 2026-03-16T17:00:00
why = "分项报价合计与总价不一致，以分项合计为准"
"""


def gate(operator, lot, answer, name="liability", more=""):
    return GATE.format(operator=operator, lot=lot, gate=name, answer=answer, more=more)


def price(operator, lot, yuan, confirmed="true"):
    return PRICE.format(operator=operator, lot=lot, yuan=yuan, confirmed=confirmed)


def errors(done):
    return [f.code for f in done.findings if f.level is Level.ERROR]


def ranking(done, lot):
    return {e["operator"]: e for e in done.case.state.results[lot].ranking}


def added_up(done):
    """Whether every lot was ranked; that another award is to be confirmed anew is no matter here."""
    return done.stopped is None or set(errors(done)) <= {
        "award.departure_unconfirmed",
        "award.departure_unknown",
    }


@pytest.fixture
def plain(project):
    return run(project.folder)


def test_a_bid_wrongly_passed_goes_and_the_base_price_is_taken_over_the_rest(project, plain):
    before = ranking(plain, "L1")
    assert before["T2"]["items"]["price"]["how"].startswith("700,000.00")
    project.decide(gate("T7", "L1", "fail"))
    done = run(project.folder)
    assert added_up(done), errors(done)
    now = ranking(done, "L1")
    assert set(now) == {"T1", "T2"}
    assert now["T2"]["items"]["price"]["points"] == "15.0000"
    assert ranking(done, "L2H") == ranking(plain, "L2H")
    assert ("复核时查明营业执照仍在有效期内", "") in done.case.reasons("T7", "L1") or done.case.rejected("L1")
    kinds = [event.what for event in done.record.events]
    assert kinds.count(Kind.RESULT_COMPUTED) == len(plain.case.state.results) + 1


def test_the_event_keeps_before_and_after_who_why_and_on_which_ground(project):
    project.decide(gate("T7", "L1", "fail"))
    done = run(project.folder)
    [event] = [e for e in done.record.events if e.what is Kind.CORRECTION]
    assert (event.who, event.why) == ("磋商小组（虚构）", "复核时查明营业执照仍在有效期内")
    assert event.data["before"]["answer"] == "pass"
    assert event.data["data"]["answer"] == "fail"
    assert event.data["ground"] == "qualification"
    [told] = bid_changes(done.case)
    assert (told.before, told.after, told.ground) == ("通过", "不通过", "资格性审查认定错误")
    [table] = correction_table(done.case)
    assert table.caption == "审查结论和报价更正"
    said = "".join(str(cell) for cell in table.rows[1])
    assert "通过改为不通过" in said
    assert "评审报告签署前当场更正" in said
    [edits] = [one for one in result_answers(done.case) if one.check.id == "EVL-15"]
    assert isinstance(edits.verdict, Verdict)
    assert edits.answer is Answer.PASS


REJECTED = """
[[gate_decided]]
operator = "T2"
lot = "L1"
gate = "liability"
answer = "fail"
by = "经办人（虚构）"
at = 2026-03-16T10:00:00
why = "营业执照已过期"
"""


def test_a_bid_wrongly_rejected_comes_back_once_every_judge_has_marked_it(project):
    project.decide(REJECTED)
    assert set(ranking(run(project.folder), "L1")) == {"T1", "T7"}
    project.decide(gate("T2", "L1", "pass"))
    waiting = run(project.folder)
    assert waiting.stopped is Step.RANK
    assert set(errors(waiting)) == {"rank.missing_mark"}
    due = owed(waiting.case, waiting.case.book.lot_by_id["L1"])
    assert len(due) == len(waiting.case.book.judges) * 2
    assert {op for _, op, _ in due} == {"T2"}
    for judge, op, asked in due:
        project.decide(
            f'[[mark_corrected]]\njudge = "{judge.id}"\nlot = "L1"\noperator = "{op}"\nitem = "{asked.id}"\n'
            'mark = 80\nground = "qualification"\nby = "磋商小组（虚构）"\nat = 2026-03-16T18:00:00\nwhy = "补评"\n'
        )
    done = run(project.folder)
    assert added_up(done), errors(done)
    assert set(ranking(done, "L1")) == {"T1", "T2", "T7"}
    assert {(c.before, c.after) for c in changes(done.case)} == {("未评", "80")}


def test_a_mark_is_added_on_no_other_ground_and_only_where_there_is_none(project):
    added = (
        '[[mark_corrected]]\njudge = "J1"\nlot = "L1"\noperator = "T1"\nitem = "plan"\nmark = 61\n'
        'ground = "qualification"\nby = "磋商小组（虚构）"\nat = 2026-03-16T18:00:00\nwhy = "补评"\n'
    )
    project.decide(added)
    assert errors(run(project.folder)) == ["correct.ground"]


def entry(**more):
    data = {"operator": "T7", "lot": "L1", "gate": "liability", "answer": "fail", "by": "甲", "why": "乙"}
    return GateCorrected.model_validate({**data, "at": "2026-03-16T17:00:00", **more}, strict=False)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"gate": "nothing"}, "correct.unknown"),
        ({"operator": "T4"}, "correct.unknown"),
        ({"answer": "pass"}, "correct.same"),
        ({"gate": "ceiling"}, "correct.ground"),  # conformity: no ground in 财库〔2014〕214号
        ({"after_signature": True}, "correct.reported"),
    ],
)
def test_what_is_no_lawful_reversal_is_refused_with_the_article(plain, more, code):
    drafts, found = correct_gate(plain.case, entry(**more))
    assert drafts == ()
    assert code in {f.code for f in found}
    assert all(f.article == "N214-32" for f in found if f.code == "correct.ground")


def test_before_the_ranking_the_answer_is_simply_decided_anew(project):
    now, _ = project.reviewed()
    [found] = correct_gate(now, entry())[1]
    assert (found.code, found.mend) == ("correct.early", "改正 gate_decided 后重新审查")


def test_in_a_tender_a_wrong_qualification_goes_to_the_finance_department(plain):
    now = replace(plain.case, book=plain.case.book.model_copy(update={"method": Method.OPEN_TENDER}))
    assert correctable_gates(now) == ()
    [found] = correct_gate(now, entry())[1]
    assert (found.code, found.article) == ("correct.ground", "O87-64")
    assert "书面报告本级财政部门" in found.mend


def test_a_lot_left_with_too_few_bids_ends_and_says_so(project, plain):
    project.decide(gate("T3", "L2H", "fail"))
    done = run(project.folder)
    assert done.case.state.results["L2H"].ranking == ()
    assert "L2H" not in {lot.id for lot in done.case.live_lots}
    assert any(f.code == "review.too_few" and "L2H" in f.where for f in done.findings)
    assert next(a for a in done.allocation.lots if a.lot == "L2H").operator is None
    assert added_up(done), errors(done)


def test_a_price_that_does_not_add_up_is_amended_and_everyone_is_priced_anew(project, plain):
    project.decide(price("T7", "L1", "820000.00"))
    done = run(project.folder)
    assert added_up(done), errors(done)
    now = ranking(done, "L1")
    assert now["T7"]["price_fen"] == 82_000_000
    assert now["T2"]["items"]["price"]["points"] == "15.0000"  # the lowest price is another one now
    [told] = bid_changes(done.case)
    assert (told.what, told.ground) == ("最后报价", "分值汇总计算错误")
    assert ("700,000.00" in told.before, "820,000.00" in told.after) == (True, True)


def test_a_price_amended_below_a_limit_waits_for_the_panel(project, plain):
    project.decide(price("T7", "L1", "400000.00"))  # 45 % of the ceiling of 900,000 is 405,000
    waiting = run(project.folder)
    assert waiting.stopped is Step.RANK
    [held] = [f for f in waiting.findings if f.level is Level.ERROR]
    assert (held.code, "405,000.00元" in held.what) == ("review.low_price", True)
    project.decide(
        '[[low_price_decided]]\noperator = "T7"\nlot = "L1"\nanswer = "fail"\nasked_at = 2026-03-16T17:10:00\n'
        'papers = ["search_history"]\nby = "磋商小组（虚构）"\nat = 2026-03-16T18:00:00\nwhy = "没有说明"\n'
    )
    done = run(project.folder)
    assert added_up(done), errors(done)
    assert set(ranking(done, "L1")) == {"T1", "T2"}
    assert done.case.state.decisions["T7", "L1", LOW_PRICE].answer is Answer.FAIL


def test_a_price_amended_above_the_ceiling_or_not_confirmed_makes_the_bid_invalid(project, plain):
    project.decide(price("T7", "L1", "900000.01") + price("T2", "L2X", "96000.00", "false"))
    done = run(project.folder)
    assert "T7" in done.case.rejected("L1")
    assert "超过最高限价" in done.case.reasons("T7", "L1")[0][0]
    assert "T2" in done.case.rejected("L2X")
    assert "未书面确认" in done.case.reasons("T2", "L2X")[0][0]


def test_a_bid_taken_out_moves_the_limits_and_a_price_that_was_above_them_is_reviewed(project):
    """With T2 the second-lowest price of L1 is 410,000; without it 820,000, of which half is more than T7 asks."""
    project.decide(price("T7", "L1", "406000.00") + price("T2", "L1", "410000.00"))
    calm = run(project.folder)
    assert added_up(calm), errors(calm)
    project.decide(gate("T2", "L1", "fail").replace("17:00:00", "17:30:00"))
    held = run(project.folder)
    assert errors(held) == ["review.low_price"]


def test_an_unknown_or_unchanged_price_is_refused(plain):
    def asked(**more):
        data = {
            "operator": "T7",
            "lot": "L1",
            "price_yuan": 700_000,
            "confirmed": True,
            "by": "甲",
            "why": "乙",
        }
        return PriceAmended.model_validate({**data, "at": "2026-03-16T17:00:00", **more}, strict=False)

    assert [f.code for f in amend_price(plain.case, asked())[1]] == ["correct.same"]
    assert [f.code for f in amend_price(plain.case, asked(operator="T4"))[1]] == ["correct.unknown"]


def test_decisions_on_low_prices_know_which_ones_followed_a_correction(project):
    low = (
        '[[low_price_decided]]\noperator = "T7"\nlot = "L1"\nanswer = "pass"\nasked_at = 2026-03-16T10:00:00\n'
        'by = "甲"\nat = 2026-03-16T{at}\nwhy = "乙"\n'
    )
    project.decide(
        low.replace("{at}", "11:00:00") + low.replace("{at}", "17:30:00") + price("T7", "L1", "1.00")
    )
    decided = read_decisions(project.folder)[0]
    assert [d.at.hour for d in decided.low_prices(after=False)] == [11]
    assert [d.at.hour for d in decided.low_prices(after=True)] == [17]
