"""The limits of low prices that hold for a book (异常低价界限): its own, or the law's figures on its day."""

from dataclasses import dataclass
from fractions import Fraction

from tender.book import Book
from tender.policy import Policies, PolicyError

RULES = {"mean": "LP-mean", "second": "LP-second", "ceiling": "LP-ceiling"}
"""Limit → the provision with its figure, in the order in which the book prints them."""


@dataclass(frozen=True, slots=True)
class Rates:
    """The limits as shares of 1, the minutes for an explanation, and the rules they rest on."""

    mean: Fraction
    second: Fraction
    ceiling: Fraction
    minutes: int
    rules: tuple[str, ...]

    @property
    def percents(self) -> list[Fraction]:
        """The three limits in percent, in the order in which the book prints them."""
        return [share * 100 for share in (self.mean, self.second, self.ceiling)]


def rates(book: Book, packs: Policies) -> Rates | None:
    """The limits that hold for ``book``: the law's where it binds, or higher ones that it declares.

    None where neither law nor book has limits.
    """
    own = book.low_price

    def share(name: str) -> Fraction | None:
        declared: Fraction | None = getattr(own, name) if own else None
        law = _law(book, packs, RULES[name])
        return declared if declared is not None else law / 100 if law is not None else None

    mean, second, ceiling = share("mean"), share("second"), share("ceiling")
    if mean is None or second is None or ceiling is None:
        return None
    law_minutes = _law(book, packs, "LP-minutes")
    minutes = (own.minutes if own else None) or int(law_minutes or 0)
    bound = tuple(rule for rule in RULES.values() if _law(book, packs, rule) is not None)
    return Rates(mean, second, ceiling, minutes, bound)


def _law(book: Book, packs: Policies, rule: str) -> Fraction | None:
    if not book.method.procurement:
        return None
    try:
        return packs.on(rule, book.dates.publish).number
    except PolicyError:
        return None
