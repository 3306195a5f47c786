"""The printed book says everything the book object holds, each thing with its article."""

from datetime import date

import pytest

from scoring.exact import plain, yuan
from tender.book import Combination, LotOrder, PerLot
from tender.documents import templates
from tender.documents.blocks import Clause, Heading, Table, plain_text
from tender.draft import book_document, draft_files
from tender.draft.chapters import NUMERALS, chapters
from tender.draft.clauses import OWN
from tender.draft.scoring import scoring_table
from tender.forms import bid_form
from tender.policy import policies


def headings(document, level):
    return [b.text for b in document.blocks if isinstance(b, Heading) and b.level == level]


def tables(document):
    return [b for b in document.blocks if isinstance(b, Table)]


def grid_texts(table):
    return [[spot.cell.text for spot in row] for row in table.grid()]


def key_facts(document):
    [found] = [t for t in tables(document) if [c.text for c in t.rows[0]] == ["序号", "事项", "内容", "依据"]]
    return {row[1]: row[2] for row in grid_texts(found)[1:]}


def test_the_chapters_stand_in_order_and_the_sources_are_the_annex(document, book):
    named = [f"第{NUMERALS[i]}章　{name}" for i, name in enumerate(chapters(book.terms))]
    assert headings(document, 1) == [*named, "附　制定依据及其效力状态"]


def test_the_items_of_the_invitation_are_those_of_the_national_notice(document):
    first = headings(document, 2)[:8]
    assert first == [
        "一、项目基本情况",
        "二、申请人的资格要求",
        "三、获取采购文件",
        "四、响应文件提交",
        "五、开启",
        "六、公告期限",
        "七、其他补充事宜",
        "八、凡对本次采购提出询问，请按以下方式联系。",
    ]


def test_every_part_of_a_chapter_is_numbered_without_a_gap(document):
    numbers = []
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            numbers = []
        if isinstance(block, Heading) and block.level == 2:
            numbers.append(block.text[0])
            assert "".join(numbers) == NUMERALS[: len(numbers)]


def test_every_lots_ceiling_stands_in_the_key_facts_and_beside_its_content(document, book):
    said = plain_text(document)
    facts = key_facts(document)["标段（7个）和最高限价（元/年）"]
    for lot in book.lots:
        assert f"{lot.id}　{lot.name}：{yuan(lot.ceiling_fen)}" in facts
        assert f"| 最高限价 | {yuan(lot.ceiling_fen)}元/年" in said
    assert f"合计：{yuan(sum(lot.ceiling_fen for lot in book.lots))}" in facts


@pytest.mark.parametrize(
    "name",
    [
        "磋商保证金",
        "响应文件有效期",
        "响应文件提交截止时间",
        "开启时间和地点",
        "磋商小组",
        "评审方法",
        "结果公告",
    ],
)
def test_the_key_facts_hold_what_a_bidder_asks_first(document, name):
    assert key_facts(document)[name]


def test_the_validity_reaches_the_last_day_of_signing(document):
    assert "2026年4月18日" in key_facts(document)["响应文件有效期"]


def test_every_gate_is_printed_with_its_article(document, book):
    said = plain_text(document)
    for gate in book.gates:
        row = f"★{gate.name} | {gate.sentence()} | {policies().cite(*gate.articles)} |"
        assert row in said


def test_every_criterion_prints_its_sentence_and_weight_in_every_column(book):
    for column in book.columns():
        rows = grid_texts(scoring_table(book, column, policies()))
        for lot in book.lots_of(column):
            for c in book.criteria_of(lot):
                sentence = c.rule.sentence(book.context(c, lot))
                assert [c.name, plain(c.weights[column]), sentence] in [row[1:4] for row in rows]


def test_a_scoring_table_sums_to_one_hundred(book):
    for column in book.columns():
        assert grid_texts(scoring_table(book, column, policies()))[-1][2] == "100"


def test_a_changed_weight_changes_the_printed_sentence(book):
    first = book.criteria[0]
    weights = {**first.weights, "whole_center": first.weights["whole_center"] + 1}
    changed = book.model_copy(
        update={"criteria": (first.model_copy(update={"weights": weights}), *book.criteria[1:])}
    )
    assert "×16分" in plain_text(book_document(changed, policies()))


def test_rounding_ties_and_award_rule_are_printed_as_the_program_executes_them(said, book):
    assert book.rounding.sentence in said
    assert book.tie_sentence() in said
    assert book.award.sentence(book.terms, book.fiscal) in said
    assert "按上述规则不能确定成交供应商的标段，不影响其他标段的结果" in said


