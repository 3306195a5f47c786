"""Fill in the forms of this sample: what its fictional operators and judges would write.

    python samples/teda-haiqing/make.py

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
from tender.forms.bid_form import FACTS, GATES, IDENTITY, PRICES, SERVICES, fact_key
from tender.forms.mark_sheet import MARKS, mark_key
from tender.mark import judged

HERE = Path(__file__).parent

OPERATORS = {
    "T1": ("甲空间运营示例有限公司", "企业", "中型", "91000000EXAMPLE01A"),
    "T2": ("乙社区服务示例中心", "社会组织", "不适用（非企业）", "52000000EXAMPLE02B"),
    "T3": ("丙健康驿站示例有限公司", "企业", "中型", "91000000EXAMPLE03C"),
    "T4": ("丁日间照料示例中心", "社会组织", "不适用（非企业）", "52000000EXAMPLE04D"),
    "T5": ("戊托育示例有限公司", "企业", "中型", "91000000EXAMPLE05E"),
    "T6": ("己公益孵化示例中心", "社会组织", "不适用（非企业）", "52000000EXAMPLE06F"),
    "T7": ("庚综合服务示例有限公司", "企业", "中型", "91000000EXAMPLE07G"),
    "T8": ("辛棋牌示例个体户", "个体工商户", "微型", "92000000EXAMPLE08H"),
}

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

SERVICES_OF = {
    "L1": [("社区书吧阅读会", "书刊"), ("广场舞与合唱培训", "文化"), ("便民维修日", "便民")],
    "L2H": [("慢病管理讲座", "健康"), ("工间健身指导", "体育")],
    "L2X": [("亲子手作课堂", "教育"), ("邻里文化沙龙", "文化")],
    "L2G": [("志愿者便民集市", "便民"), ("公益助学角", "教育")],
    "L3E": [("日间照护与助餐", "养老"), ("康复训练指导", "健康")],
    "L3I": [("计时托育体验", "托育"), ("科学育儿课堂", "教育")],
    "L3S": [("社会组织能力培训", "孵化"), ("项目大赛辅导", "孵化")],
}

# How five judges differ while their mean stays; each row sums to zero.
SPREADS = ((2, -1, 0, 1, -2), (-1, 2, 1, -2, 0), ("0.5", "-1.5", "1", "1", "-1"), (0, -3, 2, 2, -1))


def form_values(book: Book, operator: str) -> dict[str, Any]:
    """What one operator enters in its form."""
    name, entity, size, code = OPERATORS[operator]
    mine = {bid[0]: bid for bid in BIDS if bid[1] == operator}
    prices: dict[str, dict[str, Any]] = {lot.id: {"bids": False} for lot in book.lots}
    facts: dict[tuple[str, str], dict[str, Any]] = {}
    services: dict[str, dict[str, Any]] = {}
    for lot_id, _, price, sessions, times, investment, feedback, _, _ in mine.values():
        lot = book.lot_by_id[lot_id]
        fen = price * 100_000
        prices[lot_id] = {"bids": True, "price": fen, "capital": capital_yuan(fen)}
        figures = {
            "free_sessions": sessions,
            "free_person_times": times,
            "investment": investment * 100_000,
            "feedback": feedback * 100_000,
        }
        for page, fact in enumerate((f for f in book.facts if f.id in figures), 31):
            proof = f"{fact.evidence}，响应文件第{page}页"
            facts[fact_key(lot, fact)] = {"value": figures[fact.id], "evidence": proof}
        offered = SERVICES_OF[lot_id] if operator != "T8" else [("棋牌室", "棋牌室"), ("茶座", "其他")]
        for title, category in offered:
            nature = "公益服务" if operator != "T8" else "市场服务"
            row = {"lot": lot_id, "name": title, "category": category, "nature": nature}
            services[str(len(services) + 1)] = row
    return {
        IDENTITY: {
            "name": {"value": name},
            "credit_code": {"value": code},
            "address": {"value": f"海晴街道示例路{operator[1:]}0号（虚构）"},
            "entity_type": {"value": entity},
            "size": {"value": size},
            "contact": {"value": f"联系人{name[0]}（虚构） 000-0000010{operator[1:]}"},
        },
        GATES: {
            gate.id: {"met": True, "evidence": f"{gate.evidence}，响应文件第{page}页"}
            for page, gate in enumerate((g for g in book.gates if g.kind == "declared"), 5)
        },
        PRICES: prices,
        FACTS: facts,
        SERVICES: services,
    }


def blemish(operator: str, values: dict[str, Any]) -> None:
    """The slips of real life: a figure as text, figures and words that differ, gaps that may be."""
    if operator == "T3":
        values[PRICES]["L2H"]["price"] = "105,000.00 元"  # typed as text
    if operator == "T4":
        values[PRICES]["L3E"]["price"] = 45_000_00  # one zero short; the words say 450,000
    if operator == "T5":
        values[PRICES]["L3I"]["capital"] = None  # no words: optional
    if operator == "T6":
        values[FACTS]["L3S", "free_person_times"]["value"] = "７００"  # full-width digits


def mark_values(book: Book, judge: int) -> dict[str, Any]:
    """What one judge enters: the mean of each item, moved by this judge's share of a spread."""
    marks: dict[tuple[str, str, str], dict[str, Any]] = {}
    for n, (lot_id, operator, *_, plan, capability) in enumerate(BIDS):
        lot = book.lot_by_id[lot_id]
        for m, (criterion, mean) in enumerate(zip(judged(book, lot), (plan, capability), strict=True)):
            moved = Fraction(mean) + Fraction(SPREADS[(n + m) % len(SPREADS)][(judge + n) % 5])
            if operator != "T8":
                marks[mark_key(lot, operator, criterion)] = {"mark": moved}
    return {MARKS: marks}


def main() -> None:
    """Write every form anew."""
    read = read_book(HERE)
    assert read.book, read.findings
    for operator in OPERATORS:
        values = form_values(read.book, operator)
        blemish(operator, values)
        path = HERE / "bids" / f"{operator}.xlsx"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(write(bid_form(read.book, read.sha256), values))
    bidders = {
        lot.id: [(op, OPERATORS[op][0]) for lot_id, op, *_ in BIDS if lot_id == lot.id and op != "T8"]
        for lot in read.book.lots
    }
    for n, judge in enumerate(read.book.judges):
        path = HERE / "marks" / f"{judge.id}.xlsx"
        path.parent.mkdir(exist_ok=True)
        sheet = mark_sheet(read.book, read.sha256, judge, bidders)
        path.write_bytes(write(sheet, mark_values(read.book, n)))


if __name__ == "__main__":
    main()
