"""Fill in the forms of this sample: what its fictional operators and judges would write.

    python samples/bailu-bay/make.py

writes ``bids/*.xlsx`` and ``marks/*.xlsx`` through the product's own forms, so a change of
the book is followed by one command. Marks are the panel's means.
"""

from fractions import Fraction
from pathlib import Path

from tender.demo import Bidding, Offer, Operator, Service

FIRM, SOCIAL, NO_FIRM = "企业", "社会组织", "不适用（非企业）"
OPERATORS = {
    "D1": Operator("纸船家政示例店铺有限公司", "91000000EXAMPLE31A", FIRM, "小型"),
    "D2": Operator("萤灯志愿服务示例中心", "52000000EXAMPLE32B", SOCIAL, NO_FIRM),
    "D3": Operator("四叶便民示例有限公司", "91000000EXAMPLE33C", FIRM, "微型"),
    "D4": Operator("信鸽票务示例有限公司", "91000000EXAMPLE34D", FIRM, "小型"),
}

HOME, HOUSING, JOBS, TICKETS = "家政服务", "房产中介", "求职招聘", "机票火车票预订"
TITLES = {
    HOME: "家政预约代办",
    HOUSING: "房屋租售信息代办",
    JOBS: "求职招聘登记",
    TICKETS: "机票火车票代订",
}


def offer(operator: str, fee: str, kinds: tuple[str, ...], mean: int) -> Offer:
    """A bid for the desk: its fee over the market's, the kinds of service it offers, the panel's mean."""
    ratio = Fraction(fee)
    charge = ("市场服务", f"市场同类收费的{ratio * 100}%") if ratio else ("公益服务", "免费")
    services = tuple(Service(TITLES[kind], kind, *charge) for kind in kinds)
    facts = {"fee_ratio": ratio, "coverage": len(kinds)}
    return Offer("D", operator, (mean,), facts=facts, services=services)


OFFERS = (
    offer("D1", "0.4", (HOME, HOUSING, JOBS), 82),
    offer("D2", "0", (HOME, JOBS), 74),
    offer("D3", "0.4", (HOME, HOUSING, JOBS, TICKETS), 79),
    offer("D4", "0.4", (TICKETS,), 90),
)

BIDDING = Bidding(
    OPERATORS,
    OFFERS,
    spreads=((2, -1, -1), (-1, -1, 2), ("-1.5", "1", "0.5")),
    address="白鹭湾社区示例路{}1号（虚构）",
    phone="000-0000031{}",
    facts_from_page=11,
)


if __name__ == "__main__":
    BIDDING.fill(Path(__file__).parent)
