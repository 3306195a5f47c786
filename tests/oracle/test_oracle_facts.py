"""Every shape over facts computed a second time, straight from its sentence, with nothing of the product's arithmetic.

300 cases a shape here; 10,000 with ``--hypothesis-profile=deep`` (docs/testing.md).
"""

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

cases = settings(max_examples=max(300, settings().max_examples))

fulls = st.integers(1, 400).map(lambda n: Decimal(n) / 4)
figures = st.integers(0, 4000).map(lambda n: Fraction(n, 4))
quarters = st.integers(1, 80).map(lambda n: Decimal(n) / 4)
stated = st.dictionaries(st.sampled_from("甲乙丙丁戊"), figures, min_size=1)
counts = st.dictionaries(st.sampled_from("甲乙丙丁戊"), st.integers(0, 30), min_size=1)


def bids(values):
    return {b: {"facts": {"f": Fraction(v)}} for b, v in values.items()}


@cases
@given(stated, fulls)
def test_ratio_to_the_highest(points, make_fact, values, full):
    """达到最高值的得满分；其他得分＝（承诺值÷最高值）×满分。"""
    got = points({"kind": "ratio_to_best", "fact": "f"}, full, [make_fact("f")], bids(values))
    top = max(values.values())
    for who, value in values.items():
        assert got[who] * top == value * Fraction(full) if top else got[who] == 0


@cases
@given(stated, fulls)
def test_ratio_of_the_lowest(points, make_fact, values, full):
    """达到最低值的得满分；其他得分＝（最低值÷填报值）×满分。填报值为0的不得分。"""
    got = points({"kind": "lowest_to_own", "fact": "f"}, full, [make_fact("f")], bids(values))
    offered = sorted(v for v in values.values() if v)
    for who, value in values.items():
        assert got[who] * value == offered[0] * Fraction(full) if value else got[who] == 0


@cases
@given(stated, fulls, st.lists(st.integers(0, 900), min_size=2, max_size=2, unique=True))
def test_linear(points, make_fact, values, full, ends):
    """达到满分值的得满分，到零分值的得0分，其间按线性插值计算。"""
    zero, top = ends
    rule = {"kind": "linear", "fact": "f", "zero_at": zero, "full_at": top}
    got = points(rule, full, [make_fact("f")], bids(values))
    for who, value in values.items():
        if zero < top:
            held = zero if value < zero else min(value, top)
            expected = (held - zero) * Fraction(full) / (top - zero)
        else:
            held = top if value < top else min(value, zero)
            expected = (zero - held) * Fraction(full) / (zero - top)
        assert got[who] == expected


@cases
@given(
    stated,
    st.lists(
        st.tuples(st.integers(0, 900), st.integers(0, 40)), min_size=2, max_size=6, unique_by=lambda a: a[0]
    ),
)
def test_piecewise(points, make_fact, values, anchors):
    """相邻两点之间按线性插值计算，低于首点或高于末点的按首点或末点计。"""
    anchors = sorted(anchors)
    rule = {"kind": "piecewise", "fact": "f", "anchors": [{"at": a, "points": p} for a, p in anchors]}
    got = points(rule, Decimal(40), [make_fact("f")], bids(values))
    for who, value in values.items():
        expected = None
        for n in range(len(anchors) - 1):
            (a, p), (b, q) = anchors[n], anchors[n + 1]
            if a <= value <= b:
                expected = (p * (b - value) + q * (value - a)) / Fraction(b - a)
        if expected is None:
            expected = anchors[0][1] if value < anchors[0][0] else anchors[-1][1]
        assert got[who] == expected


@cases
@given(
    stated,
    st.lists(st.integers(0, 20), min_size=1, max_size=5).map(lambda p: sorted(p, reverse=True)),
    st.booleans(),
    st.integers(0, 5),
)
def test_points_by_place(points, make_fact, values, table, low, rest):
    """数值相同的名次并列，按较前名次得分，其后名次顺延，表中没有的名次得其余分。"""
    rule = {"kind": "places", "fact": "f", "points_by_place": table, "others": rest, "low_is_good": low}
    got = points(rule, Decimal(20), [make_fact("f")], bids(values))
    ordered = sorted(values.values(), reverse=not low)
    for who, value in values.items():
        place = ordered.index(value)
        assert got[who] == (table[place] if place < len(table) else rest)


