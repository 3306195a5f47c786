"""What the book declares is never typed again: the nouns are the book's, completed by the register."""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

from tender.bids import Bid, EntityType, LotBid, Service, Size
from tender.book import parse_book
from tender.decisions import Noted
from tender.findings import Answer
from tender.policy import policies
from tender.policy.expression import Expression
from tender.policy.judge import verdicts
from tender.rules.bid_nouns import bid_nouns
from tender.rules.nouns import project_nouns


def by_id(records):
    return {record["id"]: record for record in records}


# ---------------------------------------------------------------- the project


def test_the_project_s_nouns_are_the_book_s_own(nouns, book):
    project = nouns()["project"]
    assert project["id"] == book.number
    assert project["policy_pack_id"] == "teda"
    assert project["publish_date"] == date(2026, 3, 2)
    assert project["fiscal_baseline_fen"] == 200_000_000
    assert project["budget_total_fen"] == 232_000_000
    assert project["competent_dept_ids"] == ["party_building_office", "community_service_office"]


def test_a_book_without_a_fiscal_baseline_has_none_to_ask(text):
    head, _, tail = text.partition("[fiscal]")
    read = parse_book(head + tail[tail.index("[[funding]]") :])
    assert read.book
    assert project_nouns(read.book, {}, policies())["project"]["fiscal_baseline_fen"] is None


def test_every_lot_holds_its_center_and_every_center_its_lots(nouns):
    gathered = nouns()
    lots, centers = by_id(gathered["lot"]), by_id(gathered["center"])
    assert lots["L2H"]["center"] is centers["C2"]
    assert [lot["id"] for lot in centers["C2"]["lots"]] == ["L2H", "L2X", "L2G"]
    assert [zone["id"] for zone in centers["C1"]["zones"]][:2] == ["C1-01", "C1-02"]


def test_zones_are_the_rooms_of_all_centers(nouns):
    zones = by_id(nouns()["zone"])
    assert len(zones) == 12 + 9 + 6
    assert zones["C2-04"]["reserved_for_basic"] is True
    assert zones["C2-01"]["center"]["id"] == "C2"


def test_reserved_rooms_add_up_to_the_reserved_area(nouns):
    assert by_id(nouns()["center"])["C2"]["reserved_basic_area_m2"] == 200 + 110 + 80 + 100 + 40 + 80


def test_a_lot_says_what_the_book_says_of_it(nouns):
    lots = by_id(nouns()["lot"])
    assert lots["L1"]["mode"] == "whole_center"
    assert lots["L1"]["min_free_sessions"] == 240
    assert lots["L1"]["ceiling_fen"] == 90_000_000
    assert lots["L3S"]["subsidy_programs"] == ["孵化基地补贴（虚构金额）"]
    assert set(lots["L1"]["eligible_entity_types"]) == {"enterprise", "social_org", "public_institution"}


def test_a_lot_without_a_theme_is_known_to_have_none(nouns):
    """The book is where a theme is declared, so its absence is an answer and no gap."""
    lots = by_id(nouns()["lot"])
    assert lots["L1"]["theme"] == ""
    assert Expression("lot.theme != ''").answer({"lot": lots["L1"]}).answer is Answer.FAIL


def test_criteria_are_asked_by_their_id_and_by_what_they_cover(nouns):
    has = Expression("criteria.has('reach') and criteria.has('service_reach')")
    assert has.answer(nouns()).answer is Answer.PASS
    assert Expression("criteria.has('brand_management_export')").answer(nouns()).answer is Answer.FAIL


def test_the_register_completes_a_lot_and_no_other(nouns):
    lots = by_id(nouns('[[lot]]\nid = "L2H"\ninvestment_fen = 5\n')["lot"])
    assert lots["L2H"]["investment_fen"] == 5
    assert "investment_fen" not in lots["L2X"]
    assert lots["L2H"]["mode"] == "partial_zone"


