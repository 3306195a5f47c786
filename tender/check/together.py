"""What a combination says of several lots (合并优惠、覆盖要求): it must be possible, and it must decide something."""

from collections.abc import Iterator

from tender.book import Book, Combination
from tender.book.coverage import Coverage, wanted
from tender.book.gates import FixedPriceGate
from tender.check.references import twice, unknown
from tender.findings import Finding, error


def together(book: Book) -> Iterator[Finding]:
    """Findings on package offers and coverage; none where the award looks at lots one by one."""
    if isinstance(book.award, Combination):
        yield from _packages(book, book.award)
        for one in book.award.coverage:
            yield from _coverage(book, one)
        yield from _uncounted(book, book.award)


def _packages(book: Book, award: Combination) -> Iterator[Finding]:
    """Lots that cannot be joined, limits that no package keeps, an aim that would not see the price."""
    rule, here = award.packages, "project.toml › award › packages"
    if rule is None:
        return
    paid = [lot.id for lot in book.paid_lots]
    joinable = rule.joinable(paid)
    for lot in joinable:
        if lot not in book.lot_by_id:
            yield unknown(f"{here} › lots", lot, paid)
    for lot in twice(joinable):
        yield error("book.packages_lot", f"{here} › lots", f"标段{lot}写了不止一次", "每个标段只写一次")
    known = [book.lot_by_id[lot] for lot in dict.fromkeys(joinable) if lot in book.lot_by_id]
    for one in known:
        if why := _no_discount(book, one.id):
            expected = f"可以合并的标段应有报价，报价低者对{book.terms.buyer}有利"
            yield error(
                "book.packages_lot", f"{here} › lots", f"标段{one.id}{why}", expected, "从 lots 中删除"
            )
    most = rule.max_lots or 0
    if len(known) < 2:
        yield error(
            "book.packages_few",
            f"{here} › lots",
            f"可以合并的标段只有{len(known)}个",
            "至少两个标段",
            "补充 lots",
        )
    elif most > len(known):
        yield error(
            "book.packages_most",
            f"{here} › max_lots",
            f"至多合并{most}个，可以合并的标段只有{len(known)}个",
            "不多于可以合并的标段数",
        )
    quota = award.max_lots_per_operator
    if max(most, 2) > quota:
        yield error(
            "book.packages_quota",
            f"{here} › max_lots",
            f"每家最多{book.terms.award}{quota}个标段，包含{max(most, 2)}个标段的合并优惠不可能适用",
            "不多于每家最多承接的标段数",
            "改正 max_lots 或 max_lots_per_operator",
        )
    if rule.max_discount == 0:
        yield error(
            "book.packages_discount",
            f"{here} › max_discount_percent",
            "现为0%，没有合并优惠能够成立",
            "大于0、小于100的百分数",
        )
    if "price" not in award.objective:
        yield error(
            "book.packages_price",
            "project.toml › award › objective",
            f"现为{'、'.join(award.objective)}，不比较金额，合并优惠是否适用就没有定论",
            "有合并优惠的，objective 应包括 price",
            "在 objective 末尾加上 price",
        )


def _no_discount(book: Book, lot_id: str) -> str:
    """Why a lower price makes no sense in a lot; empty where it does."""
    lot = book.lot_by_id[lot_id]
    if not lot.paid:
        return "不支付费用，没有报价"
    if book.dearer_first(lot):
        return "以报价高者为优"
    fixed = (g for g in book.gates if isinstance(g, FixedPriceGate))
    return "的价格固定" if any(not gate.lots or lot_id in gate.lots for gate in fixed) else ""


def _coverage(book: Book, one: Coverage) -> Iterator[Finding]:
    """Coverage that names what nobody can bid for, or asks for more than there is."""
    here = f"project.toml › award › coverage › {one.id}"
    yield from (
        unknown(f"{here} › lots", lot, book.lot_by_id) for lot in one.lots if lot not in book.lot_by_id
    )
    for service in one.services:
        if service not in book.service_categories:
            yield unknown(f"{here} › services", service, book.service_categories)
    for service in twice(one.services):
        yield error("book.coverage_twice", f"{here} › services", f"“{service}”写了不止一次", "每类只写一次")
    for want in wanted(one, book.lots, book.centers, book.terms):
        if one.at_least > len(want.lots):
            yield error(
                "book.coverage_beyond",
                f"{here} › at_least",
                f"要求至少{one.at_least}个，计入的标段只有{len(want.lots)}个"
                + (f"（{'、'.join(want.lots)}）" if want.lots else ""),
                "不多于计入的标段数",
            )
            return


def _uncounted(book: Book, award: Combination) -> Iterator[Finding]:
    """Wishes that no aim counts, so that nothing would come of them."""
    if award.soft and "needs" not in award.objective:
        yield error(
            "book.coverage_uncounted",
            "project.toml › award › objective",
            f"“尽量”的覆盖要求{'、'.join(one.id for one in award.soft)}没有计入任何目标，不起作用",
            "有 firm = false 的覆盖要求时，objective 应包括 needs",
            "在 objective 中加上 needs，或改为必须满足",
        )
