"""Price rules before procurement law (价格分的法规检查): weight, formula, deductions, ranking, low prices."""

from collections.abc import Iterator
from fractions import Fraction

from scoring.exact import plain
from tender.book import Book, Method
from tender.book.register import Register
from tender.book.rules import BasedRule, FixedPrice, HighestPrice, PriceRule
from tender.check.prices import FIXED, LOWEST
from tender.findings import Finding, error
from tender.policy import Policies
from tender.rules.low_rates import RULES

PRICE_WEIGHT = {
    Method.OPEN_TENDER: ("O87-55-price", None),
    Method.COMPETITIVE_CONSULTATION: ("N214-24-price", "N214-24-price-max"),
}
DEDUCTION = ("N46-9", "N46-9-max")
SHARE = ("N46-9-joint", "N46-9-joint-max")


def price_law(book: Book, register: Register, packs: Policies) -> Iterator[Finding]:
    """Findings of procurement law on price weights, base prices, deductions and low prices."""
    yield from _price_weight(book, register, packs)
    yield from _base(book)
    yield from _ranking_law(book)
    yield from _low_price(book, packs)
    yield from _deductions(book, register, packs)


def fixed_columns(book: Book) -> frozenset[str]:
    """The weight columns whose lots have a fixed price, with no points for it."""
    return frozenset(
        column
        for c in book.criteria
        if isinstance(c.rule, FixedPrice)
        for column, weight in c.weights.items()
        if not weight
    )


def _columns(book: Book, register: Register, name: str, value: object) -> frozenset[str]:
    """The weight columns of which the register says the same for every lot."""
    rows = register.get("lot", [])
    said = {row.get("id"): row.get(name) for row in rows} if isinstance(rows, list) else {}
    return frozenset(
        column for column in book.columns() if all(said.get(lot.id) == value for lot in book.lots_of(column))
    )


def _price_weight(book: Book, register: Register, packs: Policies) -> Iterator[Finding]:
    least_rule, most_rule = PRICE_WEIGHT[book.method]
    least = packs.on(least_rule, book.dates.publish).number
    most = packs.on(most_rule, book.dates.publish).number if most_rule else None
    for column in book.columns():
        weight = sum(
            (c.weights.get(column, Fraction(0)) for c in book.criteria if c.group == "price"), Fraction(0)
        )
        where = f"project.toml › criteria › 价格部分 › {column}"
        if not weight and column in _columns(book, register, "fixed_price", True):
            continue  # a fixed price is no factor at all
        if column in fixed_columns(book):
            if weight:
                what, expected = f"价格分值{plain(weight)}分", "固定价格采购的，价格不作为评审因素"
                rule = FIXED[book.method]
                yield error("law.price_weight", where, what, expected, "价格分值改为0", rule)
            continue
        if weight < least:
            yield error(
                "law.price_weight",
                where,
                f"价格分值{plain(weight)}分",
                f"服务项目不低于{plain(least)}%",
                "提高价格分值；执行统一固定价格的，声明固定价格规则",
                least_rule,
            )
        if most is not None and most_rule and weight > most:
            yield error(
                "law.price_weight",
                where,
                f"价格分值{plain(weight)}分",
                f"服务项目不高于{plain(most)}%",
                "降低价格分值",
                most_rule,
            )


def _base(book: Book) -> Iterator[Finding]:
    """Procurement has one formula: the lowest price is the base, and none may be left out."""
    for c in book.criteria:
        if not isinstance(c.rule, PriceRule) or c.rule.lowest_first or not c.rule.counts:
            continue
        drops = isinstance(c.rule, BasedRule) and any(part.drops for part in c.rule.base.parts())
        yield error(
            "law.price_base",
            f"project.toml › criteria › {c.id} › rule",
            "评审基准价去掉了部分报价" if drops else "价格分没有采用低价优先法",
            "政府采购的价格分采用低价优先法，以满足要求的最低价为基准价，不得去掉最高报价和最低报价",
            '改为 kind = "lowest_price"',
            LOWEST[book.method],
        )


def _deductions(book: Book, register: Register, packs: Policies) -> Iterator[Finding]:
    for c in book.criteria:
        if not isinstance(c.rule, PriceRule) or not c.rule.counts or isinstance(c.rule, HighestPrice):
            continue
        here = f"project.toml › criteria › {c.id} › rule"
        lots = [lot for column in c.weights for lot in book.lots_of(column)]
        reserved = _columns(book, register, "sme_decision", "reserved")
        scored = {column for column, weight in c.weights.items() if weight}
        told = scored <= reserved and (bool(scored) or not c.rule.small_deduction)
        if told or (lots and all(lot.reserved_for_small for lot in lots)):
            if c.rule.small_deduction or c.rule.share_deduction:
                yield error(
                    "law.small_deduction",
                    f"{here} › small_deduction_percent",
                    "专门面向中小企业的标段规定了价格扣除",
                    "预留份额的标段不再给予价格扣除",
                    "删除价格扣除",
                    DEDUCTION[0],
                )
            continue
        yield from _between(
            book, packs, f"{here} › small_deduction_percent", c.rule.small_deduction, DEDUCTION, "小微企业"
        )
        if c.rule.share_deduction:
            where = f"{here} › share_deduction_percent"
            yield from _between(book, packs, where, c.rule.share_deduction, SHARE, "联合体或者分包")
            least = packs.on("N46-9-share", book.dates.publish).number / 100
            if c.rule.share_from != least:
                yield error(
                    "law.small_share",
                    f"{here} › share_from_percent",
                    f"小微企业合同份额达到{plain(c.rule.share_from * 100)}%起扣除",
                    f"应为{plain(least * 100)}%以上",
                    "改正比例",
                    "N46-9-share",
                )


def _ranking_law(book: Book) -> Iterator[Finding]:
    """Procurement ranks by points, or in a tender by the lowest evaluated price, and no other way."""
    if book.ranking == "points" or (book.ranking == "price" and book.method is Method.OPEN_TENDER):
        return
    tender = book.method is Method.OPEN_TENDER
    yield error(
        "law.ranking",
        "project.toml › ranking",
        f"评审方法为{book.scoring_method}",
        "公开招标用综合评分法或最低评标价法" if tender else "竞争性磋商用综合评分法",
        "改正 ranking",
        "O87-54" if tender else "N214-23",
    )


def _low_price(book: Book, packs: Policies) -> Iterator[Finding]:
    """A project may raise the limits of the law up to a bound, and never lower them."""
    if book.low_price is None:
        return
    for name, rule in RULES.items():
        declared: Fraction | None = getattr(book.low_price, name)
        if declared is None:
            continue
        least, most = (packs.on(r, book.dates.publish).number / 100 for r in (rule, "LP-most"))
        if not least <= declared <= most:
            yield error(
                "law.low_price",
                f"project.toml › low_price › {name}_percent",
                f"启动异常低价审查的界限为{plain(declared * 100)}%",
                f"应在{plain(least * 100)}%至{plain(most * 100)}%之间",
                "改为区间内的比例，或删除此项按规定执行",
                rule,
            )


def _between(
    book: Book, packs: Policies, where: str, rate: Fraction, rules: tuple[str, str], whose: str
) -> Iterator[Finding]:
    least, most = (packs.on(rule, book.dates.publish).number / 100 for rule in rules)
    if not least <= rate <= most:
        yield error(
            "law.small_deduction",
            where,
            f"{whose}价格扣除{plain(rate * 100)}%",
            f"应在{plain(least * 100)}%至{plain(most * 100)}%之间",
            "改为区间内的比例",
            rules[0],
        )
