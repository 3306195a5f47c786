"""The model's rows against the same rows written one by one, in plain numbers."""

from collections import Counter, defaultdict
from dataclasses import replace
from fractions import Fraction
from math import gcd

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scoring.allocation.arrays import ordered, pointers, spans
from scoring.allocation.check import breaches
from scoring.allocation.matrix import LARGEST_COEFFICIENT
from scoring.allocation.model import Model
from scoring.allocation.problem import Group, Need, Objective, Offer, Problem, Resource

AMOUNT = st.one_of(st.integers(0, 4), st.sampled_from([6, 10, 2**40, 2**61, 2**62, 2**63 - 1]))


def some(draw, keys, amounts=AMOUNT):
    return draw(st.dictionaries(st.sampled_from(keys), amounts, max_size=3)) if keys else {}


@st.composite
def problems(draw):
    resources = [f"r{i}" for i in range(draw(st.integers(0, 4)))]
    needs = [f"n{i}" for i in range(draw(st.integers(0, 2)))]
    ids = [f"o{i}" for i in range(draw(st.integers(1, 6)))]
    groups = []
    for i in range(draw(st.integers(0, 3))):
        counts = draw(st.none() | st.dictionaries(st.sampled_from(ids), st.integers(0, 3)))
        members = tuple(draw(st.lists(st.sampled_from(ids), unique=True)))
        groups.append(
            Group(f"g{i}", members, some(draw, resources), at_least=draw(st.integers(0, 3)), counts=counts)
        )
    return Problem(
        tuple(
            Offer(
                key,
                "a",
                ("l",),
                Fraction(draw(st.integers(-5, 500)), 100),
                draw(st.integers(0, 9)),
                some(draw, resources),
                some(draw, needs),
            )
            for key in draw(st.permutations(ids))
        ),
        {key: Resource(key, draw(AMOUNT)) for key in draw(st.permutations(resources))},
        tuple(Need(key, draw(st.integers(0, 3)), draw(st.booleans())) for key in needs),
        tuple(draw(st.permutations(groups))),
        (Objective.NEEDS, Objective.POINTS, Objective.PRICE),
    )


