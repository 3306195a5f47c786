"""Prices (价格): evaluated prices, base prices, formulas, and the limits of abnormally low ones.

Prices are fen; an evaluated price may be a fraction of a fen and is never rounded, for it
is only compared. Points are exact and unrounded.
"""

from scoring.prices.adjusted import PriceError, adjusted, after_discount, after_reduction, whole_life
from scoring.prices.base import Trim, below_mean, excluding, mean, median, sample, trimmed, weighted
from scoring.prices.formula import (
    Slope,
    Stepped,
    banded,
    base_ratio,
    by_deviation,
    change,
    deviation,
    highest_first,
    in_range,
    lowest_first,
    stepped,
)
from scoring.prices.low import Limit, low_limits, under

__all__ = [
    "Limit",
    "PriceError",
    "Slope",
    "Stepped",
    "Trim",
    "adjusted",
    "after_discount",
    "after_reduction",
    "banded",
    "base_ratio",
    "below_mean",
    "by_deviation",
    "change",
    "deviation",
    "excluding",
    "highest_first",
    "in_range",
    "low_limits",
    "lowest_first",
    "mean",
    "median",
    "sample",
    "stepped",
    "trimmed",
    "under",
    "weighted",
    "whole_life",
]
