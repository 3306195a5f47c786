"""A town of two lots, a room that one of two bidders can have, and a care service that is wished for."""

from fractions import Fraction

from scoring.allocation import Need, Objective, Offer, Problem, Resource

TOWN = Problem(
    offers=(
        Offer("a", "a", ("L",), Fraction("10.5"), 7, {"room": 1}),
        Offer("b", "b", ("L",), Fraction(7), 5, {"room": 1}),
        Offer("c", "c", ("M",), Fraction(5), 3, {}, {"care": 1}),
    ),
    resources={"room": Resource("room", 1)},
    needs=(Need("care", 1, firm=False),),
    groups=(),
    objective=(Objective.NEEDS, Objective.POINTS, Objective.PRICE),
)