@cases
@given(counts, fulls, st.sampled_from(["has", "has_not"]))
def test_have_or_have_not(points, make_fact, values, full, kind):
    """具有的得满分，否则不得分；无的得满分，有则不得分。"""
    got = points({"kind": kind, "fact": "f"}, full, [make_fact("f", "whole")], bids(values))
    for who, value in values.items():
        earns = value != 0 if kind == "has" else value == 0
        assert got[who] == (Fraction(full) if earns else 0)


@cases
@given(stated, fulls, quarters, st.integers(1, 20), st.integers(0, 50))
def test_so_many_for_each(points, make_fact, values, full, step, per, beyond):
    """超过起点的部分，每满一个单位得若干分，不足的不计，最高满分。"""
    rule = {"kind": "count_step", "fact": "f", "each": "每满", "step": step, "per": per, "beyond": beyond}
    got = points(rule, full, [make_fact("f")], bids(values))
    for who, value in values.items():
        earned, at = Fraction(0), Fraction(beyond) + per
        while at <= value:
            earned, at = earned + Fraction(step), at + per
        assert got[who] == (min(earned, Fraction(full)))


rows = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["林远", " 林 远", "江月", "沐清"]),
            "amount": st.integers(0, 100).map(Fraction),
            "level": st.sampled_from(["高级", "中级", "初级", "无"]),
            "evidence": st.sampled_from(["第1页", ""]),
        }
    ),
    max_size=8,
)
COLUMNS = [
    {"id": "name", "name": "姓名", "kind": "text"},
    {"id": "amount", "name": "金额", "kind": "money"},
    {"id": "level", "name": "级别", "kind": "choice", "options": ["高级", "中级", "初级", "无"]},
]


def spelled(row):
    return row["name"].replace(" ", "")


@cases
@given(rows, fulls, quarters, st.integers(0, 100), st.booleans())
def test_rows_that_pass_a_filter(points, make_fact, listed, full, step, least, single):
    """只计金额不低于起点、附有证明的条目，同一人只计一次。"""
    people = make_fact("f", "list", columns=COLUMNS, unique=["name"] if single else [])
    rule = {"kind": "count_step", "fact": "f", "each": "每人", "step": step}
    rule["where"] = [{"column": "amount", "at_least": least}, {"column": "level", "among": ["高级", "中级"]}]
    got = points(rule, full, [people], {"甲": {"lists": {"f": tuple(listed)}}})["甲"]
    kept = [
        spelled(r)
        for r in listed
        if r["evidence"] and r["amount"] >= least and r["level"] in ("高级", "中级")
    ]
    number = len(set(kept)) if single else len(kept)
    assert got == min(number * Fraction(step), Fraction(full))


@cases
@given(rows, st.integers(1, 60), st.integers(0, 40))
def test_a_sum_over_rows_on_a_ladder(points, make_fact, listed, reach, add):
    """金额合计达到各档的按得分最高的一档计。"""
    deals = make_fact("f", "list", columns=COLUMNS)
    steps = [{"at_least": reach, "points": 4}, {"above": reach + add, "points": 10}]
    rule = {"kind": "ladder", "fact": "f", "take": "sum", "column": "amount", "steps": steps}
    got = points(rule, Decimal(10), [deals], {"甲": {"lists": {"f": tuple(listed)}}})["甲"]
    total = sum(r["amount"] for r in listed if r["evidence"])
    assert got == (10 if total > reach + add else 4 if total >= reach else 0)


