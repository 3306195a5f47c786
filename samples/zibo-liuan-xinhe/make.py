"""Fill in the forms of this sample: what its fictional operators and judges would write.

    python samples/zibo-liuan-xinhe/make.py

writes ``bids/*.xlsx`` and ``marks/*.xlsx`` through the product's own forms, so a change of
the book is followed by one command. Amounts are thousand yuan, marks are the panel's means.
"""

from fractions import Fraction
from pathlib import Path

from tender.demo import THOUSAND_YUAN, Bidding, Offer, Operator, Service


def operator(name: str, code: str, zones: int) -> Operator:
    """Who bids, and how many zones it can run at most."""
    return Operator(name, code, "企业", "小型", {"zones_at_most": zones})


OPERATORS = {
    "Z1": operator("碗里有光助餐示例公司", "91000000EXAMPLE61A", 2),
    "Z2": operator("慢日子医养示例公司", "91000000EXAMPLE62B", 1),
    "Z3": operator("半半文体示例公司", "91000000EXAMPLE63C", 1),
    "Z4": operator("扫帚星家政示例公司", "91000000EXAMPLE64D", 1),
    "Z5": operator("小石头托育示例公司", "91000000EXAMPLE65E", 1),
    "Z6": operator("放学后示例教育公司", "91000000EXAMPLE66F", 2),
    "Z7": operator("清晨运动与书吧示例公司", "91000000EXAMPLE67G", 3),
    "Z8": operator("深夜棋牌茶座示例公司", "91000000EXAMPLE68H", 1),
}


def offer(
    zone: str,
    operator: str,
    projects: tuple[str, ...],
    fit_out: int,
    utilities: int,
    net_income: int,
    ratio: str,
    price_ratio: str,
    quality: int,
) -> Offer:
    """One bid for a zone: its projects, money of the one-year term, ratios as typed, the mean mark."""
    over_market = Fraction(price_ratio) * 100
    category = "棋牌室" if operator == "Z8" else ""  # the others offer what their zone is for
    facts = {
        "fit_out": fit_out * THOUSAND_YUAN,
        "utilities": utilities * THOUSAND_YUAN,
        "saving": (fit_out + utilities) * THOUSAND_YUAN,
        "net_income": net_income * THOUSAND_YUAN,
        "feedback_ratio": Fraction(ratio) * 100,
        "feedback": int(net_income * Fraction(ratio) * THOUSAND_YUAN),
        "price_ratio": over_market,
        "channels": "社区发展基金",
        "channel_before_fund": "慈善组织代管",
    }
    services = tuple(Service(name, category, "市场服务", f"约为市场价的{over_market}%") for name in projects)
    return Offer(zone, operator, (quality,), facts=facts, services=services)


OFFERS = (
    offer("U1", "Z1", ("长者食堂", "送餐上门"), 160, 38, 150, "0.20", "0.78", 86),
    offer("U1", "Z3", ("营养简餐",), 90, 30, 120, "0.10", "0.85", 80),
    offer("U2", "Z2", ("日间照护", "康复理疗"), 150, 34, 160, "0.18", "0.80", 88),
    offer("U3", "Z3", ("中老年书画合唱班",), 40, 16, 70, "0.15", "0.82", 84),
    offer("U3", "Z6", ("中老年兴趣班",), 20, 14, 60, "0.10", "0.80", 78),
    offer("U4", "Z4", ("家政派单服务台",), 6, 4, 40, "0.20", "0.85", 82),
    offer("U5", "Z7", ("邻里书吧",), 25, 9, 20, "0.10", "0.70", 80),
    offer("U5", "Z8", ("棋牌茶座",), 60, 12, 110, "0.30", "0.95", 60),
    offer("X1", "Z5", ("全日托育", "计时托育"), 180, 36, 170, "0.15", "0.80", 90),
    offer("X2", "Z6", ("课后托管班",), 45, 20, 110, "0.15", "0.78", 87),
    offer("X2", "Z5", ("小学生看护班",), 50, 18, 90, "0.20", "0.82", 82),
    offer("X3", "Z3", ("少儿美术舞蹈班",), 30, 12, 80, "0.12", "0.80", 83),
    offer("X3", "Z6", ("少儿美术音乐班",), 20, 10, 60, "0.15", "0.82", 80),
    offer("X4", "Z7", ("器械健身", "团操课"), 70, 15, 60, "0.10", "0.75", 82),
    offer("X5", "Z7", ("共享自习室",), 15, 6, 12, "0.10", "0.60", 81),
)

BIDDING = Bidding(
    OPERATORS,
    OFFERS,
    spreads=((1, -1, 0), (-2, 1, 1), ("0.5", "-1", "0.5"), (0, 2, -2)),
    address="柳新街道示例路{}0号（虚构）",
    phone="000-0000060{}",
    facts_from_page=21,
    rejected=frozenset({("U5", "Z8")}),
)


if __name__ == "__main__":
    BIDDING.fill(Path(__file__).parent)
