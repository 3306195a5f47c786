"""Price rules (价格分): do they agree with their group, their lots, and the facts they read?"""

from collections.abc import Iterator
from fractions import Fraction

from scoring.exact import plain
from tender.book import Book, Combination, Criterion, Lot, Method
from tender.book.gates import FixedPriceGate
from tender.book.rules import BasedRule, FixedPrice, HighestPrice, PriceDeviation, PriceRange, PriceRule
from tender.findings import Finding, error, warning

LOWEST = {Method.OPEN_TENDER: "O87-55-lowest", Method.COMPETITIVE_CONSULTATION: "N214-24-lowest"}
FIXED = {Method.OPEN_TENDER: "O87-55-fixed", Method.COMPETITIVE_CONSULTATION: "N214-24-fixed"}


def price_shape(book: Book) -> Iterator[Finding]:
    """Findings where a price rule does not agree with its group, its lots or the facts it reads."""
    for criterion in book.criteria:
        here, rule = f"project.toml › criteria › {criterion.id}", criterion.rule
        if (criterion.group == "price") != isinstance(rule, PriceRule):
            yield error(
                "book.price_group",
                f"{here} › group",
                f"“{criterion.name}”属于{criterion.group_word}，计分规则却"
                + ("不是价格规则" if criterion.group == "price" else "是价格规则"),
                "价格部分用价格规则，其他部分不用",
                "改正 group 或 rule",
                LOWEST.get(book.method, ""),
            )
        if isinstance(rule, PriceRule):
            yield from _facts(book, here, rule)
            yield from _lots(book, here, criterion, rule)
        if isinstance(rule, PriceDeviation):
            yield from _deviation(book, here, criterion, rule)
        if isinstance(rule, FixedPrice):
            yield from _fixed(book, here, criterion)


def ranking_shape(book: Book) -> Iterator[Finding]:
    """Findings where what ranks bids does not agree with what is scored, or low prices are half declared."""
    if book.ranking != "points":
        priced = {column for c in book.criteria if isinstance(c.rule, PriceRule) for column in c.weights}
        expected = {
            "price": "按评审价格排序的，每个标段恰有一项价格规则，分值100分",
            "value": "按性价比排序的，不设价格分，价格只作除数",
        }[book.ranking]
        for column in book.columns():
            lot = book.lots_of(column)[0]
            alone = [c.rule for c in book.criteria_of(lot) if isinstance(c.rule, PriceRule)]
            single = len(alone) == 1 == len(book.criteria_of(lot)) and not alone[0].dearer_first
            fits = single if book.ranking == "price" else column not in priced
            if not fits or not all(lot.paid for lot in book.lots_of(column)):
                where = f"project.toml › criteria › weights › {column}"
                yield error(
                    "book.ranking", where, f"ranking 为{book.scoring_method}", expected, "改正评审因素"
                )
    if isinstance(book.award, Combination) and "price" in book.award.objective:
        dearer = [lot.id for lot in book.lots if book.dearer_first(lot)]
        if dearer:
            yield error(
                "book.dearer_objective",
                "project.toml › award › objective",
                f"标段{'、'.join(dearer)}报价越高越好，组合定标却以报价之和最低为目标",
                "高价优先的标段不以报价之和最低为目标",
                "删除 objective 中的 price",
            )
    own = book.low_price
    if own and not book.method.procurement and None in (own.mean, own.second, own.ceiling):
        yield error(
            "book.low_price",
            "project.toml › low_price",
            "异常低价审查的界限没有写全",
            "公开遴选自行规定的，应写明 mean_percent、second_percent、ceiling_percent",
            "补填，或删除此项",
        )


