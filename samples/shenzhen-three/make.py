"""Fill in the forms of this sample: what its fictional operators and judges would write.

    python samples/shenzhen-three/make.py

writes ``bids/*.xlsx`` and ``marks/*.xlsx`` through the product's own forms, so a change of
the book is followed by one command. Prices are thousand yuan, marks are the panel's means.
"""

from fractions import Fraction
from pathlib import Path

from tender.demo import THOUSAND_YUAN, Bidding, Offer, Operator, Service

CITY, DISTRICT, AWAY = "深圳市本级", "深圳市所辖区", "其他地区"
OTHER, COMMITTEE = "其他单位或者个人", "居民委员会"


def operator(name: str, code: str, region: str, founder: str, full_time: int, registered: int) -> Operator:
    """Who bids: registration, founder, and all the staff it can bring, each person once."""
    facts = {
        "reg_authority": "民政部门",
        "reg_region": region,
        "founder": founder,
        "subtype": "民办非企业单位",
        "all_full_time": full_time,
        "all_registered": registered,
    }
    return Operator(name, code, "社会组织", "不适用（非企业）", facts)


OPERATORS = {
    "P1": operator("海贝社工示例中心", "52000000EXAMPLE01A", CITY, OTHER, 12, 8),
    "P2": operator("春笋社工示例中心", "52000000EXAMPLE02B", DISTRICT, OTHER, 16, 11),
    "P3": operator("灯笼社工示例中心", "52000000EXAMPLE03C", CITY, OTHER, 12, 7),
    "P4": operator("远山社工示例中心", "52000000EXAMPLE04D", AWAY, OTHER, 8, 6),
    "P5": operator("礁石社工示例中心", "52000000EXAMPLE05E", CITY, OTHER, 13, 10),
    "P6": operator("同心圆示例民办非企业单位", "52000000EXAMPLE06F", DISTRICT, COMMITTEE, 6, 4),
}

SERVICES = (
    Service("长者日间关怀", "助老", "公益服务"),
    Service("残疾人康复陪伴", "助残", "公益服务"),
    Service("家庭支持小组", "妇女儿童及家庭", "公益服务"),
    Service("青少年成长营", "青少年", "公益服务"),
    Service("邻里互助圈", "自助互助", "公益服务"),
)


def offer(
    lot: str,
    operator: str,
    full_time: int,
    registered: int,
    tables: tuple[int, int, int, int],
    groups: tuple[int, int, int, int],
    price: int,
    means: tuple[int, int, int, int, int],
) -> Offer:
    """One bid: staff, main items of tables 1 to 4 and of the four groups, price, the five means.

    The groups are entitled people, drug users, community correction, jobless and destitute.
    """
    named = ("for_entitled", "for_drug_users", "for_correction", "for_jobless")
    facts = {
        "full_time": full_time,
        "registered": registered,
        **{f"table{n}": count for n, count in enumerate(tables, 1)},
        **dict(zip(named, groups, strict=True)),
        "table7": "居民融合、慈善、邻里互助、志愿者队伍建设",
        "basic_share": Fraction(4, 5),
        "commercial_share": Fraction(1, 10),
        "public_income": price * THOUSAND_YUAN,
        "commercial_income": 30 * THOUSAND_YUAN,
    }
    return Offer(lot, operator, means, price * THOUSAND_YUAN, facts, SERVICES)


OFFERS = (
    offer("N1", "P1", 10, 6, (3, 3, 4, 3), (0, 0, 2, 0), 448, (86, 88, 84, 88, 80)),
    offer("N1", "P2", 9, 6, (4, 4, 5, 4), (1, 0, 3, 0), 445, (90, 90, 88, 60, 82)),
    offer("N1", "P5", 8, 5, (3, 4, 3, 3), (1, 0, 2, 1), 446, (82, 80, 80, 78, 76)),
    offer("N1", "P4", 8, 6, (4, 3, 3, 4), (0, 0, 2, 0), 440, (88, 86, 85, 84, 80)),
    offer("N2", "P1", 6, 4, (3, 3, 3, 4), (2, 0, 0, 0), 447, (85, 82, 84, 88, 80)),
    offer("N2", "P2", 7, 5, (4, 3, 3, 3), (2, 0, 0, 0), 445, (83, 86, 82, 60, 78)),
    offer("N2", "P3", 6, 3, (3, 3, 4, 4), (2, 0, 0, 0), 430, (86, 80, 82, 80, 74)),
    offer("N3", "P3", 6, 4, (3, 3, 3, 3), (0, 0, 0, 0), 446, (80, 78, 80, 76, 74)),
    offer("N3", "P5", 5, 5, (4, 4, 4, 5), (0, 0, 0, 0), 440, (84, 80, 80, 78, 76)),
    offer("N3", "P6", 6, 4, (3, 2, 3, 3), (1, 0, 0, 0), 438, (82, 80, 78, 74, 80)),
)

BIDDING = Bidding(
    OPERATORS,
    OFFERS,
    spreads=((2, -1, 0, 1, -2), (-1, 2, 1, -2, 0), ("0.5", "-1.5", "1", "1", "-1"), (0, -3, 2, 2, -1)),
    address="听海街道示例路{}0号（虚构）",
    phone="000-0000010{}",
    facts_from_page=21,
    rejected=frozenset({("N1", "P2"), ("N1", "P4"), ("N2", "P3"), ("N3", "P5"), ("N3", "P6")}),
)


if __name__ == "__main__":
    BIDDING.fill(Path(__file__).parent)
