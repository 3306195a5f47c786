"""The page on packs is true: its pack loads, its records hold, its gate and fact carry a figure to the rule."""

import re
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tender.book import parse_book
from tender.book.facts import Fact
from tender.book.gates import RuleGate
from tender.book.packs import project_policies
from tender.book.register import parse_register
from tender.check import check_book
from tender.findings import Answer
from tender.paths import samples
from tender.policy import Pack, Policies, policies
from tender.policy.expression import Expression
from tender.policy.schema import schema
from tender.policy.stages import Stage, stage_of

PAGE = (Path(__file__).parents[3] / "docs" / "policy-packs.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
PACK, ASKED, RECORDS = (tomllib.loads(block, parse_float=Decimal) for block in BLOCKS[:3])
ANSWERED_TEXT, LAYER_TEXT = BLOCKS[3:]
LIKE_TEDA = [('regime = "teda"', 'regime = "qinglan"')]


@pytest.fixture(scope="module")
def packs():
    others = (pack for pack in policies().packs.values() if pack.id != PACK["id"])
    return Policies([*others, Pack.model_validate(PACK)])


def sample(*changes):
    text = (samples() / "teda-haiqing" / "project.toml").read_text("utf-8")
    for old, new in (*LIKE_TEDA, *changes):
        assert old in text
        text = text.replace(old, new, 1)
    read = parse_book(text)
    assert read.book, read.findings
    return read.book


def test_the_pack_of_the_page_speaks_of_known_nouns_and_acts_at_several_steps(packs):
    steps = {row.id: stage_of(row) for row in packs.packs["qinglan"].provisions}
    assert steps == {
        "QL-03": Stage.BOOK,
        "QL-05": Stage.BID,
        "QL-06": Stage.BID,
        "QL-09": Stage.ASSESSMENT,
    }
    for row in packs.packs["qinglan"].provisions:
        for path in Expression(row.expression).names():
            noun, _, attribute = path.partition(".")
            assert attribute in schema()[noun].attributes


def test_the_records_of_the_page_hold(packs):
    answers = []
    for case in RECORDS["case"]:
        rule = packs.packs["qinglan"].provisions[0]
        assert case["rule"] == rule.id
        assert Expression(rule.expression).answer(case["nouns"]).answer.value == case["answer"]
        answers.append(case["answer"])
    assert answers == ["pass", "fail", "cannot_decide"]


def test_a_book_under_the_regime_of_the_page_is_told_its_mistake_by_its_article(packs):
    findings = check_book(sample(), {}, packs)
    told = [f for f in findings if f.article.startswith("QL-")]
    assert [f.where for f in told if f.code == "rule.broken"] == ["标段L2X › QL-03", "标段L2G › QL-03"]
    (asked,) = (f for f in told if f.code == "parameter.open")
    assert (asked.where, asked.article) == ("register.toml › pack › params › min_full_time", "QL-05")
    assert packs.cite("QL-03") == "青岚街道办法（试行）第三条"


def test_the_gate_and_the_fact_of_the_page_are_of_the_project_file():
    gate, fact = RuleGate.model_validate(ASKED["gates"][0]), Fact.model_validate(ASKED["facts"][0])
    assert gate.articles == ("QL-05",)
    assert fact.noun == "staff.full_time"


@pytest.mark.parametrize(
    ("register", "answer"),
    [
        ("", Answer.CANNOT_DECIDE),
        ("[pack.params]\nmin_full_time = 4", Answer.PASS),
        ("[pack.params]\nmin_full_time = 5", Answer.FAIL),
    ],
)
def test_a_parameter_without_a_value_leaves_its_rule_open_until_the_office_answers(packs, register, answer):
    given, _ = parse_register(register)
    rule = Expression(packs.packs["qinglan"].provisions[1].expression)
    params = given.get("pack", {}).get("params", {})
    assert rule.answer({"staff": {"full_time": 4}, "pack": {"params": params}}).answer is answer


def test_every_attribute_that_the_page_names_exists():
    words = {w for w in re.findall(r"`([a-z_]+\.[a-z_]+)\b", PAGE) if not w.endswith(".toml")}
    assert len(words) > 5
    for word in words:
        noun, _, attribute = word.partition(".")
        assert noun not in schema() or attribute in schema()[noun].attributes, word


def under(pack, register):
    texts = {"qinglan.toml": pack}
    return project_policies(texts, "qinglan", parse_register(register)[0])


def test_the_layered_pack_of_the_page_and_its_answers_are_accepted():
    packs, findings = under(LAYER_TEXT, ANSWERED_TEXT)
    assert findings == ()
    held = packs.packs["qinglan"]
    assert {p.key: p.value for p in held.parameters}["opinion_response_days"] == 3
    assert packs.on("FT-3.2d", date(2026, 6, 1)).cite == "《青岚街道党群服务中心运营细则》第七条"
    assert [drop.rule for drop in held.drops] == ["FT-4.2"]
    assert {"QL-06", "FT-3.2c"} <= {row.id for row in held.provisions}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('rule = "FT-4.2"', 'rule = "FT-3.2c"'),
        ("'residents_council' in assessment.assessor_kinds and ", ""),
        (', "opinion_reply", "fee_display"]', "]"),
    ],
)
def test_what_the_page_says_is_refused_is_refused(old, new):
    assert old in LAYER_TEXT
    assert [f.article for f in under(LAYER_TEXT.replace(old, new), ANSWERED_TEXT)[1]] == ["FT-2.3"]
