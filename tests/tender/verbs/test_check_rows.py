"""Every finding that a check of the law names is really given when the check is broken, with its article."""

import shutil
from datetime import date

import pytest

from tender.book import Method, parse_book
from tender.book.places import Lot
from tender.check import check_book
from tender.correct import correct
from tender.decisions import MarkCorrected
from tender.documents.blocks import plain_text
from tender.draft import book_document
from tender.findings import Level
from tender.forms.bid_form import IDENTITY
from tender.mark import judged, mark_findings
from tender.policy import PolicyError, policies
from tender.policy.checks import checks
from tender.rank import rank_all
from tender.review import too_few
from tender.schedule import schedule

WEIGHTS = "weights = { whole_center = 15, partial_zone = 10, professional_service = 15 }"
COMBINATION = """kind = "combination"
objective = ["needs", "points", "price"]
max_lots_per_operator = 2
quota_reason = "保证各中心有足够的专职团队，运营多元、风险分散\""""
ORDER = (
    'kind = "lot_order"\nmax_lots_per_operator = 2\nquota_reason = "甲"\nonly_quota_holders = "relax"\n'
    'order = ["L1", "L2H", "L2X", "L2G", "L3E", "L3I"]'
)
LAST = '[[judges]]\nid = "J5"\nname = "苏听澜（虚构）"\nrole = "purchaser"\n'
FIRST = (
    "五个方面各0至20分：①需求调研有问卷、访谈等原始记录并逐项对应服务项目；②空间与功能安排落实到每间功能室和时段；"
    "③年度项目计划列明主题、频次、人群和负责人；④居民参与机制有固定议事安排和意见办理时限；⑤安全应急有预案、人员和演练计划。"
)
SECOND = "每个方面：全部要素具备且可核对的15至20分，缺一项要素的8至14分，缺两项及以上的1至7分，未提供的0分。"
CEILING = 'kind = "price_ceiling"'
SAYS = "自觉接受街道、社区及居民的指导和监督。"


def book(*changes):
    """Findings of the book check after replacements in the sample's book."""

    def found(project):
        project.edit(*changes)
        return check_book(project.book, project.read.register)

    return found


def gate(says):
    return book((SAYS, says))


def planned(*changes):
    """Findings of the statutory calendar after replacements in the sample's book."""

    def found(project):
        project.edit(*changes)
        return schedule(project.book).findings

    return found


def forms(change):
    """Findings of opening after ``change`` to the folder."""

    def found(project):
        change(project)
        return project.opened()[1]

    return found


def twice(project):
    shutil.copy(project.folder / "bids" / "T1.xlsx", project.folder / "bids" / "T9.xlsx")


def one_left(project):
    project.typed("T3", IDENTITY, "entity_type", "value", "个体工商户")
    project.typed("T3", IDENTITY, "size", "value", "微型")
    return too_few(project.reviewed()[0])


def unlocked(project):
    return rank_all(project.reviewed()[0])[1]


def above_the_scale(project):
    now, _ = project.reviewed()
    lot = now.book.lot_by_id["L2H"]
    return mark_findings(now, now.book.judges[0], lot, {op: {"plan": 101} for op in now.valid("L2H")})


def corrected(**told):
    """Findings of a correction of a mark in its range that names no true ground, or tells nobody."""

    def found(project):
        now = project.ranked()
        entry = {"judge": "J1", "lot": "L1", "operator": "T1", "item": "plan", "mark": 61, "by": "评审小组"}
        entry |= {"at": now.book.dates.evaluation, "why": "复核", **told}
        return correct(now, MarkCorrected.model_validate(entry))[1]

    return found


