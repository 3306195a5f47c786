"""A sample of the frozen problems; all of them: ``python tests/scoring/allocation/frozen.py``."""

import importlib.util
import os
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from scoring.allocation import solve

spec = importlib.util.spec_from_file_location("frozen", Path(__file__).with_name("frozen.py"))
frozen = importlib.util.module_from_spec(spec)
spec.loader.exec_module(frozen)

KEPT = frozen.answers()
DEEP = os.environ.get("HYPOTHESIS_PROFILE") == "deep"
SHUFFLES = 1000 if DEEP else 50


def test_there_are_ten_thousand_and_a_good_part_has_no_plan():
    assert len(KEPT) == frozen.MANY == 10_000
    assert 1_000 < sum(line.endswith("none") for line in KEPT) < 5_000
    assert sum(int(line.split()[-2]) > 1 for line in KEPT if not line.endswith("none")) > 300


@pytest.mark.parametrize("first", range(0, 200, 20))
def test_what_enumeration_found_is_what_is_proved(first):
    seeds = range(first * 50, (first + 20) * 50, 50)  # spread over all of them
    told = {seed: frozen.verdict(seed, KEPT[seed]) for seed in seeds}
    assert set(told.values()) == {"right"}, told


def test_the_kept_answers_are_those_of_the_enumeration():
    for seed in (*range(0, frozen.MANY, 500), frozen.MANY - 1):
        assert frozen.answer(seed) == KEPT[seed]


def test_a_wrong_answer_would_be_noticed():
    seed = next(seed for seed, line in enumerate(KEPT) if not line.endswith("none"))
    head, value, *rest = KEPT[seed].split()
    assert frozen.verdict(seed, " ".join([head, str(int(value) + 1), *rest])) == "wrong"
    assert frozen.verdict(seed, f"{head} none") == "wrong"
    assert frozen.verdict(seed, KEPT[seed + 1]) == "changed"


def test_shuffled_rows_columns_and_keys_give_the_same_plan():
    tied = next(s for s, line in enumerate(KEPT) if not line.endswith("none") and int(line.split()[-2]) > 2)
    problem = frozen.instance(tied)
    plan = solve(problem)
    assert len(plan.ties.plans) > 2
    for seed in range(SHUFFLES):
        assert solve(shuffled(problem, Random(seed))) == plan


def shuffled(problem, random):
    def rows(of):
        return tuple(random.sample(list(of), len(of)))

    def keys(of):
        return dict(rows(of.items()))

    return replace(
        problem,
        offers=tuple(replace(o, uses=keys(o.uses), serves=keys(o.serves)) for o in rows(problem.offers)),
        resources=keys(problem.resources),
        needs=rows(problem.needs),
        groups=tuple(replace(g, members=rows(g.members), uses=keys(g.uses)) for g in rows(problem.groups)),
    )
