"""The door: every mistake has its place and its sentence, and all are told at once."""

import copy
import json
from fractions import Fraction
from pathlib import Path

import pytest

from scoring.allocation import Problem, ProblemError

GOOD = {
    "format": "hengbiao/allocation-problem/1",
    "offers": [
        {
            "id": "A",
            "operator": "甲",
            "lots": ["L1"],
            "points": "88.95",
            "price_fen": 30_800_000,
            "uses": {"money": 30_800_000},
            "serves": {"care": 1},
        },
        {
            "id": "B",
            "operator": "乙",
            "lots": ["L1", "L2"],
            "points": "90.00",
            "price_fen": 0,
            "uses": {},
            "serves": {},
        },
    ],
    "resources": {"money": {"supply": 2**63 - 1, "says": "预算", "article": "第三条"}},
    "needs": [{"id": "care", "at_least": 1, "firm": False, "says": "养老服务", "article": "第五条"}],
    "groups": [
        {
            "id": "G",
            "members": ["A", "B"],
            "uses": {"money": 1},
            "at_least": 2,
            "counts": {"A": 2},
            "says": "至少两项",
            "article": "第六条",
        },
        {"id": "H", "members": []},
    ],
    "objective": ["needs", "points", "price"],
}
MISSING = object()
SENTENCES = Path(__file__).with_name("mistakes.txt")
"""What is said for each changed place below, a line for each mistake: where, what, what should be."""


def changed(path, value):
    """The good form with one place changed, removed or added."""
    form = copy.deepcopy(GOOD)
    *way, last = path
    at = form
    for step in way:
        at = at[step]
    if value is MISSING:
        del at[last]
    else:
        at[last] = value
    return form


def mistakes(form):
    with pytest.raises(ProblemError) as caught:
        Problem.from_json(form)
    return caught.value.mistakes


def test_a_form_comes_back_as_it_was():
    assert Problem.from_json(GOOD).to_json() == GOOD
    assert Problem.from_json(json.loads(json.dumps(GOOD))) == Problem.from_json(GOOD)


def test_whole_points_may_be_a_json_integer():
    problem = Problem.from_json(changed(["offers", 0, "points"], 89))
    assert problem.offers[0].points == 89
    assert Problem.from_json(problem.to_json()) == problem


def test_an_empty_problem_is_legal():
    form = GOOD | {"offers": [], "resources": {}, "needs": [], "groups": [], "objective": []}
    assert Problem.from_json(form).to_json() == form


def test_resources_may_share_one_figure_and_then_must_have_the_same():
    quotas = {key: {"supply": 2, "shared": "quota"} for key in ("甲", "乙")}
    form = changed(["resources"], GOOD["resources"] | quotas)
    assert Problem.from_json(form).to_json() == form
    form["resources"]["乙"]["supply"] = 3
    [wrong] = mistakes(form)
    assert (wrong.where, wrong.expected) == ("resources.乙.supply", "2")
    [empty] = mistakes(changed(["resources", "money", "shared"], ""))
    assert empty.where == "resources.money.shared"


