"""The Futian sample: what sample S7 of the seeds computed must come out."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from scoring.exact import plain
from tender import paths
from tender.decisions import read_decisions
from tender.demo import Service
from tender.documents.blocks import plain_text
from tender.draft import book_document
from tender.findings import Answer, Level
from tender.forms import bid_form, mark_sheet
from tender.policy import policies
from tender.policy.judge import verdicts
from tender.run import Step, run
from tests.samples.reading import (
    block,
    failed,
    offers,
    reviewed,
    told,
    totals,
    winners,
    with_marks,
)
from tests.samples.seeds import TOTALS as SEEDS

SAMPLE = paths.samples() / "futian-three"

TOTALS = SEEDS["futian-three"]
BOTH_SCORED = {"Q5": "86.05", "Q6": "82.40"}
"""G2d with Q6 among those scored, as the seeds list it."""
AWARD = {"G1": "Q1", "G2a": "Q2", "G2b": "Q3", "G2c": "Q4", "G2d": "Q5"}
ADVISORY = ("hearing_binding = true", "hearing_binding = false")


def refused(now):
    """The gates that bids did not pass, by lot and operator."""
    found = {(lot, op): failed(now, lot, op) for op, bid in now.bids.items() for lot in bid.lots}
    return {bid: gates for bid, gates in found.items() if gates}


def note(operator, lot, noun, value):
    """The head of one note of the purchaser."""
    place = f'lot = "{lot}"\n' if lot else ""
    return f'operator = "{operator}"\n{place}noun = "{noun}"\nvalue = {value}'


# ── scores and award ──────────────────────────────────────────────


def test_every_lot_goes_to_its_best_bid(done):
    assert winners(done) == AWARD
    assert {lot.rank for lot in done.allocation.lots} == {1}


def test_public_money_is_paid_for_the_platform_alone(done):
    award = json.loads(done.files["award.json"])
    assert {lot["lot"]: lot["price_fen"] for lot in award["lots"]} == {
        "G1": 56_000_000,
        **dict.fromkeys(("G2a", "G2b", "G2c", "G2d"), 0),
    }
    assert done.case.book.lot_by_id["G1"].ceiling_fen == 60_000_000


def test_the_free_lot_spreads_the_weight_of_affordability_over_the_other_four(done):
    book = done.case.book
    free, charged = book.lot_by_id["G2a"], book.lot_by_id["G2b"]
    weights = {c.id: c.weights["free_project"] for c in book.criteria_of(free)}
    assert {c: plain(w) for c, w in weights.items()} == {
        "need_fit": "37.5",
        "service_quality": "31.25",
        "capacity": "18.75",
        "brand": "12.5",
    }
    before = {c.id: c.weights["partial_zone"] for c in book.criteria_of(charged)}
    left = 100 - before.pop("affordability")
    assert weights == {c: w * 100 / left for c, w in before.items()}


def test_the_form_asks_no_price_ratio_of_the_free_lot(done):
    [facts] = [s for s in bid_form(done.case.book, "").sheets if s.name == "响应事项"]
    asked = [row.key for row in facts.rows]
    assert ("G2a", "top_fee") in asked
    assert ("G2a", "price_level") not in asked
    assert ("G2b", "price_level") in asked


def test_the_form_says_that_the_platform_s_price_earns_no_points(done):
    [prices] = [s for s in bid_form(done.case.book, "").sheets if s.name == "报价"]
    assert prices.notes[-1] == "标段G1：报价不计分。"


def test_check_wants_nothing_but_the_operating_body_and_the_negative_list_still_to_come(done):
    assert done.stopped is None
    grave = {(f.code, f.article) for f in done.findings if f.level is not Level.NOTE}
    assert grave == {
        ("law.conflict", "FT-1.1e"),
        ("parameter.open", "FT-2.4"),
        ("rule.cannot_decide", "FT-2.4"),
    }
    assert told(SAMPLE, "rule.broken") == {}
    assert told(SAMPLE, "rule.cannot_decide").keys() == {"FT-1.0d", "FT-2.4"}


# ── need argument and fee hearing ─────────────────────────────────


def test_only_the_refused_hearing_keeps_a_bid_out(done):
    assert refused(done.case) == {("G2d", "Q6"): ["fee_hearing"]}


def test_the_refused_bidder_is_told_what_the_hearing_found(done):
    [(why, article)] = done.case.reasons("Q6", "G2d")
    assert "不符合“收费项目听证”" in why
    assert why.endswith(
        "核实情况：水杉社区居民议事团收费听证会记录；多数代表认为轻食套餐捆绑销售，收费方案不通过。"
    )
    assert "居民监督" in article
    assert "捆绑销售" in done.files["evaluation-report.html"].decode("utf-8")


def test_an_advisory_hearing_keeps_nobody_out_and_both_bids_are_scored(project):
    advised = run(project(register=[ADVISORY], bidding=with_marks(("G2d", "Q6"))))
    assert totals(advised) == {**TOTALS, "G2d": BOTH_SCORED}
    assert winners(advised) == AWARD


def test_without_the_choice_whether_a_hearing_binds_the_book_is_not_published(project):
    stopped = run(project(register=[("hearing_binding = true\n", "")]))
    assert stopped.stopped is Step.CHECK
    [found] = [f for f in stopped.findings if f.level is Level.ERROR]
    assert found.code == "parameter.open"
    assert "hearing_binding" in found.mend


def test_a_charged_project_that_was_never_heard_does_not_pass(project):
    hearing = note("Q3", "G2b", "item.fee_hearing_date", "2025-12-03")
    entry = block(SAMPLE / "decisions.toml", f"[[noted]]\n{hearing}", "[[noted]]")
    now = reviewed(project(decisions=[(entry, "")]))
    assert failed(now, "G2b", "Q3") == ["fee_hearing"]


def test_a_hearing_on_the_day_of_the_start_comes_too_late(project):
    late = (
        note("Q4", "G2c", "item.fee_hearing_date", "2025-12-03"),
        note("Q4", "G2c", "item.fee_hearing_date", "2026-01-01"),
    )
    assert failed(reviewed(project(decisions=[late])), "G2c", "Q4") == ["fee_hearing"]
    eve = (late[0], late[1].replace("2026-01-01", "2025-12-31"))
    assert failed(reviewed(project(decisions=[(late[1], eve[1])])), "G2c", "Q4") == []


def test_a_free_project_needs_no_hearing_and_one_that_charges_does(done, project):
    noted = read_decisions(SAMPLE)[0].noted
    assert not [n for n in noted if n.lot == "G2a"]
    assert failed(done.case, "G2a", "Q2") == []

    charge = offers(lambda o: replace(o, facts={**o.facts, "top_fee": 100}), lots=["G2a"])
    charged = reviewed(project(bidding=charge))
    assert failed(charged, "G2a", "Q2") == failed(charged, "G2a", "Q5") == ["fee_hearing"]


def test_a_new_operator_without_an_accepted_need_argument_is_refused(project):
    outcome = "item.need_argument_outcome"
    turned = (note("Q3", None, outcome, '"accepted"'), note("Q3", None, outcome, '"refused"'))
    now = reviewed(project(decisions=[turned]))
    assert failed(now, "G2b", "Q3") == ["need_argument"]


def test_a_tea_room_for_cards_and_chess_stands_on_the_negative_list(project):
    cards = (Service("幸福+邻里棋牌", "棋牌娱乐", "市场服务", "不高于17元/人次"),)
    now = reviewed(project(bidding=offers(lambda o: replace(o, services=cards), lots=["G2d"])))
    assert failed(now, "G2d", "Q5") == ["negative_list"]


# ── three modes ───────────────────────────────────────────────────


def test_the_three_modes_of_the_case_are_modes_of_the_book(done):
    modes = {lot["id"]: (lot["mode_local"], lot["mode"]) for lot in done.case.nouns["lot"]}
    assert modes == {
        "G1": ("platform", "whole_center"),
        **dict.fromkeys(("G2a", "G2b", "G2c", "G2d"), ("project", "partial_zone")),
        **dict.fromkeys(("G3n", "G3r", "G3t"), ("diversified", "cooperation")),
    }
    params = done.case.nouns["pack"]["params"]
    for local, mode in set(modes.values()):
        assert params[f"mode_of_{local}"] == mode


def test_a_platform_has_one_operator_and_all_three_duties(done, project):
    allocation = {"count_operators": dict(Counter(lot.lot for lot in done.allocation.lots if lot.operator))}
    rule = policies().on("FT-1.1c", date(2025, 11, 3))
    found = list(verdicts(rule, {**done.case.nouns, "allocation": allocation}))
    assert [v.answer for v in found] == [Answer.PASS] * 8
    without = project(register=[('"site_management", ', "")])
    assert told(without, "rule.broken").keys() == {"FT-1.1c"}


@pytest.mark.parametrize(
    ("rule", "file", "old", "new"),
    [
        ("FT-1.0b", "register.toml", "refit_done = true", "refit_done = false"),
        (
            "FT-1.0c",
            "register.toml",
            '"party_building"\nsublettable = false',
            '"party_building"\nsublettable = true',
        ),
        ("FT-1.1a", "register.toml", '"subdistrict_office"', '"district_civil_affairs"'),
        ("FT-1.1d", "project.toml", 'id = "platform_advantage"', 'id = "platform_size"'),
        ("FT-1.1f", "register.toml", '"project"\ndemand_refs = ["水杉-01"]', '"project"\ndemand_refs = []'),
        ("FT-3.1a", "register.toml", '"opinion_box", "fair_stall"', '"opinion_box"'),
        ("FT-3.2a", "register.toml", '"cppcc_member", ', ""),
        ("FT-3.4a", "register.toml", '"political_legal", ', ""),
        ("FT-3.4b", "register.toml", '"labour_dispute", ', ""),
        ("FT-4.2", "project.toml", 'id = "local_feature"', 'id = "charm"'),
    ],
)
def test_check_tells_what_the_reform_asks_for_and_the_project_lacks(project, rule, file, old, new):
    copy = project()
    said = (copy / file).read_text(encoding="utf-8")
    assert old in said
    (copy / file).write_text(said.replace(old, new, 1), encoding="utf-8")
    assert told(copy, "rule.broken").keys() == {rule}


# ── gifts ─────────────────────────────────────────────────────────


def test_gifts_are_neither_bid_for_nor_marked_nor_awarded(done):
    book = done.case.book
    assert [gift.id for gift in book.gifts] == ["G3n", "G3r", "G3t"]
    bidders = {lot.id: [(op, done.case.name(op)) for op in done.case.valid(lot.id)] for lot in book.lots}
    sheets = [*bid_form(book, "").sheets, *mark_sheet(book, "", book.judges[0], bidders).sheets]
    cells = [str(value) for sheet in sheets for row in sheet.rows for value in row.cells.values()]
    assert not [cell for cell in cells if "G3" in cell]
    assert not [lot.lot for lot in done.allocation.lots if lot.lot.startswith("G3")]


def test_every_gift_has_its_agreement_its_term_and_the_consent_of_the_council(done):
    rule = policies().on("FT-1.1h", date(2025, 11, 3))
    found = {v.subject: v.answer for v in verdicts(rule, done.case.nouns)}
    assert found == {f"合同{gift} 标段{gift}": Answer.PASS for gift in ("G3n", "G3r", "G3t")}
    naming, piano, trial = done.case.book.gifts
    assert (naming.amount_fen, naming.until) == (12_000_000, date(2028, 12, 31))
    assert (piano.amount_fen, trial.amount_fen) == (1_500_000, None)
    assert all("议事团" in gift.consent and gift.agreement for gift in (naming, piano, trial))


def test_a_naming_is_for_three_years_from_the_start_of_the_service(done):
    start, until = done.case.book.dates.service_from, done.case.book.gifts[0].until
    assert (start, until) == (date(2026, 1, 1), date(start.year + 2, 12, 31))


@pytest.mark.parametrize("missing", ["agreement", "naming_review"])
def test_check_tells_of_a_naming_without_its_papers(project, missing):
    gift = block(SAMPLE / "project.toml", 'id = "G3n"', 'id = "G3r"')
    [line] = [line for line in gift.splitlines(keepends=True) if line.startswith(missing)]
    assert told(project(book=[(line, "")]), "rule.broken").keys() == {"FT-1.1h"}


def test_rooms_of_the_third_center_are_told_with_their_gifts(done):
    said = plain_text(book_document(done.case.book, policies()))
    assert "| C3-03 | 自习室 | 90 | 公益合作事项G3n |" in said
    assert "| C3-01 | 党群服务大厅 | 150 | 保留，不交由运营主体 |" in said
