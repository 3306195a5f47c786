"""Rules of the policy system (地方制度检查): every provision of the regime that a book can answer.

No rule is written here: each is one row of a pack, answered over the book's nouns and the
register. What only an award can answer is looked at early, so that nothing is missing then.
A rule that a gate puts to every bid is not asked of the book.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from typing import Any

from tender.book import Book
from tender.book.gates import NegativeListGate, RuleGate
from tender.book.register import Register
from tender.check.parameters import open_parameters
from tender.documents.wording import date_zh
from tender.findings import Answer, Finding, Level, error, note, warning
from tender.policy import STATUS_WORDS, Pack, Policies, Provision
from tender.policy.expression import Expression
from tender.policy.judge import Verdict, verdicts
from tender.policy.reason import EXPECTED, reasons
from tender.policy.schema import in_words
from tender.policy.stages import STAGE_OF, Stage, stage_of
from tender.rules.findings import rule_findings, waived
from tender.rules.nouns import project_nouns


def system(book: Book, register: Register, packs: Policies) -> Iterator[Finding]:
    """Findings of the regime's pack: its status, its rules on the book, and what is still to be told."""
    pack = packs.packs.get(book.regime)
    if pack is None:
        known = "、".join(sorted(packs.packs))
        yield error(
            "system.unknown", "project.toml › regime", f"没有政策包 {book.regime}", f"应为以下之一：{known}"
        )
        return
    nouns = project_nouns(book, register, packs)
    yield from _status(nouns, pack)
    gated = {rule for gate in book.gates if isinstance(gate, RuleGate) for rule in gate.articles}
    yield from _negative_list(book, pack, packs, nouns["pack"].get("negative_list") or (), gated)
    yield from open_parameters(pack, packs, nouns, gated)
    asked = dict.fromkeys(row.id for row in pack.provisions if row.expression and row.id not in gated)
    rules = [packs.on(rule, book.dates.publish) for rule in asked if packs.holds(rule, book.dates.publish)]
    if len(rules) < len(asked):
        yield _not_in_force(book, pack, packs, asked)
    yield from _waivers_told(nouns["project"])
    given = waived(nouns["project"], pack)
    for rule in rules:
        if stage_of(rule) is Stage.BOOK:
            yield from rule_findings(verdicts(rule, nouns), given)
        elif stage_of(rule) is not Stage.BID:
            yield from rule_findings(_already_broken(rule, nouns), given)
        if stage_of(rule) is Stage.AWARD and rule.force == "must":
            yield from _wanted_later(rule.id, rule.says, Expression(rule.expression), nouns)


def _negative_list(
    book: Book, pack: Pack, packs: Policies, forbidden: Collection[str], gated: Set[str]
) -> Iterator[Finding]:
    """A list of forbidden services binds a bid only through a gate that holds the bid against it.

    The list is the system's own, or one that it takes over with the rule of the other system.
    """
    every = [rule for p in packs.packs.values() for rule in _list_rules(p)]
    rules = _list_rules(pack) or every
    if not rules or not forbidden or gated & set(every):
        return
    gates = [gate for gate in book.gates if isinstance(gate, NegativeListGate)]
    if not gates:
        yield error(
            "book.negative_list_without_gate",
            "project.toml › gates",
            "政策包有负面清单，采购文件却没有按清单审查的条件",
            "禁止的服务类别应写入采购文件并逐份审查",
            '增加 kind = "negative_list" 的条件',
            rules[0],
        )
        return
    told = {category for gate in gates for category in gate.forbids}
    for category in book.service_categories:
        if category in forbidden and category not in told:
            yield error(
                "book.negative_list_open",
                f"project.toml › gates › {gates[0].id} › forbids",
                f"负面清单所列的“{category}”可以申报，却没有列为禁止",
                "负面清单所列的服务类别都列为禁止",
                f"把“{category}”写入 forbids，或从 service_categories 中删除",
                rules[0],
            )


def _list_rules(pack: Pack) -> list[str]:
    """The rules of ``pack`` that hold a service against its negative list."""
    return [
        row.id
        for row in pack.provisions
        if row.expression and "pack.negative_list" in Expression(row.expression).names()
    ]


def _already_broken(rule: Provision, nouns: Mapping[str, Any]) -> Iterator[Verdict]:
    """What the register already tells of later steps against ``rule``: a contract planned too early.

    What is not told yet is not missing yet.
    """
    return (verdict for verdict in verdicts(rule, nouns) if verdict.answer is Answer.FAIL)


def _not_in_force(book: Book, pack: Pack, packs: Policies, asked: Iterable[str]) -> Finding:
    """Rules of the regime for which the day of publication has no row, or more than one."""
    day = book.dates.publish
    silent = packs.cite(*(rule for rule in asked if not packs.holds(rule, day)))
    since = f"，{pack.instrument}自{date_zh(pack.since)}施行" if pack.since and day < pack.since else ""
    return error(
        "law.no_provision",
        "project.toml › dates › publish",
        f"发布日期{date_zh(day)}没有唯一有效的规定：{silent}{since}",
        "发布日期应在政策包各项规定的有效期内",
        "改正发布日期，或先把当时有效的规定写入政策包",
    )


def _status(nouns: Mapping[str, Any], pack: Pack) -> Iterator[Finding]:
    where = "project.toml › regime"
    what = f"所依据的{pack.instrument}效力状态为“{STATUS_WORDS[pack.status]}”"
    if pack.status == "draft" and not nouns["project"].get("draft_policy_ack"):
        yield error(
            "system.draft",
            where,
            what,
            "征求意见稿不能作为现行依据",
            "确认仅供试行后，在 register.toml 的 [project] 写 draft_policy_ack = true，文件中会载明",
        )
        return
    if pack.status != "in_force":
        yield note("system.status", where, what, "采购文件载明依据文件的效力状态")


def _waivers_told(project: Mapping[str, Any]) -> Iterator[Finding]:
    """A waiver that does not say who, when and why is none."""
    for rule in reasons(project.get("waivers"))[1]:
        where = f"register.toml › project › waivers › {rule}"
        yield warning("rule.waiver", where, "理由不完整，不作豁免", EXPECTED, "补全理由", rule)


def _wanted_later(
    rule: str, says: str, expression: Expression, nouns: dict[str, object]
) -> Iterator[Finding]:
    """What the award will need from the book and is not told yet."""
    for path in sorted(expression.names()):
        noun, _, attribute = path.partition(".")
        record = nouns.get(noun)
        if not isinstance(record, dict) or STAGE_OF[noun] is not Stage.BOOK:
            continue
        if attribute and "." not in attribute and record.get(attribute) is None:
            yield Finding(
                Level.ERROR,
                "rule.wanted_later",
                f"project.toml › {rule}",
                f"缺少{in_words(path)}，定标时将无法判定",
                says,
                "在采购文件或 register.toml 中补充",
                rule,
            )
