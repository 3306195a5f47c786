"""The legal order (程序次序): what may happen now, and what may not.

``refusals`` is asked twice, with the same answer: before an event is written, and when
a record is folded. Articles are of 财政部令第87号, 政府采购货物和服务招标投标管理办法.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from tender.findings import Answer, Finding, error, warning
from tender.record.event import Draft
from tender.record.kinds import GROUNDS, SHAPES, Kind, faults, in_chinese
from tender.record.state import Key, State

Data = Mapping[str, Any]

_NO_CHANGE = "财政部令第87号第六十四条"
_AFTER_OPENING = "财政部令第87号第四十四条"

_KEYS: Mapping[Kind, tuple[str, ...]] = {
    Kind.BOOK_PUBLISHED: (),
    Kind.BID_OPENED: ("operator",),
    Kind.BID_SET_ASIDE: ("file",),
    Kind.PRICE_CORRECTED: ("operator", "lot"),
    Kind.FACT_NOTED: ("noun", "record", "attribute"),
    Kind.FIGURE_DRAWN: ("lot", "name"),
    Kind.DECISION: ("operator", "lot", "gate"),
    Kind.FACT_ESTABLISHED: ("operator", "lot", "fact"),
    Kind.MARKS_SUBMITTED: ("judge", "lot"),
    Kind.MARKS_LOCKED: ("judge",),
    Kind.RESULT_COMPUTED: ("lot",),
    Kind.AWARD_DECIDED: (),
    Kind.NOTICE_ISSUED: ("kind", "sha256"),
}

_CORRECTABLE = frozenset(_KEYS) - {
    Kind.BID_OPENED,
    Kind.BID_SET_ASIDE,
    Kind.MARKS_LOCKED,
    Kind.NOTICE_ISSUED,
}


_SCORED = frozenset(
    {
        Kind.PRICE_CORRECTED,
        Kind.FIGURE_DRAWN,
        Kind.DECISION,
        Kind.FACT_ESTABLISHED,
        Kind.MARKS_SUBMITTED,
        Kind.RESULT_COMPUTED,
    }
)
"""What a ranking is made of."""


def key(kind: Kind, data: Data) -> Key:
    """What an event of ``kind`` speaks of; a later one with the same key replaces it."""
    return tuple(data[name] for name in _KEYS[kind])


def refusals(state: State, draft: Draft) -> tuple[Finding, ...]:
    """Why ``draft`` may not happen in ``state``; without an error among them it may."""
    found = tuple(_TIMELY[draft.what](state, draft.data))
    if draft.what is Kind.CORRECTION:
        found += tuple(_correction(state, draft))
    else:
        found += tuple(_SOUND[draft.what](state, draft.data))
    if draft.at < state.last_at:
        what = f"时间{draft.at}早于已记载的{state.last_at}"
        found += (warning("time-runs-back", draft.what.word, what, mend="核对本机时钟"),)
    return found


def _no(kind: Kind, code: str, what: str, expected: str, article: str = "", place: str = "") -> Finding:
    return error(code, f"{kind.word} › {place}" if place else kind.word, what, expected, article=article)


def _publish_now(state: State, data: Data) -> Iterator[Finding]:
    if state.book_sha256:
        yield _no(
            Kind.BOOK_PUBLISHED, "published-already", "采购文件已经发布", "如需修改，在开启前以更正记载"
        )


def _receive_now(kind: Kind) -> Callable[[State, Data], Iterator[Finding]]:
    def found(state: State, data: Data) -> Iterator[Finding]:
        if not state.book_sha256:
            yield _no(kind, "not-published", "采购文件尚未发布", "先发布采购文件，再开启")
        if state.decisions or state.marks or state.ranked:
            yield _no(kind, "review-begun", "评审已经开始", "全部开启后才能开始审查和评分", _AFTER_OPENING)
        if data["file"] in state.set_aside:
            yield _no(
                kind, "set-aside-already", "该文件已记为不予开启", "每份文件只处理一次", "", data["file"]
            )

    return found


def _open_now(state: State, data: Data) -> Iterator[Finding]:
    kind = Kind.BID_OPENED
    yield from _receive_now(kind)(state, data)
    if data["operator"] in state.bids:
        yield _no(
            kind,
            "opened-already",
            "该供应商的响应文件已经开启",
            "一个供应商一份响应文件",
            "",
            data["operator"],
        )


def _set_aside_now(state: State, data: Data) -> Iterator[Finding]:
    kind = Kind.BID_SET_ASIDE
    yield from _receive_now(kind)(state, data)
    if any(bid.file == data["file"] for bid in state.bids.values()):
        yield _no(kind, "opened-already", "该文件已经开启", "已开启的，在审查中作出结论", "", data["file"])


def _review_now(kind: Kind) -> Callable[[State, Data], Iterator[Finding]]:
    def found(state: State, data: Data) -> Iterator[Finding]:
        if not state.bids:
            yield _no(kind, "not-opened", "尚未开启", "先开启，再审查和评分", _AFTER_OPENING)
        if data["lot"] in state.ranked and not _still_open(kind, state, data):
            what = f"标段{data['lot']}已汇总排序，不得再作普通修改"
            yield _no(kind, "ranked-already", what, "符合法定情形的，以更正记载并写明理由", _NO_CHANGE)

    return found


def _still_open(kind: Kind, state: State, data: Data) -> bool:
    """What may be told of a ranked lot for the first time: nothing that a result in force rests on.

    A price found wrong later, on a lawful ground; and once a correction has set the result
    aside, the answer to what it opened. Neither replaces anything but an open answer.
    """
    if kind is Kind.PRICE_CORRECTED:
        return bool(data.get("ground")) and key(kind, data) not in state.price_corrections
    if kind is not Kind.DECISION or data["lot"] in state.results:
        return False
    told = state.decisions.get((data["operator"], data["lot"], data["gate"]))
    return told is None or told.answer is Answer.CANNOT_DECIDE


def _mark_now(state: State, data: Data) -> Iterator[Finding]:
    yield from _review_now(Kind.MARKS_SUBMITTED)(state, data)
    if data["judge"] in state.locked:
        what = f"评委{data['judge']}的评分已锁定，不得再改"
        yield _no(Kind.MARKS_SUBMITTED, "locked", what, "符合法定情形的，以更正记载并写明理由", _NO_CHANGE)


def _lock_now(state: State, data: Data) -> Iterator[Finding]:
    judge = data["judge"]
    if judge in state.locked:
        yield _no(Kind.MARKS_LOCKED, "locked", f"评委{judge}的评分已经锁定", "每位评委只锁定一次")
    if all(marked != judge for marked, _ in state.marks):
        yield _no(Kind.MARKS_LOCKED, "no-marks", f"评委{judge}尚未提交任何评分", "先提交评分，再锁定")


def _rank_now(state: State, data: Data) -> Iterator[Finding]:
    kind = Kind.RESULT_COMPUTED
    if not state.bids:
        yield _no(kind, "not-opened", "尚未开启", "先开启、评审，再汇总排序")
    unlocked = [judge for judge in state.judges(data["lot"]) if judge not in state.locked]
    if unlocked:
        what = f"评委{'、'.join(unlocked)}的评分尚未锁定"
        yield _no(kind, "not-locked", what, "全部评委锁定后才能汇总", place=f"标段{data['lot']}")
    if state.award is not None:
        what = "已经定标，不得重新汇总"
        yield _no(kind, "awarded-already", what, "符合法定情形的，以更正记载并写明理由", _NO_CHANGE)


def _award_now(state: State, data: Data) -> Iterator[Finding]:
    kind = Kind.AWARD_DECIDED
    if state.award is not None:
        yield _no(kind, "awarded-already", "已经定标", "如需变更，以更正记载并写明理由")
    if not state.results:
        yield _no(kind, "no-results", "尚无任何标段的汇总排序", "先汇总排序，再定标")
    waiting = sorted(state.ranked - state.results.keys())
    if waiting:
        what = f"标段{'、'.join(waiting)}更正后尚未重新汇总"
        yield _no(kind, "no-results", what, "先重新汇总排序，再定标")


def _note_now(state: State, data: Data) -> Iterator[Finding]:
    if not state.book_sha256:
        yield _no(Kind.FACT_NOTED, "not-published", "采购文件尚未发布", "发布前写入登记表")


def _announce_now(state: State, data: Data) -> Iterator[Finding]:
    if not state.book_sha256:
        yield _no(Kind.NOTICE_ISSUED, "not-published", "采购文件尚未发布", "先发布采购文件，再发布公告")


def _always(state: State, data: Data) -> Iterator[Finding]:
    return iter(())


def _book_fits(state: State, data: Data) -> Iterator[Finding]:
    digest = hashlib.sha256(data["book"].encode("utf-8")).hexdigest()
    if digest != data["sha256"]:
        what = f"采购文件正文的校验值为{digest}，记载为{data['sha256']}"
        yield _no(Kind.BOOK_PUBLISHED, "book-hash", what, "校验值与正文一致")
    if state.bids:
        what = "已经开启，不得再改采购文件"
        yield _no(Kind.BOOK_PUBLISHED, "opened-already", what, "终止本次采购，修改后重新组织")


def _opened(kind: Kind, state: State, operators: Iterable[str]) -> Iterator[Finding]:
    for operator in sorted(set(operators) - state.bids.keys()):
        yield _no(kind, "no-bid", f"{operator}没有已开启的响应文件", "只涉及已开启的供应商", place=operator)


def _names_a_bid(kind: Kind) -> Callable[[State, Data], Iterator[Finding]]:
    return lambda state, data: _opened(kind, state, [data["operator"]])


def _marks_fit(state: State, data: Data) -> Iterator[Finding]:
    reasons = data.get("reasons", {})
    yield from _opened(Kind.MARKS_SUBMITTED, state, [*data["marks"], *reasons])


def _award_fits(state: State, data: Data) -> Iterator[Finding]:
    kind = Kind.AWARD_DECIDED
    yield from _opened(kind, state, [award["operator"] for award in data["awards"]])
    lots = [award["lot"] for award in data["awards"]]
    for lot in sorted(set(lots)):
        if lot not in state.results:
            yield _no(kind, "no-results", f"标段{lot}尚无汇总排序", "先汇总排序，再定标", place=f"标段{lot}")
        if lots.count(lot) > 1:
            yield _no(
                kind, "lot-twice", f"标段{lot}有不止一个成交人", "一个标段一个成交人", place=f"标段{lot}"
            )
    for award in data["awards"]:
        for (operator, lot, gate), decision in sorted(state.decisions.items()):
            if (operator, lot) == (award["operator"], award["lot"]) and decision.answer is not Answer.PASS:
                what = f"{operator}在标段{lot}的“{gate}”为{decision.answer.word}"
                yield _no(kind, "not-qualified", what, "成交人的各项审查均为通过", place=f"标段{lot}")


def _correction(state: State, draft: Draft) -> Iterator[Finding]:
    """What stands against replacing the data of an event in force."""
    kind, data = Kind.CORRECTION, draft.data
    place = f"第{data['of']}号事件"
    if not draft.why.strip():
        yield _no(kind, "no-reason", "没有写明更正的理由", "写明法定情形和事实", _NO_CHANGE, place)
    if data["of"] not in state.in_force:
        yield _no(kind, "not-in-force", "没有这一事件，或已被后来的事件取代", "更正现行有效的事件", "", place)
        return
    original, subject = state.in_force[data["of"]]
    if original not in _CORRECTABLE:
        yield _no(kind, "not-correctable", f"“{original.word}”不能以更正改变", "保留原事件", "", place)
        return
    wrong = faults(SHAPES[original], data["data"])
    if wrong:
        yield _no(kind, "wrong-shape", in_chinese(wrong), f"“{original.word}”的完整内容", "", place)
        return
    if key(original, data["data"]) != subject:
        yield _no(kind, "other-subject", "更正所指的对象与原事件不同", "、".join(subject), "", place)
    yield from _lawful(state, original, data, place)
    yield from _SOUND[original](state, data["data"])


def _lawful(state: State, original: Kind, data: Data, place: str) -> Iterator[Finding]:
    """What stands against changing a result: no lawful ground, or the report signed and nobody told."""
    if original not in _SCORED:
        return
    added_up = data["data"].get("lot") in state.ranked
    if (added_up or data["data"].get("judge") in state.locked) and not data.get("ground"):
        yield _no(
            Kind.CORRECTION,
            "no-ground",
            "没有写明属于哪一种法定情形",
            "、".join(GROUNDS.values()),
            _NO_CHANGE,
            place,
        )
    yield from _signed(Kind.CORRECTION, state, added_up, data, place)


def _signed(kind: Kind, state: State, added_up: bool, data: Data, place: str) -> Iterator[Finding]:
    """A change after the report was signed says so, and how the finance department was told."""
    signed = data.get("after_signature", False)
    if state.award is not None and added_up and not signed:
        what = "已经定标，评审报告已签署，不能作为签署前的当场更正"
        yield _no(kind, "signed-already", what, "写明为签署后的更正", _NO_CHANGE, place)
    if signed and not data.get("reported", "").strip():
        what = "签署后的更正没有写明书面报告财政部门的情况"
        expected = "报告的时间和文号；重新评审没有改变结果的，写明没有改变"
        yield _no(kind, "not-reported", what, expected, _NO_CHANGE, place)


def _price_fits(state: State, data: Data) -> Iterator[Finding]:
    kind = Kind.PRICE_CORRECTED
    yield from _opened(kind, state, [data["operator"]])
    if data.get("ground"):
        yield from _signed(kind, state, data["lot"] in state.ranked, data, f"标段{data['lot']}")


_TIMELY: Mapping[Kind, Callable[[State, Data], Iterator[Finding]]] = {
    Kind.BOOK_PUBLISHED: _publish_now,
    Kind.BID_OPENED: _open_now,
    Kind.BID_SET_ASIDE: _set_aside_now,
    Kind.PRICE_CORRECTED: _review_now(Kind.PRICE_CORRECTED),
    Kind.FACT_NOTED: _note_now,
    Kind.FIGURE_DRAWN: _review_now(Kind.FIGURE_DRAWN),
    Kind.DECISION: _review_now(Kind.DECISION),
    Kind.FACT_ESTABLISHED: _review_now(Kind.FACT_ESTABLISHED),
    Kind.MARKS_SUBMITTED: _mark_now,
    Kind.MARKS_LOCKED: _lock_now,
    Kind.RESULT_COMPUTED: _rank_now,
    Kind.AWARD_DECIDED: _award_now,
    Kind.NOTICE_ISSUED: _announce_now,
    Kind.CORRECTION: _always,
}

_SOUND: Mapping[Kind, Callable[[State, Data], Iterator[Finding]]] = {
    Kind.BOOK_PUBLISHED: _book_fits,
    Kind.BID_OPENED: _always,
    Kind.BID_SET_ASIDE: _always,
    Kind.PRICE_CORRECTED: _price_fits,
    Kind.FACT_NOTED: _always,
    Kind.FIGURE_DRAWN: _always,
    Kind.DECISION: _names_a_bid(Kind.DECISION),
    Kind.FACT_ESTABLISHED: _names_a_bid(Kind.FACT_ESTABLISHED),
    Kind.MARKS_SUBMITTED: _marks_fit,
    Kind.MARKS_LOCKED: _always,
    Kind.RESULT_COMPUTED: _always,
    Kind.AWARD_DECIDED: _award_fits,
    Kind.NOTICE_ISSUED: _always,
}
