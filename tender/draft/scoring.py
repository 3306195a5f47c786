"""Chapter five (评审程序、方法和标准): the procedure, the scoring tables, ties and the award rule."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from scoring.exact import plain
from tender.book import Book, Combination, Method
from tender.book.rules import FixedPrice, PriceRule
from tender.case import least_bidders
from tender.check.law import tie_rule
from tender.documents.blocks import Align, Block, Cell, Clause, Column, Heading, Table, cells
from tender.draft.clauses import binding, clause
from tender.forms.bid_form import PRICES
from tender.policy import Policies
from tender.rules.low_rates import RULES, rates


def scoring_chapter(book: Book, packs: Policies) -> Iterator[Block]:
    """How bids are judged, points are earned, summed, ranked, and turned into awards."""
    t = book.terms
    experts = sum(j.role == "expert" for j in book.judges)
    purchaser = len(book.judges) - experts
    yield Heading(2, f"一、{t.panel}")
    yield from clause(book, packs, "panel", size=len(book.judges), experts=experts, purchaser=purchaser)
    yield from clause(book, packs, "independent")
    yield Heading(2, "二、评审程序")
    for i, step in enumerate(_procedure(book, packs), 1):
        yield replace(step, number=f"{i}.")
    yield Heading(2, "三、评审因素和评审标准")
    yield from clause(book, packs, "full_marks", scoring_method=book.scoring_method)
    for rate, share, least in deductions(book):
        given = {"rate": plain(rate * 100), "share": plain(share * 100), "share_from": plain(least * 100)}
        given["share"] = given["share"] if share else ""
        reserved = "、".join(lot.id for lot in book.lots if lot.reserved_for_small)
        yield from clause(book, packs, "policy_deduction", reserved=reserved, **given)
    for column in book.columns():
        yield from _fixed_price(book, column, packs)
        yield scoring_table(book, column, packs)
    yield Heading(2, "四、汇总与排序")
    if book.judges_total:
        yield Clause(book.judges_total.sentence)
    yield Clause(book.rounding.sentence, article=packs.cite(*binding(book, packs, "REG-34")))
    if book.ranking_sentence:
        yield Clause(book.ranking_sentence, mandatory=True)
    yield Clause(book.tie_sentence(), article=packs.cite(*binding(book, packs, tie_rule(book.method))))
    yield from clause(book, packs, "candidates", least=least_bidders(book, packs)[0])
    yield Heading(2, f"五、确定{t.winner}")
    yield Clause(book.award_sentence, article=award_article(book, packs), mandatory=True)
    yield from clause(book, packs, "no_winner")


def deductions(book: Book) -> list[tuple[Fraction, Fraction, Fraction]]:
    """The price deductions that the book declares: for small enterprises, for a share, from what share."""
    rules = [c.rule for c in book.criteria if isinstance(c.rule, PriceRule) and c.rule.small_deduction]
    return sorted({(rule.small_deduction, rule.share_deduction, rule.share_from) for rule in rules})


def _fixed_price(book: Book, column: str, packs: Policies) -> Iterator[Clause]:
    """That the price of the lots of one column is fixed and no factor, where it is."""
    for c in book.criteria:
        if isinstance(c.rule, FixedPrice) and column in c.weights:
            lots = book.lots_of(column)
            said = c.rule.sentence(book.context(c, lots[0]))
            ids = "、".join(lot.id for lot in lots)
            yield Clause(f"标段{ids}：{said}", article=packs.cite(*c.articles))


def _procedure(book: Book, packs: Policies) -> Iterator[Clause]:
    """The steps of the panel in their order: a consultation talks, a tender opens in public."""
    if book.method is Method.OPEN_TENDER:
        yield from clause(book, packs, "opening")
    yield from clause(book, packs, "clarify_bid")
    if book.method is Method.COMPETITIVE_CONSULTATION:
        yield from clause(book, packs, "talks")
        yield from clause(book, packs, "final_offers", sheet=PRICES)
    limit = rates(book, packs)
    if limit and book.paid_lots:
        shares = {name: plain(getattr(limit, name) * 100) for name in RULES}
        yield from clause(book, packs, "low_price", minutes=limit.minutes, **shares)
    yield from clause(book, packs, "change")


def award_article(book: Book, packs: Policies) -> str:
    """The sources of the award rule, as cited."""
    rules = ["REG-34", *([book.fiscal.article] if book.fiscal else [])]
    if isinstance(book.award, Combination):
        joined = [book.award.packages.article] if book.award.packages else []
        named = [*joined, *(one.article for one in book.award.coverage)]
        rules += [rule for rule in dict.fromkeys(named) if rule and rule not in rules]
    return packs.cite(*binding(book, packs, *rules))


def scoring_table(book: Book, column: str, packs: Policies) -> Table:
    """The table of one weight column: blocks merged down, header repeated, sum at the foot."""
    lots = book.lots_of(column)
    criteria = book.criteria_of(lots[0])
    rows: list[tuple[Cell, ...]] = [cells("部分", "评审因素", "分值", "评审标准", "依据")]
    for group, members in groupby(criteria, key=lambda c: c.group_word):
        block = list(members)
        share = plain(sum((c.weights[column] for c in block), Fraction(0)))
        for i, c in enumerate(block):
            head = (
                (Cell(f"{group}\n（{share}分）", rowspan=len(block), align=Align.CENTER),) if i == 0 else ()
            )
            sentence = c.rule.sentence(book.context(c, lots[0]))
            cite = packs.cite(*c.articles)
            rows.append((*head, Cell(c.name), Cell(plain(c.weights[column])), Cell(sentence), Cell(cite)))
    total = plain(sum((c.weights[column] for c in criteria), Fraction(0)))
    rows.append((Cell("合计", colspan=2, align=Align.CENTER), Cell(total), Cell("", colspan=2)))
    caption = f"评分表（{lots[0].mode.word}：标段{'、'.join(lot.id for lot in lots)}）"
    columns = (
        Column(58, Align.CENTER),
        Column(62, Align.CENTER),
        Column(36, Align.CENTER),
        Column(186),
        Column(100),
    )
    return Table(columns, tuple(rows), caption=caption)
