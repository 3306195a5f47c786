"""Fill in the forms of this sample: what its fictional operators and judges would write.

    python samples/bailu-bay/make.py

writes ``bids/*.xlsx`` and ``marks/*.xlsx`` through the product's own forms, so a change of
the book is followed by one command. Marks are the panel's means.
"""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from tender.book import Book, read_book
from tender.documents.workbook.write import write
from tender.forms import bid_form, mark_sheet
from tender.forms.bid_form import FACTS, GATES, IDENTITY, LOTS, SERVICES, fact_key
from tender.forms.mark_sheet import MARKS, mark_key
from tender.mark import judged

HERE = Path(__file__).parent

HOME, HOUSING, JOBS, TICKETS = "家政服务", "房产中介", "求职招聘", "机票火车票预订"


@dataclass(frozen=True)
class Operator:
    """Who bids: its fee over the market's, the kinds of service it offers, the panel's mean."""

    name: str
    entity: str
    size: str
    code: str
    fee: str
    kinds: tuple[str, ...]
    mean: int


FIRM, SOCIAL, NO_FIRM = "企业", "社会组织", "不适用（非企业）"
OPERATORS = {
    "D1": Operator(
        "纸船家政示例店铺有限公司", FIRM, "小型", "91000000EXAMPLE31A", "0.4", (HOME, HOUSING, JOBS), 82
    ),
    "D2": Operator("萤灯志愿服务示例中心", SOCIAL, NO_FIRM, "52000000EXAMPLE32B", "0", (HOME, JOBS), 74),
    "D3": Operator(
        "四叶便民示例有限公司", FIRM, "微型", "91000000EXAMPLE33C", "0.4", (HOME, HOUSING, JOBS, TICKETS), 79
    ),
    "D4": Operator("信鸽票务示例有限公司", FIRM, "小型", "91000000EXAMPLE34D", "0.4", (TICKETS,), 90),
}

TITLES = {
    HOME: "家政预约代办",
    HOUSING: "房屋租售信息代办",
    JOBS: "求职招聘登记",
    TICKETS: "机票火车票代订",
}

# How three judges differ while their mean stays; each row sums to zero.
SPREADS = ((2, -1, -1), (-1, 2, -1), ("0.5", "-1.5", "1"))


def form_values(book: Book, operator: str) -> dict[str, Any]:
    """What one operator enters in its form."""
    who = OPERATORS[operator]
    [lot] = book.lots
    stated = {"fee_ratio": Fraction(who.fee), "coverage": len(who.kinds)}
    fee = f"市场同类收费的{Fraction(who.fee) * 100}%" if Fraction(who.fee) else "免费"
    nature = "市场服务" if Fraction(who.fee) else "公益服务"
    return {
        IDENTITY: {
            "name": {"value": who.name},
            "credit_code": {"value": who.code},
            "address": {"value": f"白鹭湾社区示例路{operator[1:]}1号（虚构）"},
            "entity_type": {"value": who.entity},
            "size": {"value": who.size},
            "contact": {"value": f"联系人{who.name[0]}（虚构） 000-0000031{operator[1:]}"},
        },
        GATES: {
            gate.id: {"met": True, "evidence": f"{gate.evidence.partition('，')[0]}，申请文件第{page}页"}
            for page, gate in enumerate((g for g in book.gates if g.kind == "declared"), 5)
        },
        LOTS: {lot.id: {"bids": True}},
        FACTS: {
            fact_key(lot, book.fact_by_id[fact]): {
                "value": value,
                "evidence": f"{book.fact_by_id[fact].evidence}，申请文件第{page}页",
            }
            for page, (fact, value) in enumerate(stated.items(), 11)
        },
        SERVICES: {
            str(n): {"lot": lot.id, "name": TITLES[kind], "category": kind, "nature": nature, "fee": fee}
            for n, kind in enumerate(who.kinds, 1)
        },
    }


def mark_values(book: Book, judge: int) -> dict[str, Any]:
    """What one judge enters: the mean of the one judged item, moved by this judge's share of a spread."""
    [lot] = book.lots
    [criterion] = judged(book, lot)
    return {
        MARKS: {
            mark_key(lot, operator, criterion): {
                "mark": Fraction(who.mean) + Fraction(SPREADS[n % len(SPREADS)][judge])
            }
            for n, (operator, who) in enumerate(OPERATORS.items())
        }
    }


def main() -> None:
    """Write every form anew."""
    read = read_book(HERE)
    assert read.book, read.findings
    for operator in OPERATORS:
        path = HERE / "bids" / f"{operator}.xlsx"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(write(bid_form(read.book, read.sha256), form_values(read.book, operator)))
    bidders = {lot.id: [(op, who.name) for op, who in OPERATORS.items()] for lot in read.book.lots}
    for n, judge in enumerate(read.book.judges):
        path = HERE / "marks" / f"{judge.id}.xlsx"
        path.parent.mkdir(exist_ok=True)
        sheet = mark_sheet(read.book, read.sha256, judge, bidders)
        path.write_bytes(write(sheet, mark_values(read.book, n)))


if __name__ == "__main__":
    main()
