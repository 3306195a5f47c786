"""What a combination's book can say beside quota and money: counts by center, demands, coverage."""

import pytest

from tender import paths
from tender.allocate import Outcome, allocate, problem_of
from tender.book import parse_book
from tender.book.register import parse_register
from tender.check import check_book
from tests.tender.allocate import ruled as rules
from tests.tender.allocate.ruled import head

CENTER = {"L1": "C1", "L2H": "C2", "L2X": "C2", "L2G": "C2", "L3E": "C3", "L3I": "C3", "L3S": "C3"}


def awarded(ranked, clause, *changes):
    case = rules.with_rule(ranked, head() + clause, rules.RICH, *changes)
    given = allocate(case)
    return case, given, {lot: won for lot, won in rules.winners(given).items() if won}


def clause(name, **said):
    lines = [f"[[award.{name}]]", 'id = "own"', 'says = "自定要求"']
    return "\n".join((*lines, *(f"{key} = {value}" for key, value in said.items())))


def test_the_sample_has_the_centers_that_these_tests_count(ranked):
    assert {lot.id: lot.center for lot in ranked.book.lots} == CENTER


def test_an_operator_may_be_kept_to_one_center_however_many_lots_there(ranked):
    """T1 is first in C1 and C2, T6 in C2 and C3: each may run one center only."""
    free = awarded(ranked, "")[2]
    assert len({CENTER[lot] for lot, won in free.items() if won == "T6"}) == 2
    one = clause(
        "limits", per='"operator"', supply="{ amount = 1 }", uses="{ amount = 1 }", once_per_center="true"
    )
    case, given, won = awarded(ranked, one)
    assert given.outcome is Outcome.DECIDED
    for operator in set(won.values()):
        assert len({CENTER[lot] for lot, winner in won.items() if winner == operator}) == 1
    assert "自定要求" in case.book.award_sentence


def test_a_center_may_be_kept_diverse(ranked):
    """T7 bids twice in C3; with one lot for each operator in a center it gets one at most."""
    diverse = clause("limits", per='"operator_in_center"', supply="{ amount = 1 }", uses="{ amount = 1 }")
    case = rules.with_rule(ranked, head() + diverse, rules.RICH)
    problem = problem_of(case)
    assert problem.resources["limit:own:T7:C3"].supply == 1
    assert "limit:own:T7:C3" in next(o for o in problem.offers if o.id == "T7@L3E").uses
    assert "limit:own:T7:C3" not in next(o for o in problem.offers if o.id == "T7@L1").uses
    _, _, won = awarded(ranked, diverse)
    pairs = [(winner, CENTER[lot]) for lot, winner in won.items()]
    assert len(set(pairs)) == len(pairs)


def test_none_or_at_least_two(ranked):
    """Who wins one lot only must win two or none, so single winners give way."""
    _, given, won = awarded(ranked, clause("demands", per='"operator"', at_least="2"))
    assert given.outcome is Outcome.DECIDED
    counts = [list(won.values()).count(operator) for operator in set(won.values())]
    assert counts
    assert min(counts) >= 2


def test_a_center_with_a_hall_must_hold_a_service(ranked):
    """L2X may be won only where L2H is won too."""
    needed = clause("demands", per='"center"', at_least="1", lots='["L2X"]', counted='["L2H"]')
    case = rules.with_rule(ranked, head() + needed, rules.RICH)
    [group] = problem_of(case).groups
    assert set(group.members) == {"T1@L2X", "T2@L2X"}
    assert set(group.weights) == {"T3@L2H", "T7@L2H"}
    assert {"L2X", "L2H"} <= set(awarded(ranked, needed)[2])


def test_a_share_of_lots_for_social_organizations(ranked):
    social = {op for op, bid in ranked.bids.items() if bid.entity_type.value == "social_org"}
    assert social
    free = sum(winner in social for winner in awarded(ranked, "")[2].values())
    more = clause("coverage", at_least=str(free + 1), entity_type='"social_org"')
    case, given, won = awarded(ranked, more)
    assert given.outcome is Outcome.DECIDED
    assert sum(winner in social for winner in won.values()) >= free + 1
    assert "自定要求" in case.book.award_sentence


def test_coverage_that_nobody_can_give_awards_nothing(ranked):
    given = awarded(ranked, clause("coverage", at_least="7", entity_type='"sole_trader"'))[1]
    assert given.outcome is Outcome.NO_AWARD
    assert [f.code for f in given.findings] == ["award.not_proved"]


@pytest.mark.parametrize(
    ("name", "said", "code"),
    [
        ("demands", {"per": '"operator"', "at_least": "2", "lots": '["L9"]'}, "book.unknown_reference"),
        ("demands", {"per": '"center"', "at_least": "2", "counted": '["L9"]'}, "book.unknown_reference"),
        ("coverage", {"at_least": "8"}, "book.coverage_beyond"),
        ("coverage", {"at_least": "1", "article": '"NO-1"'}, "book.unknown_article"),
    ],
)
def test_what_is_wrong_with_a_clause_is_a_finding(name, said, code):
    text = (paths.samples() / "teda-haiqing" / "project.toml").read_text(encoding="utf-8")
    text = text.replace(rules.COMBINATION, f"\n{head()}{clause(name, **said)}\n")
    register, _ = parse_register(
        (paths.samples() / "teda-haiqing" / "register.toml").read_text(encoding="utf-8")
    )
    assert code in {f.code for f in check_book(parse_book(text).book, register)}


def test_centers_are_counted_only_for_an_operator():
    text = (paths.samples() / "teda-haiqing" / "project.toml").read_text(encoding="utf-8")
    wrong = clause(
        "limits", per='"project"', supply="{ amount = 1 }", uses="{ amount = 1 }", once_per_center="true"
    )
    found = parse_book(text.replace(rules.COMBINATION, f"\n{head()}{wrong}\n")).findings
    assert any("once_per_center" in f.what + f.expected + f.where for f in found)
