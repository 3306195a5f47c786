"""The door of the allocation module: a parsed JSON form becomes a Problem, or all its mistakes.

Nothing is guessed and nothing is repaired: unknown keys, missing keys, wrong types, unknown
ids, repeated ids and numbers out of range are each a Mistake, and all are returned at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from scoring.allocation.problem import (
    FORMAT,
    LARGEST,
    MOST_PLACES,
    Group,
    Need,
    Objective,
    Offer,
    Problem,
    Resource,
)
from scoring.exact import ExactError, number

_ROOT = "$"
_WHOLE = f"0到{LARGEST}之间的整数"
_POINTS = "不带指数和千位符的十进制数文字，如“88.95”，或整数"
_WORDS = ("says", "article")
_LONGEST = 60  # characters of points: 19 digits before the point and 30 after it always fit


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to mend in a problem: JSON path, what is there, what was expected (Chinese)."""

    where: str
    what: str
    expected: str


class ProblemError(ValueError):
    """A JSON form that is not an allocation problem; ``mistakes`` lists everything wrong with it."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        """Keep the mistakes; the message names the first place."""
        super().__init__(
            f"{len(mistakes)} mistake(s) in the allocation problem, first at {mistakes[0].where}"
        )
        self.mistakes = mistakes


def read(form: object) -> Problem:
    """The problem of a parsed JSON form; raises ProblemError carrying every mistake at once."""
    reader = _Reader()
    problem = reader.problem(form)
    if reader.mistakes:
        raise ProblemError(tuple(reader.mistakes))
    return problem


class _Reader:
    """Reads on after a mistake, so that one pass finds them all."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []

    def wrong(self, where: str, what: str, expected: str) -> None:
        self.mistakes.append(Mistake(where, what, expected))

    # nouns

    def problem(self, form: object) -> Problem:
        keys = ("format", "offers", "resources", "needs", "groups", "objective")
        top = self.table(form, _ROOT, keys)
        if "format" in top and top["format"] != FORMAT:
            self.wrong("format", "格式名称不符", f"应为“{FORMAT}”")
        offers = self.items(top, "offers")
        resources = self.mapping(top.get("resources", {}), "resources")
        needs = self.items(top, "needs")
        groups = self.items(top, "groups")
        known_offers, known_needs = _ids(offers), _ids(needs)
        problem = Problem(
            offers=tuple(self.offer(o, f"offers[{i}]", resources, known_needs) for i, o in enumerate(offers)),
            resources={key: self.resource(key, value) for key, value in resources.items()},
            needs=tuple(self.need(n, f"needs[{i}]") for i, n in enumerate(needs)),
            groups=tuple(
                self.group(g, f"groups[{i}]", resources, known_offers) for i, g in enumerate(groups)
            ),
            objective=tuple(self.objectives(self.items(top, "objective"))),
        )
        self.one_figure(problem.resources)
        for name, entries in (("offers", offers), ("needs", needs), ("groups", groups)):
            self.once(_named(entries), lambda i, name=name: f"{name}[{i}].id", "编号")  # type: ignore[misc]
        return problem

    def offer(self, form: object, at: str, resources: Collection[str], needs: Collection[str]) -> Offer:
        keys = ("id", "operator", "lots", "points", "price_fen", "uses", "serves")
        entry = self.table(form, at, keys)
        lots = self.texts(entry, "lots", at)
        if isinstance(entry.get("lots"), list) and not entry["lots"]:
            self.wrong(f"{at}.lots", "没有列出任何标段", "至少一个标段")
        self.once(enumerate(lots), lambda i: f"{at}.lots[{i}]", "标段")
        return Offer(
            id=self.text(entry, "id", at),
            operator=self.text(entry, "operator", at),
            lots=lots,
            points=self.points(entry, at),
            price_fen=self.whole(entry, "price_fen", at),
            uses=self.amounts(entry, "uses", at, resources, "资源"),
            serves=self.amounts(entry, "serves", at, needs, "需求"),
        )

    def resource(self, key: str, form: object) -> Resource:
        at = f"resources.{key}"
        if not isinstance(key, str) or not key:
            self.wrong(at, "资源编号不是文字或为空", "不为空的文字")
        entry = self.table(form, at, ("supply",), (*_WORDS, "shared"))
        shared = self.text(entry, "shared", at)
        return Resource(key, self.whole(entry, "supply", at), *self.words(entry, at), shared)

    def one_figure(self, resources: Mapping[str, Resource]) -> None:
        """Note every resource whose supply is not that of those it shares its figure with."""
        first: dict[str, Resource] = {}
        for key, resource in resources.items():
            if resource.shared:
                same = first.setdefault(resource.shared, resource)
                if resource.supply != same.supply:
                    self.wrong(
                        f"resources.{key}.supply",
                        f"与“{same.id}”同用“{resource.shared}”一个数额，现为{resource.supply}",
                        f"{same.supply}",
                    )

    def need(self, form: object, at: str) -> Need:
        entry = self.table(form, at, ("id", "at_least", "firm"), _WORDS)
        firm = entry.get("firm", False)
        if not isinstance(firm, bool):
            self.wrong(f"{at}.firm", f"现为{_kind(firm)}", "真或假")
        return Need(
            self.text(entry, "id", at),
            self.whole(entry, "at_least", at),
            firm is True,
            *self.words(entry, at),
        )

    def group(self, form: object, at: str, resources: Collection[str], offers: Collection[str]) -> Group:
        entry = self.table(form, at, ("id", "members"), ("uses", "at_least", "counts", *_WORDS))
        members = self.texts(entry, "members", at)
        self.once(enumerate(members), lambda i: f"{at}.members[{i}]", "成员")
        for i, member in enumerate(members):
            if member and member not in offers:
                self.wrong(f"{at}.members[{i}]", f"没有编号为“{member}”的报价", "“offers”中已有的报价编号")
        counts = self.amounts(entry, "counts", at, offers, "报价") if "counts" in entry else None
        says, article = self.words(entry, at)
        return Group(
            id=self.text(entry, "id", at),
            members=members,
            uses=self.amounts(entry, "uses", at, resources, "资源"),
            at_least=self.whole(entry, "at_least", at),
            counts=counts,
            says=says,
            article=article,
        )

    def objectives(self, entries: list[object]) -> Iterator[Objective]:
        names = {objective.value: objective for objective in Objective}
        expected = "、".join(f"“{name}”" for name in names)
        for i, entry in enumerate(entries):
            if isinstance(entry, str) and entry in names:
                yield names[entry]
            else:
                shown = f"“{entry}”" if isinstance(entry, str) else _kind(entry)
                self.wrong(f"objective[{i}]", f"目标不能识别，现为{shown}", f"{expected}之一")
        good = [(i, entry) for i, entry in enumerate(entries) if isinstance(entry, str)]
        self.once(good, lambda i: f"objective[{i}]", "目标")

    # values

    def table(
        self, form: object, at: str, required: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> dict[str, object]:
        """The object at a path, its keys checked; empty when it is no object."""
        if not isinstance(form, dict):
            self.wrong(at, f"现为{_kind(form)}", "一个对象")
            return {}
        inside = "" if at == _ROOT else f"{at}."
        for key in form:
            if key not in required and key not in optional:
                self.wrong(
                    f"{inside}{key}", "不能识别的字段", f"只用这些字段：{'、'.join((*required, *optional))}"
                )
        for key in required:
            if key not in form:
                self.wrong(f"{inside}{key}", "缺少这个字段", "每个必填字段都要写明")
        return form

    def mapping(self, value: object, at: str) -> dict[str, object]:
        if isinstance(value, dict):
            return value
        self.wrong(at, f"现为{_kind(value)}", "一个对象")
        return {}

    def items(self, entry: dict[str, object], key: str, at: str = "") -> list[object]:
        """The list under a key; empty when it is missing (already noted) or no list."""
        value = entry.get(key, [])
        if isinstance(value, list):
            return value
        self.wrong(f"{at}{key}", f"现为{_kind(value)}", "一个列表")
        return []

    def texts(self, entry: dict[str, object], key: str, at: str) -> tuple[str, ...]:
        """The texts of a list; one that is no text becomes an empty one, so that places stay."""
        values = self.items(entry, key, f"{at}.")
        for i, value in enumerate(values):
            if not isinstance(value, str) or not value:
                self.wrong(f"{at}.{key}[{i}]", f"现为{_kind(value)}", "不为空的文字")
        return tuple(value if isinstance(value, str) else "" for value in values)

    def text(self, entry: dict[str, object], key: str, at: str) -> str:
        value = entry.get(key)
        if isinstance(value, str) and value:
            return value
        if key in entry:
            self.wrong(f"{at}.{key}", f"现为{_kind(value)}", "不为空的文字")
        return ""

    def words(self, entry: dict[str, object], at: str) -> tuple[str, str]:
        """The optional sentence for people and its article."""
        for key in _WORDS:
            if key in entry and not isinstance(entry[key], str):
                self.wrong(f"{at}.{key}", f"现为{_kind(entry[key])}", "文字")
        says, article = entry.get("says", ""), entry.get("article", "")
        return (says if isinstance(says, str) else "", article if isinstance(article, str) else "")

    def whole(self, entry: dict[str, object], key: str, at: str) -> int:
        """The amount under a key; 0 when it is missing or wrong (already noted)."""
        return self.amount(entry[key], f"{at}.{key}") if key in entry else 0

    def amount(self, value: object, at: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(at, f"现为{_kind(value)}", _WHOLE)
        elif value > LARGEST or value < -LARGEST - 1:
            self.wrong(at, "整数超出64位范围", _WHOLE)
        elif value < 0:
            self.wrong(at, f"不能为负数，现为{value}", _WHOLE)
        else:
            return value
        return 0

    def amounts(
        self, entry: dict[str, object], key: str, at: str, known: Collection[str], noun: str
    ) -> dict[str, int]:
        """Amounts by id; every id must be known."""
        values = self.mapping(entry.get(key, {}), f"{at}.{key}")
        for name in values:
            if name not in known:
                self.wrong(f"{at}.{key}.{name}", f"没有编号为“{name}”的{noun}", f"已列出的{noun}编号")
        return {name: self.amount(value, f"{at}.{key}.{name}") for name, value in values.items()}

    def points(self, entry: dict[str, object], at: str) -> Fraction:
        """Exact points of plain decimal text or a whole number, within 64 bits when scaled."""
        at, value = f"{at}.points", entry.get("points", 0)
        if isinstance(value, bool) or not isinstance(value, int | str):
            self.wrong(at, f"现为{_kind(value)}", _POINTS)
            return Fraction(0)
        if isinstance(value, int):
            points, places = Fraction(value), 0
        else:
            try:
                points = number(value if len(value) <= _LONGEST else "")
            except ExactError:
                self.wrong(at, "不是规范的十进制数", _POINTS)
                return Fraction(0)
            places = len(value.partition(".")[2])
        if places > MOST_PLACES or abs(points) * 10**places > LARGEST:
            self.wrong(at, "得分超出范围", f"{_POINTS}；去掉小数点后不超过{LARGEST}")
            return Fraction(0)
        return points

    def once(self, values: Iterable[tuple[int, str]], place: Callable[[int], str], noun: str) -> None:
        """Note every value that was there before; ``place`` gives the path of an entry."""
        seen: dict[str, int] = {}
        for i, value in values:
            if value and value in seen:
                self.wrong(
                    place(i), f"{noun}“{value}”重复，已见于{place(seen[value])}", f"每个{noun}只列一次"
                )
            seen.setdefault(value, i)


def _named(entries: list[object]) -> list[tuple[int, str]]:
    """Position and id of every entry that has a text id."""
    return [
        (i, entry["id"])
        for i, entry in enumerate(entries)
        if isinstance(entry, dict) and isinstance(entry.get("id"), str)
    ]


def _ids(entries: list[object]) -> frozenset[str]:
    return frozenset(name for _, name in _named(entries))


def _kind(value: object) -> str:
    """What a JSON value is, in a word an official reads."""
    match value:
        case None:
            return "空值"
        case bool():
            return "真假值"
        case int():
            return "整数"
        case float():
            return "小数"
        case "":
            return "空文字"
        case str():
            return "文字"
        case list():
            return "列表"
        case dict():
            return "对象"
    return "不能识别的内容"
