"""Gaps of the notice: an empty field is told with its place, a full notice has none."""

from tender.announce import notice_gaps


def test_a_full_notice_has_no_gap(done):
    assert notice_gaps(done.case, done.allocation) == ()


def test_a_winner_without_an_address_is_a_gap_with_its_lot_and_its_mend(done, with_bid):
    [found] = notice_gaps(with_bid("T3", address=" "), done.allocation)
    assert (found.code, found.where) == ("notice.empty", "标段L2H › 成交供应商地址")
    assert (found.what, found.article) == ("未填写", "F50-result")
    assert "书面补充" in found.mend


def test_a_loser_without_an_address_is_none(done, with_bid):
    winners = {award.operator for award in done.allocation.lots}
    loser = next(op for op in done.case.bids if op not in winners)
    assert notice_gaps(with_bid(loser, address=""), done.allocation) == ()
