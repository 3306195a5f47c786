"""Fill in the forms of this sample: what its fictional operators and judges would write.

    python samples/shenzhen-three/make.py

writes ``bids/*.xlsx`` and ``marks/*.xlsx`` through the product's own forms, so a change of
the book is followed by one command. Prices are thousand yuan, marks are the panel's means.
"""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from tender.book import Book, read_book
from tender.documents.wording import capital_yuan
from tender.documents.workbook.write import write
from tender.forms import bid_form, mark_sheet
from tender.forms.bid_form import FACTS, GATES, IDENTITY, PRICES, SERVICES, fact_key, own_fact_key
from tender.forms.mark_sheet import MARKS, mark_key
from tender.mark import judged

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Operator:
    """Who bids: registration, founder, and all the staff it can bring, each person once."""

    name: str
    code: str
    region: str
    founder: str
    full_time: int
    registered: int


@dataclass(frozen=True)
class Offer:
    """One bid: staff, main items of tables 1 to 4 and of the four groups, price, the five means.

    The groups are entitled people, drug users, community correction, jobless and destitute.
    """

    lot: str
    operator: str
    full_time: int
    registered: int
    tables: tuple[int, int, int, int]
    groups: tuple[int, int, int, int]
    price: int
    marks: tuple[int, int, int, int, int]


CITY, DISTRICT, AWAY = "深圳市本级", "深圳市所辖区", "其他地区"
OTHER, COMMITTEE = "其他单位或者个人", "居民委员会"

OPERATORS = {
    "P1": Operator("海贝社工示例中心", "52000000EXAMPLE01A", CITY, OTHER, 12, 8),
    "P2": Operator("春笋社工示例中心", "52000000EXAMPLE02B", DISTRICT, OTHER, 16, 11),
    "P3": Operator("灯笼社工示例中心", "52000000EXAMPLE03C", CITY, OTHER, 12, 7),
    "P4": Operator("远山社工示例中心", "52000000EXAMPLE04D", AWAY, OTHER, 8, 6),
    "P5": Operator("礁石社工示例中心", "52000000EXAMPLE05E", CITY, OTHER, 13, 10),
    "P6": Operator("同心圆示例民办非企业单位", "52000000EXAMPLE06F", DISTRICT, COMMITTEE, 6, 4),
}

OFFERS = [
    Offer("N1", "P1", 10, 6, (3, 3, 4, 3), (0, 0, 2, 0), 448, (86, 88, 84, 88, 80)),
    Offer("N1", "P2", 9, 6, (4, 4, 5, 4), (1, 0, 3, 0), 445, (90, 90, 88, 60, 82)),
    Offer("N1", "P5", 8, 5, (3, 4, 3, 3), (1, 0, 2, 1), 446, (82, 80, 80, 78, 76)),
    Offer("N1", "P4", 8, 6, (4, 3, 3, 4), (0, 0, 2, 0), 440, (88, 86, 85, 84, 80)),
    Offer("N2", "P1", 6, 4, (3, 3, 3, 4), (2, 0, 0, 0), 447, (85, 82, 84, 88, 80)),
    Offer("N2", "P2", 7, 5, (4, 3, 3, 3), (2, 0, 0, 0), 445, (83, 86, 82, 60, 78)),
    Offer("N2", "P3", 6, 3, (3, 3, 4, 4), (2, 0, 0, 0), 430, (86, 80, 82, 80, 74)),
    Offer("N3", "P3", 6, 4, (3, 3, 3, 3), (0, 0, 0, 0), 446, (80, 78, 80, 76, 74)),
    Offer("N3", "P5", 5, 5, (4, 4, 4, 5), (0, 0, 0, 0), 440, (84, 80, 80, 78, 76)),
    Offer("N3", "P6", 6, 4, (3, 2, 3, 3), (1, 0, 0, 0), 438, (82, 80, 78, 74, 80)),
]

REJECTED = {("N1", "P2"), ("N1", "P4"), ("N2", "P3"), ("N3", "P5"), ("N3", "P6")}
"""Bids that no judge marks, because a gate keeps them out."""

SERVICES_OFFERED = [
    ("长者日间关怀", "助老"),
    ("残疾人康复陪伴", "助残"),
    ("家庭支持小组", "妇女儿童及家庭"),
    ("青少年成长营", "青少年"),
    ("邻里互助圈", "自助互助"),
]

# How five judges differ while their mean stays; each row sums to zero.
SPREADS = ((2, -1, 0, 1, -2), (-1, 2, 1, -2, 0), ("0.5", "-1.5", "1", "1", "-1"), (0, -3, 2, 2, -1))


