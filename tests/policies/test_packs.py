"""Every provision of every pack: well formed, told in Chinese, and pinned by small records."""

import ast
import re
import tomllib
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from tender.policy import Pack
from tender.policy.expression import Expression

ROOT = Path(__file__).resolve().parents[2]
PACKS = sorted((ROOT / "tender" / "policies").glob("*.toml"))
SCHEMA = tomllib.loads((ROOT / "tender" / "policy" / "nouns.toml").read_text(encoding="utf-8"))


def load(path):
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def cases(path):
    records = ROOT / "tests" / "policies" / "records" / path.name
    found = defaultdict(list)
    for case in load(records).get("case", []) if records.exists() else ():
        found[case["rule"]].append(case)
    return found


RULES = [
    pytest.param(pack.stem, p, id=p.id)
    for pack in PACKS
    for p in Pack.model_validate(load(pack)).provisions
    if p.expression
]
CASES = {pack.stem: cases(pack) for pack in PACKS}


@pytest.mark.parametrize("path", PACKS, ids=lambda p: p.stem)
def test_a_pack_is_well_formed_and_speaks_chinese(path):
    pack = Pack.model_validate(load(path))
    assert all((pack.title, pack.instrument, pack.short))
    ids = [p.id for p in pack.provisions]
    assert len(ids) == len({(p.id, p.since) for p in pack.provisions})
    for p in pack.provisions:
        assert re.search("[\u4e00-\u9fff]", p.says), p.id
        assert p.article or pack.id in ("N124", "LP")  # short notices without numbered articles, p.id
        assert (
            p.expression or "context" in (p.force, *p.kind) or p.value is not None or not path_is_seed(path)
        ), p.id


def path_is_seed(path):
    return path.stem in {"teda", "wuhan", "initial-plan", "huizhou", "shenzhen", "zibo", "futian"}


@pytest.mark.parametrize(("pack", "provision"), RULES)
def test_a_rule_speaks_only_of_known_nouns(pack, provision):
    for path in Expression(provision.expression).names():
        noun, _, rest = path.partition(".")
        assert noun in SCHEMA, path
        assert not rest or rest.partition(".")[0] in SCHEMA[noun], path


@pytest.mark.parametrize(("pack", "provision"), RULES)
def test_a_rule_answers_its_records_and_never_passes_on_nothing(pack, provision):
    rule = Expression(provision.expression)
    assert rule.answer({}).answer.value == "cannot_decide"
    answers = set()
    for case in CASES[pack][provision.id]:
        assert rule.answer(case["nouns"]).answer.value == case["answer"], case["says"]
        answers.add(case["answer"])
    assert {"pass", "fail"} <= answers


def mutants(text):
    """The expression with one number moved by one step, for every number in it."""
    tree = ast.parse(text, mode="eval")
    numbers = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and type(n.value) in (int, float)]
    for node in numbers:
        kept = node.value
        step = 1 if isinstance(kept, int) else Fraction(repr(kept)) / 10
        for moved in (kept + step, kept - step):
            if moved >= 0:
                node.value = moved if isinstance(moved, int) else float(moved)
                yield ast.unparse(tree)
        node.value = kept


NUMERIC = [p for p in RULES if list(mutants(p.values[1].expression))]


@pytest.mark.parametrize(("pack", "provision"), NUMERIC)
def test_moving_any_number_of_a_rule_is_noticed(pack, provision):
    for text in mutants(provision.expression):
        changed = Expression(text)
        assert any(
            changed.answer(case["nouns"]).answer.value != case["answer"] for case in CASES[pack][provision.id]
        ), text
