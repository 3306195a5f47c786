"""Every judged shape computed a second time, straight from its sentence, with nothing of the product's arithmetic.

300 cases a shape here; 10,000 with ``--hypothesis-profile=deep`` (docs/testing.md).
"""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tender.book import Method
from tender.book.method import terms
from tender.book.rules import Context, Criterion

cases = settings(max_examples=max(300, settings().max_examples))

fulls = st.integers(1, 400).map(lambda n: Decimal(n) / 4)
marks_of_100 = st.lists(st.integers(0, 10_000).map(lambda n: Fraction(n, 100)), min_size=1, max_size=9)


def by_judge(marks):
    return {"甲": {"marks": {f"J{n}": {"": mark} for n, mark in enumerate(marks)}}}


def free(panel):
    return {"kind": "panel_mean", "scale": 100, "rubric": ["评分。"], "panel": panel}


@cases
@given(marks_of_100, fulls)
def test_the_mean(points, marks, full):
    """得分＝（全体成员评分的算术平均值÷100）×满分。"""
    got = points(free({}), full, [], by_judge(marks))["甲"]
    assert got * len(marks) * 100 == sum(marks) * Fraction(full)


@cases
@given(marks_of_100, fulls, st.integers(3, 7))
def test_the_mean_without_extremes(points, marks, full, least):
    """去掉一个最高分和一个最低分后平均；成员少于规定人数的不去。"""
    got = points(free({"aggregate": "trimmed_mean", "least": least}), full, [], by_judge(marks))["甲"]
    left = list(marks)
    if len(left) >= least:
        left.remove(max(left))
        left.remove(min(left))
    assert got * len(left) * 100 == sum(left) * Fraction(full)


GRADES = [{"word": "优", "percent": 100}, {"word": "良", "percent": 80}, {"word": "中", "percent": 60}]


@cases
@given(
    st.lists(st.sampled_from([100, 80, 60]), min_size=1, max_size=9),
    fulls,
    st.sampled_from(["lower", "higher"]),
)
def test_the_grade_of_most_judges(points, given_, full, tie):
    """等次按多数成员的意见，票数相同的取较低（或较高）的。"""
    rule = {"kind": "grades", "grades": GRADES, "panel": {"aggregate": "majority", "tie": tie}}
    marks = [Fraction(share, 100) * Fraction(full) for share in given_]
    got = points(rule, full, [], by_judge(marks))["甲"]
    votes = {share: given_.count(share) for share in given_}
    top = [share for share, n in votes.items() if n == max(votes.values())]
    assert got * 100 == (min(top) if tie == "lower" else max(top)) * Fraction(full)


@cases
@given(
    st.lists(st.tuples(st.integers(0, 4), st.sampled_from([40, 30, 20, 0])), min_size=1, max_size=7), fulls
)
def test_a_checklist_and_a_grade(points, judged, full):
    """内容1项20分、2项40分、3项及以上60分，加档次分，最高100分；取平均后按权重折算。"""
    rule = {
        "kind": "checklist_grade",
        "scale": 100,
        "checklist": ["一", "二", "三", "四"],
        "rows": [{"count": 1, "points": 20}, {"count": 2, "points": 40}, {"count": 3, "points": 60}],
        "grades": [
            {"word": "优", "points": 40},
            {"word": "良", "points": 30},
            {"word": "中", "points": 20},
            {"word": "差", "points": 0},
        ],
    }
    bids = {
        "甲": {
            "marks": {
                f"J{n}": {"found": Fraction(k), "grade": Fraction(g)} for n, (k, g) in enumerate(judged)
            }
        },
    }
    got = points(rule, full, [], bids)["甲"]
    each = [(0, 20, 40, 60, 60)[k] + g for k, g in judged]
    assert got * len(each) * 100 == sum(each) * Fraction(full)


@cases
@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 9)), min_size=1, max_size=6),
    st.integers(1, 12).map(lambda n: Decimal(n) / 4),
    st.integers(1, 12).map(lambda n: Decimal(n) / 4),
    st.integers(0, 3),
)
def test_missing_items_and_defects(points, items, defect, most, floor):
    """缺一项扣3分；每处缺陷扣若干分，每项最多扣若干分；最低到保底分。"""
    full = Decimal(3 * len(items) + 4)
    rule = {"kind": "item_defects", "items": [f"第{n}项" for n in range(len(items))], "missing": 3}
    rule |= {"defect": defect, "most_per_item": most, "floor": floor}
    criterion, context = one_of(rule, full)
    given_, left = {}, Fraction(full)
    for n, (missing, defects) in enumerate(items, 1):
        lost = Fraction(defect) * defects
        lost = Fraction(3) if missing else min(lost, Fraction(most))
        given_[f"i{n}"] = lost
        left -= lost
    asked = {item.part: item for item in criterion.mark_items(context)}
    assert all(asked[part].fault(lost, "") == ("", "") for part, lost in given_.items())
    got = points(rule, full, [], {"甲": {"marks": {"J1": given_}}})["甲"]
    assert got == (max(floor, left))


@cases
@given(st.lists(st.booleans(), min_size=1, max_size=9), fulls)
def test_votes(points, votes, full):
    """得分＝得票数÷成员人数×满分。"""
    rule = {"kind": "votes", "votes": 1, "says": "综合比较。"}
    got = points(rule, full, [], by_judge([Fraction(v) for v in votes]))["甲"]
    assert got * len(votes) == votes.count(True) * Fraction(full)


def one_of(rule, full):
    criterion = Criterion.model_validate(
        {"id": "x", "name": "本项", "group": "technical", "weights": {"c": full}, "rule": rule}
    )
    return criterion, Context(Fraction(full), terms(Method.OPEN_TENDER), {})


@cases
@given(
    st.integers(0, 1200).map(lambda n: Fraction(n, 100)),
    st.sampled_from(["", "介于两档之间"]),
    st.booleans(),
    st.sampled_from(["refuse", "reason"]),
)
def test_what_a_judge_may_give_inside_bands(mark, reason, stepped, outside):
    """优7至10分，良3至不足6分，差0至不足3分；以0.5分为一档；各档以外的退回或写明理由。"""
    rule = {
        "kind": "bands",
        "bands": [
            {"word": "优", "at_least": 7, "at_most": 10},
            {"word": "良", "at_least": 3, "below": 6},
            {"word": "差", "at_least": 0, "below": 3},
        ],
        "outside": outside,
    } | ({"step": Decimal("0.5")} if stepped else {})
    criterion, context = one_of(rule, Decimal(10))
    item = criterion.mark_items(context)[0]
    inside = 0 <= mark < 6 or 7 <= mark <= 10
    on_step = not stepped or (mark * 2).denominator == 1
    explained = mark <= 10 and outside == "reason" and reason != ""
    accepted = item.fault(mark, reason) == ("", "")
    assert accepted == (on_step and (inside or explained))
