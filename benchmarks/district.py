"""A fictional district of 92 centers, ranked and ready to be planned; the same for the same seed.

Ten streets, three sources of money, one quota for all, a limit on how many centers one
operator may run, two shares that must be covered. In some centers a whole-center lot competes
with the lots of its zones for the same rooms. Names, places and figures are invented.

    PYTHONPATH=. python benchmarks/district.py      (how long it takes to plan it anew)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from time import monotonic
from typing import Any

from scoring.allocation.aims import NOBODY
from scoring.allocation.replan import replan
from scoring.allocation.scenarios import STANDARD
from scoring.exact import text
from tender import paths
from tender.bids import Bid, EntityType, LotBid, Size
from tender.book import Book, Combination, Lot, parse_book
from tender.book.award import Coverage, FiscalBaseline, Limit, Measure
from tender.book.places import Center, Funding, Mode, Space
from tender.case import Case
from tender.planning import begun, change, levers, moved, ranked
from tender.planning.results import frontier_of, played_at_all
from tender.policy import policies
from tender.record.state import OpenedBid, Result, State

CENTERS, OPERATORS = 92, 36
AT_ONCE, QUESTION = 0.6, 30.0  # seconds, as on the allocation page
_STREETS = ["木棉", "榕荫", "紫荆", "莲塘", "鹿湖", "竹溪", "松岗", "桂香", "蓝桥", "云岭"]
_TREES = ["凤凰木", "水杉", "合欢", "香樟", "玉兰", "银杏", "桂花", "海棠", "红棉", "芒果", "木荷", "蒲桃"]
_FIRMS = ["晨曦", "合众", "邻里", "青禾", "同心", "百川", "和风", "乐龄", "星桥", "嘉木", "远山", "清源"]
_KINDS = (("社会工作服务中心", True), ("社区服务有限公司", False), ("公益发展中心", True))
_WHOLE = (("邻里客厅", 180), ("共享书房", 120), ("多功能厅", 240), ("亲子空间", 110), ("健身室", 90))
_ZONES = (("长者食堂", 160), ("临时托育室", 100), ("夜校教室", 90), ("康复理疗室", 80), ("咖啡轻食区", 60))
_CARE = ("长者食堂", "临时托育室", "康复理疗室")
_SOURCES = (
    ("district", "区级党群服务专项经费"),
    ("street", "街道运营经费"),
    ("community", "社区服务资金"),
)
_YUAN_A_YEAR = 520  # for a square meter
_TIGHT = Fraction(82, 100)  # of what all lots would cost at the median


@dataclass(frozen=True, slots=True)
class _Tendered:
    """One lot to be: its book entry, and what kind of rooms it holds."""

    lot: Lot
    care: bool


def district(seed: int = 1, centers: int = CENTERS, operators: int = OPERATORS) -> Case:
    """A ranked case of that many centers."""
    rng = Random(seed)
    model = parse_book((paths.samples() / "futian-three" / "project.toml").read_text(encoding="utf-8")).book
    assert model is not None
    pattern = model.lots[0]
    places, tendered = [], []
    for number in range(1, centers + 1):
        center, found = _center(rng, number, pattern)
        places.append(center)
        tendered += found
    bids = _bids(rng, tendered, operators)
    book = _book(model, places, tendered)
    opened = {
        op: OpenedBid(n, op, f"{op}.xlsx", "", bid.to_json()) for n, (op, bid) in enumerate(bids.items(), 1)
    }
    results = {t.lot.id: _ranking(rng, n, t.lot.id, bids) for n, t in enumerate(tendered, 1)}
    return Case(book, State(bids=opened, results=results), policies())


def _center(rng: Random, number: int, pattern: Lot) -> tuple[Center, list[_Tendered]]:
    name = f"{_STREETS[number % 10]}{_TREES[number // 10]}社区"
    key = f"C{number:02d}"
    rooms = rng.sample(_WHOLE, rng.randint(2, 4)) + rng.sample(_ZONES, rng.choice((0, 1, 1, 2, 3)))
    spaces = [Space(id=f"{key}-00", name="党群服务大厅", area_m2=rng.randrange(80, 210, 10), reserved=True)]
    spaces += [
        Space(id=f"{key}-{n:02d}", name=room, area_m2=int(area * rng.uniform(0.7, 1.4)) // 10 * 10)
        for n, (room, area) in enumerate(rooms, 1)
    ]
    let = spaces[1:]
    center = Center(
        id=key,
        name=f"{name}党群服务中心",
        address=f"{_STREETS[number % 10]}街道{number}号（虚构）",
        indoor_area_m2=60 + int(sum(s.area_m2 for s in spaces)),
        public_cost_yuan=10_000,
        core_hours="每日9:00—21:00",
        spaces=tuple(spaces),
    )
    zones = [s for s in let if s.name in dict(_ZONES)]
    parts = [("平台", [s for s in let if s not in zones]), *((s.name, [s]) for s in zones)]
    if rng.random() < 0.25:
        parts.append(("整体", let))
    found = []
    for n, (what, held) in enumerate(parts, 1):
        area = sum(s.area_m2 for s in held)
        source = rng.choices(_SOURCES, (5, 3, 2))[0][0]
        lot = pattern.model_copy(
            update={
                "id": f"{key}{'ABCDEFGH'[n - 1]}",
                "name": f"{name}{what}",
                "center": key,
                "mode": Mode.WHOLE_CENTER if what == "整体" else Mode.PARTIAL_ZONE,
                "spaces": tuple(s.id for s in held),
                "ceiling_fen": int(area * _YUAN_A_YEAR / 1000) * 100_000 + 2_000_000,
                "funding": source,
            }
        )
        found.append(_Tendered(lot, what == "整体" or any(s.name in _CARE for s in held)))
    return center, found


def _bids(rng: Random, tendered: list[_Tendered], operators: int) -> Mapping[str, Bid]:
    """Every operator works around some streets; big ones everywhere."""
    lots: dict[str, dict[str, LotBid]] = {f"T{n:02d}": {} for n in range(1, operators + 1)}
    big = set(rng.sample(sorted(lots), operators // 5))
    home = {op: rng.sample(range(10), 3) for op in lots}
    for one in tendered:
        street = int(one.lot.center[1:]) % 10
        near = [op for op in lots if street in home[op] or op in big]
        for op in rng.sample(near, min(len(near), rng.randint(2, 6))):
            price = int(one.lot.limit_fen * rng.uniform(0.74, 0.99)) // 100_000 * 100_000
            lots[op][one.lot.id] = LotBid(one.lot.id, price, {})
    bids = {}
    for n, (op, own) in enumerate(lots.items()):
        kind, social = _KINDS[n // len(_FIRMS) % 3]
        name = f"{_FIRMS[n % 12]}{kind}（虚构）" if n < 36 else f"{_FIRMS[n % 12]}{n}{kind}（虚构）"
        entity = EntityType.SOCIAL_ORG if social else EntityType.ENTERPRISE
        bids[op] = Bid(op, name, "", "", entity, Size.NOT_APPLICABLE if social else Size.SMALL, {}, own)
    return {op: bid for op, bid in bids.items() if bid.lots}


def _ranking(rng: Random, seq: int, lot: str, bids: Mapping[str, Bid]) -> Result:
    points = {op: Fraction(rng.randrange(7000, 9700), 100) for op, bid in bids.items() if lot in bid.lots}
    ranked = sorted(points.items(), key=lambda pair: (-pair[1], pair[0]))
    rows: tuple[Mapping[str, Any], ...] = tuple(
        {
            "operator": op,
            "rank": rank,
            "total": text(total, 2),
            "price_fen": bids[op].lots[lot].price_fen,
            "open_with": [],
        }
        for rank, (op, total) in enumerate(ranked, 1)
    )
    return Result(seq, lot, rows)


def _book(model: Book, places: list[Center], tendered: list[_Tendered]) -> Book:
    lots = tuple(t.lot for t in tendered)
    parts = [lot for lot in lots if lot.mode is not Mode.WHOLE_CENTER]
    cost = {key: sum(lot.limit_fen for lot in parts if lot.funding == key) for key, _ in _SOURCES}
    funding = tuple(
        Funding(id=key, name=name, budget_yuan=max(int(cost[key] * _TIGHT) // 1_000_000 * 10_000, 10_000))
        for key, name in _SOURCES
    )
    care = tuple(t.lot.id for t in tendered if t.care)
    award = Combination(
        kind="combination",
        objective=("needs", "points", "price"),
        max_lots_per_operator=10,
        quota_reason="由多家机构运营，分散风险",
        limits=(
            Limit(
                id="centers",
                says="同一机构最多进入7个中心",
                per="operator",
                supply=Measure(amount=7),
                uses=Measure(amount=1),
                once_per_center=True,
            ),
        ),
        coverage=(
            Coverage(
                id="care",
                says="一老一小服务至少覆盖六成标段",
                at_least=max(1, len(care) * 6 // 10),
                lots=care,
            ),
            Coverage(
                id="social",
                says="由社会组织运营的标段至少三成",
                at_least=max(1, len(parts) * 3 // 10),
                entity_type=EntityType.SOCIAL_ORG,
            ),
        ),
    )
    baseline = sum(f.budget_fen for f in funding) * 97 // 100 // 1_000_000 * 10_000
    return model.model_copy(
        update={
            "name": "示例区九十二个社区党群服务中心运营主体遴选项目（虚构）",
            "centers": tuple(places),
            "lots": lots,
            "gifts": (),
            "funding": funding,
            "fiscal": FiscalBaseline(
                baseline_yuan=baseline, scope="上年度财政支出（虚构）", article="TEDA-04a"
            ),
            "award": award,
        }
    )


def main() -> None:
    """Figures moved one after the other, scenarios, the frontier: how fast and how sure each answer is."""
    posed = ranked(district())
    figures = levers(posed)
    began = monotonic()
    base = replan(posed.problem, seconds=60)
    print(f"{len(posed.book.centers)} centers, {len(posed.book.lots)} lots, {len(posed.problem.offers)} bids")
    print(f"declared limits: {base.status.value} after {monotonic() - began:.2f} s")
    for lever in figures:
        for share in (Fraction(9, 10), Fraction(11, 10)):
            to = min(lever.values, key=lambda value: abs(value - (lever.now or 80) * share))
            began = monotonic()
            other = moved(posed, figures, {lever.id: to})
            plan = replan(other.problem, [base.offers], seconds=AT_ONCE)
            change(posed, base, plan)
            at_once = monotonic() - began
            later = replan(other.problem, [plan.offers], seconds=60)
            assert plan.totals
            assert later.totals
            behind = later.totals.needs - plan.totals.needs, text(later.totals.points - plan.totals.points, 2)
            print(
                f"{lever.id} {to}: {at_once:.2f} s {plan.status.value}; best is {later.status.value} "
                f"after {later.seconds:.1f} s, {behind[0]} lots and {behind[1]} points more"
            )

    found = begun(posed, base)
    for scenario in STANDARD:
        began = monotonic()
        played = played_at_all(found, scenario, dict.fromkeys(base.offers, 1), QUESTION)
        print(f"{scenario.id}: {played.status.value} after {monotonic() - began:.1f} s")
    began = monotonic()
    for more in frontier_of(found, NOBODY, QUESTION):
        print(f"frontier: {len(more['frontier'].spots)} plans after {monotonic() - began:.1f} s")


if __name__ == "__main__":
    main()