def test_the_register_completes_centers_and_rooms(nouns):
    gathered = nouns('[[center]]\nid = "C1"\ninternet = true\n[[zone]]\nid = "C1-01"\nroom_type = "大厅"\n')
    assert by_id(gathered["center"])["C1"]["internet"] is True
    assert "internet" not in by_id(gathered["center"])["C2"]
    assert by_id(gathered["zone"])["C1-01"]["room_type"] == "大厅"


def test_a_noun_that_only_the_register_knows_is_taken_as_it_is(nouns):
    assert nouns("[survey]\nsites = 3")["survey"] == {"sites": 3}
    assert "survey" not in nouns()


def test_the_pack_s_facts_stand_unless_the_register_says_the_street_s_own(nouns):
    assert nouns()["pack"]["street_id"] == "泰达街"
    assert nouns('[pack]\nstreet_id = "海晴街道"')["pack"]["street_id"] == "海晴街道"
    assert nouns()["pack"]["status"] == "trial"


def test_a_parameter_is_the_register_s_else_the_text_s_reading_else_missing(nouns):
    assert nouns()["pack"]["params"]["partner_gates"] is True
    assert nouns("[pack.params]\npartner_gates = false")["pack"]["params"]["partner_gates"] is False
    asked = Expression("pack.params['max_operator_share'] > 0")
    assert asked.answer(nouns()).answer is Answer.CANNOT_DECIDE
    assert asked.answer(nouns("[pack.params]\nmax_operator_share = 0.5")).answer is Answer.PASS


def test_the_same_book_and_register_give_the_same_nouns(nouns):
    register = '[[lot]]\nid = "L1"\ninvestment_fen = 5'
    first, second = nouns(register), nouns(register)
    assert list(first) == list(second)
    assert [lot["id"] for lot in first["lot"]] == [lot["id"] for lot in second["lot"]]


# ---------------------------------------------------------------- one bid

NOUN_FACT = """[[facts]]
id = "full_time"
name = "全职人员"
unit = "人"
kind = "whole"
evidence = "名单"
noun = "staff.full_time"

[[facts]]
id = "saving"
name = "节省公共支出"
unit = "元/年"
kind = "money"
evidence = "测算"
noun = "bid.public_saving_fen"

[[facts]]
id = "filing"
name = "地址备案承诺"
unit = ""
kind = "yes_no"
evidence = "承诺书"
noun = "bid.address_filing_commitment"

[[facts]]
id = "channels"
name = "反哺方式"
unit = ""
kind = "choices"
options = ["积分兑换", "社区基金"]
codes = ["points_redemption", "community_fund"]
evidence = "方案"
noun = "bid.reinvestment_channels"

[[facts]]
id = "brand_exports\""""
OTHERS = '[[facts]]\nid = "brand_exports"'


def the_bid():
    lot_bid = LotBid(
        lot="L2H",
        price_fen=11_800_000,
        facts={"full_time": Fraction(6), "saving": Fraction(12, 10), "filing": Fraction(1)},
        chosen={"channels": ("社区基金",)},
        services=(Service("义诊", "健康", "公益服务"), Service("健身", "健康", "市场服务")),
    )
    bid = Bid("T3", "丙", "0", "丙路1号", EntityType.SOCIAL_ORG, Size.NOT_APPLICABLE, {}, {"L2H": lot_bid})
    return bid, lot_bid


def asked(text, nouns, noted=()):
    read = parse_book(text.replace(OTHERS, NOUN_FACT.replace('unit = ""', 'unit = "项"'), 1))
    assert read.book, read.findings
    bid, lot_bid = the_bid()
    return bid_nouns(nouns(), read.book, bid, lot_bid, noted)


def noted(noun, value, operator="T3", lot=None):
    return Noted.model_validate(
        {"operator": operator, "lot": lot, "noun": noun, "value": value}
        | {"by": "甲", "at": datetime(2026, 3, 16, 10), "why": "核对"}
    )


