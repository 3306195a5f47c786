"""Fill in the forms of this sample: what its fictional operators and judges would write.

    python samples/futian-three/make.py

writes ``bids/*.xlsx`` and ``marks/*.xlsx`` through the product's own forms, so a change of
the book is followed by one command. Prices are thousand yuan, fees yuan, marks the panel's means.
"""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from tender.book import Book, read_book
from tender.documents.wording import capital_yuan
from tender.documents.workbook.write import write
from tender.forms import bid_form, mark_sheet
from tender.forms.bid_form import FACTS, GATES, IDENTITY, LOTS, PRICES, SERVICES, fact_key
from tender.forms.mark_sheet import MARKS, mark_key
from tender.mark import judged

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Offer:
    """One bid: highest fee, price over market (none where all is free), the means in the book's order."""

    lot: str
    operator: str
    fee: int
    level: str | None
    marks: tuple[int, ...]
    price: int = 0


# name, kind of body, size, code
OPERATORS = {
    "Q1": ("云端平台示例有限公司", "企业", "中型", "91000000EXAMPLE71A"),
    "Q2": ("红砖社企示例中心", "社会组织", "不适用（非企业）", "52000000EXAMPLE72B"),
    "Q3": ("小跳蛙托育示例有限公司", "企业", "小型", "91000000EXAMPLE73C"),
    "Q4": ("夜校猫头鹰示例中心", "社会组织", "不适用（非企业）", "52000000EXAMPLE74D"),
    "Q5": ("第七杯咖啡示例有限公司", "企业", "微型", "91000000EXAMPLE75E"),
    "Q6": ("纸上谈兵平台示例有限公司", "企业", "中型", "91000000EXAMPLE76F"),
}

# Marks of G1: professional level, platform, integration, local feature, own resources;
# of the projects: need, quality, capacity, brand.
OFFERS = [
    Offer("G1", "Q1", 45, "0.75", (90, 92, 86, 78, 90), 560),
    Offer("G1", "Q2", 36, "0.60", (86, 80, 90, 92, 60), 540),
    Offer("G1", "Q6", 54, "0.90", (88, 84, 70, 70, 95), 600),
    Offer("G2a", "Q2", 0, None, (88, 84, 80, 76)),
    Offer("G2a", "Q5", 0, None, (70, 78, 85, 82)),
    Offer("G2b", "Q3", 40, "0.80", (92, 90, 86, 84)),
    Offer("G2b", "Q2", 35, "0.70", (84, 80, 78, 76)),
    Offer("G2c", "Q4", 20, "0.40", (90, 88, 82, 80)),
    Offer("G2c", "Q2", 15, "0.30", (82, 80, 80, 76)),
    Offer("G2d", "Q5", 17, "0.85", (80, 86, 90, 94)),
    Offer("G2d", "Q6", 15, "0.75", (76, 80, 84, 70)),
]

REJECTED = {("G2d", "Q6")}
"""Bids that no judge marks, because a gate keeps them out."""

FREE, CHARGED = "公益服务", "市场服务"
PROJECTS = {
    "G1": [
        ("幸福+智慧钢琴", "文化艺术", CHARGED),
        ("幸福+智慧艾灸", "健康服务", CHARGED),
        ("幸福+长者课堂", "文化艺术", FREE),
        ("幸福+便民集市", "便民服务", FREE),
    ],
    "G2a": [("幸福+全民健身", "健身运动", FREE)],
    "G2b": [("幸福+临时托育", "托育", CHARGED)],
    "G2c": [("幸福+青年夜校", "夜校培训", CHARGED)],
    "G2d": [("幸福+邻里咖啡", "茶咖轻食", CHARGED)],
}

# How five judges differ while their mean stays; each row sums to zero.
SPREADS = ((2, -1, 0, 1, -2), (-1, 2, 1, -2, 0), ("0.5", "-1.5", "1", "1", "-1"), (0, -3, 2, 2, -1))


def form_values(book: Book, operator: str) -> dict[str, Any]:
    """What one operator enters in its form."""
    name, entity, size, code = OPERATORS[operator]
    prices: dict[str, dict[str, Any]] = {lot.id: {"bids": False} for lot in book.paid_lots}
    joins = {lot.id: {"bids": False} for lot in book.unpaid_lots}
    facts: dict[tuple[str, str], dict[str, Any]] = {}
    services: dict[str, dict[str, Any]] = {}
    for offer in (o for o in OFFERS if o.operator == operator):
        lot = book.lot_by_id[offer.lot]
        if lot.paid:
            fen = offer.price * 100_000
            prices[lot.id] = {"bids": True, "price": fen, "capital": capital_yuan(fen)}
        else:
            joins[lot.id] = {"bids": True}
        stated = {"top_fee": offer.fee * 100}
        stated |= {"price_level": Fraction(offer.level)} if offer.level else {}
        for page, (fact, value) in enumerate(stated.items(), 31):
            asked = book.fact_by_id[fact]
            proof = f"{asked.evidence.partition('，')[0]}，申请文件第{page}页"
            facts[fact_key(lot, asked)] = {"value": value, "evidence": proof}
        for title, category, nature in PROJECTS[lot.id]:
            row = {"lot": lot.id, "name": title, "category": category, "nature": nature}
            row |= {"fee": f"不高于{offer.fee}元/人次"} if nature == CHARGED else {}
            services[str(len(services) + 1)] = row
    return {
        IDENTITY: {
            "name": {"value": name},
            "credit_code": {"value": code},
            "address": {"value": f"木棉街道示例路{operator[1:]}00号（虚构）"},
            "entity_type": {"value": entity},
            "size": {"value": size},
            "contact": {"value": f"联系人{name[0]}（虚构） 000-0000071{operator[1:]}"},
        },
        GATES: {
            gate.id: {"met": True, "evidence": f"{gate.evidence}，申请文件第{page}页"}
            for page, gate in enumerate((g for g in book.gates if g.kind == "declared"), 5)
        },
        PRICES: prices,
        LOTS: joins,
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
            (o.operator, OPERATORS[o.operator][0])
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