class Plain:
    """The rows as the docstring of the model says them, one after the other."""

    def __init__(self, problem):
        self.offers = sorted(problem.offers, key=lambda o: o.id)
        self.at = {o.id: i for i, o in enumerate(self.offers)}
        groups = sorted((g for g in problem.groups if g.uses or g.at_least), key=lambda g: g.id)
        first = len(self.offers)
        present = {g.id: first + i for i, g in enumerate(groups)}
        soft = sorted(n.id for n in problem.needs if not n.firm)
        met = {key: first + len(groups) + i for i, key in enumerate(soft)}
        self.fixed, self.rows, cliques = set(), Counter(), {}
        for key in sorted(problem.resources):
            takers = [(self.at[o.id], o.uses[key]) for o in self.offers if key in o.uses]
            takers += [(present[g.id], g.uses[key]) for g in groups if key in g.uses]
            self.limit(key, takers, problem.resources[key].supply, cliques)
        for need in problem.needs:
            served = [
                (self.at[o.id], -min(o.serves[need.id], need.at_least))
                for o in self.offers
                if need.id in o.serves
            ]
            if need.firm:
                self.add(served, -need.at_least)
            else:
                self.add([*served, (met[need.id], need.at_least)], 0)
        for group in groups:
            for together in self.sets(group, cliques):
                self.add([*((c, 1) for c in together), (present[group.id], -1)], 0)
            demand = [(self.at[o], -min(n, group.at_least)) for o, n in group.weights.items()]
            self.add([*demand, (present[group.id], group.at_least)], 0)

    def limit(self, key, takers, supply, cliques):
        self.fixed |= {c for c, amount in takers if amount > supply}
        takers = [(c, amount) for c, amount in takers if 0 < amount <= supply]
        if len(takers) > 1 and sum(sorted(amount for _, amount in takers)[:2]) > supply:
            cliques[key] = {c for c, _ in takers if c < len(self.offers)}
            takers, supply = [(c, 1) for c, _ in takers], 1
        self.add(takers, supply)

    def sets(self, group, cliques):
        members = {self.at[m] for m in group.members}
        joined = defaultdict(set)
        for m in members:
            shared = {key: len(c & members) for key, c in cliques.items() if m in c}
            best = min(shared, key=lambda key: (-shared[key], key), default=f"alone {m}")
            joined[best].add(m)
        return joined.values()

    def add(self, terms, at_most):
        terms = [(c, a) for c, a in terms if a]
        if sum(a for _, a in terms if a > 0) <= at_most:
            return
        divisor = gcd(*(a for _, a in terms)) or 1
        largest = max((abs(a) for _, a in terms), default=0)
        if largest > divisor * LARGEST_COEFFICIENT:
            divisor = -(-largest // LARGEST_COEFFICIENT)
        self.rows[frozenset((c, a // divisor) for c, a in terms), at_most // divisor] += 1


@given(problems())
def test_the_model_has_the_rows_of_its_docstring_and_no_others(problem):
    model, plain = Model(problem), Plain(problem)
    rows = Counter(
        (frozenset(zip(row.columns, row.coefficients, strict=True)), row.at_most)
        for row in model.matrix.rows()
    )
    assert rows == plain.rows
    assert set(model.fixed_at_zero.tolist()) == plain.fixed
    assert model.weights(Objective.POINTS) == {
        i: int(o.points * model.unit) for i, o in enumerate(plain.offers) if o.points
    }


@given(problems(), st.randoms())
def test_a_plan_that_keeps_every_rule_keeps_every_row(problem, random):
    model = Model(problem)
    chosen = {o.id for o in problem.offers if random.random() < 0.4}
    if breaches(problem, chosen):
        return
    ones = model.ones(problem, chosen)
    assert not ones & set(model.fixed_at_zero.tolist())
    for row in model.matrix.rows():
        assert sum(a for c, a in zip(row.columns, row.coefficients, strict=True) if c in ones) <= row.at_most


def stirred(problem, random):
    def mixed(things):
        return random.sample(list(things), len(things))

    def mapping(amounts):
        return None if amounts is None else dict(mixed(amounts.items()))

    offers = [replace(o, uses=mapping(o.uses), serves=mapping(o.serves)) for o in mixed(problem.offers)]
    groups = [
        replace(g, members=tuple(mixed(g.members)), uses=mapping(g.uses), counts=mapping(g.counts))
        for g in mixed(problem.groups)
    ]
    needs, resources = tuple(mixed(problem.needs)), mapping(problem.resources)
    return replace(problem, offers=tuple(offers), resources=resources, needs=needs, groups=tuple(groups))


@given(problems(), st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_given_changes_neither_rows_nor_columns(problem, random):
    one, other = Model(problem), Model(stirred(problem, random))
    for model in (one, other):
        assert list(model.column.values()) == list(range(len(problem.offers)))
    assert (one.column, one.present, one.met) == (other.column, other.present, other.met)
    assert one.fixed_at_zero.tolist() == other.fixed_at_zero.tolist()
    assert one.weights(Objective.POINTS) == other.weights(Objective.POINTS)
    one_rows, other_rows = (
        [(dict(zip(r.columns, r.coefficients, strict=True)), r.at_most) for r in model.matrix.rows()]
        for model in (one, other)
    )
    assert one_rows == other_rows


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4))))
def test_spans_follow_one_another(parts):
    first, sizes = np.array(parts, dtype=np.int64).reshape(-1, 2).T
    assert spans(first, sizes).tolist() == [i for a, size in parts for i in range(a, a + size)]


@given(st.lists(st.sampled_from([0, 1, 2, 65535, 65536, 65537, 2**33, 2**40 + 1])))
def test_keys_of_any_size_keep_their_order_among_equals(keys):
    keys = np.array(keys, dtype=np.int64)
    assert ordered(keys).tolist() == sorted(range(len(keys)), key=keys.tolist().__getitem__)


@given(st.lists(st.integers(0, 5)))
def test_pointers_part_the_entries_of_each_row(rows):
    rows = np.array(sorted(rows), dtype=np.int64)
    start = pointers(rows, 6)
    for row in range(6):
        assert (rows[start[row] : start[row + 1]] == row).all()
    assert start[-1] == len(rows)
