"""Facts that rules ask for: written into the register before publication, into the record afterwards."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tender import paths
from tender.book import read_book
from tender.book.register import RegisterFact, parse_register
from tender.case import register_of
from tender.check.wanted import Wanted, wanted
from tender.policy import policies
from tender.policy.schema import schema, value_words
from tender.ui.noting import as_text
from tender.workspace import Phase, Workspace
from tender.workspace.noted import with_lines

Words = Callable[[AppTest], str]
Visit = Callable[..., AppTest]
At = Callable[[Phase], Path]
Open = Callable[[Path], Workspace]
NOW = datetime(2026, 11, 21, 10, 0)
SAMPLES = sorted(path.name for path in paths.samples().iterdir() if path.is_dir())
EXAMPLES = {"whole": "3", "decimal": "0.25", "yes_no": "true", "date": "2026-03-01", "text": "甲“乙”\\丙"}


def fact(one: Wanted) -> RegisterFact:
    form = one.field.form
    text = one.field.values[0] if form == "choice" else EXAMPLES[form]
    return RegisterFact(one.noun, one.record, one.attribute, text)


def without_line(home: Path, name: str) -> Path:
    register = home / "projects" / "teda-haiqing" / "register.toml"
    lines = register.read_text("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(f"{name} =")]
    assert len(kept) < len(lines)
    register.write_text("".join(kept), "utf-8")
    return register


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_wants_nothing_and_without_its_register_what_the_rules_ask(sample: str) -> None:
    read = read_book(paths.samples() / sample)
    assert read.book is not None
    lacking = [one.attribute for one in wanted(read.book, read.register, policies())]
    assert lacking == (["operating_body_id"] if sample == "futian-three" else [])  # known only by the award
    missing = wanted(read.book, {}, policies())
    assert missing
    assert all(one.rules and one.label for one in missing)


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_wanted_fact_can_be_written_and_is_wanted_no_more(sample: str) -> None:
    read = read_book(paths.samples() / sample)
    assert read.book is not None
    facts = [fact(one) for one in wanted(read.book, {}, policies())]
    added, found = with_lines("# 空\n", facts)
    assert found == ()
    assert added.startswith("# 空\n")
    still = {(w.noun, w.record, w.attribute) for w in wanted(read.book, parse_register(added)[0], policies())}
    assert not still & {(f.noun, f.record, f.attribute) for f in facts}


def test_a_line_goes_under_its_table_and_comments_stay() -> None:
    text = (
        '# 头\n[project]  # 项目\nbatches = 1\n\n[[center]]\nid = "C1"\n# 中心一\n\n[[center]]\nid = "C2"\n'
    )
    facts = [
        RegisterFact("project", "", "leading_group_count", "1"),
        RegisterFact("center", "C2", "address", "示例路1号"),
        RegisterFact("center", "C3", "address", "示例路2号"),
    ]
    added, found = with_lines(text, facts)
    assert found == ()
    assert added == (
        "# 头\n[project]  # 项目\nleading_group_count = 1\nbatches = 1\n\n"
        '[[center]]\nid = "C1"\n# 中心一\n\n[[center]]\nid = "C2"\naddress = "示例路1号"\n'
        '\n[[center]]\nid = "C3"\naddress = "示例路2号"\n'
    )


@pytest.mark.parametrize(
    ("attribute", "text"),
    [("batches", "三"), ("batches", ""), ("no_such_thing", "1"), ("in_annual_budget", "是")],
)
def test_what_is_no_value_is_refused_and_nothing_is_written(attribute: str, text: str) -> None:
    before = "[project]\n"
    after, found = with_lines(before, [RegisterFact("project", "", attribute, text)])
    assert after == before
    assert [f.code for f in found] == ["register.not_added"]


def test_what_people_type_is_kept_exactly() -> None:
    center = schema()["center"].attributes
    money = next(
        field for field in schema()["lot"].attributes.values() if field.money and field.form == "whole"
    )
    assert as_text(money, "1,234.56") == "123456"
    day = next(field for field in schema()["plan"].attributes.values() if field.form == "date")
    assert as_text(day, "2026年3月1日") == as_text(day, "2026-3-1") == "2026-03-01"
    assert as_text(day, "三月") == "三月"
    assert as_text(center["indoor_area_m2"], "0.10") == "0.1"


def test_every_known_value_has_a_chinese_word() -> None:
    values = {
        value for noun in schema().values() for field in noun.attributes.values() for value in field.values
    }
    assert values == set(value_words())
    assert not any(word.isascii() for word in value_words().values())


def test_the_form_writes_the_register_and_the_finding_is_gone(at: At, visit: Visit, words: Words) -> None:
    register = without_line(at(Phase.DRAFTING), "interpreter_id")
    app = visit("draft")
    app.radio("part").set_value("基本情况").run()
    assert "待补充的情况（1项）" in words(app)
    app.text_input("fact/book//interpreter_id").input("海晴街道办事处")
    app.button("fact-save/基本情况").click().run()
    assert "已登记1项情况" in words(app)
    assert 'interpreter_id = "海晴街道办事处"' in register.read_text("utf-8")
    assert "待补充的情况" not in words(app)


def test_after_publication_the_fact_is_an_event_with_who_and_why(
    at: At, visit: Visit, words: Words, workspace: Open
) -> None:
    home = at(Phase.DRAFTING)
    register = without_line(home, "interpreter_id")
    frozen = register.read_text("utf-8")
    ws = workspace(home)
    ws.publish(NOW, ws.look().record.head)
    app = visit("draft")
    app.radio("part").set_value("基本情况").run()
    app.text_input("fact/book//interpreter_id").input("海晴街道办事处")
    app.button("fact-save/基本情况").click().run()
    assert "请填写登记人和理由" in words(app)
    app.text_input("fact-by/基本情况").input("林舒（虚构）")
    app.text_input("fact-why/基本情况").input("街道会议纪要")
    app.button("fact-save/基本情况").click().run()
    look = ws.look()
    event = look.record.events[-1]
    assert (event.what.word, event.who, event.why) == ("登记情况", "林舒（虚构）", "街道会议纪要")
    assert register_of(look.state)["book"]["interpreter_id"] == "海晴街道办事处"
    assert look.case.nouns["book"]["interpreter_id"] == "海晴街道办事处"
    assert register.read_text("utf-8") == frozen
    assert "海晴街道办事处" in words(visit("record"))
