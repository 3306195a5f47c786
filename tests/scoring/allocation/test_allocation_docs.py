"""The page about allocation: its examples are solved, its sessions are run."""

import doctest
import json
import re
from pathlib import Path

import pytest

from scoring.allocation import Problem, solve

PAGE = (Path(__file__).parents[3] / "docs" / "allocation.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


FORMS = [json.loads(block) for block in blocks("json")]
EXAMPLES = list(zip(FORMS[::2], FORMS[1::2], strict=True))


def test_the_page_has_an_infeasible_and_a_tied_example():
    assert any(plan["status"] == "infeasible" for _, plan in EXAMPLES)
    assert any(plan["ties"]["count"] > 1 for _, plan in EXAMPLES)


@pytest.mark.parametrize(("problem", "plan"), EXAMPLES)
def test_every_example_problem_has_the_plan_printed_below_it(problem, plan):
    solved = solve(Problem.from_json(problem), seconds=60).to_json()
    assert solved | {"seconds": 0} == plan | {"seconds": 0}


def test_the_python_sessions_print_what_the_page_says():
    session = "\n".join(blocks("python"))
    test = doctest.DocTestParser().get_doctest(session, {}, "docs/allocation.md", None, 0)
    assert test.examples
    assert doctest.DocTestRunner(verbose=False).run(test).failed == 0
