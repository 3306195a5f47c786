"""Setting a form aside (不予开启): one file that is not opened, with who decided so and why, so that the others are.

A file that cannot be read needs a reason. One that can be read is somebody's bid: it is not
opened only on a rule that is named, and every paper says so.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from tender.book import Book
from tender.decisions import FILE as DECISIONS
from tender.decisions import Decisions, SetAside
from tender.findings import Finding, Level, error, has_error, warning
from tender.open.form import label_of
from tender.policy import Policies
from tender.record import Draft, Json, Kind, draft

_WHOLE = ("file-", "zip-", "form-", "sheet-too-large", "bids.unread")
"""How codes of errors begin after which nothing of a file was read."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A file that is set aside: where it lies, its hash, whether it could be read, and the decision."""

    label: str
    sha256: str
    legible: bool
    decided: SetAside

    def event(self) -> Draft:
        """The event of the record."""
        data: dict[str, Json] = {"file": self.label, "sha256": self.sha256, "legible": self.legible}
        data |= {"article": self.decided.article} if self.decided.article else {}
        d = self.decided
        return draft(Kind.BID_SET_ASIDE, data, at=d.at.isoformat(), who=d.by, why=d.why)


def legible(found: Sequence[Finding]) -> bool:
    """Whether a file could be read as a form, with or without mistakes in it."""
    return not any(f.level is Level.ERROR and f.code.startswith(_WHOLE) for f in found)


def chosen(files: Sequence[Path], decided: Decisions) -> tuple[Mapping[Path, SetAside], tuple[Finding, ...]]:
    """The files that people set aside, and decisions that no file or more than one answers to."""
    labels = Counter(label_of(path) for path in files if path.is_file())
    told = Counter(entry.file for entry in decided.set_aside)
    by_label = {entry.file: entry for entry in decided.set_aside}
    wrong = tuple(_strays(labels, told))
    return {p: by_label[label_of(p)] for p in files if p.is_file() and label_of(p) in by_label}, wrong


def _strays(labels: Mapping[str, int], told: Mapping[str, int]) -> Iterator[Finding]:
    for file, times in told.items():
        where = f"{DECISIONS} › set_aside › {file}"
        if times > 1:
            yield error("decisions.twice", where, "同一文件写了不止一次", "每份文件只写一次", "删除多余的")
        if labels.get(file, 0) != 1:
            what = "没有这份文件" if file not in labels else "有不止一份文件显示为这个名称"
            yield error(
                "decisions.unknown",
                where,
                what,
                "写明 bids 文件夹中的一份文件，例如 bids/T1.xlsx",
                "改正文件名",
            )


def set_aside(
    path: Path, entry: SetAside, found: Sequence[Finding], book: Book, packs: Policies
) -> tuple[Aside, tuple[Finding, ...]]:
    """The file set aside, with ``found`` its own findings; an error where that is not lawful as told."""
    aside = Aside(label_of(path), sha256(path.read_bytes()).hexdigest(), legible(found), entry)
    where = f"{DECISIONS} › set_aside › {entry.file}"
    if entry.sha256 and entry.sha256 != aside.sha256:
        mend = "重新核对文件；仍不予开启的，改正校验值和理由"
        return aside, (
            error("bids.set_aside_changed", where, "作出决定后文件已被更换", "校验值与决定时一致", mend),
        )
    if not aside.legible:
        why = next((f.what for f in found if f.level is Level.ERROR), "")
        what = f"不予开启，文件无法读取（{why}）：{entry.why}"
        return aside, (
            warning("bids.set_aside", aside.label, what, _TOLD, "核对后存档", entry.article or ""),
        )
    if not entry.article or (book.method.procurement and not packs.knows(entry.article)):
        named = f"“{entry.article}”不是本程序收录的条款编号" if entry.article else "没有写明依据"
        state = "文件可以读取，只是填写有误" if has_error(found) else "文件可以正常读取"
        return aside, (
            error(
                "bids.set_aside_legible",
                where,
                f"{state}，{named}",
                "可以读取的文件，有法定理由才能不予开启",
                "在 article 中写明条款编号，例如 O87-33（逾期送达或者未按要求密封）；没有法定理由的，删除这一条",
            ),
        )
    what = f"不予开启一份可以读取的文件：{entry.why}"
    return aside, (
        warning("bids.set_aside", aside.label, what, _TOLD, "请再次核对事实和依据", entry.article),
    )


_TOLD = "理由、依据、决定人和文件校验值记入项目记录和评审报告"


def proposed(path: Path, found: Sequence[Finding]) -> tuple[Finding, ...]:
    """``found`` about a file, where it cannot be read with the way to go on without it."""
    if legible(found) or not path.is_file():
        return tuple(found)
    way = (
        f"确实无法读取的，在 {DECISIONS} 的 set_aside 中写明文件 {label_of(path)}、理由、决定人和时间，"
        "不予开启这一份，其余照常开启"
    )
    return tuple(
        replace(f, mend="；".join(filter(None, (f.mend.rstrip("。"), way)))) if f.level is Level.ERROR else f
        for f in found
    )