BROKEN = {
    ("REG-01", "law.route_method"): book(('route = "gov_procurement"', 'route = "entrustment"')),
    ("REG-05", "law.condition"): book(('requirement = "', 'requirement = "含装修，')),
    ("REG-05", "law.conflict"): book(),
    ("REG-06", "law.conflict"): book(('regime = "teda"', 'regime = "shenzhen"')),
    ("DOC-02", "book.ceiling_over_budget"): book(("budget_yuan = 2320000", "budget_yuan = 899999.99")),
    ("DOC-03", "law.condition"): gate("注册资本不少于五百万元。"),
    ("DOC-03", "law.conflict"): book(),
    ("DOC-04", "law.conflict"): book(('regime = "teda"', 'regime = "shenzhen"')),
    ("DOC-05", "law.gate_scored"): book(('name = "团队与资源能力"', 'name = "履约 能力"')),
    ("DOC-05", "law.condition"): book(('name = "履约能力"', 'name = "营业执照和履约能力"')),
    ("DOC-06", "book.rule"): book(
        (
            '{ kind = "ratio_to_best", fact = "free_person_times" }',
            '{ kind = "linear", fact = "free_person_times", zero_at = 9, full_at = 9 }',
        )
    ),
    ("DOC-06", "table.text_points"): book(("五个方面各0至20分", "五个方面各0至25分")),
    ("DOC-06", "table.shared_end"): book(("缺一项要素的8至14分", "缺一项要素的8至15分")),
    ("DOC-06", "table.adjectives"): book(
        (FIRST, "方案优秀的80至100分，较好的60至79分，一般的1至59分。"), (SECOND, "未提供的0分。")
    ),
    ("DOC-06", "table.price_rows"): book(('kind = "lowest_price"', 'kind = "price_rank", by_place = [9]')),
    ("DOC-06", "table.no_proof"): book(('evidence = "投入清单及资金证明"', 'evidence = "无"')),
    ("DOC-06", "table.scored_twice"): book(('fact = "investment"', 'fact = "feedback"')),
    ("DOC-06", "law.condition"): book(('name = "履约能力"', 'name = "履约能力和业主好评"')),
    ("DOC-06", "book.scored_fact_optional"): book(('fact = "feedback"', 'fact = "brand_exports"')),
    ("DOC-07", "law.scored_yes_no"): book(
        ('unit = "元/年"\nkind = "money"', 'unit = "是或否"\nkind = "yes_no"')
    ),
    ("DOC-08", "law.price_weight"): book((WEIGHTS, WEIGHTS.replace("partial_zone = 10", "partial_zone = 9"))),
    ("DOC-08", "book.weights"): book((WEIGHTS, WEIGHTS.replace("partial_zone = 10", "partial_zone = 9"))),
    ("DOC-12", "law.tie_chain"): book(('ties = ["price", "technical"]', "ties = []")),
    ("DOC-13", "book.lot_order"): book((COMBINATION, ORDER)),
    ("DOC-15", "law.condition"): gate("社会组织评估等级为3A以上。"),
    ("DOC-16", "law.condition"): gate("已列入本市运营机构推荐名录。"),
    ("DOC-16", "law.conflict"): book(('regime = "teda"', 'regime = "wuhan"')),
    ("TIM-01", "schedule.too_early"): book(("publish = 2026-03-02", "publish = 2026-03-07")),
    ("TIM-02", "schedule.questions_late"): planned(
        ("questions_until = 2026-03-10", "questions_until = 2026-03-12")
    ),
    ("TIM-04", "schedule.too_late"): planned(("result = 2026-03-19", "result = 2026-03-31")),
    ("TIM-07", "calendar.unpublished"): planned(("service_until = 2027-03-31", "service_until = 2031-03-31")),
    ("OPN-01", "review.too_few"): one_left,
    ("OPN-02", "law.panel_size"): book((LAST, "")),
    ("OPN-02", "law.panel_experts"): book(
        ('name = "叶晚舟（虚构）"\nrole = "expert"', 'name = "叶晚舟（虚构）"\nrole = "purchaser"')
    ),
    ("OPN-04", "bid.operator_twice"): forms(twice),
    ("EVL-02", "bid.words_differ"): forms(lambda project: None),
    ("EVL-02", "bid.price_unconfirmed"): forms(lambda project: project.decide("", keep=False)),
    ("EVL-03", "book.ceiling_without_gate"): book(
        (CEILING, 'kind = "declared"\nsays = "甲。"\nevidence = "乙"')
    ),
    ("EVL-06", "law.small_deduction"): book(("small_deduction_percent = 10", "small_deduction_percent = 21")),
    ("EVL-06", "bid.size"): forms(
        lambda project: project.typed("T1", IDENTITY, "size", "value", "不适用（非企业）")
    ),
    ("EVL-08", "rank.unlocked"): unlocked,
    ("EVL-10", "marks.range"): above_the_scale,
    ("EVL-14", "law.tie_chain"): book(('ties = ["price", "technical"]', 'ties = ["technical", "price"]')),
    ("EVL-15", "correct.ground"): corrected(ground="range"),
    ("EVL-15", "correct.reported"): corrected(ground="outlier", after_signature=True),
    ("AWD-03", "law.combination_award"): book(),
}