def _facts(book: Book, here: str, rule: PriceRule) -> Iterator[Finding]:
    """A rate and a share are percent, a running cost is money."""
    rates = [rule.quote.fact] if rule.quote else []
    rates += [rule.share_fact] if rule.share_fact else []
    asked: list[tuple[str, tuple[str, ...], str]] = [
        (fact, ("whole", "decimal"), "以百分数填写的数值") for fact in rates
    ]
    asked += [(cost.fact, ("money",), "金额") for cost in rule.costs]
    if isinstance(rule, HighestPrice) and rule.fact:
        asked.append((rule.fact, ("money", "whole", "decimal"), "金额或数值"))
    for fact_id, kinds, words in asked:
        fact = book.fact_by_id.get(fact_id)
        if fact and fact.kind not in kinds:
            yield error(
                "book.price_fact",
                f"{here} › rule › {fact_id}",
                f"价格规则读取的“{fact.name}”不是{words}",
                f"应为{words}",
                "改正响应事项的 kind 或规则",
            )


def _needs(rule: PriceRule) -> Iterator[str]:
    """The figures of a lot that the rule reads."""
    if isinstance(rule, BasedRule):
        yield from (part.needs for part in rule.base.parts() if part.needs)
    if isinstance(rule, PriceRange) and rule.zero_at == "ceiling":
        yield "ceiling"
    if rule.quote and not rule.quote.reference_fen:
        yield "ceiling"


def _weighed(book: Book, criterion: Criterion) -> Iterator[Lot]:
    return (lot for lot in book.lots if criterion.weights.get(lot.column, Fraction(0)) > 0)


def _lots(book: Book, here: str, criterion: Criterion, rule: PriceRule) -> Iterator[Finding]:
    """A base of the ceiling or the budget needs one in every lot that it scores."""
    words = {"ceiling": "最高限价（ceiling_yuan）", "budget": "采购预算（budget_yuan）"}
    for need in sorted(set(_needs(rule))):
        for lot in _weighed(book, criterion):
            if not (lot.ceiling_fen if need == "ceiling" else lot.budget_fen):
                yield error(
                    "book.price_base",
                    f"{here} › rule › {lot.id}",
                    f"标段{lot.id}没有{words[need]}，价格规则却以它为基准",
                    "价格规则所用的数值应在标段中写明",
                    "补填，或改用别的基准",
                )


def _deviation(book: Book, here: str, criterion: Criterion, rule: PriceDeviation) -> Iterator[Finding]:
    """Points at the base that are not the weight, or a floor above them."""
    for column, weight in criterion.weights.items():
        full = rule.scale or weight
        start = rule.start or full
        gains = rule.above.adds or rule.below.adds
        if start > full or rule.least > start:
            yield error(
                "book.price_start",
                f"{here} › rule › {column}",
                f"基准价处得{plain(start)}分，最低得{plain(rule.least)}分，满分{plain(full)}分",
                "最低分不高于基准价处得分，基准价处得分不高于满分",
                "改正 start、least 或分值",
            )
        elif start < full and not gains:
            yield warning(
                "book.price_start",
                f"{here} › rule › {column}",
                f"本项满分{plain(full)}分，最多却只能得{plain(start)}分",
                "基准价处得分应等于满分，或有一侧加分",
                "改正 start 或分值",
            )


def _fixed(book: Book, here: str, criterion: Criterion) -> Iterator[Finding]:
    """A fixed price gives no points, its lots have one, and a gate holds bids to it."""
    held = {lot for g in book.gates if isinstance(g, FixedPriceGate) for lot in g.lots or book.lot_by_id}
    for column, weight in criterion.weights.items():
        if weight:
            yield error(
                "book.fixed_price_weight",
                f"{here} › weights › {column}",
                f"固定价格的价格分值为{plain(weight)}分",
                "固定价格采购的，价格不作为评审因素，分值为0",
                "改为0",
                FIXED.get(book.method, ""),
            )
        for lot in book.lots_of(column):
            if lot.id not in held or not lot.paid:
                yield error(
                    "book.fixed_price_gate",
                    f"{here} › weights › {column} › {lot.id}",
                    f"标段{lot.id}执行固定价格，但没有“固定价格”的符合性条件或没有公布价格",
                    '固定价格写在 ceiling_yuan；kind = "fixed_price" 的条件应有一项',
                    "补填",
                )
