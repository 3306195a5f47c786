"""Every price shape against arithmetic written straight from its sentence, on prices as they come.

The oracle knows the declared table and plain fractions; it imports nothing of scoring.
``pytest --hypothesis-profile=deep`` tries ten thousand cases of each shape.
"""

import hashlib
import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from tender.book.facts import Fact
from tender.book.method import Method, terms
from tender.book.rules import Context, Entry, Rule

RULE = TypeAdapter(Rule)
MANY = settings(max_examples=max(200, settings.default.max_examples))
FACTS = {
    name: Fact(id=name, name=name, unit="%", kind=kind, evidence="承诺函")
    for name, kind in (("share", "decimal"), ("rate", "decimal"), ("upkeep", "money"), ("rent", "money"))
}


def decimals(low, high, places=2):
    return st.integers(math.ceil(low * 10**places), math.floor(high * 10**places)).map(
        lambda n: Decimal(n).scaleb(-places)
    )


PRICE = st.one_of(
    st.integers(1, 10**11), st.integers(80_000_00, 120_000_00), st.sampled_from([100_00, 130_00, 70_00])
)
BIDS = st.lists(
    st.fixed_dictionaries(
        {
            "fen": PRICE,
            "size": st.sampled_from(["small", "larger", "none"]),
            "share": decimals(0, 100),
            "rate": decimals(1, 99),
            "upkeep": decimals(0, 5000),
            "rent": decimals(0, 9000),
        }
    ),
    min_size=1,
    max_size=8,
)
TRIMS = st.lists(
    st.builds(
        lambda high, low, more: {"from": high + low + more, "high": high, "low": low},
        st.integers(0, 2),
        st.integers(0, 2),
        st.integers(1, 3),
    ),
    max_size=2,
    unique_by=lambda t: t["from"],
)
SINGLE = st.one_of(
    st.sampled_from(
        [
            {"kind": k}
            for k in ("lowest", "highest", "second_lowest", "median", "ceiling", "budget", "below_mean")
        ]
    ),
    st.builds(lambda t: {"kind": "mean", "trims": t}, TRIMS),
    st.builds(
        lambda a, b, r: {"kind": "excluding_mean", "above_percent": a, "below_percent": b, "repeat": r},
        st.sampled_from([10, 30, Decimal("12.5")]),
        st.sampled_from([10, 30, 50]),
        st.booleans(),
    ),
    st.builds(
        lambda n, t: {"kind": "sample_mean", "size": n, "seed": "甲", "trims": t}, st.integers(1, 6), TRIMS
    ),
    st.builds(lambda y: {"kind": "reference", "yuan": y, "says": "控制价"}, decimals(1, 10**6)),
)
BLEND = st.builds(
    lambda w, a, b: {"kind": "blend", "of": [{"weight": w, "base": a}, {"weight": 1 - w, "base": b}]},
    decimals(Fraction(1, 100), Fraction(99, 100)),
    SINGLE,
    SINGLE,
)


def scaled(base, factor, draw, places):
    extra = {"factor": factor} if factor is not None else {}
    extra |= {"draw": {"name": "K", "one_of": [Decimal("0.95"), Decimal("1.02")]}} if draw else {}
    return base | extra | ({"places": places} if places is not None else {})