WRONG = [
    (["format"], MISSING, "format"),
    (["format"], "hengbiao/allocation-problem/2", "format"),
    (["offers"], MISSING, "offers"),
    (["offers"], {}, "offers"),
    (["groups"], None, "groups"),
    (["extra"], 1, "extra"),
    (["resources"], [], "resources"),
    (["resources"], MISSING, "resources"),
    (["resources", "money"], 5, "resources.money"),
    (["resources", "money", "supply"], MISSING, "resources.money.supply"),
    (["resources", "money", "supply"], -1, "resources.money.supply"),
    (["resources", "money", "supply"], True, "resources.money.supply"),
    (["resources", "money", "supply"], 2**63, "resources.money.supply"),
    (["resources", "money", "supply"], -(2**63), "resources.money.supply"),
    (["resources", "money", "supply"], -(2**63) - 1, "resources.money.supply"),
    (["resources", "money", "supply"], 10**5000, "resources.money.supply"),
    (["resources", "money", "says"], 5, "resources.money.says"),
    (["resources", "money", "article"], None, "resources.money.article"),
    (["resources", "money", "shared"], 5, "resources.money.shared"),
    (["resources", "money", "limit"], 5, "resources.money.limit"),
    (["resources", ""], {"supply": 1}, "resources."),
    (["resources", 7], {"supply": 1}, "resources.7"),
    (
        ["resources"],
        {"money": {"supply": 9, "shared": "甲"}, "rooms": {"supply": 9, "shared": "甲"}}
        | {"staff": {"supply": 8, "shared": "甲"}, "beds": {"supply": 8, "shared": "乙"}},
        "resources.staff.supply",
    ),
    (["offers", 0], "A", "offers[0]"),
    (["offers", 0, "id"], 7, "offers[0].id"),
    (["offers", 1, "id"], "A", "offers[1].id"),
    (["offers", 0, "operator"], "", "offers[0].operator"),
    (["offers", 0, "lots"], [], "offers[0].lots"),
    (["offers", 0, "lots"], "L1", "offers[0].lots"),
    (["offers", 0, "lots"], ["L1", 3], "offers[0].lots[1]"),
    (["offers", 0, "lots"], ["L1", "L2", "L1"], "offers[0].lots[2]"),
    (["offers", 0, "points"], 88.95, "offers[0].points"),
    (["offers", 0, "points"], True, "offers[0].points"),
    (["offers", 0, "points"], "1e2", "offers[0].points"),
    (["offers", 0, "points"], "NaN", "offers[0].points"),
    (["offers", 0, "points"], "８８", "offers[0].points"),
    (["offers", 0, "points"], "9" * 5000, "offers[0].points"),
    (["offers", 0, "points"], str(2**63), "offers[0].points"),
    (["offers", 0, "points"], f"-{2**63}", "offers[0].points"),
    (["offers", 0, "points"], "922337203685477580.8", "offers[0].points"),
    (["offers", 0, "points"], "0." + "0" * 31, "offers[0].points"),
    (["offers", 0, "points"], "0" * 61, "offers[0].points"),
    (["offers", 0, "points"], 2**63, "offers[0].points"),
    (["offers", 0, "price_fen"], -1, "offers[0].price_fen"),
    (["offers", 0, "price_fen"], "1", "offers[0].price_fen"),
    (["offers", 0, "price_fen"], 1.0, "offers[0].price_fen"),
    (["offers", 0, "price_fen"], (1,), "offers[0].price_fen"),
    (["offers", 0, "uses", "money"], -5, "offers[0].uses.money"),
    (["offers", 0, "uses", "rooms"], 1, "offers[0].uses.rooms"),
    (["offers", 0, "uses"], MISSING, "offers[0].uses"),
    (["offers", 0, "uses"], [], "offers[0].uses"),
    (["offers", 0, "serves", "meals"], 1, "offers[0].serves.meals"),
    (["offers", 0, "colour"], "红", "offers[0].colour"),
    (["needs", 0, "at_least"], -1, "needs[0].at_least"),
    (["needs", 0], [], "needs[0]"),
    (["needs", 0, "id"], 7, "needs[0].id"),
    (["needs", 0, "firm"], 1, "needs[0].firm"),
    (["needs", 0, "firm"], MISSING, "needs[0].firm"),
    (["needs", 0, "says"], ["养老"], "needs[0].says"),
    (["needs"], [{"id": "care", "at_least": 1, "firm": True}] * 2, "needs[1].id"),
    (["groups", 0], 1.5, "groups[0]"),
    (["groups", 0, "colour"], "红", "groups[0].colour"),
    (["groups", 0, "article"], {}, "groups[0].article"),
    (["groups", 0, "members"], "A", "groups[0].members"),
    (["groups", 0, "members"], ["", 3, ""], "groups[0].members[0]"),
    (["groups", 0, "members"], ["A", "C"], "groups[0].members[1]"),
    (["groups", 0, "members"], ["A", "A"], "groups[0].members[1]"),
    (["groups", 0, "uses", "rooms"], 1, "groups[0].uses.rooms"),
    (["groups", 0, "counts", "C"], 1, "groups[0].counts.C"),
    (["groups", 0, "counts", "A"], -1, "groups[0].counts.A"),
    (["groups", 0, "at_least"], "2", "groups[0].at_least"),
    (["groups", 0, "counts"], None, "groups[0].counts"),
    (["groups", 1, "id"], 7, "groups[1].id"),
    (["groups", 1, "id"], "G", "groups[1].id"),
    (["groups", 1, "id"], MISSING, "groups[1].id"),
    (["objective"], "points", "objective"),
    (["objective"], ["points", "points"], "objective[1]"),
    (["objective"], ["price", "needs", "price", "price"], "objective[2]"),
    (["objective"], ["price", "speed"], "objective[1]"),
    (["objective"], [["points"]], "objective[0]"),
]


@pytest.mark.parametrize(("path", "value", "where"), WRONG, ids=[where for *_, where in WRONG])
def test_a_mistake_is_told_at_its_place_in_chinese(path, value, where):
    told = {mistake.where: mistake for mistake in mistakes(changed(path, value))}
    assert where in told
    mistake = told[where]
    for sentence in (mistake.what, mistake.expected):
        assert sentence.isdigit() or any("一" <= character <= "鿿" for character in sentence)
        assert not any(word in sentence for word in ("None", "null", "True", "False"))


def test_every_mistake_says_what_was_reviewed():
    said = []
    for path, value, _ in WRONG:
        said.append("/".join(map(str, path)))
        said += [f"  {m.where}：{m.what}；应为：{m.expected}" for m in mistakes(changed(path, value))]
    assert said == SENTENCES.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    "points",
    [
        2**63 - 1,
        -(2**63) + 1,
        str(2**63 - 1),
        "922337203685477580.7",
        f"-{2**63 - 1}",
        "0." + "0" * 30,
        "0" * 60,
    ],
)
def test_the_largest_and_the_longest_points_are_read_exactly(points):
    assert Problem.from_json(changed(["offers", 0, "points"], points)).offers[0].points == Fraction(points)


def test_all_mistakes_are_told_at_once():
    form = copy.deepcopy(GOOD)
    form["offers"][0] |= {"points": 1.5, "price_fen": -1, "uses": {"rooms": 1}}
    form["needs"][0]["firm"] = "yes"
    form["objective"] = ["cost"]
    assert {mistake.where for mistake in mistakes(form)} == {
        "offers[0].uses.rooms",
        "offers[0].points",
        "offers[0].price_fen",
        "needs[0].firm",
        "objective[0]",
    }


@pytest.mark.parametrize("form", [None, [], "x", 3, True, {}])
def test_what_is_no_problem_at_all_is_told_too(form):
    assert mistakes(form)


def test_the_exception_itself_speaks_to_programmers():
    with pytest.raises(ProblemError, match=r"1 mistake\(s\) .* first at objective\[0\]"):
        Problem.from_json(GOOD | {"objective": ["speed"]})
