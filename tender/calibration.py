"""A calibration round (评分标准校准): the panel marks anchor answers before it marks bids.

``calibration.toml`` beside the project holds the anchors, the marks agreed beforehand, and
what each judge gave. Nothing of it touches a bid: it shows whether all mean the same by a mark.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from scoring.exact import half_up, plain
from scoring.panel_lab import Calibration, calibrate
from tender.book import Book
from tender.book.kinds import Key, Noun, Points, Positive, Text
from tender.book.shape import shape_findings
from tender.book.toml_text import TomlError, load_toml
from tender.findings import Finding, error

FILE = "calibration.toml"


class Anchor(Noun):
    """One anchor answer (标杆答卷): its name, the scale it is marked on, and the mark agreed for it."""

    id: Key
    name: Text
    scale: Positive
    agreed: Points


class Given(Noun):
    """What one judge gave: anchor → mark."""

    judge: Key
    marks: Mapping[str, Points]


class Round(Noun):
    """One calibration round."""

    format: Literal["hengbiao/calibration/1"]
    anchor: tuple[Anchor, ...] = Field(min_length=1)
    given: tuple[Given, ...] = Field(min_length=1)


def read_calibration(project: Path) -> tuple[Round | None, tuple[Finding, ...]]:
    """The round in folder ``project``; None with every mistake of shape, or where there is no file."""
    path = project / FILE
    try:
        data = load_toml(path.read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError, TomlError) as wrong:
        why = str(wrong) if isinstance(wrong, TomlError) else "没有这一文件，或不是 UTF-8 编码的文字"
        return None, (error("calibration.unreadable", FILE, why, "UTF-8 编码的 TOML 文件"),)
    try:
        return Round.model_validate(data), ()
    except ValidationError as wrong:
        return None, shape_findings(FILE, "calibration", wrong, data)


def calibrated(book: Book, held: Round) -> tuple[dict[str, Calibration], tuple[Finding, ...]]:
    """Every judge against the anchors, by judge; nothing while a mark is missing, unknown or off its scale."""
    found = tuple(_faults(book, held))
    if found:
        return {}, found
    scale = {a.id: a.scale for a in held.anchor}
    anchors = {a.id: a.agreed / a.scale for a in held.anchor}
    marks = {g.judge: {a: mark / scale[a] for a, mark in g.marks.items()} for g in held.given}
    return calibrate(anchors, marks), ()


def _faults(book: Book, held: Round) -> Iterator[Finding]:
    known, anchors = {j.id for j in book.judges}, {a.id: a for a in held.anchor}
    for name, ids in (("anchor", [a.id for a in held.anchor]), ("given", [g.judge for g in held.given])):
        for twice in sorted({i for i in ids if ids.count(i) > 1}):
            yield error("calibration.twice", f"{FILE} › {name} › {twice}", "写了不止一次", "每个编号一次")
    for anchor in held.anchor:
        if anchor.agreed > anchor.scale:
            where = f"{FILE} › anchor › {anchor.id}"
            what = f"商定分{plain(anchor.agreed)}高于满分"
            yield error("calibration.range", where, what, f"0至{plain(anchor.scale)}")
    for given in held.given:
        where = f"{FILE} › given › {given.judge}"
        if given.judge not in known:
            expected = f"评委编号：{'、'.join(sorted(known))}"
            yield error("calibration.unknown", where, "不是本项目的评委", expected)
        for absent in sorted(anchors.keys() - given.marks.keys()):
            yield error("calibration.missing", f"{where} › {absent}", "没有评分", "每份标杆答卷都有评分")
        for item, mark in given.marks.items():
            if item not in anchors:
                expected = "、".join(anchors)
                yield error("calibration.unknown", f"{where} › {item}", "没有这份标杆答卷", expected)
            elif mark > anchors[item].scale:
                what = f"现为{plain(mark)}"
                yield error(
                    "calibration.range", f"{where} › {item}", what, f"0至{plain(anchors[item].scale)}"
                )


def calibration_rows(
    book: Book, held: Round, found: Mapping[str, Calibration]
) -> Iterator[tuple[str, str, str, str]]:
    """A row for each judge: name, mean difference and mean distance in points of a hundred, the answer farthest off."""
    names, answers = {j.id: j.name for j in book.judges}, {a.id: a.name for a in held.anchor}
    for judge, one in found.items():
        lean = half_up(one.offset * 100, 1)
        sign = "＋" if lean > 0 else "－" if lean < 0 else ""
        exact = one.apart == 0
        yield (
            names[judge],
            f"{sign}{plain(abs(lean))}",
            plain(half_up(one.apart * 100, 1)),
            "" if exact else answers[one.worst],
        )
