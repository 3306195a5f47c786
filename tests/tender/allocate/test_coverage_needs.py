"""Coverage: services that a center must hold, and those it should hold where that can be had."""

from dataclasses import replace

import pytest

from tender import paths
from tender.allocate import Outcome, allocate, problem_of
from tender.announce import plan_sentences
from tender.book import parse_book
from tender.book.register import parse_register
from tender.case import Case
from tender.check import check_book
from tests.tender.allocate import ruled as rules
from tests.tender.allocate.ruled import head

ELDER_CHILD = """
[[award.coverage]]
id = "elder_child"
says = "一老一小服务"
at_least = 1
per = "center"
lots = ["L3E", "L3I", "L3S"]
services = ["养老", "托育"]
"""


def planning(case, operator, lot, *categories):
    """The case as if a bidder had planned services of these categories, and no others, in a lot."""
    opened = case.state.bids[operator]
    services = [{"name": f"{c}服务", "category": c, "nature": "公益服务"} for c in categories]
    lots = {**opened.bid["lots"], lot: {**opened.bid["lots"][lot], "services": services}}
    bids = {**case.state.bids, operator: replace(opened, bid={**opened.bid, "lots": lots})}
    return Case(case.book, replace(case.state, bids=bids), case.packs)


def asked(ranked, clause):
    return rules.with_rule(ranked, head() + clause, rules.RICH)


# T4 is first in L3E and T5 in L3I, with services 养老 and 托育; T7 is second in both, T2 second in L3S.


def test_a_service_for_elders_and_one_for_children_are_a_need_each(ranked):
    case = asked(ranked, ELDER_CHILD)
    needs = {n.id: n for n in problem_of(case).needs if n.id.startswith("cover:")}
    assert list(needs) == ["cover:elder_child:C3:1", "cover:elder_child:C3:2"]
    assert all(need.firm for need in needs.values())
    given = allocate(case)
    assert rules.winners(given)["L3E"] == "T4"
    assert given.departures == ()


def test_who_plans_no_service_for_elders_gives_way_to_who_does(ranked):
    case = planning(asked(ranked, ELDER_CHILD), "T4", "L3E", "健康")
    given = allocate(case)
    assert given.outcome is Outcome.DECIDED
    assert rules.winners(given)["L3E"] == "T7"
    [aside] = given.by_lot()["L3E"].passed_over
    assert aside.operator == "T4"
    assert aside.why == "由其成交时，没有任何组合能满足全部条件。"


def test_the_need_may_be_served_in_another_lot_of_the_center(ranked):
    case = planning(asked(ranked, ELDER_CHILD), "T4", "L3E", "健康")
    given = allocate(planning(case, "T6", "L3S", "养老"))
    assert rules.winners(given)["L3E"] == "T4"


def test_what_nobody_plans_leaves_no_award_where_it_is_a_must(ranked):
    given = allocate(asked(ranked, ELDER_CHILD.replace('"托育"', '"桌游"')))
    assert given.outcome is Outcome.NO_AWARD


def test_what_nobody_plans_is_told_where_it_is_a_wish(ranked):
    wish = ELDER_CHILD.replace('"托育"', '"桌游"') + "firm = false\n"
    case = asked(ranked, wish)
    given = allocate(case)
    assert given.outcome is Outcome.DECIDED
    said = "".join(plan_sentences(case, given))
    assert "确定成交供应商的标段7个，满足“尽量”要求1项（共2项）" in said
    assert (
        "未满足的“尽量”要求：海晴第三社区党群服务中心的标段L3E、L3I、L3S中至少1个，成交供应商的服务项目含“桌游”"
        in said
    )


def test_a_wish_counts_before_points(ranked):
    """T7 is second in L3E; when it alone plans care for elders, the wish is worth more than T4's points."""
    wish = planning(asked(ranked, ELDER_CHILD + "firm = false\n"), "T4", "L3E", "健康")
    given = allocate(wish)
    assert rules.winners(given)["L3E"] == "T7"
    [aside] = given.by_lot()["L3E"].passed_over
    assert "确定成交供应商的标段与满足的“尽量”要求合计至多8个（现方案9个）" in aside.why


def test_a_wish_that_nobody_serves_costs_no_lot(ranked):
    none = ELDER_CHILD.replace('["养老", "托育"]', '["桌游"]') + "firm = false\n"
    assert None not in rules.winners(allocate(asked(ranked, none))).values()