BASE = st.builds(
    scaled,
    st.one_of(SINGLE, BLEND),
    st.one_of(st.none(), decimals(Fraction(1, 2), 2)),
    st.booleans(),
    st.one_of(st.none(), st.integers(2, 4)),
)
POINTS = decimals(0, 10)
SIDE = st.builds(
    lambda p, each, free, counted, tiers, most, adds, void: {
        "points": p,
        "each_percent": each,
        "free_percent": free,
        "counted": counted,
        "then": [{"from_percent": free + gap, "points": q} for gap, q in tiers],
        **({"most": most} if most else {}),
        "adds": adds,
        **({"void_percent": void} if void else {}),
    },
    POINTS,
    st.sampled_from([1, 2, Decimal("0.5"), 3]),
    st.sampled_from([0, 5, Decimal("2.5")]),
    st.sampled_from(["exact", "whole", "started"]),
    st.sampled_from([[], [(8, Decimal("1.5"))], [(3, 2), (8, Decimal("0.2"))]]),
    st.one_of(st.none(), st.integers(1, 20)),
    st.booleans(),
    st.sampled_from([None, None, 20]),
)
FULL = st.integers(1, 100)
SHARED = st.fixed_dictionaries(
    {},
    optional={
        "small_deduction_percent": decimals(0, 20),
        "costs": st.just([{"fact": "upkeep", "years": 5}]),
        "quote": st.sampled_from(
            [
                {"kind": "reduction", "fact": "rate"},
                {"kind": "discount", "fact": "rate", "reference_yuan": 77777},
            ]
        ),
    },
).flatmap(
    lambda d: st.sampled_from(
        [d, d | {"share_deduction_percent": 4, "share_from_percent": 30, "share_fact": "share"}]
    )
)
CEILING, BUDGET = 250_000_00, 300_000_00


def worked(rule, full, bids, reserved=False):
    c = Context(
        full=Fraction(full),
        terms=terms(Method.OPEN_SELECTION),
        facts=FACTS,
        lot="L1",
        ceiling_fen=CEILING,
        budget_fen=BUDGET,
        reserved=reserved,
        drawn={"K": Fraction("0.95")},
    )
    entries = {
        f"T{n}": Entry(
            price_fen=b["fen"],
            small_or_micro=b["size"] == "small",
            larger=b["size"] == "larger",
            facts={k: Fraction(b[k]) for k in ("share", "rate", "upkeep", "rent")},
            marks={},
        )
        for n, b in enumerate(bids)
    }
    shape = RULE.validate_python(rule)
    assert shape.sentence(c).endswith("。")
    return [w.points for w in shape.points(entries, c).values()]


# ------------------------------------------------------------------ the oracle


def evaluated(rule, bids, reserved=False):
    """以比率报价的折算为应付价；小微企业扣除，份额够的联合体扣除，其余不扣；再加年费用×年数。"""
    found = []
    for b in bids:
        price = Fraction(b["fen"])
        quote = rule.get("quote")
        if quote:
            reference = (
                Fraction(quote["reference_yuan"]) * 100 if "reference_yuan" in quote else Fraction(CEILING)
            )
            share = Fraction(b["rate"]) / 100
            price = reference * (share if quote["kind"] == "discount" else 1 - share)
        if b["size"] == "small" and not reserved:
            price -= price * Fraction(rule.get("small_deduction_percent", 0)) / 100
        elif b["size"] == "larger" and not reserved and "share_fact" in rule and b["share"] >= 30:
            price -= price * Fraction(rule["share_deduction_percent"]) / 100
        for cost in rule.get("costs", ()):
            price += Fraction(b[cost["fact"]]) * 100 * cost["years"]
        found.append(price)
    return found


def average(prices):
    return sum(prices) / Fraction(len(prices))


def trimmed_average(prices, trims):
    """家数达到规定的，去掉若干个最高和最低；几条都达到的，按家数要求最多的一条。"""
    best = None
    for t in trims:
        if len(prices) >= t["from"] and (best is None or t["from"] > best["from"]):
            best = t
    left = sorted(prices)
    for _ in range(best["high"] if best else 0):
        left.remove(max(left))
    for _ in range(best["low"] if best else 0):
        left.remove(min(left))
    return average(left)


def excluding_average(prices, above, below, repeat):
    left = list(prices)
    while True:
        m = average(left)
        kept = [p for p in left if (p - m) * 100 <= m * above and (m - p) * 100 <= m * below]
        if not kept or kept == left:
            return m
        left = kept
        if not repeat:
            return average(left)


