"""Lot order with a quota (兼投不兼中): worked cases, and all small cases against plain rules."""

from dataclasses import replace
from itertools import permutations, product

import pytest

from scoring.allocation.sequence import Candidate, Fallback, LotResult, Outcome, Reason, in_order


def bid(lot, operator, rank, **uses):
    return Candidate(f"{lot}-{operator}", operator, rank, 100, uses)


def lots(**ranked):
    """Lots in the order given; each a string of operators, best first, tied ones in brackets."""
    return {
        lot: [bid(lot, operator, rank) for rank, tied in enumerate(places, 1) for operator in tied]
        for lot, places in ranked.items()
    }


def winners(results):
    return [result.winner.operator if result.winner else None for result in results]


def test_who_has_won_its_quota_steps_aside_and_the_next_rank_moves_up():
    first, second = in_order(lots(L1="甲乙", L2="甲丙乙"), quota=1, fallback=Fallback.LEAVE_EMPTY)
    assert (first.outcome, first.winner.offer, first.stepped_aside) == (Outcome.AWARDED, "L1-甲", ())
    assert second.winner.offer == "L2-丙"
    (aside,) = second.stepped_aside
    assert (aside.candidate.offer, aside.reason) == ("L2-甲", Reason.QUOTA)


def test_the_declared_order_of_lots_decides_who_gets_which():
    ranked = lots(L1="甲乙", L2="甲丙")
    turned = dict(reversed(ranked.items()))
    assert winners(in_order(ranked, quota=1, fallback=Fallback.LEAVE_EMPTY)) == ["甲", "丙"]
    assert winners(in_order(turned, quota=1, fallback=Fallback.LEAVE_EMPTY)) == ["甲", "乙"]


def test_when_only_quota_holders_remain_the_declared_fallback_decides():
    ranked = lots(L1="甲", L2="乙", L3="乙甲")
    relaxed = in_order(ranked, quota=1, fallback=Fallback.RELAX)[2]
    assert (relaxed.outcome, relaxed.winner.operator) == (Outcome.RELAXED, "乙")
    empty = in_order(ranked, quota=1, fallback=Fallback.LEAVE_EMPTY)[2]
    assert (empty.outcome, empty.winner) == (Outcome.EMPTY, None)
    assert [aside.reason for aside in empty.stepped_aside] == [Reason.QUOTA, Reason.QUOTA]
    assert empty.lot == relaxed.lot == "L3"


def test_a_lot_without_candidates_is_named_as_such():
    (result,) = in_order({"L1": []}, quota=1, fallback=Fallback.RELAX)
    assert result == LotResult("L1", Outcome.NO_CANDIDATE)


def test_what_no_longer_fits_a_supply_steps_aside_even_under_relax():
    ranked = {
        "L1": [bid("L1", "甲", 1, money=60)],
        "L2": [bid("L2", "甲", 1, money=10), bid("L2", "乙", 2, money=50)],
        "L3": [bid("L3", "甲", 1, money=31)],
    }
    _, second, third = in_order(ranked, quota=1, fallback=Fallback.RELAX, supplies={"money": 100})
    assert (second.outcome, second.winner.operator) == (Outcome.RELAXED, "甲")  # 60 + 50 is too much
    assert third.outcome is Outcome.EMPTY  # 60 + 10 + 31 is one too much
    assert [(aside.reason, aside.resource) for aside in third.stepped_aside] == [(Reason.SUPPLY, "money")]


def test_the_short_supply_is_named():
    ranked = {"L1": [bid("L1", "甲", 1, money=101), bid("L1", "乙", 2, money=100)]}
    (result,) = in_order(ranked, quota=1, fallback=Fallback.LEAVE_EMPTY, supplies={"money": 100})
    assert result.winner.operator == "乙"
    (aside,) = result.stepped_aside
    assert (aside.candidate.operator, aside.reason, aside.resource) == ("甲", Reason.SUPPLY, "money")


def test_who_steps_aside_at_the_winners_own_rank_is_named():
    _, second = in_order(lots(L1="甲", L2=["甲乙"]), quota=1, fallback=Fallback.LEAVE_EMPTY)
    assert [aside.candidate.offer for aside in second.stepped_aside] == ["L2-甲"]
    assert second.winner.offer == "L2-乙"


def test_reasons_that_hang_on_an_open_tie_are_not_given():
    ranked = {
        "L1": [bid("L1", "甲", 1, money=60), bid("L1", "乙", 1, rooms=60)],
        "L2": [bid("L2", "丙", 1, money=50, rooms=50), bid("L2", "丁", 2)],
    }
    supplies = {"money": 100, "rooms": 100}
    _, second = in_order(ranked, quota=1, fallback=Fallback.LEAVE_EMPTY, supplies=supplies)
    assert (second.winner.operator, second.stepped_aside) == ("丁", ())


