"""Sources of a clause: a rule of another place's policy system binds nobody here and is not cited."""

import pytest

from tender.draft.clauses import clause, of_regime
from tender.policy import policies


def test_the_minimum_is_cited_by_the_systems_own_rules(book):
    [own] = clause(book, policies(), "minimum_rows")
    assert "泰达街办法" in own.article


@pytest.mark.parametrize("regime", ["futian", "wuhan", "zibo"])
def test_the_minimum_stands_in_another_system_without_a_foreign_citation(book, regime):
    [elsewhere] = clause(book.model_copy(update={"regime": regime}), policies(), "minimum_rows")
    [own] = clause(book, policies(), "minimum_rows")
    assert elsewhere.text == own.text
    assert elsewhere.article == ""


def test_national_law_holds_in_every_system(book):
    assert of_regime("LAW-35", book.model_copy(update={"regime": "wuhan"}), policies())