def test_every_finding_that_a_check_names_is_shown_here():
    assert set(BROKEN) == {(row.id, code) for row in checks().checks for code in row.findings}


@pytest.mark.parametrize(("check", "code"), BROKEN, ids=[" ".join(pair) for pair in BROKEN])
def test_a_broken_check_is_told_with_an_article_it_rests_on(project, check, code):
    packs = policies()
    [row] = [row for row in checks().checks if row.id == check]
    articles = {f.article for f in BROKEN[check, code](project) if f.code == code}
    rests = {packs.cite(rule) for rule in row.rests}
    assert any(cited in packs.cite(article) for article in articles for cited in rests), articles


REGISTER = {
    "REG-02": ('threshold_ref = "本市政府集中采购目录及限额标准（虚构）"', 'threshold_ref = ""'),
    "REG-03": ("same_kind_bought_fen = 0", 'same_kind_bought_fen = 400000000\nmethod_approval_ref = ""'),
    "REG-04": ('purchaser_type = "state_organ"', 'purchaser_type = "public_institution_1"'),
    "REG-05": ("bundled_kinds = []", 'bundled_kinds = ["works"]'),
    "REG-06": ("renewals = 0", "renewals = 3\nterm_conditions = []"),
    "PLN-01": ("parties = 5", "parties = 2"),
    "PLN-02": (', "contract_management"]', "]"),
    "PLN-03": ("drafters_review = false", "drafters_review = true"),
    "PLN-04": ('comment_ref = "居民意见征集记录（虚构）"', 'comment_ref = ""'),
    "PLN-05": ('sme_decision = "exempt"', 'sme_decision = "reserved"'),
    "PLN-06": (
        "intent_published_on = 2026-01-20",
        'intent_published_on = 2026-02-20\nintent_urgent_reason = ""',
    ),
    "DOC-04": ("renewals = 0", "renewals = 0\nrequired_contracts = 3"),
    "DOC-09": ("fixed_price = false", "fixed_price = true"),
    "DOC-10": ("renewals = 0", "renewals = 0\nbid_bond_fen = 4640001"),
    "DOC-14": ('subcontract = "none"', 'subcontract = "partial"\nsubcontract_scope = ""'),
    "EXP-06": ("renewals = 0", 'renewals = 0\npublishes_scores = true\nscore_publication_ref = ""'),
    "OPN-02": ("[survey]", "[evaluation]\nagency_staff = true\n\n[survey]"),
    "OPN-03": ("[survey]", '[evaluation]\nrecusals = ["J1"]\n\n[survey]'),
    "OPN-04": ("[survey]", '[evaluation]\nlinked = ["T1、T2"]\n\n[survey]'),
    "EVL-04": (
        "[survey]",
        '[evaluation]\ncollusion_signals = [{ kind = "same_agent" , evidence = "" }]\n\n[survey]',
    ),
    "EVL-11": ("[survey]", '[evaluation]\noutliers = [{ reason = "", removed = false }]\n\n[survey]'),
    "EVL-15": ("[survey]", '[evaluation]\nresult_edits = [{ reason = "sample" }]\n\n[survey]'),
    "AWD-05": ("[survey]", '[[contract]]\nlot_id = "L1"\namount_fen = 1\nbid_fen = 2\n\n[survey]'),
    "EXP-04": ("[survey]", "[notice]\nself_selected_experts = 1\nself_selected_marked = 0\n\n[survey]"),
    "EXP-07": ("[survey]", '[[contract]]\nlot_id = "L1"\nnotice_working_days = 3\n\n[survey]'),
    "EXP-08": ("[survey]", '[[contract]]\nlot_id = "L1"\nacceptance_group = ["purchaser"]\n\n[survey]'),
    "ARC-01": ("[survey]", "[archive]\nyears = 14\n\n[survey]"),
}
"""What the register says against each check that the sample's book alone does not break."""
OTHERWISE = {"DOC-11", "EVL-05", "EVL-06", "AWD-04"}
"""Declared in the book, asked of one bid, or of a tender only: their records show them."""


