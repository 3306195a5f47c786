"""Words: every field of the file has a Chinese name, and a stranger's text stays text."""

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from tender.book import Book, Method
from tender.decisions import Decisions
from tender.findings import note, warning
from tender.policy import policies
from tender.ui.beside import Beside
from tender.ui.dictionary import FIELDS
from tender.ui.findings import merged
from tender.ui.markup import table
from tender.ui.outline import NOTED, PARTS, part_of, paths_of
from tender.ui.parts import VIEWS
from tender.ui.words import in_terms, names_in, sentence, where


def fields(model: type[BaseModel], seen: set[type]) -> Iterator[str]:
    if model not in seen:
        seen.add(model)
        for name, field in model.model_fields.items():
            yield field.alias or name
            yield from _nested(field.annotation, seen)


def _nested(annotation: Any, seen: set[type]) -> Iterator[str]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from fields(annotation, seen)
    for part in get_args(annotation):
        yield from _nested(part, seen)


def test_every_field_of_the_book_and_the_decisions_has_a_chinese_name() -> None:
    seen: set[type] = set()
    wanted = {*fields(Book, seen), *fields(Decisions, seen)}
    assert wanted - FIELDS.keys() == set()
    assert [name for name in FIELDS.values() if re.search(r"[A-Za-z]", name)] == []


def test_every_field_of_the_book_stands_in_one_part_of_the_outline_and_every_part_has_a_view() -> None:
    listed = [field for part in PARTS.values() for field in part]
    assert sorted(listed) == sorted(field.alias or name for name, field in Book.model_fields.items())
    assert PARTS.keys() == {*VIEWS, NOTED}


def test_a_path_reads_from_the_outside_in_with_names_for_ids() -> None:
    names = names_in('[[lots]]\nid = "L1"\nname = "整体运营"\n[[criteria]]\nid = "price"\nname = "报价"\n')
    assert (
        where("project.toml › lots › L1 › ceiling_yuan", names, policies())
        == "采购文件 › 标段 › L1 整体运营 › 最高限价（元/年）"
    )
    assert where("project.toml › criteria › price › weights › partial_zone", names, policies()) == (
        "采购文件 › 评审因素 › 报价 › 满分 › 局部功能区域运营"
    )
    assert where("bids/T1.xlsx › 报价 › F12", names, policies()) == "响应表 T1.xlsx › 报价 › F12"


def test_a_place_in_a_pack_of_the_project_or_in_the_register_is_told_in_words() -> None:
    assert (
        where("policies/qinglan.toml › drop › X-1", {}, policies())
        == "政策包 qinglan.toml › 免去的上层规定 › X-1"
    )
    assert where("register.toml › pack › params › 天数", {}, policies()) == "登记表 › 政策包 › 参数 › 天数"
    assert part_of(note("pack.loosened", "policies/qinglan.toml › facts › x", "甲")) == "基本情况"


def test_what_a_finding_says_names_fields_in_words_but_leaves_file_names_alone() -> None:
    assert sentence("写入 decisions.toml 的 price_confirmed") == "写入人工决定的报价书面确认"
    assert sentence("T1.xlsx 第3行") == "T1.xlsx 第3行"


def test_a_selection_is_spoken_of_in_its_own_words() -> None:
    assert in_terms("发布采购文件，采购人收取响应文件", Method.OPEN_SELECTION) == (
        "发布遴选文件，遴选人收取申请文件"
    )
    assert in_terms("开启响应文件", Method.OPEN_TENDER) == "开启投标文件"
    names = names_in('method = "open_selection"\n')
    assert where("project.toml › method", names, policies()) == "遴选文件 › 遴选方式"
    assert sentence("在采购文件或 register.toml 中补充", names) == "在遴选文件或登记表中补充"


@pytest.mark.parametrize(
    ("where_it_is", "rule", "part", "paths"),
    [
        ("project.toml › dates › publish", "LAW-35", "基本情况", (("dates", "publish"),)),
        ("标段L1 › TEDA-12g", "TEDA-12g", "标段", (("lots", "L1"),)),
        ("中心C1 › SZ-2.2b", "SZ-2.2b", "中心与功能区域", (("centers", "C1"),)),
        ("项目 › TEDA-13c", "TEDA-13c", "评审因素", ()),
        ("register.toml › plan › sections", "", NOTED, ()),
    ],
)
def test_a_finding_lands_at_the_part_that_its_rule_speaks_of(
    where_it_is: str, rule: str, part: str, paths: tuple[tuple[str, ...], ...]
) -> None:
    finding = warning("rule.broken", where_it_is, "不符合", article=rule)
    assert part_of(finding) == part
    assert paths_of(finding) == paths


def test_one_rule_on_several_records_is_told_once() -> None:
    found = [warning("rule.broken", f"中心C{n} › SZ-2.2b", "不符合", article="SZ-2.2b") for n in (1, 2, 3)]
    apart = [warning("book.x", f"project.toml › lots › L{n}", "不符合") for n in (1, 2)]
    assert [f.where for f in merged([*found, *apart])] == [
        "中心C1、中心C2、中心C3 › SZ-2.2b",
        "project.toml › lots › L1",
        "project.toml › lots › L2",
    ]


def test_a_finding_stands_beside_its_field_and_nowhere_else() -> None:
    beside = Beside([warning("x", "project.toml › lots › L1 › ceiling_yuan", "超过<b>", article="TEDA-04a")])
    told = beside.at("第一标段", "lots", "L1")
    assert "【警告】超过&lt;b&gt;（泰达街办法（试行）第四条）" in told
    assert beside.at("第二标段", "lots", "L2") == "第二标段"


def test_a_table_escapes_whatever_a_stranger_wrote() -> None:
    hostile = "<script>alert(1)</script><div style='position:fixed'>假公告</div>&amp;"
    made = str(table([hostile], [[hostile]]))
    assert "<script" not in made
    assert "<div style" not in made
    assert made.count("&lt;script&gt;") == 2
    assert "&amp;amp;" in made
