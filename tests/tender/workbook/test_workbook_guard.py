"""No parser touches a file that the guard has not looked through."""

import os
import struct
import subprocess
import sys
import textwrap
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tender.documents.workbook.guard import Limits, inspect
from tender.documents.workbook.read import read
from tender.documents.workbook.write import write
from tender.findings import Level, has_error

LABEL = "bids/甲.xlsx"


def codes(findings):
    return {f.code for f in findings}


def repacked(data: bytes, change) -> bytes:
    """The package with ``change(parts)`` applied to its name → content dict."""
    with ZipFile(BytesIO(data)) as archive:
        parts = {n: archive.read(n) for n in archive.namelist()}
    change(parts)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def honest(bid_form, bid_values):
    return write(bid_form, bid_values)


@pytest.fixture
def sheet_of(honest):
    """The package with its first worksheet replaced by the given cells."""

    def build(cells: str, prolog: str = "") -> bytes:
        sheet = f"{prolog}<worksheet><sheetData>{cells}</sheetData></worksheet>"
        return repacked(honest, lambda p: p.update({"xl/worksheets/sheet1.xml": sheet.encode()}))

    return build


def test_an_honest_form_passes_without_a_word(honest):
    assert inspect(honest, LABEL) == []


def test_a_file_on_disk_is_judged_like_its_bytes(tmp_path, honest):
    path = tmp_path / "甲.xlsx"
    path.write_bytes(honest[:-10])
    assert inspect(path, LABEL) == inspect(honest[:-10], LABEL) != []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file-not-xlsx"),
        (b"%PDF-1.7 ...", "file-not-xlsx"),
        ("<html><table>导出的表格</table></html>".encode(), "file-not-xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file-not-xlsx"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "file-encrypted",
        ),
        (b"PK\x03\x04" + bytes(100), "file-damaged"),
    ],
)
def test_other_files_are_named_for_what_they_are(data, code):
    (finding,) = inspect(data, LABEL)
    assert (finding.code, finding.level, finding.where) == (code, Level.ERROR, LABEL)
    assert finding.what
    assert finding.expected
    assert finding.mend


