"""Packs of a project (项目政策包): official texts that stand beside the book, in ``policies/*.toml``.

They are read as the product's own are, but a mistake in one is a Finding in Chinese. An id
that the product or another file already uses is refused, for packs as for rules.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tender.book.register import Register
from tender.book.shape import shape_findings
from tender.book.toml_text import TomlError, load_toml
from tender.findings import Finding, error
from tender.policy import Pack, Policies, policies
from tender.policy.expression import Expression
from tender.policy.language import ExpressionError
from tender.policy.layers import Own, place, resolve
from tender.policy.schema import schema

FOLDER = "policies"
MOST_BYTES = 1_000_000  # the longest official text has a tenth of that
MOST_FILES = 30


def read_packs(project: Path) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """The texts in the folder by file name, sorted, and what cannot be read of them."""
    texts: dict[str, str] = {}
    findings: list[Finding] = []
    paths = sorted((project / FOLDER).glob("*.toml"))
    if len(paths) > MOST_FILES:
        what = f"有{len(paths)}个文件"
        return {}, (error("pack.unreadable", FOLDER, what, f"不超过{MOST_FILES}个文件"),)
    for path in paths:
        where = f"{FOLDER}/{path.name}"
        try:
            if path.stat().st_size > MOST_BYTES:
                findings.append(error("pack.unreadable", where, "文件过大", f"不超过{MOST_BYTES:,}字节"))
            else:
                texts[path.name] = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            findings.append(error("pack.unreadable", where, "读不出", "UTF-8 编码的 TOML 文件"))
    return texts, tuple(findings)


def project_policies(
    texts: Mapping[str, str], regime: str, register: Register
) -> tuple[Policies, tuple[Finding, ...]]:
    """The product's packs and the project's own under ``regime``, with every mistake in the latter."""
    own: list[Pack] = []
    findings: list[Finding] = []
    for name in sorted(texts):
        pack, told = parse_own(name, texts[name])
        findings += told
        own += [pack] if pack else []
    packs = dict(policies().packs)
    for pack in own:
        if pack.id in packs:
            expected = "编号不得与产品自带的政策包重复"
            findings.append(
                error(
                    "pack.id_taken", f"{place(pack)} › id", f"编号 {pack.id} 已被使用", expected, "换一个编号"
                )
            )
        else:
            packs[pack.id] = pack
    held = [pack for pack in own if packs[pack.id] is pack]
    findings += _rule_ids(held, packs)
    known, told = resolve(packs, regime, Own.of(register.get("pack")))
    return known, (*findings, *told)


def parse_own(name: str, text: str) -> tuple[Pack | None, tuple[Finding, ...]]:
    """The pack written in the file ``name``, or every mistake in it."""
    where = f"{FOLDER}/{name}"
    try:
        data = load_toml(text)
    except TomlError as wrong:
        return None, (error("pack.unreadable", where, str(wrong), "按 TOML 格式改正所指的位置"),)
    try:
        pack = Pack.model_validate(data)
    except ValidationError as wrong:
        sentences = {tuple(e["loc"]) for e in wrong.errors(include_url=False) if e["loc"][-1] == "expression"}
        shape = [f for f in shape_findings(where, "pack", wrong, data) if not _on_sentence(f)]
        return None, (*shape, *(_sentence(where, loc, data) for loc in sorted(sentences, key=str)))
    if name != f"{pack.id}.toml":
        what = f"编号为 {pack.id}，文件名却是 {name}"
        return None, (error("pack.file_name", where, what, "文件名为编号加 .toml", "改正文件名或 id"),)
    return pack, ()


def _on_sentence(finding: Finding) -> bool:
    return finding.code == "pack.value_error" and finding.where.endswith("› expression")


def _sentence(where: str, loc: tuple[int | str, ...], data: Mapping[str, Any]) -> Finding:
    """What is wrong with the sentence of a rule: its grammar, or a noun that nobody knows."""
    row = data["provision"][loc[1]]
    here = f"{where} › provision › {row.get('id') or loc[1]} › expression"
    expected = "语言见 docs/policy-packs.md，名词见 docs/nouns.md"
    try:
        names = sorted(Expression(row["expression"]).names())
    except ExpressionError:
        return error("pack.expression", here, "不是规则语言的句子", expected, "改正写法")
    unknown = [path for path in names if not _known(path)]
    return error("pack.expression", here, f"没有名词或属性 {'、'.join(unknown)}", expected, "改正名称")


def _known(path: str) -> bool:
    noun, _, attribute = path.partition(".")
    return noun in schema() and (not attribute or attribute.partition(".")[0] in schema()[noun].attributes)


def _rule_ids(own: Iterable[Pack], packs: Mapping[str, Pack]) -> Iterator[Finding]:
    """Rule ids that two texts use: only a pack that refines another, or national law, may repeat one."""
    for pack in own:
        above = _above(pack, packs)
        taken = {
            row.id: other
            for other in packs.values()
            if other is not pack and other.level != "national" and other.id not in above
            for row in other.provisions
            if pack.id not in _above(other, packs)
        }
        spans: dict[str, list[tuple[date, date]]] = {}
        for row in pack.provisions:
            where = f"{place(pack)} › provision › {row.id}"
            span = (row.since or pack.since or date.min, row.until or date.max)
            if row.id in taken:
                what = f"规则编号与{taken[row.id].short}重复"
                expected = "每条规则的编号只属于一个文件"
                yield error("pack.rule_twice", where, what, expected, "换一个编号前缀")
            if any(span[0] <= until and since <= span[1] for since, until in spans.get(row.id, ())):
                expected = "同一编号在任何一天只有一条有效"
                yield error(
                    "pack.rule_twice", where, "同一编号有两条同时有效", expected, "写明 since 和 until"
                )
            spans.setdefault(row.id, []).append(span)


def _above(pack: Pack, packs: Mapping[str, Pack]) -> set[str]:
    """Ids of the packs that ``pack`` refines, directly or not."""
    found: set[str] = set()
    while pack.refines in packs and pack.refines not in found:
        found.add(pack.refines)
        pack = packs[pack.refines]
    return found
