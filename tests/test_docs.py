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
from tender.policy import Pack, Provision, policies
from tender.policy.language import FUNCTIONS
from tender.policy.listing import PAGES as PAGES_OF_DATA
from tender.policy.pack import Force, Kind, Status
from tender.policy.schema import schema
from tender.policy.stages import Stage

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def kinds(union):
    return [kind for shape in union for kind in get_args(shape.model_fields["kind"].annotation)]


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


@pytest.mark.parametrize("page", PAGES_OF_DATA)
def test_a_page_made_of_data_is_as_it_would_be_made_now(page):
    """Made anew by: python -m tender.policy.listing {page} > docs/{page}.md."""
    assert (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8") == PAGES_OF_DATA[page]()


def test_every_rule_stands_once_in_the_page_of_rules_with_the_step_at_which_it_acts():
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    packs = policies().packs.values()
    steps = {stage.word for stage in Stage} | {"按数值核对", "引用"}
    for pack in packs:
        section = page.split(f"(`{pack.id}`)\n")[1].split("\n## ")[0]
        rows = [line for line in section.splitlines() if line.startswith("| `")]
        listed = [line.split("`")[1] for line in rows]
        assert listed == [row.id for row in pack.provisions]
        assert all(line.split(" | ")[5] in steps for line in rows)
    systems = sum(len(pack.provisions) for pack in packs if pack.level != "national")
    assert f"{systems} rules of the systems" in page


def test_every_noun_and_attribute_stands_in_the_page_of_nouns():
    page = (ROOT / "docs" / "nouns.md").read_text(encoding="utf-8")
    for name, noun in schema().items():
        assert f"\n## {noun.label} (`{name}`)\n" in page
        assert all(f"\n| `{name}.{attribute}` |" in page for attribute in noun.attributes)


def test_every_field_force_status_and_function_of_packs_is_explained():
    page = (ROOT / "docs" / "policy-packs.md").read_text(encoding="utf-8")
    for word in (*get_args(Force), *get_args(Kind), *get_args(Status), *FUNCTIONS):
        assert f"`{word}" in page, word
    for name, field in (*Pack.model_fields.items(), *Provision.model_fields.items()):
        assert f"`{field.alias or name}`" in page, name
