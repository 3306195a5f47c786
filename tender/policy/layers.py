"""Layers of policy (分层制度): a nearer text may tighten what it takes over, and may not loosen it.

A pack that ``refines`` another takes over its rules, facts and parameters. A row, fact or
parameter of the same name stands in the place of the one above, provided that it is at least
as strict; what is looser is a Finding with both articles, and the upper one stays. National
rules stand above every chain. The last layer is the project's register.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tender.findings import Finding, error
from tender.policy.compare import HARD, row_faults
from tender.policy.expression import Expression
from tender.policy.pack import Drop, Pack, Parameter, Policies, Provision
from tender.policy.reason import EXPECTED, Reason, reasons
from tender.policy.strict import STRICTNESS_WORDS, as_strict

LEVELS = ("national", "city", "district", "street")
OWN_FACTS = frozenset(
    [
        "id",
        "name",
        "name_zh",
        "status",
        "layer",
        "parent_id",
        "city_id",
        "district_id",
        "street_id",
        "interpreter_id",
    ]
)
"""What a text states of itself: not taken over, and no matter of strictness."""
REGISTER = "register.toml › pack"
STRICTNESS_RULE = "pack.is_at_least_as_strict"


@dataclass(frozen=True, slots=True)
class Own:
    """The project as the last layer: facts and parameters of its register, with reasons for what it changes."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)
    reasons: object = None

    @classmethod
    def of(cls, pack: object) -> "Own":
        """What the register's record of the noun ``pack`` says."""
        record = pack if isinstance(pack, Mapping) else {}
        params = record.get("params")
        facts = {k: v for k, v in record.items() if k not in ("params", "reasons")}
        return cls(facts, params if isinstance(params, Mapping) else {}, record.get("reasons"))


def resolve(
    packs: Mapping[str, Pack], regime: str, own: Own | None = None
) -> tuple[Policies, tuple[Finding, ...]]:
    """The policies that a project of ``regime`` is under, and everything that loosens an upper layer.

    An unknown regime gives the packs as they are.
    """
    if regime not in packs:
        return Policies(packs.values()), ()
    chain, findings = _chain(packs, regime)
    national = [pack for pack in packs.values() if pack.level == "national"]
    sound = dict(packs)
    merged = chain[-1]
    for lower in reversed(chain):
        top = lower is chain[-1]
        layer = _Layer(lower, None if top else merged, [p for p in national if p is not lower])
        merged = layer.merged()
        sound[lower.id] = layer.sound()
        findings += layer.findings
    project = _Project(merged, own or Own())
    merged = project.merged()
    findings += project.findings
    return Policies(sound.values(), [pack.id for pack in chain], merged), tuple(findings)


def _chain(packs: Mapping[str, Pack], regime: str) -> tuple[list[Pack], list[Finding]]:
    """The packs from the regime upward as far as they can be followed."""
    chain, findings = [packs[regime]], []
    while (here := chain[-1]).refines:
        above = packs.get(here.refines)
        where = f"{place(here)} › refines"
        if above is None:
            known = "、".join(p.id for p in packs.values() if p.level != "national")
            findings.append(
                error("pack.refines", where, f"没有政策包 {here.refines}", f"应为以下之一：{known}")
            )
            return chain, findings
        if LEVELS.index(above.level) >= LEVELS.index(here.level):
            what = f"{above.short}的层级不高于{here.short}"
            findings.append(
                error("pack.refines", where, what, "上层依次为国家、市、区、街道", "改正 level 或 refines")
            )
            return chain, findings
        chain.append(above)
    return chain, findings


def place(pack: Pack) -> str:
    """Where a pack of a project is written."""
    return f"policies/{pack.id}.toml"


