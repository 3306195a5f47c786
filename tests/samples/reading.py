"""How the tests of samples read a run, a case, a check and a book, and what they change of a bidding."""

import importlib.util
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from scoring.exact import text
from tender.book import read_book
from tender.case import Case, case
from tender.checked import check_project
from tender.decisions import read_decisions
from tender.demo import Bidding
from tender.findings import Answer, Level
from tender.open import open_bids
from tender.publish import publish
from tender.record import Record
from tender.review import review
from tender.run import Run

Change = Callable[[Bidding], Bidding]


# ── a run ─────────────────────────────────────────────────────────


def winners(done: Run) -> dict[str, str | None]:
    return {lot.lot: lot.operator for lot in done.allocation.lots}


def totals(done: Run) -> dict[str, dict[str, str]]:
    """The total of every valid bid, in the order of the ranking."""
    found = json.loads(done.files["totals.json"])
    return {lot: {r["operator"]: r["total"] for r in ranking} for lot, ranking in found.items()}


def sums(done: Run) -> tuple[str, int]:
    """Points and fen of the award."""
    return text(done.allocation.total_points, 2), done.allocation.total_fen


# ── a case and a check ────────────────────────────────────────────


def reviewed(folder: Path) -> Case:
    """The case after review: who is kept out is known before anyone marks."""
    read, decided = read_book(folder), read_decisions(folder)[0]
    events = [*publish(read)[0], *open_bids(folder, read.book, read.sha256, decided)[0]]
    return case(Record().extend([*events, *review(case(Record().extend(events)), decided)[0]]))


def failed(now: Case, lot: str, operator: str) -> list[str]:
    """The gates that one bid did not pass, in the book's order."""
    return [d.gate for d in now.decisions(operator, lot) if d.answer is not Answer.PASS]


def told(folder: Path, code: str = "rule.broken") -> dict[str, Level]:
    """The rules of which a check of the book says ``code``, with how grave it is."""
    return {f.article: f.level for f in check_project(folder, book_only=True)[1] if f.code == code}


def block(file: Path, start: str, *ends: str) -> str:
    """The text of ``file`` from ``start`` to the first of ``ends`` behind it, or to where the file ends."""
    said = file.read_text(encoding="utf-8")
    begin = said.index(start)
    found = [said.find(end, begin + 1) for end in ends]
    return said[begin : min((at for at in found if at >= 0), default=len(said))]


# ── what bidders and judges enter ─────────────────────────────────


def maker(sample: Path) -> ModuleType:
    """The sample's own data: its operators, its offers, its slips."""
    spec = importlib.util.spec_from_file_location(sample.name.replace("-", "_"), sample / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def offers(changed: Callable, lots: Iterable[str] = (), operators: Iterable[str] = ()) -> Change:
    """The bidding in which each offer (for ``lots``, by ``operators``) is as ``changed`` makes it."""

    def change(bidding: Bidding) -> Bidding:
        meant = [
            (not lots or o.lot in lots) and (not operators or o.operator in operators) for o in bidding.offers
        ]
        assert any(meant)
        pairs = zip(bidding.offers, meant, strict=True)
        return replace(bidding, offers=tuple(changed(o) if this else o for o, this in pairs))

    return change


def offer(lot: str, operator: str, **facts: object) -> Change:
    """One bid that states some facts otherwise."""
    return offers(lambda o: replace(o, facts={**o.facts, **facts}), (lot,), (operator,))


def operator(number: str, **facts: object) -> Change:
    """One operator that states some facts otherwise."""

    def change(bidding: Bidding) -> Bidding:
        who = bidding.operators[number]
        other = replace(who, facts={**who.facts, **facts})
        return replace(bidding, operators={**bidding.operators, number: other})

    return change


def without_marks(*bids: tuple[str, str]) -> Change:
    """Judges mark these bids (lot, operator) no more: they never see one that was rejected before."""
    return lambda bidding: replace(bidding, rejected=bidding.rejected | set(bids))


def with_marks(*bids: tuple[str, str]) -> Change:
    """Judges mark these bids as well."""
    return lambda bidding: replace(bidding, rejected=bidding.rejected - set(bids))


def as_it_is(bidding: Bidding) -> Bidding:
    """Forms filled in anew for the book as edited, with the same entries."""
    return bidding
