"""Fill in the forms of this sample: what its fictional operators and judges would write.

    python samples/teda-haiqing/make.py

writes ``bids/*.xlsx`` and ``marks/*.xlsx`` through the product's own forms, so a change of
the book is followed by one command. Amounts are thousand yuan, marks are the panel's means.
"""

from pathlib import Path

from tender.demo import THOUSAND_YUAN, Bidding, Entries, Offer, Operator, Service
from tender.forms.bid_form import FACTS, PRICES

FIRM, SOCIAL, NO_FIRM = "企业", "社会组织", "不适用（非企业）"
OPERATORS = {
    "T1": Operator("甲空间运营示例有限公司", "91000000EXAMPLE01A", FIRM, "中型"),
    "T2": Operator("乙社区服务示例中心", "52000000EXAMPLE02B", SOCIAL, NO_FIRM),
    "T3": Operator("丙健康驿站示例有限公司", "91000000EXAMPLE03C", FIRM, "中型"),
    "T4": Operator("丁日间照料示例中心", "52000000EXAMPLE04D", SOCIAL, NO_FIRM),
    "T5": Operator("戊托育示例有限公司", "91000000EXAMPLE05E", FIRM, "中型"),
    "T6": Operator("己公益孵化示例中心", "52000000EXAMPLE06F", SOCIAL, NO_FIRM),
    "T7": Operator("庚综合服务示例有限公司", "91000000EXAMPLE07G", FIRM, "中型"),
    "T8": Operator("辛棋牌示例个体户", "92000000EXAMPLE08H", "个体工商户", "微型"),
}

SERVICES_OF = {
    "L1": [("社区书吧阅读会", "书刊"), ("广场舞与合唱培训", "文化"), ("便民维修日", "便民")],
    "L2H": [("慢病管理讲座", "健康"), ("工间健身指导", "体育")],
    "L2X": [("亲子手作课堂", "教育"), ("邻里文化沙龙", "文化")],
    "L2G": [("志愿者便民集市", "便民"), ("公益助学角", "教育")],
    "L3E": [("日间照护与助餐", "养老"), ("康复训练指导", "健康")],
    "L3I": [("计时托育体验", "托育"), ("科学育儿课堂", "教育")],
    "L3S": [("社会组织能力培训", "孵化"), ("项目大赛辅导", "孵化")],
}
CARD_ROOM = (Service("棋牌室", "棋牌室", "市场服务"), Service("茶座", "其他", "市场服务"))

# lot, operator, price, free sessions, free person-times, investment, feedback, plan, capability
BIDS = [
    ("L1", "T1", 820, 260, 11000, 600, 60, 90, 88),
    ("L1", "T2", 760, 300, 12500, 200, 40, 84, 82),
    ("L1", "T7", 700, 240, 9600, 500, 20, 78, 80),
    ("L2H", "T3", 105, 110, 2200, 80, 12, 88, 86),
    ("L2H", "T7", 90, 96, 1920, 40, 5, 76, 80),
    ("L2X", "T1", 100, 120, 3000, 90, 15, 86, 88),
    ("L2X", "T2", 95, 100, 2500, 20, 10, 80, 82),
    ("L2X", "T8", 40, 96, 2400, 5, 0, 60, 40),
    ("L2G", "T2", 70, 80, 1600, 10, 6, 85, 82),
    ("L2G", "T6", 60, 84, 1700, 15, 5, 82, 84),
    ("L3E", "T4", 450, 140, 2800, 150, 10, 90, 92),
    ("L3E", "T7", 400, 120, 2400, 120, 8, 77, 80),
    ("L3I", "T5", 390, 52, 520, 200, 10, 88, 90),
    ("L3I", "T7", 360, 48, 480, 150, 8, 75, 80),
    ("L3S", "T6", 180, 70, 700, 30, 4, 89, 84),
    ("L3S", "T2", 185, 66, 660, 10, 4, 76, 82),
]

OFFERS = tuple(
    Offer(
        lot,
        operator,
        (plan, capability),
        price * THOUSAND_YUAN,
        {
            "free_sessions": sessions,
            "free_person_times": times,
            "investment": investment * THOUSAND_YUAN,
            "feedback": feedback * THOUSAND_YUAN,
        },
        CARD_ROOM
        if operator == "T8"
        else tuple(Service(title, category, "公益服务") for title, category in SERVICES_OF[lot]),
    )
    for lot, operator, price, sessions, times, investment, feedback, plan, capability in BIDS
)


def slips(operator: str, values: Entries) -> None:
    """The slips of real life: a figure as text, figures and words that differ, gaps that may be."""
    if operator == "T3":
        values[PRICES]["L2H"]["price"] = "105,000.00 元"  # typed as text
    if operator == "T4":
        values[PRICES]["L3E"]["price"] = 45_000_00  # one zero short; the words say 450,000
    if operator == "T5":
        values[PRICES]["L3I"]["capital"] = None  # no words: optional
    if operator == "T6":
        values[FACTS]["L3S", "free_person_times"]["value"] = "７００"  # full-width digits


BIDDING = Bidding(
    OPERATORS,
    OFFERS,
    spreads=((2, -1, 0, 1, -2), (-1, 2, 1, -2, 0), ("0.5", "-1.5", "1", "1", "-1"), (0, -3, 2, 2, -1)),
    address="海晴街道示例路{}0号（虚构）",
    phone="000-0000010{}",
    facts_from_page=31,
    rejected=frozenset({("L2X", "T8")}),
    slips=slips,
    as_listed=True,
)


if __name__ == "__main__":
    BIDDING.fill(Path(__file__).parent)
