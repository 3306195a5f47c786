"""A problem as arrays, entry by entry, and the rows made of them, number by number."""

from fractions import Fraction
from random import Random

import numpy as np
import pytest

from scoring.allocation import Group, Need, Objective, Offer, Problem, Resource
from scoring.allocation.arrays import Arrays, ordered, pointers
from scoring.allocation.matrix import Matrix, Row, at_least, stacked, tidied, tidy
from scoring.allocation.model import Model

HALL = Offer(
    "b hall", "甲", ("L1",), Fraction("80.5"), 300, {"room": 2, "money": 300}, {"meals": 1, "care": 4}
)
YARD = Offer("a yard", "乙", ("L2",), Fraction(70), 200, {"money": 200}, {"care": 1})
TOWN = Problem(
    (HALL, YARD),
    {"room": Resource("room", 3), "money": Resource("money", 400)},
    (Need("meals", 1, firm=False), Need("care", 2, firm=True)),
    (
        Group("z nothing asked", ("b hall",)),
        Group("y uses", ("b hall", "a yard"), {"room": 1}),
        Group("x asks", ("a yard",), {}, 3, {"b hall": 2, "a yard": 1}),
    ),
    (Objective.NEEDS, Objective.POINTS, Objective.PRICE),
)


def entries(amounts):
    for column in (amounts.row, amounts.column, amounts.amount):
        assert column.dtype == np.int64
    return list(zip(amounts.row.tolist(), amounts.column.tolist(), amounts.amount.tolist(), strict=True))


def test_everything_is_numbered_in_the_order_of_its_id():
    arrays = Arrays.of(TOWN)
    assert [thing.id for thing in arrays.offers] == ["a yard", "b hall"]
    assert [thing.id for thing in arrays.needs] == ["care", "meals"]
    assert [thing.id for thing in arrays.groups] == [
        "x asks",
        "y uses",
    ]  # one without consequences is left out
    assert (arrays.unit, arrays.points) == (10, (700, 805))


def test_every_amount_is_one_entry():
    arrays = Arrays.of(TOWN)
    assert entries(arrays.uses) == [(0, 0, 200), (1, 1, 2), (1, 0, 300)]
    assert entries(arrays.serves) == [(0, 0, 1), (1, 1, 1), (1, 0, 4)]
    assert entries(arrays.group_uses) == [(1, 1, 1)]
    assert entries(arrays.members) == [(0, 0, 1), (1, 0, 1), (1, 1, 1)]
    assert entries(arrays.counts) == [(0, 1, 2), (0, 0, 1)]  # of groups that demand something alone
    for given, expected in (
        (arrays.supply, [400, 3]),
        (arrays.need_at_least, [2, 1]),
        (arrays.group_at_least, [3, 0]),
    ):
        assert given.dtype == np.int64
        assert given.tolist() == expected


def test_amounts_near_the_end_of_64_bits_are_kept_to_the_last_one():
    def uses(amounts):
        offer = Offer("o", "a", ("L",), Fraction(1), 0, amounts)
        supply = {key: Resource(key, 2**63 - 1) for key in "ab"}
        return entries(Arrays.of(Problem((offer,), supply, (), (), ())).uses)

    assert uses({"b": 2**63 - 1, "a": 2**53 + 1}) == [(0, 1, 2**63 - 1), (0, 0, 2**53 + 1)]
    with pytest.raises(OverflowError):
        uses({"a": 2**63})


def test_many_equal_keys_keep_their_order():
    random = Random(7)
    keys = [
        random.choice((0, 3, 65535, 65536, 65539, 2**33, 2**33 + 3, 2**62, 2**62 + 65535, 2**62 + 65536))
        for _ in range(5000)
    ]
    found = ordered(np.array(keys, dtype=np.int64))
    assert found.tolist() == sorted(range(5000), key=keys.__getitem__)


def test_pointers_are_whole_numbers_of_64_bits():
    start = pointers(np.array([0, 0, 2], dtype=np.int64), 4)
    assert start.tolist() == [0, 2, 2, 3, 3]
    assert start.dtype == np.int64


def numbers(*values):
    return np.array(values, dtype=np.int64)


def tidied_rows(row, column, coefficient, at_most):
    """The tidied rows of these entries, which stand in their rows."""
    places = column.astype(np.int32)
    return tidied(Matrix(pointers(row, len(at_most)), places, coefficient, at_most))


def lines(matrix):
    return [(list(row.columns), list(row.coefficients), row.at_most) for row in matrix.rows()]


def test_rows_are_divided_by_what_they_share_and_such_as_never_bite_are_left_out():
    matrix = tidied_rows(
        numbers(0, 0, 1, 1, 2, 2, 3),
        numbers(5, 6, 5, 6, 1, 2, 4),
        numbers(4, 6, 2, 3, 7, 0, -2),
        numbers(9, 5, 6, -3),
    )
    assert lines(matrix) == [([5, 6], [2, 3], 4), ([1], [1], 0), ([4], [-1], -2)]
    assert len(matrix) == 3
    for column in (matrix.start, matrix.coefficient, matrix.at_most):
        assert column.dtype == np.int64
    assert matrix.column.dtype == np.int32