def test_a_tie_of_one_operators_offers_opens_its_lot_and_no_other():
    ranked = {"L1": [Candidate("a", "甲", 1, 90), Candidate("b", "甲", 1, 95)]} | lots(L2=["乙丙"])
    first, second = in_order(ranked, quota=1, fallback=Fallback.LEAVE_EMPTY)
    assert (first.outcome, second.outcome) == (Outcome.OPEN, Outcome.OPEN)
    assert (first.hangs_on, second.hangs_on) == ((), ())


def test_a_tie_for_a_lot_is_open_and_so_is_what_hangs_on_it():
    first, second, third = in_order(
        lots(L1=["甲乙"], L2="甲丙", L3="丁"), quota=1, fallback=Fallback.LEAVE_EMPTY
    )
    assert (first.outcome, first.may_win, first.hangs_on) == (Outcome.OPEN, ("L1-乙", "L1-甲"), ())
    assert (second.outcome, second.may_win, second.hangs_on) == (Outcome.OPEN, ("L2-丙", "L2-甲"), ("L1",))
    assert third.outcome is Outcome.AWARDED


def test_a_tie_that_changes_nothing_is_not_open():
    ranked = lots(L1="甲", L2=["甲乙"])
    assert winners(in_order(ranked, quota=1, fallback=Fallback.LEAVE_EMPTY)) == ["甲", "乙"]
    below = lots(L1=["甲", "乙丙"])
    assert winners(in_order(below, quota=1, fallback=Fallback.LEAVE_EMPTY)) == ["甲"]


def test_4096_ways_of_breaking_ties_are_still_followed():
    ranked = {f"L{i:02}": [bid(f"L{i:02}", f"{i}a", 1), bid(f"L{i:02}", f"{i}b", 1)] for i in range(12)}
    assert winners(in_order(ranked | lots(last="甲乙"), quota=1, fallback=Fallback.RELAX))[-1] == "甲"


def test_too_many_ties_leave_every_later_lot_open_with_all_its_candidates():
    ranked = {f"L{i:02}": [bid(f"L{i:02}", f"{i}a", 1), bid(f"L{i:02}", f"{i}b", 1)] for i in range(14)}
    results = in_order(ranked | lots(last="甲乙"), quota=1, fallback=Fallback.RELAX)
    assert results[-1].outcome is Outcome.OPEN
    assert results[-1].may_win == ("last-乙", "last-甲")
    assert results[-1].may_be_empty
    assert results[-1].hangs_on == tuple(ranked)


def test_a_quota_below_one_is_a_programmers_mistake():
    with pytest.raises(ValueError, match="quota"):
        in_order({}, quota=0, fallback=Fallback.RELAX)


def plain(ranked, quota, fallback):
    """The rule in its shortest words, for rankings without ties: outcome and winner of every lot."""
    won, out = [], []
    for candidates in ranked.values():
        order = sorted(candidates, key=lambda c: c.rank)
        free = [c for c in order if won.count(c.operator) < quota]
        outcome = Outcome.AWARDED if free else Outcome.RELAXED
        free = free or (order if fallback is Fallback.RELAX else [])
        if free:
            won.append(free[0].operator)
            out.append((outcome, free[0].offer))
        else:
            out.append((Outcome.EMPTY if order else Outcome.NO_CANDIDATE, None))
    return out


RANKINGS = [[], ["甲"], ["乙", "甲"], ["甲乙"], ["甲", "乙", "丙"], ["甲乙", "丙"], ["丙", "甲乙"]]


@pytest.mark.parametrize("fallback", Fallback)
@pytest.mark.parametrize("quota", [1, 2])
def test_a_lot_is_settled_exactly_when_every_breaking_of_ties_gives_the_same(quota, fallback):
    for shapes in product(RANKINGS, repeat=3):
        ranked = lots(**{f"L{i}": shape for i, shape in enumerate(shapes)})
        possible = zip(*(plain(broken, quota, fallback) for broken in ways_to_break(ranked)), strict=True)
        results = in_order(ranked, quota=quota, fallback=fallback)
        assert [result.lot for result in results] == list(ranked)
        for result, outcomes in zip(results, possible, strict=True):
            if len(set(outcomes)) > 1:
                assert result.outcome is Outcome.OPEN
                assert set(result.may_win) == {offer for _, offer in outcomes if offer}
                assert result.may_be_empty == any(offer is None for _, offer in outcomes)
            else:
                assert (result.outcome, result.winner and result.winner.offer) == outcomes[0]


def ways_to_break(ranked):
    """The same lots with every tie broken in every way."""
    per_lot = []
    for candidates in ranked.values():
        orders = [o for o in permutations(candidates) if list(o) == sorted(o, key=lambda c: c.rank)]
        per_lot.append([[replace(c, rank=n) for n, c in enumerate(order)] for order in orders])
    return [dict(zip(ranked, chosen, strict=True)) for chosen in product(*per_lot)]
