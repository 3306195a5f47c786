"""Fill in the forms of this sample: what its fictional operators and judges would write.

    python samples/zibo-liuan-xinhe/make.py

writes ``bids/*.xlsx`` and ``marks/*.xlsx`` through the product's own forms, so a change of
the book is followed by one command. Amounts are thousand yuan, marks are the panel's means.
"""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from tender.book import Book, read_book
from tender.documents.workbook.write import write
from tender.forms import bid_form, mark_sheet
from tender.forms.bid_form import FACTS, GATES, IDENTITY, LOTS, SERVICES, fact_key, own_fact_key
from tender.forms.mark_sheet import MARKS, mark_key
from tender.mark import judged

HERE = Path(__file__).parent
TERM_MONTHS = 12


@dataclass(frozen=True)
class Operator:
    """Who bids, and how many zones it can run at most."""

    name: str
    code: str
    zones: int


@dataclass(frozen=True)
class Offer:
    """One bid for a zone: its projects, money in thousand yuan, ratios as typed, the mean mark.

    Without ``saving`` it is what fit-out and utilities of the term add up to, and without
    ``feedback`` what the ratio takes of the net income.
    """

    zone: str
    operator: str
    projects: tuple[str, ...]
    fit_out: int
    utilities: int
    net_income: int
    ratio: str
    price_ratio: str
    quality: int
    saving: int | None = None
    before_fund: str = "慈善组织代管"

    @property
    def saved(self) -> int:
        """Public saving over the term, in thousand yuan."""
        return self.fit_out + self.utilities * TERM_MONTHS // 12 if self.saving is None else self.saving

    @property
    def feedback(self) -> Fraction:
        """What returns to the community in a year, in thousand yuan."""
        return self.net_income * Fraction(self.ratio)


OPERATORS = {
    "Z1": Operator("碗里有光助餐示例公司", "91000000EXAMPLE61A", 2),
    "Z2": Operator("慢日子医养示例公司", "91000000EXAMPLE62B", 1),
    "Z3": Operator("半半文体示例公司", "91000000EXAMPLE63C", 1),
    "Z4": Operator("扫帚星家政示例公司", "91000000EXAMPLE64D", 1),
    "Z5": Operator("小石头托育示例公司", "91000000EXAMPLE65E", 1),
    "Z6": Operator("放学后示例教育公司", "91000000EXAMPLE66F", 2),
    "Z7": Operator("清晨运动与书吧示例公司", "91000000EXAMPLE67G", 3),
    "Z8": Operator("深夜棋牌茶座示例公司", "91000000EXAMPLE68H", 1),
}

OFFERS = [
    Offer("U1", "Z1", ("长者食堂", "送餐上门"), 160, 38, 150, "0.20", "0.78", 86),
    Offer("U1", "Z3", ("营养简餐",), 90, 30, 120, "0.10", "0.85", 80),
    Offer("U2", "Z2", ("日间照护", "康复理疗"), 150, 34, 160, "0.18", "0.80", 88),
    Offer("U3", "Z3", ("中老年书画合唱班",), 40, 16, 70, "0.15", "0.82", 84),
    Offer("U3", "Z6", ("中老年兴趣班",), 20, 14, 60, "0.10", "0.80", 78),
    Offer("U4", "Z4", ("家政派单服务台",), 6, 4, 40, "0.20", "0.85", 82),
    Offer("U5", "Z7", ("邻里书吧",), 25, 9, 20, "0.10", "0.70", 80),
    Offer("U5", "Z8", ("棋牌茶座",), 60, 12, 110, "0.30", "0.95", 60),
    Offer("X1", "Z5", ("全日托育", "计时托育"), 180, 36, 170, "0.15", "0.80", 90),
    Offer("X2", "Z6", ("课后托管班",), 45, 20, 110, "0.15", "0.78", 87),
    Offer("X2", "Z5", ("小学生看护班",), 50, 18, 90, "0.20", "0.82", 82),
    Offer("X3", "Z3", ("少儿美术舞蹈班",), 30, 12, 80, "0.12", "0.80", 83),
    Offer("X3", "Z6", ("少儿美术音乐班",), 20, 10, 60, "0.15", "0.82", 80),
    Offer("X4", "Z7", ("器械健身", "团操课"), 70, 15, 60, "0.10", "0.75", 82),
    Offer("X5", "Z7", ("共享自习室",), 15, 6, 12, "0.10", "0.60", 81),
]

