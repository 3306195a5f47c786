"""What an allocation decided (定标结果): each lot's winner, and why better-ranked bids lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Any

from scoring.allocation import Plan, Problem, Status
from scoring.exact import text
from tender.findings import Finding
from tender.packages import Package


class Outcome(Enum):
    """How an execution of the award rule ended."""

    DECIDED = "decided"
    OPEN_TIE = "open_tie"
    NO_AWARD = "no_award"

    @property
    def word(self) -> str:
        """The word an official reads."""
        return {"decided": "已确定", "open_tie": "并列待抽签", "no_award": "尚不能定标"}[self.value]


STATUS_WORDS = {
    Status.PROVED_BEST: "已证最优",
    Status.FEASIBLE: "可行未证",
    Status.INFEASIBLE: "无可行方案",
    Status.UNKNOWN: "未知（时间不足）",
}
"""How sure a solver's plan is, as papers, pages and the screen say it."""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A bid that ranked above the winner of its lot, why it does not win, and by which rule ids."""

    operator: str
    rank: int
    total: Fraction
    price_fen: int
    why: str
    articles: tuple[str, ...]


def package_json(one: Package) -> dict[str, Any]:
    """A package that applies, as record data: its lots, its price, and what they cost without it."""
    return {"lots": list(one.lots), "price_fen": one.price_fen, "single_fen": one.single_fen}


@dataclass(frozen=True, slots=True)
class LotAward:
    """One lot's winner, or None with the reason; ``passed_over`` best-ranked first.

    ``price_fen`` is what is paid: the lot's share of the package price where ``package`` applies.
    """

    lot: str
    operator: str | None
    rank: int | None
    total: Fraction | None
    price_fen: int | None
    passed_over: tuple[PassedOver, ...] = ()
    why_empty: str = ""
    package: Package | None = None

    @property
    def offer(self) -> str | None:
        """The offer of the allocation problem that won the lot, None where nobody has it."""
        if self.package is not None:
            return self.package.offer
        return f"{self.operator}@{self.lot}" if self.operator else None

    @property
    def departs(self) -> bool:
        """Whether the lot's own ranking was not followed."""
        return bool(self.passed_over)

    def to_json(self, places: int) -> dict[str, Any]:
        """The award as record data and as ``award.json``."""
        return {
            "lot": self.lot,
            "operator": self.operator,
            "rank": self.rank,
            "total": text(self.total, places) if self.total is not None else None,
            "price_fen": self.price_fen,
            **({"package": package_json(self.package)} if self.package else {}),
            "why_empty": self.why_empty,
            "passed_over": [
                {
                    "operator": p.operator,
                    "rank": p.rank,
                    "total": text(p.total, places),
                    "price_fen": p.price_fen,
                    "why": p.why,
                    "articles": list(p.articles),
                }
                for p in self.passed_over
            ],
        }


@dataclass(frozen=True, slots=True)
class Allocation:
    """The executed rule over all lots; ``plan`` and ``problem`` only for a combination.

    ``open_plans`` are the equally good awards between which the book's draw decides, each as
    the single bids that would win. ``packages`` are all package offers as judged.
    """

    outcome: Outcome
    rule: str
    lots: tuple[LotAward, ...]
    findings: tuple[Finding, ...] = ()
    plan: Plan | None = None
    problem: Problem | None = None
    open_plans: tuple[tuple[str, ...], ...] = ()
    packages: tuple[Package, ...] = ()

    @property
    def departures(self) -> tuple[LotAward, ...]:
        """Lots whose first-ranked bidder does not win."""
        return tuple(lot for lot in self.lots if lot.departs)

    @property
    def awarded(self) -> bool:
        """Whether any lot has a winner; without one there is no result to announce."""
        return any(lot.operator is not None for lot in self.lots)

    @property
    def total_fen(self) -> int:
        """What all winners cost together, in fen per year."""
        return sum(lot.price_fen for lot in self.lots if lot.price_fen is not None)

    @property
    def total_points(self) -> Fraction:
        """The sum of the winners' totals."""
        return sum((lot.total for lot in self.lots if lot.total is not None), Fraction(0))

    def by_lot(self) -> Mapping[str, LotAward]:
        """Awards by lot."""
        return {lot.lot: lot for lot in self.lots}
