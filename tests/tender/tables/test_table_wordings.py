"""How tender books word their factors: what the linter must pass over, and what it must tell."""

from pathlib import Path
from typing import Any

import pytest

from tender.book.toml_text import load_toml

BASE = load_toml((Path(__file__).parent / "base.toml").read_text("utf-8"))
PRICE = BASE["criteria"][0]
LISTED = BASE["criteria"][1]["rule"]
PROOF = "证明材料复印件"


def factor(key: str, name: str, weight: int, rule: dict[str, Any]) -> dict[str, Any]:
    weights = {"whole_center": weight}
    return {"id": key, "name": name, "group": "business", "weights": weights, "rule": rule}


def table(weight: int, rule: dict[str, Any], *facts: dict[str, Any], name: str = "另一项") -> dict[str, Any]:
    plan = factor("plan", "运营方案", 80 - weight, LISTED)
    return {"criteria": [PRICE, plan, factor("other", name, weight, rule)], "facts": list(facts)}


def rubric(weight: int, *lines: str) -> dict[str, Any]:
    return table(weight, {"kind": "panel_mean", "scale": weight, "rubric": list(lines)})


def fact(name: str, kind: str = "whole", unit: str = "项", **more: Any) -> dict[str, Any]:
    return {"id": "fact", "name": name, "kind": kind, "unit": unit, "evidence": PROOF, **more}


def each(fact_: str = "fact", said: str = "每提供一份") -> dict[str, Any]:
    return {"kind": "count_step", "fact": fact_, "each": said, "step": 2}


SOUND = {
    "lines that add up": rubric(
        10,
        "投标人制定的培训计划包含培训目标、课程表、考核方式的得4分，每缺一项扣2分，扣完为止；",
        "督导机制写明督导频次（每月不少于2次）和督导记录样表的得6分，缺一项扣3分。",
    ),
    "listed items that add up": rubric(
        12,
        "①人员稳定措施4分；②交接方案4分；③保密措施4分。每项内容完整得4分，有一处缺陷扣1分，扣完为止，缺项不得分。",
    ),
    "ends that say to whom they belong": rubric(
        10,
        "优：8-10分（含8分），提供近一年督导记录；良：5-8分（不含8分），仅提供制度文本；差：0-5分（不含5分）。",
    ),
    "grades after a list of contents": rubric(
        15,
        "根据应急预案内容（至少包括火灾、急病、走失、极端天气四类）：四类齐全且附演练记录的，得11-15分；"
        "四类齐全无演练记录的，得6-10分；缺一类及以上的，得1-5分；未提供不得分。",
    ),
    "so many items of so many points": rubric(
        20,
        "针对以下5项内容评审，每项满分4分：1.组织架构 2.岗位职责 3.排班 4.考核 5.激励。"
        "每项完全响应得4分，部分响应得2分，未响应不得分。",
    ),
    "parts by number": rubric(
        10,
        "1.提供督导计划（含督导频次、督导人员资质）得5分；",
        "2.提供员工培训记录样表得3分；",
        "3.提供离职补员时限承诺（不超过7日）得2分。",
    ),
    "parts with their points in brackets": rubric(
        20,
        "本项共20分：（1）组织架构与岗位职责（5分）：列明岗位、人数、职责得5分，缺一项扣2分；"
        "（2）排班与考勤（5分）：附排班表得5分；（3）培训（10分）：列明课程和学时得10分，缺一项扣5分。",
    ),
    "a part for each and one more": rubric(
        15,
        "志愿者队伍建设方案包含招募渠道、培训课程、激励办法、档案管理四部分内容，每有一部分得3分，最多12分；"
        "附与高校或社会组织的合作意向书的加3分。",
    ),
    "minutes": rubric(10, "30分钟内到场并附值班表的得10分，60分钟内到场的得6分，其他不得分。"),
    "marks of a survey": rubric(
        10, "近三年社区服务第三方满意度测评得分90分及以上的，得10分；80-89分的，得6分；其他不得分。"
    ),
    "years of a person": table(
        10,
        {
            "kind": "ladder",
            "fact": "fact",
            "steps": [{"at_least": 3, "points": 5}, {"at_least": 5, "points": 10}],
        },
        fact("项目负责人社会工作从业年限", unit="年"),
    ),
    "honors of no one place": table(10, each(), fact("国家级或者不限地域的服务荣誉"), name="荣誉"),
    "five options of two points": table(
        10, each(), fact("体系认证", "choices", options=["质量", "环境", "职业健康", "信息安全", "养老服务"])
    ),
}

