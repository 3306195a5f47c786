"""Chapter four (评审方法和评审标准): the scoring tables, rounding, ties and the award rule."""

from collections.abc import Iterator
from itertools import groupby

from scoring.exact import plain
from tender.book import Book, Combination
from tender.documents import templates
from tender.documents.blocks import Align, Block, Cell, Clause, Column, Heading, Note, Table, cells
from tender.policy import Policies

TIE_ARTICLE = {"open_tender": "O87-57", "competitive_consultation": "N214-25"}


def scoring_chapter(book: Book, packs: Policies) -> Iterator[Block]:
    """How points are earned, summed, ranked, and turned into awards."""
    t = book.terms
    experts = sum(j.role == "expert" for j in book.judges)
    yield Heading(2, f"一、{t.panel}")
    yield templates.clause(
        "book/panel.md.j2", terms=t, size=len(book.judges), experts=experts, purchaser=len(book.judges) - experts
    )
    yield templates.clause("book/independent.md.j2", terms=t)
    yield Heading(2, "二、评审因素和评审标准")
    yield templates.clause("book/full_marks.md.j2")
    for column in book.columns():
        yield scoring_table(book, column, packs)
    yield Heading(2, "三、汇总与排序")
    yield Clause(book.rounding.sentence)
    yield Clause(book.tie_sentence(), article=packs.cite(TIE_ARTICLE[book.method.value]))
    yield Heading(2, f"四、确定{t.winner}")
    yield Clause(book.award.sentence(t, book.fiscal), article=award_article(book, packs), mandatory=True)
    yield templates.clause(
        "book/result.md.j2",
        terms=t,
        notice_days=packs.on("N214-29", book.dates.publish).value,
        contract_days=packs.on("N214-30", book.dates.publish).value,
        period=packs.on("F50-period", book.dates.publish).value,
    )
    if isinstance(book.award, Combination):
        yield Note("组合定标规则发布前应经法律顾问审查，审查意见随采购文件存档。")


def award_article(book: Book, packs: Policies) -> str:
    """The sources of the award rule, as cited."""
    rules = ["REG-34", *([book.fiscal.article] if book.fiscal else [])]
    return packs.cite(*rules)


def scoring_table(book: Book, column: str, packs: Policies) -> Table:
    """The table of one weight column: blocks merged down, header repeated, sum at the foot."""
    lots = book.lots_of(column)
    criteria = book.criteria_of(lots[0])
    rows: list[tuple[Cell, ...]] = [cells("部分", "评审因素", "分值", "评审标准", "依据")]
    for group, members in groupby(criteria, key=lambda c: c.group_word):
        block = list(members)
        share = plain(sum(c.weights[column] for c in block))
        for i, c in enumerate(block):
            head = (Cell(f"{group}\n（{share}分）", rowspan=len(block), align=Align.CENTER),) if i == 0 else ()
            sentence = c.rule.sentence(book.context(c, lots[0]))
            cite = packs.cite(*c.articles)
            rows.append((*head, Cell(c.name), Cell(plain(c.weights[column])), Cell(sentence), Cell(cite)))
    total = plain(sum(c.weights[column] for c in criteria))
    rows.append((Cell("合计", colspan=2, align=Align.CENTER), Cell(total), Cell("", colspan=2)))
    caption = f"评分表（{lots[0].mode.word}：标段{'、'.join(lot.id for lot in lots)}）"
    columns = (
        Column(4, Align.CENTER),
        Column(4, Align.CENTER),
        Column(2, Align.CENTER),
        Column(16),
        Column(7),
    )
    return Table(columns, tuple(rows), caption=caption)
