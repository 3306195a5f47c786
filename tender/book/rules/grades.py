"""Grades (评审等次): fixed points, bands in which a judge picks, checklists with a grade, items with defects."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations, count, pairwise
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from scoring.exact import plain
from scoring.factors import deducted, loss
from scoring.grades import checklist_and_grade, in_steps
from tender.book.kinds import Points, Positive, Text
from tender.book.rules.base import over_full, short_of_full
from tender.book.rules.counts import Row, uncounted
from tender.book.rules.judged import JudgedRule
from tender.book.rules.panel import Band, MarkItem
from tender.book.rules.shape import Context, Flaw
from tender.book.rules.span import Covers, Worth


class Grade(Worth):
    """One grade with fixed points (等次); ``reason`` demands that a judge who gives it writes why."""

    word: Text
    says: Text | None = None
    reason: bool = False

    def line(self, full: Fraction) -> str:
        """The clause printed in the book."""
        return f"“{self.word}”{self.words(full)}{f'：{self.says}' if self.says else ''}"


def _grade_item(grades: tuple[Grade, ...], full: Fraction, part: str = "", name: str = "") -> MarkItem:
    return MarkItem(
        scale=max(g.of(full) for g in grades),
        rubric=(*(g.line(full) for g in grades), *_reasons(grades)),
        part=part,
        name=name,
        choices={f"{g.word}（{plain(g.of(full))}分）": g.of(full) for g in grades},
        reasons=frozenset(g.of(full) for g in grades if g.reason),
    )


def _reasons(grades: tuple[Grade, ...]) -> tuple[str, ...]:
    words = "、".join(f"“{g.word}”" for g in grades if g.reason)
    return (f"评为{words}的，应写明理由。",) if words else ()


def _twins(grades: tuple[Grade, ...], full: Fraction) -> Iterator[Flaw]:
    words, worths = [g.word for g in grades], [g.of(full) for g in grades]
    if len(set(words)) < len(words) or len(set(worths)) < len(worths):
        yield Flaw("grades", "两个等次同名或同分", "各等次的名称和分值各不相同")


class Grades(JudgedRule):
    """Each judge gives one grade, each grade has its points (优40分，良20分)."""

    kind: Literal["grades"]
    grades: tuple[Grade, ...] = Field(min_length=2)

    def asked(self, c: Context) -> tuple[MarkItem, ...]:
        """One grade."""
        return (_grade_item(self.grades, c.full),)

    def clause(self, c: Context) -> str:
        """How one judge marks."""
        return "\n".join(["评定等次：", *(g.line(c.full) for g in self.grades), *_reasons(self.grades)])

    def wrong(self, c: Context) -> Iterator[Flaw]:
        """Grades that cannot be told apart, or worth more or less than the factor."""
        yield from _twins(self.grades, c.full)
        best = max(g.of(c.full) for g in self.grades)
        yield from over_full(best, c, "grades")
        yield from short_of_full(best, c, "grades")


class GradeBand(Covers):
    """One grade with an interval of points in which the judge picks (分档)."""

    word: Text
    says: Text | None = None

    @property
    def between(self) -> str:
        """The interval as people write it: 7至10分; an open end is named."""
        low, high = self.span.low, self.span.high
        if low is None or high is None or (self.span.low_open and self.span.high_open):
            return self.covers("分")
        without = f"（不含{plain(low if self.span.low_open else high)}分）"
        either = self.span.low_open or self.span.high_open
        return f"{plain(low)}至{plain(high)}分{without if either else ''}"

    def line(self) -> str:
        """The clause printed in the book."""
        return f"“{self.word}”{self.between}{f'：{self.says}' if self.says else ''}"


class Bands(JudgedRule):
    """Grades with intervals; the judge picks a mark inside one, in steps where given (优7至10分，档内自定).

    A mark in no interval is refused, or with ``outside`` = ``reason`` must be explained.
    """

    kind: Literal["bands"]
    bands: tuple[GradeBand, ...] = Field(min_length=2)
    step: Positive | None = None
    outside: Literal["refuse", "reason"] = "refuse"

    def asked(self, c: Context) -> tuple[MarkItem, ...]:
        """One mark inside a band."""
        return (
            MarkItem(
                scale=c.full,
                rubric=(*(band.line() for band in self.bands), self._rest()),
                bands=tuple(Band(band.word, band.span, band.between) for band in self.bands),
                step=self.step,
                outside=self.outside == "reason",
            ),
        )

    def clause(self, c: Context) -> str:
        """How one judge marks."""
        return "\n".join(["先定档次，再在档内评分：", *(band.line() for band in self.bands), self._rest()])

    def _rest(self) -> str:
        steps = f"评分从该档起点起以{plain(self.step)}分为一档。" if self.step else ""
        beyond = "不得评出各档以外的分值。" if self.outside == "refuse" else "评出各档以外分值的应写明理由。"
        return f"{steps}{beyond}"

    def wrong(self, c: Context) -> Iterator[Flaw]:
        """Intervals that overlap, leave gaps that nobody meant, or pass the factor."""
        for one, other in combinations(self.bands, 2):
            if one.span.meets(other.span):
                yield Flaw("bands", f"“{one.word}”与“{other.word}”两档重叠", "各档互不重叠，端点只属于一档")
        ordered = sorted(self.bands, key=lambda band: band.span.low or Fraction(0))
        for under, over in pairwise(ordered):
            touch = under.span.high == over.span.low and not (under.span.high_open and over.span.low_open)
            if self.step is None and not touch:
                told = f"“{under.word}”与“{over.word}”之间有空隙，落在其中的评分会被退回"
                yield Flaw("bands", told, "首尾相接的两档，或用 step 写明只评哪些分值", serious=False)
            elif self.step and not touch and _between(under, over) > max(self.step, Fraction(1)):
                told = f"“{under.word}”与“{over.word}”之间有按步长可以评出、却不属于任何一档的分值"
                yield Flaw(
                    "bands", told, "相邻两档首尾相接，或只差一个步长", serious=False, mend="调整各档端点"
                )
        tops = [band.span.high for band in self.bands]
        if None in tops or any(top is not None and top > c.full for top in tops):
            yield Flaw("bands", "有一档没有上限，或上限超过满分", f"每档写明上限，不超过{plain(c.full)}分")
        elif all(top is not None and top < c.full for top in tops):
            yield Flaw("bands", "最高一档到不了满分", f"最高一档含{plain(c.full)}分", serious=False)
        for band in self.bands if self.step else ():
            low, top = band.span.low or Fraction(0), band.span.high
            if self.step and top is not None and not in_steps(top, low, self.step):
                yield Flaw("step", f"“{band.word}”一档从起点按步长到不了终点", "步长能走完每一档", False)


def _between(under: GradeBand, over: GradeBand) -> Fraction:
    """How far the lower band's end lies from the upper one's start."""
    return (over.span.low or Fraction(0)) - (under.span.high or Fraction(0))


class ChecklistGrade(JudgedRule):
    """Points for how many items of a checklist are there, plus a grade, at most the factor (内容分加档次分)."""

    kind: Literal["checklist_grade"]
    checklist: tuple[Text, ...] = Field(min_length=1)
    rows: tuple[Row, ...] = Field(min_length=1)
    grades: tuple[Grade, ...] = Field(min_length=2)

    def asked(self, c: Context) -> tuple[MarkItem, ...]:
        """The number of items found, then the grade."""
        listed = (f"下列内容具备几项：{'；'.join(self.checklist)}", self._counts(c))
        found = MarkItem(
            Fraction(len(self.checklist)), listed, part="found", name="内容项数", step=Fraction(1)
        )
        return found, _grade_item(self.grades, c.full, "grade", "档次")

    def one(self, marks: Mapping[str, Fraction], c: Context) -> Fraction:
        """Items found and grade together."""
        table = {row.count: row.of(c.full) for row in self.rows}
        return checklist_and_grade(int(marks["found"]), table, marks["grade"], c.full)

    def _counts(self, c: Context) -> str:
        last = max(row.count for row in self.rows)
        more = "及以上" if last < len(self.checklist) else ""
        told = (f"具备{r.count}项{more if r.count == last else ''}{r.words(c.full)}" for r in self.rows)
        return f"{'，'.join(told)}，其他不得分"

    def clause(self, c: Context) -> str:
        """How one judge marks."""
        listed = f"（1）内容：{'；'.join(self.checklist)}。{self._counts(c)}。"
        graded = ["（2）档次：", *(g.line(c.full) for g in self.grades), *_reasons(self.grades)]
        return "\n".join([listed, *graded, f"两部分相加，最高{plain(c.full)}分。"])

    def wrong(self, c: Context) -> Iterator[Flaw]:
        """Counts beyond the list, grades alike, parts that cannot reach the factor together."""
        counts = [row.count for row in self.rows]
        if len(set(counts)) < len(counts) or max(counts) > len(self.checklist):
            yield Flaw("rows", "项数重复或多于所列内容", f"1至{len(self.checklist)}项，各写一次")
        yield from _twins(self.grades, c.full)
        yield from uncounted(self.rows, c.full)
        listed, worst = max(row.of(c.full) for row in self.rows), min(g.of(c.full) for g in self.grades)
        if listed + worst >= c.full:
            told = "内容齐全时，评为最低档次也得满分，档次不起作用"
            yield Flaw(
                "grades", told, "内容分加最低档次分少于满分", serious=False, mend="下调内容分或最低档次分"
            )
        best = listed + max(g.of(c.full) for g in self.grades)
        yield from short_of_full(best, c, "grades")


class ItemDefects(JudgedRule):
    """Full points less so many for a missing item and for each defect, item by item (缺项扣分，缺陷扣分).

    What the defects of one item cost is at most ``most_per_item``, a missing item's loss unless given.
    """

    kind: Literal["item_defects"]
    items: tuple[Text, ...] = Field(min_length=1)
    missing: Positive
    defect: Positive | None = None
    most_per_item: Positive | None = None
    floor: Points = Fraction(0)

    @model_validator(mode="after")
    def _items_differ(self) -> Self:
        if len(set(self.items)) < len(self.items):
            raise PydanticCustomError("items_twice", "各项名称不得重复")
        return self

    @property
    def _most(self) -> Fraction:
        return self.most_per_item or self.missing

    def asked(self, c: Context) -> tuple[MarkItem, ...]:
        """For each item what it loses, in words."""
        return tuple(
            MarkItem(
                scale=max(self._choices().values()),
                rubric=(item, self._losses()),
                part=f"i{n}",
                name=item,
                choices=self._choices(),
            )
            for n, item in enumerate(self.items, 1)
        )

    def _choices(self) -> dict[str, Fraction]:
        if self.defect is None:
            return {"满足": Fraction(0), f"缺项或不满足（扣{plain(self.missing)}分）": self.missing}
        told = {"无缺陷": Fraction(0)}
        for n in count(1):
            lost = loss(n, self.defect, self._most)
            more = "及以上" if lost == self._most else ""
            told[f"缺陷{n}处{more}（扣{plain(lost)}分）"] = lost
            if more:
                break
        return told | {f"缺项（扣{plain(self.missing)}分）": self.missing}

    def _losses(self) -> str:
        if self.defect is None:
            return f"缺一项或一项不满足扣{plain(self.missing)}分"
        most = f"每项最多扣{plain(self._most)}分"
        return f"缺一项扣{plain(self.missing)}分；每处缺陷扣{plain(self.defect)}分，{most}"

    def one(self, marks: Mapping[str, Fraction], c: Context) -> Fraction:
        """Full points less what the items lose."""
        return deducted(c.full, list(marks.values()), self.floor)

    def clause(self, c: Context) -> str:
        """How one judge marks."""
        return (
            f"下列{len(self.items)}项齐备且没有缺陷的得{plain(c.full)}分：{'；'.join(self.items)}。"
            f"{self._losses()}；最低{plain(self.floor)}分。"
        )

    def wrong(self, c: Context) -> Iterator[Flaw]:
        """Defects that cost more than the item, or that cost nothing."""
        if self.most_per_item is not None and self.defect is None:
            yield Flaw("most_per_item", "没有写每处缺陷扣几分", "写明 defect，或删除 most_per_item")
        if self._most > self.missing:
            yield Flaw("most_per_item", "一项的缺陷比缺项扣得更多", f"不超过{plain(self.missing)}分")
        if self.floor >= c.full:
            yield Flaw("floor", f"最低{plain(self.floor)}分，全部缺项也得满分", f"低于{plain(c.full)}分")
        if self.missing * len(self.items) < c.full:
            told = f"全部缺项也只扣{plain(self.missing * len(self.items))}分"
            yield Flaw("missing", told, f"全部缺项时扣完{plain(c.full)}分", serious=False)
