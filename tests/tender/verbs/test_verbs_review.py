"""Review: pass, fail, or cannot decide; nothing missing passes, and a person's word stands with its reason."""

from collections import Counter
from dataclasses import replace

import pytest

from tender.bids import Declaration, EntityType
from tender.book.gates import Asked
from tender.case import case
from tender.decisions import read_decisions
from tender.findings import Answer, Level
from tender.forms.bid_form import FACTS, GATES, IDENTITY, PRICES, SERVICES
from tender.open import read_bid
from tender.policy import policies
from tender.publish import publish
from tender.record import Record
from tender.review import review, too_few
from tender.rules.bid_nouns import bid_nouns

DECIDED = """[[gate_decided]]
operator = "{operator}"
lot = "{lot}"
gate = "{gate}"
answer = "{answer}"
by = "海晴街道办事处采购领导小组（虚构）"
at = 2026-03-16T10:20:00
why = "核对原件后认定"
"""


def answers(case, operator, lot) -> dict[str, Answer]:
    return {d.gate: d.answer for d in case.decisions(operator, lot)}


def test_in_the_sample_only_the_sole_trader_with_the_card_room_is_rejected(project):
    now, findings = project.reviewed()
    assert findings == ()
    rejected = {(op, lot.id) for lot in now.book.lots for op in now.rejected(lot.id)}
    assert rejected == {("T8", "L2X")}
    failed = {gate for gate, answer in answers(now, "T8", "L2X").items() if answer is Answer.FAIL}
    assert failed == {"legal_person", "negative_list"}
    whys = [why for why, _ in now.reasons("T8", "L2X")]
    assert "个体工商户" in whys[0]
    assert "棋牌室" in whys[1]


def test_every_gate_of_the_book_answers_every_bid_in_every_lot(project):
    now, _ = project.reviewed()
    gates = {g.id for g in now.book.gates}
    for operator, bid in now.bids.items():
        for lot in bid.lots:
            assert answers(now, operator, lot).keys() - {"price_confirmed"} == gates


def test_before_every_gate_has_answered_nobody_is_valid(project):
    published, _ = publish(project.read)
    opened, _ = project.opened()
    record = Record().extend([*published, *opened])
    answered, _ = review(case(record), read_decisions(project.folder)[0])
    (last,) = [d for d in answered if d.data["operator"] == "T3" and d.data["gate"] == "negative_list"]
    but_one = case(record.extend(d for d in answered if d is not last))
    assert case(record).live_lots == ()
    assert but_one.valid("L2H") == ("T7",)
    assert but_one.rejected("L2H") == ()


@pytest.fixture
def gate(project):
    """The answer of one gate to a bid in one lot, the bid changed before it is asked."""

    def ask(gate_id, operator="T1", lot="L1", **changes):
        book = project.book
        opened, _ = read_bid(project.folder / "bids" / f"{operator}.xlsx", book, project.read.sha256)
        bid = opened.bid
        in_lot = {k: v for k, v in changes.items() if k in ("price_fen", "facts", "services")}
        lot_bid = replace(bid.lots[lot], **in_lot)
        bid = replace(bid, **{k: v for k, v in changes.items() if k not in in_lot})
        (asked,) = [g for g in book.gates if g.id == gate_id]
        now, _ = project.reviewed()
        nouns = bid_nouns(now.nouns, book, bid, lot_bid, read_decisions(project.folder)[0].noted)
        day = book.dates.publish
        return asked.answer(Asked(bid, lot_bid, book.lot_by_id[lot], book.fact_by_id, nouns, policies(), day))

    return ask


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        (EntityType.ENTERPRISE, Answer.PASS),
        (EntityType.SOCIAL_ORG, Answer.PASS),
        (EntityType.PUBLIC_INSTITUTION, Answer.PASS),
        (EntityType.SOLE_TRADER, Answer.FAIL),
        (None, Answer.CANNOT_DECIDE),
    ],
)
def test_the_kind_of_body_has_three_answers(gate, kind, answer):
    assert gate("legal_person", entity_type=kind)[0] is answer