def figures(offer: Offer) -> dict[str, Any]:
    """What one bid states for the facts of its lot; money in fen."""
    tables = {f"table{n}": count for n, count in enumerate(offer.tables, 1)}
    groups = ("for_entitled", "for_drug_users", "for_correction", "for_jobless")
    return {
        "full_time": offer.full_time,
        "registered": offer.registered,
        **tables,
        **dict(zip(groups, offer.groups, strict=True)),
        "table7": "居民融合、慈善、邻里互助、志愿者队伍建设",
        "basic_share": Fraction(4, 5),
        "commercial_share": Fraction(1, 10),
        "public_income": offer.price * 100_000,
        "commercial_income": 3_000_000,
    }


def form_values(book: Book, operator: str) -> dict[str, Any]:
    """What one operator enters in its form."""
    who = OPERATORS[operator]
    prices: dict[str, dict[str, Any]] = {lot.id: {"bids": False} for lot in book.lots}
    facts: dict[tuple[str, str], dict[str, Any]] = {}
    services: dict[str, dict[str, Any]] = {}
    for offer in (o for o in OFFERS if o.operator == operator):
        lot, fen = book.lot_by_id[offer.lot], offer.price * 100_000
        prices[lot.id] = {"bids": True, "price": fen, "capital": capital_yuan(fen)}
        said = figures(offer)
        for page, fact in enumerate((f for f in book.facts if f.id in said), 21):
            proof = f"{fact.evidence}，申请文件第{page}页"
            facts[fact_key(lot, fact)] = {"value": said[fact.id], "evidence": proof}
        for title, category in SERVICES_OFFERED:
            row = {"lot": lot.id, "name": title, "category": category, "nature": "公益服务"}
            services[str(len(services) + 1)] = row
    own = {
        "reg_authority": "民政部门",
        "reg_region": who.region,
        "founder": who.founder,
        "subtype": "民办非企业单位",
        "all_full_time": who.full_time,
        "all_registered": who.registered,
    }
    return {
        IDENTITY: {
            "name": {"value": who.name},
            "credit_code": {"value": who.code},
            "address": {"value": f"听海街道示例路{operator[1:]}0号（虚构）"},
            "entity_type": {"value": "社会组织"},
            "size": {"value": "不适用（非企业）"},
            "contact": {"value": f"联系人{who.name[0]}（虚构） 000-0000010{operator[1:]}"},
            **{own_fact_key(f): {"value": own[f.id]} for f in book.facts if f.scope == "operator"},
        },
        GATES: {
            gate.id: {"met": True, "evidence": f"{gate.evidence}，申请文件第{page}页"}
            for page, gate in enumerate((g for g in book.gates if g.kind == "declared"), 5)
        },
        PRICES: prices,
        FACTS: facts,
        SERVICES: services,
    }


def mark_values(book: Book, judge: int) -> dict[str, Any]:
    """What one judge enters: the mean of each item, moved by this judge's share of a spread."""
    marks: dict[tuple[str, str, str], dict[str, Any]] = {}
    for n, offer in enumerate(OFFERS):
        lot = book.lot_by_id[offer.lot]
        for m, (criterion, mean) in enumerate(zip(judged(book, lot), offer.marks, strict=True)):
            moved = Fraction(mean) + Fraction(SPREADS[(n + m) % len(SPREADS)][(judge + n) % 5])
            if (offer.lot, offer.operator) not in REJECTED:
                marks[mark_key(lot, offer.operator, criterion)] = {"mark": moved}
    return {MARKS: marks}


def main() -> None:
    """Write every form anew."""
    read = read_book(HERE)
    assert read.book, read.findings
    for operator in OPERATORS:
        path = HERE / "bids" / f"{operator}.xlsx"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(write(bid_form(read.book, read.sha256), form_values(read.book, operator)))
    bidders = {
        lot.id: sorted(
            (o.operator, OPERATORS[o.operator].name)
            for o in OFFERS
            if o.lot == lot.id and (o.lot, o.operator) not in REJECTED
        )
        for lot in read.book.lots
    }
    for n, judge in enumerate(read.book.judges):
        path = HERE / "marks" / f"{judge.id}.xlsx"
        path.parent.mkdir(exist_ok=True)
        sheet = mark_sheet(read.book, read.sha256, judge, bidders)
        path.write_bytes(write(sheet, mark_values(read.book, n)))


if __name__ == "__main__":
    main()
