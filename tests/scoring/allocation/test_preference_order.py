"""Lots by the bidders' own preference: a quota is used where the operator wants it most."""

from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.allocation.preference import by_preference
from scoring.allocation.sequence import Candidate, Fallback, LotResult, Outcome, Reason


def lots(**ranked):
    """Lots from ranks in words: "甲乙" ranks 甲 first; a list holds ties as longer texts."""
    return {
        lot: [
            Candidate(f"{lot}-{operator}", operator, rank, 0)
            for rank, tie in enumerate(order, 1)
            for operator in tie
        ]
        for lot, order in ranked.items()
    }


def winners(results):
    return [r.winner and r.winner.operator for r in results]


def settle(ranked, wishes, quota=1, fallback=Fallback.LEAVE_EMPTY):
    return by_preference(ranked, quota=quota, fallback=fallback, wishes=wishes)


def test_who_leads_everywhere_keeps_the_lot_it_prefers():
    ranked = lots(L1="甲乙", L2="甲丙", L3="甲乙")
    results = settle(ranked, {"甲": {"L1": 3, "L2": 1, "L3": 2}, "乙": {"L1": 1, "L3": 2}})
    assert winners(results) == ["乙", "甲", None]
    assert [(a.candidate.operator, a.reason) for a in results[0].stepped_aside] == [("甲", Reason.QUOTA)]
    assert results[2].outcome is Outcome.EMPTY
    assert [a.candidate.offer for a in results[2].stepped_aside] == ["L3-甲", "L3-乙"]
    assert {r.outcome for r in results[:2]} == {Outcome.AWARDED}
    assert [r.lot for r in results] == ["L1", "L2", "L3"]


def test_equal_wishes_keep_the_order_of_the_lots_and_no_wish_comes_last():
    assert winners(settle(lots(L1="甲乙", L2="甲丙"), {"甲": {"L1": 1, "L2": 1}})) == ["甲", "丙"]
    assert winners(settle(lots(L1="甲乙", L2="甲丙"), {"甲": {"L2": 9}})) == ["乙", "甲"]


def test_one_who_moves_up_may_have_to_give_up_another_lot():
    ranked = lots(L1="甲乙", L2="甲丙", L3="乙丁")
    results = settle(ranked, {"甲": {"L1": 2, "L2": 1}, "乙": {"L1": 1, "L3": 2}})
    assert winners(results) == ["乙", "甲", "丁"]


def test_when_all_stepped_aside_the_fallback_decides():
    ranked = lots(L1="甲", L2="甲")
    wishes = {"甲": {"L1": 1, "L2": 2}}
    assert winners(settle(ranked, wishes)) == ["甲", None]
    relaxed = settle(ranked, wishes, fallback=Fallback.RELAX)
    assert (winners(relaxed), relaxed[1].outcome) == (["甲", "甲"], Outcome.RELAXED)
    assert [r.lot for r in relaxed] == ["L1", "L2"]
    assert settle(lots(L1=""), {}) == (LotResult("L1", Outcome.NO_CANDIDATE),)


def test_a_quota_of_two_keeps_two():
    ranked = lots(L1="甲乙", L2="甲乙", L3="甲乙")
    assert winners(settle(ranked, {"甲": {"L1": 2, "L2": 3, "L3": 1}}, quota=2)) == ["甲", "乙", "甲"]
    with pytest.raises(ValueError, match="quota"):
        settle(ranked, {}, quota=0)


def test_a_tie_is_open_only_where_it_matters():
    first, second = settle(lots(L1=["甲乙", "丁"], L2="甲丙"), {"甲": {"L1": 1, "L2": 2}})
    assert (first.lot, first.outcome, first.may_win) == ("L1", Outcome.OPEN, ("L1-乙", "L1-甲"))
    assert first.hangs_on == ()
    assert (second.outcome, second.may_win, second.hangs_on) == (Outcome.OPEN, ("L2-丙", "L2-甲"), ("L1",))
    below = settle(lots(L1=["甲", "乙丙"]), {})
    assert winners(below) == ["甲"]


def test_too_many_ties_leave_every_lot_open():
    ranked = lots(**{f"L{i}": ["甲乙丙丁"] for i in range(4)})
    results = settle(ranked, {})
    assert {(r.outcome, r.may_be_empty, len(r.may_win)) for r in results} == {(Outcome.OPEN, True, 4)}
    assert [r.lot for r in results] == list(ranked)


def test_4096_ways_of_breaking_ties_are_still_followed():
    ranked = lots(**{f"L{i:02}": ["甲乙"] for i in range(12)}, last="甲乙")
    assert winners(settle(ranked, {}, quota=13))[-1] == "甲"


ORDERS = ["".join(order) for n in range(4) for order in permutations("甲乙丙", n)]


@given(
    st.lists(st.sampled_from(ORDERS), min_size=1, max_size=4),
    st.fixed_dictionaries({o: st.permutations([1, 2, 3, 4]) for o in "甲乙丙"}),
    st.integers(1, 2),
)
def test_the_award_is_the_stable_one_that_every_lot_likes_best(orders, wished, quota):
    ranked = lots(**{f"L{i}": order for i, order in enumerate(orders)})
    wishes = {o: {f"L{i}": wish for i, wish in enumerate(w)} for o, w in wished.items()}
    results = settle(ranked, wishes, quota=quota)
    awards = [stable for stable in every_award(ranked, quota) if not blocked(ranked, wishes, quota, stable)]
    for lot, order, result in zip(ranked, orders, results, strict=True):
        places = [order.index(award[lot]) if award[lot] else len(order) for award in awards]
        got = order.index(result.winner.operator) if result.winner else len(order)
        assert got == min(places)
    turned = by_preference(
        dict(reversed(ranked.items())), quota=quota, fallback=Fallback.LEAVE_EMPTY, wishes=wishes
    )
    assert winners(turned)[::-1] == winners(results)


def every_award(ranked, quota):
    choices = [[None, *(c.operator for c in found)] for found in ranked.values()]
    for picked in product(*choices):
        if all(picked.count(operator) <= quota for operator in "甲乙丙"):
            yield dict(zip(ranked, picked, strict=True))


def blocked(ranked, wishes, quota, award):
    """Whether a lot and an operator would both rather have each other."""
    for lot, found in ranked.items():
        order = [c.operator for c in found]
        better = order[: order.index(award[lot])] if award[lot] else order
        for operator in better:
            own = [other for other, holder in award.items() if holder == operator]
            if len(own) < quota or any(wishes[operator][lot] < wishes[operator][other] for other in own):
                return True
    return False


def test_the_test_knows_an_unstable_award():
    ranked = lots(L0="甲乙", L1="甲乙")
    wishes = {"甲": {"L0": 1, "L1": 2}, "乙": {"L0": 1, "L1": 2}}
    assert blocked(ranked, wishes, 1, {"L0": "乙", "L1": "甲"})
    assert not blocked(ranked, wishes, 1, {"L0": "甲", "L1": "乙"})
