"""The schedule of a project: worked examples for both methods, breaches, and open years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tender.calendar import Roll, published
from tender.findings import Level, has_error
from tender.policy import Policies, policies
from tender.policy.pack import Pack
from tender.schedule import Bound, Status, schedule
from tender.schedule.entry import compare
from tender.schedule.point import Point, after, before, on
from tender.schedule.steps import steps

OPEN = {
    "publish": "2026-03-02",
    "questions_until": "2026-03-05",
    "bid_deadline": "2026-03-24T09:30:00",
    "evaluation": "2026-03-24T10:00:00",
    "result": "2026-03-27",
}


def day(text):
    return date.fromisoformat(text)


def codes(plan, level):
    return [f.code for f in plan.findings if f.level is level]


def test_the_sample_obeys_every_deadline(book):
    plan = schedule(book())
    assert not has_error(plan.findings)
    assert {e.id: e.status for e in plan.entries if e.book_date} == {
        "bid_deadline": Status.ACCORDS,
        "opening": Status.ACCORDS,
        "evaluation": Status.ACCORDS,
        "announcement": Status.ACCORDS,
    }


def test_a_consultation_by_hand(book):
    """Published Monday 2 March 2026; no holiday before Qingming (4 to 6 April)."""
    dates = {e.id: e.point.dates for e in schedule(book()).entries}
    dates.pop("payment", None)  # only where a pack holds it
    assert dates == {
        "notice_period": (day("2026-03-05"),),  # 3 working days
        "supply": (day("2026-03-09"),),  # 5 working days
        "inquiry_answer": (day("2026-03-13"),),  # 10 March + 3 working days
        "clarification": (day("2026-03-11"),),  # 5 days before 16 March
        "bid_deadline": (day("2026-03-12"),),  # 10 days
        "opening": (day("2026-03-16"),),
        "evaluation": (day("2026-03-16"),),
        "decision": (day("2026-03-23"),),  # no agency: 5 working days after the evaluation
        "announcement": (day("2026-03-25"),),  # and 2
        "result_period": (day("2026-03-20"),),  # 19 March + 1 working day
        "contract": (day("2026-04-18"), day("2026-04-20")),  # 30 days end on a Saturday
        "contract_notice": (day("2026-04-21"), day("2026-04-22")),
        "contract_filing": (day("2026-04-28"), day("2026-04-29")),
        "bond_losers": (day("2026-03-26"),),
        "bond_winner": (day("2026-04-24"), day("2026-04-27")),
        "challenge_book": (day("2026-03-16"),),
        "challenge_result": (day("2026-03-31"),),
        "challenge_answer": (day("2026-04-10"),),  # over Qingming: Monday 6 April off
        "complaint": (day("2026-05-06"),),  # over Labor Day
        "complaint_decision": (day("2026-06-16"),),  # Saturday 9 May worked
    }


def test_an_open_tender_by_hand(book):
    plan = schedule(book("open_tender", agency=True, **OPEN))
    dates = {e.id: e.point.dates for e in plan.entries}
    assert not has_error(plan.findings)
    dates.pop("payment")  # its year has no published holidays
    assert dates == {
        "notice_period": (day("2026-03-09"),),  # 5 working days
        "supply": (day("2026-03-09"),),  # 5 working days
        "inquiry_answer": (day("2026-03-10"),),  # 5 March + 3 working days
        "clarification": (day("2026-03-09"),),  # 15 days before 24 March
        "bid_deadline": (day("2026-03-22"), day("2026-03-23")),  # 20 days end on a Sunday
        "opening": (day("2026-03-24"),),
        "evaluation": (day("2026-03-24"),),
        "report": (day("2026-03-26"),),  # 2 working days
        "decision": (day("2026-04-02"),),  # and 5
        "announcement": (day("2026-04-07"),),  # and 2, over Qingming
        "result_period": (day("2026-03-30"),),  # Friday 27 March + 1 working day
        "contract": (day("2026-04-26"), day("2026-04-27")),  # 30 days end on a Sunday
        "contract_notice": (day("2026-04-28"), day("2026-04-29")),  # 2 working days
        "contract_filing": (day("2026-05-08"), day("2026-05-09")),  # 7, over Labor Day; Saturday worked
        "bond_losers": (day("2026-04-03"),),  # 5 working days
        "bond_winner": (day("2026-05-06"), day("2026-05-07")),  # 5 from the contract
        "challenge_book": (day("2026-03-18"),),  # 9 March + 7 working days
        "challenge_result": (day("2026-04-09"),),  # 30 March + 7
        "challenge_answer": (day("2026-04-20"),),  # and 7
        "complaint": (day("2026-05-13"),),  # and 15
        "complaint_decision": (day("2026-06-25"),),  # and 30; Friday 19 June is Dragon Boat Festival
    }
    assert "采购法第三十五条" in plan.entry("bid_deadline").article


def test_without_an_agency_the_purchaser_decides_within_five_working_days_of_the_evaluation(book):
    plan = schedule(book("open_tender", **OPEN))
    assert plan.entry("decision").point.dates == (day("2026-03-31"),)  # from Tuesday 24 March
    assert plan.entry("announcement").point.dates == (day("2026-04-02"),)


def test_a_small_enterprise_is_paid_within_thirty_days(book):
    plan = schedule(book(service_from="2026-04-01", service_until="2026-09-30"))
    assert plan.entry("payment").point.dates == (day("2026-10-30"),)


def test_with_an_agency_the_report_takes_two_working_days_first(book):
    with_agency, without = schedule(book(agency=True)), schedule(book())
    assert with_agency.entry("decision").point.dates == (day("2026-03-25"),)
    assert with_agency.entry("announcement").point.dates == (day("2026-03-27"),)
    assert "report" not in [e.id for e in without.entries]


def test_a_deadline_before_the_tenth_day_is_an_error_that_says_which_day_will_do(book):
    plan = schedule(book(bid_deadline="2026-03-11T09:30:00", evaluation="2026-03-11T10:00:00"))
    [found] = [f for f in plan.findings if f.level is Level.ERROR]
    assert found.code == "schedule.too_early"
    assert found.where == "project.toml › dates › bid_deadline"
    assert "2026年3月12日" in found.mend
    assert found.article == "N214-10"


def test_a_tender_open_for_twenty_days_that_end_on_a_sunday_is_for_a_person_to_weigh(book):
    short = {**OPEN, "bid_deadline": "2026-03-22T09:30:00", "evaluation": "2026-03-23T10:00:00"}
    plan = schedule(book("open_tender", agency=True, **short))
    assert plan.entry("bid_deadline").status is Status.CANNOT_DECIDE
    assert not has_error(plan.findings)
    assert {"schedule.weekend", "schedule.rest_day"} <= set(codes(plan, Level.WARNING))


def test_nineteen_days_are_too_few_for_a_tender(book):
    short = {**OPEN, "bid_deadline": "2026-03-21T09:30:00", "evaluation": "2026-03-23T10:00:00"}
    plan = schedule(book("open_tender", agency=True, **short))
    assert plan.entry("bid_deadline").status is Status.TOO_EARLY
    assert "schedule.too_early" in codes(plan, Level.ERROR)


def test_a_result_after_the_last_day_is_an_error(book):
    last, late = (schedule(book(result=text)) for text in ("2026-03-25", "2026-03-26"))
    assert last.entry("announcement").status is Status.ACCORDS
    assert late.entry("announcement").status is Status.TOO_LATE
    [found] = [f for f in late.findings if f.level is Level.ERROR]
    assert "提前到2026年3月25日" in found.mend


def test_a_result_before_the_evaluation_is_an_error(book):
    plan = schedule(book(result="2026-03-13"))
    assert plan.entry("announcement").status is Status.TOO_EARLY
    assert codes(plan, Level.ERROR) == ["schedule.too_early"]


def test_a_document_supplied_for_fewer_than_five_working_days_is_refuted_over_a_long_holiday(book):
    """Ten days over National Day 2026 hold only three working days."""
    plan = schedule(
        book(
            publish="2026-09-29",
            questions_until="2026-09-30",
            bid_deadline="2026-10-09T09:30:00",
            evaluation="2026-10-09T10:00:00",
            result="2026-10-12",
            service_from="2026-11-01",
            service_until="2026-12-01",
        )
    )
    assert plan.entry("supply").point.dates == (day("2026-10-12"),)  # Saturday 10 October worked
    assert plan.entry("supply").status is Status.TOO_EARLY


def test_questions_after_the_last_day_of_clarification_are_warned_of(book):
    plan = schedule(book(questions_until="2026-03-12"))
    assert "schedule.questions_late" in codes(plan, Level.WARNING)
    assert not has_error(plan.findings)


def test_an_answer_that_may_come_after_the_last_clarification_is_noted(book):
    assert codes(schedule(book()), Level.NOTE) == ["schedule.answer_after_clarification"]
    assert codes(schedule(book(questions_until="2026-03-06")), Level.NOTE) == []


def test_a_year_without_calendar_leaves_dates_open_and_says_so_once(book):
    last = max(published())
    plan = schedule(
        book(
            publish=f"{last}-12-01",
            questions_until=f"{last}-12-02",
            bid_deadline=f"{last}-12-28T09:30:00",
            evaluation=f"{last}-12-28T10:00:00",
            result=f"{last}-12-30",
            service_from=f"{last + 1}-01-15",
            service_until=f"{last + 1}-06-30",
        )
    )
    found = [f for f in plan.findings if f.code == "calendar.unpublished"]
    assert [f.what for f in found] == [f"{last + 1}年放假安排尚未公布"]
    assert plan.entry("contract").latest == ()
    assert plan.entry("contract").safe is None
    assert plan.entry("complaint_decision").point.unpublished == last + 1
    assert plan.entry("bid_deadline").status is Status.ACCORDS
    assert plan.entry("announcement").status is Status.ACCORDS  # within any calendar
    assert not has_error(plan.findings)


@pytest.mark.parametrize("route", ["entrustment", "service_cooperation"])
def test_what_is_no_government_procurement_has_no_statutory_deadlines(book, route):
    plan = schedule(book(route=route))
    assert plan.entries == ()
    assert codes(plan, Level.NOTE) == ["schedule.not_procurement"]


def test_a_step_without_provision_in_force_is_said_and_the_rest_stands(book):
    known = policies()
    packs = Policies([p for p in known.packs.values() if p.id != "N214"])
    plan = schedule(book(), packs)
    assert codes(plan, Level.ERROR) == ["schedule.no_provision"]  # the deadline cannot be checked
    assert "bid_deadline" not in [e.id for e in plan.entries]
    assert "complaint_decision" in [e.id for e in plan.entries]


@pytest.mark.parametrize(
    ("roll", "contract", "filing"),
    [(Roll.HOLIDAYS, "2026-04-18", "2026-04-28"), (Roll.REST_DAYS, "2026-04-20", "2026-04-29")],
)
def test_a_chosen_reading_of_weekends_leaves_one_date_everywhere(book, roll, contract, filing):
    plan = schedule(book(), roll=roll)
    assert plan.entry("contract").latest == (day(contract),)
    assert plan.entry("contract_filing").latest == (day(filing),)
    assert all(len(entry.point.dates) <= 1 for entry in plan.entries)


def test_a_chosen_reading_decides_what_both_leave_open(book):
    """Published Wednesday 4 March: ten days end on Saturday the 14th."""
    saturday = {"publish": "2026-03-04", "bid_deadline": "2026-03-14T09:30:00"}
    answers = {None: Status.CANNOT_DECIDE, Roll.HOLIDAYS: Status.ACCORDS, Roll.REST_DAYS: Status.TOO_EARLY}
    for roll, status in answers.items():
        assert schedule(book(**saturday), roll=roll).entry("bid_deadline").status is status


def test_a_payment_period_is_listed_only_where_a_pack_holds_one(book):
    others = [p for p in policies().packs.values() if "PAY-9" not in [row.id for row in p.provisions]]
    one = book(service_until="2026-06-30")
    assert "payment" not in [e.id for e in schedule(one, Policies(others)).entries]
    paying = Pack.model_validate(
        {
            "format": "hengbiao/policy/1",
            "id": "PAY",
            "title": "保障中小企业款项支付条例",
            "instrument": "《保障中小企业款项支付条例》",
            "short": "支付条例",
            "level": "national",
            "status": "in_force",
            "provision": [
                {
                    "id": "PAY-9",
                    "article": "第九条",
                    "says": "自服务交付之日起30日内支付款项。",
                    "force": "must",
                    "kind": ["calendar"],
                    "checked": day("2026-11-21"),
                    "value": 30,
                    "unit": "日",
                }
            ],
        }
    )
    found = schedule(one, Policies([*others, paying])).entry("payment")
    assert found.point.dates == (day("2026-07-30"),)


@pytest.mark.parametrize("method", ["open_tender", "competitive_consultation"])
@pytest.mark.parametrize("agency", [False, True])
def test_every_provision_of_a_step_gives_the_same_figure(book, method, agency):
    one, packs = book(method, agency=agency), policies()
    for step in steps(one):
        if step.optional:
            continue
        found = [packs.on(rule, one.dates.publish) for rule in step.rules]
        assert len({(p.value, p.unit) for p in found}) == 1, step.id
        assert all("calendar" in p.kind for p in found), step.id


@pytest.mark.parametrize("method", ["open_tender", "competitive_consultation"])
def test_every_entry_has_a_name_an_event_and_an_article(book, method):
    plan = schedule(book(method, agency=True))
    assert len({e.id for e in plan.entries}) == len(plan.entries)
    for entry in plan.entries:
        assert entry.name
        assert entry.event.endswith("之日")
        assert "第" in entry.article


def test_the_same_book_has_the_same_schedule(book):
    assert schedule(book()) == schedule(book())


def test_a_date_between_the_two_readings_cannot_be_decided():
    point = Point(day("2026-04-18"), day("2026-04-18"), day("2026-04-20"))
    for bound, answers in {
        Bound.NOT_AFTER: ["accords", "cannot_decide", "cannot_decide", "too_late"],
        Bound.NOT_BEFORE: ["cannot_decide", "cannot_decide", "accords", "accords"],
        Bound.ON: ["cannot_decide", "cannot_decide", "accords", "too_late"],
    }.items():
        given_days = [day(f"2026-04-{n}") for n in (18, 19, 20, 21)]
        assert [compare(bound, point, d).value for d in given_days] == answers
    assert compare(Bound.NOT_BEFORE, point, day("2026-04-17")) is Status.TOO_EARLY


def test_without_calendar_only_what_holds_in_any_calendar_is_decided():
    point = Point(day("2027-01-10"), None, None, 2027)
    assert compare(Bound.NOT_BEFORE, point, day("2027-01-09")) is Status.TOO_EARLY
    assert compare(Bound.NOT_BEFORE, point, day("2027-01-10")) is Status.CANNOT_DECIDE
    assert compare(Bound.NOT_AFTER, point, day("2027-01-10")) is Status.ACCORDS
    assert compare(Bound.NOT_AFTER, point, day("2027-01-11")) is Status.CANNOT_DECIDE


def test_a_period_counts_in_days_or_working_days_and_in_nothing_else():
    with pytest.raises(ValueError, match="个月"):
        after(on(day("2026-03-02")), 1, "个月")


@given(st.dates(date(2015, 1, 1), date(2026, 6, 30)), st.integers(1, 40), st.sampled_from(["日", "工作日"]))
def test_the_certain_day_is_never_after_the_real_ones(start, count, unit):
    point = after(on(start), count, unit)
    assert point.floor <= point.narrow <= point.wide
    assert before(on(start), count).narrow == start - timedelta(count)


def test_a_period_that_ends_in_a_holiday_moves_behind_it_under_either_reading():
    """Ten days from 21 April 2026 end on Labor Day; the holiday ends on Tuesday 5 May."""
    assert after(on(day("2026-04-21")), 10, "日").dates == (day("2026-05-06"),)
    friday = after(on(day("2019-08-24")), 20, "日")  # Mid-Autumn on a Friday before a plain weekend
    assert (friday.narrow, friday.wide) == (day("2019-09-14"), day("2019-09-16"))


def test_the_safe_date_holds_under_both_readings(book):
    plan = schedule(book("open_tender", agency=True, **OPEN))
    assert plan.entry("bid_deadline").safe == day("2026-03-23")  # a minimum: the later one
    contract = plan.entry("contract")  # 27 March and 30 days end on Sunday 26 April
    assert contract.latest == (day("2026-04-26"), day("2026-04-27"))
    assert contract.safe == day("2026-04-26")  # a maximum: the earlier one
