"""Chapter two (供应商须知): the table of key facts, then the instructions, numbered through."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from tender.book import Book, Method
from tender.documents.blocks import Align, Block, Clause, Column, Heading, Table, cells
from tender.draft.chapters import BID, SCORING, chapters, pointer
from tender.draft.clauses import clause
from tender.draft.key_facts import MEDIUM, bond_name, figure_of, key_facts, validity
from tender.policy import Policies

NOTICE_DAYS = {Method.OPEN_TENDER: "O87-69", Method.COMPETITIVE_CONSULTATION: "N214-29"}
CLARIFY_DAYS = {Method.OPEN_TENDER: "REG-31", Method.COMPETITIVE_CONSULTATION: "N214-10-clarify"}


def instructions_chapter(book: Book, packs: Policies) -> Iterator[Block]:
    """The key facts in one table; every instruction with its number and its source."""
    yield Heading(2, f"一、{book.terms.bidder}须知前附表")
    yield _key_facts(book, packs)
    numbers = count(1)
    for numeral, (name, clauses) in zip("二三四五六", _parts(book, packs), strict=True):
        yield Heading(2, f"{numeral}、{name}")
        for found in clauses:
            yield replace(found, number=f"{next(numbers)}.")


def _key_facts(book: Book, packs: Policies) -> Table:
    """The table of key facts; where no fact rests on a rule, there is no column for it."""
    facts = [
        (str(i), name, said, packs.cite(*rules))
        for i, (name, said, rules) in enumerate(key_facts(book, packs), 1)
    ]
    rows = [("序号", "事项", "内容", "依据"), *facts]
    if any(cite for *_, cite in facts):
        columns = (Column(32, Align.CENTER), Column(74), Column(238), Column(98))
        return Table(columns, tuple(cells(*row) for row in rows))
    columns_without = (Column(32, Align.CENTER), Column(84), Column(326))
    return Table(columns_without, tuple(cells(*row[:3]) for row in rows))


def _parts(book: Book, packs: Policies) -> Iterator[tuple[str, list[Clause]]]:
    """The parts of the instructions: name and clauses, not yet numbered."""
    t = book.terms

    def say(name: str, **values: object) -> Iterator[Clause]:
        return clause(book, packs, name, **values)

    parts = "、".join(f"{pointer(i)}{name}" for i, name in enumerate(chapters(t)))
    yield (
        "总则",
        [
            *say("scope", project=book.name, parts=parts),
            *say("selection", route=book.route_word),
            *say("law_conditions"),
            *say("related"),
            *(say("undertaker") if book.service_purchase else ()),
            *say("credit"),
            *(say("many_lots", chapter=pointer(SCORING)[1:-1]) if len(book.lots) > 1 else ()),
        ],
    )
    days = figure_of(CLARIFY_DAYS, book, packs)
    yield (
        f"{t.book}",
        [*say("questions", until=book.dates.questions_until, days=days), *say("composition_law")],
    )
    yield (
        f"{t.bid}",
        [
            *(say("prices", packages=book.packages is not None) if book.paid_lots else ()),
            *(say("unpaid") if book.unpaid_lots else ()),
            *say("validity", until=validity(book, packs)),
            *say("no_bond", bond=bond_name(book)),
            *say("signing", chapter=pointer(BID)[1:-1]),
            *say("withdraw"),
        ],
    )
    notice = figure_of(NOTICE_DAYS, book, packs)
    yield (
        "结果与合同",
        [
            *say("report_time"),
            *say("result", days=notice, medium=MEDIUM, day=book.dates.result),
            *say("contract_time"),
            *say("contract_public"),
            *say("refusal"),
        ],
    )
    remedies = "询问、质疑和投诉" if book.method.procurement else "询问和异议"
    yield remedies, [*say("inquiry"), *say("challenge"), *say("complaint")]
