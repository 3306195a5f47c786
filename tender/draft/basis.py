"""The annex on sources (制定依据及其效力状态): every text the book names, and its force."""

from collections.abc import Iterable, Iterator

from tender.book import Book
from tender.documents.blocks import Align, Block, Clause, Column, Table, cells
from tender.draft.clauses import clause
from tender.policy import STATUS_WORDS, Pack, Policies

UNKNOWN = "以发文机关公布为准"


def basis_chapter(book: Book, packs: Policies, written: Iterable[Block]) -> Iterator[Block]:
    """The texts that the book declares, then those that only its clauses and tables cite."""
    declared = [(title, _pack_of(title, packs)) for title in book.basis]
    named = {pack.id for _, pack in declared if pack}
    said = "\n".join(_citations(written))
    cited = [p for p in packs.packs.values() if p.short in said and p.id not in named]
    listed = [*declared, *((p.instrument, p) for p in cited)]
    rows = [cells("序号", "文件", "效力状态")]
    for i, (title, pack) in enumerate(listed, 1):
        rows.append(cells(str(i), title, STATUS_WORDS[pack.status] if pack else UNKNOWN))
    yield Table((Column(34, Align.CENTER), Column(298), Column(110, Align.CENTER)), tuple(rows))
    trial = [title for title, pack in listed if pack and pack.status == "trial"]
    if trial:
        yield from clause(book, packs, "trial", titles="、".join(trial))


def _pack_of(title: str, packs: Policies) -> Pack | None:
    return next((p for p in packs.packs.values() if p.title in title or p.instrument in title), None)


def _citations(blocks: Iterable[Block]) -> Iterator[str]:
    """Every text in which a citation may stand: articles of clauses and cells of tables."""
    for block in blocks:
        match block:
            case Clause():
                yield block.article
            case Table():
                yield from (cell.text for row in block.rows for cell in row)
