"""Checks of the law over the evaluation: the record answers them, and what is not told stays open."""

from datetime import datetime
from fractions import Fraction

import pytest

from tender.announce.rule_answers import law_table
from tender.bids import Bid, Declaration, EntityType, LotBid, Service, Size
from tender.book import parse_book
from tender.case import case as case_of
from tender.decisions import Decisions
from tender.documents.blocks import cells
from tender.findings import Answer, Level
from tender.paths import samples
from tender.record import Record
from tender.review.law_answers import bid_answers, law_findings, result_answers
from tender.review.nouns import evaluated_bid, evaluation
from tender.rules.law_nouns import declared_low_price
from tender.run import run

SAMPLE = samples() / "teda-haiqing"
BOOK = (SAMPLE / "project.toml").read_text("utf-8")
REGISTER = (SAMPLE / "register.toml").read_text("utf-8")
LOT = "L2G"  # ceiling 80,000 yuan: 45 % of it is 36,000
LATER = ("marks_locked", "result_computed", "award_decided", "notice_issued", "decision_noted")
FILED = ("explanation", "proof", "search_history")


def bid(operator, yuan, size=Size.MEDIUM, kind=EntityType.ENTERPRISE):
    book = parse_book(BOOK).book
    facts = {"free_sessions": 100, "free_person_times": 2000, "investment": 1000, "feedback": 1000}
    figures = {fact: Fraction(value) for fact, value in facts.items()}
    in_lot = LotBid(LOT, yuan * 100, figures, {}, (Service("讲座", "健康", "公益服务"),))
    declared = {g.id: Declaration(True, "第1页") for g in book.gates if g.kind == "declared"}
    return operator, Bid(
        operator, f"{operator}公司", f"CODE{operator}", "", kind, size, declared, {LOT: in_lot}
    )


def panel(operator, **changes):
    row = {
        "operator": operator,
        "lot": LOT,
        "answer": "pass",
        "asked_at": datetime(2026, 3, 16, 10, 0),
        "answered_at": datetime(2026, 3, 16, 10, 35),
        "papers": FILED,
        "by": "磋商小组（虚构）",
        "at": datetime(2026, 3, 16, 11, 0),
        "why": "成本测算说明",
    } | changes
    return Decisions.model_validate({"low_price_decided": [row]})


@pytest.fixture(scope="session")
def reviewed(posed):
    def build(bids, decisions=None, book=BOOK):
        return posed(parse_book(book, REGISTER), dict(bids), decided=decisions or Decisions())

    return build


LOW = (bid("A", 60_000), bid("B", 70_000), bid("C", 35_999))


def of(case, check):
    return {one.verdict.subject.split(" ")[0]: one for one in bid_answers(case) if one.check.id == check}


def test_the_figures_a_price_is_held_against_are_those_of_the_bids_that_passed_review(reviewed):
    case = reviewed(LOW, panel("C"))
    own = evaluated_bid(case, "C", case.book.lot_by_id[LOT])["bid"]
    assert own["conforming_mean_fen"] == Fraction(6_000_000 + 7_000_000 + 3_599_900, 3)
    assert own["second_lowest_fen"] == 6_000_000
    assert (own["low_price_decision"], own["explained"], own["explained_minutes"]) == ("reasonable", True, 60)
    assert own["low_price_papers"] == list(FILED)


def test_a_low_price_decided_in_order_passes_and_the_others_need_no_decision(reviewed):
    told = of(reviewed(LOW, panel("C")), "EVL-05")
    assert {op: one.answer for op, one in told.items()} == dict.fromkeys("ABC", Answer.PASS)
    assert list(law_findings(told.values())) == []


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"papers": None}, Answer.CANNOT_DECIDE),
        ({"papers": ["explanation", "proof"]}, Answer.FAIL),
        ({"papers": ["search_history"]}, Answer.FAIL),
        ({"papers": ["search_history"], "answered_at": None, "answer": "fail"}, Answer.PASS),
        ({"answered_at": None, "answer": "fail", "at": datetime(2026, 3, 16, 10, 29)}, Answer.FAIL),
    ],
)
def test_what_was_not_archived_or_rushed_is_told_and_stops_nothing(reviewed, changes, answer):
    told = of(reviewed(LOW, panel("C", **changes)), "EVL-05")
    assert told["C"].answer is answer
    for finding in law_findings([told["C"]]):
        assert finding.level is Level.WARNING
        assert finding.code == ("law.undecided" if answer is Answer.CANNOT_DECIDE else "law.broken")
        assert (finding.where, finding.article) == ("C C公司 › L2G › EVL-05", "LP-mean")
    assert told["A"].answer is Answer.PASS


