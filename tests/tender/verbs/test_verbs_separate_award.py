"""Separate award: the panel recommends the first few of a lot, the purchaser chooses among them and says why."""

import pytest

from tender.allocate import Outcome, allocate
from tender.book import parse_book
from tender.check import check_book
from tender.decisions import read_decisions
from tender.findings import Level
from tender.run import run

RULE = """kind = "per_lot"
recommend = {recommend}
choosing = "领导班子集体研究，质量优先"
{basis}"""
ALL = {"L1": "T2", "L2H": "T3", "L2X": "T1", "L2G": "T6", "L3E": "T4", "L3I": "T5", "L3S": "T6"}


def ruled(project, recommend=3, basis='basis = "《深圳经济特区政府采购条例》"'):
    text = (project.folder / "project.toml").read_text("utf-8")
    at = text.index('kind = "combination"')
    old = text[at : text.index("articles = { lot", at)]
    project.edit((old, RULE.format(recommend=recommend, basis=f"{basis}\n")))


def bid_for(project):
    """Every form and mark sheet written anew for the book as it is."""
    project.fill_all()
    project.judge()
    return project.ranked()


def choose(project, winners):
    rows = [
        f'[[chosen]]\nlot = "{lot}"\noperator = "{op}"\nby = "主任办公会（虚构）"\nat = 2026-03-17T10:00:00\n'
        f'why = "服务方案更贴合居民需求"\n'
        for lot, op in winners.items()
    ]
    project.decide("\n".join(rows))


def test_the_book_prints_how_many_are_recommended_and_how_one_is_chosen(project):
    ruled(project)
    said = project.book.award_sentence
    assert "推荐排序前3名为候选人" in said
    assert "领导班子集体研究，质量优先" in said
    assert "《深圳经济特区政府采购条例》" in said


@pytest.mark.parametrize(("basis", "level"), [("", Level.ERROR), ('basis = "特区条例"', Level.WARNING)])
def test_in_a_procurement_it_stands_only_on_local_law(project, basis, level):
    ruled(project, basis=basis)
    [found] = [f for f in check_book(project.book, project.read.register) if f.code == "law.separate_award"]
    assert (found.level, found.article) == (level, "REG-43")


def test_how_many_and_how_are_written_together(project):
    text = (project.folder / "project.toml").read_text("utf-8")
    at = text.index('kind = "combination"')
    old = text[at : text.index("articles = { lot", at)]
    assert parse_book(text.replace(old, 'kind = "per_lot"\nrecommend = 3\n')).book is None


def test_nobody_wins_a_lot_until_the_purchaser_has_chosen_one_of_its_candidates(project):
    ruled(project, recommend=2)
    now = bid_for(project)
    open_ = allocate(now)
    assert open_.outcome is Outcome.OPEN_TIE
    assert {f.code for f in open_.findings} == {"award.choice_open"}
    third = now.state.results["L1"].ranking[2]["operator"]
    choose(project, {**ALL, "L1": third})
    given = allocate(now, chosen=read_decisions(project.folder)[0].chosen)
    [found] = given.findings
    assert (found.where, third in found.what) == ("标段 L1", True)
    assert given.by_lot()["L2H"].operator == "T3"


def test_the_choice_and_its_reason_are_in_the_award_and_the_report(project):
    ruled(project)
    ranked = bid_for(project)
    first = {lot: result.ranking[0]["operator"] for lot, result in ranked.state.results.items()}
    third = ranked.state.results["L1"].ranking[2][
        "operator"
    ]  # the one that the fiscal baseline leaves room for
    choose(project, {**first, "L1": third})
    given = allocate(ranked, chosen=read_decisions(project.folder)[0].chosen)
    assert given.outcome is Outcome.DECIDED
    [departed] = given.departures
    assert (departed.lot, departed.operator) == ("L1", third)
    assert [p.rank for p in departed.passed_over] == [1, 2]
    assert departed.passed_over[0].why == "评定分离，在推荐的候选人中择定：服务方案更贴合居民需求。"
    text = (project.folder / "decisions.toml").read_text("utf-8")
    lots = text[text.index("lots = [") : text.index("]", text.index("lots = [")) + 1]
    (project.folder / "decisions.toml").write_text(text.replace(lots, 'lots = ["L1"]'), "utf-8")
    done = run(project.folder)
    assert done.stopped is None, [f for f in done.findings if f.level is Level.ERROR]
    report = done.files["evaluation-report.html"].decode()
    assert "评定分离，在推荐的候选人中择定：服务方案更贴合居民需求。" in report
