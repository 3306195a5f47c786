"""Price rules of an open selection through the verbs: a drawn factor, ranking by value and by price, a rate."""

import re
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from tender.bids import Bid, Declaration, EntityType, LotBid, Service, Size
from tender.book import parse_book
from tender.case import case
from tender.check import check_book
from tender.decisions import Decisions
from tender.findings import Level, has_error
from tender.mark import judged, submission
from tender.rank import entries, rank_all
from tender.record import Kind, Record, draft
from tender.review import review

LOT = "L2G"
RULE = 'rule = { kind = "lowest_price" }'
DRAWN = (
    'rule = { kind = "price_ratio", base = { kind = "mean", draw = { name = "K", one_of = [0.9, 0.95] } } }'
)
RATE = """[[facts]]
id = "rate"
name = "下浮率"
unit = "%"
kind = "decimal"
evidence = "报价函"

[[facts]]
"""


def bid(book, operator, yuan, rate=0):
    stated = {f.id: Fraction(2000) for f in book.facts} | {"rate": Fraction(rate)}
    in_lot = LotBid(LOT, yuan * 100, stated, {}, (Service("讲座", "健康", "公益服务"),))
    declared = {g.id: Declaration(True, "第1页") for g in book.gates if g.kind == "declared"}
    who = (operator, f"{operator}公司", f"CODE{operator}", "", EntityType.ENTERPRISE, Size.MEDIUM)
    return Bid(*who, declared, {LOT: in_lot})


def reviewed(text, bids, decided=None):
    """The record after review, what the review found, and the book."""
    read = parse_book(text)
    assert read.book, read.findings
    wrong = [f for f in check_book(read.book) if f.level is Level.ERROR and f.code[:5] in ("book.", "law.p")]
    assert wrong == []  # what the street's own rules ask of its criteria is not at stake here
    data = {"sha256": read.sha256, "book": text}
    published = draft(Kind.BOOK_PUBLISHED, data, at=f"{read.book.dates.publish}T00:00:00", who="遴选人")
    at = read.book.dates.bid_deadline.isoformat()
    opened = [
        draft(
            Kind.BID_OPENED,
            {"operator": op, "file": f"bids/{op}.xlsx", "sha256": "0" * 64, "bid": one.to_json()},
            at=at,
            who="开标人",
        )
        for op, one in ((op, bid(read.book, op, *offer)) for op, offer in bids.items())
    ]
    record = Record().extend([published, *opened])
    events, told = review(case(record), decided or Decisions())
    return record.extend(events), told


def ranked(record, marks):
    """The ranking of LOT as recorded, every judge giving the same marks to an operator."""
    now = case(record)
    lot = now.book.lot_by_id[LOT]
    given = {op: {c.id: Fraction(marks[op]) for c in judged(now.book, lot)} for op in now.valid(LOT)}
    asked = bool(judged(now.book, lot))
    sheets = [submission(now, judge, lot, given, {}) for judge in now.book.judges] if asked else []
    at = now.book.dates.evaluation.isoformat()
    locks = [draft(Kind.MARKS_LOCKED, {"judge": j.id}, at=at, who=j.name) for j in now.book.judges if asked]
    drafts, found = rank_all(case(record.extend([*sheets, *locks])))
    assert not found, found
    return next(d for d in drafts if d.data["lot"] == LOT).data["ranking"]


def drawn(value="0.95", at="2026-03-16T10:00:00", name="K"):
    when = datetime.fromisoformat(at)
    row = {"name": name, "value": Decimal(value), "by": "公证员（虚构）", "at": when, "why": "公开摇号"}
    return Decisions.model_validate({"figure_drawn": [row]})


def codes(found):
    return [f.code for f in found]


BIDS = {"A": (60_000,), "B": (70_000,), "C": (80_000,)}


