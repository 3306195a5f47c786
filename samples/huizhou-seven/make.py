"""Fill in the forms of this sample: what its fictional agencies and judges would write.

    python samples/huizhou-seven/make.py

writes ``bids/*.xlsx`` and ``marks/*.xlsx`` through the product's own forms, so a change of
the book is followed by one command. Prices are thousand yuan; a bid's figure is the sum of
the panel's mean marks over the six judged factors, of at most 95.
"""

from fractions import Fraction
from pathlib import Path

from tender.book import read_book
from tender.demo import THOUSAND_YUAN, Bidding, Entries, Offer, Operator, Service
from tender.forms.bid_form import IDENTITY, PRICES
from tender.mark import judged

HERE = Path(__file__).parent
BOOK = read_book(HERE).book
FULL = [criterion.rule.scale for criterion in judged(BOOK, BOOK.lots[0])]
"""The highest marks of the judged factors."""

SOCIAL, NO_FIRM = "社会组织", "不适用（非企业）"


def agency(
    name: str, code: str, able: tuple[int, int, int, int], entity: str = SOCIAL, size: str = NO_FIRM
) -> Operator:
    """Who bids, and what it is able to: assistant social workers or above, auxiliaries full and part time, sites."""
    figures = ("social_workers", "auxiliary_full_time", "auxiliary_part_time", "sites_at_most")
    model = "社会工作者、志愿者、网络服务"
    facts = {
        "public_benefit": entity == SOCIAL,
        "service_model": model,
        **dict(zip(figures, able, strict=True)),
    }
    return Operator(name, code, entity, size, facts)


AGENCIES = {
    "A1": agency("木棉社工示例服务中心", "52000000EXAMPLE21A", (9, 3, 3, 3)),
    "A2": agency("榕树社工示例服务中心", "52000000EXAMPLE22B", (6, 2, 3, 2)),
    "A3": agency("候鸟社工示例服务中心", "52000000EXAMPLE23C", (6, 2, 2, 2)),
    "A4": agency("潮汐公益示例中心", "52000000EXAMPLE24D", (4, 1, 1, 1)),
    "A5": agency("灯塔社工示例服务中心", "52000000EXAMPLE25E", (3, 1, 2, 1)),
    "A6": agency("方舟商贸示例有限公司", "91000000EXAMPLE26F", (8, 3, 3, 2), "企业", "中型"),
    "A7": agency("海鸥社工示例服务中心", "52000000EXAMPLE27G", (2, 1, 1, 1)),
}
PRICES_OF = {"A1": 308, "A2": 305, "A3": 300, "A4": 309, "A5": 310, "A6": 250, "A7": 290}

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


def means(total: int) -> tuple[Fraction, ...]:
    """Mean marks of the judged factors that sum to ``total``: shares in half points, the rest in order."""
    shares = [Fraction(int(2 * total * most / sum(FULL)), 2) for most in FULL]
    missing = int(2 * (total - sum(shares)))
    return tuple(share + Fraction(n < missing, 2) for n, share in enumerate(shares))


OFFERS = tuple(
    Offer(
        site,
        operator,
        means(total),
        PRICES_OF[operator] * THOUSAND_YUAN,
        services=tuple(Service(title, kind, "公益服务") for title, kind in SERVICES_OF[site]),
        turn=turn,
    )
    for operator, sums in SUMS.items()
    for turn, (site, total) in enumerate(sums.items())
)


def slips(operator: str, values: Entries) -> None:
    """The slips of real life that may be: a figure as text, words left out, full-width digits."""
    if operator == "A2":
        values[PRICES]["H2"]["price"] = "305,000.00 元"  # typed as text
    if operator == "A4":
        values[PRICES]["H6"]["capital"] = None  # no words: optional
    if operator == "A5":
        values[IDENTITY]["fact_social_workers"]["value"] = "３"


BIDDING = Bidding(
    AGENCIES,
    OFFERS,
    spreads=(
        ("0.5", "-0.5", "0", "0.5", "-0.5"),
        ("-1", "0.5", "0.5", "-0.5", "0.5"),
        ("0", "-1", "0.5", "1", "-0.5"),
    ),
    address="惠城区示例路{}1号（虚构）",
    phone="000-0000020{}",
    facts_from_page=11,
    rejected=frozenset({("H3", "A6"), ("H3", "A7")}),  # no social organization; too few social workers
    slips=slips,
)


if __name__ == "__main__":
    BIDDING.fill(HERE)