@pytest.mark.parametrize(
    ("declarations", "answer"),
    [
        ({"supervision": Declaration(True, "承诺书第9页")}, Answer.PASS),
        ({"supervision": Declaration(False, "承诺书第9页")}, Answer.FAIL),
        ({"supervision": Declaration(True, "")}, Answer.CANNOT_DECIDE),
        ({"supervision": Declaration(None, "承诺书第9页")}, Answer.CANNOT_DECIDE),
        ({}, Answer.CANNOT_DECIDE),
    ],
)
def test_a_declaration_has_three_answers_and_silence_is_never_a_pass(gate, declarations, answer):
    told, why = gate("supervision", declarations=declarations)
    assert told is answer
    assert (why == "") == (answer is Answer.PASS)


@pytest.mark.parametrize(
    ("sessions", "answer"), [(240, Answer.PASS), (239, Answer.FAIL), (None, Answer.CANNOT_DECIDE)]
)
def test_a_minimum_has_three_answers_and_its_edge_passes(gate, sessions, answer):
    facts = {"free_person_times": 9600} | ({"free_sessions": sessions} if sessions else {})
    told, why = gate("quota", facts=facts)
    assert told is answer
    assert answer is Answer.PASS or "公益服务场次" in why


@pytest.mark.parametrize(
    ("price", "answer"), [(90_000_000, Answer.PASS), (90_000_001, Answer.FAIL), (1, Answer.PASS)]
)
def test_a_price_passes_up_to_the_ceiling_and_not_a_fen_beyond(gate, price, answer):
    assert gate("ceiling", price_fen=price)[0] is answer


def test_a_bid_that_lists_no_services_cannot_be_judged_by_the_negative_list(gate):
    assert gate("negative_list", services=())[0] is Answer.CANNOT_DECIDE


def test_a_bid_above_the_ceiling_is_rejected_with_both_amounts(project):
    project.typed("T1", PRICES, "L1", "price", 900000.01)
    project.typed("T1", PRICES, "L1", "capital", "玖拾万元零壹分")
    now, _ = project.reviewed()
    assert now.rejected("L1") == ("T1",)
    ((why, article),) = now.reasons("T1", "L1")
    assert why == "报价900,000.01元超过最高限价900,000.00元"
    assert article


def test_a_corrected_price_is_held_against_the_ceiling_not_the_figures(project):
    """A hostile bidder writes small figures and large words, and confirms the words."""
    project.fill("T4", lambda values: values[PRICES]["L3E"].update(capital="肆佰伍拾万元整"))
    decisions = project.folder / "decisions.toml"
    decisions.write_text(decisions.read_text("utf-8").replace("450000", "4500000"), "utf-8")
    now, _ = project.reviewed()
    assert now.price_fen("T4", "L3E") == 450_000_000
    assert answers(now, "T4", "L3E")["price_confirmed"] is Answer.PASS
    assert answers(now, "T4", "L3E")["ceiling"] is Answer.FAIL
    assert now.valid("L3E") == ("T7",)


def test_a_slip_above_the_ceiling_that_the_words_correct_is_no_reason_to_reject(project):
    project.fill("T4", lambda values: values[PRICES]["L3E"].update(price=450_000_000))
    now, _ = project.reviewed()
    assert now.price_fen("T4", "L3E") == 45_000_000
    assert answers(now, "T4", "L3E")["ceiling"] is Answer.PASS
    assert "T4" in now.valid("L3E")


def test_what_cannot_be_decided_is_an_error_that_says_what_is_missing(project):
    project.typed("T1", GATES, "liability", "evidence", None)
    now, findings = project.reviewed()
    assert Counter(f.code for f in findings) == {"review.cannot_decide": 2}  # T1 bids for two lots
    assert all("证明材料" in f.what and "T1" in f.where and f.article for f in findings)
    assert "T1" not in now.valid("L1")
    assert "T1" not in now.rejected("L1")


def test_a_missing_statement_is_found_when_the_form_is_read(project):
    place = project.typed("T1", GATES, "liability", "met", None)
    assert ("cell-empty", place) in {(f.code, f.where) for f in project.opened()[1]}


