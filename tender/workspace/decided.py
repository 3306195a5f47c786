"""Decisions of people (人工决定) added to the project's ``decisions.toml``, one entry at a time."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from scoring.exact import yuan
from tender.decisions import FILE, Decisions, read_decisions
from tender.findings import Finding, has_error
from tender.workspace.folder import add_text


def add_gate(
    folder: Path, operator: str, lot: str, gate: str, answer: str, *, by: str, at: datetime, why: str
) -> tuple[Finding, ...]:
    """Record a person's answer to one gate; findings where the file is not sound."""
    entry = {"operator": operator, "lot": lot, "gate": gate, "answer": answer, "by": by, "why": why}
    return _add(folder, "gate_decided", entry, {"at": at.isoformat()})


def add_set_aside(
    folder: Path, file: str, digest: str, article: str | None, *, by: str, at: datetime, why: str
) -> tuple[Finding, ...]:
    """Record that one bid file, as it is now, is not opened."""
    entry = {"file": file, "sha256": digest, "by": by, "why": why}
    entry |= {"article": article} if article else {}
    return _add(folder, "set_aside", entry, {"at": at.isoformat()})


def add_price(
    folder: Path, operator: str, lot: str, fen: int, *, by: str, at: datetime, why: str
) -> tuple[Finding, ...]:
    """Record that a bidder confirmed a corrected price in writing."""
    entry = {"operator": operator, "lot": lot, "by": by, "why": why}
    bare = {"at": at.isoformat(), "price_yuan": yuan(fen).replace(",", "")}
    return _add(folder, "price_confirmed", entry, bare)


def add_low_price(
    folder: Path,
    operator: str,
    lot: str,
    answer: str,
    *,
    asked_at: datetime,
    answered_at: datetime | None,
    papers: Sequence[str],
    by: str,
    at: datetime,
    why: str,
) -> tuple[Finding, ...]:
    """Record the panel's decision on an abnormally low price, and what was archived of its review."""
    entry = {"operator": operator, "lot": lot, "answer": answer, "by": by, "why": why}
    filed = ", ".join(_quoted(paper) for paper in papers)
    bare = {"asked_at": asked_at.isoformat(), "at": at.isoformat(), "papers": f"[{filed}]"}
    bare |= {"answered_at": answered_at.isoformat()} if answered_at else {}
    return _add(folder, "low_price_decided", entry, bare)


def add_figure(
    folder: Path, name: str, lot: str, value: str, *, by: str, at: datetime, why: str
) -> tuple[Finding, ...]:
    """Record a factor of a price rule as drawn at opening; ``value`` is decimal text."""
    entry = {"name": name, "lot": lot, "by": by, "why": why}
    return _add(folder, "figure_drawn", entry, {"at": at.isoformat(), "value": value})


def add_mark(
    folder: Path,
    judge: str,
    lot: str,
    operator: str,
    item: str,
    mark: str,
    ground: str,
    *,
    reported: str,
    after_signature: bool,
    by: str,
    at: datetime,
    why: str,
) -> tuple[Finding, ...]:
    """Record that a locked mark was corrected; ``mark`` is decimal text."""
    entry = {"judge": judge, "lot": lot, "operator": operator, "item": item, "ground": ground}
    entry |= {"by": by, "why": why} | ({"reported": reported} if reported else {})
    bare = {"at": at.isoformat(), "mark": mark} | ({"after_signature": "true"} if after_signature else {})
    return _add(folder, "mark_corrected", entry, bare)


def add_draw(
    folder: Path, lot: str, operator: str, *, by: str, at: datetime, why: str
) -> tuple[Finding, ...]:
    """Record who was drawn for a lot between equals."""
    return _add(
        folder, "drawn", {"lot": lot, "operator": operator, "by": by, "why": why}, {"at": at.isoformat()}
    )


def _add(folder: Path, table: str, texts: Mapping[str, str], bare: Mapping[str, str]) -> tuple[Finding, ...]:
    found = read_decisions(folder)[1]
    if has_error(found):
        return found
    path = folder / FILE
    start = "" if path.exists() else f'format = "{Decisions().format}"\n'
    lines = [f"{name} = {_quoted(text)}" for name, text in texts.items()]
    lines += [f"{name} = {value}" for name, value in bare.items()]
    add_text(path, f"{start}\n[[{table}]]\n" + "\n".join(lines) + "\n")
    return read_decisions(folder)[1]


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's, with the one more character that TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
