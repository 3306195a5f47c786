"""Price rules of real tender books: declared in TOML, printed, and giving the values of the text."""

import re
from fractions import Fraction
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from scoring.exact import half_up
from tender.book.book import Rounding
from tender.book.facts import Fact
from tender.book.method import Method, terms
from tender.book.rules import Context, Entry, Rule
from tender.book.rules.price_formula import BasedRule
from tender.book.toml_text import load_toml

TEXTS = load_toml((Path(__file__).parent / "prices.toml").read_text(encoding="utf-8"))["rule"]
CASES = [
    pytest.param(text, case, id=f"{text['id']}-{n}") for text in TEXTS for n, case in enumerate(text["case"])
]
RULE = TypeAdapter(Rule)


def fact(name, word, kind, unit):
    return Fact(id=name, name=word, unit=unit, kind=kind, evidence="承诺函")


FACTS = {
    "share": fact("share", "小微企业合同份额", "decimal", "%"),
    "rate": fact("rate", "下浮率", "decimal", "%"),
    "upkeep": fact("upkeep", "年运维成本", "money", "元"),
}


def context(text):
    return Context(
        full=Fraction(text["full"]),
        terms=terms(Method.OPEN_SELECTION),
        facts=FACTS,
        lot="L1",
        ceiling_fen=int(text.get("ceiling", 0) * 100),
        budget_fen=int(text.get("budget", 0) * 100),
        reserved=text.get("reserved", False),
        drawn={name: Fraction(value) for name, value in text.get("drawn", {}).items()},
    )


def entries(case):
    return {
        f"T{n}": Entry(
            price_fen=int(bid["price"] * 100),
            small_or_micro=bid.get("small", False),
            larger=bid.get("larger", False),
            facts={k: Fraction(v) for k, v in bid.get("facts", {}).items()},
            marks={},
        )
        for n, bid in enumerate(case["bids"], 1)
    }


@pytest.mark.parametrize(("text", "case"), CASES)
def test_a_declared_rule_gives_the_values_of_its_text(text, case):
    rule, c, bids = RULE.validate_python(text["rule"]), context(text), entries(case)
    assert list(rule.faults(bids, c)) == []
    worked = rule.points(bids, c)
    assert [half_up(w.points, 4) for w in worked.values()] == [Fraction(p) for p in case["points"]]
    assert all(0 <= w.points <= c.full for w in worked.values())
    if "evaluated" in case:
        found = [e.fen / 100 for e in rule.evaluated(bids, c).values()]
        assert found == [Fraction(p) for p in case["evaluated"]]
    if "base" in case:
        assert isinstance(rule, BasedRule)
        assert half_up(rule.based(bids, c)[1].fen / 100, 4) == Fraction(case["base"])


@pytest.mark.parametrize("text", TEXTS, ids=lambda t: t["id"])
def test_the_sentence_is_chinese_and_names_every_figure_of_the_rule(text):
    rule = RULE.validate_python(text["rule"])
    said = rule.sentence(context(text))
    assert said.endswith("。")
    assert not re.search(r"[A-Za-z]{2,}", said.replace("UTF-8", "").replace("SHA", ""))
    left_out = figures(text["rule"]) - {
        abs(Fraction(n)) for n in re.findall(r"\d+\.?\d*", said.replace(",", ""))
    }
    assert left_out <= (
        {Fraction(text["rule"].get("small_deduction_percent", 0))} if text.get("reserved") else set()
    )


def figures(value):
    """Every number of a declared rule but 0 and 1, and those that words say."""
    if isinstance(value, dict):
        return set().union(*(figures(v) for v in value.values()))
    if isinstance(value, list):
        return set().union(*(figures(v) for v in value))
    if isinstance(value, bool | str) or abs(value) in (0, 1):
        return set()
    return {abs(Fraction(value))}


@pytest.mark.parametrize(("text", "case"), CASES)
def test_the_arithmetic_names_the_result_and_the_base(text, case):
    rule, c, bids = RULE.validate_python(text["rule"]), context(text), entries(case)
    for bidder, w in rule.points(bids, c).items():
        result = str(float(half_up(w.points, 4))).removesuffix(".0")
        assert re.search(rf"(?:＝|≈|得|[；]){re.escape(result)}0*$|不得分$|不计分$", w.how), (bidder, w.how)
        if isinstance(rule, BasedRule):
            assert "基准价" in w.how


def test_rounding_of_totals_is_printed():
    assert Rounding(places=2, at="total").sentence == "各评审因素得分不作舍入，汇总得分四舍五入保留2位小数。"
