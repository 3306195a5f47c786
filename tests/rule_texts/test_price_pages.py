"""The pages on price rules: every example can be read, every kind has one, every field is named."""

import re
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel, TypeAdapter

from tender.book import rules
from tender.book.low_price import LowPrice
from tender.book.rules import PriceRule, Rule
from tender.book.rules.price_bases import Base
from tender.book.toml_text import load_toml
from tender.decisions import Decisions

FOLDER = Path(__file__).parents[2] / "docs" / "scoring"
PAGES = sorted(FOLDER.glob("price*.md"))
TEXT = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
EXAMPLES = [load_toml(block) for block in re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)]
KINDS = [shape for shape in get_args(get_args(rules.Rule)[0]) if issubclass(shape, PriceRule)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: next(iter(e)))
def test_every_example_is_what_a_project_may_declare(example):
    for name, value in example.items():
        match name:
            case "rule":
                TypeAdapter(Rule).validate_python(value)
            case "low_price":
                LowPrice.model_validate(value)
            case _:
                Decisions.model_validate({name: value})


def test_every_price_rule_has_an_example_and_every_base_its_name():
    shown = {example["rule"]["kind"] for example in EXAMPLES if "rule" in example}
    assert shown == {get_args(shape.model_fields["kind"].annotation)[0] for shape in KINDS}
    for shape in get_args(get_args(Base)[0]):
        assert f"`{get_args(shape.model_fields['kind'].annotation)[0]}`" in TEXT


@pytest.mark.parametrize("shape", [*KINDS, *get_args(get_args(Base)[0])], ids=lambda s: s.__name__)
def test_every_field_is_named(shape: type[BaseModel]):
    for name, field in shape.model_fields.items():
        assert re.search(rf"\b{field.alias or name}\b", TEXT), name


def test_every_page_is_in_the_index_and_every_link_leads_somewhere():
    index = (FOLDER / "prices.md").read_text(encoding="utf-8")
    for page in PAGES:
        assert page.name == "prices.md" or f"({page.name})" in index
    for target in re.findall(r"\]\(([^)#]+)", TEXT):
        assert (FOLDER / target).exists(), target
