"""Fill in the forms of this sample: what its fictional operators and judges would write.

    python samples/futian-three/make.py

writes ``bids/*.xlsx`` and ``marks/*.xlsx`` through the product's own forms, so a change of
the book is followed by one command. Prices are thousand yuan, fees yuan, marks the panel's means.
"""

from fractions import Fraction
from pathlib import Path

from tender.demo import THOUSAND_YUAN, Bidding, Offer, Operator, Service

FIRM, SOCIAL, NO_FIRM = "企业", "社会组织", "不适用（非企业）"
OPERATORS = {
    "Q1": Operator("云端平台示例有限公司", "91000000EXAMPLE71A", FIRM, "中型"),
    "Q2": Operator("红砖社企示例中心", "52000000EXAMPLE72B", SOCIAL, NO_FIRM),
    "Q3": Operator("小跳蛙托育示例有限公司", "91000000EXAMPLE73C", FIRM, "小型"),
    "Q4": Operator("夜校猫头鹰示例中心", "52000000EXAMPLE74D", SOCIAL, NO_FIRM),
    "Q5": Operator("第七杯咖啡示例有限公司", "91000000EXAMPLE75E", FIRM, "微型"),
    "Q6": Operator("纸上谈兵平台示例有限公司", "91000000EXAMPLE76F", FIRM, "中型"),
}

FREE, CHARGED = "公益服务", "市场服务"
PROJECTS = {
    "G1": (
        ("幸福+智慧钢琴", "文化艺术", CHARGED),
        ("幸福+智慧艾灸", "健康服务", CHARGED),
        ("幸福+长者课堂", "文化艺术", FREE),
        ("幸福+便民集市", "便民服务", FREE),
    ),
    "G2a": (("幸福+全民健身", "健身运动", FREE),),
    "G2b": (("幸福+临时托育", "托育", CHARGED),),
    "G2c": (("幸福+青年夜校", "夜校培训", CHARGED),),
    "G2d": (("幸福+邻里咖啡", "茶咖轻食", CHARGED),),
}


def offer(
    lot: str, operator: str, fee: int, level: str | None, means: tuple[int, ...], price: int = 0
) -> Offer:
    """One bid: highest fee, price over market (none where all is free), the means in the book's order."""
    facts = {"top_fee": fee * 100} | ({"price_level": Fraction(level)} if level else {})
    services = tuple(
        Service(*project, f"不高于{fee}元/人次" if project[2] == CHARGED else "") for project in PROJECTS[lot]
    )
    return Offer(lot, operator, means, price * THOUSAND_YUAN, facts, services)


# Marks of G1: professional level, platform, integration, local feature, own resources;
# of the projects: need, quality, capacity, brand.
OFFERS = (
    offer("G1", "Q1", 45, "0.75", (90, 92, 86, 78, 90), 560),
    offer("G1", "Q2", 36, "0.60", (86, 80, 90, 92, 60), 540),
    offer("G1", "Q6", 54, "0.90", (88, 84, 70, 70, 95), 600),
    offer("G2a", "Q2", 0, None, (88, 84, 80, 76)),
    offer("G2a", "Q5", 0, None, (70, 78, 85, 82)),
    offer("G2b", "Q3", 40, "0.80", (92, 90, 86, 84)),
    offer("G2b", "Q2", 35, "0.70", (84, 80, 78, 76)),
    offer("G2c", "Q4", 20, "0.40", (90, 88, 82, 80)),
    offer("G2c", "Q2", 15, "0.30", (82, 80, 80, 76)),
    offer("G2d", "Q5", 17, "0.85", (80, 86, 90, 94)),
    offer("G2d", "Q6", 15, "0.75", (76, 80, 84, 70)),
)

BIDDING = Bidding(
    OPERATORS,
    OFFERS,
    spreads=((2, -1, 0, 1, -2), (-1, 2, 1, -2, 0), ("0.5", "-1.5", "1", "1", "-1"), (0, -3, 2, 2, -1)),
    address="木棉街道示例路{}00号（虚构）",
    phone="000-0000071{}",
    facts_from_page=31,
    rejected=frozenset({("G2d", "Q6")}),
)


if __name__ == "__main__":
    BIDDING.fill(Path(__file__).parent)