def sampled_average(base, prices):
    names = [f"T{n}" for n in range(len(prices))]
    names.sort(key=lambda b: hashlib.sha256(f"{base['seed']} L1|{b}".encode()).hexdigest())
    return trimmed_average([prices[int(b[1:])] for b in names[: base["size"]]], base["trims"])


def base_price(base, prices):
    ordered = sorted(prices)
    n = len(ordered)
    match base["kind"]:
        case "lowest":
            figure = ordered[0]
        case "highest":
            figure = ordered[-1]
        case "second_lowest":
            figure = ordered[1] if n > 1 else ordered[0]
        case "median":
            figure = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
        case "below_mean":
            figure = average([p for p in prices if p * n <= sum(prices)])
        case "ceiling":
            figure = Fraction(CEILING)
        case "budget":
            figure = Fraction(BUDGET)
        case "reference":
            figure = Fraction(base["yuan"]) * 100
        case "mean":
            figure = trimmed_average(prices, base["trims"])
        case "excluding_mean":
            figure = excluding_average(
                prices, Fraction(base["above_percent"]), Fraction(base["below_percent"]), base["repeat"]
            )
        case "sample_mean":
            figure = sampled_average(base, prices)
        case "blend":
            figure = sum(
                (Fraction(part["weight"]) * base_price(part["base"], prices) for part in base["of"]),
                Fraction(0),
            )
    figure *= Fraction(base.get("factor", 1))
    if "draw" in base:
        figure *= Fraction("0.95")
    if "places" in base:
        unit = Fraction(10) ** base["places"]
        figure = Fraction(math.floor(figure / 100 * unit + Fraction(1, 2))) / unit * 100
    return figure