def test_each_center_is_asked_for_itself(ranked):
    everywhere = (
        '[[award.coverage]]\nid = "a"\nsays = "各中心便民"\nat_least = 1\nper = "center"\n'
        'services = ["便民"]\nfirm = false'
    )
    needs = {n.id: n.says for n in problem_of(asked(ranked, everywhere)).needs if n.id.startswith("cover:")}
    assert needs == {
        "cover:a:C1:1": "海晴第一社区党群服务中心的标段L1中至少1个，成交供应商的服务项目含“便民”",
        "cover:a:C2:1": "海晴第二社区党群服务中心的标段L2H、L2X、L2G中至少1个，成交供应商的服务项目含“便民”",
        "cover:a:C3:1": "海晴第三社区党群服务中心的标段L3E、L3I、L3S中至少1个，成交供应商的服务项目含“便民”",
    }


def test_the_clause_is_the_rule_that_is_executed(ranked):
    """Every need of the problem stands in the printed sentence, word for word, with its force."""
    both = ELDER_CHILD + ELDER_CHILD.replace("elder_child", "wish").replace("一老一小", "孵化").replace(
        '["养老", "托育"]', '["孵化"]\nfirm = false'
    )
    case = asked(ranked, both)
    said = case.book.award_sentence
    must, _, wish = said.partition("“尽量”要求为：")
    for need in problem_of(case).needs:
        if need.id.startswith("cover:"):
            assert need.says in (must if need.firm else wish)
    assert "一老一小服务（必须满足：" in must
    assert "孵化服务（尽量满足：" in wish
    assert "1．未成交的标段与未满足的“尽量”要求合计最少（每项要求按一个标段计）" in must


def test_without_a_wish_the_first_aim_speaks_of_lots_alone(ranked):
    assert "1．未成交的标段最少" in asked(ranked, ELDER_CHILD).book.award_sentence


def test_a_package_serves_what_its_bids_serve(ranked):
    case = asked(ranked, ELDER_CHILD + '[award.packages]\nlots = ["L3E", "L3I"]\n')
    opened = case.state.bids["T7"]
    said = [{"lots": ["L3E", "L3I"], "price_fen": 700_000_00}]
    bids = {**case.state.bids, "T7": replace(opened, bid={**opened.bid, "packages": said})}
    problem = problem_of(Case(case.book, replace(case.state, bids=bids), case.packs))
    [package] = [o for o in problem.offers if len(o.lots) == 2]
    assert package.serves == {
        "lot:L3E": 1,
        "lot:L3I": 1,
        "cover:elder_child:C3:1": 1,
        "cover:elder_child:C3:2": 1,
    }
    assert package.uses["quota:T7"] == 2
    assert package.uses["fiscal"] == 700_000_00


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (('["养老", "托育"]', '["养老", "看护"]'), "book.unknown_reference"),
        (('["养老", "托育"]', '["养老", "养老"]'), "book.coverage_twice"),
        (("at_least = 1", "at_least = 4"), "book.coverage_beyond"),
        (('lots = ["L3E", "L3I", "L3S"]', 'lots = ["L3E", "L9"]'), "book.unknown_reference"),
        (("at_least = 1", 'at_least = 1\narticle = "NO-1"'), "book.unknown_article"),
    ],
)
def test_coverage_that_nobody_could_give_is_a_finding(change, code):
    old, new = change
    assert old in ELDER_CHILD
    assert code in {f.code for f in checked(head() + ELDER_CHILD.replace(old, new))}


def test_a_center_with_too_few_lots_is_found_by_name():
    told = checked(
        head()
        + ELDER_CHILD.replace('lots = ["L3E", "L3I", "L3S"]\n', "").replace("at_least = 1", "at_least = 2")
    )
    [found] = [f for f in told if f.code == "book.coverage_beyond"]
    assert "计入的标段只有1个（L1）" in found.what


def test_a_wish_that_no_aim_counts_is_a_finding():
    told = head().replace('"needs", ', "")
    assert "book.coverage_uncounted" in {f.code for f in checked(told + ELDER_CHILD + "firm = false\n")}
    assert "book.coverage_uncounted" not in {f.code for f in checked(told + ELDER_CHILD)}


def test_two_requirements_of_one_name_are_a_finding():
    assert "book.id_twice" in {f.code for f in checked(head() + ELDER_CHILD * 2)}


def checked(award):
    text = (paths.samples() / "teda-haiqing" / "project.toml").read_text(encoding="utf-8")
    register = (paths.samples() / "teda-haiqing" / "register.toml").read_text(encoding="utf-8")
    read = parse_book(text.replace(rules.COMBINATION, f"\n{award}\n"))
    return check_book(read.book, parse_register(register)[0])
