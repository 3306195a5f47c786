"""Answering provisions over nouns (逐条判定): each rule once for every record it speaks of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from tender.findings import Answer
from tender.policy.expression import Answered, Expression
from tender.policy.language import ExpressionError
from tender.policy.pack import Provision
from tender.policy.schema import schema


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule's answer for one record, or for the project as a whole (``subject`` empty)."""

    provision: Provision
    subject: str
    answered: Answered

    @property
    def answer(self) -> Answer:
        """Whether the rule is respected: a trigger that fires is a fail, one that does not a pass."""
        given = self.answered.answer
        if self.provision.fires and given is not Answer.CANNOT_DECIDE:
            return Answer.FAIL if given is Answer.PASS else Answer.PASS
        return given


def verdicts(provision: Provision, nouns: Mapping[str, Any]) -> Iterator[Verdict]:
    """The answer of ``provision`` for every combination of the repeating nouns it names.

    A noun held as a list repeats. A lot brings with it what belongs to it (``of_lot``), so a
    rule about both is asked once per lot; a budget line or a contract that names its lot is
    asked with no other. A community brings its plan, and an entry of a fund its fund.
    A noun that is absent is missing, and the answer stays open.
    """
    rule = Expression(provision.expression)
    roots = sorted(rule.roots())
    repeating = [name for name in roots if isinstance(nouns.get(name), list)]
    brought = {name for bringer in BROUGHT if bringer in repeating for name in BROUGHT[bringer]}
    repeating = [name for name in repeating if name not in brought]
    if not all(nouns.get(name) for name in repeating):
        nouns = {name: value for name, value in nouns.items() if name not in repeating}
        yield Verdict(provision, "", _answered(rule, nouns))
        return
    for chosen in product(*(nouns[name] for name in repeating)):
        bound: dict[str, Any] = {**nouns, **dict(zip(repeating, chosen, strict=True))}
        if "lot" in repeating:
            if "budget" in repeating and bound["lot"]["id"] not in _lots_of(bound["budget"], bound["lot"]):
                continue
            if "contract" in repeating and bound["contract"].get("lot_id") not in (None, bound["lot"]["id"]):
                continue
            bound = of_lot(bound, bound["lot"])
        elif "community" in repeating:
            bound["plan"] = _own(bound.get("plan"), "community_id", bound["community"].get("id"))
        if "txn" in repeating:
            bound["fund"] = _own(bound.get("fund"), "id", bound["txn"].get("fund_id"))
        yield Verdict(provision, _subject(repeating, chosen), _answered(rule, bound))


BROUGHT = {"lot": ("center", "community", "plan"), "community": ("plan",), "txn": ("fund",)}
"""Repeating noun → those of which each of its records has its own."""


def of_lot(nouns: Mapping[str, Any], lot: Mapping[str, Any]) -> dict[str, Any]:
    """``nouns`` as one lot sees them: its center, its community and plan, its own route."""
    center, project = lot.get("center"), nouns.get("project")
    seen = {**nouns, "lot": lot, "center": center}
    community = center.get("community_id") if isinstance(center, Mapping) else None
    for noun, key in (("community", "id"), ("plan", "community_id")):
        seen[noun] = _own(nouns.get(noun), key, community)
    if lot.get("route") and isinstance(project, Mapping):
        seen["project"] = {**project, "route": lot["route"]}
    return seen


def _own(found: Any, key: str, value: object) -> Any:
    """The record whose ``key`` is ``value``; one that stands alone is everyone's."""
    if not isinstance(found, list):
        return found
    return next((record for record in found if value and record.get(key) == value), None)


def _lots_of(budget: Mapping[str, Any], lot: Mapping[str, Any]) -> Sequence[str]:
    return budget.get("lot_ids") or [lot["id"]]


def _answered(rule: Expression, nouns: Mapping[str, Any]) -> Answered:
    """The answer; values that do not fit each other were typed by a person and leave it open."""
    try:
        return rule.answer(nouns)
    except ExpressionError:
        return Answered(Answer.CANNOT_DECIDE, tuple(f"{path}（取值不合）" for path in sorted(rule.names())))


def _subject(names: Sequence[str], chosen: Sequence[Mapping[str, Any]]) -> str:
    """The records asked about, in words: ``标段L1``."""
    return " ".join(f"{schema()[n].label}{r.get('id', '')}" for n, r in zip(names, chosen, strict=True))
