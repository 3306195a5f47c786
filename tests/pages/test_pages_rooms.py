"""The picture of who runs which room: in proportion, complete, and readable without color."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.district import district
from tender import paths
from tender.book import parse_book
from tender.ui.room_map import room_map
from tender.ui.treemap import tiles

SAMPLE = paths.samples() / "teda-haiqing"


@given(st.lists(st.integers(5, 500), min_size=1, max_size=14), st.integers(60, 1000), st.integers(60, 400))
def test_tiles_fill_the_block_in_proportion_and_never_overlap(areas, width, height):
    laid = tiles([float(area) for area in areas], float(width), float(height))
    scale = width * height / sum(areas)
    for tile, area in zip(laid, areas, strict=True):
        assert tile.width * tile.height == pytest.approx(area * scale, rel=1e-6)
        assert tile.left >= -1e-6
        assert tile.top >= -1e-6
        assert tile.left + tile.width <= width + 1e-6
        assert tile.top + tile.height <= height + 1e-6
    for i, one in enumerate(laid):
        for two in laid[i + 1 :]:
            across = min(one.left + one.width, two.left + two.width) - max(one.left, two.left)
            down = min(one.top + one.height, two.top + two.height) - max(one.top, two.top)
            assert across < 1e-6 or down < 1e-6


def test_no_rooms_are_no_tiles():
    assert tiles([], 100, 100) == []


@pytest.fixture(scope="module")
def book():
    return parse_book((SAMPLE / "project.toml").read_text(encoding="utf-8")).book


def test_every_room_says_in_words_whose_it_is(book):
    shown = str(room_map(book, {"L1": "甲", "L2H": "乙"}))
    titles = re.findall(r'title="([^"]*平方米[^"]*)"', shown)
    assert len(titles) == sum(len(center.spaces) for center in book.centers)
    whole = book.lot_by_id["L1"]
    assert sum(title.endswith("标段L1　甲") for title in titles) == len(whole.spaces)
    assert any(title.endswith("标段L2X　空缺") for title in titles)
    assert any(title.endswith("　保留") for title in titles)


def test_operators_have_numbers_and_patterns_and_not_color_alone(book):
    names = {lot.id: f"机构{i}" for i, lot in enumerate(district().book.lots)}
    shown = str(room_map(district().book, names))
    keys = re.findall(r'<span><i style="background:([^"]*)"><b>(\d+)</b></i>(机构\d+)</span>', shown)
    assert len({number for _, number, _ in keys}) == len(keys) == len(set(names.values()))
    assert len({paint for paint, _, _ in keys[:42]}) == 42


def test_what_changed_is_marked_with_a_word(book):
    shown = str(room_map(book, {"L2H": "乙", "L2X": "丙"}, {"L2H": "乙", "L2X": "丁"}, only=["C2"]))
    assert shown.count("<figure") == 1
    assert shown.count("<u>变</u>") == len(book.lot_by_id["L2X"].spaces)
    assert "<u>变</u>" not in str(room_map(book, {"L2H": "乙"}))


def test_a_strangers_name_is_text_and_no_markup(book):
    assert "<script>" not in str(room_map(book, {"L1": "<script>alert(1)</script>"}))
