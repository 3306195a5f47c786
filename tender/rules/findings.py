"""Verdicts as findings (判定意见): how grave a broken rule is follows from its force."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tender.findings import Answer, Finding, Level
from tender.policy import Pack, Provision
from tender.policy.compare import BINDING, HARD
from tender.policy.judge import Verdict
from tender.policy.reason import Reason, reasons
from tender.policy.schema import in_words

FAIL = {
    "must": Level.ERROR,
    "forbidden": Level.ERROR,
    "in_principle": Level.WARNING,
    "derived": Level.WARNING,
    "encouraged": Level.NOTE,
    "context": Level.NOTE,
}
OPEN = {"must": Level.WARNING, "forbidden": Level.WARNING}


def waived(project: Mapping[str, Any], pack: Pack) -> Mapping[str, Reason]:
    """Rules of soft force set aside by a pack's drops or the register's waivers, each with its reason."""
    return {**{drop.rule: drop for drop in pack.drops}, **reasons(project.get("waivers"))[0]}


def rule_findings(found: Iterable[Verdict], waived: Mapping[str, Reason] | None = None) -> Iterator[Finding]:
    """A finding for every rule that is broken or cannot be decided; one that passes is silent.

    A trigger that did not fire is a pass. Rules of soft force in ``waived`` become notes.
    """
    given = waived or {}
    for verdict in found:
        rule, answer = verdict.provision, verdict.answer
        if answer is Answer.PASS:
            continue
        where = " › ".join(filter(None, ("项目" if not verdict.subject else verdict.subject, rule.id)))
        if answer is Answer.CANNOT_DECIDE:
            level = OPEN.get(rule.force, Level.NOTE)
            missing = "、".join(dict.fromkeys(in_words(path) for path in verdict.answered.missing))
            yield Finding(
                level,
                "rule.cannot_decide",
                where,
                f"无法判定：缺少{missing}",
                rule.says,
                _mend(rule),
                rule.id,
            )
        else:
            soft = rule.id in given and rule.force not in HARD
            level = Level.NOTE if soft else FAIL[rule.force]
            if level is Level.ERROR and rule.status not in BINDING:
                level = Level.WARNING
            what = f"不符合，已豁免：{given[rule.id].words}" if soft else "不符合"
            yield Finding(level, "rule.broken", where, what, rule.says, "对照该条规定改正", rule.id)


def _mend(rule: Provision) -> str:
    return "在采购文件或 register.toml 中补充上述内容后重新检查"
