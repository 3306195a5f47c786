"""Why not (为何未入选): a bid is chosen, and the smallest change that would have won it is said."""

from collections.abc import Callable

import streamlit as st

from scoring.allocation.margins import Threshold, threshold
from tender.packages import JOIN
from tender.planning import LABEL, Posed, why_words
from tender.ui.markup import Markup, show
from tender.ui.planning.desk import Desk
from tender.ui.planning.job import progress


def why_not(desk: Desk, seconds: float) -> None:
    """The question for one lot and operator, with its answer."""
    posed = desk.posed
    lots = {lot for offer in posed.problem.offers for lot in offer.lots}
    left, right = st.columns(2)
    lot = left.selectbox(
        "标段",
        [lot.id for lot in posed.book.lots if lot.id in lots],
        index=None,
        format_func=lambda lot: f"标段{lot}　{posed.book.lot_by_id[lot].name}",
        placeholder="请选择标段",
        key="planning-lot",
    )
    bids = [offer for offer in posed.problem.offers if lot in offer.lots]
    why = right.selectbox(
        posed.book.terms.bidder,
        [offer.id for offer in bids],
        index=None,
        format_func=lambda bid: _who(posed, bid),
        placeholder="请选择" if lot else "先选择标段",
        key=f"planning-why/{lot}",
        disabled=lot is None,
    )
    if why is not None:
        _answer(desk, why, seconds)


def _who(posed: Posed, bid: str) -> str:
    """Who bids; of a package also for what, beside the same bidder's single bid."""
    operator, _, lots = bid.rpartition("@")
    return posed.offer_name(bid) if JOIN in lots else posed.names.get(operator, bid)


def _answer(desk: Desk, why: str, seconds: float) -> None:
    posed = desk.posed

    def work(stop: Callable[[], bool], tell: Callable[[Threshold], None]) -> Threshold:
        return threshold(posed.problem, why, posed.money, seconds=3 * seconds)

    asked = desk.kept.begin(f"why/{why}", work, limit=3 * seconds)
    progress(asked, "正在求入选的最小变化", "why")
    answer = asked.look()
    if answer is None:
        if asked.stopped:
            st.caption("已停止，没有结论。")
        return
    desk.kept.asked[why] = answer
    show(Markup('<p class="hb-clause"><b>{}</b>（{}）</p>').format(why_words(posed, answer), LABEL))
