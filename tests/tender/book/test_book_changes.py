"""Points added and taken off by steps: what a book may not say, what the form and the papers say of it."""

from decimal import Decimal
from fractions import Fraction

import pytest

from tender.book import Fact, Method, parse_book
from tender.book.method import terms
from tender.book.rules import Context, Criterion
from tender.paths import samples
from tender.simulate.reads import reads

STAFF = Fact(id="staff", name="人员", unit="人", kind="whole", evidence="名单")
HOURS = Fact(id="hours", name="时长", unit="小时", kind="decimal", evidence="计划")
LOSS = {"fact": "staff", "each": "每少1人", "step": 2, "under": 10}
GAIN = {"fact": "staff", "each": "每增加1人", "step": 1, "beyond": 10}


FINES = Fact.model_validate(
    {"id": "fines", "name": "处罚", "unit": "条", "kind": "list", "evidence": "决定书"}
    | {"columns": [{"id": "amount", "name": "金额", "kind": "money"}]}
)


def flaws(full=8, **rule):
    rule = {"kind": "deduct", "losses": [LOSS]} | rule
    criterion = Criterion.model_validate(
        {"id": "x", "name": "本项", "group": "business", "weights": {"c": Decimal(full)}, "rule": rule}
    )
    context = Context(
        Fraction(full), terms(Method.OPEN_TENDER), {"staff": STAFF, "hours": HOURS, "fines": FINES}
    )
    return {(flaw.field, flaw.serious) for flaw in criterion.flaws(context)}


def test_more_and_less_than_asked_of_one_figure_is_sound():
    assert flaws(start=5, gains=[GAIN | {"at_most": 3}]) == set()


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ({"start": 9}, ("start", True)),
        ({"start": 5}, ("start", False)),
        ({"start": 5, "gains": [GAIN | {"at_most": 2}]}, ("gains", False)),
        ({"gains": [GAIN]}, ("start", False)),
        ({"losses": [{"fact": "hours", "each": "每少1小时", "step": 1}]}, ("losses", True)),
        ({"losses": [LOSS | {"counted": "started"}]}, ("counted", True)),
        ({"losses": [LOSS | {"void_over": 11}]}, ("void_over", True)),
        ({"losses": [{"fact": "fines", "each": "每有一条处罚", "step": 1}]}, ("losses", False)),
    ],
    ids=[
        "a base over the full points",
        "a base from which nobody reaches them",
        "gains that do not reach them",
        "gains that begin at the full points",
        "hours counted one by one",
        "half a step of what has no steps",
        "a bound below nothing",
        "a list of one's own faults, that costs nothing when it is left empty",
    ],
)
def test_what_cannot_be_meant_is_told(rule, found):
    assert found in flaws(**rule)


def test_hours_in_declared_steps_are_sound():
    assert flaws(losses=[{"fact": "hours", "each": "每少1小时", "step": 1, "under": 8, "per": 1}]) == set()


def test_only_one_side_of_a_figure_is_counted():
    with pytest.raises(ValueError, match="只写一个"):
        flaws(losses=[LOSS | {"beyond": 3}])


def test_a_synthetic_bidder_is_told_which_figures_matter_and_which_way_is_good(placed):
    book, lot = placed(start=5, gains=[GAIN], losses=[LOSS | {"per": 2}])
    found = {(read.figures, read.few) for read in reads(book, lot) if read.fact == "staff"}
    assert found == {((11, 12), False), ((6, 8), False)}


@pytest.fixture
def placed():
    """The sample's book with the rule as a factor of one lot."""

    def made(**rule):
        book = parse_book((samples() / "teda-haiqing" / "project.toml").read_text("utf-8")).book
        plan = next(c for c in book.criteria if c.id == "plan")
        new = Criterion.model_validate(
            {"id": "plan", "name": "本项", "group": "technical", "weights": {"whole_center": Decimal(8)}}
            | {"rule": {"kind": "deduct", **rule}}
        )
        facts = (*book.facts, STAFF)
        criteria = tuple(new if c is plan else c for c in book.criteria)
        book = book.model_copy(update={"criteria": criteria, "facts": facts})
        return book, next(lot for lot in book.lots if lot.column == "whole_center")

    return made


def test_a_book_with_other_lots_knows_none_of_the_old_ones():
    book = parse_book((samples() / "teda-haiqing" / "project.toml").read_text("utf-8")).book
    assert "L1" in book.lot_by_id
    fewer = book.model_copy(update={"lots": book.lots[1:]})
    assert "L1" not in fewer.lot_by_id
    assert fewer.lots == book.lots[1:]
