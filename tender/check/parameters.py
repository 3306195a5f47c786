"""Open parameters (待定参数): what the text of the regime leaves open and nobody has filled in yet.

A parameter without a value stops the rules that read it: they cannot be decided. What a gate
asks of bids must be filled in before publication, the rest is asked for.
"""

from collections.abc import Iterator, Mapping, Set
from typing import Any

from tender.findings import Finding, error, note, warning
from tender.policy import Pack, Parameter, Policies, Provision
from tender.policy.compare import HARD
from tender.policy.layers import readers
from tender.policy.strict import STRICTNESS_WORDS


def open_parameters(
    pack: Pack, packs: Policies, nouns: Mapping[str, Any], gated: Set[str]
) -> Iterator[Finding]:
    """One finding for every parameter without a value: which rules wait for it, what to enter and where.

    ``nouns`` are what the book and its register give.
    """
    for parameter in pack.parameters:
        if parameter.key not in nouns["pack"]["params"] and not _told_elsewhere(parameter, nouns):
            named = readers(pack, parameter)
            rules = [row for row in pack.provisions if row.id in named]
            yield _asked(parameter, rules, packs, gated)


def _told_elsewhere(parameter: Parameter, nouns: Mapping[str, Any]) -> bool:
    """Whether the text or the register states what the parameter fills; the project's attributes are asked for
    by the checks of the book itself."""
    noun, _, attribute = parameter.noun.partition(".")
    return noun == "project" or (noun == "pack" and nouns["pack"].get(attribute) is not None)


def _asked(parameter: Parameter, rules: list[Provision], packs: Policies, gated: Set[str]) -> Finding:
    cited = packs.cite(*(rule.id for rule in rules))
    waits = f"，{cited}须按它判定" if cited else ""
    unit = f"，单位为{parameter.unit}" if parameter.unit else ""
    choices = f"，应为以下之一：{'、'.join(map(str, parameter.choices))}" if parameter.choices else ""
    if parameter.stricter != "none":
        choices += f"；填写后{STRICTNESS_WORDS[parameter.stricter]}"
    say = warning if any(rule.force in HARD for rule in rules) else note
    if any(rule.id in gated for rule in rules):
        say = error
    return say(
        "parameter.open",
        f"register.toml › pack › params › {parameter.key}",
        f"参数没有填写{waits}",
        f"{parameter.says.rstrip('。')}{unit}{choices}",
        f"在 register.toml 的 [pack.params] 中写 {parameter.key} = …",
        rules[0].id if rules else "",
    )
