"""Package offers in words (合并优惠的说明): what applies and how it is shared out, what does not and why."""

from collections.abc import Iterator

from scoring.exact import yuan
from tender.allocate import Allocation, Outcome
from tender.case import Case
from tender.documents.blocks import Align, Column, Table, cells
from tender.packages import Package


def applied(allocation: Allocation) -> tuple[Package, ...]:
    """The packages that apply, in the order of their first lots."""
    return tuple(dict.fromkeys(lot.package for lot in allocation.lots if lot.package is not None))


def package_sentence(case: Case, one: Package) -> str:
    """A package that applies: its price, what it saves, and the amount of each lot."""
    t = case.book.terms
    shares = "、".join(f"标段{lot}为{yuan(fen)}元" for lot, fen in one.shares.items())
    return (
        f"{case.name(one.operator)}{t.award}标段{'、'.join(one.lots)}，适用合并优惠：合并报价{yuan(one.price_fen)}元/年，"
        f"比单独报价之和{yuan(one.single_fen)}元/年少{yuan(one.single_fen - one.price_fen)}元/年；"
        f"按单独报价的比例分摊，{shares}。"
    )


def package_sentences(case: Case, allocation: Allocation) -> Iterator[str]:
    """One sentence for each package that was stated, those that apply first.

    While nothing is decided, only those that do not count.
    """
    used = applied(allocation)
    yield from (package_sentence(case, one) for one in used)
    for one in allocation.packages:
        if one not in used and (one.fault or allocation.outcome is Outcome.DECIDED):
            stated = (
                f"{case.name(one.operator)}对标段{'、'.join(one.lots)}的合并优惠"
                f"（合并报价{yuan(one.price_fen)}元/年）"
            )
            yield (
                f"{stated}不计：{one.fault}。"
                if one.fault
                else f"{stated}未适用：{_unused(case, allocation, one)}。"
            )


def _unused(case: Case, allocation: Allocation, one: Package) -> str:
    """Why a package that stands does not apply."""
    awards = allocation.by_lot()
    away = [lot for lot in one.lots if awards[lot].operator != one.operator]
    if away:
        return f"标段{'、'.join(away)}不由其{case.book.terms.award}"
    return "所含标段适用另一项合并优惠"


def stated_table(case: Case) -> Table | None:
    """The packages as opened; None where nobody stated one."""
    t = case.book.terms
    rows = [cells("编号", f"{t.bidder}名称", "所含标段", "合并报价（元/年）")]
    rows += [
        cells(op, bid.name, "、".join(one.lots), yuan(one.price_fen))
        for op, bid in case.bids.items()
        for one in bid.packages
    ]
    columns = (Column(36, Align.CENTER), Column(172), Column(124), Column(110, Align.RIGHT))
    return Table(columns, tuple(rows), caption="合并优惠") if len(rows) > 1 else None
