"""Fill in the forms of this sample: what its fictional agencies and judges would write.

    python samples/huizhou-seven/make.py

writes ``bids/*.xlsx`` and ``marks/*.xlsx`` through the product's own forms, so a change of
the book is followed by one command. Prices are thousand yuan; a bid's figure is the sum of
the panel's mean marks over the six judged factors, of at most 95.
"""

from fractions import Fraction
from pathlib import Path
from typing import Any

from tender.book import Book, read_book
from tender.documents.wording import capital_yuan
from tender.documents.workbook.write import write
from tender.forms import bid_form, mark_sheet
from tender.forms.bid_form import GATES, IDENTITY, PRICES, SERVICES, own_fact_key
from tender.forms.mark_sheet import MARKS, mark_key
from tender.mark import judged

HERE = Path(__file__).parent

# name, body, size, code, price, assistant social workers or above, auxiliaries full and part time, sites
AGENCIES = {
    "A1": ("木棉社工示例服务中心", "社会组织", "不适用（非企业）", "52000000EXAMPLE21A", 308, 9, 3, 3, 3),
    "A2": ("榕树社工示例服务中心", "社会组织", "不适用（非企业）", "52000000EXAMPLE22B", 305, 6, 2, 3, 2),
    "A3": ("候鸟社工示例服务中心", "社会组织", "不适用（非企业）", "52000000EXAMPLE23C", 300, 6, 2, 2, 2),
    "A4": ("潮汐公益示例中心", "社会组织", "不适用（非企业）", "52000000EXAMPLE24D", 309, 4, 1, 1, 1),
    "A5": ("灯塔社工示例服务中心", "社会组织", "不适用（非企业）", "52000000EXAMPLE25E", 310, 3, 1, 2, 1),
    "A6": ("方舟商贸示例有限公司", "企业", "中型", "91000000EXAMPLE26F", 250, 8, 3, 3, 2),
    "A7": ("海鸥社工示例服务中心", "社会组织", "不适用（非企业）", "52000000EXAMPLE27G", 290, 2, 1, 1, 1),
}
REJECTED = ("A6", "A7")
"""Agencies that no judge marks: one is no social organization, one has too few social workers."""

# agency: the panel's sum for each site it bids for
SUMS = {
    "A1": {"H1": 84, "H2": 80, "H3": 86, "H4": 78, "H5": 75, "H6": 73, "H7": 82},
    "A2": {"H1": 82, "H2": 83, "H3": 80, "H4": 76, "H5": 79, "H6": 74, "H7": 78},
    "A3": {"H4": 81, "H5": 83, "H6": 80},
    "A4": {"H6": 77, "H7": 85},
    "A5": {"H1": 88, "H2": 76},
    "A6": {"H3": 70},
    "A7": {"H3": 90},
}

SERVICES_OF = {
    "H1": [("长者探访", "为老服务"), ("邻里互助社", "志愿服务")],
    "H2": [("四点半课堂", "儿童青少年"), ("老少同乐日", "文化体育")],
    "H3": [("巷里议事会", "议事协商"), ("居家养老支援", "为老服务")],
    "H4": [("新居民融入课堂", "家庭服务"), ("河岸志愿巡护", "志愿服务")],
    "H5": [("困难家庭个案服务", "困难帮扶"), ("暖心驿站", "便民")],
    "H6": [("职工子女托管", "儿童青少年"), ("家庭支援小组", "家庭服务")],
    "H7": [("无障碍生活支援", "残疾人支持"), ("助残志愿队", "志愿服务")],
}

# How five judges differ while their mean stays; each row sums to zero.
SPREADS = (
    ("0.5", "-0.5", "0", "0.5", "-0.5"),
    ("-1", "0.5", "0.5", "-0.5", "0.5"),
    ("0", "-1", "0.5", "1", "-0.5"),
)


