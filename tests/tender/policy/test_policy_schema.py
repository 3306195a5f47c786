"""The schema of nouns: every noun has its step, every value its fault, every path its words."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from tender.policy.schema import TYPES, Attribute, in_words, schema
from tender.policy.stages import NOUNS, STAGE_OF, Stage


def test_every_noun_has_a_step_and_every_step_only_known_nouns():
    assert set(STAGE_OF) == set(schema())


def test_no_noun_has_two_steps():
    named = [noun for nouns in NOUNS.values() for noun in nouns.split()]
    assert len(named) == len(set(named))


def test_no_noun_waits_for_background():
    assert Stage.CONTEXT not in NOUNS


def test_every_noun_and_attribute_has_chinese_words_and_a_label_of_its_own():
    for name, noun in schema().items():
        assert not noun.label.isascii(), name
        labels = [attribute.label for attribute in noun.attributes.values()]
        assert not any(label.isascii() for label in labels), name
        assert len(labels) == len(set(labels)), name
    assert len({noun.label for noun in schema().values()}) == len(schema())


FITS = {
    "str": ("甲", 1),
    "enum": ("a", 1),
    "ref": ("C1", 1),
    "DocRef": ("文件", 1),
    "int": (3, "3"),
    "Decimal": (Decimal("0.5"), "0.5"),
    "ratio": (Decimal("0.5"), "五成"),
    "bool": (True, 1),
    "date": (date(2026, 1, 1), "2026-01-01"),
    "datetime": (datetime(2026, 1, 1, 9), date(2026, 1, 1)),
    "list": (["a"], "a"),
    "set": (["a"], "a"),
    "dict": ({"a": 1}, ["a"]),
    "method": (["a"], 1),
}


def test_every_type_of_the_schema_is_tried_here():
    used = {a.type for noun in schema().values() for a in noun.attributes.values()}
    assert set(TYPES) == set(FITS)
    assert used - set(TYPES) == {"TimeSlot", "LeadingGroup"}  # tables of their own


@pytest.mark.parametrize(("kind", "fits", "not_fits"), [(k, *v) for k, v in FITS.items()])
def test_a_value_fits_its_type_or_is_told_what_is_expected(kind, fits, not_fits):
    attribute = Attribute(kind, "甲")
    assert attribute.fault(fits) == ""
    assert attribute.fault(not_fits) == f"应为{TYPES[kind][0]}"


@pytest.mark.parametrize("kind", [kind for kind in FITS if kind != "bool"])
def test_yes_is_no_figure_text_or_list(kind):
    assert Attribute(kind, "甲").fault(True)


def test_a_moment_is_a_day_but_a_day_is_no_moment():
    assert not Attribute("date", "甲").fault(datetime(2026, 1, 1, 9))
    assert Attribute("datetime", "甲").fault(date(2026, 1, 1))


def test_a_value_outside_the_known_ones_is_told_all_of_them():
    known = Attribute("enum", "甲", ("a", "b"))
    assert known.fault("a") == ""
    assert known.fault("c") == "应为以下之一：a、b"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("lot.theme", "标段的“主题”"),
        ("lot.center.zones", "标段的“所属中心”"),
        ("pack.params['margin_cap']", "政策包的“待定参数”"),
        ("allocation.count_operators(lot.id)", "分配方案的“标段运营主体数”"),
        ("lot.work_scope（空）", "标段的“工作范围”（空）"),
        ("vote.yes（取值不合）", "居民表决的“同意票数”（取值不合）"),
        ("set(lot.required_scope) <= set(operator.business_scope)（空）", "标段的“要求的服务范围”（空）"),
        ("{m.kind for m in assessment.committee} <= {'street'}（空）", "考核评估的“评估委员会”（空）"),
        ("lot", "标段"),
        ("lot.unheard_of", "标段"),
        ("unheard.of", "unheard.of"),
    ],
)
def test_a_path_is_told_in_the_words_of_the_field(path, words):
    assert in_words(path) == words
