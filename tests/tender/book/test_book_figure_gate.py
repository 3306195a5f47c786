"""Minimums that are no score: a bid under them is invalid, one that cannot be read is decided by nobody."""

from datetime import date
from fractions import Fraction

import pytest

from tender.bids import Bid, LotBid
from tender.book import Fact
from tender.book.gates import Asked, FigureGate
from tender.findings import Answer

HOURS = Fact.model_validate(
    {"id": "hours", "name": "年度工时", "unit": "小时", "kind": "whole", "evidence": "测算表", "proven": True}
)
STAFF = Fact.model_validate(
    {
        "id": "staff",
        "name": "拟派人员",
        "unit": "人",
        "kind": "list",
        "evidence": "证书",
        "unique": ["name"],
        "columns": [
            {"id": "name", "name": "姓名", "kind": "text"},
            {"id": "years", "name": "年限", "kind": "whole"},
        ],
    }
)


def answer(gate, **stated):
    gate = FigureGate.model_validate(
        {"id": "g", "name": "最低要求", "kind": "figure", "stage": "conformity", **gate}
    )
    lot_bid = LotBid("L1", 0, **{"facts": {}, **stated})
    bid = Bid("A", "甲", "", "", None, None, {}, {"L1": lot_bid})
    facts = {"hours": HOURS, "staff": STAFF}
    return gate.answer(Asked(bid, lot_bid, None, facts, {}, None, date(2026, 3, 2)))


LEAST = {"fact": "hours", "at_least": 35244, "says": "年度工时不少于35244小时。"}


@pytest.mark.parametrize(("hours", "decided"), [(35244, Answer.PASS), (35243, Answer.FAIL)])
def test_hours_under_the_least_make_the_bid_invalid(hours, decided):
    got, why = answer(LEAST, facts={"hours": Fraction(hours)}, evidence={"hours": "第3页"})
    assert got is decided
    assert (why == "") == (decided is Answer.PASS)


def test_what_is_not_stated_or_not_proven_never_passes():
    assert answer(LEAST)[0] is Answer.CANNOT_DECIDE
    assert answer(LEAST, facts={"hours": Fraction(99999)})[0] is Answer.CANNOT_DECIDE


def test_persons_of_a_list_are_counted_once_with_their_proof():
    rows = [
        {"name": "林远", "years": Fraction(6), "evidence": "第1页"},
        {"name": "林 远", "years": Fraction(6), "evidence": "第1页"},
        {"name": "江月", "years": Fraction(6)},
        {"name": "沐清", "years": Fraction(2), "evidence": "第2页"},
    ]
    gate = {
        "fact": "staff",
        "at_least": 2,
        "says": "满5年的不少于2人。",
        "where": [{"column": "years", "at_least": 5}],
    }
    got, why = answer(gate, lists={"staff": tuple(rows)})
    assert got is Answer.FAIL
    assert why == "“拟派人员”（年限不低于5）的数量为1人，要求不低于2人"
