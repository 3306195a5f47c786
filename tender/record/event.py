"""One event (事件): who did what, when and why, chained to the event before.

What is hashed is the event without its ``hash``, as canonical JSON: keys sorted by code
point, no spaces, no ASCII escapes, UTF-8. The line in ``record.jsonl`` is the same text
with ``hash`` in its place.

>>> canonical({"标段": "L1", "confirmed": True, "fen": [82000050]})
'{"confirmed":true,"fen":[82000050],"标段":"L1"}'
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from tender.record.kinds import ANY_TEXT, SEQ, SHA256, SHAPES, TEXT, TIME, Kind, faults, in_english

Json: TypeAlias = bool | int | str | Sequence["Json"] | Mapping[str, "Json"] | None

LARGEST = 2**53 - 1  # beyond it, other programs read a JSON integer inexactly
DEEPEST = 32  # no payload nests so far, and a reader must not run out of stack

HEADING = {"at": TIME, "who": TEXT, "why": ANY_TEXT}
PLACE = {"seq": SEQ, "prev": SHA256, "hash": SHA256}


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before it has its place in a record.

    ``at`` is the local time as ISO text, ``who`` a Chinese name or role, ``why`` a reason
    or article and may be empty, ``text`` the data as canonical JSON. Raises ValueError
    for anything that the shape of its kind does not allow; see ``tender.record.kinds``.
    """

    at: str
    who: str
    what: Kind
    why: str
    text: str

    def __post_init__(self) -> None:
        data = self.data
        if canonical(data) != self.text:
            raise ValueError("expected the data of an event as canonical JSON text")
        heading = {"at": self.at, "who": self.who, "why": self.why}
        canonical(heading)  # refuses half a surrogate pair, which has no UTF-8
        found = faults(HEADING, heading) + faults(SHAPES[self.what], data)
        if found:
            raise ValueError(f"{self.what.value}: {in_english(found)}")

    @property
    def data(self) -> dict[str, Any]:
        """The data as a fresh mapping: changing it changes no event."""
        loaded: dict[str, Any] = json.loads(self.text)
        return loaded


@dataclass(frozen=True, slots=True)
class Event(Draft):
    """A draft in its place: ``seq`` from 1, ``prev`` the hash of the event before.

    ``hash`` is what the event claims to be; ``digest`` what its content really gives.
    """

    seq: int
    prev: str
    hash: str

    @property
    def digest(self) -> str:
        """Hex SHA-256 of the canonical text without ``hash``."""
        return _digest(self, self.seq, self.prev)

    @property
    def fields(self) -> dict[str, str | int]:
        """The eight stored fields by name; ``data`` as its canonical text."""
        return {**_content(self, self.seq, self.prev), "hash": self.hash}

    @property
    def line(self) -> str:
        """The canonical text of the event, as one line without its line feed."""
        return written(self.fields)


def draft(what: Kind, data: Mapping[str, Json], *, at: str, who: str, why: str = "") -> Draft:
    """A draft of kind ``what``; raises TypeError for a float, ValueError for a wrong shape."""
    return Draft(at=at, who=who, what=what, why=why, text=canonical(data))


def sealed(draft: Draft, seq: int, prev: str) -> Event:
    """The event that ``draft`` becomes as number ``seq`` after the event hashed ``prev``."""
    digest = _digest(draft, seq, prev)
    return Event(draft.at, draft.who, draft.what, draft.why, draft.text, seq=seq, prev=prev, hash=digest)


def _digest(draft: Draft, seq: int, prev: str) -> str:
    return hashlib.sha256(written(_content(draft, seq, prev)).encode("utf-8")).hexdigest()


def _content(draft: Draft, seq: int, prev: str) -> dict[str, str | int]:
    """What is hashed: every stored field but the hash itself."""
    return {
        "seq": seq,
        "at": draft.at,
        "who": draft.who,
        "what": draft.what.value,
        "why": draft.why,
        "data": draft.text,
        "prev": prev,
    }


def written(fields: Mapping[str, str | int]) -> str:
    """JSON text of stored fields, sorted by name; ``data`` is JSON text already."""
    return "{" + ",".join(f'"{name}":{_value(name, fields[name])}' for name in sorted(fields)) + "}"


def _value(name: str, value: str | int) -> str:
    return str(value) if name == "data" else json.dumps(value, ensure_ascii=False)


def canonical(value: Json) -> str:
    """The one JSON text of ``value``: sorted keys, no spaces, no ASCII escapes.

    Raises TypeError for floats and whatever else is not text, integer, truth value, null,
    list or mapping, and ValueError for what other programs could not read back exactly.
    """
    text = json.dumps(_plain(value, 0), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as why:
        raise ValueError("expected text that has a UTF-8 form") from why
    return text


def _plain(value: object, depth: int) -> object:
    if depth > DEEPEST:
        raise ValueError(f"expected data nested at most {DEEPEST} deep")
    if isinstance(value, Mapping):
        if any(type(key) is not str for key in value):
            raise TypeError("expected text as every key of the data of an event")
        return {key: _plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, depth + 1) for item in value]
    if type(value) is int and abs(value) > LARGEST:
        raise ValueError(f"expected an integer within ±(2**53 - 1), not {value}")
    if type(value) not in (str, int, bool, type(None)):
        # Money is integer fen, points are decimal text: a float may not even pass through.
        raise TypeError(
            "expected text, integers, truth values, null, lists or mappings in the data of an event, "
            f"not {type(value).__name__} {value!r}"
        )
    return value