def test_a_factor_that_was_not_drawn_holds_the_review_and_is_recorded_once_drawn(selection_text):
    text = selection_text.replace(RULE, DRAWN)
    _, found = reviewed(text, BIDS)
    assert set(codes(found)) == {"review.figure_drawn"}
    record, found = reviewed(text, BIDS, drawn())
    assert not has_error(found), found
    told = [e for e in record.events if e.what is Kind.FIGURE_DRAWN and e.data["lot"] == LOT]
    assert [(e.data["name"], e.data["value"], e.who, e.why) for e in told] == [
        ("K", "0.95", "公证员（虚构）", "公开摇号")
    ]
    first = {e["operator"]: e["items"]["price"]["how"] for e in ranked(record, dict.fromkeys("ABC", 80))}
    assert first["B"] == (
        "基准价（60,000.00＋70,000.00＋80,000.00）÷3×K（0.95）＝66,500.00；66,500.00÷70,000.00×10＝9.5"
    )


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        (drawn("0.99"), "review.figure_choice"),
        (drawn(at="2026-01-16T10:00:00"), "review.figure_early"),
        (drawn(name="Q"), "decisions.unknown"),
    ],
)
def test_a_draw_that_cannot_be_is_found(selection_text, decision, code):
    assert code in codes(reviewed(selection_text.replace(RULE, DRAWN), BIDS, decision)[1])


def test_points_for_the_money_rank_where_the_book_says_so(selection_text):
    """80 points at 100,000 are 8.0 for ten thousand, 90 at 120,000 are 7.5."""
    changes = (
        (r"(?s)\[\[criteria\]\]\nid = \"price\"\n.*?\n\n", ""),
        (
            "whole_center = 20, partial_zone = 20, professional_service = 15",
            "whole_center = 35, partial_zone = 30, professional_service = 30",
        ),
        (r"\nties = ", '\nranking = "value"\nties = '),
    )
    text = selection_text
    for old, new in changes:
        text, count = re.subn(old, new, text, count=1)
        assert count, old
    record, found = reviewed(text, {"A": (70_000,), "B": (60_000,)})
    assert not has_error(found), found
    places = ranked(record, {"A": 90, "B": 80})
    assert [p["operator"] for p in places] == ["B", "A"]
    assert Fraction(places[0]["total"]) < Fraction(places[1]["total"])
    assert places[0]["merit"] == str(round(float(Fraction(places[0]["total"]) / 6), 4))
    assert "性价比＝汇总得分÷报价（万元）" in parse_book(text).book.ranking_sentence


def test_the_lowest_price_ranks_where_the_book_says_so_and_equal_points_do_not_tie(selection_text):
    columns = "whole_center = 100, partial_zone = 100, professional_service = 100"
    only = (
        f'[[criteria]]\nid = "price"\nname = "报价"\ngroup = "price"\nweights = {{ {columns} }}\n{RULE}\n\n'
    )
    text = re.sub(r"(?s)\[\[criteria\]\]\n.*(?=\[rounding\])", only, selection_text)
    text = text.replace("\nties = ", '\nranking = "price"\nties = ', 1)
    book = parse_book(text).book
    record, found = reviewed(text, {"A": (70_001,), "B": (70_000,), "C": (80_000,)})
    assert not has_error(found), found
    places = ranked(record, {})
    assert [(p["operator"], p["merit"]) for p in places] == [
        ("B", "70,000.00"),
        ("A", "70,001.00"),
        ("C", "80,000.00"),
    ]
    assert places[0]["total"] == places[1]["total"] == "100.00"
    assert book.scoring_method == "最低评标价法"


def test_a_rate_is_converted_before_it_is_compared_and_must_come_to_the_price(selection_text):
    rule = 'rule = { kind = "lowest_price", quote = { kind = "reduction", fact = "rate" } }'
    text = selection_text.replace(RULE, rule).replace("[[facts]]\n", RATE, 1)
    record, found = reviewed(text, {"A": (60_000, 25), "B": (72_001, 10)})
    assert codes(found) == ["review.quote_differs"]
    how = {e["operator"]: e["items"]["price"]["how"] for e in ranked(record, dict.fromkeys("AB", 80))}
    assert how["B"] == "评审价格80,000.00×（1－10%）＝72,000.00；60,000.00÷72,000.00×10≈8.3333"