TOLD = {
    "lines that add up to more": (
        "table.text_points",
        rubric(
            10,
            "培训计划包含目标、课程表、考核方式的得6分，缺一项扣2分；",
            "督导机制写明频次和记录样表的得6分，缺一项扣3分。",
        ),
    ),
    "aspects that do not reach the whole": (
        "table.text_points",
        rubric(20, "从四个方面评审，每个方面0至4分：①组织架构；②岗位职责；③排班表；④考核办法。"),
    ),
    "another maximum than its parts": (
        "table.text_points",
        rubric(10, "本项最高15分：附应急预案得5分，附演练记录得5分，附值班表得5分。"),
    ),
    "four listed items of four points": (
        "table.text_points",
        rubric(
            15,
            "①需求分析（4分）；②服务计划（4分）；③进度安排（4分）；④质量控制（4分）。每项附表格的得4分，缺表格得2分，缺项不得分。",
        ),
    ),
    "ranges from above": (
        "table.adjectives",
        rubric(10, "专家根据投标人方案的优劣自行打分，好的得10-7分，较好的得6-4分，一般得3-1分。"),
    ),
    "a level that adds nothing": (
        "book.rule",
        table(
            10,
            {
                "kind": "ladder",
                "fact": "fact",
                "steps": [{"at_least": 3, "points": 10}, {"at_least": 5, "points": 10}],
            },
            fact("项目负责人经验", unit="年"),
        ),
    ),
    "work in this city only": ("law.condition", table(10, each(), fact("本市社区服务业绩"))),
    "a limit in the words": (
        "table.text_points",
        table(10, each(said="每提供一份得2分，最高8分，即每份"), fact("业绩")),
    ),
    "ranges of adjectives": (
        "table.adjectives",
        rubric(10, "优：8-10分；良：5-7分；中：3-4分；差：0-2分。根据方案的合理性、完整性、可行性综合评定。"),
    ),
    "comparison": (
        "table.adjectives",
        rubric(10, "横向比较，方案最优的得10分，次之的得6分，一般的得3分，差的不得分。"),
    ),
    "a boundary of two ranges": (
        "table.shared_end",
        rubric(10, "附督导记录的8-10分；附制度文本的5-8分；其他0-5分。"),
    ),
    "turnover": ("law.condition", table(10, each(), fact("近三年营业额满一千万元的年度数"))),
    "staff of the bidder": ("law.condition", table(10, each(), fact("投标人在职职工人数"))),
    "years of the body": (
        "law.condition",
        table(
            10,
            {"kind": "ladder", "fact": "fact", "steps": [{"at_least": 5, "points": 10}]},
            fact("机构成立年限"),
        ),
    ),
    "a place of business here": (
        "law.condition",
        table(10, {"kind": "has", "fact": "fact"}, fact("在本区设有常驻服务机构")),
    ),
    "a brand": (
        "law.condition",
        table(10, {"kind": "has", "fact": "fact", "says": "使用知名品牌健身器材的"}, fact("器材")),
    ),
    "a business licence": (
        "law.condition",
        table(10, {"kind": "has", "fact": "fact"}, fact("有效的营业执照")),
    ),
    "praise of clients": ("law.condition", table(10, each(), fact("客户好评证明"), name="口碑")),
    "a count without points": (
        "book.rule",
        table(
            10,
            {
                "kind": "lookup",
                "fact": "fact",
                "rows": [{"count": 1, "points": 2}, {"count": 3, "points": 10}],
            },
            fact("体系认证"),
        ),
    ),
    "options too few for the points": (
        "book.rule",
        table(10, each(), fact("认证", "choices", options=["质量", "环境", "安全"])),
    ),
    "a boundary of no row": (
        "book.rule",
        table(
            10,
            {
                "kind": "intervals",
                "fact": "fact",
                "steps": [{"at_least": 0, "below": 2, "points": 10}, {"above": 2, "at_most": 4, "points": 5}],
            },
            fact("到场时间", "decimal", "小时"),
        ),
    ),
    "an answer of yes or no by judges": (
        "law.scored_yes_no",
        table(
            10,
            {"kind": "grades", "grades": [{"word": "满足", "points": 10}, {"word": "不满足", "points": 0}]},
        ),
    ),
    "no proof": ("table.no_proof", table(10, each(), fact("同类业绩") | {"evidence": "无"})),
}


@pytest.fixture(scope="session")
def found(beyond):
    """Codes of what is told beyond the small sound book."""
    return lambda table_: {f.code for f in beyond(table_)}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_wording_is_told_nothing(found, name):
    assert found(SOUND[name]) == set()


@pytest.mark.parametrize("name", TOLD)
def test_a_doubtful_wording_is_told(found, name):
    code, table_ = TOLD[name]
    assert found(table_) == {code}


def test_one_fact_scored_in_two_factors_is_told(found):
    spoiled = table(10, each(), fact("同类业绩"))
    spoiled["criteria"][1]["weights"] = {"whole_center": 60}
    spoiled["criteria"].append(factor("again", "服务经验", 10, each()))
    assert found(spoiled) == {"table.scored_twice"}


def test_a_figure_that_lets_a_bid_in_earns_no_points(found):
    gate = {
        "id": "enough",
        "name": "专职人员数量",
        "kind": "figure",
        "stage": "qualification",
        "fact": "fact",
        "at_least": 3,
        "says": "专职人员不少于3名。",
        "articles": ["LAW-22"],
    }
    spoiled = table(10, each(), fact("专职人员")) | {"gates": [gate]}
    assert "law.gate_scored" in found(spoiled)


def test_the_weight_of_another_column_contradicts_the_words(beyond):
    data = table(10, each(said="每份得2分，最高10分，即每份"), fact("业绩"))
    data["criteria"][2]["weights"]["other"] = 8
    lots = [BASE["lots"][0], {**BASE["lots"][0], "id": "L2", "name": "另一标段", "weights": "other"}]
    told = beyond(data | {"project": {"lots": lots}})
    assert [f.where for f in told if f.code == "table.text_points"] == [
        "project.toml › criteria › other › rule"
    ]
