"""The fold: what a record says is true, and what the legal order refuses."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tender.findings import Answer, Level, has_error
from tender.record import Draft, Kind, Record, State, Step, after, draft, refusals, state
from tender.record.order import key

BOOK_2 = '[project]\nname = "青禾里社区养老服务中心（更正）"\n'
PUBLISHED, OPENED, DECIDED, MARKED, LOCKED, RANKED, AWARDED, TOLD = 1, 3, 6, 8, 10, 11, 12, 13
"""How many events of the tale have happened after each part of it."""


def now(what: Kind, data: dict[str, Any], why: str = "", at: str = "2026-12-01T09:30:00") -> Draft:
    return draft(what, data, at=at, who="周明", why=why)


def refused(tale: Sequence[Draft], upto: int, *drafts: Draft) -> list[str]:
    """The codes that stand against the last of ``drafts``, after the others have happened."""
    *before, last = drafts
    reached = state(Record().extend([*tale[:upto], *before]))
    assert not has_error(reached.findings)
    return [finding.code for finding in refusals(reached, last) if finding.level is Level.ERROR]


def book(text: str) -> dict[str, Any]:
    return {"sha256": hashlib.sha256(text.encode()).hexdigest(), "book": text}


def bid(operator: str) -> dict[str, Any]:
    return {"operator": operator, "file": f"bids/{operator}.xlsx", "sha256": "d" * 64, "bid": {}}


def decision(operator: str, answer: str, lot: str = "L1") -> dict[str, Any]:
    return {"operator": operator, "lot": lot, "gate": "独立承担民事责任", "answer": answer}


def marks(judge: str, mark: str, lot: str = "L1") -> dict[str, Any]:
    return {"judge": judge, "lot": lot, "marks": {"青松": {"服务方案": mark}, "晚晴": {"服务方案": mark}}}


def award(*winners: tuple[str, str]) -> dict[str, Any]:
    awards = [{"lot": lot, "operator": who, "price_fen": 1, "points": None} for lot, who in winners]
    return {"awards": awards, "plan": None, "rule": "per_lot"}


def correction(of: int, data: dict[str, Any], why: str = "第六十四条第一项：分值汇总计算错误") -> Draft:
    """A correction on a lawful ground, after the report was signed and reported."""
    lawful = {"ground": "sum", "after_signature": True, "reported": "2026年12月1日书面报告区财政局"}
    return now(Kind.CORRECTION, {"of": of, "data": data, **lawful}, why)


def bare(of: int, data: dict[str, Any], **lawful: Any) -> Draft:
    return now(Kind.CORRECTION, {"of": of, "data": data, **lawful}, "评委何静抄错一格")


# ---------------------------------------------------------------- the tale


def test_the_whole_tale_is_legal_and_ends_in_the_notice(told: Record) -> None:
    end = state(told)
    assert end.findings == ()
    assert end.step is Step.NOTICE
    assert hashlib.sha256(end.book.encode()).hexdigest() == end.book_sha256
    assert list(end.bids) == ["青松", "晚晴"]
    assert end.bids["青松"].bid == {"lots": {"L1": {"price_fen": 82000000}}}
    assert end.price_corrections["青松", "L1"].to_fen == 82000050
    assert end.decisions["晚晴", "L1", "独立承担民事责任"].answer is Answer.PASS
    assert end.marks["何静", "L1"].marks == {"青松": {"服务方案": "88"}, "晚晴": {"服务方案": "80.5"}}
    assert end.judges("L1") == ("何静", "方远")
    assert end.locked == {"何静", "方远"}
    assert [entry["operator"] for entry in end.results["L1"].ranking] == ["青松", "晚晴"]
    assert end.award is not None
    assert [(won.lot, won.operator, won.price_fen, won.points) for won in end.award.awards] == [
        ("L1", "青松", 82000050, "89.00")
    ]
    assert [notice.kind for notice in end.notices] == ["中标结果公告"]


def test_the_step_follows_the_events(tale: tuple[Draft, ...]) -> None:
    words = [state(Record().extend(tale[:n])).step.word for n in range(len(tale) + 1)]
    assert words == ["编制", "发布", *["评审"] * 10, "定标", "公告"]


def test_a_notice_of_tender_does_not_make_the_project_announced(tale: tuple[Draft, ...]) -> None:
    early = now(Kind.NOTICE_ISSUED, {"kind": "招标公告", "sha256": "e" * 64}, at=tale[0].at)
    record = Record().extend([tale[0], early, *tale[1:AWARDED]])
    assert state(record).step is Step.AWARD
    assert state(record).findings == ()


# ---------------------------------------------------------------- the order


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Kind.BID_OPENED, bid("青松")),
        (Kind.NOTICE_ISSUED, {"kind": "招标公告", "sha256": "e" * 64}),
    ],
)
def test_nothing_happens_before_publication(kind: Kind, data: dict[str, Any]) -> None:
    assert refused((), 0, now(kind, data)) == ["not-published"]


def test_a_book_is_published_once(tale: tuple[Draft, ...]) -> None:
    assert refused(tale, PUBLISHED, now(Kind.BOOK_PUBLISHED, book(BOOK_2))) == ["published-already"]


def test_a_book_that_does_not_fit_its_hash_is_refused() -> None:
    data = {**book(BOOK_2), "sha256": "f" * 64}
    assert refused((), 0, now(Kind.BOOK_PUBLISHED, data)) == ["book-hash"]


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Kind.DECISION, decision("青松", "pass")),
        (
            Kind.PRICE_CORRECTED,
            {"operator": "青松", "lot": "L1", "from_fen": 1, "to_fen": 2, "confirmed": True},
        ),
        (Kind.MARKS_SUBMITTED, marks("何静", "88")),
        (Kind.RESULT_COMPUTED, {"lot": "L1", "ranking": []}),
    ],
)
def test_there_is_no_review_before_opening(tale: tuple[Draft, ...], kind: Kind, data: dict[str, Any]) -> None:
    assert "not-opened" in refused(tale, PUBLISHED, now(kind, data))


def test_a_bid_is_opened_once(tale: tuple[Draft, ...]) -> None:
    assert refused(tale, OPENED, now(Kind.BID_OPENED, bid("青松"))) == ["opened-already"]


@pytest.mark.parametrize("upto", [OPENED + 1, MARKED, RANKED, AWARDED, TOLD])
def test_no_bid_is_opened_once_review_has_begun(tale: tuple[Draft, ...], upto: int) -> None:
    assert refused(tale, upto, now(Kind.BID_OPENED, bid("迟到"))) == ["review-begun"]


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Kind.DECISION, decision("未投标", "pass")),
        (
            Kind.PRICE_CORRECTED,
            {"operator": "未投标", "lot": "L1", "from_fen": 1, "to_fen": 2, "confirmed": True},
        ),
        (Kind.MARKS_SUBMITTED, {"judge": "何静", "lot": "L1", "marks": {"未投标": {"服务方案": "9"}}}),
        (
            Kind.MARKS_SUBMITTED,
            {**marks("何静", "9"), "reasons": {"未投标": {"服务方案": "完整"}}},
        ),
    ],
)
def test_nobody_is_reviewed_who_has_no_opened_bid(
    tale: tuple[Draft, ...], kind: Kind, data: dict[str, Any]
) -> None:
    assert refused(tale, OPENED, now(kind, data)) == ["no-bid"]


def test_a_later_sheet_replaces_the_earlier_until_the_judge_locks(tale: tuple[Draft, ...]) -> None:
    again = now(Kind.MARKS_SUBMITTED, marks("何静", "70"))
    assert refused(tale, MARKED, again) == []
    end = state(Record().extend([*tale[:MARKED], again]))
    assert end.marks["何静", "L1"].marks["青松"] == {"服务方案": "70"}
    assert end.marks["方远", "L1"].marks["青松"] == {"服务方案": "90"}


def test_a_locked_judge_changes_nothing_and_adds_nothing(tale: tuple[Draft, ...]) -> None:
    for lot in ("L1", "L2"):
        again = now(Kind.MARKS_SUBMITTED, marks("何静", "70", lot))
        assert refused(tale, LOCKED, again) == ["locked"]
        forced = state(Record().extend([*tale[:LOCKED], again]))
        assert forced.marks == state(Record().extend(tale[:LOCKED])).marks
        assert [finding.where for finding in forced.findings] == ["第11号事件 › 提交评分"]


def test_a_judge_locks_once_and_only_what_was_submitted(tale: tuple[Draft, ...]) -> None:
    lock = now(Kind.MARKS_LOCKED, {"judge": "何静"})
    assert refused(tale, LOCKED, lock) == ["locked"]
    assert refused(tale, OPENED, lock) == ["no-marks"]


def test_nothing_is_added_up_while_a_judge_of_the_lot_has_not_locked(tale: tuple[Draft, ...]) -> None:
    result = now(Kind.RESULT_COMPUTED, {"lot": "L1", "ranking": []})
    assert refused(tale, LOCKED - 1, result) == ["not-locked"]
    other = now(Kind.RESULT_COMPUTED, {"lot": "L2", "ranking": []})
    assert refused(tale, LOCKED - 1, other) == []


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (Kind.DECISION, decision("青松", "fail")),
        (
            Kind.PRICE_CORRECTED,
            {"operator": "青松", "lot": "L1", "from_fen": 1, "to_fen": 2, "confirmed": True},
        ),
        (Kind.MARKS_SUBMITTED, marks("新评委", "88")),
    ],
)
def test_what_led_to_a_ranking_changes_only_by_correction(
    tale: tuple[Draft, ...], kind: Kind, data: dict[str, Any]
) -> None:
    reached = state(Record().extend(tale[:RANKED]))
    found = refusals(reached, now(kind, data))
    assert [finding.code for finding in found] == ["ranked-already"]
    assert found[0].article == "财政部令第87号第六十四条"
    assert refusals(reached, now(kind, {**data, "lot": "L2"})) == ()


def test_no_award_before_results(tale: tuple[Draft, ...]) -> None:
    assert refused(tale, LOCKED, now(Kind.AWARD_DECIDED, award())) == ["no-results"]
    assert refused(tale, RANKED, now(Kind.AWARD_DECIDED, award(("L2", "青松")))) == ["no-results"]


def test_an_award_is_decided_once_and_ends_the_adding_up(tale: tuple[Draft, ...]) -> None:
    assert refused(tale, AWARDED, now(Kind.AWARD_DECIDED, award(("L1", "晚晴")))) == ["awarded-already"]
    result = now(Kind.RESULT_COMPUTED, {"lot": "L1", "ranking": []})
    assert refused(tale, AWARDED, result) == ["awarded-already"]


def test_a_lot_has_one_winner(tale: tuple[Draft, ...]) -> None:
    both = award(("L1", "青松"), ("L1", "晚晴"))
    assert refused(tale, RANKED, now(Kind.AWARD_DECIDED, both)) == ["lot-twice"]


@pytest.mark.parametrize("answer", ["fail", "cannot_decide"])
def test_a_bid_that_did_not_pass_every_gate_wins_nothing(tale: tuple[Draft, ...], answer: str) -> None:
    at_review = now(Kind.DECISION, decision("晚晴", answer), at=tale[DECIDED].at)
    events = [*tale[:DECIDED], at_review, *tale[DECIDED:RANKED]]
    lost = now(Kind.AWARD_DECIDED, award(("L1", "晚晴")))
    assert refused(events, RANKED + 1, lost) == ["not-qualified"]
    assert refused(events, RANKED + 1, now(Kind.AWARD_DECIDED, award(("L1", "青松")))) == []


def test_a_clock_that_ran_back_is_told_but_stops_nothing(tale: tuple[Draft, ...]) -> None:
    early = now(Kind.BID_OPENED, bid("三叶"), at="2026-10-01T09:30:00")
    found = refusals(state(Record().extend(tale[:OPENED])), early)
    assert [(finding.code, finding.level) for finding in found] == [("time-runs-back", Level.WARNING)]
    assert "三叶" in state(Record().extend([*tale[:OPENED], early])).bids


# ---------------------------------------------------------------- corrections


def test_a_correction_of_locked_marks_sets_ranking_and_award_aside(tale: tuple[Draft, ...]) -> None:
    mended = correction(7, marks("何静", "78"))
    assert refused(tale, TOLD, mended) == []
    end = state(Record().extend([*tale, mended]))
    assert end.marks["何静", "L1"].marks["青松"] == {"服务方案": "78"}
    assert end.marks["何静", "L1"].seq == 14
    assert (dict(end.results), end.award, end.step) == ({}, None, Step.REVIEW)


@pytest.mark.parametrize(
    ("of", "data"),
    [
        (5, decision("晚晴", "fail")),
        (6, {"operator": "青松", "lot": "L1", "from_fen": 1, "to_fen": 2, "confirmed": False}),
        (8, marks("方远", "78")),
    ],
)
def test_whatever_led_to_a_ranking_takes_it_along_when_corrected(
    tale: tuple[Draft, ...], of: int, data: dict[str, Any]
) -> None:
    end = state(Record().extend([*tale, correction(of, data)]))
    assert end.findings == ()
    assert (dict(end.results), end.award, end.ranked) == ({}, None, {"L1"})


def test_a_correction_of_an_unranked_lot_leaves_the_award_alone(tale: tuple[Draft, ...]) -> None:
    aside = now(Kind.DECISION, decision("青松", "fail", "L2"), at=tale[DECIDED].at)
    mended = correction(DECIDED + 1, decision("青松", "pass", "L2"))
    end = state(Record().extend([*tale[:DECIDED], aside, *tale[DECIDED:], mended]))
    assert end.findings == ()
    assert end.step is Step.NOTICE
    assert list(end.results) == ["L1"]


def test_a_correction_tells_the_time_like_any_event(tale: tuple[Draft, ...]) -> None:
    reached = state(Record().extend([*tale, correction(7, marks("何静", "78"))]))
    between = now(Kind.NOTICE_ISSUED, {"kind": "公告", "sha256": "e" * 64}, at="2026-11-30T09:30:00")
    assert [finding.code for finding in refusals(reached, between)] == ["time-runs-back"]


def test_after_a_correction_the_lot_is_ranked_awarded_and_announced_anew(tale: tuple[Draft, ...]) -> None:
    mended = correction(7, marks("何静", "78"))
    decide = now(Kind.AWARD_DECIDED, award(("L1", "晚晴")))
    ranking = now(Kind.RESULT_COMPUTED, {"lot": "L1", "ranking": [{"operator": "晚晴"}]})
    assert set(refused(tale, TOLD, mended, decide)) == {"no-results"}
    assert refused(tale, TOLD, mended, ranking, decide) == []
    end = state(Record().extend([*tale, mended, ranking, decide]))
    assert end.step is Step.AWARD
    notice = now(Kind.NOTICE_ISSUED, {"kind": "更正公告", "sha256": "e" * 64})
    assert state(Record().extend([*tale, mended, ranking, decide, notice])).step is Step.NOTICE


def test_a_correction_does_not_reopen_the_lot_for_ordinary_changes(tale: tuple[Draft, ...]) -> None:
    mended = correction(7, marks("何静", "78"))
    assert refused(tale, TOLD, mended, now(Kind.DECISION, decision("青松", "fail"))) == ["ranked-already"]


def test_a_corrected_lot_that_waits_for_its_ranking_stops_the_whole_award(tale: tuple[Draft, ...]) -> None:
    second = now(Kind.RESULT_COMPUTED, {"lot": "L2", "ranking": []})
    mended = correction(7, marks("何静", "78"))
    only = now(Kind.AWARD_DECIDED, award(("L2", "青松")))
    assert refused(tale, RANKED, second, mended, only) == ["no-results"]
    end = state(Record().extend([*tale[:RANKED], second, mended]))
    assert list(end.results) == ["L2"]


def test_the_book_is_corrected_before_opening_and_never_after(tale: tuple[Draft, ...]) -> None:
    mended = correction(1, book(BOOK_2), "澄清修改")
    assert refused(tale, PUBLISHED, mended) == []
    assert state(Record().extend([tale[0], mended])).book == BOOK_2
    assert refused(tale, OPENED, mended) == ["opened-already"]


def test_a_correction_of_a_decision_or_an_award_takes_its_place(tale: tuple[Draft, ...]) -> None:
    failed = state(Record().extend([*tale, correction(5, decision("晚晴", "fail"))]))
    assert failed.decisions["晚晴", "L1", "独立承担民事责任"].answer is Answer.FAIL
    moved = state(Record().extend([*tale, correction(12, award(("L1", "晚晴")))]))
    assert moved.award is not None
    assert [won.operator for won in moved.award.awards] == ["晚晴"]
    assert moved.step is Step.AWARD
    ranking = {"lot": "L1", "ranking": [{"operator": "晚晴"}]}
    recounted = state(Record().extend([*tale, correction(11, ranking)]))
    assert recounted.results["L1"].ranking == ({"operator": "晚晴"},)
    assert recounted.award is None


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (correction(7, marks("何静", "78"), why=" "), "no-reason"),
        (correction(99, marks("何静", "78")), "not-in-force"),
        (correction(2, bid("青松")), "not-correctable"),
        (correction(9, {"judge": "何静"}), "not-correctable"),
        (correction(13, {"kind": "中标结果公告", "sha256": "e" * 64}), "not-correctable"),
        (correction(7, {"judge": "何静", "lot": "L1", "marks": {"青松": {"服务方案": ""}}}), "wrong-shape"),
        (correction(7, {"judge": "何静"}), "wrong-shape"),
        (correction(7, marks("方远", "78")), "other-subject"),
        (correction(7, marks("何静", "78", "L2")), "other-subject"),
        (correction(12, award(("L2", "晚晴"))), "no-results"),
        (correction(12, award(("L1", "未投标"))), "no-bid"),
    ],
)
def test_a_correction_that_may_not_be_is_refused(tale: tuple[Draft, ...], draft: Draft, code: str) -> None:
    assert refused(tale, TOLD, draft) == [code]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({}, "no-ground"),
        ({"ground": "sum"}, "signed-already"),
        ({"ground": "sum", "after_signature": True}, "not-reported"),
        ({"ground": "sum", "after_signature": True, "reported": " "}, "not-reported"),
    ],
)
def test_after_the_award_a_result_changes_only_on_lawful_ground_and_reported(
    tale: tuple[Draft, ...], told: dict[str, Any], code: str
) -> None:
    assert code in refused(tale, TOLD, bare(7, marks("何静", "78"), **told))


def test_before_signature_the_panel_corrects_on_the_spot_and_names_the_ground(
    tale: tuple[Draft, ...],
) -> None:
    """With the ranking there and no award yet; the correction is told with what it replaced."""
    assert refused(tale, RANKED, bare(7, marks("何静", "78"))) == ["no-ground"]
    mended = bare(7, marks("何静", "78"), ground="outlier")
    assert refused(tale, RANKED, mended) == []
    end = state(Record().extend([*tale[:RANKED], mended]))
    (told,) = end.corrections
    assert (told.ground, told.after_signature, told.who) == ("outlier", False, mended.who)
    assert told.was
    assert told.was.marks["青松"]["服务方案"] == "88"
    assert told.data["marks"]["青松"]["服务方案"] == "78"


def test_a_reason_that_the_law_does_not_know_is_no_ground(tale: tuple[Draft, ...]) -> None:
    with pytest.raises(ValueError, match="ground"):
        bare(7, marks("何静", "78"), ground="displeased")


def test_only_the_event_in_force_is_corrected(tale: tuple[Draft, ...]) -> None:
    first = correction(7, marks("何静", "78"))
    assert refused(tale, TOLD, first, correction(7, marks("何静", "79"))) == ["not-in-force"]
    assert refused(tale, TOLD, first, correction(14, marks("何静", "79"))) == []


# ---------------------------------------------------------------- laws

OPERATORS, JUDGES, LOTS = ("青松", "晚晴", "三叶"), ("何静", "方远"), ("L1", "L2")


def _steps() -> st.SearchStrategy[tuple[tuple[Kind, dict[str, Any]], bool]]:
    operator, judge, lot = map(st.sampled_from, (OPERATORS, JUDGES, LOTS))
    mark, answer = st.sampled_from(["60", "75.5", "90"]), st.sampled_from([a.value for a in Answer])
    simple = st.one_of(
        st.builds(lambda o: (Kind.BID_OPENED, bid(o)), operator),
        st.builds(lambda o, a, w: (Kind.DECISION, decision(o, a, w)), operator, answer, lot),
        st.builds(lambda j, m, w: (Kind.MARKS_SUBMITTED, marks(j, m, w)), judge, mark, lot),
        st.builds(lambda j: (Kind.MARKS_LOCKED, {"judge": j}), judge),
        st.builds(lambda w: (Kind.RESULT_COMPUTED, {"lot": w, "ranking": []}), lot),
        st.builds(lambda w, o: (Kind.AWARD_DECIDED, award((w, o))), lot, operator),
        st.just((Kind.BOOK_PUBLISHED, book(BOOK_2))),
        st.just((Kind.NOTICE_ISSUED, {"kind": "公告", "sha256": "e" * 64})),
    )
    return st.tuples(simple, st.booleans())


def _story(ranks: bool, rest: list[tuple[tuple[Kind, dict[str, Any]], bool]]) -> list[Draft]:
    """Two bids opened, perhaps a lot ranked, then whatever comes, half of it as corrections."""
    story = [now(Kind.BOOK_PUBLISHED, book(BOOK_2)), *[now(Kind.BID_OPENED, bid(o)) for o in OPERATORS[:2]]]
    if ranks:
        story += [now(Kind.MARKS_SUBMITTED, marks("何静", "80")), now(Kind.MARKS_LOCKED, {"judge": "何静"})]
        story += [now(Kind.RESULT_COMPUTED, {"lot": "L1", "ranking": []})]
    for (kind, data), mends in rest:
        standing = state(Record().extend(story)).in_force
        of = [seq for seq, subject in standing.items() if subject == (kind, key(kind, data))]
        story.append(correction(of[0], data) if mends and of else now(kind, data))
    return story


STORIES = st.builds(_story, st.booleans(), st.lists(_steps(), max_size=25))


@given(STORIES, st.integers(0, 28))
def test_the_state_does_not_depend_on_how_events_were_appended(story: list[Draft], cut: int) -> None:
    at_once = Record().extend(story)
    in_two = Record().extend(story[:cut]).extend(story[cut:])
    through_text, found = Record.from_jsonl(at_once.to_jsonl())
    assert found == ()
    assert state(at_once) == state(in_two) == state(through_text)
    begun = state(Record(at_once.events[:cut]))
    assert reduce(after, at_once.events[cut:], begun) == state(at_once)


@given(STORIES)
def test_a_refused_event_changes_nothing_but_the_findings(story: list[Draft]) -> None:
    before = State()
    for event in Record().extend(story).events:
        reached = after(before, event)
        if has_error(refusals(before, event)):
            assert len(reached.findings) > len(before.findings)
            assert replace(reached, findings=before.findings) == before
        else:
            assert reached.last_at == event.at
        before = reached


@given(STORIES)
def test_no_order_of_events_breaks_what_the_law_protects(story: list[Draft]) -> None:
    before = State()
    for event in Record().extend(story).events:
        reached = after(before, event)
        _protected(before, reached, event.what)
        before = reached


def _protected(before: State, reached: State, what: Kind) -> None:
    if before.bids:
        assert reached.book == before.book
    if before.decisions or before.marks or before.ranked:
        assert reached.bids == before.bids
    if what is not Kind.CORRECTION:
        for (judge, lot), sheet in before.marks.items():
            if judge in before.locked or lot in before.ranked:
                assert reached.marks[judge, lot] == sheet
        if before.award is not None:
            assert (reached.award, reached.results) == (before.award, before.results)
    for lot in reached.results.keys() - before.results.keys():
        assert set(reached.judges(lot)) <= reached.locked
    if reached.award is not None and reached.award != before.award:
        assert reached.ranked == reached.results.keys()
        for won in reached.award.awards:
            assert won.operator in reached.bids
            assert all(
                given.answer is Answer.PASS
                for (operator, lot, _), given in reached.decisions.items()
                if (operator, lot) == (won.operator, won.lot)
            )
