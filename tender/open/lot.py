"""One lot in a form (单个标段的响应): price, its words, facts with their proofs, services."""

import re
from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction

from scoring.exact import yuan
from tender.bids import LotBid, Service
from tender.book import Book, Fact, Lot
from tender.documents.wording import fen_of_capital
from tender.documents.workbook.filled import Filled
from tender.documents.workbook.kinds import Value
from tender.findings import Finding, error, note, warning
from tender.forms.bid_form import (
    FACTS,
    IDENTITY,
    PRICES,
    SERVICES,
    fact_key,
    fact_place,
    lots_sheet,
    own_proof_key,
)
from tender.open.lists import doubtful, rows_of
from tender.rows import ListRow

_EXPECTED = {
    "choice": "应从可选项中选一项",
    "choices": "应填写可选项，没有的填“无”",
    "yes_no": "应填“是”或“否”",
}


def lot_bid_of(
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
    lists: dict[str, tuple[ListRow, ...]] = {}
    for fact in book.facts:
        if not fact.asked_in(lot.id):
            continue
        if fact.kind == "list":
            lists[fact.id] = rows_of(filled, fact, lot)
        if not fact.in_form:
            continue
        sheet, key = fact_place(lot, fact)
        value, where = filled.value(sheet, key, "value"), filled.where(sheet, key, "value")
        if value is not None:
            fault = _state(fact, value, where, facts, chosen)
            findings += [fault] if fault else []
            evidence[fact.id], proof_at = _proof(filled, lot, fact)
            findings += _doubts(fact, facts.get(fact.id), where)
            if fact.proven and not evidence[fact.id]:
                told = f"“{fact.name}”未注明证明材料，不得分"
                findings.append(warning("bid.unproven", proof_at, told, fact.evidence, "核对响应文件"))
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
    return LotBid(lot.id, fen, facts, evidence, services, chosen, lists), words, findings


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


def _proof(filled: Filled, lot: Lot, fact: Fact) -> tuple[str, str]:
    """Where the form says the proof of one fact is, and the place of that entry."""
    if fact.scope == "lot":
        sheet, key, column = FACTS, fact_key(lot, fact), "evidence"
        return str(filled.value(sheet, key, column) or ""), filled.where(sheet, key, column)
    own = own_proof_key(fact)
    return str(filled.value(IDENTITY, own, "value") or ""), filled.where(IDENTITY, own, "value")


def _doubts(fact: Fact, value: Fraction | None, where: str) -> Iterator[Finding]:
    """A figure above what is plausible."""
    if fact.at_most is not None and value is not None and value > fact.at_most:
        yield doubtful(where, fact.name, fact.show(value), fact.show(fact.at_most))


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


def outside(filled: Filled, book: Book, lots: Mapping[str, LotBid]) -> Iterator[Finding]:
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
