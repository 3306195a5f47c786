"""Words (用词): field names and values of the book as officials call them.

Findings name fields as the file writes them, which suits whoever edits the file; pages
show the same path in Chinese. Nothing is translated that a stranger wrote.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache

from tender.book import Method
from tender.book.method import terms
from tender.policy import Policies
from tender.ui.dictionary import FIELDS, VALUES

Names = Mapping[str, Mapping[str, str]]
"""Table of the book → id → name, as far as the text tells; under ``METHOD`` the words of its method."""
METHOD = "*"

_AMBIGUOUS = {
    "id",
    "at",
    "by",
    "name",
    "number",
    "each",
    "other",
    "order",
    "step",
    "fact",
    "lot",
    "space",
    "quota",
    "pack",
    "params",
    "reasons",
    "waivers",
    "parameter",
    "provision",
    "drop",
    "refines",
    "policies",
}
_WORDS = {**{k: v for k, v in FIELDS.items() if k not in _AMBIGUOUS}, **VALUES}
_TOKEN = re.compile(
    r"(?<![A-Za-z0-9_./-])("
    + "|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True))
    + r")(?![A-Za-z0-9_])"
)


_SPACED = re.compile(r"(?<=[^\x00-\x7f]) (?=\0)|(?<=\0) (?=[^\x00-\x7f])")
"""A space between a Chinese sentence and a word that was put in place of a name."""


def in_terms(text: str, method: Method | None) -> str:
    """``text``, written for any procurement, in the words of ``method``."""
    return _in_words(text, _method_words(method)) if method else text


@cache
def _method_words(method: Method) -> Mapping[str, str]:
    t = terms(method)
    told = {"响应文件": t.bid, "采购人": t.buyer, "采购方式": f"{t.activity}方式"}
    if not method.procurement:  # 采购文件 covers the tender book and the consultation's alike
        told |= {
            "采购文件": t.book,
            "响应表": f"{t.offer}表",
            "采购路径": "引入途径",
            "响应事项": f"{t.offer}事项",
        }
    return {word: own for word, own in told.items() if word != own}


def _in_words(text: str, told: Mapping[str, str]) -> str:
    for word, own in told.items():
        text = text.replace(word, own)
    return text


def names_in(text: str) -> Names:
    """Names by table and id of a book's text; nothing where it cannot be read."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}
    tables = {k: v for k, v in data.items() if isinstance(v, list)}
    centers = [c for c in tables.get("centers", []) if isinstance(c, dict)]
    tables["spaces"] = [s for c in centers for s in c.get("spaces", ()) if isinstance(s, dict)]
    method = next((m for m in Method if m.value == data.get("method")), None)
    words = {METHOD: _method_words(method)} if method else {}
    return words | {
        table: {
            str(row["id"]): str(row["name"])
            for row in rows
            if isinstance(row, dict) and row.get("id") and row.get("name")
        }
        for table, rows in tables.items()
    }


def where(path: str, names: Names, packs: Policies) -> str:
    """The path of a finding in words, ids replaced by names where the book tells them."""
    said, table = [], ""
    for step in path.split(" › "):
        name = names.get(table, {}).get(step)
        if name and table == "lots":
            said.append(f"{step} {name}")
        elif name:
            said.append(name)
        else:
            said.append(FIELDS.get(step) or VALUES.get(step) or _file(step))
        if not name and packs.knows(step):
            said.pop()  # a rule's number is ours; its article stands below
        table = step if step in names else table
        if step == "minimums":
            table = "facts"
    return _in_words(" › ".join(said), names.get(METHOD, {}))


def _file(step: str) -> str:
    folder, _, name = step.partition("/")
    return f"{FIELDS[folder]} {name}" if name and folder in FIELDS else step


def sentence(text: str, names: Names | None = None) -> str:
    """What a finding says, with the file's field names and values in words."""
    said = _SPACED.sub("", _TOKEN.sub(lambda found: f"\0{_WORDS[found[0]]}\0", text))
    return _in_words(said.replace("\0", ""), (names or {}).get(METHOD, {}))
