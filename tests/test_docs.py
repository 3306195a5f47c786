"""What the documents say must be so: commands, links, kinds of rules."""

import re
from pathlib import Path
from typing import get_args

import pytest
import typer.main

from tender.book import rules
from tender.book.award import Combination, LotOrder, PerLot
from tender.book.gates import Gate
from tender.cli.commands import app

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def kinds(union):
    return [get_args(shape.model_fields["kind"].annotation)[0] for shape in union]


def test_every_command_has_its_section_and_its_line_in_both_readmes():
    commands = typer.main.get_command(app).commands
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for name, command in commands.items():
        assert f"\n## {name}\n" in page
        assert command.help, name
        for readme in ("README.md", "README.zh-CN.md"):
            assert re.search(rf"\b{name}\b", (ROOT / readme).read_text(encoding="utf-8")), (readme, name)


@pytest.mark.parametrize(
    "union",
    [get_args(get_args(Gate)[0]), get_args(get_args(rules.Rule)[0]), (PerLot, LotOrder, Combination)],
)
def test_every_kind_of_rule_is_in_the_page_of_the_project_file(union):
    page = (ROOT / "docs" / "project-file.md").read_text(encoding="utf-8")
    for kind in kinds(union):
        assert f"| `{kind}` |" in page


@pytest.mark.parametrize("text", PAGES, ids=lambda p: p.name)
def test_every_link_leads_somewhere(text):
    for target in re.findall(r"\]\(([^)#]+)", text.read_text(encoding="utf-8")):
        assert (text.parent / target).exists(), target


def test_both_readmes_speak_of_the_same_commands_and_pages():
    english, chinese = (
        (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")
    )
    links = [set(re.findall(r"\]\((docs/[^)]+|C[A-Z]+\.md)\)", text)) for text in (english, chinese)]
    assert links[0] == links[1]
    assert english.count("python3 start.py") == chinese.count("python3 start.py")
