"""Fill in the forms of this sample: what its fictional operators and judges would write.

    python samples/wuhan-jiangting/make.py

writes ``bids/*.xlsx`` and ``marks/*.xlsx`` through the product's own forms, so a change of
the book is followed by one command. Amounts are thousand yuan, marks are the panel's means.
"""

from fractions import Fraction
from pathlib import Path

from tender.demo import THOUSAND_YUAN, Bidding, Offer, Operator, Service


def operator(name: str, code: str, size: str, grade: int, capacity: int) -> Operator:
    """Who bids: its grade (0 for none), and how many facilities it can run at once."""
    return Operator(name, code, "企业", size, {"third_party": True, "grade": grade, "capacity": capacity})


OPERATORS = {
    "W1": operator("云梯物业示例公司", "91000000EXAMPLEW1A", "中型", 4, 2),
    "W2": operator("长颈鹿养老示例公司", "91000000EXAMPLEW2B", "中型", 5, 1),
    "W3": operator("折纸更新示例公司", "91000000EXAMPLEW3C", "大型", 3, 2),
    "W4": operator("汀若社区社会企业（示例）", "91000000EXAMPLEW4D", "微型", 0, 1),
    "W5": operator("单一助餐示例公司", "91000000EXAMPLEW5E", "小型", 2, 1),
    "W6": operator("失信示例公司", "91000000EXAMPLEW6F", "中型", 4, 1),
}

ELDERLY, INFANT, CHILDREN, MEALS, DOMESTIC = "养老服务", "婴幼儿托育", "儿童托管", "社区助餐", "家政便民"
TITLES = {
    ELDERLY: "日间照料与康复训练",
    INFANT: "普惠托育班",
    CHILDREN: "课后托管班",
    MEALS: "社区食堂",
    DOMESTIC: "家政维修服务点",
}
SCENES = {
    "F1": [ELDERLY, INFANT, MEALS],
    "F2": [ELDERLY, CHILDREN, DOMESTIC],
    "F3": [MEALS, CHILDREN, DOMESTIC],
}
OWN_SCENES = {
    ("F2", "W5"): [MEALS, DOMESTIC],
    ("F2", "W6"): [ELDERLY, MEALS, CHILDREN],
    ("F3", "W3"): [MEALS, CHILDREN, DOMESTIC, INFANT],
}
RENT = {"W1": 150_000, "W2": 187_200, "W3": 190_000}  # yuan


def offer(
    lot: str, operator: str, level: str, means: tuple[int, int, int], policies: int, cost: int
) -> Offer:
    """One bid: price over valuation, means of plan, quality and convenience, insurance policies, public cost."""
    scenes = OWN_SCENES.get((lot, operator), SCENES[lot])
    facts = {
        "scenes": "、".join(scenes),
        "address_filing": True,
        "rent": RENT.get(operator, 0) * 100,
        "price_level": Fraction(level),
        "insurance": policies,
    }
    services = tuple(Service(TITLES[scene], scene, "市场服务") for scene in scenes)
    return Offer(lot, operator, means, cost * THOUSAND_YUAN, facts, services)


OFFERS = (
    offer("F1", "W1", "0.82", (88, 86, 84), 1, 340),
    offer("F1", "W2", "0.86", (91, 92, 80), 1, 355),
    offer("F1", "W3", "0.78", (84, 80, 88), 0, 320),
    offer("F2", "W1", "0.80", (83, 85, 82), 1, 280),
    offer("F2", "W2", "0.84", (90, 93, 80), 1, 300),
    offer("F2", "W5", "0.75", (80, 78, 85), 0, 260),
    offer("F2", "W6", "0.80", (86, 84, 80), 1, 270),
    offer("F3", "W3", "0.80", (80, 80, 82), 0, 60),
    offer("F3", "W4", "0.72", (85, 78, 90), 1, 40),
)

BIDDING = Bidding(
    OPERATORS,
    OFFERS,
    spreads=((2, -1, 0, 1, -2), (-1, 2, 1, -2, 0), ("0.5", "-1.5", "1", "1", "-1"), (0, -3, 2, 2, -1)),
    address="江汀街道示例路{}00号（虚构）",
    phone="000-0000081{}",
    facts_from_page=31,
    rejected=frozenset({("F1", "W3"), ("F2", "W5"), ("F2", "W6")}),
)


if __name__ == "__main__":
    BIDDING.fill(Path(__file__).parent)
