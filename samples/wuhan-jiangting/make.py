"""Fill in the forms of this sample: what its fictional operators and judges would write.

    python samples/wuhan-jiangting/make.py

writes ``bids/*.xlsx`` and ``marks/*.xlsx`` through the product's own forms, so a change of
the book is followed by one command. Amounts are thousand yuan, marks are the panel's means.
"""

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

# name, kind of body, size, code, grade, facilities at once
OPERATORS = {
    "W1": ("云梯物业示例公司", "企业", "中型", "91000000EXAMPLEW1A", 4, 2),
    "W2": ("长颈鹿养老示例公司", "企业", "中型", "91000000EXAMPLEW2B", 5, 1),
    "W3": ("折纸更新示例公司", "企业", "大型", "91000000EXAMPLEW3C", 3, 2),
    "W4": ("汀若社区社会企业（示例）", "企业", "微型", "91000000EXAMPLEW4D", 0, 1),
    "W5": ("单一助餐示例公司", "企业", "小型", "91000000EXAMPLEW5E", 2, 1),
    "W6": ("失信示例公司", "企业", "中型", "91000000EXAMPLEW6F", 4, 1),
}

# lot, operator, plan, price over valuation, quality, convenience, policies of insurance, public cost
BIDS = [
    ("F1", "W1", 88, "0.82", 86, 84, 1, 340),
    ("F1", "W2", 91, "0.86", 92, 80, 1, 355),
    ("F1", "W3", 84, "0.78", 80, 88, 0, 320),
    ("F2", "W1", 83, "0.80", 85, 82, 1, 280),
    ("F2", "W2", 90, "0.84", 93, 80, 1, 300),
    ("F2", "W5", 80, "0.75", 78, 85, 0, 260),
    ("F2", "W6", 86, "0.80", 84, 80, 1, 270),
    ("F3", "W3", 80, "0.80", 80, 82, 0, 60),
    ("F3", "W4", 85, "0.72", 78, 90, 1, 40),
]
REJECTED = {("F1", "W3"), ("F2", "W5"), ("F2", "W6")}

ELDERLY, INFANT, CHILDREN, MEALS, DOMESTIC = "养老服务", "婴幼儿托育", "儿童托管", "社区助餐", "家政便民"
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
RENT = {"W1": 150_000, "W2": 187_200, "W3": 190_000}

TITLES = {
    ELDERLY: "日间照料与康复训练",
    INFANT: "普惠托育班",
    CHILDREN: "课后托管班",
    MEALS: "社区食堂",
    DOMESTIC: "家政维修服务点",
}

# How five judges differ while their mean stays; each row sums to zero.
SPREADS = ((2, -1, 0, 1, -2), (-1, 2, 1, -2, 0), ("0.5", "-1.5", "1", "1", "-1"), (0, -3, 2, 2, -1))


def form_values(book: Book, operator: str) -> dict[str, Any]:
    """What one operator enters in its form."""
    name, entity, size, code, grade, capacity = OPERATORS[operator]
    prices: dict[str, dict[str, Any]] = {lot.id: {"bids": False} for lot in book.lots}
    facts: dict[tuple[str, str], dict[str, Any]] = {}
    services: dict[str, dict[str, Any]] = {}
    for lot_id, _, _, level, _, _, policies, cost in (bid for bid in BIDS if bid[1] == operator):
        lot, scenes = book.lot_by_id[lot_id], OWN_SCENES.get((lot_id, operator), SCENES[lot_id])
        fen = cost * 100_000
        prices[lot_id] = {"bids": True, "price": fen, "capital": capital_yuan(fen)}
        stated = {
            "scenes": "、".join(scenes),
            "address_filing": True,
            "rent": RENT.get(operator, 0) * 100,
            "price_level": Fraction(level),
            "insurance": policies,
        }
        asked = (fact for fact in book.facts if fact.id in stated and fact.asked_in(lot_id))
        for page, fact in enumerate(asked, 31):
            proof = f"{fact.evidence}，申请文件第{page}页"
            facts[fact_key(lot, fact)] = {"value": stated[fact.id], "evidence": proof}
        for scene in scenes:
            row = {"lot": lot_id, "name": TITLES[scene], "category": scene, "nature": "市场服务"}
            services[str(len(services) + 1)] = row
    own = {"third_party": True, "grade": grade, "capacity": capacity}
    return {
        IDENTITY: {
            "name": {"value": name},
            "credit_code": {"value": code},
            "address": {"value": f"江汀街道示例路{operator[1:]}00号（虚构）"},
            "entity_type": {"value": entity},
            "size": {"value": size},
            "contact": {"value": f"联系人{name[0]}（虚构） 000-0000081{operator[1:]}"},
            **{own_fact_key(book.fact_by_id[fact]): {"value": value} for fact, value in own.items()},
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
    for n, (lot_id, operator, plan, _, quality, convenience, *_) in enumerate(BIDS):
        lot = book.lot_by_id[lot_id]
        for m, (criterion, mean) in enumerate(
            zip(judged(book, lot), (plan, quality, convenience), strict=True)
        ):
            moved = Fraction(mean) + Fraction(SPREADS[(n + m) % len(SPREADS)][(judge + n) % 5])
            if (lot_id, operator) not in REJECTED:
                marks[mark_key(lot, operator, criterion)] = {"mark": moved}
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
        lot.id: [(op, OPERATORS[op][0]) for lot_id, op, *_ in BIDS if lot_id == lot.id]
        for lot in read.book.lots
    }
    for lot_id, operator in REJECTED:
        bidders[lot_id].remove((operator, OPERATORS[operator][0]))
    for n, judge in enumerate(read.book.judges):
        path = HERE / "marks" / f"{judge.id}.xlsx"
        path.parent.mkdir(exist_ok=True)
        sheet = mark_sheet(read.book, read.sha256, judge, bidders)
        path.write_bytes(write(sheet, mark_values(read.book, n)))


if __name__ == "__main__":
    main()
