"""Facts written into a project's ``register.toml`` (登记), one line at a time; comments stay as they are."""

import json
import re
from collections.abc import Sequence

from tender.book.register import REGISTER, Register, RegisterFact, parse_register, with_facts
from tender.findings import Finding, Level, error, has_error
from tender.policy.schema import schema


def with_lines(text: str, facts: Sequence[RegisterFact]) -> tuple[str, tuple[Finding, ...]]:
    """The register's text with ``facts`` added, or what keeps a line from saying one of them."""
    register, found = parse_register(text)
    broken = tuple(f for f in found if f.level is Level.ERROR)
    broken += tuple(f for fact in facts for f in unsound(fact))
    if broken:
        return text, broken
    added = text
    for fact in facts:
        added, register = _inserted(added, fact), with_facts(register, [fact])
        if not _same(parse_register(added), register):
            return text, (_refused(fact, "登记表的写法不允许自动补充"),)
    return added, ()


def unsound(fact: RegisterFact) -> tuple[Finding, ...]:
    """A finding where ``fact`` is of no known attribute, or its text no value of the type."""
    attribute = schema()[fact.noun].attributes.get(fact.attribute) if fact.noun in schema() else None
    if attribute is None:
        return (_refused(fact, "没有这个属性"),)
    try:
        fault = attribute.fault(fact.value) or ("不能为空" if fact.text == "" else "")
    except ValueError:  # ExactError is one
        fault = f"现为“{fact.text}”"
    return (_refused(fact, fault),) if fault else ()


def _inserted(text: str, fact: RegisterFact) -> str:
    line = f"{fact.attribute} = {_written(fact)}"
    head = rf"(?m)^\[{fact.noun}\][ \t]*(#.*)?$"
    if fact.record:
        rows = rf'(?m)^\[\[{fact.noun}\]\][^\[]*?^id = "{re.escape(fact.record)}"[ \t]*(#.*)?$'
        new = f"[[{fact.noun}]]\nid = {_quoted(fact.record)}\n{line}\n"
        head = rows
    else:
        new = f"[{fact.noun}]\n{line}\n"
    place = re.search(head, text)
    if place:
        return f"{text[: place.end()]}\n{line}{text[place.end() :]}"
    gap = "" if not text or text.endswith("\n") else "\n"
    return f"{text}{gap}\n{new}"


def _written(fact: RegisterFact) -> str:
    """The value as TOML writes it."""
    form = fact.value
    return _quoted(form) if isinstance(form, str) else fact.text


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _same(read: tuple[Register, tuple[Finding, ...]], meant: Register) -> bool:
    return not has_error(read[1]) and dict(read[0]) == dict(meant)


def _refused(fact: RegisterFact, what: str) -> Finding:
    where = " › ".join(filter(None, (REGISTER, fact.noun, fact.record, fact.attribute)))
    return error("register.not_added", where, what, "能写成一行的取值", "改正取值，或直接修改登记表文件")
