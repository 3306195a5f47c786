"""House style (版式): the official page of GB/T 9704—2012, shared by every writer.

Source:
    GB/T 9704—2012《党政机关公文格式》5.2 (page, margins, 22 lines of 28 characters),
    7.3 (type of the title, the headings and the text), 7.5 (page number)

Lengths are whole numbers: sizes of type in half points, lines and indents in twentieths of a
point, the page in millimeters. Nothing is embedded: the official's office suite has the fonts,
and a screen without them takes the next of ``fallbacks``.
"""

from dataclasses import dataclass

TWIPS_PER_POINT = 20


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface by the name that office suites know, and what a screen takes in its place."""

    name: str
    fallbacks: tuple[str, ...]


XIAOBIAOSONG = Face("方正小标宋简体", ("FZXiaoBiaoSong-B05S", "STZhongsong", "Noto Serif CJK SC", "SimSun"))
HEITI = Face("黑体", ("SimHei", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC"))
KAITI = Face("楷体_GB2312", ("KaiTi", "STKaiti", "LXGW WenKai", "Noto Serif CJK SC"))
FANGSONG = Face("仿宋_GB2312", ("FangSong", "STFangsong", "Noto Serif CJK SC", "SimSun"))
SONGTI = Face("宋体", ("SimSun", "Songti SC", "Noto Serif CJK SC"))
LATIN = "Times New Roman"


@dataclass(frozen=True, slots=True)
class Type:
    """How one kind of text is set: size in half points, line in twips, color as six hex digits."""

    face: Face
    size: int
    line: int
    bold: bool = False
    color: str = "000000"
    spacing: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet with its margins, all in millimeters."""

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int

    @property
    def text_width(self) -> int:
        """Width of the type area (版心) in twips."""
        return twips(self.width - self.left - self.right)


def twips(millimeters: int) -> int:
    """Millimeters as the nearest whole number of twips."""
    return (millimeters * 14400 + 127) // 254


A4 = Page(width=210, height=297, top=37, bottom=35, left=28, right=26)

LINE = 578  # 28.9 pt: 22 lines fill 225 mm
SIZE_2 = 44  # 二号
SIZE_3 = 32  # 三号
SIZE_4 = 28  # 四号
SIZE_5 = 21  # 五号

# 28 characters of 16 pt are 448 pt, the type area is 442.2 pt wide: each gives up a quarter point.
TIGHT = -5

TITLE = Type(XIAOBIAOSONG, SIZE_2, line=720)
SUBTITLE = Type(KAITI, SIZE_3, LINE)
BODY = Type(FANGSONG, SIZE_3, LINE, spacing=TIGHT)
STRONG = Type(FANGSONG, SIZE_3, LINE, bold=True, spacing=TIGHT)
HEADINGS = (
    Type(HEITI, SIZE_3, LINE, spacing=TIGHT),
    Type(KAITI, SIZE_3, LINE, spacing=TIGHT),
    STRONG,
    BODY,
)
ARTICLE = Type(FANGSONG, SIZE_5, LINE, color="5F6B7A")
CAPTION = Type(HEITI, SIZE_4, LINE)
CELL = Type(SONGTI, SIZE_5, line=330)
CELL_STRONG = Type(HEITI, SIZE_5, line=330)
NOTE = Type(SONGTI, SIZE_5, line=360)
AFTER_TABLE = Type(SONGTI, SIZE_5, line=160)
PAGE_NUMBER = Type(SONGTI, SIZE_4, line=320)

INDENT = 2  # characters before the first line of a paragraph
FOOTER_FROM_EDGE = 25  # mm: the dashes then stand 7 mm under the type area
