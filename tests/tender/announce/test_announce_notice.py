"""The result notice: ten items in the national order, to the letter, and nothing that must stay secret."""

import re
from dataclasses import replace

from scoring.exact import text
from tender.allocate import LotAward
from tender.announce import result_notice
from tender.documents.blocks import Fields, Heading, plain_text

ITEMS = [
    "一、项目编号（或招标编号、政府采购计划编号、采购计划备案文号等，如有）",
    "二、项目名称",
    "三、中标（成交）信息",
    "四、主要标的信息",
    "五、评审专家（单一来源采购人员）名单",
    "六、代理服务收费标准及金额",
    "七、公告期限",
    "八、其他补充事宜",
    "九、凡对本次公告内容提出询问，请按以下方式联系。",
    "十、附件",
]


def item(document, number):
    """The plain text of one item."""
    said = plain_text(document)
    after = said.partition(f"# {ITEMS[number]}\n")[2]
    return after.partition(f"# {ITEMS[number + 1]}\n")[0] if number + 1 < len(ITEMS) else after


def test_the_ten_items_stand_in_order_to_the_letter(papers):
    found = [b.text for b in papers["notice"].blocks if isinstance(b, Heading) and b.level == 1]
    assert found == ITEMS


def test_the_labels_that_platforms_read_are_kept(papers):
    labels = [[f.label for f in b.items] for b in papers["notice"].blocks if isinstance(b, Fields)]
    assert labels[0] == ["供应商名称", "供应商地址", "中标（成交）金额"]
    assert labels[-3:] == [["名 称", "地 址", "联系方式"]] * 2 + [["项目联系人", "电 话"]]
    said = item(papers["notice"], 3)
    assert "| 标段 | 名称 | 服务范围 | 服务要求 | 服务时间 | 服务标准 |" in said


def test_every_winner_is_named_with_address_and_amount_in_figures_and_words(papers, done):
    said = item(papers["notice"], 2)
    for award in done.allocation.lots:
        bid = done.case.bids[award.operator]
        assert f"供应商名称：{bid.name}\n供应商地址：{bid.address}\n中标（成交）金额：" in said
    assert "700,000.00元/年（人民币柒拾万元整）" in said


def test_a_lot_without_a_winner_says_so_and_why(done):
    empty = LotAward("L1", None, None, None, None, why_empty="符合要求的供应商1家，不足法定数量，本标段终止")
    lots = (empty, *done.allocation.lots[1:])
    notice = result_notice(done.case, replace(done.allocation, lots=lots))
    expected = "本标段未确定成交供应商：符合要求的供应商1家，不足法定数量，本标段终止。"
    assert expected in item(notice, 2)
    assert "| L1 |" not in item(notice, 3)


def test_every_panel_member_is_named_and_only_the_purchasers_one_is_marked(papers, done):
    said = item(papers["notice"], 4)
    assert said.count("（采购人代表）") == 1
    for judge in done.case.book.judges:
        assert judge.name in said
        assert (f"{judge.name}（采购人代表）" in said) == (judge.role == "purchaser")


def test_the_departure_of_the_first_lot_is_told_with_its_article(papers):
    told = item(papers["notice"], 7)
    assert "标段L1综合得分第1名的甲空间运营示例有限公司" in told
    assert "依据：泰达街办法（试行）第四条。" in told


def test_no_panel_mark_and_no_score_beyond_the_departures_is_published(papers, done):
    said = plain_text(papers["notice"])
    departed = {lot.lot for lot in done.allocation.departures}
    secret = {
        e["total"]
        for lot, result in done.case.state.results.items()
        for e in result.ranking
        if lot not in departed
    }
    assert len(secret) == 12
    assert {total for total in secret if total in said} == set()
    told = {text(p.total, 2) for lot in done.allocation.departures for p in lot.passed_over}
    assert set(re.findall(r"（(\d+\.\d\d)分", said)) == told
    assert "评委评分" not in said


def test_the_declaration_of_a_small_winner_is_annexed_and_of_no_other(with_bid, done):
    notice = result_notice(with_bid("T3", size="small"), done.allocation)
    assert item(notice, 9).count("《中小企业声明函》") == 1
    assert "2.丙健康驿站示例有限公司的《中小企业声明函》" in item(notice, 9)
    assert "声明函" not in item(result_notice(done.case, done.allocation), 9)


def test_a_social_organization_is_never_a_small_enterprise(with_bid, done):
    assert "声明函" not in item(result_notice(with_bid("T6", size="small"), done.allocation), 9)


def test_the_way_to_challenge_is_told_with_the_days_of_law(papers):
    assert "届满之日起7个工作日内，以书面形式向采购人提出质疑（政府采购法第五十二条）" in item(
        papers["notice"], 7
    )
