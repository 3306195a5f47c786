"""Reading ``project.toml``: a frozen Book, or every mistake of shape at once.

This is the only door: unknown keys, wrong kinds and missing fields stop here, each a
Finding that names the field, what stands there and what should.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from tender.book.book import Book
from tender.book.packs import project_policies, read_packs
from tender.book.register import REGISTER, Register, parse_register
from tender.book.shape import shape_findings
from tender.book.toml_text import TomlError, load_toml
from tender.findings import Finding, error
from tender.policy import Policies, policies

FILE = "project.toml"
MOST_BYTES = 2_000_000  # a book of two hundred lots has a tenth of that


@dataclass(frozen=True, slots=True)
class ReadBook:
    """A book, or None with findings; ``text`` and ``sha256`` are of the file as it is.

    ``register`` is what ``register_text`` says, the file beside the book; empty without one.
    ``packs`` are the policies that the book is under: those of the product and those of
    ``pack_texts``, the project's own by file name, with the layers of its regime resolved.
    """

    book: Book | None
    findings: tuple[Finding, ...]
    text: str
    sha256: str
    register: Register = field(default_factory=dict)
    register_text: str = ""
    packs: Policies = field(default_factory=policies)
    pack_texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """A hash of everything that the book is read from: its text, the register, the project's packs."""
        parts = (self.text, self.register_text, *(t for name in self.pack_texts.items() for t in name))
        return _digest("\0".join(parts))


def read_book(project: Path) -> ReadBook:
    """The book in folder ``project``; a file that cannot be read is a Finding."""
    path = project / FILE
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError:
        return _unreadable("", f"找不到或打不开文件 {path}", "项目文件夹中应有 project.toml")
    if size > MOST_BYTES:
        return _unreadable("", f"文件有{size:,}字节", f"不超过{MOST_BYTES:,}字节")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = raw.count(b"\n", 0, wrong.start) + 1
        return _unreadable("", f"第{line}行有不是 UTF-8 编码的文字", "请用 UTF-8 编码另存")
    texts, unread = read_packs(project)
    register_text = ""
    try:
        if (project / REGISTER).exists():
            register_text = (project / REGISTER).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        unread += (error("register.unreadable", REGISTER, "读不出", "UTF-8 编码的 TOML 文件"),)
    read = parse_book(text, register_text, texts)
    return replace(read, findings=(*read.findings, *unread))


def parse_book(text: str, register_text: str = "", pack_texts: Mapping[str, str] | None = None) -> ReadBook:
    """The book written in ``text`` with its register and its own packs, or every mistake in any of them."""
    register, mistakes = parse_register(register_text)
    read = _parse(text)
    regime = read.book.regime if read.book else ""
    packs, told = project_policies(pack_texts or {}, regime, register)
    return replace(
        read,
        findings=(*read.findings, *mistakes, *told),
        register=register,
        register_text=register_text,
        packs=packs,
        pack_texts=pack_texts or {},
    )


@lru_cache(maxsize=8)  # a project is read again at every step and by every page; a book is frozen
def _parse(text: str) -> ReadBook:
    digest = _digest(text)
    try:
        data = load_toml(text)
    except TomlError as wrong:
        return _unreadable(text, str(wrong), "按 TOML 格式改正所指的位置")
    try:
        return ReadBook(Book.model_validate(data), (), text, digest)
    except ValidationError as wrong:
        return ReadBook(None, shape_findings(FILE, "book", wrong, data), text, digest)


def _unreadable(text: str, what: str, expected: str) -> ReadBook:
    found = error("book.unreadable", FILE, what, expected)
    return ReadBook(None, (found,), text, _digest(text))


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
