"""Rhythms of the policy systems and the public notice of Huizhou, by example."""

import re
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tender.findings import Level
from tender.policy import Policies, policies
from tender.schedule import Bound, publicity, rhythms, series


def day(text):
    return date.fromisoformat(text)


def days(rhythm, *span, packs=None):
    return {o.step: o.day for o in series(rhythm, *map(day, span), packs=packs).occurrences}


def changed(pack, **values):
    """The shipped packs with parameters of one pack set otherwise."""
    packs = []
    for one in policies().packs.values():
        if one.id == pack:
            rows = tuple(p.model_copy(update={"value": values.get(p.key, p.value)}) for p in one.parameters)
            one = one.model_copy(update={"parameters": rows})
        packs.append(one)
    return Policies(packs)


def test_an_operator_of_wuhan_who_reports_on_the_first_of_august_may_stop_on_the_last_of_september():
    assert days("wuhan_exit", "2026-08-01") == {"review": day("2026-08-31"), "stop": day("2026-09-30")}
    assert days("wuhan_exit", "2026-08-05")["stop"] == day("2026-10-04")


def test_who_wants_to_stop_on_the_last_of_september_reports_by_the_first_of_august():
    assert days("wuhan_exit_by", "2026-09-30") == {"report": day("2026-08-01")}


@given(st.dates(date(2015, 1, 1), date(2040, 1, 1)))
def test_the_two_exit_clocks_agree(stop):
    report = series("wuhan_exit_by", stop).occurrences[0].day
    assert [o.day for o in series("wuhan_exit", report).occurrences if o.step == "stop"] == [stop]


def test_a_project_may_count_the_exit_in_working_days():
    packs = changed("wuhan", day_kind="working")
    found = days("wuhan_exit", "2026-06-01", packs=packs)
    assert found == {"review": day("2026-07-14"), "stop": day("2026-08-25")}
    assert days("wuhan_exit_by", "2026-08-25", packs=packs) == {"report": day("2026-06-01")}


def test_an_exit_that_reaches_an_unpublished_year_in_working_days_is_not_guessed():
    found = series("wuhan_exit", day("2030-12-01"), packs=changed("wuhan", day_kind="working"))
    assert found.occurrences == ()
    assert {f.code for f in found.findings} == {"calendar.unpublished"}


def test_the_tender_year_of_huizhou():
    assert days("huizhou_tender", "2026-03-01") == {
        "plan": day("2026-08-31"),
        "decision": day("2026-09-15"),
        "rooms": day("2026-09-15"),
        "entry": day("2026-09-21"),
    }


def test_a_project_may_set_another_day_for_the_middle_of_the_month():
    packs = changed("huizhou", mid_month_day=10)
    assert days("huizhou_tender", "2026-03-01", packs=packs)["decision"] == day("2026-09-10")


def test_the_assessments_of_huizhou_are_at_the_end_of_the_year_and_half_a_month_before_expiry():
    assert days("huizhou_assessment", "2026-09-22", "2027-09-21") == {
        "year_end": day("2026-12-31"),
        "final": day("2027-09-06"),
    }


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-01-01", "2026-12-31", {"weekly": 52, "monthly": 12, "quarterly": 4, "yearly": 1}),
        ("2026-07-01", "2026-12-31", {"weekly": 26, "monthly": 6, "quarterly": 2, "yearly": 1}),
        ("2026-04-01", "2027-03-31", {"weekly": 52, "monthly": 12, "quarterly": 4, "yearly": 1}),
        ("2028-01-01", "2028-12-31", {"weekly": 53, "monthly": 12, "quarterly": 4, "yearly": 1}),
        ("2026-02-28", "2026-02-28", {"monthly": 1}),
        ("2026-02-27", "2026-02-27", {}),
    ],
)
def test_the_rhythm_of_futian_in_a_span(start, end, expected):
    found = series("futian_rhythm", day(start), day(end)).occurrences
    assert Counter(o.step for o in found) == expected
    assert all(day(start) <= o.day <= day(end) for o in found)
    assert [o.day for o in found] == sorted(o.day for o in found)


def test_a_recurring_duty_falls_on_the_last_day_of_its_period():
    found = series("futian_rhythm", day("2026-01-01"), day("2026-12-31")).occurrences
    ends = {step: [o.day for o in found if o.step == step] for step in ("weekly", "quarterly", "yearly")}
    assert ends["weekly"][0] == day("2026-01-04")
    assert ends["quarterly"] == [day(f"2026-{end}") for end in ("03-31", "06-30", "09-30", "12-31")]
    assert ends["yearly"] == [day("2026-12-31")]


@given(st.integers(2000, 2100))
def test_any_calendar_year_fulfils_the_counts_that_futian_asks_for(year):
    found = Counter(o.step for o in series("futian_rhythm", date(year, 1, 1), date(year, 12, 31)).occurrences)
    assert found["weekly"] >= 52
    assert (found["monthly"], found["quarterly"], found["yearly"]) == (12, 4, 1)


def test_every_figure_of_a_rhythm_stands_in_its_provision():
    for rhythm in rhythms().values():
        for step in rhythm.steps:
            provision = policies().on(step.rule, date(2026, 11, 21))
            if step.days is not None:
                assert f"{abs(step.days)}日" in provision.says, step.id
            elif step.month is not None and isinstance(step.day, int) and step.month != 12:
                assert f"{step.month}月{step.day}日" in provision.says, step.id
            elif step.month is not None:
                assert re.search(f"{step.month}月|年底", provision.says), step.id
            else:
                word = {"week": "每周", "month": "每月", "quarter": "每季", "year": "每年"}[step.every]
                assert word in provision.says, step.id


def test_every_step_says_one_thing():
    for rhythm in rhythms().values():
        for step in rhythm.steps:
            assert sum(v is not None for v in (step.days, step.month, step.every)) == 1


def test_a_step_that_needs_an_end_refuses_to_go_without():
    with pytest.raises(ValueError, match="needs an end"):
        series("huizhou_assessment", day("2026-09-22"))
    with pytest.raises(ValueError, match="needs an end"):
        series("futian_rhythm", day("2026-09-22"), day("2026-09-21"))


def test_an_occurrence_cites_its_text_and_says_how_it_binds():
    review, stop = series("wuhan_exit", day("2026-08-01")).occurrences
    assert (review.bound, stop.bound) == (Bound.NOT_AFTER, Bound.NOT_BEFORE)
    assert "第十四条" in review.article


def test_a_five_day_notice_of_huizhou_fits_in_natural_days_and_clashes_in_working_days():
    """Decided 15 September 2026; Saturday 19 is free, Sunday 20 is worked for National Day."""
    found = publicity(day("2026-09-15"), 5, day("2026-09-21"), "HZ-4.2k")
    assert (found.natural, found.working) == (day("2026-09-20"), day("2026-09-21"))
    [warned] = found.findings
    assert warned.level is Level.WARNING
    assert "工作日" in warned.what
    assert publicity(day("2026-09-15"), 5, day("2026-09-22")).findings == ()


def test_a_notice_that_ends_on_the_day_of_entry_is_an_error_however_counted():
    [found] = publicity(day("2026-09-15"), 6, day("2026-09-21")).findings
    assert found.level is Level.ERROR
    assert "自然日" in found.what


def test_a_notice_that_reaches_an_unpublished_year_warns_and_keeps_the_natural_day():
    found = publicity(day("2039-12-28"), 5, day("2040-01-10"))
    assert (found.natural, found.working) == (day("2040-01-02"), None)
    assert [f.code for f in found.findings] == ["calendar.unpublished"]