@cases
@given(
    rows,
    st.tuples(quarters, quarters, quarters),
    st.sampled_from(["best", "sum"]),
    st.none() | st.integers(1, 2),
)
def test_levels(points, make_fact, listed, worths, take, most):
    """每人按得分最高的级别计；不累计的取最高一项，累计的不超过满分；每级最多计若干项。"""
    full = Decimal(20)
    people = make_fact("f", "list", columns=COLUMNS, unique=["name"])
    worth = dict(zip(("高级", "中级", "初级"), map(Fraction, worths), strict=True))
    levels = [{"among": [word], "points": Decimal(w.numerator) / w.denominator} for word, w in worth.items()]
    if most:
        levels = [{**level, "most": most} for level in levels]
    rule = {"kind": "levels", "fact": "f", "column": "level", "levels": levels, "take": take}
    got = points(rule, full, [people], {"甲": {"lists": {"f": tuple(listed)}}})["甲"]
    best = {}
    for row in listed:
        if row["evidence"] and row["level"] in worth:
            held = best.get(spelled(row))
            rank = ("高级", "中级", "初级").index(row["level"])
            if held is None or (worth[row["level"]], -rank) > held[:2]:
                best[spelled(row)] = (worth[row["level"]], -rank, row["level"])
    at = defaultdict(list)
    for value, _, word in best.values():
        at[word].append(value)
    counted = [value for values in at.values() for value in (values[:most] if most else values)]
    expected = (
        max(counted, default=Fraction(0)) if take == "best" else min(Fraction(sum(counted)), Fraction(full))
    )
    assert got == expected


@cases
@given(
    counts,
    st.dictionaries(st.integers(1, 12), st.integers(0, 60), min_size=1),
    st.sampled_from(["as_last", "none"]),
)
def test_a_table_of_counts(points, make_fact, values, table, more):
    """按项数查表，多于末行的按末行（或不得分），表中没有的不得分。"""
    lines = [{"count": n, "points": p} for n, p in table.items()]
    got = points(
        {"kind": "lookup", "fact": "f", "rows": lines, "more": more},
        Decimal(60),
        [make_fact("f", "whole")],
        bids(values),
    )
    last = max(table)
    for who, value in values.items():
        expected = (table[last] if more == "as_last" else 0) if value > last else table.get(value, 0)
        assert got[who] == expected


@cases
@given(
    stated,
    st.lists(st.tuples(st.integers(0, 900), st.booleans(), st.integers(0, 30)), min_size=1, max_size=5),
)
def test_thresholds(points, make_fact, values, steps):
    """达到（或超过）各档的，按得分最高的一档计，其他不得分。"""
    declared = [{"at_least" if closed else "above": at, "points": p} for at, closed, p in steps]
    got = points(
        {"kind": "ladder", "fact": "f", "steps": declared}, Decimal(30), [make_fact("f")], bids(values)
    )
    for who, value in values.items():
        expected = 0
        for at, closed, worth in steps:
            if (value >= at if closed else value > at) and worth > expected:
                expected = worth
        assert got[who] == expected


@cases
@given(
    stated,
    st.lists(st.integers(0, 900), min_size=2, max_size=6, unique=True).map(sorted),
    st.lists(st.integers(0, 30), min_size=5, max_size=5),
    st.booleans(),
)
def test_intervals_side_by_side(points, make_fact, values, ends, worths, low_open):
    """各区间首尾相接，端点只属于一档，区间以外不得分。"""
    keys = ("above", "at_most") if low_open else ("at_least", "below")
    between = list(zip(ends, ends[1:], worths, strict=False))
    declared = [{keys[0]: a, keys[1]: b, "points": p} for a, b, p in between]
    got = points(
        {"kind": "intervals", "fact": "f", "steps": declared}, Decimal(30), [make_fact("f")], bids(values)
    )
    for who, value in values.items():
        expected = 0
        for a, b, worth in between:
            if (a < value <= b) if low_open else (a <= value < b):
                expected = worth
        assert got[who] == expected


@cases
@given(
    st.integers(0, 30),
    st.integers(0, 30),
    quarters,
    quarters,
    st.none() | quarters,
    st.integers(0, 10),
    st.none() | st.integers(1, 9),
)
def test_points_lost_for_misses(points, make_fact, first, second, step, other, most, floor, void):
    """全部满足得满分；每有一项扣若干分，某类最多扣若干分，超过若干项的不得分，最低到保底分。"""
    one = {"fact": "a", "each": "每缺一项", "step": step}
    two = {"fact": "b", "each": "每处缺陷", "step": other}
    one |= {"void_over": void} if void else {}
    two |= {"at_most": most} if most else {}
    facts = [make_fact("a", "whole"), make_fact("b", "whole")]
    stated = {"甲": {"facts": {"a": Fraction(first), "b": Fraction(second)}}}
    got = points({"kind": "deduct", "losses": [one, two], "floor": floor}, Decimal(40), facts, stated)["甲"]
    left = Fraction(40)
    for _ in range(first):
        left -= Fraction(step)
    lost = Fraction(0)
    for _ in range(second):
        lost += Fraction(other)
    left -= Fraction(most) if most is not None and lost > Fraction(most) else lost
    assert got == (0 if void and first > void else max(floor, left))