@dataclass
class _Layer:
    """One pack laid over what stands above it; ``upper`` is None for the top of a chain."""

    pack: Pack
    upper: Pack | None
    national: Sequence[Pack]
    findings: list[Finding] = field(default_factory=list)
    changed: dict[str, bool] = field(default_factory=dict)

    def merged(self) -> Pack:
        """The pack with all that it takes over, looser changes left out."""
        above = {row.id: (row, self.upper) for row in (self.upper.provisions if self.upper else ())}
        above |= {row.id: (pack.filled(row), pack) for pack in self.national for row in pack.provisions}
        self._rule = _strictness_rule(self.upper)
        self._refused = {row.id for row in self.pack.provisions if not self._row(row, above.get(row.id))}
        drops = tuple(drop for drop in self.pack.drops if self._drop(drop, above))
        if self.upper is None:
            return self.pack.model_copy(
                update={"provisions": tuple(map(self.pack.filled, self.sound().provisions)), "drops": drops}
            )
        taken = [row for row in self.upper.provisions if not _of_itself(row)]
        facts = dict(self._facts(self.upper))
        update = {
            "provisions": tuple(_replaced(taken, [self.pack.filled(r) for r in self.sound().provisions])),
            "parameters": tuple(self._parameters(self.upper)),
            "stricter": {**self.pack.stricter, **self.upper.stricter},
            "drops": (*self.upper.drops, *drops),
        }
        told = {"overridden_params": list(self.changed), "is_at_least_as_strict": dict(self.changed)}
        return self.pack.model_copy(update=update | {"facts": facts | {"parent_id": self.upper.id} | told})

    def sound(self) -> Pack:
        """The pack without the rows that were refused."""
        rows = tuple(row for row in self.pack.provisions if row.id not in self._refused)
        return self.pack.model_copy(update={"provisions": rows})

    def _row(self, row: Provision, found: tuple[Provision, Pack | None] | None) -> bool:
        if found is None or found[1] is None:
            return True
        faults = list(row_faults(found[0], self.pack.filled(row)))
        self.changed[row.id] = not faults
        self._refuse(
            f"provision › {row.id}",
            faults,
            row.article,
            f"{found[0].cite}（{row.id}）",
            "改为同样严格或更严格",
        )
        return not faults

    def _drop(self, drop: Drop, above: Mapping[str, tuple[Provision, Pack | None]]) -> bool:
        where = f"drop › {drop.rule}"
        if drop.rule not in above or above[drop.rule][1] is None:
            what = f"上层没有规则 {drop.rule}"
            self.findings.append(
                error("pack.drop_unknown", f"{place(self.pack)} › {where}", what, "应为上层的规则编号")
            )
            return False
        row = above[drop.rule][0]
        if row.force not in HARD:
            return True
        self.changed[drop.rule] = False
        what = f"免去“{row.says}”"
        self._refuse(where, [what], drop.article, f"{row.cite}（{drop.rule}）", "删除此项，该条仍须遵守")
        return False

    def _facts(self, upper: Pack) -> Iterator[tuple[str, Any]]:
        stated = {name: value for name, value in upper.facts.items() if name not in OWN_FACTS}
        yield from stated.items()
        for name, value in self.pack.facts.items():
            if name in stated and value != stated[name]:
                fault = _fact_fault(name, stated[name], value, upper)
                self.changed[name] = not fault
                self._refuse(f"facts › {name}", fault, "", upper.instrument, "改回上层的内容或改为更严格")
                if fault:
                    continue
            yield name, value

    def _parameters(self, upper: Pack) -> Iterator[Parameter]:
        own = {p.key: p for p in self.pack.parameters}
        for above in upper.parameters:
            below = own.pop(above.key, None)
            if below is None or below.value is None:
                yield above
                continue
            fault = value_fault(above, below.value)
            if above.value is not None:
                self.changed[above.key] = not fault
            cited = upper.instrument + (above.article or "、".join(readers(upper, above)))
            where = f"parameter › {above.key}"
            self._refuse(where, [fault] if fault else [], below.article, cited, "改为同样严格或更严格")
            kept = {"value": below.value, "article": below.article, "says": below.says}
            yield above if fault else above.model_copy(update=kept)
        yield from own.values()

    def _refuse(self, where: str, faults: Iterable[str], article: str, cited: str, mend: str) -> None:
        """Both articles in one finding: the lower one that loosens and the upper one that stands."""
        for fault in faults:
            what = f"{self.pack.instrument}{article}放宽了{cited}：{fault}"
            expected = "下层对上层的规定可以收紧，不得放宽"
            self.findings.append(
                error("pack.loosened", f"{place(self.pack)} › {where}", what, expected, mend, self._rule)
            )


