"""The rules of the regime over book and register: asked early, waived with a reason, never passed by silence."""

import pytest

from tender.book.register import parse_register
from tender.check import check_book
from tender.findings import Level
from tender.policy import Policies, policies

ACK = "draft_policy_ack = true"
REASON = "品牌与管理输出只作了解，不计分，避免向规模较大的单位倾斜"


@pytest.fixture(scope="session")
def told(spoil, register_text):
    """Findings of the sample, its register changed by replacements, its packs by a function."""

    def findings(*changes, book=(), packs=None):
        text = register_text
        for old, new in changes:
            assert old in text, f"the register no longer says {old!r}"
            text = text.replace(old, new, 1)
        found, mistakes = parse_register(text)
        assert mistakes == ()
        return check_book(spoil(*book).book, found, packs)

    return findings


def about(findings, rule):
    return [(f.level, f.code) for f in findings if f.article == rule]


def with_status(status):
    """The packs with the TEDA measures of another status."""
    known = policies().packs
    return Policies(
        [*(p for p in known.values() if p.id != "teda"), known["teda"].model_copy(update={"status": status})]
    )


def test_without_a_register_nothing_is_passed_that_only_the_register_knows(spoil):
    findings = check_book(spoil().book)
    for rule in ("TEDA-02", "TEDA-03b", "TEDA-14b", "TEDA-27"):
        codes = {f.code for f in findings if f.article == rule}
        assert codes - {"parameter.open"} == {"rule.cannot_decide"}, rule


def test_a_waived_rule_is_a_note_with_its_reason_and_an_unwaived_one_says_so(told):
    waived = [f for f in told() if f.article == "TEDA-13c"]
    unwaived = [f for f in told(("waivers = {", "# waivers = {")) if f.article == "TEDA-13c"]
    assert [f.what for f in waived] == [
        f"不符合，已豁免：2026年2月10日海晴街道党工委会议（虚构）决定：{REASON}"
    ]
    assert [f.what for f in unwaived] == ["不符合"]


def test_a_waiver_without_a_reason_is_no_waiver(told):
    for spoiled in ((REASON, ""), ("on = 2026-02-10, ", ""), ("海晴街道党工委会议（虚构）", "")):
        found = [(f.code, f.what) for f in told(spoiled) if f.article == "TEDA-13c"]
        assert sorted(found) == [("rule.broken", "不符合"), ("rule.waiver", "理由不完整，不作豁免")]


def test_a_hard_rule_cannot_be_waived(told):
    signed = '{ by = "甲", on = 2026-01-01, why = "乙" }'
    waive = ('waivers = { "TEDA-13c"', f'waivers = {{ "TEDA-06a" = {signed}, "TEDA-13c"')
    book = [('id = "community_service_office"', 'id = "another_office"')]
    assert about(told(waive, book=book), "TEDA-06a") == [(Level.ERROR, "rule.broken")]


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (None, "rule.cannot_decide"),
        ('entity_limit_reason = ""', "rule.broken"),
        ('entity_limit_reason = "仅企业具备燃气经营许可"', None),
    ],
)
def test_a_limit_on_bodies_wants_a_reason_in_the_register(told, reason, expected):
    """Only enterprises may bid: open without a word, broken with an empty one, fine with a reason."""
    book = [('accepts = ["enterprise", "social_org", "public_institution"]', 'accepts = ["enterprise"]')]
    changes = [('[[lot]]\nid = "L1"', f'[[lot]]\nid = "L1"\n{reason}')] if reason else []
    codes = {f.code for f in told(*changes, book=book) if f.where == "标段L1 › TEDA-04d"}
    assert codes == ({expected} if expected else set())


def test_two_findings_of_one_rule_name_their_lots(told):
    findings = told(("investment_fen = 60000000", ""), ("investment_fen = 8000000", ""))
    assert [f.where for f in findings if f.article == "TEDA-08b"] == [
        "标段L1 › TEDA-08b",
        "标段L2H › TEDA-08b",
    ]


def test_what_the_award_will_need_of_the_book_is_wanted_now(told, text):
    fiscal = text[text.index("[fiscal]") : text.index("[[funding]]")]
    (wanted,) = [f for f in told(book=[(fiscal, "")]) if f.code == "rule.wanted_later"]
    assert wanted.level is Level.ERROR
    assert wanted.article == "TEDA-04a"
    assert "财政支出基数" in wanted.what


def test_a_rule_that_a_gate_puts_to_every_bid_is_not_asked_of_the_book(told):
    gate = """[[gates]]
id = "own_rule"
name = "社区范围"
kind = "rule"
stage = "conformity"
says = "甲。"
articles = ["TEDA-02"]

[[gates]]
id = "legal_person\""""
    book = [('[[gates]]\nid = "legal_person"', gate)]
    broken = ('street_id = "海晴街道"\ninterpreter_id', 'street_id = "别处"\ninterpreter_id')
    assert about(told(broken), "TEDA-02") == [(Level.ERROR, "rule.broken")] * 7
    assert about(told(broken, book=book), "TEDA-02") == []


@pytest.mark.parametrize("gate", ["list", "rule", "none"])
def test_a_pack_s_negative_list_needs_a_gate_of_either_kind(told, text, gate):
    start = text.index('kind = "negative_list"')
    listed = text[start : text.index('articles = ["TEDA-15b"]', start)]
    other = {
        "list": listed,
        "rule": 'kind = "rule"\nstage = "conformity"\nsays = "不得开展负面清单所列项目。"\n',
        "none": 'kind = "declared"\nstage = "conformity"\nsays = "甲。"\nevidence = "乙"\n',
    }[gate]
    codes = {f.code for f in told(book=[(listed, other)])}
    assert ("book.negative_list_without_gate" in codes) == (gate == "none")


def test_a_draft_stops_until_the_bureau_acknowledges_it(told):
    draft = with_status("draft")
    stopped = [f for f in told(packs=draft) if f.code == "system.draft"]
    assert [f.level for f in stopped] == [Level.ERROR]
    assert "征求意见稿" in stopped[0].what
    known = told(("[project]", f"[project]\n{ACK}"), packs=draft)
    assert [(f.level, f.code) for f in known if f.code.startswith("system.")] == [
        (Level.NOTE, "system.status")
    ]


@pytest.mark.parametrize("status", ["report", "case_study", "template"])
def test_a_text_that_binds_nobody_never_stops_a_project(told, status):
    book = [('id = "community_service_office"', 'id = "another_office"')]
    findings = told(book=book, packs=with_status(status))
    assert about(findings, "TEDA-06a") == [(Level.WARNING, "rule.broken")]


def test_a_text_in_force_needs_no_word_on_its_status(told):
    assert "system.status" not in {f.code for f in told(packs=with_status("in_force"))}


def test_a_figure_of_the_wrong_kind_in_a_parameter_is_told_and_stops_nothing(told):
    spoiled = told(
        ("max_operator_share = 0.5", 'max_operator_share = "一半"'),
        ("margin_cap = 0.08", 'margin_cap = "三成"'),
    )
    assert {f.code for f in spoiled} == {f.code for f in told()}