def form_values(book: Book, agency: str) -> dict[str, Any]:
    """What one agency enters in its form."""
    name, entity, size, code, price, *able = AGENCIES[agency]
    fen = price * 100_000
    figures = ("social_workers", "auxiliary_full_time", "auxiliary_part_time", "sites_at_most")
    facts: dict[str, Any] = dict(zip(figures, able, strict=True))
    facts |= {"public_benefit": entity == "社会组织", "service_model": "社会工作者、志愿者、网络服务"}
    mine = {lot.id: lot.id in SUMS[agency] for lot in book.lots}
    offered = [(lot, title, kind) for lot in SUMS[agency] for title, kind in SERVICES_OF[lot]]
    return {
        IDENTITY: {
            "name": {"value": name},
            "credit_code": {"value": code},
            "address": {"value": f"惠城区示例路{agency[1:]}1号（虚构）"},
            "entity_type": {"value": entity},
            "size": {"value": size},
            "contact": {"value": f"联系人{name[0]}（虚构） 000-0000020{agency[1:]}"},
            **{own_fact_key(book.fact_by_id[fact]): {"value": value} for fact, value in facts.items()},
        },
        GATES: {
            gate.id: {"met": True, "evidence": f"{gate.evidence}，申请文件第{page}页"}
            for page, gate in enumerate((g for g in book.gates if g.kind == "declared"), 5)
        },
        PRICES: {
            lot: {"bids": True, "price": fen, "capital": capital_yuan(fen)} if bids else {"bids": False}
            for lot, bids in mine.items()
        },
        SERVICES: {
            str(n): {"lot": lot, "name": title, "category": kind, "nature": "公益服务"}
            for n, (lot, title, kind) in enumerate(offered, 1)
        },
    }


def blemish(agency: str, values: dict[str, Any]) -> None:
    """The slips of real life that may be: a figure as text, words left out, full-width digits."""
    if agency == "A2":
        values[PRICES]["H2"]["price"] = "305,000.00 元"  # typed as text
    if agency == "A4":
        values[PRICES]["H6"]["capital"] = None  # no words: optional
    if agency == "A5":
        values[IDENTITY]["fact_social_workers"]["value"] = "３"


def means(book: Book, total: int) -> list[Fraction]:
    """Mean marks of the judged factors that sum to ``total``: shares in half points, the rest in order."""
    full = [criterion.rule.scale for criterion in judged(book, book.lots[0])]
    shares = [Fraction(int(2 * total * most / sum(full)), 2) for most in full]
    missing = int(2 * (total - sum(shares)))
    return [share + Fraction(n < missing, 2) for n, share in enumerate(shares)]


def mark_values(book: Book, judge: int) -> dict[str, Any]:
    """What one judge enters: the mean of each factor, moved by this judge's share of a spread."""
    marks: dict[tuple[str, str, str], dict[str, Any]] = {}
    for agency in AGENCIES:
        for n, (lot_id, total) in enumerate(SUMS[agency].items()):
            lot = book.lot_by_id[lot_id]
            for m, (criterion, mean) in enumerate(zip(judged(book, lot), means(book, total), strict=True)):
                moved = mean + Fraction(SPREADS[(n + m) % len(SPREADS)][(judge + n) % 5])
                if agency not in REJECTED:
                    marks[mark_key(lot, agency, criterion)] = {"mark": moved}
    return {MARKS: marks}


def main() -> None:
    """Write every form anew."""
    read = read_book(HERE)
    assert read.book, read.findings
    for agency in AGENCIES:
        values = form_values(read.book, agency)
        blemish(agency, values)
        path = HERE / "bids" / f"{agency}.xlsx"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(write(bid_form(read.book, read.sha256), values))
    bidders = {
        lot.id: [(a, AGENCIES[a][0]) for a in AGENCIES if a not in REJECTED and lot.id in SUMS[a]]
        for lot in read.book.lots
    }
    for n, judge in enumerate(read.book.judges):
        path = HERE / "marks" / f"{judge.id}.xlsx"
        path.parent.mkdir(exist_ok=True)
        sheet = mark_sheet(read.book, read.sha256, judge, bidders)
        path.write_bytes(write(sheet, mark_values(read.book, n)))


if __name__ == "__main__":
    main()
