"""The .docx file itself (文件外壳): an empty official page, and the same bytes every time.

python-docx starts from a template that carries another vendor's name, a picture, fonts by
theme and hundreds of styles. All that is taken out here, so a file tells nothing about the
machine that wrote it, and what is left is named in ``style``.
"""

import io
import zipfile
from datetime import UTC, datetime

import docx
from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.package import OpcPackage
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from tender.documents import style
from tender.documents.blocks import Align

JUSTIFIED = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right", Align.JUSTIFY: "both"}
MAKER = "衡标"
DAWN = datetime(1980, 1, 1, tzinfo=UTC)  # the first date that a zip file can hold
_KEPT_STYLES = frozenset(
    ["Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Footer", "Title"]
    + [f"Heading{level}" for level in (1, 2, 3, 4)]
)
_NEEDED = frozenset(
    getattr(RELATIONSHIP_TYPE, name)
    for name in (
        "OFFICE_DOCUMENT",
        "CORE_PROPERTIES",
        "EXTENDED_PROPERTIES",
        "STYLES",
        "SETTINGS",
        "THEME",
        "FOOTER",
    )
)
# What stays of the settings, each with what is set to our own: Chinese punctuation is squeezed.
_SETTINGS: dict[str, dict[str, str]] = {
    "defaultTabStop": {"val": "420"},
    "characterSpacingControl": {"val": "compressPunctuation"},
    "compat": {},
    "themeFontLang": {"eastAsia": "zh-CN"},
    "decimalSymbol": {},
    "listSeparator": {},
}


def new(title: str) -> Word:
    """An empty official page: paper, margins, line grid, styles, page number, properties."""
    word = docx.Document()
    _drop_foreign_parts(word)
    _set_styles(word)
    _set_page(word)
    _set_properties(word, title)
    return word


def save(word: Word) -> bytes:
    """The file; equal documents give equal bytes on every machine.

    The parts are stored, not deflated: two releases of the compressor need not agree on a byte,
    and the SHA-256 of a published book must be found again by anyone.
    """
    raw, steady = io.BytesIO(), io.BytesIO()
    word.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(steady, "w", zipfile.ZIP_STORED) as new_file:
        for name in sorted(old.namelist()):
            entry = zipfile.ZipInfo(name, DAWN.timetuple()[:6])
            entry.create_system = 0  # else the operating system of the writer shows
            new_file.writestr(entry, old.read(name))
    return steady.getvalue()


def element(tag: str, /, **attributes: str | int) -> BaseOxmlElement:
    """A WordprocessingML element: ``element("spacing", line=578)``; every name is in ``w:``."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def dress(properties: BaseOxmlElement, kind: style.Type) -> None:
    """Fill ``w:rPr`` with the type of ``kind``, leaving nothing to a theme.

    The hint lets quotation marks and dashes, which Latin fonts hold too, be Chinese ones.
    """
    for child in list(properties):
        properties.remove(child)
    latin = style.LATIN
    properties.append(
        element("rFonts", ascii=latin, hAnsi=latin, eastAsia=kind.face.name, cs=latin, hint="eastAsia")
    )
    if kind.bold:
        properties.append(element("b"))
    properties.append(element("color", val=kind.color))
    properties.append(element("spacing", val=kind.spacing))
    properties.append(element("sz", val=kind.size))
    properties.append(element("szCs", val=kind.size))
    properties.append(element("lang", val="en-US", eastAsia="zh-CN"))


def shape(
    properties: BaseOxmlElement,
    kind: style.Type,
    align: Align,
    *,
    indent: int = 0,
    margins: tuple[int, int] = (0, 0),
    keep: bool = False,
) -> None:
    """Add to ``w:pPr``, in the order of its schema, how a paragraph of ``kind`` stands.

    ``indent`` of the first line and ``margins`` left and right are in characters; with ``keep``
    the paragraph stays on one page with what follows.
    """
    if keep:
        properties.append(element("keepNext"))
        properties.append(element("keepLines"))
    properties.append(element("widowControl"))
    if kind.line != style.LINE:
        properties.append(element("snapToGrid", val=0))  # else it is set on whole lines of the grid
    properties.append(element("spacing", before=0, after=0, line=kind.line, lineRule="exact"))
    # Characters for programs that count them, twips for those that do not.
    wide = kind.size * style.TWIPS_PER_POINT // 2 + kind.spacing
    measures = {"firstLine": indent, "left": margins[0], "right": margins[1]}
    ends = {name: count for name, count in measures.items() if count}
    if ends:
        exact = {name: count * wide for name, count in ends.items()}
        counted = {f"{name}Chars": count * 100 for name, count in ends.items()}
        properties.append(element("ind", **counted, **exact))
    properties.append(element("jc", val=JUSTIFIED[align]))


def page_number(paragraph: BaseOxmlElement) -> None:
    """Put the page number — 1 — into ``paragraph`` as a field that the reader's program counts."""
    parts: tuple[tuple[str, str], ...] = (
        ("t", "— "),
        ("fldChar", "begin"),
        ("instrText", " PAGE "),
        ("fldChar", "separate"),
        ("t", "1"),
        ("fldChar", "end"),
        ("t", " —"),
    )
    for tag, content in parts:
        run, properties = element("r"), element("rPr")
        dress(properties, style.PAGE_NUMBER)
        run.append(properties)
        part = element(tag, fldCharType=content) if tag == "fldChar" else element(tag)
        if tag != "fldChar":
            part.text = content
            part.set(qn("xml:space"), "preserve")
        run.append(part)
        paragraph.append(run)


