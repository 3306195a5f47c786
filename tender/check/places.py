"""Do the places agree? (场地检查): areas, rooms kept by the community, rooms in two lots, ceilings within funds."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from scoring.exact import plain, yuan
from tender.book import Book, Combination, Mode
from tender.check.references import bound, twice
from tender.findings import Finding, error, warning


def places(book: Book) -> Iterator[Finding]:
    """Findings where centers, rooms, lots and funds contradict each other."""
    for center in book.centers:
        total = sum((s.area_m2 for s in center.spaces), Fraction(0))
        if total > center.indoor_area_m2:
            yield error(
                "book.area",
                f"project.toml › centers › {center.id} › spaces",
                f"各功能区域面积合计{plain(total)}平方米",
                f"不超过室内面积{plain(center.indoor_area_m2)}平方米",
            )
        reserved = {s.id: s.name for s in center.spaces if s.reserved}
        for lot in book.lots:
            for space in lot.spaces:
                if lot.center == center.id and space in reserved:
                    yield error(
                        "book.reserved_space",
                        f"project.toml › lots › {lot.id} › spaces › {space}",
                        f"“{reserved[space]}”是保留区域",
                        "保留的基本服务区域和党员活动场所不得交由运营主体",
                    )
    yield from _shared_spaces(book)
    for lot in book.lots:
        if lot.mode is Mode.PARTIAL_ZONE and lot.center in book.center_by_id:
            spaces = book.center_by_id[lot.center].spaces
            if len(lot.spaces) >= len(spaces):
                yield error(
                    "book.zone_is_all",
                    f"project.toml › lots › {lot.id} › spaces",
                    "局部功能区域运营占用了中心全部功能室",
                    "应只占用部分功能室",
                    "减少功能室，或改为中心全域整体运营",
                )
    budget = {f.id: f for f in book.funding}
    for lot in book.lots:
        if lot.funding in budget and lot.limit_fen > budget[lot.funding].budget_fen:
            yield error(
                "book.ceiling_over_budget",
                f"project.toml › lots › {lot.id} › ceiling_yuan",
                f"最高限价{yuan(lot.limit_fen)}元",
                f"不超过“{budget[lot.funding].name}”预算{yuan(budget[lot.funding].budget_fen)}元",
                article=bound(book, "O87-12"),
            )
    ceilings = book.ceilings_fen
    if book.fiscal and ceilings > book.fiscal.baseline_fen:
        yield warning(
            "book.ceilings_over_baseline",
            "project.toml › lots › ceiling_yuan",
            f"各标段最高限价合计{yuan(ceilings)}元，超过财政支出基数{yuan(book.fiscal.baseline_fen)}元",
            "限价合计不超过基数时，定标不会因基数而跳过得分最高者",
            "下调最高限价，或保留现状并在公告中说明基数起作用的标段",
            book.fiscal.article,
        )


def _shared_spaces(book: Book) -> Iterator[Finding]:
    """One room in two lots: only a combination sees to it that one of them stays empty."""
    used = [(lot.center, space) for lot in book.lots for space in dict.fromkeys(lot.spaces)]
    for (center, space), n in Counter(used).items():
        if n > 1 and not isinstance(book.award, Combination):
            lots = [lot.id for lot in book.lots if lot.center == center and space in lot.spaces]
            yield error(
                "book.space_twice",
                f"project.toml › lots › {lots[-1]} › spaces › {space}",
                f"同一区域同时在标段{'、'.join(lots)}中",
                "一个区域只属于一个标段；互斥的标段只能用组合定标",
                '改正 spaces，或把 award 的 kind 改为 "combination"',
            )
    for lot in book.lots:
        for space in twice(lot.spaces):
            where = f"project.toml › lots › {lot.id} › spaces › {space}"
            yield error("book.id_twice", where, f"区域 {space} 写了不止一次", "每个区域只写一次")
