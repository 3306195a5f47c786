"""Synthetic fields (模拟投标人): operators of a few shapes, with bids made from the book's own declarations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from random import Random

from scoring.exact import half_up
from tender.bids import Bid, Declaration, EntityType, LotBid, Service, Size
from tender.book import Book, Lot
from tender.book.facts import Fact
from tender.book.gates import EntityGate, FixedPriceGate, NegativeListGate
from tender.rows import EVIDENCE, ListRow
from tender.simulate.chance import WHOLE, around, between, happens
from tender.simulate.ranges import Range, column_range, ranges
from tender.simulate.reads import Read, reads

CAREFUL = 975
"""In thousandths, how often a bidder keeps a requirement that it has read."""


class Shape(Enum):
    """The shapes of operators (运营主体类型): what each is good at."""

    CHEAPEST = "cheapest"
    BIGGEST = "biggest"
    PLANNER = "planner"
    EVEN = "even"
    NEWCOMER = "newcomer"

    @property
    def word(self) -> str:
        """The word an official reads."""
        return {
            "cheapest": "报价最低型",
            "biggest": "规模最大型",
            "planner": "方案最优型",
            "even": "均衡型",
            "newcomer": "新进入者",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Bent:
    """What a shape is like, in thousandths: its price against the ceiling, its size, its plan."""

    price: int
    size: int
    plan: int


BENTS = {
    Shape.CHEAPEST: Bent(775, 480, 560),
    Shape.BIGGEST: Bent(925, 820, 610),
    Shape.PLANNER: Bent(930, 560, 740),
    Shape.EVEN: Bent(880, 620, 660),
    Shape.NEWCOMER: Bent(880, 400, 540),
}


@dataclass(frozen=True, slots=True)
class Operator:
    """One synthetic operator: its shape, its bid, and how good its plan is in thousandths."""

    shape: Shape
    bid: Bid
    plan: int


@dataclass(frozen=True)
class Plans:
    """What a book says of synthetic bids, read once: for each lot its ranges and readings."""

    ranges: Mapping[str, Mapping[str, Range]]
    reads: Mapping[str, tuple[Read, ...]]


def plans(book: Book) -> Plans:
    """The ranges and readings of every lot of ``book``."""
    return Plans(
        {lot.id: ranges(book, lot) for lot in book.lots},
        {lot.id: tuple(reads(book, lot)) for lot in book.lots},
    )


def field(book: Book, known: Plans, rng: Random, least: int) -> tuple[Operator, ...]:
    """Five to eight operators, one of each shape at least; every lot has at least ``least`` and three bids."""
    shapes = [*Shape, *rng.choices([Shape.EVEN, Shape.NEWCOMER, Shape.CHEAPEST], k=rng.randint(0, 3))]
    rng.shuffle(shapes)
    lots: dict[str, set[int]] = {}
    for lot in book.lots:
        many = max(min(least, len(shapes)), rng.randint(3, len(shapes)))
        lots[lot.id] = set(rng.sample(range(len(shapes)), many))
    return tuple(
        _operator(book, known, rng, f"B{n + 1:02d}", shape, [lot for lot in book.lots if n in lots[lot.id]])
        for n, shape in enumerate(shapes)
    )


def _operator(book: Book, known: Plans, rng: Random, number: str, shape: Shape, lots: list[Lot]) -> Operator:
    bent = BENTS[shape]
    size, plan = around(rng, bent.size, 200), around(rng, bent.plan, 160)
    own = {f.id: happens(rng, CAREFUL) for f in book.facts}  # keeps this bound, in all its lots
    stated: dict[str, _Stated] = {}
    bids = {}
    for lot in lots:
        for fact in book.facts:
            if fact.asked_in(lot.id) and (fact.scope == "lot" or fact.id not in stated):
                of = known.ranges[lot.id][fact.id]
                named = [r for r in known.reads[lot.id] if r.fact == fact.id]
                stated[fact.id] = _state(rng, fact, of, named, size, book.dates.publish, own[fact.id])
        asked = {k: v for k, v in stated.items() if book.fact_by_id[k].asked_in(lot.id)}
        bids[lot.id] = LotBid(
            lot.id,
            _price(book, lot, rng, bent.price + (plan - bent.plan) // 4),
            {k: v for k, v in asked.items() if isinstance(v, Fraction)},
            {f.id: "第1页" for f in book.facts if not f.proven or happens(rng, CAREFUL)},
            _services(book, rng),
            {k: v for k, v in asked.items() if isinstance(v, _Chosen)},
            {k: v for k, v in asked.items() if isinstance(v, _Rows)},
        )
    entity, of_size = _body(book, rng, shape)
    declared = {
        g.id: Declaration(happens(rng, CAREFUL + 15), "第1页" if happens(rng, CAREFUL + 15) else "")
        for g in book.gates
    }
    name = f"模拟{number}（{shape.word}）"
    return Operator(shape, Bid(number, name, "", "", entity, of_size, declared, bids), plan)


class _Chosen(tuple[str, ...]):
    """Options chosen."""


class _Rows(tuple[ListRow, ...]):
    """Rows stated."""


_Stated = Fraction | _Chosen | _Rows


def _body(book: Book, rng: Random, shape: Shape) -> tuple[EntityType, Size]:
    """A kind of body that may bid, and its size."""
    accepted = [kind for g in book.gates if isinstance(g, EntityGate) for kind in g.accepts]
    entity = rng.choice(accepted if accepted and happens(rng, CAREFUL) else list(EntityType))
    if entity not in (EntityType.ENTERPRISE, EntityType.SOLE_TRADER):
        return entity, Size.NOT_APPLICABLE
    large = shape is Shape.BIGGEST or happens(rng, 250)
    return entity, rng.choice([Size.LARGE, Size.MEDIUM] if large else [Size.SMALL, Size.MICRO])


def _price(book: Book, lot: Lot, rng: Random, near: int) -> int:
    """A price in whole yuan, in fen: a share of what the lot was budgeted at, else of its ceiling."""
    if not lot.paid:
        return 0
    fixed = any(isinstance(g, FixedPriceGate) and (not g.lots or lot.id in g.lots) for g in book.gates)
    if fixed and happens(rng, CAREFUL):
        return lot.limit_fen
    if book.dearer_first(lot):
        near = 2 * 870 - near  # whoever is cheap elsewhere offers most where offers rise
    fen = (lot.budget_fen or lot.limit_fen) * around(rng, min(near, WHOLE), 90) // WHOLE
    if fen > lot.limit_fen and lot.limit_fen * 10 >= fen * 9 and happens(rng, CAREFUL):
        fen = lot.limit_fen  # who is a little over gives way; who is far over cannot do it for that
    return max(100, fen // 100 * 100)


def _services(book: Book, rng: Random) -> tuple[Service, ...]:
    forbidden = {word for g in book.gates if isinstance(g, NegativeListGate) for word in g.forbids}
    allowed = [word for word in book.service_categories if word not in forbidden] or ["其他"]
    words = [rng.choice(allowed)]
    if forbidden and not happens(rng, CAREFUL + 10):
        words.append(rng.choice(sorted(forbidden)))
    return tuple(Service(word, word, "公益") for word in words)


def _state(
    rng: Random, fact: Fact, of: Range, named: list[Read], size: int, day: date, keeps: bool
) -> _Stated:
    """What an operator of this size states for a fact."""
    strength = around(rng, size, 260)
    if fact.kind == "yes_no":
        yes = happens(rng, 300 + strength * 6 // 10)
        return Fraction(int(not yes if of.few else yes))
    if fact.kind == "choice":
        return _Chosen((rng.choice(fact.options),))
    figure = _kept(between(of.low, of.high, WHOLE - strength if of.few else strength), of, keeps)
    if fact.kind == "choices":
        many = min(len(fact.options), max(0, int(half_up(figure, 0))))
        return _Chosen(sorted(rng.sample(fact.options, many), key=fact.options.index))
    if fact.kind == "list":
        return _Rows(_row(rng, fact, named, strength, n, day) for n in range(int(half_up(figure, 0))))
    if fact.kind == "money":
        return half_up(figure / 100, 0) * 100 if figure >= 1000 else half_up(figure, 2)
    return half_up(figure, 2 if fact.kind == "decimal" else 0)


def _kept(figure: Fraction, of: Range, keeps: bool) -> Fraction:
    """The figure moved to what a valid bid must keep, as far as anyone can."""
    if keeps and of.least is not None:
        figure = max(figure, of.least)
    if keeps and of.most is not None:
        figure = min(figure, of.most)
    return figure if of.cap is None else min(figure, of.cap)


def _row(rng: Random, fact: Fact, named: list[Read], strength: int, number: int, day: date) -> ListRow:
    """One line of a list; most have a proof."""
    row: dict[str, str | Fraction | bool | date] = {}
    for column in fact.columns:
        words = [word for r in named for of, word in r.words if of == column.id]
        words += [w for r in named for c in r.where if c.column == column.id for w in c.among]
        if column.kind == "choice":
            row[column.id] = rng.choice(column.options)
        elif column.kind == "text":
            good = bool(words) and column.id not in fact.unique and happens(rng, 300 + strength // 2)
            row[column.id] = rng.choice(words) if good else f"{column.name}{number + 1}"
        elif column.kind == "yes_no":
            row[column.id] = happens(rng, 400 + strength // 2)
        elif column.kind == "date":
            row[column.id] = _day(rng, list(_days(named, column.id)), day, strength)
        else:
            low, high = column_range(fact, column.id, named)
            figure = between(low, high, around(rng, strength, 300))
            row[column.id] = (
                half_up(figure, 0) if figure >= 10 or column.kind == "whole" else half_up(figure, 1)
            )
    if happens(rng, CAREFUL - 25):
        row[EVIDENCE] = "第1页"
    return row


def _days(named: list[Read], column: str) -> Iterator[date]:
    for condition in (w for r in named for w in r.where if w.column == column):
        yield from (end for end in (condition.since, condition.until) if end is not None)


def _day(rng: Random, named: list[date], day: date, strength: int) -> date:
    """A day within three years before publication, or about the days that conditions name."""
    first = min(named, default=day - timedelta(days=1095))
    last = max([*named, day])
    early = (first - last) // 4 if not happens(rng, 500 + strength // 3) else timedelta(0)
    return first + early + timedelta(days=rng.randrange(max(1, (last - first).days)))