def test_a_limit_that_the_book_raised_is_the_one_a_price_is_held_against(reviewed):
    raised = BOOK.replace("[rounding]", "[low_price]\nceiling_percent = 65\n\n[rounding]")
    book = parse_book(raised, REGISTER)
    assert declared_low_price(book.book, book.packs) == {"low_price_percents": [50, 50, 65]}
    bids = (bid("A", 60_000), bid("B", 70_000), bid("C", 51_999))
    assert of(reviewed(bids, book=raised), "EVL-05")["C"].answer is Answer.CANNOT_DECIDE
    assert of(reviewed(bids), "EVL-05")["C"].answer is Answer.PASS
    hasty = panel("C", papers=["proof"])
    assert of(reviewed(bids, hasty, raised), "EVL-05")["C"].answer is Answer.FAIL
    assert of(reviewed(bids, hasty), "EVL-05")["C"].answer is Answer.PASS


def test_a_deduction_is_read_from_the_rule_as_it_was_applied(reviewed):
    bids = (bid("A", 60_000, Size.SMALL), bid("B", 70_000), bid("C", 50_000, None, EntityType.SOCIAL_ORG))
    case = reviewed(bids)
    told = of(case, "EVL-06")
    assert {op: one.answer for op, one in told.items()} == dict.fromkeys("ABC", Answer.PASS)
    lot = case.book.lot_by_id[LOT]
    assert [evaluated_bid(case, op, lot)["bid"]["deduction_percent"] for op in "ABC"] == [10, 0, 0]


def test_before_the_notice_on_low_prices_no_price_is_held_against_its_limits(reviewed):
    early = BOOK.replace("publish = 2026-03-02", "publish = 2026-01-30")
    assert of(reviewed(LOW, book=early), "EVL-05") == {}


def test_a_run_without_any_change_of_a_result_says_so_in_the_report(project):
    done = run(project.folder)
    [edits] = [one for one in result_answers(done.case) if one.check.id == "EVL-15"]
    assert edits.answer is Answer.PASS
    assert not [f for f in done.findings if f.code.startswith("law.") and "EVL-" in f.where]
    [table] = law_table(done.case)
    assert table.rows[0] == cells("规定", "依据", "结论")
    assert [row[2] for row in table.rows[1:]] == list(cells("通过", "通过", "通过", "通过"))
    assert "评审过程与法规有关规定的对照" in done.files["evaluation-report.html"].decode()


def test_every_lawful_change_of_a_result_is_an_edit_that_the_check_reads(project):
    project.decide(
        '[[mark_corrected]]\njudge = "J1"\nlot = "L1"\noperator = "T1"\nitem = "plan"\nmark = 61\n'
        'ground = "outlier"\nby = "评审小组（虚构）"\nat = 2026-03-16T16:00:00\nwhy = "全体认定畸高"\n'
    )
    done = run(project.folder)
    [edits] = [one for one in result_answers(done.case) if one.check.id == "EVL-15"]
    assert edits.answer is Answer.PASS
    assert len(done.case.state.corrections) == 1


def marked(why="", *, only_one_bid=True):
    """Judge J3 marks T7 (or everybody) far above the others, with ``why`` beside each of these marks."""

    def change(judge, marks):
        for (lot, operator, *_), entry in marks.items():
            if (judge, lot) == ("J3", "L1") and (operator == "T7" or not only_one_bid):
                entry |= {"mark": 100} | ({"reason": why} if why else {})

    return change


def outlier_answer(case):
    [one] = [one for one in result_answers(case) if one.check.id == "EVL-11"]
    return one


@pytest.mark.parametrize(
    ("why", "answer"),
    [("需求分析有逐户走访记录（虚构）", Answer.PASS), ("", Answer.CANNOT_DECIDE)],
    ids=["a written reason", "no reason on record"],
)
@pytest.mark.parametrize("only_one_bid", [True, False], ids=["one bid", "all bids"])
def test_a_mark_far_from_the_others_passes_with_the_judges_written_reason_alone(
    project, why, answer, only_one_bid
):
    project.judge(marked(why, only_one_bid=only_one_bid))
    case = project.ranked()
    asked = evaluation(case)["evaluation"]["outliers"]
    assert {(o["lot"], o["judge"], o["removed"]) for o in asked} == {("L1", "J3", False)}
    assert ("T7" if only_one_bid else "") in {o["operator"] for o in asked}
    one = outlier_answer(case)
    assert (one.answer, one.missing) == (answer, "" if why else "“评分人的书面理由”")
    assert [f.code for f in law_findings([one])] == ([] if why else ["law.undecided"])


def test_marks_that_nobody_is_asked_about_pass_and_the_mark_itself_stays(project):
    case = project.ranked()
    assert evaluation(case)["evaluation"]["outliers"] == []
    assert outlier_answer(case).answer is Answer.PASS
    project.judge(marked())
    assert project.ranked().state.marks["J3", "L1"].marks["T7"]["plan"] == "100"


def test_before_all_marks_are_locked_nothing_is_known_of_outliers(project):
    done = run(project.folder)
    events = [e for e in done.record.events if e.what.value not in LATER]
    early = case_of(Record().extend(events))
    assert evaluation(early)["evaluation"]["outliers"] is None
    assert outlier_answer(early).answer is Answer.CANNOT_DECIDE