def test_a_bid_s_nouns_are_its_lot_its_center_its_operator_and_its_services(text, nouns):
    found = asked(text, nouns)
    assert found["lot"]["id"] == "L2H"
    assert found["center"]["id"] == "C2"
    assert found["operator"]["entity_type"] == "social_org"
    assert found["operator"]["is_legal_person"] is True
    assert found["bid"]["price_fen"] == 11_800_000
    assert [(i["category"], i["kind"]) for i in found["item"]] == [
        ("健康", "public_benefit"),
        ("健康", "market"),
    ]
    assert found["bid"]["items"] == found["item"]


def test_a_fact_stands_under_its_noun_in_the_form_that_rules_compare(text, nouns):
    found = asked(text, nouns)
    assert found["staff"]["full_time"] == 6
    assert found["bid"]["public_saving_fen"] == 120  # yuan become fen
    assert found["bid"]["address_filing_commitment"] is True
    assert found["bid"]["reinvestment_channels"] == ["community_fund"]


def test_what_the_purchaser_established_stands_over_what_the_bidder_stated(text, nouns):
    found = asked(text, nouns, [noted("staff.full_time", 4), noted("vote.yes", 31)])
    assert found["staff"]["full_time"] == 4
    assert found["vote"] == {"yes": 31}


def test_a_note_on_another_bidder_or_another_lot_says_nothing_here(text, nouns):
    strays = [noted("vote.yes", 31, operator="T1"), noted("vote.yes", 31, lot="L1")]
    assert "vote" not in asked(text, nouns, strays)


def test_a_note_on_this_lot_counts_here(text, nouns):
    assert asked(text, nouns, [noted("vote.yes", 31, lot="L2H")])["vote"] == {"yes": 31}


def test_one_bid_s_notes_never_reach_the_project_or_another_bid(text, nouns):
    shared = nouns()
    asked(text, lambda: shared, [noted("lot.category", "甲"), noted("project.state", "opened")])
    assert by_id(shared["lot"])["L2H"]["category"] != "甲"
    assert "state" not in shared["project"]


def test_a_note_on_services_holds_for_every_service_of_the_bid(text, nouns):
    found = asked(text, nouns, [noted("item.fee_hearing_outcome", "refused")])
    assert [item["fee_hearing_outcome"] for item in found["item"]] == ["refused", "refused"]
    assert [item["id"] for item in found["item"]] == ["义诊", "健身"]
    assert found["bid"]["items"] == found["item"]


def test_a_note_on_the_services_of_a_bid_that_lists_none_decides_nothing(text, nouns):
    bid, lot_bid = the_bid()
    read = parse_book(text)
    given = [noted("item.fee_hearing_outcome", "accepted")]
    found = bid_nouns(nouns(), read.book, bid, replace(lot_bid, services=()), given)
    rule = policies().on("FT-3.2c", date(2026, 3, 2))
    assert [v.answer for v in verdicts(rule, found)] == [Answer.CANNOT_DECIDE]


def test_a_service_begins_with_the_contract_and_is_known_by_the_name_in_the_form(text, nouns):
    [first, _] = asked(text, nouns)["item"]
    assert first["start_on"] == parse_book(text).book.dates.service_from
    assert first["brand_name"] == "义诊"


def test_rules_know_a_category_by_the_book_s_code_for_it(text, nouns):
    categories = parse_book(text).book.service_categories
    codes = ", ".join(f'"kind_{n}"' for n in range(len(categories)))
    coded = text.replace("service_categories = [", f"service_codes = [{codes}]\nservice_categories = [", 1)
    kind = f"kind_{categories.index('健康')}"
    assert [item["category"] for item in asked(coded, nouns)["item"]] == [kind, kind]


def test_codes_and_categories_come_in_pairs(text):
    read = parse_book(
        text.replace("service_categories = [", 'service_codes = ["a"]\nservice_categories = [', 1)
    )
    assert read.book is None
    assert any("逐项对应" in f"{f.what}{f.expected}" for f in read.findings)