@pytest.mark.parametrize(
    "award",
    [
        PerLot(kind="per_lot"),
        LotOrder(
            kind="lot_order",
            order=("L1", "L2H", "L2X", "L2G", "L3E", "L3I", "L3S"),
            max_lots_per_operator=1,
            quota_reason="分散风险",
            only_quota_holders="relax",
        ),
        Combination(
            kind="combination", objective=("price",), max_lots_per_operator=3, quota_reason="分散风险"
        ),
    ],
)
def test_every_award_rule_can_be_printed(book, award):
    changed = book.model_copy(update={"award": award})
    assert award.sentence(book.terms, book.fiscal) in plain_text(book_document(changed, policies()))


def test_promises_become_duties_of_the_contract(said, book):
    for fact in book.facts:
        if fact.promise:
            assert f"{fact.name}（{fact.unit}）" in said.partition("承诺转为合同义务")[2]


def test_the_last_chapter_lists_every_sheet_of_the_bid_form(document, book):
    [listed] = [t for t in tables(document) if [c.text for c in t.rows[0]][:2] == ["序号", "工作表"]]
    assert [row[1] for row in grid_texts(listed)[1:]] == [s.name for s in bid_form(book, "").sheets]


def test_the_trial_text_is_named_with_its_force_and_its_rank(said):
    annex = said.partition("附　制定依据及其效力状态")[2]
    assert "《泰达街社区党群服务中心社会化运营管理办法（试行）》 | 试行 |" in annex
    assert "下列文件为试行文本：《泰达街社区党群服务中心社会化运营管理办法（试行）》" in annex
    assert "与法律、行政法规和国务院财政部门的规定不一致的，以后者为准" in annex


def test_every_text_cited_anywhere_stands_in_the_annex(document):
    annex = plain_text(document).partition("附　制定依据及其效力状态")[2]
    articles = "；".join(b.article for b in document.blocks if isinstance(b, Clause))
    for pack in policies().packs.values():
        if pack.short in articles:
            assert pack.title in annex


def test_a_consultation_rests_on_no_article_of_the_tender_order(said):
    assert "财政部令第87号" not in said


def test_a_tender_rests_on_no_article_of_the_consultation_measures(tendered):
    criteria = tuple(c.model_copy(update={"articles": ()}) for c in tendered.criteria)
    gates = tuple(g.model_copy(update={"articles": ("TEDA-07a",)}) for g in tendered.gates)
    basis = tendered.basis[:-1]
    changed = tendered.model_copy(update={"criteria": criteria, "gates": gates, "basis": basis})
    said = plain_text(book_document(changed, policies()))
    assert "财库〔2014〕214号" not in said
    assert "财库〔2015〕124号" not in said
    assert "磋商" not in said.replace(tendered.summary, "").replace(tendered.obtain, "")
    assert "四、提交投标文件截止时间、开标时间和地点" in said


def test_the_low_price_clause_is_printed_from_the_day_its_rule_is_in_force(said, book):
    assert "通过符合性审查的报价平均值的50%" in said
    dates = book.dates.model_copy(update={"publish": date(2026, 1, 31)})
    earlier = book.model_copy(update={"dates": dates})
    assert "启动异常低价审查" not in plain_text(book_document(earlier, policies()))


def test_the_header_row_of_every_table_is_repeated_on_each_page(word, document):
    assert len(word.tables) == len(tables(document))
    for table in word.tables:
        assert table._tbl.tr_lst[0].xpath("./w:trPr/w:tblHeader")


def test_the_same_book_gives_the_same_bytes(files, read):
    assert draft_files(read.book, read.sha256) == files


def test_every_template_of_the_book_names_rules_that_the_packs_hold():
    for entry in (templates.folder() / "book").iterdir():
        for part in templates.article(f"book/{entry.name}").split("；"):
            for rule in part.rpartition("：")[2].split("、"):
                assert rule == OWN or policies().knows(rule), (entry.name, rule)


def test_a_short_table_stays_on_one_page_and_a_long_one_leaves_no_row_alone(word):
    for table in word.tables:
        rows = [bool(row.xpath("./w:tc/w:p/w:pPr/w:keepNext")) for row in table._tbl.tr_lst]
        assert not rows[-1]
        assert rows[0]
        assert rows[-2]
    kept = [all(row.xpath(".//w:keepNext") for row in t._tbl.tr_lst[:-1]) for t in word.tables]
    lots = [t for t in word.tables if t.rows[0].cells[0].text.startswith("标段L")]
    assert len(lots) == 7
    assert all(kept[i] for i, t in enumerate(word.tables) if t.rows[0].cells[0].text.startswith("标段L"))
    assert not all(kept)