def test_a_rate_that_must_be_proven_is_open_until_staff_have_established_it(selection_text):
    """No proof takes no price points away and none is passed over in silence."""
    rule = 'rule = { kind = "lowest_price", quote = { kind = "reduction", fact = "rate" } }'
    proven = RATE.replace('evidence = "报价函"', 'evidence = "报价函"\nproven = true')
    text = selection_text.replace(RULE, rule).replace("[[facts]]\n", proven, 1)
    bids = {"A": (60_000, 25), "B": (72_000, 10)}
    record, found = reviewed(text, bids)
    assert codes(found) == ["review.price_unproven"] * 2
    assert "“下浮率”没有证明材料，价格分不能确定" in found[0].what
    when = datetime(2026, 3, 16, 10, 0)
    rows = [
        {
            "operator": op,
            "fact": "rate",
            "value": rate,
            "by": "经办人（虚构）",
            "at": when,
            "why": "报价函第1页",
        }
        for op, rate in (("A", 25), ("B", 10))
    ]
    record, found = reviewed(text, bids, Decisions.model_validate({"established": rows}))
    assert codes(found) == []
    how = {e["operator"]: e["items"]["price"]["points"] for e in ranked(record, dict.fromkeys("AB", 80))}
    assert how == {"A": "10.0000", "B": "8.3333"}
    refused = Decisions.model_validate(
        {"established": [{**rows[0], "value": None, "no_proof": True}, rows[1]]}
    )
    assert codes(reviewed(text, bids, refused)[1]) == ["review.price_unproven"]


def test_a_price_rule_without_its_proof_is_never_ranked(selection_text):
    rule = 'rule = { kind = "lowest_price", quote = { kind = "reduction", fact = "rate" } }'
    proven = RATE.replace('evidence = "报价函"', 'evidence = "报价函"\nproven = true')
    record, _ = reviewed(
        selection_text.replace(RULE, rule).replace("[[facts]]\n", proven, 1), {"A": (60_000, 25)}
    )
    now = case(record)
    lot = now.book.lot_by_id[LOT]
    [price] = [c for c in now.book.criteria_of(lot) if c.group == "price"]
    told = list(price.rule.faults(entries(now, lot, price, ["A"]), now.book.context(price, lot)))
    assert told == [("A", "“下浮率”没有证明材料，价格分不能确定")]


GATE = '[[gates]]\nid = "fixed"\nname = "固定价格"\nstage = "conformity"\nkind = "fixed_price"\nlots = ["L2G"]\n\n'


def test_a_bid_that_is_not_at_the_fixed_price_is_invalid(selection_text):
    text = selection_text.replace("[[gates]]\n", f"{GATE}[[gates]]\n", 1)
    record, found = reviewed(text, {"A": (80_000,), "B": (79_999,)})
    assert not has_error(found), found
    now = case(record)
    assert now.valid(LOT) == ("A",)
    assert now.reasons("B", LOT)[0][0] == "报价79,999.00元不等于固定价格80,000.00元"


def test_where_the_highest_price_is_best_equal_totals_go_to_it_and_no_low_price_is_reviewed(selection_text):
    text = selection_text.replace(RULE, 'rule = { kind = "highest_price" }')
    text = text.replace('objective = ["needs", "points", "price"]', 'objective = ["needs", "points"]')
    assert "报价较高者在前" in parse_book(text).book.tie_sentence()
    record, _ = reviewed(text, {"A": (80_000,), "B": (8_000,)})
    places = ranked(record, {"A": 80, "B": 80})
    assert [p["operator"] for p in places] == ["A", "B"]
    assert places[1]["items"]["price"]["how"] == "8,000.00÷80,000.00×10＝1"


def test_the_highest_price_as_the_best_does_not_go_with_the_lowest_sum_as_the_aim(selection_text):
    book = parse_book(selection_text.replace(RULE, 'rule = { kind = "highest_price" }')).book
    assert "book.dearer_objective" in codes(check_book(book))
