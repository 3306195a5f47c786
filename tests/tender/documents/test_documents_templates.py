from datetime import date
from fractions import Fraction

import pytest
from jinja2 import TemplateNotFound, UndefinedError
from jinja2.exceptions import SecurityError

from tender.documents import templates
from tender.documents.blocks import Clause


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Write a template into a folder that stands in for the shipped one."""

    def write(text, name="clause.md.j2"):
        tmp_path.joinpath(name).write_text(text, encoding="utf-8")
        return name

    monkeypatch.setattr(templates, "folder", lambda: tmp_path)
    templates._clauses.cache_clear()
    yield write
    templates._clauses.cache_clear()


def test_a_clause_carries_the_source_of_its_first_line(written):
    name = written("{# 财政部令第87号第五十五条 #}\n最高限价为{{ ceiling | yuan }}元。\n")
    assert templates.clause(name, number="1.2", mandatory=True, ceiling=82000000) == Clause(
        "最高限价为820,000.00元。", number="1.2", article="财政部令第87号第五十五条", mandatory=True
    )


def test_a_template_without_a_source_makes_no_clause(written):
    with pytest.raises(templates.TemplateError, match="first line"):
        templates.clause(written("最高限价。"))


def test_money_numbers_and_dates_are_worded_by_filters(written):
    name = written("{{ m | capital }}，{{ m | wan }}万元，{{ p | number }}分，{{ d | date }}")
    said = templates.text(name, m=82000000, p=Fraction(25, 2), d=date(2026, 11, 21))
    assert said == "捌拾贰万元整，82.00万元，12.5分，2026年11月21日"


def test_clauses_are_not_escaped_and_values_are_not_rendered_again(written):
    assert templates.text(written("{{ name }}"), name="A<b>&公司{{ 7 * 7 }}") == "A<b>&公司{{ 7 * 7 }}"


def test_an_unknown_name_is_an_error(written):
    with pytest.raises(UndefinedError):
        templates.text(written("{{ budget }}"), ceiling=1)


@pytest.mark.parametrize("value", [None, True, 0.1])
def test_a_value_without_a_wording_is_never_printed(written, value):
    with pytest.raises(templates.TemplateError, match="wording"):
        templates.text(written("{{ value }}"), value=value)


def test_a_template_cannot_reach_the_machine(written):
    with pytest.raises(SecurityError):
        templates.text(written("{{ cycler.__init__.__globals__.os.popen('id').read() }}"))


@pytest.mark.parametrize("name", ["../secret.j2", "/etc/hostname", "a//b", "missing.j2", "..\\secret.j2"])
def test_only_files_inside_the_folder_are_templates(written, tmp_path, name):
    (tmp_path.parent / "secret.j2").write_text("密", encoding="utf-8")
    with pytest.raises(TemplateNotFound):
        templates.text(name)
    with pytest.raises(TemplateNotFound):
        templates.article(name)


def test_the_shipped_folder_holds_the_page():
    assert (templates.folder() / "page.html.j2").is_file()
