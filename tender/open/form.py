"""One bid form (单份响应表): who bids, what it declares, and a bid for every lot it takes part in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from tender.bids import ENTITY_WORDS, SIZE_WORDS, Bid, Declaration, EntityType, LotBid, Size
from tender.book import Book
from tender.book.gates import DeclaredGate
from tender.documents.workbook.cells import squeezed
from tender.documents.workbook.filled import Filled
from tender.documents.workbook.read import read
from tender.findings import Finding, Level, error, has_error, warning
from tender.forms import bid_form
from tender.forms.bid_form import GATES, IDENTITY, lots_sheet
from tender.open.lists import list_findings
from tender.open.lot import lot_bid_of, outside
from tender.open.packages import package_findings, packages_of
from tender.policy import Policies

FOLDER = "bids"
_CREDIT_CODE = re.compile("[0-9A-Z]{18}")


@dataclass(frozen=True, slots=True)
class Opened:
    """One bid file: where it lies, its hash, what it says, and prices its words correct."""

    label: str
    sha256: str
    bid: Bid
    corrected: Mapping[str, int]


def label_of(path: Path) -> str:
    """How findings and the record name a bid file; what cannot be seen stands as □."""
    return f"{FOLDER}/{''.join(c if c.isprintable() else '□' for c in path.name)}"


def read_bid(
    path: Path, book: Book, book_sha256: str, packs: Policies | None = None
) -> tuple[Opened | None, tuple[Finding, ...]]:
    """One bid form, or None with what is wrong; the file's name is the operator's number."""
    label = label_of(path)
    if not path.stem.isprintable() or path.stem != path.stem.strip() or not path.stem:
        expected = "文件名就是供应商编号，只用看得见的字符，前后没有空格"
        return None, (error("bids.file_name", label, "文件名中有空格或看不见的字符", expected, "改正文件名"),)
    if not path.is_file() or path.suffix.lower() != ".xlsx":
        expected = f"{FOLDER} 文件夹只放供应商的 .xlsx 响应表"
        mend = "是响应表的，另存为 .xlsx 后放入；其他材料移到别的文件夹"
        return None, (error("bids.unread", label, "不是 .xlsx 文件，没有读取", expected, mend),)
    filled, found = read(path, bid_form(book, book_sha256, packs), label)
    findings = list(found)
    if not filled.sheets:
        return None, tuple(findings)
    wrong = {f.where for f in found if f.level is Level.ERROR}
    lots, corrected = {}, {}
    for lot in book.lots:
        if filled.value(lots_sheet(lot), lot.id, "bids"):
            lot_bid, words, more = lot_bid_of(filled, book, lot, wrong)
            findings += more
            lots[lot.id] = lot_bid
            if words is not None:
                corrected[lot.id] = words
    if not lots and not has_error(found):
        where = f"{label} › {lots_sheet(book.lots[0])}"
        findings.append(error("bid.no_lot", where, "没有参加任何标段", "至少一个标段的“是否参加”为“是”"))
    findings += outside(filled, book, lots)
    findings += list_findings(filled, book, set(lots))
    binding = {lot: corrected.get(lot, one.price_fen) for lot, one in lots.items()}
    findings += package_findings(filled, book, path.stem, binding)
    if has_error(findings):
        return None, tuple(findings)
    bid = _bid(path.stem, filled, book, lots)
    findings += _identity(filled, bid)
    digest = sha256(path.read_bytes()).hexdigest()
    ok = not has_error(findings)
    # what is stated once for the operator is read for every lot, and told once
    return (Opened(label, digest, bid, corrected) if ok else None), tuple(dict.fromkeys(findings))


def _bid(operator: str, filled: Filled, book: Book, lots: Mapping[str, LotBid]) -> Bid:
    says = {key: filled.value(IDENTITY, key, "value") for key in ("name", "credit_code", "address")}
    entity = {word: kind for kind, word in ENTITY_WORDS.items()}
    size = {word: kind for kind, word in SIZE_WORDS.items()}
    declarations = {}
    for gate in book.gates:
        if isinstance(gate, DeclaredGate):
            met = filled.value(GATES, gate.id, "met")
            proof = filled.value(GATES, gate.id, "evidence")
            declarations[gate.id] = Declaration(met if isinstance(met, bool) else None, str(proof or ""))
    return Bid(
        operator=operator,
        name=str(says["name"]),
        credit_code=squeezed(str(says["credit_code"])).upper(),
        address=str(says["address"]),
        entity_type=entity.get(str(filled.value(IDENTITY, "entity_type", "value"))),
        size=size.get(str(filled.value(IDENTITY, "size", "value"))),
        declarations=declarations,
        lots=lots,
        packages=packages_of(filled),
    )


def _identity(filled: Filled, bid: Bid) -> Iterator[Finding]:
    """What a person should look at before trusting who bids; a name of several lines forges papers."""
    for key in ("name", "address"):
        if "\n" in str(filled.value(IDENTITY, key, "value")):
            where = filled.where(IDENTITY, key, "value")
            yield error("bid.line_break", where, "填写内容中有换行", "只写一行，与登记证照一致", "删除换行")
    if not _CREDIT_CODE.fullmatch(bid.credit_code):
        yield warning(
            "bid.credit_code",
            filled.where(IDENTITY, "credit_code", "value"),
            f"统一社会信用代码为“{bid.credit_code}”",
            "应为18位数字和大写字母",
            "与登记证照核对",
        )
    kind, size = (filled.value(IDENTITY, key, "value") for key in ("entity_type", "size"))
    enterprise = bid.entity_type in (EntityType.ENTERPRISE, EntityType.SOLE_TRADER)
    if enterprise == (bid.size is Size.NOT_APPLICABLE):
        yield warning(
            "bid.size",
            filled.where(IDENTITY, "size", "value"),
            f"主体类型为{kind}，企业规模为{size}",
            "企业和个体工商户填写规模，其他单位填“不适用（非企业）”",
            "与声明函核对；非企业单位不享受价格扣除",
            "N46-4",
        )
