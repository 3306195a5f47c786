"""The evaluation report: what the law lists, each figure from the record."""

from dataclasses import replace

from scoring.exact import yuan
from tender.allocate import award_verdicts
from tender.announce import evaluation_report
from tender.documents.blocks import Heading, Signature, plain_text
from tender.findings import Answer
from tender.review.low_price import sentence, triggered


def part(document, name):
    said = plain_text(document)
    return said.partition(f"、{name}\n")[2].partition("\n# ")[0]


def test_the_matters_of_the_law_stand_in_order(papers):
    found = [b.text for b in papers["report"].blocks if isinstance(b, Heading) and b.level == 1]
    assert found == [
        "一、项目基本情况和邀请方式",
        "二、供应商和磋商小组名单",
        "三、评审方法和评审标准",
        "四、开启记录",
        "五、资格审查和符合性审查",
        "六、磋商、报价和异常低价审查",
        "七、评分记录",
        "八、候选人排序和理由",
        "九、评审结果和成交供应商",
        "十、其他需要说明的情况",
    ]


def test_every_rejected_bid_is_listed_with_reason_and_article(papers, done):
    said = part(papers["report"], "资格审查和符合性审查")
    for why, article in done.case.reasons("T8", "L2X"):
        assert f"| L2X | 辛棋牌示例个体户 | {why} | {article} |" in said


def test_every_mark_of_every_judge_is_in_the_record_of_marks(papers, done):
    said = part(papers["report"], "评分记录")
    for lot in done.case.live_lots:
        assert f"标段{lot.id}　{lot.name}" in said
    for judge in done.case.book.judges:
        assert judge.name.partition("（")[0] in said


def test_every_candidate_stands_in_its_rank_with_points_and_price(papers, done):
    said = part(papers["report"], "候选人排序和理由")
    for result in done.case.state.results.values():
        for e in result.ranking:
            name, price = done.case.name(e["operator"]), yuan(e["price_fen"])
            assert f"| {e['rank']} | {name} | {e['total']} | {price} |" in said


def test_arithmetic_never_says_equal_and_about_at_once(papers):
    said = plain_text(papers["report"])
    assert "＝≈" not in said
    assert "700,000.00÷820,000.00×15≈12.8049" in said


def test_the_departure_of_the_first_lot_is_told_with_its_article(papers):
    said = part(papers["report"], "评审结果和成交供应商")
    assert "标段L1综合得分第1名的甲空间运营示例有限公司" in said
    assert "依据：泰达街办法（试行）第四条。" in said


def test_the_corrected_price_is_told_with_both_figures(papers):
    said = part(papers["report"], "开启记录")
    assert "小写报价为45,000.00元，大写为450,000.00元" in said


def test_an_invalid_bid_enjoys_no_policy_deduction(papers):
    said = part(papers["report"], "其他需要说明的情况")
    assert "通过审查的供应商中没有小型、微型企业" in said
    assert "辛棋牌示例个体户" not in said


def test_a_valid_small_enterprise_is_named(with_bid, done):
    report = evaluation_report(with_bid("T3", size="small"), done.allocation, done.record.head)
    assert "享受扣除的有：丙健康驿站示例有限公司" in part(report, "其他需要说明的情况")


def test_every_member_signs_and_the_purchaser_does_not_seal_the_panels_report(papers, done):
    [places] = [b.places for b in papers["report"].blocks if isinstance(b, Signature)]
    assert [(p.name, p.act) for p in places] == [(j.name, "签字") for j in done.case.book.judges]


def priced(done, lot, **prices):
    """The case with the prices of ``lot`` set, in fen."""
    bids = dict(done.case.state.bids)
    for operator, fen in prices.items():
        opened = bids[operator]
        lots = {**opened.bid["lots"], lot: {**opened.bid["lots"][lot], "price_fen": fen}}
        bids[operator] = replace(opened, bid={**opened.bid, "lots": lots})
    return replace(done.case, state=replace(done.case.state, bids=bids))


def test_a_price_at_a_limit_starts_no_review_and_one_fen_less_does(done):
    # ceiling 120,000 yuan: 45 % is 54,000; second lowest 100,000: 50 % is 50,000
    lot = done.case.book.lot_by_id["L2H"]
    at = priced(done, "L2H", T3=10_000_000, T7=5_400_000)
    below = priced(done, "L2H", T3=10_000_000, T7=5_399_999)
    assert triggered(at, lot, at.conforming("L2H")) == ()
    [found] = triggered(below, lot, below.conforming("L2H"))
    assert sentence(below, found).endswith("元，低于最高限价120,000.00元的45%（54,000.00元）")


def test_a_price_under_every_limit_is_told_with_each(done):
    lot = done.case.book.lot_by_id["L2H"]
    low = priced(done, "L2H", T3=10_000_000, T7=2_000_000)
    [found] = triggered(low, lot, low.conforming("L2H"))
    assert sentence(low, found).partition("元，")[2] == (
        "低于通过符合性审查的报价平均值60,000.00元的50%（30,000.00元）；"
        "低于通过符合性审查的次低报价100,000.00元的50%（50,000.00元）；"
        "低于最高限价120,000.00元的45%（54,000.00元）"
    )


def test_every_rule_of_the_award_is_answered_with_its_article(papers, done):
    said = part(papers["report"], "评审结果和成交供应商")
    for verdict in award_verdicts(done.case, done.allocation, done.case.book.dates.result):
        rule = verdict.provision
        if verdict.answer is Answer.PASS:
            assert f"| {rule.says} | {done.case.packs.cite(rule.id)} | 通过 |" in said
