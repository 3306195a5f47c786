"""Rules of real tender books that are no factor: equal totals, minimums, one award each in lot order."""

from tender.book import parse_book
from tender.paths import samples

TEXT = (samples() / "teda-haiqing" / "project.toml").read_text("utf-8")
ORDER = """kind = "lot_order"
order = ["L1", "L2H", "L2X", "L2G", "L3E", "L3I", "L3S"]
max_lots_per_operator = 1
quota_reason = "兼投不兼中"
only_quota_holders = "leave_empty"
"""


def read(*changes: tuple[str, str]):
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    done = parse_book(text)
    assert done.book, done.findings
    return done.book


def test_g05_equal_totals_go_by_the_lower_price():
    book = read(('ties = ["price", "technical"]', 'ties = ["price"]'))
    assert book.tie_sentence().startswith("汇总得分相同的，最后报价较低者在前；")


def test_g10_one_award_each_in_the_order_of_lots():
    at = TEXT.index('kind = "combination"')
    rule = TEXT[at : TEXT.index("articles = { lot", at)]
    book = read((rule, ORDER))
    assert book.award.kind == "lot_order"
    assert book.award.max_lots_per_operator == 1
    assert "L1" in book.award_sentence


def test_r28_and_g13_what_must_be_met_is_a_gate_and_never_scored():
    gate = """[[gates]]
id = "least_hours"
name = "★年度服务工时"
kind = "figure"
stage = "conformity"
articles = ["TEDA-12d"]
fact = "free_sessions"
at_least = 35244
says = "★年度服务工时不少于35,244小时，低于的为无效响应，不计分。"

[[gates]]
id = "legal_person"
"""
    book = read(('[[gates]]\nid = "legal_person"\n', gate))
    kinds = {g.id: g.kind for g in book.gates}
    assert kinds["least_hours"] == "figure"
    assert all("least_hours" not in c.rule.fact_ids() for c in book.criteria)


def test_g12_two_zones_of_one_service_each_with_its_own_ceiling():
    zones = [lot for lot in read().lots if lot.center == "C2"]
    assert len({lot.id for lot in zones}) == len(zones) > 1
    assert all(lot.paid for lot in zones)


def test_g09_the_panel_recommends_three_and_the_buyer_decides():
    at = TEXT.index('kind = "combination"')
    rule = TEXT[at : TEXT.index("articles = { lot", at)]
    chosen = 'kind = "per_lot"\nrecommend = 3\nchoosing = "领导班子集体研究"\n'
    said = read((rule, chosen)).award_sentence
    assert "推荐排序前3名为候选人；采购人按下列办法在候选人中确定该标段成交供应商" in said