def registered(project, old, new):
    path = project.folder / "register.toml"
    text = path.read_text("utf-8")
    assert old in text, f"the register no longer says {old!r}"
    path.write_text(text.replace(old, new, 1), "utf-8")
    read = project.read
    assert read.findings == ()
    return check_book(read.book, read.register)


def test_every_check_that_asks_the_register_is_broken_here():
    assert set(REGISTER) | OTHERWISE == {row.id for row in checks().checks if row.expression}


@pytest.mark.parametrize("check", REGISTER)
def test_what_the_register_says_against_a_check_is_told_by_its_article(project, check):
    [row] = [row for row in checks().checks if row.id == check]
    told = [f for f in registered(project, *REGISTER[check]) if f.where.endswith(f" › {check}")]
    assert [f.code for f in told] == ["law.broken"]
    assert told[0].article in row.rests
    assert told[0].level is (Level.WARNING if row.force == "in_principle" else Level.ERROR)


@pytest.mark.parametrize(
    ("line", "check", "entry"),
    [
        ("parties = 5\n", "PLN-01", "[survey] parties（调查对象数）"),
        ('comment_ref = "居民意见征集记录（虚构）"\n', "PLN-04", "[project] comment_ref"),
        ('purchaser_type = "state_organ"\n', "REG-04", "[project] purchaser_type"),
        ("fixed_price = false\n", "DOC-09", "[[lot]] fixed_price"),
    ],
)
def test_what_is_not_told_is_undecided_and_says_what_to_enter(project, line, check, entry):
    [told] = [f for f in registered(project, line, "") if f.where.endswith(f" › {check}")]
    assert (told.level, told.code) == (Level.WARNING, "law.undecided")
    assert entry in told.mend


def test_lots_of_which_the_same_is_missing_are_one_finding(project):
    path = project.folder / "register.toml"
    path.write_text(path.read_text("utf-8").replace("fixed_price = false\n", ""), "utf-8")
    [told] = [f for f in check_book(project.book, project.read.register) if f.where.endswith("DOC-09")]
    assert told.where == "标段L1、标段L2H、标段L2X、标段L2G、标段L3E、标段L3I、标段L3S › DOC-09"


def test_a_lot_of_fixed_price_needs_no_weight_of_price_and_a_reserved_one_no_deduction(project):
    path = project.folder / "register.toml"
    text = path.read_text("utf-8").replace("fixed_price = false", "fixed_price = true")
    path.write_text(text.replace('sme_decision = "exempt"', 'sme_decision = "reserved"'), "utf-8")
    price = WEIGHTS + '\nrule = { kind = "lowest_price", small_deduction_percent = 10 }'
    free = "weights = {}" + '\nrule = { kind = "lowest_price" }'
    project.edit((price, free))
    codes = {f.code for f in check_book(project.book, project.read.register)}
    assert "law.price_weight" not in codes
    assert "law.small_deduction" not in codes
    assert not any(
        f.where.endswith(("DOC-09", "PLN-05")) for f in check_book(project.book, project.read.register)
    )


def test_the_register_waives_a_conflict_only_with_a_reason(project):
    told = [f for f in check_book(project.book, project.read.register) if "TEDA-13c" in f.where]
    assert "law.conflict" not in {f.code for f in told}
    reason = "品牌与管理输出只作了解，不计分，避免向规模较大的单位倾斜"
    codes = {f.code for f in registered(project, reason, "") if "TEDA-13c" in f.where}
    assert "law.conflict" in codes


