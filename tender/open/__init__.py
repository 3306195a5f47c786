"""Open (开启响应文件、开标): bid forms become bids, each with its file's hash.

A form with any error goes no further and neither do the others: a person mends it or,
with a recorded reason, sets it aside. Prices in words prevail over figures (财政部令第87号第五十九条); the corrected
price binds only when the bidder confirmed it in writing.
"""

from pathlib import Path

from scoring.exact import yuan
from tender.book import Book
from tender.decisions import Decisions
from tender.findings import Finding, error, has_error, warning
from tender.forms.bid_form import PRICES
from tender.open.among import twins, unused
from tender.open.aside import Aside, chosen, proposed, set_aside
from tender.open.form import FOLDER, Opened, label_of, read_bid
from tender.policy import Policies, policies
from tender.record import Draft, Json, Kind, draft

__all__ = ["FOLDER", "Opened", "bid_files", "label_of", "open_bids", "read_bid", "set_aside"]

_LEFTOVERS = ("thumbs.db", "desktop.ini")


def open_bids(
    project: Path, book: Book, book_sha256: str, decided: Decisions, packs: Policies | None = None
) -> tuple[tuple[Draft, ...], tuple[Finding, ...]]:
    """Opening and correction events of all forms in ``project/bids``, and every finding.

    Without a single error all bids are opened; with one, none is.
    """
    opened: list[Opened] = []
    findings: list[Finding] = []
    unread: set[str] = set()
    files = bid_files(project)
    aside, wrong = chosen(files, decided)
    findings += wrong
    put_aside: list[Aside] = []
    for path in files:
        one, found = read_bid(path, book, book_sha256, packs)
        if path in aside:
            left, told = set_aside(path, aside[path], found, book, packs or policies())
            put_aside.append(left)
            findings += told
            unread.add(path.stem)
            continue
        findings += proposed(path, found)
        opened += [one] if one else []
        unread |= set() if one else {path.stem}
    if not opened and not has_error(findings):
        what = "所有文件都不予开启，没有可以评审的" if put_aside else "没有找到响应表"
        findings.append(error("bids.none", FOLDER, what, "bids 文件夹中应有 .xlsx 响应表"))
    findings += twins(opened, book)
    findings += unused(opened, decided, unread)
    if has_error(findings):
        return (), tuple(findings)
    drafts = [_opening(one, book) for one in opened] + [left.event() for left in put_aside]
    for one in opened:
        for lot, fen in one.corrected.items():
            event, found = _correction(one, lot, fen, book, decided)
            drafts.append(event)
            findings += found
    # Every event stands in the order of its time, but a correction never before its bid is opened.
    start = book.dates.bid_deadline.isoformat()
    drafts.sort(key=lambda d: max(d.at, start) if d.what is Kind.PRICE_CORRECTED else d.at)
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
