"""What a text leaves open is asked for by name, and is no pass while it is open."""

import pytest

from tender.book.register import parse_register
from tender.check import check_book
from tender.findings import Level

WHERE = "register.toml › pack › params › "


@pytest.fixture(scope="session")
def asked(spoil, register_text):
    """Findings on parameters of the sample, by key, with replacements in its register and its book."""

    def findings(*changes, book=()):
        text = register_text
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        read = spoil(*book)
        found = check_book(read.book, parse_register(text)[0])
        return {f.where.removeprefix(WHERE): f for f in found if f.code == "parameter.open"}

    return findings


def test_the_sample_has_filled_in_everything(asked):
    assert asked() == {}


def test_an_open_parameter_is_asked_for_with_its_meaning_its_unit_its_article_and_the_place_to_enter_it(
    asked,
):
    (key, found), *others = asked(("exchange_meeting_interval_days = 92\n", "")).items()
    assert not others
    assert (key, found.level, found.article) == ("exchange_meeting_interval_days", Level.WARNING, "TEDA-22a")
    assert "泰达街办法（试行）第二十二条" in found.what
    assert "两次沟通交流会的最长间隔" in found.expected
    assert "单位为天" in found.expected
    assert "[pack.params]" in found.mend


def test_an_open_parameter_of_a_soft_rule_is_a_note(asked):
    assert {k: f.level for k, f in asked(("margin_cap = 0.08\n", "")).items()} == {"margin_cap": Level.NOTE}


def test_an_open_parameter_that_a_gate_needs_stops_publication(asked):
    gate = """[[gates]]
id = "margin"
name = "测算利润率"
kind = "rule"
stage = "conformity"
says = "测算利润率不超过上限。"
articles = ["TEDA-04b"]

[[gates]]
id = "legal_person\""""
    book = [('[[gates]]\nid = "legal_person"', gate)]
    assert asked(book=book) == {}
    assert asked(("margin_cap = 0.08\n", ""), book=book)["margin_cap"].level is Level.ERROR


def test_the_rule_that_reads_an_open_parameter_is_not_passed(spoil, register_text):
    text = register_text.replace("renewal_weights =", "# renewal_weights =")
    found = check_book(spoil().book, parse_register(text)[0])
    codes = {f.code for f in found if f.article == "TEDA-13d"}
    assert codes == {"rule.cannot_decide", "parameter.open"}


def test_what_the_register_states_as_an_attribute_is_not_asked_for_as_a_parameter(asked):
    listed = 'population_groups = ["老年人", "儿童青少年", "残疾人", "妇女", "流动人口"]\n'
    assert set(asked((listed, ""))) == {"population_groups"}
    as_parameter = ("max_operator_share = 0.5\n", "max_operator_share = 0.5\n" + listed)
    assert asked((listed, ""), as_parameter) == {}