def test_before_a_rule_was_made_its_check_is_not_asked(project):
    """The low-price notice is of February 2026: a book of January knows no such limits."""
    project.edit(("[rounding]", "[low_price]\nceiling_percent = 44\n\n[rounding]"))
    register = {**project.read.register}
    register["project"] = {**register["project"], "low_price_percents": [50, 50, 45]}  # the book declares it
    dates = project.book.dates.model_copy(update={"publish": date(2026, 1, 31)})
    early = project.book.model_copy(update={"dates": dates})
    wheres = [
        [f.where for f in check_book(b, register) if f.where.endswith("DOC-11")]
        for b in (early, project.book)
    ]
    assert wheres == [[], ["项目 › DOC-11"]]


def test_an_open_selection_is_asked_nothing_of_procurement_but_told_of_conflicts(project):
    book = project.book.model_copy(update={"method": Method.OPEN_SELECTION, "route": "entrustment"})
    codes = {f.code for f in check_book(book, project.read.register)}
    assert "law.conflict" in codes
    assert not codes & {"law.broken", "law.undecided", "law.condition"}


@pytest.mark.parametrize(
    ("says", "hit"),
    [
        ("在本市登记。", "REG-20-7"),
        ("从业人员不少于三十人。", "O87-17"),
        ("成立满三年。", "RECT-1"),
        ("仅限民办非企业单位参加。", "REG-20-7"),
        ("上一合同期的原运营主体不得参加。", "REG-20-8"),
        ("获得市级以上荣誉。", "REG-20-4"),
        ("使用指定品牌。", "REG-20-8"),
        ("财务制度健全，依法登记。", ""),
        ("接受本市、本区有关部门的监督。", ""),
        ("在运营期限内按季度报告。", ""),
    ],
)
def test_words_that_shut_out_are_shown_to_a_person_and_others_are_not(project, says, hit):
    told = {f.article for f in gate(says)(project) if f.code == "law.condition"}
    assert told == ({hit} if hit else set())


SIXTEEN = {
    1: "第一章", 2: "供应商须知", 3: "资格条件", 4: "小型、微型企业", 5: "保证金", 6: "最高限价", 7: "服务要求",
    8: "合同", 9: "服务期限", 10: "支付", 11: "评审标准", 12: "有效期", 13: "提交截止", 14: "代理服务费",
    15: "信用中国", 16: "异常低价",
}  # fmt: skip
"""The items of 财政部令第87号第二十条, each by words that only its part of the document has."""


@pytest.mark.parametrize("item", SIXTEEN)
def test_every_item_that_order_87_asks_of_a_document_stands_in_the_drafted_one(project, item):
    said = plain_text(book_document(project.book, policies()))
    assert SIXTEEN[item] in said


def test_a_lot_knows_a_ceiling_and_no_floor():
    money = {name for name in Lot.model_fields if "fen" in name or "price" in name}
    assert money == {"budget_fen", "ceiling_fen"}


def test_a_judged_factor_without_a_rubric_is_not_read(project):
    text = (project.folder / "project.toml").read_text("utf-8")
    start = text.index("rubric = [")
    spoiled = text[:start] + "rubric = []" + text[text.index("]\n", start) + 1 :]
    assert parse_book(spoiled).book is None


def test_a_book_that_is_silent_on_consortia_is_not_read(project):
    text = (project.folder / "project.toml").read_text("utf-8")
    assert parse_book(text.replace("consortium = false\n", "")).book is None


def test_no_mark_sheet_asks_for_an_objective_factor(project):
    """What the form states is computed once, so it cannot differ from member to member."""
    for lot in project.book.lots:
        asked = {c.id for c in judged(project.book, lot)}
        assert asked == {
            c.id for c in project.book.criteria_of(lot) if not c.rule.fact_ids() and c.group != "price"
        }
        assert asked


@pytest.mark.parametrize("pair", BROKEN, ids=[" ".join(pair) for pair in BROKEN])
def test_every_finding_of_law_cites_a_provision_in_force_on_the_day_of_publication(project, pair):
    """Instrument, article and first day of force; a rule of another day is never cited."""
    packs = policies()
    for found in BROKEN[pair](project):
        if found.code.startswith("law.") and packs.procurement(found.article):
            day = project.book.dates.publish
            try:
                provision = packs.on(found.article, day)
            except PolicyError:
                pytest.fail(f"{found.article} is not in force on {day}")
            assert provision.instrument
            assert provision.since
            assert provision.since <= day
            assert provision.since.isoformat() in packs.dated(found.article)
