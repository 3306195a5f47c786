"""Templates (条款模板): the words of clauses, kept as text files apart from the program.

A template's first line is a comment naming its source, ``{# 财政部令第87号第五十五条 #}``;
the rest is Jinja2 in a sandbox. What a template is given is never rendered again, an unknown
name is an error, and so is a value that has no wording of its own (None, a truth value, a float).
"""

import re
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from jinja2 import BaseLoader, Environment, FunctionLoader, StrictUndefined, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment

from scoring import exact
from tender.documents import wording
from tender.documents.blocks import Clause
from tender.documents.characters import shown

_SOURCE = re.compile(r"\{#-?\s*(.+?)\s*-?#\}\s*$")


class TemplateError(ValueError):
    """A template without its source, or given a value that has no wording."""


def folder() -> Traversable:
    """The folder of all templates: inside the installed package, else beside it in the checkout."""
    installed = files("tender") / "_templates"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "templates"


def text(template: str, **values: object) -> str:
    """The words of ``template``, such as ``"book/price.md.j2"``, without blank ends.

    Nothing is escaped here, since each writer escapes what it writes.
    """
    return _clauses().get_template(template).render(**values).strip()


def article(template: str) -> str:
    """The source that the first line of ``template`` names; raises TemplateError without one."""
    first = _source(template).partition("\n")[0]
    named = _SOURCE.fullmatch(first)
    if not named:
        raise TemplateError(f"{template}: the first line must be {{# source #}}, not {first!r}")
    return named[1]


def clause(template: str, *, number: str = "", mandatory: bool = False, **values: object) -> Clause:
    """The clause that ``template`` words, resting on the source that its first line names."""
    return Clause(text(template, **values), number=number, article=article(template), mandatory=mandatory)


def page(template: str, **values: object) -> str:
    """The HTML page that ``template`` makes; every value is escaped, unshowable characters replaced."""
    return _pages().get_template(template).render(**values)


def _source(template: str) -> str:
    """The template as it was typed."""
    typed = _read(template)
    if typed is None:
        raise TemplateNotFound(template)
    return typed


def _read(template: str) -> str | None:
    """The file's text for the loader; None where there is no such file inside the folder."""
    parts = template.split("/")
    file = folder().joinpath(*parts)
    if any(part in ("", ".", "..") or "\\" in part for part in parts) or not file.is_file():
        return None
    return file.read_text(encoding="utf-8")


def _worded(value: object) -> object:
    """``value`` as it may be printed; raises TemplateError where printing it would be nonsense."""
    if value is None or isinstance(value, bool | float):
        raise TemplateError(f"a template printed {value!r}: give it a wording first")
    return shown(value) if type(value) is str else value  # a subclass of str is markup made here


@cache
def _clauses() -> Environment:
    """The environment of text clauses."""
    return _environment(FunctionLoader(_read), escape=False)


@cache
def _pages() -> Environment:
    """The environment of HTML pages."""
    return _environment(FunctionLoader(_read), escape=True)


def _environment(loader: BaseLoader, *, escape: bool) -> Environment:
    """A sandbox with the wordings of money and dates as filters."""
    environment = ImmutableSandboxedEnvironment(
        loader=loader,
        autoescape=escape,
        undefined=StrictUndefined,
        finalize=_worded,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "yuan": exact.yuan,
        "wan": wording.wan_yuan,
        "capital": wording.capital_yuan,
        "number": exact.plain,
        "date": wording.date_zh,
        "moment": wording.datetime_zh,
    }
    return environment
