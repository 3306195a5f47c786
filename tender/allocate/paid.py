"""What is paid, added up again (金额复核): package offers held against the printed rule, apart from the solver.

Nothing here reads the allocation problem or its plan: who won which lot, what everybody
stated, and the sentence of the book are enough.
"""

from collections.abc import Iterator, Sequence

from scoring.exact import yuan
from tender.allocate.result import LotAward
from tender.case import Case
from tender.findings import Finding, error
from tender.packages import Package


def paid_findings(case: Case, lots: Sequence[LotAward], stated: Sequence[Package]) -> Iterator[Finding]:
    """An error for each package that is applied against the printed rule, or not applied although it should be.

    Nothing where nobody ``stated`` a package.
    """
    if not stated:
        return
    held: dict[str, set[str]] = {}
    for award in lots:
        if award.operator is not None:
            held.setdefault(award.operator, set()).add(award.lot)
    amounts = {award.lot: award.price_fen or 0 for award in lots}
    applied = {award.package for award in lots if award.package is not None}
    joined: set[str] = set()
    for one in sorted(applied, key=lambda p: (p.operator, p.number)):
        here = f"标段{'、'.join(one.lots)}"
        if one.fault or one not in stated or not set(one.lots) <= held.get(one.operator, set()):
            yield _wrong(here, "适用了不应适用的合并优惠", f"所含标段全部由其{case.book.terms.award}时才适用")
        if joined & set(one.lots):
            yield _wrong(here, "同一标段适用了不止一项合并优惠", "每个标段至多适用一项")
        joined |= set(one.lots)
        total = sum(amounts[lot] for lot in one.lots)
        if total != one.price_fen or not _proportional(one, [amounts[lot] for lot in one.lots]):
            said = "、".join(yuan(amounts[lot]) for lot in one.lots)
            yield _wrong(here, f"分摊为{said}元", f"按单独报价的比例分摊{yuan(one.price_fen)}元，合计不变")
    for award in lots:
        if award.operator is None or award.package is not None:
            continue
        single = case.price_fen(award.operator, award.lot)
        if award.price_fen != single:
            yield _wrong(
                f"标段{award.lot}", f"金额{yuan(award.price_fen or 0)}元", f"单独报价{yuan(single)}元"
            )
    for one in stated:
        if not one.fault and set(one.lots) <= held.get(one.operator, set()) - joined:
            here = f"标段{'、'.join(one.lots)}"
            yield _wrong(
                here, f"{case.name(one.operator)}的合并优惠没有适用", "所含标段全部由其承接的应当适用"
            )


def _proportional(one: Package, amounts: Sequence[int]) -> bool:
    """Whether each amount is its exact share rounded down, or one fen more, the most cut off first."""
    whole = one.single_fen
    cut = [one.price_fen * single % whole for single in one.singles]
    more = [
        amount - one.price_fen * single // whole for amount, single in zip(amounts, one.singles, strict=True)
    ]
    if set(more) - {0, 1}:
        return False
    given = [(-c, n) for n, (c, m) in enumerate(zip(cut, more, strict=True)) if m]
    kept = [(-c, n) for n, (c, m) in enumerate(zip(cut, more, strict=True)) if not m]
    return not given or not kept or max(given) < min(kept)


def _wrong(where: str, what: str, expected: str) -> Finding:
    mend = "不得按此结果定标：程序的计算与公布的规则不一致，请联系维护人员"
    return error("award.package_paid", f"定标 › {where}", what, expected, mend)
