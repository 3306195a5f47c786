"""From which points, and up to which price, an offer wins (入选门槛与安全余量).

An offer *wins* when it is in every best plan. For one that does not, the threshold is the
smallest change that would have won it; for a winner, the distance to it is its margin. A
better price changes what the offer takes from the budgets too: the caller names those
resources. Points are held while the price moves, and the price while the points do.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from time import monotonic

from scoring.allocation.optimum import Optimum, UndecidedError, barring, holding, likely, optimum
from scoring.allocation.plan import Plan
from scoring.allocation.problem import LARGEST, Objective, Offer, Problem


class Reach(Enum):
    """Whether a change of one figure decides at all."""

    FROM = "from"  # the offer wins from the figure on
    ALWAYS = "always"  # it wins whatever the figure: there is no substitute
    NEVER = "never"  # no figure makes it win
    UNKNOWN = "unknown"  # not settled in time


@dataclass(frozen=True, slots=True)
class Threshold:
    """Where one offer begins to win.

    ``points`` are the fewest with which it wins at its price, ``price_fen`` the highest price
    at which it wins with its points; each is None unless its reach is FROM.
    """

    offer: str
    wins: bool | None
    by_points: Reach
    points: Fraction | None
    by_price: Reach
    price_fen: int | None


def threshold(
    problem: Problem,
    offer_id: str,
    money: Collection[str] = (),
    *,
    step_fen: int = 100,
    seconds: float = 60,
) -> Threshold:
    """The threshold of one offer, within about ``seconds``; ``money`` are resources used by price.

    The price is moved in whole steps of ``step_fen``: a yuan, since the second solver cannot
    tell single fen in sums of millions. Raises KeyError for an offer that the problem does not have.
    """
    deadline = monotonic() + seconds
    offer = next((offer for offer in problem.offers if offer.id == offer_id), None)
    if offer is None:
        raise KeyError(offer_id)
    try:
        held = optimum(holding(problem, offer_id), deadline)
        rest = optimum(barring(problem, offer_id), deadline)
    except UndecidedError:
        return Threshold(offer_id, None, Reach.UNKNOWN, None, Reach.UNKNOWN, None)
    wins = _wins(held, rest)
    try:
        by_points, points = _points(problem, offer, held, rest, deadline)
    except UndecidedError:
        by_points, points = Reach.UNKNOWN, None
    try:
        by_price, price = _price(problem, offer, rest, frozenset(money), wins, step_fen, deadline)
    except UndecidedError:
        by_price, price = Reach.UNKNOWN, None
    return Threshold(offer_id, wins, by_points, points, by_price, price)


def margins(
    problem: Problem, plan: Plan, money: Collection[str] = (), *, seconds: float = 60
) -> tuple[Threshold, ...]:
    """The threshold of every offer of a best plan: how far its figures are from losing."""
    deadline = monotonic() + seconds
    return tuple(threshold(problem, one, money, seconds=deadline - monotonic()) for one in plan.offers)


def repriced(problem: Problem, offer_id: str, price_fen: int, money: Collection[str]) -> Problem:
    """The problem with another price of one offer, and of what it takes from ``money``."""

    def changed(offer: Offer) -> Offer:
        uses = {key: price_fen if key in money else amount for key, amount in offer.uses.items()}
        return replace(offer, price_fen=price_fen, uses=uses)

    return replace(problem, offers=tuple(changed(o) if o.id == offer_id else o for o in problem.offers))


def repointed(problem: Problem, offer_id: str, points: Fraction) -> Problem:
    """The problem with other points of one offer."""
    offers = tuple(replace(o, points=points) if o.id == offer_id else o for o in problem.offers)
    return replace(problem, offers=offers)


def _wins(held: Optimum | None, rest: Optimum | None) -> bool:
    return held is not None and (rest is None or held.worth > rest.worth)


def _points(
    problem: Problem, offer: Offer, held: Optimum | None, rest: Optimum | None, deadline: float
) -> tuple[Reach, Fraction | None]:
    """Points that are missing or to spare: all plans with the offer rise and fall with them alike."""
    if held is None or rest is None:
        return (Reach.NEVER if held is None else Reach.ALWAYS), None
    aims = problem.objective
    place = aims.index(Objective.POINTS) if Objective.POINTS in aims else len(aims)
    before, after = held.worth[:place], rest.worth[:place]
    if before != after or place == len(aims):
        return (Reach.ALWAYS if before > after else Reach.NEVER), None
    level = held.worth[place + 1 :] > rest.worth[place + 1 :]  # then drawing level is enough
    units = rest.worth[place] - held.worth[place] + (0 if level else 1)
    points = offer.points + Fraction(units, 10**problem.places)
    for at, expected in ((points, True), (points - Fraction(1, 10**problem.places), False)):
        moved = repointed(problem, offer.id, at)
        again = optimum(holding(moved, offer.id), deadline), optimum(barring(moved, offer.id), deadline)
        if _wins(*again) is not expected:
            raise UndecidedError
    return Reach.FROM, points


def _price(
    problem: Problem,
    offer: Offer,
    rest: Optimum | None,
    money: frozenset[str],
    wins: bool,
    step: int,
    deadline: float,
) -> tuple[Reach, int | None]:
    """The highest price at which the offer wins, between bounds that both solvers confirm."""

    def sure(price: int) -> bool:
        moved = repriced(problem, offer.id, price, money)
        return _wins(optimum(holding(moved, offer.id), deadline), rest)

    supplies = [problem.resources[key].supply for key in money]
    beyond = (sum(o.price_fen for o in problem.offers) + max(supplies, default=0)) // step + 1
    if beyond * step > LARGEST:
        raise UndecidedError
    low, high = (offer.price_fen // step, beyond) if wins else (0, -(-offer.price_fen // step))
    if wins and sure(beyond * step):
        return Reach.ALWAYS, None
    if not wins and not sure(0):
        return Reach.NEVER, None
    while high - low > 1:
        middle = (low + high) // 2
        moved = holding(repriced(problem, offer.id, middle * step, money), offer.id)
        low, high = (middle, high) if _wins(likely(moved, deadline), rest) else (low, middle)
    if not sure(low * step) or sure(high * step):
        raise UndecidedError
    return Reach.FROM, low * step
