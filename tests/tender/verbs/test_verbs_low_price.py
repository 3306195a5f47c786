"""Abnormally low prices: what starts a review, what the panel decides, and what follows from it."""

from datetime import datetime
from fractions import Fraction

import pytest

from tender.bids import Bid, Declaration, EntityType, LotBid, Service, Size
from tender.book import parse_book
from tender.check import check_book
from tender.decisions import Decisions
from tender.documents.wording import capital_yuan
from tender.findings import Level
from tender.forms.bid_form import PRICES
from tender.paths import samples
from tender.rank import rank_all, rank_lot
from tender.review import review
from tender.review.low_price import triggered
from tender.rules.low_rates import rates
from tender.run import Step, run

BOOK = (samples() / "teda-haiqing" / "project.toml").read_text("utf-8")
LOT = "L2G"  # ceiling 80,000 yuan: 45 % of it is 36,000


def bid(operator, yuan, *, sound=True):
    book = parse_book(BOOK).book
    facts = {"free_sessions": 100, "free_person_times": 2000, "investment": 1000, "feedback": 1000}
    in_lot = LotBid(
        LOT,
        yuan * 100,
        {k: Fraction(v) for k, v in facts.items()},
        {},
        (Service("讲座", "健康", "公益服务"),),
    )
    declared = {g.id: Declaration(sound, "第1页") for g in book.gates if g.kind == "declared"}
    who = (operator, f"{operator}公司", f"CODE{operator}", "", EntityType.ENTERPRISE, Size.MEDIUM)
    return operator, Bid(*who, declared, {LOT: in_lot})


def decision(operator, answer, **changes):
    return {
        "operator": operator,
        "lot": LOT,
        "answer": answer,
        "asked_at": "2026-03-16T10:00:00",
        "answered_at": "2026-03-16T10:35:00",
        "by": "磋商小组（虚构）",
        "at": "2026-03-16T11:00:00",
        "why": "成本测算说明",
    } | changes


def decided(*decisions):
    times = ("asked_at", "answered_at", "at")
    rows = [
        {k: datetime.fromisoformat(v) if k in times and v else v for k, v in row.items()} for row in decisions
    ]
    return Decisions.model_validate({"low_price_decided": rows})


@pytest.fixture(scope="session")
def reviewed(posed):
    """The case of LOT after review with these bids, and what the review finds."""

    def build(bids, decisions=None, text=BOOK):
        given = decisions or Decisions()
        now = posed(parse_book(text), dict(bids), decided=given)
        return now, review(now, given)[1]

    return build


LOW = (bid("A", 60_000), bid("B", 70_000), bid("C", 35_999))


def of(found, code):
    return [f for f in found if f.code == code]


def test_a_price_under_a_limit_waits_for_the_panel_and_holds_the_step(reviewed):
    now, found = reviewed(LOW)
    [waits] = of(found, "review.low_price")
    assert waits.level is Level.ERROR
    assert "45%（36,000.00元）" in waits.what
    assert waits.article == "财库〔2026〕2号"
    assert "不少于30分钟" in waits.expected
    assert now.conforming(LOT) == ("A", "B", "C")
    assert now.valid(LOT) == ("A", "B")


def test_a_price_at_the_limit_is_not_under_it(reviewed):
    now, found = reviewed((*LOW[:2], bid("C", 36_000)))
    assert of(found, "review.low_price") == []
    assert now.valid(LOT) == ("A", "B", "C")


def test_a_price_shown_to_be_reasonable_stays_and_is_the_base(reviewed):
    now, found = reviewed(LOW, decided(decision("C", "pass")))
    assert of(found, "review.low_price") == []
    first = rank_lot(now, now.book.lot_by_id[LOT])[0]
    assert first.place.bidder == "C"
    ranked = {r.place.bidder: r.items["price"].how for r in rank_lot(now, now.book.lot_by_id[LOT])}
    assert ranked["A"].startswith("35,999.00÷60,000.00")


def test_a_price_not_shown_to_be_reasonable_is_invalid_and_the_base_is_taken_again(reviewed):
    now, found = reviewed(LOW, decided(decision("C", "fail")))
    assert of(found, "review.low_price") == []
    assert now.valid(LOT) == ("A", "B")
    assert now.rejected(LOT) == ("C",)
    ranked = {r.place.bidder: r.items["price"].points for r in rank_lot(now, now.book.lot_by_id[LOT])}
    assert ranked["A"] == 10
    [(why, article)] = now.reasons("C", LOT)
    assert "认定不能证明其报价合理：成本测算说明" in why
    assert article == "财库〔2026〕2号"
    [told] = [d for d in now.decisions("C", LOT) if d.gate == "low_price"]
    assert told.who == "磋商小组（虚构）"


