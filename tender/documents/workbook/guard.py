"""The guard (文件检查): looks at a stranger's .xlsx before any parser does.

A zip file of 200 KB can unpack to gigabytes, lie about its sizes, or hide a second table of
contents that another program believes. Everything is therefore unpacked here, within limits,
and only what was looked at is handed on, packed afresh: no parser ever sees the original bytes.
"""

import struct
import zlib
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from tender.documents.workbook.markup import MarkupError, Tally
from tender.findings import Finding, error, has_error, warning


@dataclass(frozen=True, slots=True)
class Limits:
    """What one uploaded workbook may cost. Sizes in bytes, ``ratio`` unpacked : packed."""

    file_bytes: int = 20_000_000
    entries: int = 1_000
    unpacked_bytes: int = 30_000_000
    ratio: int = 100
    ratio_from: int = 1_000_000  # small parts may compress as well as they like
    rows: int = 50_000
    columns: int = 200
    area: int = 1_000_000  # cells of all sheets, laid out as rectangles


@dataclass(frozen=True, slots=True)
class Package:
    """The checked XML parts by name; ``suspicious`` when a formula or error value is among them."""

    parts: dict[str, bytes]
    suspicious: bool

    def packed(self) -> BytesIO:
        """The checked parts as a new, uncompressed zip for the parsers."""
        stream = BytesIO()
        with ZipFile(stream, "w", ZIP_STORED) as archive:
            for name, content in self.parts.items():
                archive.writestr(ZipInfo(name), content)
        stream.seek(0)
        return stream


_ZIP_START, _OLE_START = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NEEDED = ("[Content_Types].xml", "xl/workbook.xml")
_RESAVE = "请用 Excel、WPS 表格或 LibreOffice 打开后另存为“Excel 工作簿（*.xlsx）”再提交。"
_UNREAD = {  # folder of the package → what people call it; only cell contents are read
    "xl/externallinks/": "指向其他文件的外部链接",
    "xl/media/": "图片",
    "xl/embeddings/": "嵌入的文件",
    "xl/activex/": "控件",
    "xl/comments": "批注",
    "xl/threadedcomments/": "批注",
}


def inspect(source: Path | bytes, file_label: str, limits: Limits | None = None) -> list[Finding]:
    """What is wrong with the file as a package; no error means that parsers may open it."""
    return opened(source, file_label, limits)[1]


def opened(
    source: Path | bytes, file_label: str, limits: Limits | None = None
) -> tuple[Package | None, list[Finding]]:
    """The checked package, or None beside at least one error."""
    bounds = limits or Limits()
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > bounds.file_bytes:
        return None, [
            error(
                "file-too-large",
                file_label,
                f"文件大小为{_mb(size)}",
                f"不超过{_mb(bounds.file_bytes)}",
                "请删除表内图片等附件后另存；证明材料另行提交。",
            )
        ]
    data = source if isinstance(source, bytes) else source.read_bytes()
    wrong = _not_a_package(data, file_label)
    if wrong:
        return None, [wrong]
    try:
        archive = ZipFile(BytesIO(data))
    except (BadZipFile, NotImplementedError, ValueError, struct.error, OverflowError):
        return None, [_damaged(file_label, "压缩包目录缺失或损坏，文件可能没有传完")]
    findings = _directory(archive.infolist(), file_label, bounds)
    if has_error(findings):
        return None, findings
    return _unpacked(data, archive.infolist(), file_label, bounds, findings)


def _not_a_package(data: bytes, label: str) -> Finding | None:
    """The error for a file that is something else altogether."""
    if data.startswith(_ZIP_START):
        return None
    if data.startswith(_OLE_START) and _ENCRYPTED in data:
        what, mend = "文件设有打开密码，无法读取", "请取消打开密码后另存为 .xlsx 再提交。"
        return error("file-encrypted", label, what, "未加密的 .xlsx 文件", mend)
    if data.startswith(_OLE_START):
        return error("file-not-xlsx", label, "文件是旧版 .xls 或 .et 格式", ".xlsx 文件", _RESAVE)
    what = "文件是空的" if not data else "文件不是 .xlsx 工作簿（可能只改了扩展名）"
    return error("file-not-xlsx", label, what, ".xlsx 文件", _RESAVE)


def _damaged(label: str, what: str) -> Finding:
    return error("file-damaged", label, what, "完整的 .xlsx 文件", _RESAVE)


