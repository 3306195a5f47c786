"""Answering provisions over nouns (逐条判定): each rule once for every record it speaks of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from tender.policy.expression import Answered, Expression
from tender.policy.pack import Provision
from tender.policy.schema import schema


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule's answer for one record, or for the project as a whole (``subject`` empty)."""

    provision: Provision
    subject: str
    answered: Answered


def verdicts(provision: Provision, nouns: Mapping[str, Any]) -> Iterator[Verdict]:
    """The answer of ``provision`` for every combination of the repeating nouns it names.

    A noun held as a list repeats. A lot brings its center with it, so a rule about both is
    asked once per lot. A noun that is absent is missing, and the answer stays open.
    """
    rule = Expression(provision.expression)
    roots = sorted(rule.roots())
    repeating = [name for name in roots if isinstance(nouns.get(name), list)]
    if "lot" in repeating and "center" in repeating:
        repeating.remove("center")
    if not all(nouns.get(name) for name in repeating):
        nouns = {name: value for name, value in nouns.items() if name not in repeating}
        yield Verdict(provision, "", rule.answer(nouns))
        return
    for chosen in product(*(nouns[name] for name in repeating)):
        bound: dict[str, Any] = {**nouns, **dict(zip(repeating, chosen, strict=True))}
        if "lot" in repeating:
            bound["center"] = bound["lot"].get("center")
        yield Verdict(provision, _subject(repeating, chosen), rule.answer(bound))


def _subject(names: Sequence[str], chosen: Sequence[Mapping[str, Any]]) -> str:
    """The records asked about, in words: ``标段L1``."""
    return " ".join(f"{schema()[n].label}{r.get('id', '')}" for n, r in zip(names, chosen, strict=True))