@dataclass
class _Project:
    """The register laid over the regime: it fills what is open, and says why it changes the rest."""

    pack: Pack
    own: Own
    findings: list[Finding] = field(default_factory=list)

    def merged(self) -> Pack:
        """The pack as the project is under it."""
        told, incomplete = reasons(self.own.reasons)
        for key in incomplete:
            self._say("parameter.reason", f"reasons › {key}", "理由不完整", EXPECTED, "补全理由")
        known = {p.key: p for p in self.pack.parameters}
        changed = dict(self._changed(known, told))
        for name, value in self.own.facts.items():
            stated = self.pack.facts.get(name)
            if stated is not None and value != stated and name not in OWN_FACTS:
                for fault in _fact_fault(name, stated, value, self.pack):
                    what = f"放宽了{self.pack.instrument}：{fault}"
                    self._say("pack.loosened", name, what, "项目可以收紧，不得放宽", "删除此项或改为更严格")
        overridden = [*self.pack.facts.get("overridden_params", ()), *changed]
        strict = {**self.pack.facts.get("is_at_least_as_strict", {}), **changed}
        parameters = tuple(
            p.model_copy(update={"value": self.own.params[p.key]})
            if p.key in self.own.params and changed.get(p.key, True)
            else p
            for p in self.pack.parameters
        )
        facts = {**self.pack.facts, "overridden_params": overridden, "is_at_least_as_strict": strict}
        return self.pack.model_copy(update={"parameters": parameters, "facts": facts})

    def _changed(
        self, known: Mapping[str, Parameter], told: Mapping[str, Reason]
    ) -> Iterator[tuple[str, bool]]:
        for key, value in self.own.params.items():
            where = f"params › {key}"
            if key not in known:
                expected = f"应为以下之一：{'、'.join(known)}" if known else "该政策包没有参数"
                self._say("parameter.unknown", where, "政策包没有这个参数", expected, "改正名称")
                continue
            above, rules = known[key], readers(self.pack, known[key])
            fault = value_fault(above, value)
            if fault:
                expected = f"{above.says}（{STRICTNESS_WORDS[above.stricter]}）"
                self._say("parameter.value", where, fault, expected, "改正取值", *rules[:1])
            elif above.value is not None and above.value != value and key not in told:
                what = f"由{shown(above.value)}改为{shown(value)}，没有写明理由"
                mend = f"在 register.toml 的 [pack.reasons] 中写 {key} = {EXPECTED.partition('：')[2]}"
                self._say(
                    "parameter.reason", where, what, "改变已有的取值须写明何人、何日、何因", mend, *rules[:1]
                )
            if above.value is not None and above.value != value:
                yield key, not fault

    def _say(self, code: str, where: str, what: str, expected: str, mend: str, article: str = "") -> None:
        self.findings.append(error(code, f"{REGISTER} › {where}", what, expected, mend, article))


def readers(pack: Pack, parameter: Parameter) -> tuple[str, ...]:
    """Ids of the rules of ``pack`` that read ``parameter``, in the text's order."""
    named = f"'{parameter.key}'"
    return tuple(
        dict.fromkeys(
            row.id
            for row in pack.provisions
            if ("pack.params" in row.expression and named in row.expression)
            or (parameter.noun and row.expression and parameter.noun in Expression(row.expression).names())
        )
    )


def value_fault(above: Parameter, value: object) -> str:
    """What is wrong with ``value`` in the place of a parameter; empty when it may stand."""
    if above.choices and value not in above.choices:
        return f"现为{shown(value)}，应为以下之一：{'、'.join(shown(c) for c in above.choices)}"
    if above.value is None or above.stricter == "none":
        return ""
    if as_strict(above.stricter, above.value, value, above.choices):
        return ""
    return f"由{shown(above.value)}改为{shown(value)}，{STRICTNESS_WORDS[above.stricter]}"


def shown(value: object) -> str:
    """A value as officials read it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _fact_fault(name: str, above: object, value: object, upper: Pack) -> list[str]:
    direction = upper.stricter.get(name, "none")
    if as_strict(direction, above, value):
        return []
    held = "没有规定可以改变" if direction == "none" else STRICTNESS_WORDS[direction]
    return [f"{name}由{shown(above)}改为{shown(value)}，{held}"]


def _strictness_rule(upper: Pack | None) -> str:
    """The rule above that asks for strictness itself; findings cite it."""
    rows = upper.provisions if upper else ()
    return next((r.id for r in rows if STRICTNESS_RULE in r.expression), "")


def _of_itself(row: Provision) -> bool:
    """Whether a rule speaks of the status of its own text, which a nearer text does not share."""
    return bool(row.expression) and "pack.status" in Expression(row.expression).names()


def _replaced(above: Iterable[Provision], own: Sequence[Provision]) -> Iterator[Provision]:
    """The upper rows with own ones in their places, then what is added."""
    taken: set[str] = set()
    for row in above:
        mine = [r for r in own if r.id == row.id]
        if row.id not in taken:
            yield from mine or [row]
        elif not mine:
            yield row
        taken.add(row.id)
    yield from (row for row in own if row.id not in taken)
