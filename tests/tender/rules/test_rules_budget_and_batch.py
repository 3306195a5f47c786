"""What follows from the lines of a budget, and from the contracts of one batch taken together."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tender.policy.judge import verdicts
from tender.policy.pack import Provision
from tender.rules.batch import batch, staffing
from tender.rules.budget import budget_nouns, project_totals

HEADS = ("service_purchase", "utilities", "training")

lines = st.lists(
    st.fixed_dictionaries(
        {
            "head": st.sampled_from(HEADS),
            "source": st.sampled_from(("city", "district")),
            "payee": st.sampled_from(("operator", "residents_committee", "city", "district")),
            "amount_fen": st.integers(0, 10**9),
        }
    ),
    min_size=1,
)


@given(lines)
def test_heads_and_sources_cut_the_same_money(rows):
    told = budget_nouns({"lines": rows})
    assert sum(told["amount_of"].values()) == told["center_total_fen"]
    assert told["city_fen"] + told["district_fen"] == told["center_total_fen"]


@given(lines, st.randoms(use_true_random=False))
def test_the_order_of_the_lines_changes_no_sum(rows, shuffle):
    mixed = list(rows)
    shuffle.shuffle(mixed)
    one, other = budget_nouns({"lines": rows}), budget_nouns({"lines": mixed})
    for name in ("amount_of", "payee_of", "center_total_fen", "city_fen", "district_fen"):
        assert one[name] == other[name]
    assert set(one["city_transfer_heads"]) == set(other["city_transfer_heads"])


@given(lines)
def test_a_head_has_a_payee_only_when_all_its_lines_agree(rows):
    told = budget_nouns({"lines": rows})
    for head in told["heads"]:
        paid = {row["payee"] for row in rows if row["head"] == head}
        assert told["payee_of"].get(head) == (paid.pop() if len(paid) == 1 else None)


@given(lines, st.sampled_from(("head", "source", "payee", "amount_fen")))
def test_one_line_that_lacks_something_leaves_every_sum_open(rows, lost):
    broken = [*rows, {name: value for name, value in rows[0].items() if name != lost}]
    assert budget_nouns({"lines": broken}) == {"lines": broken}


def test_a_budget_without_lines_says_what_it_said():
    assert budget_nouns({"city_fen": 5}) == {"city_fen": 5}


def test_the_totals_of_a_project_need_one_budget_for_every_site():
    assert project_totals({"city_fen": 3, "district_fen": 1}, 7) == {
        "city_total_fen": 21,
        "district_total_fen": 7,
    }
    assert project_totals([{"city_fen": 3}], 7) == project_totals({}, 7) == {}


def test_people_are_counted_once_for_all_teams_that_name_them():
    def counted(*teams):
        return staffing({"contract": [{"id": str(n), "team": team} for n, team in enumerate(teams)]})

    assert counted(["甲", "乙"], ["丙"]) == {"staff_double_count": 0}
    assert counted(["甲", "乙"], ["甲", "乙"], ["甲"]) == {"staff_double_count": 2}
    assert counted(["甲", "甲"]) == {"staff_double_count": 0}  # named twice in one team is one person
    assert counted([{"id": "甲"}], ["甲"]) == {"staff_double_count": 1}


def test_without_every_team_nothing_is_known_of_double_counting():
    assert staffing({}) == {}
    assert staffing({"contract": [{"id": "1", "team": ["甲"]}, {"id": "2"}]}) == {}


def test_the_project_lists_the_records_of_the_register_and_no_others():
    register = {"contract": {"id": "1"}, "street": [{"id": "东"}, {"id": "西"}]}
    assert batch(register) == {"contracts": [{"id": "1"}], "streets": [{"id": "东"}, {"id": "西"}]}
    assert batch({}) == {}


def test_a_rule_on_contract_and_lot_is_asked_of_each_lot_with_its_own_contract():
    rule = Provision(
        id="X-1",
        article="",
        says="每份合同的运营主体就是该标段的运营主体",
        force="must",
        kind=("contract",),
        checked=date(2026, 11, 21),
        expression="lot.operator_id == contract.operator_id",
    )
    nouns = {
        "lot": [{"id": "L1", "operator_id": "A"}, {"id": "L2", "operator_id": "B"}],
        "contract": [{"lot_id": "L2", "operator_id": "B"}, {"lot_id": "L1", "operator_id": "A"}],
    }
    assert [v.answer.value for v in verdicts(rule, nouns)] == ["pass", "pass"]