@st.composite
def changes(draw, fact):
    """One sort of miss or gain: by things, or by steps of what a figure is over or under."""
    one = {"fact": fact, "each": "每一步", "step": draw(quarters)}
    side = draw(st.sampled_from(["beyond", "under", ""]))
    one |= {side: draw(st.integers(0, 400))} if side else {}
    one |= {"per": draw(st.integers(1, 40)), "counted": draw(st.sampled_from(["whole", "started", "exact"]))}
    one |= {"at_most": draw(quarters)} if draw(st.booleans()) else {}
    return one | ({"void_over": draw(st.integers(1, 30))} if draw(st.booleans()) else {})


def changed(one, figure):
    """From where on, how far, in what steps; None where so many steps leave no points."""
    far = one["under"] - figure if "under" in one else figure - one.get("beyond", 0)
    if "void_over" in one and far > one["void_over"] * one["per"]:
        return None
    points, left = Fraction(0), max(far, Fraction(0))
    while left >= one["per"]:
        points, left = points + Fraction(one["step"]), left - one["per"]
    if left and one["counted"] != "whole":
        points += Fraction(one["step"]) * (1 if one["counted"] == "started" else left / one["per"])
    return min(points, Fraction(one["at_most"])) if "at_most" in one else points


@cases
@given(figures, figures, changes("a"), changes("a"), changes("b"), st.integers(0, 40), st.integers(0, 10))
def test_points_added_and_taken_off_by_steps(points, make_fact, a, b, gain, loss, other, start, floor):
    """基本分若干；超过（低于）起点的部分，每多少加（扣）若干分，最高满分，最低到保底分；过界的不得分。"""
    facts = [make_fact("a"), make_fact("b")]
    rule = {"kind": "deduct", "start": start, "gains": [gain], "losses": [loss, other], "floor": floor}
    got = points(rule, Decimal(40), facts, {"甲": {"facts": {"a": a, "b": b}}})["甲"]
    more, less, and_less = changed(gain, a), changed(loss, a), changed(other, b)
    if None in (more, less, and_less):
        assert got == 0
    else:
        assert got == min(max(start + more - less - and_less, Fraction(floor)), 40)


@cases
@given(
    st.integers(0, 30),
    st.integers(0, 30),
    st.tuples(quarters, quarters),
    fulls,
    st.sampled_from(["sum", "either"]),
)
def test_sub_items_together_or_one_of_them(points, make_fact, first, second, caps, full, kind):
    """各小项不超过各自上限，相加（或取得分最高的一种）不超过满分。"""
    caps = tuple(min(cap, full) for cap in caps)
    parts = [
        {
            "id": key,
            "name": key,
            "points": cap,
            "rule": {"kind": "count_step", "fact": key, "each": "每项", "step": 1},
        }
        for key, cap in zip("ab", caps, strict=True)
    ]
    facts = [make_fact("a", "whole"), make_fact("b", "whole")]
    stated = {"甲": {"facts": {"a": Fraction(first), "b": Fraction(second)}}}
    got = points({"kind": kind, "parts": parts}, full, facts, stated)["甲"]
    earned = [Fraction(cap) if n > cap else Fraction(n) for n, cap in zip((first, second), caps, strict=True)]
    total = earned[0] + earned[1] if kind == "sum" else max(earned)
    assert got == (min(total, Fraction(full)))


@cases
@given(counts, fulls, st.sampled_from([10, 50, 100]))
def test_a_scale_of_its_own_then_the_weight(points, make_fact, values, full, scale):
    """按百分制（或其他分制）评分，本项得分＝评分÷分制×权重分。"""
    rule = {"kind": "count_step", "fact": "f", "each": "每项", "step": 7, "scale": scale}
    got = points(rule, full, [make_fact("f", "whole")], bids(values))
    for who, value in values.items():
        mark = min(scale, 7 * value)
        assert got[who] * scale == mark * Fraction(full)
