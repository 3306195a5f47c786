"""Open (开启响应文件、开标): bid forms become bids, each with its file's hash.

A form with any error goes no further and neither do the others: a person mends it or
decides. Prices in words prevail over figures (财政部令第87号第五十九条); the corrected
price binds only when the bidder confirmed it in writing.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

from scoring.exact import yuan
from tender.bids import ENTITY_WORDS, SIZE_WORDS, Bid, Declaration, EntityType, LotBid, Service, Size
from tender.book import Book, Fact, Lot
from tender.book.gates import DeclaredGate
from tender.decisions import Decisions
from tender.documents.wording import fen_of_capital
from tender.documents.workbook.cells import squeezed
from tender.documents.workbook.filled import Filled
from tender.documents.workbook.kinds import Value
from tender.documents.workbook.read import read
from tender.findings import Finding, Level, error, has_error, note, warning
from tender.forms import bid_form
from tender.forms.bid_form import FACTS, GATES, IDENTITY, PRICES, SERVICES, fact_place, lots_sheet
from tender.record import Draft, Json, Kind, draft

FOLDER = "bids"
_LEFTOVERS = ("thumbs.db", "desktop.ini")
_CREDIT_CODE = re.compile("[0-9A-Z]{18}")
_EXPECTED = {
    "choice": "应从可选项中选一项",
    "choices": "应填写可选项，没有的填“无”",
    "yes_no": "应填“是”或“否”",
}


@dataclass(frozen=True, slots=True)
class Opened:
    """One bid file: where it lies, its hash, what it says, and prices its words correct."""

    label: str
    sha256: str
    bid: Bid
    corrected: Mapping[str, int]


def open_bids(
    project: Path, book: Book, book_sha256: str, decided: Decisions
) -> tuple[tuple[Draft, ...], tuple[Finding, ...]]:
    """Opening and correction events of all forms in ``project/bids``, and every finding.

    Without a single error all bids are opened; with one, none is.
    """
    opened: list[Opened] = []
    findings: list[Finding] = []
    unread: set[str] = set()
    for path in bid_files(project):
        one, found = read_bid(path, book, book_sha256)
        findings += found
        opened += [one] if one else []
        unread |= set() if one else {path.stem}
    if not opened and not has_error(findings):
        findings.append(error("bids.none", FOLDER, "没有找到响应表", "bids 文件夹中应有 .xlsx 响应表"))
    findings += _twins(opened)
    findings += _unused(opened, decided, unread)
    if has_error(findings):
        return (), tuple(findings)
    drafts = [_opening(one, book) for one in opened]
    for one in opened:
        for lot, fen in one.corrected.items():
            event, found = _correction(one, lot, fen, book, decided)
            drafts.append(event)
            findings += found
    return tuple(drafts), tuple(findings)


def bid_files(project: Path) -> tuple[Path, ...]:
    """Everything in the bids folder by name, but for what office programs and desktops leave behind.

    A file that is no form is among them: it may be somebody's bid, and a bid must not get lost.
    """
    folder = project / FOLDER
    if not folder.is_dir():
        return ()
    left = (p for p in folder.iterdir() if not p.name.startswith(("~$", ".")))
    return tuple(sorted(p for p in left if p.name.lower() not in _LEFTOVERS))


def read_bid(path: Path, book: Book, book_sha256: str) -> tuple[Opened | None, tuple[Finding, ...]]:
    """One bid form, or None with what is wrong; the file's name is the operator's number."""
    label = f"{FOLDER}/{''.join(c if c.isprintable() else '□' for c in path.name)}"
    if not path.stem.isprintable() or path.stem != path.stem.strip() or not path.stem:
        expected = "文件名就是供应商编号，只用看得见的字符，前后没有空格"
        return None, (error("bids.file_name", label, "文件名中有空格或看不见的字符", expected, "改正文件名"),)
    if not path.is_file() or path.suffix.lower() != ".xlsx":
        expected = f"{FOLDER} 文件夹只放供应商的 .xlsx 响应表"
        mend = "是响应表的，另存为 .xlsx 后放入；其他材料移到别的文件夹"
        return None, (error("bids.unread", label, "不是 .xlsx 文件，没有读取", expected, mend),)
    filled, found = read(path, bid_form(book, book_sha256), label)
    findings = list(found)
    if not filled.sheets:
        return None, tuple(findings)
    wrong = {f.where for f in found if f.level is Level.ERROR}
    lots, corrected = {}, {}
    for lot in book.lots:
        if filled.value(lots_sheet(lot), lot.id, "bids"):
            lot_bid, words, more = _lot_bid(filled, book, lot, wrong)
            findings += more
            lots[lot.id] = lot_bid
            if words is not None:
                corrected[lot.id] = words
    if not lots and not has_error(found):
        where = f"{label} › {lots_sheet(book.lots[0])}"
        findings.append(error("bid.no_lot", where, "没有参加任何标段", "至少一个标段的“是否参加”为“是”"))
    findings += _outside(filled, book, lots)
    if has_error(findings):
        return None, tuple(findings)
    bid = _bid(path.stem, filled, book, lots)
    findings += _identity(filled, bid)
    digest = sha256(path.read_bytes()).hexdigest()
    ok = not has_error(findings)
    return (Opened(label, digest, bid, corrected) if ok else None), tuple(findings)


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


def _lot_bid(
    filled: Filled, book: Book, lot: Lot, wrong: Collection[str]
) -> tuple[LotBid, int | None, list[Finding]]:
    """The bid for one lot, the price its words say where that differs, and findings.

    ``wrong`` are the places that already have an error: they are not missing as well.
    """
    findings: list[Finding] = []
    price = filled.value(PRICES, lot.id, "price") if lot.paid else 0
    fen = price if isinstance(price, int) else 0
    words, found = _words(filled, book, lot, fen) if fen else (None, [])
    findings += found
    facts: dict[str, Fraction] = {}
    chosen: dict[str, tuple[str, ...]] = {}
    evidence: dict[str, str] = {}
    for fact in book.facts:
        if not fact.asked_in(lot.id):
            continue
        sheet, key = fact_place(lot, fact)
        value, where = filled.value(sheet, key, "value"), filled.where(sheet, key, "value")
        if value is not None:
            fault = _state(fact, value, where, facts, chosen)
            findings += [fault] if fault else []
            evidence[fact.id] = str(filled.value(FACTS, key, "evidence") or "") if sheet == FACTS else ""
        elif fact.required and where not in wrong:
            findings.append(
                error(
                    "bid.fact_missing",
                    where,
                    f"参加了标段{lot.id}，未填写“{fact.name}”",
                    _EXPECTED.get(fact.kind, f"应填写承诺数值（{fact.unit}），没有的填0"),
                    "补填该单元格",
                )
            )
    services = tuple(
        Service(str(row["name"]), str(row["category"]), str(row["nature"]))
        for row in filled.rows(SERVICES)
        if row["lot"] == lot.id
    )
    return LotBid(lot.id, fen, facts, evidence, services, chosen), words, findings


def _state(
    fact: Fact, value: Value, where: str, facts: dict[str, Fraction], chosen: dict[str, tuple[str, ...]]
) -> Finding | None:
    """Put one stated value where it belongs; a finding for options that the book does not know."""
    if isinstance(value, str):
        said: tuple[str, ...] = (value,)
        if fact.kind == "choices":
            said = () if value.strip() == "无" else tuple(re.split(r"[、，,；;\s]+", value.strip()))
        unknown = [word for word in said if word not in fact.options]
        if unknown:
            expected = f"以下各项中的一项或多项，用顿号隔开：{'、'.join(fact.options)}；没有的填“无”"
            return error(
                "bid.unknown_option", where, f"“{'、'.join(unknown)}”不在可选项中", expected, "改正填写"
            )
        chosen[fact.id] = tuple(dict.fromkeys(said))
    elif isinstance(value, bool | int | Fraction):
        facts[fact.id] = Fraction(value, 100) if fact.kind == "money" else Fraction(value)
    return None


def _words(filled: Filled, book: Book, lot: Lot, fen: int) -> tuple[int | None, list[Finding]]:
    """The price in words when it differs from the figures; words that say nothing are an error."""
    said = filled.value(PRICES, lot.id, "capital")
    where = filled.where(PRICES, lot.id, "capital")
    if said is None:
        return None, [note("bid.no_words", where, "未填写大写金额", "以小写金额为准")]
    amount = fen_of_capital(str(said))
    if not amount:  # unreadable, or zero
        expected = "应为人民币大写金额，例如“捌拾贰万元整”"
        return None, [error("bid.words_unreadable", where, f"大写金额“{said}”无法识别", expected)]
    if amount == fen:
        return None, []
    found = warning(
        "bid.words_differ",
        where,
        f"大写为{yuan(amount)}元，小写为{yuan(fen)}元",
        "大写与小写应一致；不一致的以大写为准",
        f"请{book.terms.bidder}书面确认修正后的报价，并写入 decisions.toml 的 price_confirmed；"
        f"不确认的{book.terms.offer}无效",
        "O87-59" if book.method.procurement else "",
    )
    return amount, [found]


def _outside(filled: Filled, book: Book, lots: Mapping[str, LotBid]) -> Iterator[Finding]:
    """Figures and services entered for lots the bidder does not take part in."""
    strays = [row for row in filled.rows(SERVICES) if row["lot"] is not None and row["lot"] not in lots]
    for row in strays:
        yield warning(
            "bid.lot_not_bid",
            f"{filled.label} › {SERVICES} › {row.cells['lot'].reference}",
            f"标段{row['lot']}未选择参加，却列了服务项目",
            "只填写参加的标段",
            f"此行不计入；如确要参加，请在“{lots_sheet(book.lot_by_id[str(row['lot'])])}”表选“是”",
        )
    for row in filled.rows(FACTS):
        if row["value"] is not None and row["lot"] not in lots:
            yield warning(
                "bid.lot_not_bid",
                f"{filled.label} › {FACTS} › {row.cells['value'].reference}",
                f"标段{row['lot']}未选择参加，却填了承诺数值",
                "只填写参加的标段",
                f"此行不计入；如确要参加，请在“{lots_sheet(book.lot_by_id[str(row['lot'])])}”表选“是”",
            )


def _twins(opened: Sequence[Opened]) -> Iterator[Finding]:
    """Two forms of one operator: for one lot only one bid may stand (财政部令第87号第三十七条之理)."""
    for i, one in enumerate(opened):
        for other in opened[:i]:
            if one.bid.operator == other.bid.operator:
                what = f"与{other.label}的编号都是{one.bid.operator}"
                yield error(
                    "bid.number_twice", one.label, what, "每份响应表的文件名（编号）不同", "改正文件名"
                )
            same = one.bid.credit_code == other.bid.credit_code or _alike(one.bid.name, other.bid.name)
            shared = sorted(set(one.bid.lots) & set(other.bid.lots))
            if same:
                what = f"与{other.label}是同一家单位（{one.bid.name}）"
                what += f"，两次投标标段{'、'.join(shared)}" if shared else "，提交了两份响应表"
                yield error(
                    "bid.operator_twice",
                    one.label,
                    what,
                    "每家供应商只提交一份响应表，每个标段只有一个报价",
                    "查明有效的一份，将另一份移出 bids 文件夹并记录原因",
                )


def _alike(name: str, other: str) -> bool:
    return squeezed(name).casefold() == squeezed(other).casefold()


def _unused(opened: Sequence[Opened], decided: Decisions, unread: Collection[str]) -> Iterator[Finding]:
    """Confirmations of corrections that no form calls for, or two of one; a form not read may still."""
    told = Counter((c.operator, c.lot) for c in decided.price_confirmed)
    for operator, lot in (key for key, n in told.items() if n > 1):
        where = f"decisions.toml › price_confirmed › {operator} › {lot}"
        yield error(
            "decisions.twice", where, "同一报价写了不止一次确认", "每个报价只有一次确认", "删除多余的"
        )
    asked = {(o.bid.operator, lot): fen for o in opened for lot, fen in o.corrected.items()}
    for c in decided.price_confirmed:
        if c.operator not in unread and asked.get((c.operator, c.lot)) != c.price_fen:
            yield error(
                "decisions.price",
                f"decisions.toml › price_confirmed › {c.operator} › {c.lot}",
                f"确认的报价{yuan(c.price_fen)}元没有对应的大写金额",
                "确认的报价应与响应表大写金额一致",
                "核对编号、标段和金额",
            )


def _opening(one: Opened, book: Book) -> Draft:
    data: dict[str, Json] = {
        "operator": one.bid.operator,
        "file": one.label,
        "sha256": one.sha256,
        "bid": one.bid.to_json(),
    }
    at = book.dates.bid_deadline.isoformat()
    return draft(Kind.BID_OPENED, data, at=at, who=book.purchaser.name)


def _correction(
    one: Opened, lot: str, fen: int, book: Book, decided: Decisions
) -> tuple[Draft, tuple[Finding, ...]]:
    operator = one.bid.operator
    confirmed = next((c for c in decided.price_confirmed if (c.operator, c.lot) == (operator, lot)), None)
    data: dict[str, Json] = {
        "operator": operator,
        "lot": lot,
        "from_fen": one.bid.lots[lot].price_fen,
        "to_fen": fen,
        "confirmed": confirmed is not None,
    }
    at = confirmed.at.isoformat() if confirmed else book.dates.evaluation.isoformat()
    who = confirmed.by if confirmed else book.terms.panel
    why = confirmed.why if confirmed else f"大写与小写不一致，以大写为准，{book.terms.bidder}未书面确认"
    event = draft(Kind.PRICE_CORRECTED, data, at=at, who=who, why=why)
    if confirmed:
        return event, ()
    found = warning(
        "bid.price_unconfirmed",
        f"{one.label} › {PRICES} › {lot}",
        f"以大写{yuan(fen)}元为准的修正报价尚未书面确认",
        f"经{book.terms.bidder}书面确认后生效；不确认的{book.terms.offer}无效",
        "写入 decisions.toml 的 price_confirmed",
        "O87-59" if book.method.procurement else "",
    )
    return event, (found,)
