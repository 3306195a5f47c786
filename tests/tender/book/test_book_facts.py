"""Facts: what bidders choose in Chinese words, and what rules call it."""

from fractions import Fraction

import pytest
from pydantic import ValidationError

from tender.book import Fact

REGION = {
    "id": "region",
    "name": "登记地",
    "unit": "选一项",
    "evidence": "登记证书",
    "options": ["市级", "区级", "其他"],
    "codes": ["city", "city", "away"],
}


def fact(**changes):
    return Fact.model_validate({**REGION, "kind": "choice", **changes})


def test_one_choice_is_one_word_for_rules_and_several_are_a_list():
    assert fact().for_rules(("区级",)) == "city"
    assert fact(kind="choices").for_rules(("其他", "市级")) == ["away", "city"]
    assert fact(kind="choices").for_rules(()) == []


def test_people_read_the_option_and_never_its_code():
    assert fact().show(("区级",)) == "区级"
    assert fact(kind="choices").show(()) == "无"


def test_without_codes_rules_read_the_options():
    assert fact(codes=[]).for_rules(("区级",)) == "区级"


@pytest.mark.parametrize(
    "changes", [{"codes": ["city"]}, {"options": [], "codes": []}, {"kind": "choices", "options": []}]
)
def test_options_and_codes_that_do_not_match_are_refused(changes):
    with pytest.raises(ValidationError):
        fact(**changes)


def test_figures_reach_rules_in_the_kinds_they_compare():
    figure = {"options": [], "codes": []}
    assert fact(kind="money", **figure).for_rules(Fraction(5, 2)) == 250
    assert fact(kind="yes_no", **figure).for_rules(Fraction(1)) is True
    assert fact(kind="decimal", **figure).for_rules(Fraction(1, 3)) == Fraction(1, 3)
    assert fact(kind="whole", **figure).for_rules(Fraction(7)) == 7
    assert fact(kind="percent", unit="%", **figure).for_rules(Fraction(20)) == Fraction(1, 5)


def test_a_percentage_is_counted_in_per_cent():
    assert fact(kind="percent", unit="%", options=[], codes=[]).show(Fraction("12.5")) == "12.5%"
    with pytest.raises(ValidationError):
        fact(kind="percent", unit="成", options=[], codes=[])
