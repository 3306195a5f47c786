"""Layers may only tighten: a street's pack over its district's, the register over both (FT-2.3, S7)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tender.book.packs import project_policies
from tender.findings import Level
from tender.policy import policies
from tender.policy.strict import as_strict

HEAD = """format = "hengbiao/policy/1"
id = "xiashan"
title = "霞山街道细则"
instrument = "《霞山街道党群服务中心运营细则》"
short = "霞山街道细则"
level = "street"
status = "trial"
refines = "futian"
"""
ROW = """
[[provision]]
id = "{id}"
article = "第七条"
force = "{force}"
kind = ["{kind}"]
says = "甲。"
checked = 2026-11-21
"""
DISPLAY = ROW.format(id="XS-7", force="must", kind="notice") + 'expression = "notice.days >= 10"\n'
HEARING = policies().on("FT-3.2c", date(2026, 1, 1)).expression


def under(text, register=None, regime="xiashan", **others):
    texts = {"xiashan.toml": text, **others}
    return project_policies(texts, regime, register or {})


def drop(rule, reason='by = "街道党工委", on = 2026-03-01, why = "乙"'):
    fields = reason.replace(", ", "\n")
    return f'\n[[drop]]\nrule = "{rule}"\narticle = "第九条"\n{fields}\n'


def row(rule, expression="", force="must", kind="constraint", extra=""):
    said = f"expression = {expression!r}\n" if expression else ""
    return HEAD + ROW.format(id=rule, force=force, kind=kind) + said + extra


def parameter(key, value, extra=""):
    return (
        HEAD
        + f'[[parameter]]\nkey = "{key}"\nsays = "甲"\narticle = "第五条"\nvalue = {value}\n{extra}'
        + DISPLAY
    )


def test_a_street_that_adds_a_ten_day_display_is_accepted_and_keeps_the_district_s_rules():
    packs, findings = under(HEAD + DISPLAY)
    assert findings == ()
    held = [row.id for row in packs.packs["xiashan"].provisions]
    assert "XS-7" in held
    assert "FT-3.2c" in held
    assert packs.packs["xiashan"].facts["brand_prefix"] == "幸福+"


def test_a_street_that_drops_the_hearing_before_charged_items_is_refused_with_both_articles():
    packs, (refused,) = under(HEAD + drop("FT-3.2c") + DISPLAY)
    assert (refused.level, refused.code, refused.article) == (Level.ERROR, "pack.loosened", "FT-2.3")
    assert refused.where == "policies/xiashan.toml › drop › FT-3.2c"
    assert "《霞山街道党群服务中心运营细则》第九条" in refused.what
    assert "项目创新点3“居民监督”（FT-3.2c）" in refused.what
    assert "FT-3.2c" in [row.id for row in packs.packs["xiashan"].provisions]
    assert packs.packs["xiashan"].facts["is_at_least_as_strict"] == {"FT-3.2c": False}


def test_a_rule_in_principle_is_set_aside_with_who_when_and_why():
    packs, findings = under(HEAD + drop("FT-4.2") + DISPLAY)
    assert findings == ()
    (waiver,) = packs.packs["xiashan"].drops
    assert waiver.words == "2026年3月1日街道党工委决定：乙"


@pytest.mark.parametrize("missing", ['by = ""', "why", "on"])
def test_setting_aside_without_who_when_or_why_is_no_pack(missing):
    reason = {'by = ""': 'by = "", on = 2026-03-01, why = "乙"', "why": 'by = "甲", on = 2026-03-01'}
    _, findings = under(HEAD + drop("FT-4.2", reason.get(missing, 'by = "甲", why = "乙"')) + DISPLAY)
    assert [f.where.rsplit(" › ", 1)[1] for f in findings] == [
        missing[:2] if missing.startswith("by") else missing
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (row("FT-3.2c"), "检查少于上层"),
        (row("FT-3.2c", "item.price_fen < 10000"), "检查少于上层"),
        (row("FT-3.2c", HEARING, force="in_principle"), "效力弱于上层"),
        (row("FT-3.2c", HEARING, extra='status = "template"\n'), None),
        (row("FT-3.2c", f"({HEARING}) and bool(item.brand_name)"), None),
        (row("FT-3.2c", f"({HEARING}) or item.price_fen < 10000"), "检查少于上层"),
    ],
)
def test_a_row_in_the_place_of_an_upper_one_may_only_ask_more(text, said):
    packs, findings = under(text)
    on = packs.on("FT-3.2c", date(2026, 1, 1))
    if said is None:
        assert findings == ()
        assert on.cite == "《霞山街道党群服务中心运营细则》第七条"
        assert packs.cite("FT-3.2c") == "霞山街道细则第七条"
    else:
        assert [f.article for f in findings] == ["FT-2.3"]
        assert said in findings[0].what
        assert on.expression == HEARING


DAYS = {"pack": {"params": {"opinion_response_days": 5}}}


@pytest.mark.parametrize(("days", "accepted"), [(5, True), (4, True), (6, False)])
def test_the_project_may_shorten_what_the_street_fixed_and_not_lengthen_it(days, accepted):
    reasons = {"opinion_response_days": {"by": "甲", "on": date(2026, 3, 1), "why": "乙"}}
    register = {"pack": {"params": {"opinion_response_days": days}, "reasons": reasons}}
    packs, findings = under(parameter("opinion_response_days", 5), register)
    held = {p.key: p.value for p in packs.packs["xiashan"].parameters}
    assert held["opinion_response_days"] == (days if accepted else 5)
    assert [(f.code, f.article) for f in findings] == ([] if accepted else [("parameter.value", "FT-3.1b")])


def test_a_changed_value_wants_who_when_and_why():
    register = {"pack": {"params": {"opinion_response_days": 3}}}
    _, (asked,) = under(parameter("opinion_response_days", 5), register)
    assert (asked.code, asked.where) == (
        "parameter.reason",
        "register.toml › pack › params › opinion_response_days",
    )
    assert "[pack.reasons]" in asked.mend
    register["pack"]["reasons"] = {"opinion_response_days": {"by": "甲", "on": date(2026, 3, 1)}}
    assert {f.code for f in under(parameter("opinion_response_days", 5), register)[1]} == {"parameter.reason"}


def test_an_open_parameter_is_filled_without_a_reason():
    assert under(HEAD + DISPLAY, DAYS)[1] == ()


def test_a_parameter_that_nobody_declared_is_told():
    (unknown,) = under(HEAD + DISPLAY, {"pack": {"params": {"opinion_days": 5}}})[1]
    assert unknown.code == "parameter.unknown"
    assert "opinion_response_days" in unknown.expected


def test_a_list_that_may_grow_may_not_shrink():
    longer = '["negative_list", "contract_model", "opinion_reply", "fee"]'
    assert under(HEAD + f"[facts]\nguideline_kinds = {longer}\n" + DISPLAY)[1] == ()
    (refused,) = under(HEAD + '[facts]\nguideline_kinds = ["negative_list"]\n' + DISPLAY)[1]
    assert refused.where == "policies/xiashan.toml › facts › guideline_kinds"
    (refused,) = under(HEAD + DISPLAY, {"pack": {"guideline_kinds": []}})[1]
    assert refused.where == "register.toml › pack › guideline_kinds"


def test_a_fact_without_a_direction_stays_as_the_upper_layer_states_it():
    (refused,) = under(HEAD + '[facts]\nbrand_prefix = "霞山+"\n' + DISPLAY)[1]
    assert "没有规定可以改变" in refused.what


NATIONAL = """
[[provision]]
id = "N214-10"
article = "第八条"
force = "must"
kind = ["calendar"]
says = "甲。"
value = {value}
unit = "{unit}"
checked = 2026-11-21
"""


@pytest.mark.parametrize(
    ("value", "unit", "holds"), [(15, "日", 15), (10, "日", 10), (7, "日", 10), (15, "个工作日", 10)]
)
def test_a_figure_of_national_law_may_be_tightened_by_a_street_and_not_loosened(value, unit, holds):
    packs, findings = under(HEAD + NATIONAL.format(value=value, unit=unit))
    assert packs.on("N214-10", date(2026, 6, 1)).number == holds
    assert bool(findings) == (holds == 10 and (value, unit) != (10, "日"))


def test_a_rule_of_national_law_is_never_set_aside():
    (refused,) = under(HEAD + drop("N214-10") + DISPLAY)[1]
    assert refused.code == "pack.loosened"


def test_a_district_s_own_project_is_under_no_upper_layer():
    packs, findings = project_policies({}, "futian", {})
    assert findings == ()
    assert packs.packs["futian"].facts["overridden_params"] == []


def test_a_third_layer_is_held_against_what_the_second_made_of_the_first():
    district = parameter("opinion_response_days", 5).replace('level = "street"', 'level = "district"')
    city = policies().packs["futian"]
    assert city.level == "district"  # so a district's pack cannot refine it
    (wrong,) = (f for f in under(district)[1])
    assert (wrong.code, wrong.where) == ("pack.refines", "policies/xiashan.toml › refines")


def test_a_pack_that_refines_an_unknown_one_is_told():
    (wrong,) = under(HEAD.replace('"futian"', '"futien"') + DISPLAY)[1]
    assert (wrong.code, wrong.where) == ("pack.refines", "policies/xiashan.toml › refines")
    assert "futian" in wrong.expected


def test_what_a_text_says_of_its_own_status_is_not_taken_over():
    held = [row.id for row in under(HEAD + DISPLAY)[0].packs["xiashan"].provisions]
    assert "FT-0" not in held


FIGURES = st.integers(-50, 50)
LISTS = st.lists(st.sampled_from("甲乙丙丁"), max_size=4)


@given(FIGURES, FIGURES, st.sampled_from(["higher", "lower"]))
def test_of_two_figures_one_is_at_least_as_strict_and_both_only_when_equal(a, b, direction):
    there, back = as_strict(direction, a, b), as_strict(direction, b, a)
    assert there or back
    assert (there and back) == (a == b)


@given(LISTS, LISTS, LISTS, st.sampled_from(["more", "fewer"]))
def test_strictness_of_lists_is_handed_down(a, b, c, direction):
    if as_strict(direction, a, b) and as_strict(direction, b, c):
        assert as_strict(direction, a, c)


@pytest.mark.parametrize(
    ("direction", "upper", "lower"),
    [("higher", 1, True), ("lower", 3, "3"), ("more", ["甲"], "甲"), ("ranked", "甲", "丙"), ("none", 1, 2)],
)
def test_what_cannot_be_compared_is_not_strict(direction, upper, lower):
    assert as_strict(direction, upper, lower, ("甲", "乙")) is None