def test_a_declared_no_is_a_fail_that_needs_no_person(project):
    project.typed("T3", GATES, "liability", "met", "否")
    now, findings = project.reviewed()
    assert findings == ()
    assert now.rejected("L2H") == ("T3",)


def test_a_person_decides_what_the_program_cannot_with_author_and_reason(project):
    project.typed("T3", GATES, "liability", "evidence", None)
    project.decide(DECIDED.format(operator="T3", lot="L2H", gate="liability", answer="pass"))
    now, findings = project.reviewed()
    assert findings == ()
    assert "T3" in now.valid("L2H")
    decision = now.state.decisions["T3", "L2H", "liability"]
    assert (decision.who, decision.why) == ("海晴街道办事处采购领导小组（虚构）", "核对原件后认定")


@pytest.mark.parametrize(("answer", "valid"), [("pass", ("T1", "T2", "T7")), ("fail", ("T2", "T7"))])
def test_a_person_overrules_the_program_both_ways(project, answer, valid):
    project.typed("T1", PRICES, "L1", "price", 900001)
    project.typed("T1", PRICES, "L1", "capital", None)
    project.decide(DECIDED.format(operator="T1", lot="L1", gate="ceiling", answer=answer))
    assert project.reviewed()[0].valid("L1") == valid


def test_a_person_speaks_of_one_lot_only(project):
    project.typed("T1", GATES, "liability", "evidence", None)
    project.decide(DECIDED.format(operator="T1", lot="L1", gate="liability", answer="pass"))
    now, findings = project.reviewed()
    assert "T1" in now.valid("L1")
    assert [f.where for f in findings] == ["T1 甲空间运营示例有限公司 › L2X › 承担法人责任的能力"]


@pytest.mark.parametrize(
    "stray",
    [
        {"operator": "T9"},
        {"lot": "L2H"},
        {"lot": "L99"},
        {"gate": "gates"},
        {"gate": "price_confirmed"},
    ],
)
def test_a_decision_about_nothing_is_an_error(project, stray):
    about = {"operator": "T1", "lot": "L1", "gate": "liability"} | stray
    project.decide(DECIDED.format(**about, answer="pass"))
    _, findings = project.reviewed()
    assert [(f.level, f.code) for f in findings] == [(Level.ERROR, "decisions.unknown")]
    assert all(word in findings[0].where for word in about.values())


@pytest.mark.parametrize("second", ["pass", "fail"])
def test_two_decisions_on_one_thing_are_an_error(project, second):
    text = DECIDED.format(operator="T1", lot="L1", gate="liability", answer="pass")
    project.decide(text + text.replace('answer = "pass"', f'answer = "{second}"'))
    _, findings = project.reviewed()
    assert [f.code for f in findings] == ["decisions.twice"]


def test_a_lot_with_one_valid_bid_stops_and_no_other_does(project):
    project.typed("T3", IDENTITY, "entity_type", "value", "个体工商户")
    project.typed("T3", IDENTITY, "size", "value", "微型")
    now, _ = project.reviewed()
    assert [lot.id for lot in now.live_lots] == ["L1", "L2X", "L2G", "L3E", "L3I", "L3S"]
    (told,) = too_few(now)
    assert "L2H" in told.where
    assert "1家" in told.what
    assert "2家" in told.expected


def test_a_project_that_is_no_purchase_of_services_needs_three(project):
    project.edit(("service_purchase = true", "service_purchase = false"))
    now, _ = project.reviewed()
    assert [lot.id for lot in now.live_lots] == ["L1"]
    assert len(too_few(now)) == 6


def test_a_lot_that_nobody_wants_stops_and_no_other_does(project):
    (project.folder / "bids" / "T3.xlsx").unlink()

    def without_health(values):
        values[PRICES]["L2H"] = {"bids": False}
        values[FACTS] = {key: entry for key, entry in values[FACTS].items() if key[0] != "L2H"}
        values[SERVICES] = {key: row for key, row in values[SERVICES].items() if row["lot"] != "L2H"}

    project.fill("T7", without_health)
    now, findings = project.reviewed()
    assert findings == ()
    assert now.bidders("L2H") == ()
    assert [f.where.split()[1] for f in too_few(now)] == ["L2H"]
