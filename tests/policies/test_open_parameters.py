"""What the seven texts leave open or unclear is a parameter or a row of a pack, and something reads it."""

import tomllib
from importlib.resources import files

import pytest

from tender.policy import policies
from tender.policy.layers import readers

PACKS = {pack.id: pack for pack in policies().packs.values() if pack.level != "national"}
RHYTHMS = tomllib.loads((files("tender.schedule") / "rhythms.toml").read_text("utf-8"))["rhythm"]

OPEN = {
    "futian": (
        "opinion_response_days hearing_binding risk_check_interval_days"
        " sessions_growth_target footfall_growth_target"
    ),
    "huizhou": (
        "satisfaction_weight_min low_fee_share_max progress_report_interval_days"
        " service_team_min award_notice_days"
    ),
    "initial-plan": "satisfaction_weight_min complaint_response_days",
    "shenzhen": (
        "volunteer_ratio_min community_disclosure_interval_days"
        " commercial_item_share_max final_assessment_lead_days"
    ),
    "teda": (
        "margin_cap min_free_reach max_operator_share pnl_years_min sublet_outside_whole_center"
        " category_overlap_max exchange_meeting_interval_days"
    ),
    "wuhan": (
        "low_rent_ratio unified_operator_per_facility vote_pass_ratio revenue_report_interval_days"
        " street_check_interval_days delivery_floor resident_review_weight_min"
    ),
    "zibo": "demand_coverage_min low_fee_ratio",
}
"""The 31 figures that a rule needs and no text gives."""

AMBIGUITIES = {
    "1": "teda:route_by_mode",
    "2": "teda:workday_calendar",
    "3": "teda:time_split_modes",
    "4": "teda:fiscal_baseline teda:baseline_scope",
    "5": "teda:margin_cap",
    "6": "teda:partner_gates",
    "7": "teda:professional_inside_whole",
    "8": "teda:term_months teda:renewal_weights",
    "9": "teda:price_rule_applies_to",
    "10": "teda:interim_service_days",
    "11": "teda:effective_date",
    "12": "wuhan:scene_classes",
    "13": "wuhan:seven_scenes",
    "14": "wuhan:unified_operator_per_facility wuhan:unify_excludes",
    "15": "wuhan:vote_role_inclusive wuhan:vote_role_public_input",
    "16": "wuhan:vote_pass_ratio wuhan:vote_body",
    "17": "wuhan:day_kind wuhan:silence_means",
    "18": "wuhan:complaint_threshold",
    "19": "wuhan:min_grade wuhan:grade_valid_years",
    "20": "wuhan:effective_date wuhan:draft_policy_ack",
    "21": "wuhan:low_rent_ratio WH-06-1a WH-06-2a",
    "21a": "wuhan:scene_minimum_scope",
    "21b": "WH-02e WH-02f WH-02g",
    "21c": "wuhan:filing_before_start",
    "22": "initial-plan:headcount",
    "23": "huizhou:mid_month_day",
    "24": "huizhou:award_notice_days HZ-4.2k",
    "25": "huizhou:mid_term_rule",
    "26": "HZ-2d",
    "27": "huizhou:biddable_heads",
    "28": "huizhou:method",
    "29": "huizhou:utility_payer",
    "29a": "huizhou:final_eval_timing",
    "29b": "huizhou:sw_full_time_required",
    "30": "huizhou:year",
    "31": "shenzhen:staff_rule_force",
    "32": "shenzhen:manager_and_leads_both",
    "33": "shenzhen:at_least_inclusive shenzhen:more_than_exclusive",
    "34": "shenzhen:extension_form",
    "35": "shenzhen:name_without_double_community",
    "36": "shenzhen:service_tables SZ-8",
    "37": "shenzhen:basic_fee_exception SZ-5.2c",
    "37a": "shenzhen:share_basis",
    "37b": "shenzhen:project_key_rule",
    "37c": "shenzhen:debar_affiliates",
    "38": "zibo:function_items zibo:access_list zibo:reinvestment_ratio zibo:term_months",
    "39": "zibo:negative_list_inherit",
    "40": "FT-0 futian:sessions_growth_target futian:footfall_growth_target",
    "41": "futian:negative_list futian:contract_model futian:district_measure",
    "41a": "futian:hearing_binding",
    "42": "futian:mode_of_platform futian:mode_of_project futian:mode_of_diversified",
    # Between the texts: each says its own, so each pack has its own row or figure.
    "43": "TEDA-07a TEDA-05a SZ-1.3a HZ-3b",
    "44": "TEDA-12f WH-06-2d SZ-5.2b zibo:low_fee_ratio",
    "45": "TEDA-12a SZ-5.2a HZ-3.3-2",
    "46": "TEDA-20b huizhou:utility_payer",
    "47": "teda:term_months wuhan:term_months zibo:term_months shenzhen:extension_form SZ-7.4a WH-19b",
    "48": "HZ-4.4a FT-3.2d zibo:assessment_frequency",
    "49": "TEDA-25d SZ-7.4e HZ-4.5c WH-16-00",
    "50": "WH-14a WH-14c TEDA-25e zibo:exit_triggers",
    "51": "teda:margin_cap SZ-5.2c zibo:reinvestment_ratio",
    "52": "TEDA-13b ZB-2.1d",
    "53": "TEDA-15b futian:negative_list zibo:negative_list_inherit",
    "54": "WH-08d FT-3.2a FT-3.2c teda:exchange_meeting_interval_days",
    "55": "TEDA-08a FT-1.1b",
    "56": "WH-07b WH-12a",
    "57": "SZ-2.3a ZB-1.2b zibo:access_list zibo:attraction_procedure zibo:method",
    "58": "HZ-3.3a HZ-3.3b SZ-3.1a SZ-3.1b huizhou:sw_full_time_required",
    "59": "TEDA-04a HZ-5.3d",
    "60": "WH-17a SZ-7.4c TEDA-25d",
}
"""The 69 ambiguities and conflicts by number: the parameter (pack:key) or the row that settles each."""


def declared(pack):
    return {p.key: p for p in PACKS[pack].parameters}


def test_the_31_open_figures_are_parameters_that_a_rule_reads():
    keys = {key for names in OPEN.values() for key in names.split()}
    assert len(keys) == 31
    for pack, names in OPEN.items():
        for key in names.split():
            assert declared(pack)[key].value is None, key
            assert readers(PACKS[pack], declared(pack)[key]), key


def test_there_are_69_ambiguities():
    assert len(AMBIGUITIES) == 69


@pytest.mark.parametrize(("number", "settled"), AMBIGUITIES.items())
def test_an_ambiguity_is_settled_by_a_parameter_or_a_row(number, settled):
    for one in settled.split():
        pack, _, key = one.partition(":")
        assert key in declared(pack) if key else policies().knows(one), (number, one)


def rhythm_reads(pack, key):
    steps = [step for rhythm in RHYTHMS if rhythm["pack"] == pack for step in rhythm["step"]]
    return any(key in (step.get("day"), step.get("day_kind")) for step in steps)


EVERY = [(pack.id, p.key) for pack in PACKS.values() for p in pack.parameters]


@pytest.mark.parametrize(("pack", "key"), EVERY)
def test_every_parameter_is_read(pack, key):
    assert readers(PACKS[pack], declared(pack)[key]) or rhythm_reads(pack, key)


@pytest.mark.parametrize(("pack", "key"), EVERY)
def test_a_parameter_with_choices_holds_one_of_them(pack, key):
    parameter = declared(pack)[key]
    if parameter.choices:
        assert parameter.value in (None, *parameter.choices)
    assert parameter.stricter != "ranked" or parameter.choices
