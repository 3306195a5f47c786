"""Pages made of data (规则清单、名词清单): every rule of every pack, every check of the law, every noun.

``python -m tender.policy.listing rules > docs/rules.md`` writes the page of rules anew,
``python -m tender.policy.listing nouns > docs/nouns.md`` the page of nouns.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import get_args

from tender.policy.checks import CONFIDENCE_WORDS, Check, Checks, Conflict, checks
from tender.policy.pack import STATUS_WORDS, Force, Kind, Pack, Policies, Provision, policies
from tender.policy.schema import TYPES, Noun, schema
from tender.policy.stages import STAGE_OF, stage_of

FORCE_WORDS: Mapping[str, str] = dict(
    zip(get_args(Force), ("应当", "不得", "原则上", "鼓励", "推导", "背景"), strict=True)
)
KIND_WORDS: Mapping[str, str] = dict(
    zip(
        get_args(Kind),
        ("文件条款", "资格条件", "评审因素", "限制条件", "合同条款", "考核", "退出", "时限", "公告", "背景"),
        strict=True,
    )
)

_RULES_HEAD = """# Rules

<!-- Made by: python -m tender.policy.listing rules > docs/rules.md -->

Every provision of the policy packs in `tender/policies/`: {systems} rules of the systems
({by_system}) and {national} of national law; then the {checks} [checks](checks.md) that the law asks of
every procurement, and {conflicts} rules of the systems that collide with law. What a column means, and how
to write such a row, is in [policy packs](policy-packs.md); the nouns that rules speak of are in [nouns](nouns.md).

- **force**: {forces}.
- **acts at**: the step of a project at which everything the rule speaks of is known: {stages}.
  A figure of national law is held against the book (按数值核对); words alone are cited (引用).
- A ⚑ marks an exit trigger: its expression is true when it has happened.
"""

_NOUNS_HEAD = """# Nouns

<!-- Made by: python -m tender.policy.listing nouns > docs/nouns.md -->

What rules of policy packs may speak of, from `tender/policy/nouns.toml`. The same names stand in
`register.toml`, in the `noun` of a fact and of a decision of kind `noted`. Money is whole fen. A method is
a question with one argument: in the register a list of what holds, or a table from argument to answer.
"""


def rules_page(packs: Policies, known: Checks) -> str:
    """Every rule by pack, systems first, then national law; at the end the checks and the conflicts."""
    everything = packs.packs.values()
    systems = [pack for pack in everything if pack.level != "national"]
    national = [pack for pack in everything if pack.level == "national"]
    counts = {pack.short: len(pack.provisions) for pack in systems}
    stages = Counter(_acts(row) for pack in everything for row in pack.provisions)
    head = _RULES_HEAD.format(
        systems=sum(counts.values()),
        by_system="、".join(f"{short} {n}" for short, n in counts.items()),
        national=sum(len(pack.provisions) for pack in national),
        checks=len(known.checks),
        conflicts=len(known.conflicts),
        forces="、".join(f"{word} (`{force}`)" for force, word in FORCE_WORDS.items()),
        stages="、".join(f"{word} {n}" for word, n in stages.items()),
    )
    lines = [line for pack in (*systems, *national) for line in _pack(pack, packs)]
    return "\n".join([head, *lines, *_checks(known, packs), *_conflicts(known, packs)])


def nouns_page(nouns: Mapping[str, Noun]) -> str:
    """Every noun with its attributes, their types and known values, and the step that knows it."""
    return "\n".join([_NOUNS_HEAD, *(line for name, noun in nouns.items() for line in _noun(name, noun))])


def _pack(pack: Pack, packs: Policies) -> Iterator[str]:
    yield f"## {pack.short} (`{pack.id}`)\n"
    yield f"{pack.instrument}; {STATUS_WORDS[pack.status]} (`{pack.status}`); {len(pack.provisions)} rules.\n"
    header = ("id", "article", "status", "force", "kind", "acts at", "says")
    yield from _table(header, (_rule(row, pack, packs) for row in pack.provisions))


def _rule(row: Provision, pack: Pack, packs: Policies) -> tuple[str, ...]:
    status = row.status if row.status != "in_force" else pack.status
    return (
        f"`{row.id}`" + " ⚑" * row.fires,
        packs.cite(row.id),
        STATUS_WORDS[status],
        FORCE_WORDS[row.force],
        "、".join(KIND_WORDS[kind] for kind in row.kind),
        _acts(row),
        row.says + (f"（{row.value}{row.unit}）" if row.value is not None else ""),
    )


def _acts(row: Provision) -> str:
    """The step of a rule that a machine answers; a figure is held against the book, words are cited."""
    if row.expression or "context" in (row.force, *row.kind):
        return stage_of(row).word
    return "引用" if row.value is None else "按数值核对"


def _checks(known: Checks, packs: Policies) -> Iterator[str]:
    """One row for each check, with the figures of the latest provisions."""
    yield "## 法规检查项 (`checks`)\n"
    yield f"Rows of `tender/policy/checks.toml`; {len(known.checks)} checks.\n"
    latest = max(pack.since for pack in packs.packs.values() if pack.since)
    header = ("id", "article", "force", "confidence", "acts at", "by", "says")
    yield from _table(header, (_check(row, packs, latest) for row in known.checks))


def _check(row: Check, packs: Policies, day: date) -> tuple[str, ...]:
    ways = [
        *(["表达式"] if row.expression else []),
        *(f"意见 `{code}`" for code in row.findings),
        *(f"日程 `{step}`" for step in row.steps),
        *(f"程序 `{what}`" for what in row.held),
    ]
    return (
        f"`{row.id}`",
        packs.cite(*row.rests),
        FORCE_WORDS[row.force],
        CONFIDENCE_WORDS[row.confidence],
        "、".join(stage.word for stage in row.stages),
        "、".join(ways),
        row.said(packs, day),
    )


def _conflicts(known: Checks, packs: Policies) -> Iterator[str]:
    """Rules of the systems that collide with law, in the order of their texts."""
    yield "## 地方制度与法规不一致之处 (`conflicts`)\n"
    yield "Told as a warning wherever a project follows the system.\n"
    yield from _table(
        ("rule", "article", "check", "law", "says"), (_conflict(row, packs) for row in known.conflicts)
    )


def _conflict(row: Conflict, packs: Policies) -> tuple[str, ...]:
    return f"`{row.rule}`", packs.cite(row.rule), f"`{row.check}`", packs.cite(row.law), row.says


def _noun(name: str, noun: Noun) -> Iterator[str]:
    yield f"## {noun.label} (`{name}`)\n"
    yield f"Known from: {STAGE_OF[name].word}.\n"
    rows = (
        (
            f"`{name}.{attribute}`",
            row.label,
            TYPES.get(row.type, ("表", ()))[0],
            "、".join(f"`{v}`" for v in row.values) or "–",
        )
        for attribute, row in noun.attributes.items()
    )
    yield from _table(("attribute", "in words", "type", "known values"), rows)


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for row in (header, ("---",) * len(header), *rows):
        yield "| " + " | ".join(re.sub(r"\s+", " ", cell).replace("|", "\\|") for cell in row) + " |"
    yield ""


PAGES: Mapping[str, Callable[[], str]] = {
    "rules": lambda: rules_page(policies(), checks()),
    "nouns": lambda: nouns_page(schema()),
}
"""The pages by the word that asks for them."""


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.write(PAGES[sys.argv[1] if len(sys.argv) > 1 else "rules"]())