def _directory(entries: list[ZipInfo], label: str, limits: Limits) -> list[Finding]:
    """What the table of contents alone shows; nothing is unpacked yet."""
    found: list[Finding] = []
    if len(entries) > limits.entries:
        expected = f"不超过{limits.entries}个"
        found.append(
            error("zip-too-many", label, f"压缩包内有{len(entries)}个文件", expected, _RESAVE),
        )
    declared = sum(e.file_size for e in entries)
    if declared > limits.unpacked_bytes:
        expected = f"不超过{_mb(limits.unpacked_bytes)}"
        found.append(error("zip-too-large", label, f"解压后将有{_mb(declared)}", expected, _RESAVE))
    if any(
        e.file_size > limits.ratio_from and e.file_size > limits.ratio * max(e.compress_size, 1)
        for e in entries
    ):
        expected = f"不超过{limits.ratio}倍"
        found.append(error("zip-ratio", label, "压缩倍数异常，疑为压缩炸弹", expected, _RESAVE))
    if any(e.flag_bits & 0x1 for e in entries):
        found.append(error("file-encrypted", label, "压缩包内的文件已加密", "未加密的 .xlsx 文件", _RESAVE))
    names = Counter(e.filename.lower() for e in entries)
    if any(_strange(n) for n in names) or max(names.values(), default=0) > 1:
        found.append(error("zip-names", label, "压缩包内有越界或重复的文件名", "正常保存的 .xlsx", _RESAVE))
    missing = [n for n in _NEEDED if n.lower() not in names]
    if missing:
        what = "压缩包里没有工作簿，文件不是 .xlsx 表格"
        found.append(error("file-not-xlsx", label, what, ".xlsx 文件", _RESAVE))
    if any("vbaproject" in n or n.startswith("xl/macrosheets/") for n in names):
        mend = "请另存为“Excel 工作簿（*.xlsx）”，不带宏。"
        found.append(error("file-macros", label, "文件带有宏", "不带宏的 .xlsx 文件", mend))
    words = {word for start, word in _UNREAD.items() if any(n.startswith(start) for n in names)}
    found += [
        warning(
            "file-unread",
            label,
            f"文件含有{word}，不会被读取",
            "内容直接填在单元格内",
            "如其中有需要评审的内容，请填入对应单元格或列入证明材料。",
        )
        for word in sorted(words)
    ]
    return found


def _strange(name: str) -> bool:
    """Whether a name points out of the package."""
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/") or "\0" in name


def _unpacked(
    data: bytes, entries: list[ZipInfo], label: str, limits: Limits, findings: list[Finding]
) -> tuple[Package | None, list[Finding]]:
    """The XML parts, each unpacked to its declared size and not a byte further."""
    parts: dict[str, bytes] = {}
    tally = Tally()
    for entry in entries:
        # Only XML parts are handed on: pictures and attachments never reach a parser.
        if not entry.filename.lower().endswith((".xml", ".rels")):
            continue
        content = _content(data, entry)
        if content is None:
            damaged = _damaged(label, f"压缩包内“{entry.filename}”的内容与登记的大小或校验值不符")
            return None, [*findings, damaged]
        try:
            tally.add(content)
        except MarkupError:
            damaged = _damaged(label, f"压缩包内“{entry.filename}”不是正常的表格内容")
            return None, [*findings, damaged]
        parts[entry.filename] = content
    findings = [*findings, *_reach(tally, label, limits)]
    return (None if has_error(findings) else Package(parts, tally.suspicious)), findings


def _content(data: bytes, entry: ZipInfo) -> bytes | None:
    """One part, or None when it is not exactly what the table of contents declares.

    Read from the raw bytes because a zip reader stops at the declared size in silence, while
    another program might go on to the true end.
    """
    header = data[entry.header_offset : entry.header_offset + 30]
    if len(header) < 30 or not header.startswith(_ZIP_START):
        return None
    name_length, extra_length = struct.unpack("<26xHH", header)
    start = entry.header_offset + 30 + name_length + extra_length
    packed = data[start : start + entry.compress_size]
    if entry.compress_type == ZIP_STORED:
        content = packed
    elif entry.compress_type == ZIP_DEFLATED:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = inflater.decompress(packed, entry.file_size + 1)
        except zlib.error:
            return None
        if len(content) <= entry.file_size and not inflater.eof:
            return None
    else:
        return None
    honest = len(content) == entry.file_size and zlib.crc32(content) == entry.CRC
    return content if honest else None


def _reach(tally: Tally, label: str, limits: Limits) -> list[Finding]:
    """Whether the sheets, laid out, stay within bounds."""
    texts = tally.shared_cells * tally.longest_shared
    within = (
        tally.tallest <= limits.rows
        and tally.widest <= limits.columns
        and tally.area <= limits.area
        and texts <= limits.unpacked_bytes
    )
    if within:
        return []
    return [
        error(
            "sheet-too-large",
            label,
            f"工作表内容延伸到第{tally.tallest}行、第{tally.widest}列，或重复文字过多",
            f"不超过{limits.rows}行、{limits.columns}列、共{limits.area}个单元格",
            "请删除表格以外多余的行、列和内容后另存。",
        )
    ]


def _mb(size: int) -> str:
    tenths = (size * 10 + 999_999) // 1_000_000
    return f"{tenths // 10}.{tenths % 10}MB"
