"""Chapter five (评审程序、方法和标准): the procedure, the scoring tables, ties and the award rule."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import groupby

from scoring.exact import plain
from tender.book import Book, Method
from tender.case import least_bidders
from tender.check.law import tie_rule
from tender.documents.blocks import Align, Block, Cell, Clause, Column, Heading, Table, cells
from tender.draft.clauses import binding, clause
from tender.forms.bid_form import PRICES
from tender.policy import Policies


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
    yield from clause(book, packs, "full_marks")
    for rate in sorted({c.rule.small_deduction for c in book.criteria if c.rule.kind == "lowest_price"}):
        if rate:
            yield from clause(book, packs, "policy_deduction", rate=rate * 100)
    for column in book.columns():
        yield scoring_table(book, column, packs)
    yield Heading(2, "四、汇总与排序")
    if book.judges_total:
        yield Clause(book.judges_total.sentence)
    yield Clause(book.rounding.sentence, article=packs.cite(*binding(book, packs, "REG-34")))
    yield Clause(book.tie_sentence(), article=packs.cite(*binding(book, packs, tie_rule(book.method))))
    yield from clause(book, packs, "candidates", least=least_bidders(book, packs)[0])
    yield Heading(2, f"五、确定{t.winner}")
    yield Clause(book.award_sentence, article=award_article(book, packs), mandatory=True)
    yield from clause(book, packs, "no_winner")


def _procedure(book: Book, packs: Policies) -> Iterator[Clause]:
    """The steps of the panel in their order: a consultation talks, a tender opens in public."""
    if book.method is Method.OPEN_TENDER:
        yield from clause(book, packs, "opening")
    yield from clause(book, packs, "clarify_bid")
    if book.method is Method.COMPETITIVE_CONSULTATION:
        yield from clause(book, packs, "talks")
        yield from clause(book, packs, "final_offers", sheet=PRICES)
    yield from clause(book, packs, "low_price")
    yield from clause(book, packs, "change")


def award_article(book: Book, packs: Policies) -> str:
    """The sources of the award rule, as cited."""
    rules = ["REG-34", *([book.fiscal.article] if book.fiscal else [])]
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
