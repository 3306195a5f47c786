"""The home folder (数据文件夹): project folders, the store beside them, files put in safely."""

import os
import re
import shutil
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp, mkstemp

from tender import paths
from tender.book.read import FILE
from tender.book.register import REGISTER
from tender.documents.workbook.guard import inspect
from tender.findings import Finding, error, has_error
from tender.store import Store

PROJECTS = "projects"
STORE = "hengbiao.sqlite"
SAMPLE = "teda-haiqing"
_PARTS = (FILE, REGISTER, "decisions.toml", "policies", "bids", "marks")
_FORM_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}\.xlsx")


def store_at(home: Path) -> Store:
    """The store of the folder ``home``, created if missing."""
    return Store.open(home / STORE)


def project_folders(home: Path) -> tuple[Path, ...]:
    """Every folder of a project in ``home``, by name."""
    found = (home / PROJECTS).glob(f"*/{FILE}")
    return tuple(sorted(path.parent for path in found if not path.parent.name.startswith(".")))


def open_sample(home: Path) -> Path:
    """A new copy of the sample project in ``home``; each copy has a folder of its own."""
    projects = home / PROJECTS
    projects.mkdir(parents=True, exist_ok=True)
    source = paths.samples() / SAMPLE
    unfinished = Path(mkdtemp(prefix=".copy-", dir=projects))
    for part in _PARTS:
        if (source / part).is_dir():
            shutil.copytree(source / part, unfinished / part)
        elif (source / part).exists():
            shutil.copyfile(source / part, unfinished / part)
    count = 1
    while True:
        target = projects / (SAMPLE if count == 1 else f"{SAMPLE}-{count}")
        try:
            unfinished.rename(target)  # fails where another copy has taken the name
        except OSError:
            count += 1
        else:
            return target


def save_book_text(folder: Path, text: str, *, expected_sha256: str) -> tuple[Finding, ...]:
    """Put ``text`` in place of the book at once, unless somebody else has changed it since."""
    path = folder / FILE
    if sha256(path.read_bytes()).hexdigest() != expected_sha256:
        return (stale("采购文件"),)
    _replace(path, text.replace("\r\n", "\n").encode("utf-8"))
    return ()


def save_register(folder: Path, text: str, *, expected: str) -> tuple[Finding, ...]:
    """Put ``text`` in place of the register at once, unless somebody else has changed it since."""
    path = folder / REGISTER
    before = path.read_bytes().decode("utf-8") if path.exists() else ""
    if before != expected:
        return (stale("登记表"),)
    _replace(path, text.encode("utf-8"))
    return ()


def keep_upload(folder: Path, part: str, name: str, content: bytes) -> tuple[Finding, ...]:
    """Put an uploaded form into ``folder/part``, or say why it is refused; nothing is read from it."""
    label = f"{part}/{name}"
    if not _FORM_NAME.fullmatch(name):
        expected = "文件名为编号加 .xlsx，编号以字母开头，只含字母、数字、短横线，例如 T1.xlsx"
        return (error("upload.name", label, "文件名不是编号", expected, "改名后重新上传"),)
    found = tuple(inspect(content, label))
    if has_error(found):
        return found
    (folder / part).mkdir(exist_ok=True)
    _replace(folder / part / name, content)
    return found


def stale(where: str) -> Finding:
    """Somebody else was faster."""
    return error(
        "workspace.stale",
        where,
        "已被更新，本次操作没有生效",
        "在最新内容上操作",
        "请刷新页面，核对最新内容后再操作",
    )


def _replace(path: Path, content: bytes) -> None:
    """The whole new content or the whole old one, never half."""
    handle, unfinished = mkstemp(prefix=".", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(unfinished).replace(path)


def add_text(path: Path, addition: str) -> None:
    """Add to the end of a text file that may be missing, at once."""
    before = path.read_text("utf-8") if path.exists() else ""
    gap = "" if before in ("", "\n") or before.endswith("\n") else "\n"
    _replace(path, (before + gap + addition).encode("utf-8"))
