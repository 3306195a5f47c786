"""The .docx writer (公文写入): blocks onto the official page, for Word and WPS alike.

>>> from tender.documents.blocks import Document, Paragraph
>>> write(Document("通知", (Paragraph("正文。"),)))[:2]
b'PK'
"""

from itertools import zip_longest

from docx.document import Document as Word
from docx.text.paragraph import Paragraph as WordParagraph

from tender.documents import docx_file, style
from tender.documents.blocks import (
    BLANK,
    Align,
    Block,
    Clause,
    Document,
    Fields,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Signature,
    Table,
)
from tender.documents.characters import shown
from tender.documents.docx_file import element
from tender.documents.docx_table import add_table
from tender.documents.title import broken

_FOOT = 4  # characters left free at the right of the name and date under a notice


def write(document: Document) -> bytes:
    """The document as a .docx file; the same document gives the same bytes."""
    word = docx_file.new(shown(document.title))
    _line(word, broken(document.title), style.TITLE, align=Align.CENTER, named="Title", keep=True)
    if document.subtitle:
        _line(word, document.subtitle, style.SUBTITLE, align=Align.CENTER, keep=True)
    if document.number:
        _line(word, document.number, style.BODY, align=Align.CENTER, keep=True)
    if document.blocks and not isinstance(document.blocks[0], PageBreak):
        _line(word, "", style.BODY, keep=True)
    for block, following in zip_longest(document.blocks, document.blocks[1:]):
        _add(word, block, keep=isinstance(following, Signature))
    return docx_file.save(word)


def _add(word: Word, block: Block, *, keep: bool = False) -> None:
    """Append one block to the page; ``keep``: a seal follows, which may not stand on a page alone."""
    match block:
        case Heading(level, text):
            kind = style.HEADINGS[level - 1]
            _line(word, text, kind, indent=style.INDENT, named=f"Heading {level}", keep=True)
        case Paragraph():
            kind = style.STRONG if block.strong else style.BODY
            indent = style.INDENT if block.indent else 0
            _line(word, block.text, kind, indent=indent, align=block.align, keep=keep)
        case Clause():
            _add_clause(word, block)
        case Table():
            if block.caption:
                _line(word, block.caption, style.CAPTION, align=Align.CENTER, keep=True)
            add_table(word, block)
            # Two tables with nothing between them become one, and a page must not end in a table.
            _line(word, "", style.AFTER_TABLE)
        case Fields():
            for item in block.items:
                text = f"{item.label}：{item.value or BLANK}"
                _line(word, text, style.BODY, indent=style.INDENT, align=Align.LEFT)
        case Signature():
            _add_signature(word, block)
        case Note():
            _line(word, f"注：{block.text}", style.NOTE, align=Align.JUSTIFY)
        case PageBreak():
            _add_page_break(word)


def _add_clause(word: Word, clause: Clause) -> None:
    """Star and number strong, the text, then its source small and grey."""
    label = f"{clause.label}　" if clause.label else ""
    paragraph = _line(word, label, style.STRONG, indent=style.INDENT)
    _say(paragraph, clause.text, style.BODY)
    if clause.article:
        _say(paragraph, f"〔{clause.article}〕", style.ARTICLE)


def _add_signature(word: Word, signature: Signature) -> None:
    """The places with a free line above for the seal, kept on one page; at the right under a notice."""
    at_foot = signature.at_foot
    align, margins = (Align.RIGHT, (0, _FOOT)) if at_foot else (Align.LEFT, (style.INDENT, 0))
    _line(word, "", style.BODY, keep=True)
    for place in signature.places:
        _line(word, place.text, style.BODY, align=align, margins=margins, keep=True)
    _line(word, signature.date_line, style.BODY, align=align, margins=margins)


def _add_page_break(word: Word) -> None:
    """A hairline of a paragraph that begins a new page; a break inside a line would leave that line empty."""
    paragraph = word.add_paragraph()
    properties = paragraph._p.get_or_add_pPr()
    properties.append(element("pageBreakBefore"))
    properties.append(element("snapToGrid", val=0))
    properties.append(element("spacing", before=0, after=0, line=20, lineRule="exact"))


def _line(
    word: Word,
    text: str,
    kind: style.Type,
    *,
    align: Align = Align.JUSTIFY,
    indent: int = 0,
    margins: tuple[int, int] = (0, 0),
    named: str = "Normal",
    keep: bool = False,
) -> WordParagraph:
    """A new paragraph of one kind of type, shaped as ``docx_file.shape`` says, in the style ``named``."""
    paragraph = word.add_paragraph(style=named)
    properties = paragraph._p.get_or_add_pPr()
    docx_file.shape(properties, kind, align, indent=indent, margins=margins, keep=keep)
    if text:
        _say(paragraph, text, kind)
    return paragraph


def _say(paragraph: WordParagraph, text: str, kind: style.Type) -> None:
    """Add a run of ``text``; a line feed becomes a line break."""
    run = paragraph.add_run(shown(text))
    docx_file.dress(run._r.get_or_add_rPr(), kind)