def test_limits_are_taken_once_over_the_prices_before_any_bid_is_removed(reviewed):
    bids = (bid("A", 79_000), bid("B", 78_000), bid("C", 37_000), bid("D", 20_000))
    now, _ = reviewed(bids, decided(decision("D", "fail")))
    # without D the second-lowest price is 78,000 and its half would catch C
    assert now.valid(LOT) == ("A", "B", "C")


def test_the_price_of_a_bid_that_failed_review_counts_for_no_limit(reviewed):
    now, _ = reviewed((bid("A", 40_000), bid("B", 79_000), bid("X", 100, sound=False)))
    lot = now.book.lot_by_id[LOT]
    assert [t.operator for t in triggered(now, lot, now.conforming(LOT))] == []


def test_the_panel_may_review_a_price_under_no_limit(reviewed):
    now, found = reviewed((*LOW[:2], bid("C", 40_000)), decided(decision("C", "fail")))
    assert of(found, "decisions.unknown") == []
    assert now.rejected(LOT) == ("C",)
    assert "认为报价过低" in now.reasons("C", LOT)[0][0]


RAISED = BOOK.replace("[rounding]", "[low_price]\nceiling_percent = 65\n\n[rounding]")


def test_a_project_may_raise_a_limit_and_the_book_prints_it(reviewed):
    now, found = reviewed((*LOW[:2], bid("C", 51_999)), text=RAISED)
    assert "65%（52,000.00元）" in of(found, "review.low_price")[0].what
    limit = rates(now.book, now.packs)
    assert (limit.mean, limit.ceiling) == (Fraction(1, 2), Fraction(65, 100))
    codes = {f.code for f in check_book(now.book)}
    assert "law.low_price" not in codes


@pytest.mark.parametrize(
    "share", ["ceiling_percent = 65.01", "ceiling_percent = 44.99", "mean_percent = 49.9"]
)
def test_a_limit_below_the_law_or_above_its_bound_is_an_error(share):
    book = parse_book(RAISED.replace("ceiling_percent = 65", share)).book
    [found] = of(check_book(book), "law.low_price")
    assert found.level is Level.ERROR


def test_a_refusal_before_thirty_minutes_without_an_explanation_is_a_warning(reviewed):
    hasty = decision("C", "fail", answered_at=None, at="2026-03-16T10:29:00")
    _, found = reviewed(LOW, decided(hasty))
    assert [f.level for f in of(found, "review.low_price_time")] == [Level.WARNING]
    patient = decision("C", "fail", answered_at=None, at="2026-03-16T10:30:00")
    assert of(reviewed(LOW, decided(patient))[1], "review.low_price_time") == []


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([decision("C", "pass"), decision("C", "fail")], "decisions.twice"),
        ([decision("C", "pass"), decision("Z", "fail")], "decisions.unknown"),
        ([decision("C", "pass"), decision("A", "fail", lot="L9")], "decisions.unknown"),
    ],
)
def test_a_slip_in_the_decisions_is_found(reviewed, rows, code):
    assert len(of(reviewed(LOW, decided(*rows))[1], code)) == 1


def test_before_the_rule_entered_into_force_only_the_panel_starts_a_review(reviewed):
    old = BOOK.replace("publish = 2026-03-02", "publish = 2026-01-30")
    now, found = reviewed(LOW, text=old)
    assert rates(now.book, now.packs) is None
    assert of(found, "review.low_price") == []


def test_nothing_is_ranked_while_a_review_is_open(reviewed):
    drafts, found = rank_all(reviewed(LOW)[0])
    assert drafts == ()
    assert [f.code for f in found] == ["rank.low_price"]
    assert rank_all(reviewed(LOW, decided(decision("C", "fail")))[0])[0]


def test_a_run_waits_for_the_decision_and_the_papers_then_tell_it(project):
    def cheaper(values):
        values[PRICES]["L2H"] |= {"price": 5_399_900, "capital": capital_yuan(5_399_900)}

    project.fill("T7", cheaper)
    waiting = run(project.folder)
    assert waiting.stopped is Step.REVIEW
    assert of(waiting.findings, "review.low_price")
    project.decide(
        '[[low_price_decided]]\noperator = "T7"\nlot = "L2H"\nanswer = "pass"\nasked_at = 2026-03-17T10:00:00\n'
        'answered_at = 2026-03-17T10:40:00\nby = "磋商小组（虚构）"\nat = 2026-03-17T11:00:00\nwhy = "场地自有"'
    )
    done = run(project.folder)
    assert done.stopped is None, done.findings
    report = done.files["evaluation-report.html"].decode()
    assert "低于最高限价120,000.00元的45%（54,000.00元），启动异常低价审查" in report
    assert "10:40收到说明，认定报价合理：场地自有（结论作出人：磋商小组（虚构））；响应有效" in report
    notice = done.files["result-notice.html"].decode()
    assert "标段L2H对1份响应启动异常低价审查，认定报价合理1份" in notice
    assert "庚综合服务示例有限公司的最后报价" not in notice