@pytest.mark.parametrize("tenth", range(10))
def test_a_file_cut_short_anywhere_is_refused(honest, bid_form, tenth):
    cut = honest[: len(honest) * tenth // 10]
    filled, findings = read(cut, bid_form, LABEL)
    assert has_error(findings)
    assert filled.sheets == {}


def test_a_flipped_byte_anywhere_never_raises_and_never_passes_unseen(honest, bid_form, bid_values):
    whole = read(honest, bid_form, LABEL)[0].sheets
    for place in range(0, len(honest), len(honest) // 150):
        bent = bytearray(honest)
        bent[place] ^= 0x20
        filled, findings = read(bytes(bent), bid_form, LABEL)
        assert has_error(findings) or filled.sheets == whole


def test_a_zip_that_is_no_workbook_is_refused():
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("报价.txt", "100")
    assert codes(inspect(out.getvalue(), LABEL)) == {"file-not-xlsx"}


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/etc/evil.xml", "xl/../../evil.xml", "C:evil.xml", "xl\\evil.xml"]
)
def test_names_that_leave_the_package_are_refused(honest, name):
    bad = bytearray(repacked(honest, lambda p: p.update({"Q" * len(name): b"<a/>"})))
    at = bad.find(b"Q" * len(name))
    while at >= 0:  # written raw: the zip library would mend some of these names
        bad[at : at + len(name)] = name.encode()
        at = bad.find(b"Q" * len(name))
    assert codes(inspect(bytes(bad), LABEL)) == {"zip-names"}


def test_two_entries_of_one_name_are_refused(honest):
    out = BytesIO(honest)
    with ZipFile(out, "a") as archive:
        archive.writestr("XL/workbook.xml", b"<a/>")
    assert "zip-names" in codes(inspect(out.getvalue(), LABEL))


def test_macros_are_refused_and_pictures_are_announced(honest):
    data = repacked(honest, lambda p: p.update({"xl/vbaProject.bin": b"x", "xl/media/image1.png": b"x"}))
    found = {f.code: f.level for f in inspect(data, LABEL)}
    assert found == {"file-macros": Level.ERROR, "file-unread": Level.WARNING}


def test_external_links_are_announced_yet_the_form_is_read(honest, bid_form):
    data = repacked(honest, lambda p: p.update({"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}))
    filled, findings = read(data, bid_form, LABEL)
    assert codes(findings) == {"file-unread"}
    assert len(filled.rows("报价")) == 2


def test_a_locked_zip_entry_is_refused(honest):
    bent = bytearray(honest)
    at = bent.rfind(b"PK\x01\x02")
    bent[at + 8] |= 1
    assert codes(inspect(bytes(bent), LABEL)) == {"file-encrypted"}


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(file_bytes=1000), "file-too-large"),
        (Limits(entries=3), "zip-too-many"),
        (Limits(unpacked_bytes=10_000), "zip-too-large"),
        (Limits(ratio=2, ratio_from=1000), "zip-ratio"),
        (Limits(rows=5), "sheet-too-large"),
        (Limits(columns=3), "sheet-too-large"),
        (Limits(area=40), "sheet-too-large"),
    ],
)
def test_every_limit_holds(honest, limits, code):
    assert codes(inspect(honest, LABEL, limits)) == {code}


def bomb(declared: int | None = None) -> bytes:
    """A small file whose sheet unpacks to 200 MB; ``declared`` is the size it admits to."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    crc = 0
    pieces = []
    block = b" " * 1_000_000
    for _ in range(200):
        pieces.append(deflater.compress(block))
        crc = zlib.crc32(block, crc)
    packed = b"".join([*pieces, deflater.flush()])
    if declared is not None:
        crc = zlib.crc32(b" " * declared)
    size = 200_000_000 if declared is None else declared
    out, directory = b"", b""
    for name, method, content, total, check in (
        (b"[Content_Types].xml", 0, b"<a/>", 4, zlib.crc32(b"<a/>")),
        (b"xl/workbook.xml", 8, packed, size, crc),
    ):
        fields = struct.pack("<HHHHHIIIHH", 20, 0, method, 0, 33, check, len(content), total, len(name), 0)
        directory += (
            b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, len(out))
        )
        directory += name
        out += b"PK\x03\x04" + fields + name + content
    return out + directory + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 2, 2, len(directory), len(out), 0)


def test_a_bomb_is_refused_by_what_it_declares():
    data = bomb()
    assert len(data) < 210_000
    assert codes(inspect(data, LABEL)) == {"zip-too-large", "zip-ratio"}


def test_a_bomb_that_lies_about_its_size_and_checksum_is_refused():
    assert codes(inspect(bomb(declared=500_000), LABEL)) == {"file-damaged"}


def test_refusing_a_bomb_takes_little_memory(tmp_path):
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(bomb())
    (tmp_path / "liar.xlsx").write_bytes(bomb(declared=900_000))
    script = textwrap.dedent("""
        import resource, sys
        from pathlib import Path
        from tender.documents.workbook.guard import inspect
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for name in sys.argv[1:]:
            assert inspect(Path(name), "x")
        print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
    """)
    command = [sys.executable, "-c", script, str(path), str(tmp_path / "liar.xlsx")]
    grown = subprocess.run(
        command, capture_output=True, text=True, check=True, env={"PYTHONPATH": os.pathsep.join(sys.path)}
    )
    assert int(grown.stdout) < 50


def test_two_cells_far_apart_are_refused_before_they_become_a_rectangle(sheet_of):
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    (finding,) = inspect(sheet_of(far), LABEL)
    assert finding.code == "sheet-too-large"
    assert "第1048576行" in finding.what


def test_formatted_but_empty_cells_far_away_are_nobodys_fault(sheet_of):
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert inspect(sheet_of(far), LABEL) == []


def test_cells_without_references_are_counted_too(sheet_of):
    assert codes(inspect(sheet_of("<row>" + "<c><v>1</v></c>" * 300 + "</row>"), LABEL)) == {
        "sheet-too-large"
    }


def test_one_long_text_repeated_by_many_cells_is_refused(honest):
    shared = f"<sst><si><t>{'长' * 30_000}</t></si></sst>".encode()
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 2001))
    sheet = f"<worksheet><sheetData>{cells}</sheetData></worksheet>".encode()
    data = repacked(
        honest, lambda p: p.update({"xl/sharedStrings.xml": shared, "xl/worksheets/sheet1.xml": sheet})
    )
    assert codes(inspect(data, LABEL)) == {"sheet-too-large"}


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE x [<!ENTITY a "哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "secret.txt">]>',
        "<!DOCTYPE x>",
    ],
)
def test_document_types_and_their_entities_are_refused(sheet_of, prolog):
    assert codes(inspect(sheet_of("", prolog), LABEL)) == {"file-damaged"}


@pytest.mark.parametrize(
    "cells", ["<row>", "<row r='x'/>", "<row><c r='A1B'/></row>", "<a>" * 100 + "</a>" * 100, "\x01"]
)
def test_markup_that_no_spreadsheet_writes_is_refused(sheet_of, cells):
    assert codes(inspect(sheet_of(cells), LABEL)) == {"file-damaged"}