REJECTED = {("U5", "Z8")}
"""Bids that no judge marks, because a gate keeps them out."""

CATEGORIES = {("U1", "Z3"): "助餐", ("U5", "Z8"): "棋牌室"}
"""Where a bid's services are of another category than its zone's, or worth naming."""

# How three judges differ while their mean stays; each row sums to zero.
SPREADS = ((1, -1, 0), (-2, 1, 1), ("0.5", "-1", "0.5"), (0, 2, -2))


def figures(book: Book, offer: Offer) -> dict[str, Any]:
    """What one bid states for the facts of its zone; money in fen."""
    thousand = 100_000
    said = {
        "fit_out": offer.fit_out * thousand,
        "utilities": offer.utilities * thousand,
        "saving": offer.saved * thousand,
        "net_income": offer.net_income * thousand,
        "feedback_ratio": Fraction(offer.ratio) * 100,
        "feedback": int(offer.feedback * thousand),
        "price_ratio": Fraction(offer.price_ratio) * 100,
        "channels": "社区发展基金",
        "channel_before_fund": offer.before_fund,
    }
    return {f.id: said[f.id] for f in book.facts if f.id in said and f.asked_in(offer.zone)}


def form_values(book: Book, operator: str) -> dict[str, Any]:
    """What one operator enters in its form."""
    who = OPERATORS[operator]
    lots: dict[str, dict[str, Any]] = {lot.id: {"bids": False} for lot in book.lots}
    facts: dict[tuple[str, str], dict[str, Any]] = {}
    services: dict[str, dict[str, Any]] = {}
    for offer in (o for o in OFFERS if o.operator == operator):
        lot = book.lot_by_id[offer.zone]
        lots[lot.id] = {"bids": True}
        for page, (fact, value) in enumerate(figures(book, offer).items(), 21):
            proof = f"{book.fact_by_id[fact].evidence}，申请文件第{page}页"
            facts[fact_key(lot, book.fact_by_id[fact])] = {"value": value, "evidence": proof}
        for title in offer.projects:
            services[str(len(services) + 1)] = {
                "lot": lot.id,
                "name": title,
                "category": CATEGORIES.get((lot.id, operator), lot.category),
                "nature": "市场服务",
                "fee": f"约为市场价的{int(Fraction(offer.price_ratio) * 100)}%",
            }
    zones = next(f for f in book.facts if f.id == "zones_at_most")
    return {
        IDENTITY: {
            "name": {"value": who.name},
            "credit_code": {"value": who.code},
            "address": {"value": f"柳新街道示例路{operator[1:]}0号（虚构）"},
            "entity_type": {"value": "企业"},
            "size": {"value": "小型"},
            "contact": {"value": f"联系人{who.name[0]}（虚构） 000-0000060{operator[1:]}"},
            own_fact_key(zones): {"value": who.zones},
        },
        GATES: {
            gate.id: {"met": True, "evidence": f"{gate.evidence}，申请文件第{page}页"}
            for page, gate in enumerate((g for g in book.gates if g.kind == "declared"), 5)
        },
        LOTS: lots,
        FACTS: facts,
        SERVICES: services,
    }


def mark_values(book: Book, judge: int) -> dict[str, Any]:
    """What one judge enters: the mean of the quality, moved by this judge's share of a spread."""
    marks: dict[tuple[str, str, str], dict[str, Any]] = {}
    for n, offer in enumerate(OFFERS):
        lot = book.lot_by_id[offer.zone]
        [quality] = judged(book, lot)
        moved = Fraction(offer.quality) + Fraction(SPREADS[n % len(SPREADS)][(judge + n) % 3])
        if (offer.zone, offer.operator) not in REJECTED:
            marks[mark_key(lot, offer.operator, quality)] = {"mark": moved}
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
            if o.zone == lot.id and (o.zone, o.operator) not in REJECTED
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
