"""Who runs which room (由谁运营): centers as blocks, rooms as tiles in proportion to their area.

An operator is a color, a pattern and a number: never color alone. What is written in a tile
follows its size; everything stands in its tooltip and in the key.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.exact import plain
from tender.book import Book, Lot
from tender.book.places import Center, Space
from tender.ui.markup import COLORS, Markup
from tender.ui.treemap import Tile, tiles

Holders = Mapping[str, str]
"""Who has each lot, by name; a lot that nobody has is missing."""

_SIZES = ((1, 1000, 380), (2, 500, 340), (4, 325, 300), (12, 240, 220), (10**6, 172, 150))
"""Up to so many centers: how wide a block is, and how high that of the largest center, in pixels."""
_LOWEST = 64  # pixels: what a small center needs to be read
_SOLID = "linear-gradient({0},{0})"
_PATTERNS = (
    _SOLID,
    "repeating-linear-gradient(45deg,{0} 0 7px,{1} 7px 10px)",
    "repeating-linear-gradient(-45deg,{0} 0 7px,{1} 7px 10px)",
    "repeating-linear-gradient(90deg,{0} 0 7px,{1} 7px 10px)",
    "repeating-linear-gradient(0deg,{0} 0 7px,{1} 7px 10px)",
    "radial-gradient({1} 1.6px,transparent 2px) 0 0/9px 9px,linear-gradient({0},{0})",
)
_LIGHTER = {
    "#0072B2": "#3A93C6",
    "#E69F00": "#F2C362",
    "#009E73": "#3DB795",
    "#CC79A7": "#E0A9C8",
    "#56B4E9": "#9AD2F2",
    "#D55E00": "#E4874A",
    "#B8A800": "#D3C84E",
}


@dataclass(frozen=True, slots=True)
class Room:
    """One room: whose it is, and whether that differs from what it is compared with."""

    space: Space
    lots: tuple[Lot, ...]
    holders: tuple[str, ...]
    given: bool
    changed: bool = False

    @property
    def word(self) -> str:
        """What stands for an operator where there is none."""
        if self.space.reserved:
            return "保留"
        if self.given:
            return "公益合作"
        return "空缺" if self.lots else "不在本次范围"


def room_map(book: Book, now: Holders, before: Holders | None = None, only: Sequence[str] = ()) -> Markup:
    """All centers, or ``only`` some by id, under a key; rooms that changed since ``before`` are marked."""
    centers = [c for c in book.centers if not only or c.id in only]
    everyone = [now.get(lot.id) for lot in book.lots] + [before.get(lot.id) for lot in book.lots if before]
    number = {name: i for i, name in enumerate(dict.fromkeys(name for name in everyone if name), 1)}
    rooms = {center.id: _rooms(book, center, now, before) for center in centers}
    shown = {name for found in rooms.values() for room in found for name in room.holders}
    width, high = next((width, high) for most, width, high in _SIZES if len(centers) <= most)
    largest = max((_area(center) for center in centers), default=1.0)
    blocks = Markup("").join(
        _block(center, rooms[center.id], number, width, max(_LOWEST, high * _area(center) / largest))
        for center in centers
    )
    key = Markup("").join(
        Markup('<span><i style="{}"><b>{}</b></i>{}</span>').format(_paint(n), n, name)
        for name, n in number.items()
        if name in shown
    )
    empty = Markup(
        '<span><i class="open">　</i>空缺</span><span><i class="kept">　</i>保留、公益合作或不在本次范围</span>'
    )
    mark = Markup('<span><i class="moved">变</i>与原方案不同</span>') if before is not None else Markup("")
    return Markup('<div class="hb-map-key">{}{}{}</div><div class="hb-map">{}</div>').format(
        key, empty, mark, blocks
    )


def _rooms(book: Book, center: Center, now: Holders, before: Holders | None) -> list[Room]:
    own = [lot for lot in book.lots if lot.center == center.id]
    found = []
    for space in center.spaces:
        lots = tuple(lot for lot in own if space.id in lot.spaces)
        holders = _who(lots, now)
        given = any(gift.space == space.id for gift in book.gifts)
        changed = before is not None and holders != _who(lots, before)
        found.append(Room(space, lots, holders, given, changed))
    return found


def _who(lots: Sequence[Lot], holders: Holders) -> tuple[str, ...]:
    return tuple(dict.fromkeys(holders[lot.id] for lot in lots if lot.id in holders))


def _area(center: Center) -> float:
    return float(sum(space.area_m2 for space in center.spaces))


def _block(
    center: Center, rooms: Sequence[Room], number: Mapping[str, int], width: int, height: float
) -> Markup:
    """One center; the block's height is in proportion to the area of its rooms."""
    laid = tiles([float(room.space.area_m2) for room in rooms], width, height)
    inside = Markup("").join(
        _tile(room, tile, number, width, height) for room, tile in zip(rooms, laid, strict=True)
    )
    return Markup(
        '<figure style="flex-basis:{}px;max-width:{}px"><figcaption title="{}">{}</figcaption>'
        '<div style="height:{:.0f}px">{}</div></figure>'
    ).format(width, width, center.name, center.name.removesuffix("党群服务中心"), height, inside)


def _tile(room: Room, tile: Tile, number: Mapping[str, int], width: int, height: float) -> Markup:
    who = "、".join(room.holders) or room.word
    lots = "、".join(f"标段{lot.id}" for lot in room.lots)
    title = "　".join(filter(None, (room.space.name, f"{plain(room.space.area_m2)}平方米", lots, who)))
    signs = "、".join(str(number[name]) for name in room.holders)
    kind = "" if room.holders else "open" if room.lots and not room.space.reserved else "kept"
    kind += " moved" if room.changed else ""
    paint = _paint(number[room.holders[0]]) if room.holders else ""
    place = (
        f"left:{tile.left / width:.4%};top:{tile.top / height:.4%};"
        f"width:{tile.width / width:.4%};height:{tile.height / height:.4%};"
    )
    mark = Markup("<u>变</u>") if room.changed else Markup("")
    return Markup('<div class="{}" style="{}{}" title="{}">{}<b>{}</b>{}</div>').format(
        kind.strip(), place, paint, title, mark, signs or room.word, _said(room, tile, who)
    )


def _said(room: Room, tile: Tile, who: str) -> Markup:
    """The room's name, and the operator's where there is room for both."""
    lines, chars = int((tile.height - 6) / 17), int((tile.width - 6) / 13)
    needed = -(-len(room.space.name) // max(chars, 1))
    if chars < 3 or lines < 1 + needed:
        return Markup("")
    name = Markup("<span>{}</span>").format(room.space.name)
    if room.holders and lines >= 2 + needed + -(-len(who) // max(chars, 1)):
        name += Markup("<em>{}</em>").format(who)
    return name


def _paint(number: int) -> str:
    """An operator's color and pattern."""
    color = COLORS[(number - 1) % len(COLORS)]
    pattern = _PATTERNS[(number - 1) // len(COLORS) % len(_PATTERNS)].format(color, _LIGHTER[color])
    return f"background:{pattern}"
