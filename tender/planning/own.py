"""A planner's own scenario (自定情景) as a sentence with places to fill in."""

from collections.abc import Sequence
from dataclasses import replace

from scoring.allocation.aims import Aim, Incumbents, measures
from scoring.allocation.scenarios import Played, Scenario
from scoring.exact import yuan
from tender.planning.posed import Posed

AIM_WORDS = {
    Aim.NEEDS: "确定的标段最多",
    Aim.POINTS: "得分最高",
    Aim.PRICE: "花费最少",
    Aim.OPERATORS: "机构最少",
    Aim.CONCENTRATION: "最分散",
    Aim.INCUMBENTS: "现有机构留任最多",
}
_LAST = (Aim.NEEDS, Aim.POINTS, Aim.PRICE)


def own_scenario(
    first: Aim,
    then: Aim | None = None,
    *,
    operators: int | None = None,
    each: int | None = None,
    money_fen: int | None = None,
) -> Scenario:
    """The scenario that a filled-in sentence says; places left empty limit nothing.

    What the sentence does not wish for still decides between equals: lots, points, money.
    """
    wished = tuple(dict.fromkeys(aim for aim in (first, then) if aim is not None))
    bounds = {
        aim: limit
        for aim, limit in ((Aim.OPERATORS, operators), (Aim.CONCENTRATION, each), (Aim.PRICE, money_fen))
        if limit is not None
    }
    limits = [
        *([f"机构至多{operators}家"] if operators is not None else []),
        *([f"一家至多{each}个标段"] if each is not None else []),
        *([f"金额至多{yuan(money_fen)}元"] if money_fen is not None else []),
    ]
    says = "，再求".join(AIM_WORDS[aim] for aim in wished)
    says = "，".join([f"先求{says}" if len(wished) > 1 else says, *limits])
    return Scenario(f"own: {says}", says, (*wished, *(aim for aim in _LAST if aim not in wished)), {}, bounds)


def counted(posed: Posed, played: Sequence[Played], incumbents: Incumbents) -> tuple[Played, ...]:
    """The same plans with what they keep of those who run their lots now."""
    return tuple(
        replace(one, measures=measures(posed.problem, one.offers, incumbents)) if one.measures else one
        for one in played
    )