def _drop_foreign_parts(word: Word) -> None:
    """Cut off the template's picture, forms, numbering and effects: what nothing refers to is not saved."""
    package: OpcPackage = word.part.package
    for relations in (package.rels, word.part.rels):
        for key in [key for key, relation in relations.items() if relation.reltype not in _NEEDED]:
            del relations[key]


def _set_styles(word: Word) -> None:
    """Keep the styles that are used, each with its own fonts, and no spacing that nobody asked for."""
    styles = word.styles.element
    for child in list(styles):
        if child.tag == qn("w:latentStyles"):
            styles.remove(child)
        if child.tag == qn("w:style") and child.get(qn("w:styleId")) not in _KEPT_STYLES:
            styles.remove(child)
    for properties in styles.iter(qn("w:rPr")):
        dress(properties, style.BODY)
    for tag in ("w:pPr", "w:link", "w:next", "w:rsid"):
        for child in list(styles.iter(qn(tag))):
            child.getparent().remove(child)
    for level, kind in enumerate(style.HEADINGS, start=1):
        heading = word.styles[f"Heading {level}"]
        dress(heading.element.get_or_add_rPr(), kind)
        heading.element.get_or_add_pPr().append(element("outlineLvl", val=level - 1))
    dress(word.styles["Title"].element.get_or_add_rPr(), style.TITLE)


def _set_page(word: Word) -> None:
    """A4 with the margins of the standard, a grid of lines, the page number in the footer."""
    section, sheet = word.sections[0], style.A4
    for name in list(section._sectPr.attrib):
        del section._sectPr.attrib[name]  # revision marks of the template
    section.page_width, section.page_height = Mm(sheet.width), Mm(sheet.height)
    section.top_margin, section.bottom_margin = Mm(sheet.top), Mm(sheet.bottom)
    section.left_margin, section.right_margin = Mm(sheet.left), Mm(sheet.right)
    section.header_distance = section.footer_distance = Mm(style.FOOTER_FROM_EDGE)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    # Only lines: a grid of characters as well tears lines apart in some programs.
    section._sectPr.append(element("docGrid", type="lines", linePitch=style.LINE))
    footer = section.footer.paragraphs[0]
    properties = footer._p.get_or_add_pPr()
    shape(properties, style.PAGE_NUMBER, Align.CENTER)
    page_number(footer._p)


def _set_properties(word: Word, title: str) -> None:
    """The properties of the file: its title and its maker, and no person, machine or hour."""
    core = word.core_properties
    core.title = title[:255]  # the most that the property may hold
    core.author = core.last_modified_by = MAKER
    core.created = core.modified = DAWN
    core.comments = core.keywords = core.subject = core.category = ""
    core.language, core.revision = "zh-CN", 1
    _set_settings(word.settings.element)
    for relation in word.part.package.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.EXTENDED_PROPERTIES:
            _set_maker(relation.target_part)


def _set_settings(settings: BaseOxmlElement) -> None:
    """Keep the settings named above; the present layout engine, else the window says 兼容模式."""
    for child in list(settings):
        name = child.tag.partition("}")[2]
        if name not in _SETTINGS:
            settings.remove(child)
        for attribute, value in _SETTINGS.get(name, {}).items():
            child.set(qn(f"w:{attribute}"), value)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _set_maker(part: Part) -> None:
    """Say in the extended properties which program made the file, and nothing else."""
    properties = parse_xml(part.blob)
    for child in list(properties):
        properties.remove(child)
        if child.tag.endswith("}Application"):
            child.text = MAKER
            properties.append(child)
    part._blob = serialize_part_xml(properties)