def test_a_row_without_entries_is_kept_only_where_nothing_can_keep_it():
    assert lines(tidied_rows(numbers(), numbers(), numbers(), numbers(0, -1, 3))) == [([], [], -1)]
    assert lines(tidied_rows(numbers(1), numbers(0), numbers(2), numbers(-4, 1))) == [
        ([], [], -4),
        ([0], [1], 0),
    ]


LARGE = 2**31


@pytest.mark.parametrize(
    ("amounts", "limit", "coarse", "at_most"),
    [
        ((LARGE, 1), LARGE, (LARGE, 1), LARGE),
        ((LARGE + 1, 1), LARGE, ((LARGE + 1) // 2, 0), LARGE // 2),
        ((2 * LARGE, 3), 2 * LARGE + 1, (LARGE, 1), LARGE),
        ((2 * LARGE, 2), 2 * LARGE + 1, (LARGE, 1), LARGE),
        ((-2 * LARGE - 2, 2), -3, ((-2 * LARGE - 2) // 3, 0), -1),
    ],
)
def test_a_number_too_large_makes_the_row_coarser_and_not_before(amounts, limit, coarse, at_most):
    expected = Row([0, 1], list(coarse), at_most)
    assert tidy(enumerate(amounts), limit) == expected
    matrix = tidied_rows(numbers(0, 0), numbers(0, 1), numbers(*amounts), numbers(limit))
    assert lines(matrix) == [([0, 1], list(coarse), at_most)]


def test_sums_beyond_64_bits_do_not_wrap_round():
    top = 2**63 - 1
    many = tidied_rows(
        numbers(0, 0, 0, 1, 1), numbers(0, 1, 2, 0, 1), numbers(top, top, 2, 2, 3), numbers(top, 5)
    )
    assert [columns for columns, _, _ in lines(many)] == [[0, 1, 2]]  # the second row can never be broken
    second = tidied_rows(numbers(0, 0, 1, 1), numbers(0, 1, 2, 3), numbers(2, 3, top, 2), numbers(5, top))
    assert [columns for columns, _, _ in lines(second)] == [[2, 3]]
    exact = tidied_rows(numbers(0, 0), numbers(0, 1), numbers(2**62, 2**62 - 1), numbers(top))
    assert lines(exact) == []
    short = tidied_rows(numbers(0, 0), numbers(0, 1), numbers(2**62, 2**62), numbers(top))
    assert len(short) == 1


def test_a_row_that_cannot_be_broken_is_none():
    assert tidy([(0, 2), (1, 3), (2, -9)], 5) is None
    assert tidy([(0, 2), (1, 3), (2, 0)], 4) == Row([0, 1], [2, 3], 4)
    assert tidy([], 0) is None
    assert tidy([], -1) == Row([], [], -1)
    assert tidy([], -4) == Row([], [], -4)


def test_an_objective_is_kept_from_falling():
    assert at_least({0: 4, 2: -6}, -3) == Row([0, 2], [-2, 3], 1)
    assert at_least({0: 1}, 0) is None


def test_extra_rows_stand_below_the_others():
    matrix = tidied_rows(numbers(0, 0), numbers(0, 1), numbers(2, 3), numbers(4))
    assert stacked(matrix, []) is matrix
    more = stacked(matrix, [Row([2], [-1], -1), Row(range(2), [5, 7], 6)])
    assert lines(more) == [([0, 1], [2, 3], 4), ([2], [-1], -1), ([0, 1], [5, 7], 6)]
    for column in (more.start, more.coefficient, more.at_most):
        assert column.dtype == np.int64
    assert more.column.dtype == np.int32
    after = stacked(more, [Row([4], [-1], -1)])
    assert lines(after) == [*lines(more), ([4], [-1], -1)]
    huge = stacked(matrix, [Row([0], [2**62 + 1], 2**62 + 3)])
    assert lines(huge)[1] == ([0], [2**62 + 1], 2**62 + 3)


def test_an_empty_row_between_others_keeps_its_own_numbers():
    matrix = tidied_rows(numbers(0, 2), numbers(0, 1), numbers(6, 9), numbers(5, -4, 8))
    assert lines(matrix) == [([0], [1], 0), ([], [], -4), ([1], [1], 0)]


def test_what_lowers_a_sum_does_not_make_a_row_worth_keeping():
    assert lines(tidied_rows(numbers(0, 0), numbers(0, 1), numbers(2, -9), numbers(2))) == []


def test_an_empty_matrix_has_no_rows():
    assert Matrix(numbers(0), numbers(), numbers(), numbers()).rows() == ()


def test_the_columns_are_offers_present_groups_and_soft_needs_in_this_order():
    model = Model(TOWN)
    assert model.column == {"a yard": 0, "b hall": 1}
    assert model.present == {"x asks": 2, "y uses": 3}
    assert model.met == {"meals": 4}
    assert (model.width, model.unit, [need.id for need in model.soft]) == (5, 10, ["meals"])
    assert model.ones(TOWN, {"b hall"}) == {1, 3, 4}
    assert model.ones(TOWN, {"a yard"}) == {0, 2, 3}
    assert model.weights(Objective.NEEDS) == {4: 1}
    assert model.weights(Objective.POINTS) == {0: 700, 1: 805}
    assert model.weights(Objective.PRICE) == {0: -200, 1: -300}


def test_a_model_of_given_arrays_is_the_same():
    arrays = Arrays.of(TOWN)
    model = Model(TOWN, arrays)
    assert model.arrays is arrays
    assert lines(model.matrix) == lines(Model(TOWN).matrix)


def places(supply, *amounts, other=()):
    """Who takes how much of the second of two resources; ``other`` takes of the first."""
    return Problem(
        tuple(
            Offer(f"o{i}", "a", ("L",), Fraction(1), 0, {"z": amount, **({"a": 1} if i in other else {})})
            for i, amount in enumerate(amounts)
        ),
        {"a": Resource("a", 1), "z": Resource("z", supply)},
        (), (), (),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("problem", "rows"),
    [
        (places(4, 2, 2), []),  # two that fill a supply to the last place go together
        (places(4, 2, 2, 2), [([0, 1, 2], [1, 1, 1], 2)]),
        (places(4, 3, 2), [([0, 1], [1, 1], 1)]),  # of which no two go together: at most one
        (places(4, 3, 2, 4), [([0, 1, 2], [1, 1, 1], 1)]),
        (places(4, 3, 2, 0), [([0, 1], [1, 1], 1)]),  # who takes nothing is no taker
        (places(4, 3, 2, 5), [([0, 1], [1, 1], 1)]),  # who fits in no case is fixed at 0
        (places(4, 3, 2, 1), [([0, 1, 2], [3, 2, 1], 4)]),  # the two smallest go together
        (places(5, 3, 2, 4), [([0, 1, 2], [3, 2, 4], 5)]),
        (places(4, 3, 3, other=(0, 1)), [([0, 1], [1, 1], 1), ([0, 1], [1, 1], 1)]),
        (places(9, 5, 6, 7, other=(0, 1, 2)), [([0, 1, 2], [1, 1, 1], 1)] * 2),
    ],
)
def test_takers_of_which_no_two_go_together_are_at_most_one(problem, rows):
    model = Model(problem)
    assert lines(model.matrix) == rows
    too_large = [i for i, o in enumerate(problem.offers) if o.uses["z"] > problem.resources["z"].supply]
    assert model.fixed_at_zero.tolist() == too_large


def presence(*sets):
    """The members of one row each of a group of all, when each of ``sets`` excludes each other."""
    ids = sorted({one for members in sets for one in members})
    problem = Problem(
        tuple(
            Offer(one, "a", ("L",), Fraction(1), 0, {f"r{i}": 1 for i, some in enumerate(sets) if one in some})
            for one in ids
        ),
        {f"r{i}": Resource(f"r{i}", 1) for i in range(len(sets))},
        (), (Group("all", tuple(ids), {}, 1),), (),
    )  # fmt: skip
    present = len(ids)
    return sorted(
        "".join(ids[column] for column in columns[:-1])
        for columns, coefficients, _ in lines(Model(problem).matrix)
        if columns[-1] == present and coefficients[0] > 0
    )


def test_members_that_exclude_each_other_share_a_row_and_each_joins_its_largest_set():
    assert presence("mx", "my") == ["mx", "y"]  # the first of two that are equally large
    assert presence("mx", "mwy") == ["mwy", "x"]
    assert presence("mwy", "mx") == ["mwy", "x"]
    assert presence("ab", "cd", "ace") == ["ace", "b", "d"]
    assert presence("a", "b") == ["a", "b"]


def test_sets_stand_by_group_and_resource_and_who_is_alone_below_them():
    taken = {"a": "r1", "b": "r1", "c": "r0", "d": "r0", "f": "r2", "h": "r2"}
    problem = Problem(
        tuple(
            Offer(one, "a", ("L",), Fraction(1), 0, {taken[one]: 1} if one in taken else {})
            for one in "abcdefh"
        ),
        {key: Resource(key, 1) for key in ("r0", "r1", "r2")},
        (), (Group("g0", ("a", "b", "e"), {}, 1), Group("g1", ("c", "d", "f", "h"), {}, 1)), (),
    )  # fmt: skip
    present = {7, 8}
    found = [
        columns
        for columns, sizes, _ in lines(Model(problem).matrix)
        if sizes[-1] == -1 and columns[-1] in present
    ]
    assert found == [[0, 1, 7], [2, 3, 8], [5, 6, 8], [4, 7]]
