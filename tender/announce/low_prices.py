"""Abnormally low prices (异常低价审查): which valid prices fall under a trigger of the dated rule.

The prices compared are the binding ones as bid, not adjusted for policy. A trigger starts
a review by the panel; it decides nothing. Source: 财库〔2026〕2号.
"""

from collections.abc import Iterator
from fractions import Fraction

from scoring.exact import plain, yuan
from tender.book import Lot
from tender.case import Case
from tender.policy import PolicyError

RULES = ("LP-mean", "LP-second", "LP-ceiling")


def in_force(case: Case) -> bool:
    """Whether the triggers hold for this project: a procurement from the day they entered into force."""
    if not case.book.method.procurement:
        return False
    try:
        for rule in RULES:
            case.packs.on(rule, case.book.dates.publish)
    except PolicyError:
        return False
    return True


def triggered(case: Case, lot: Lot) -> Iterator[str]:
    """A sentence for every valid price of ``lot`` under a limit, with the limit in figures."""
    prices = {op: case.price_fen(op, lot.id) for op in case.valid(lot.id)}
    if not prices:
        return
    share = {rule: case.packs.on(rule, case.book.dates.publish).number / 100 for rule in RULES}
    limits = [("LP-mean", "通过符合性审查的报价平均值", Fraction(sum(prices.values()), len(prices)))]
    if len(prices) > 1:
        limits.append(("LP-second", "通过符合性审查的次低报价", Fraction(sorted(prices.values())[1])))
    limits.append(("LP-ceiling", "最高限价", Fraction(lot.limit_fen)))
    for operator, price in prices.items():
        for rule, what, base in limits:
            if price < base * share[rule]:
                yield (
                    f"标段{lot.id}：{case.name(operator)}的{case.book.terms.price}{yuan(price)}元，"
                    f"低于{what}的{plain(share[rule] * 100)}%。"
                )
