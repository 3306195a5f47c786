"""What may come of one lot (单个标段的结果): won, left empty, too few bidders, or a tie to be drawn."""

from tender.allocate.problem import Candidate
from tender.allocate.result import LotAward, PassedOver
from tender.case import Case
from tender.check.law import tie_rule
from tender.findings import Finding, error
from tender.packages import Package

DRAW = "并列，待抽签确定"


def won(c: Candidate, over: tuple[PassedOver, ...] = (), package: Package | None = None) -> LotAward:
    """The lot goes to ``c``, at its own price or at its share of the package that applies."""
    price = package.shares[c.lot] if package else c.price_fen
    return LotAward(c.lot, c.operator, c.rank, c.total, price, over, package=package)


def empty(lot: str, why: str, over: tuple[PassedOver, ...] = ()) -> LotAward:
    """The lot goes to nobody."""
    return LotAward(lot, None, None, None, None, over, why)


def too_few(case: Case, lot: str) -> LotAward:
    """The lot has ended for want of valid bids."""
    found, least = len(case.valid(lot)), "法定" if case.book.method.procurement else "规定"
    return empty(lot, f"符合要求的{case.book.terms.bidder}{found}家，不足{least}数量，本标段终止")


def tie(case: Case, where: str, what: str) -> Finding:
    """Equals between whom the book's draw decides."""
    return error(
        "award.tie_open",
        where,
        what,
        f"并列由{case.book.terms.buyer}按{case.book.terms.book}规定抽签确定",
        "在公证或监督人员见证下抽签，把结果写入 decisions.toml 的 drawn（标段、抽中者、何人、何时、何故）",
        tie_rule(case.book.method),
    )