def moved(side, percent):
    """逐段计算：每段内超出起点的部分，按步折算后乘该段分值。"""
    tiers = [(Fraction(side["free_percent"]), Fraction(side["points"]))]
    tiers += [(Fraction(t["from_percent"]), Fraction(t["points"])) for t in side["then"]]
    total = Fraction(0)
    for i, (start, points) in enumerate(tiers):
        if percent <= start:
            continue
        end = tiers[i + 1][0] if i + 1 < len(tiers) and tiers[i + 1][0] < percent else percent
        steps = (end - start) / Fraction(side["each_percent"])
        if side["counted"] == "whole":
            steps = Fraction(steps.numerator // steps.denominator)
        if side["counted"] == "started":
            steps = -Fraction(-steps.numerator // steps.denominator)
        total += steps * points
    if "most" in side and total > side["most"]:
        total = Fraction(side["most"])
    return total if side["adds"] else -total


def half_up(value, places):
    scaled = abs(value) * 10**places
    return (1 if value >= 0 else -1) * Fraction(math.floor(scaled + Fraction(1, 2)), 10**places)


# ------------------------------------------------------------------ the shapes


@MANY
@given(SHARED, FULL, BIDS, st.booleans())
def test_lowest_price(shared, full, bids, reserved):
    rule = {"kind": "lowest_price", **shared}
    prices = evaluated(rule, bids, reserved)
    assert worked(rule, full, bids, reserved) == [min(prices) / p * full for p in prices]


@MANY
@given(BASE, SHARED, FULL, BIDS, st.sampled_from(["full", "ratio"]))
def test_price_ratio(base, shared, full, bids, below):
    rule = {"kind": "price_ratio", "base": base, "below": below, **shared}
    prices = evaluated(rule, bids)
    b = base_price(base, prices)
    if b <= 0:
        return
    expected = []
    for p in prices:
        if p >= b:
            expected.append(full * b / p)
        else:
            expected.append(Fraction(full) if below == "full" else full * p / b)
    assert worked(rule, full, bids) == expected


@MANY
@given(
    BASE,
    SIDE,
    SIDE,
    FULL,
    BIDS,
    st.one_of(st.none(), st.just(100)),
    st.one_of(st.none(), st.integers(1, 3)),
    st.integers(0, 3),
    st.booleans(),
)
def test_price_deviation(base, above, below, full, bids, scale, places, least, lower_start):
    top = scale or full
    least = min(least, top)
    start = max(Fraction(top) / 2, Fraction(1)) if lower_start else Fraction(top)
    start = Decimal(math.ceil(start))
    rule = {"kind": "price_deviation", "base": base, "above": above, "below": below, "least": least}
    rule |= {"scale": scale} if scale else {}
    rule |= {"deviation_places": places} if places is not None else {}
    rule |= {"start": start} if lower_start else {}
    prices = evaluated(rule, bids)
    b = base_price(base, prices)
    if b <= 0:
        return
    expected = []
    for p in prices:
        percent = (p - b) / b * 100
        if places is not None:
            percent = half_up(percent, places)
        side = above if percent > 0 else below
        if "void_percent" in side and abs(percent) > side["void_percent"]:
            expected.append(Fraction(least) * full / top)
            continue
        points = Fraction(start) + (moved(above, percent) if percent > 0 else moved(below, -percent))
        expected.append(min(max(points, Fraction(least)), Fraction(top)) * full / top)
    assert worked(rule, full, bids) == expected


@MANY
@given(SHARED, FULL, BIDS, st.sampled_from(["highest", "ceiling"]), st.integers(0, 1))
def test_price_range(shared, full, bids, zero_at, least):
    rule = {"kind": "price_range", "zero_at": zero_at, "least": least, **shared}
    prices = evaluated(rule, bids)
    low, end = min(prices), max(prices) if zero_at == "highest" else Fraction(CEILING)
    expected = []
    for p in prices:
        if end == low:
            expected.append(Fraction(full))
            continue
        line = least + (end - p) * (full - least) / (end - low)
        expected.append(max(Fraction(least), min(line, Fraction(full))))
    assert worked(rule, full, bids) == expected


@MANY
@given(BASE, FULL, BIDS, st.lists(decimals(-60, 60), min_size=1, max_size=5, unique=True), POINTS)
def test_price_bands(base, full, bids, ends, beyond):
    bands = [{"to_percent": end, "points": n} for n, end in enumerate(sorted(ends))]
    rule = {"kind": "price_bands", "base": base, "bands": bands, "beyond": beyond}
    prices = evaluated(rule, bids)
    b = base_price(base, prices)
    if b <= 0:
        return
    expected = []
    for p in prices:
        inside = [band for band in bands if (p - b) * 100 <= Fraction(band["to_percent"]) * b]
        expected.append(Fraction(inside[0]["points"]) if inside else Fraction(beyond))
    assert worked(rule, full, bids) == expected


@MANY
@given(SHARED, FULL, BIDS, st.lists(POINTS, min_size=1, max_size=4), POINTS)
def test_price_rank(shared, full, bids, by_place, others):
    rule = {"kind": "price_rank", "by_place": by_place, "others": others, **shared}
    prices = evaluated(rule, bids)
    expected = []
    for p in prices:
        better = len([q for q in prices if q < p])
        expected.append(Fraction(by_place[better]) if better < len(by_place) else Fraction(others))
    assert worked(rule, full, bids) == expected


@MANY
@given(FULL, BIDS, st.booleans())
def test_highest_price(full, bids, of_fact):
    rule = {"kind": "highest_price"} | ({"fact": "rent"} if of_fact else {})
    amounts = [Fraction(b["rent"]) if of_fact else Fraction(b["fen"]) for b in bids]
    best = max(amounts)
    assert worked(rule, full, bids) == [amount * full / best if best else 0 for amount in amounts]


@pytest.mark.parametrize("count", [1, 3])
def test_fixed_price(count):
    bids = [{"fen": 5, "size": "none", "share": 0, "rate": 1, "upkeep": 0, "rent": 0}] * count
    assert worked({"kind": "fixed_price"}, 0, bids) == [0] * count
