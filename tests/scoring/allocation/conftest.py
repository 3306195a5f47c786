"""The fictional Haiqing street (海晴街道): seven lots, fifteen bids, one fiscal cap."""

from collections.abc import Callable
from typing import Any

import pytest

# lot, operator, price in thousand yuan a year, total points
BIDS = (
    ("L1", "T1", 820, "91.10"),
    ("L1", "T2", 760, "78.78"),
    ("L1", "T7", 700, "77.69"),
    ("L2H", "T3", 105, "92.87"),
    ("L2H", "T7", 90, "73.50"),
    ("L2X", "T1", 100, "93.50"),
    ("L2X", "T2", 95, "75.19"),
    ("L2G", "T2", 70, "86.86"),
    ("L2G", "T6", 60, "89.70"),
    ("L3E", "T4", 450, "93.23"),
    ("L3E", "T7", 400, "82.81"),
    ("L3I", "T5", 390, "92.65"),
    ("L3I", "T7", 360, "82.60"),
    ("L3S", "T6", 180, "92.95"),
    ("L3S", "T2", 185, "80.07"),
)


@pytest.fixture
def haiqing() -> Callable[..., dict[str, Any]]:
    """Builds the problem's JSON form: cap in thousand yuan, lots per operator, every lot a must or not."""

    def build(cap: int = 2000, quota: int = 2, firm: bool = True) -> dict[str, Any]:
        lots = list(dict.fromkeys(lot for lot, *_ in BIDS))
        operators = sorted({operator for _, operator, *_ in BIDS})
        offers = [
            {
                "id": f"{lot}-{operator}",
                "operator": operator,
                "lots": [lot],
                "points": points,
                "price_fen": thousand * 100_000,
                "uses": {f"lot:{lot}": 1, "fiscal": thousand * 100_000, f"quota:{operator}": 1},
                "serves": {f"award:{lot}": 1},
            }
            for lot, operator, thousand, points in BIDS
        ]
        fiscal = {"supply": cap * 100_000, "says": "三个中心的财政支出不超过现有水平", "article": "TEDA-04a"}
        return {
            "format": "hengbiao/allocation-problem/1",
            "offers": offers,
            "resources": {
                "fiscal": fiscal,
                **{f"lot:{lot}": {"supply": 1} for lot in lots},
                **{f"quota:{operator}": {"supply": quota} for operator in operators},
            },
            "needs": [{"id": f"award:{lot}", "at_least": 1, "firm": firm} for lot in lots],
            "groups": [],
            "objective": ["needs", "points", "price"],
        }

    return build
