"""Setting a form aside: one unreadable file no longer stops all, and no readable one vanishes quietly."""

from hashlib import sha256

import pytest

from tender.findings import Level, has_error
from tender.forms.bid_form import PRICES
from tender.record import Kind, refusals
from tender.run import run


def entry(file: str = "bids/T8.xlsx", *more: str) -> str:
    lines = [
        "[[set_aside]]",
        f'file = "{file}"',
        'by = "海晴街道办事处（虚构）"',
        "at = 2026-03-16T09:40:00",
        'why = "介质损坏，当场两次读取失败"',
        *more,
    ]
    return "\n".join(lines)


@pytest.fixture
def damaged(project):
    """The sample with T8's file cut short."""
    path = project.folder / "bids" / "T8.xlsx"
    path.write_bytes(path.read_bytes()[:2000])
    return project


def codes(findings, level: Level = Level.ERROR) -> list[str]:
    return [f.code for f in findings if f.level is level]


def test_an_unreadable_file_proposes_to_be_set_aside(damaged):
    drafts, findings = damaged.opened()
    assert drafts == ()
    [found] = [f for f in findings if f.level is Level.ERROR]
    assert found.where == "bids/T8.xlsx"
    assert "set_aside 中写明文件 bids/T8.xlsx" in found.mend


def test_a_mistake_inside_a_readable_form_proposes_no_such_thing(project):
    project.typed("T1", PRICES, "L1", "price", "=1+1")
    _, findings = project.opened()
    assert all("set_aside" not in f.mend for f in findings)


def test_once_set_aside_the_others_are_opened_and_the_record_holds_its_hash(damaged):
    damaged.decide(entry())
    drafts, findings = damaged.opened()
    assert not has_error(findings)
    assert "bids.set_aside" in codes(findings, Level.WARNING)
    opened = [d.data["operator"] for d in drafts if d.what is Kind.BID_OPENED]
    assert opened == ["T1", "T2", "T3", "T4", "T5", "T6", "T7"]
    [aside] = [d for d in drafts if d.what is Kind.BID_SET_ASIDE]
    content = (damaged.folder / "bids" / "T8.xlsx").read_bytes()
    assert aside.data == {
        "file": "bids/T8.xlsx",
        "sha256": sha256(content).hexdigest(),
        "legible": False,
    }
    assert (aside.who, aside.why) == ("海晴街道办事处（虚构）", "介质损坏，当场两次读取失败")


def test_the_report_lists_what_was_set_aside_with_its_reason(damaged):
    damaged.decide(entry())
    damaged.judge()
    done = run(damaged.folder)
    assert done.stopped is None, done.findings
    assert not [f for f in done.findings if f.code == "time-runs-back"]
    said = done.files["evaluation-report.html"].decode("utf-8")
    assert "不予开启的响应文件" in said
    assert "文件无法读取。介质损坏，当场两次读取失败" in said
    assert sha256((damaged.folder / "bids" / "T8.xlsx").read_bytes()).hexdigest()[:16] in said


def test_a_readable_file_needs_a_rule(project):
    project.decide(entry())
    drafts, findings = project.opened()
    assert drafts == ()
    [found] = [f for f in findings if f.level is Level.ERROR]
    assert found.code == "bids.set_aside_legible"
    assert "文件可以正常读取" in found.what
    project.decide(entry("bids/T7.xlsx", 'article = "照惯例"'))
    assert codes(project.opened()[1]) == ["bids.set_aside_legible"] * 2


def test_a_form_with_a_mistake_in_it_is_still_readable(project):
    project.typed("T8", PRICES, "L2X", "price", "=1+1")
    project.decide(entry())
    [found] = [f for f in project.opened()[1] if f.level is Level.ERROR]
    assert found.code == "bids.set_aside_legible"
    assert "只是填写有误" in found.what


def test_a_readable_file_set_aside_on_a_rule_is_shown_as_readable(project):
    project.decide(entry("bids/T8.xlsx", 'article = "O87-33"'))
    project.judge()
    done = run(project.folder)
    assert done.stopped is None, done.findings
    [told] = [f for f in done.findings if f.code == "bids.set_aside"]
    assert (told.level, told.article) == (Level.WARNING, "O87-33")
    assert "可以读取的文件" in told.what
    said = done.files["evaluation-report.html"].decode("utf-8")
    assert "【文件可以读取】介质损坏" in said
    assert "第三十三条" in said


@pytest.mark.parametrize(
    ("file", "code"), [("bids/T9.xlsx", "decisions.unknown"), ("T8.xlsx", "decisions.unknown")]
)
def test_a_decision_on_no_file_is_a_slip(damaged, file, code):
    damaged.decide(entry(file))
    drafts, findings = damaged.opened()
    assert drafts == ()
    assert code in codes(findings)


def test_a_decision_made_twice_is_a_slip(damaged):
    damaged.decide(entry() + "\n" + entry())
    assert codes(damaged.opened()[1]) == ["decisions.twice"]


def test_a_decision_holds_for_the_file_that_was_looked_at(damaged):
    path = damaged.folder / "bids" / "T8.xlsx"
    damaged.decide(entry("bids/T8.xlsx", f'sha256 = "{sha256(path.read_bytes()).hexdigest()}"'))
    assert not has_error(damaged.opened()[1])
    path.write_bytes(path.read_bytes()[:1900])
    assert codes(damaged.opened()[1]) == ["bids.set_aside_changed"]


def test_setting_every_file_aside_leaves_nothing_to_open(project):
    files = sorted((project.folder / "bids").glob("*.xlsx"))
    for path in files:
        path.write_bytes(b"PK")
    project.decide("\n".join(entry(f"bids/{path.name}") for path in files), keep=False)
    drafts, findings = project.opened()
    assert drafts == ()
    assert codes(findings) == ["bids.none"]


def test_a_file_is_opened_or_set_aside_but_never_both(damaged):
    damaged.decide(entry())
    state = damaged.reviewed()[0].state
    assert list(state.set_aside) == ["bids/T8.xlsx"]
    opened = next(d for d in damaged.opened()[0] if d.what is Kind.BID_OPENED)
    aside = next(d for d in damaged.opened()[0] if d.what is Kind.BID_SET_ASIDE)
    assert "opened-already" in [f.code for f in refusals(state, opened)]
    assert {"set-aside-already", "review-begun"} <= {f.code for f in refusals(state, aside)}
