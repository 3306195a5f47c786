"""Package offers judged (合并优惠的认定): which of those that a bidder stated stand, and why others do not.

The same judgement is made when the forms are opened, over the prices as bid, and at the award,
over the prices that bind in lots where the bid is valid.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from scoring.exact import plain, split, yuan
from tender.bids import PackageBid
from tender.book import Book, Combination

JOIN = "+"
"""Between the lots of a package in an offer's id; no lot's id holds it."""


@dataclass(frozen=True, slots=True)
class Package:
    """One package of one bidder: its row in the form, lots in the book's order, money in fen per year.

    ``singles`` are the bidder's own prices of these lots. ``fault`` says why the package does
    not count; one without a fault stands, and only then has each lot a share of its price.
    """

    operator: str
    number: int
    lots: tuple[str, ...]
    price_fen: int
    singles: tuple[int, ...]
    fault: str = ""

    @property
    def offer(self) -> str:
        """The offer's id in the allocation problem."""
        return f"{self.operator}@{JOIN.join(self.lots)}"

    @property
    def single_fen(self) -> int:
        """What the lots cost without the package."""
        return sum(self.singles)

    @property
    def shares(self) -> Mapping[str, int]:
        """What is paid for each lot where the package applies."""
        return dict(zip(self.lots, split(self.price_fen, self.singles), strict=True))


def judged(
    book: Book,
    rule: Combination,
    operator: str,
    stated: Sequence[PackageBid],
    bid_for: Mapping[str, int],
    out: Mapping[str, str] | None = None,
) -> tuple[Package, ...]:
    """Every package that one bidder stated, in the order of its form; none where the book knows none.

    ``bid_for`` are the bidder's single prices in fen by lot; ``out`` says of lots it bid for
    why they no longer count.
    """
    if rule.packages is None:
        return ()
    order = {lot.id: n for n, lot in enumerate(book.lots)}
    found = []
    for number, one in enumerate(stated, 1):
        lots = tuple(sorted(one.lots, key=lambda lot: (order.get(lot, len(order)), lot)))
        singles = tuple(bid_for.get(lot, 0) for lot in lots)
        read = enumerate(stated[: rule.packages.max_offers], 1)
        same = [n for n, other in read if n != number and set(other.lots) == set(one.lots)]
        fault = _form_fault(book, rule, number, lots, same) or _price_fault(
            book, rule, one.price_fen, lots, bid_for, out or {}
        )
        found.append(Package(operator, number, lots, one.price_fen, singles, fault))
    return tuple(found)


def _form_fault(
    book: Book, rule: Combination, number: int, lots: tuple[str, ...], same: Sequence[int]
) -> str:
    """What is wrong with the lots as written, whatever their prices; empty where nothing is."""
    assert rule.packages is not None
    paid = [lot.id for lot in book.paid_lots]
    most = rule.packages.most(paid, rule.max_lots_per_operator)
    unknown = [lot for lot in dict.fromkeys(lots) if lot not in book.lot_by_id]
    twice = [lot for lot, group in groupby(lots) if len(list(group)) > 1]
    apart = [lot for lot in lots if lot not in rule.packages.joinable(paid)]
    if number > rule.packages.max_offers:
        return f"每家至多{rule.packages.max_offers}项合并优惠，这是第{number}项"
    if unknown:
        return f"没有标段{'、'.join(unknown)}"
    if twice:
        return f"标段{'、'.join(twice)}写了不止一次"
    if len(lots) < 2:
        return f"只写了标段{lots[0]}，合并优惠应包含两个以上标段" if lots else "没有写明所含标段"
    if apart:
        return f"标段{'、'.join(apart)}不在可以合并的标段之内"
    if len(lots) > most:
        return f"包含{len(lots)}个标段，至多可以合并{most}个"
    if same:
        return f"与第{'、'.join(map(str, same))}项所含标段相同，无法确定以哪一项为准"
    return ""


def _price_fault(
    book: Book,
    rule: Combination,
    price_fen: int,
    lots: Sequence[str],
    bid_for: Mapping[str, int],
    out: Mapping[str, str],
) -> str:
    """What the single bids have against the package; empty where nothing has."""
    missing = [lot for lot in lots if lot not in bid_for]
    if missing:
        return f"标段{'、'.join(missing)}没有单独报价"
    ended = [f"标段{lot}{out[lot]}" for lot in lots if lot in out]
    if ended:
        return "，".join(ended)
    ceilings = sum(book.lot_by_id[lot].limit_fen for lot in lots)
    if price_fen > ceilings:
        return f"合并报价{yuan(price_fen)}元高于所含标段最高限价之和{yuan(ceilings)}元"
    single = sum(bid_for[lot] for lot in lots)
    if price_fen >= single:
        return f"合并报价{yuan(price_fen)}元不低于所含标段单独报价之和{yuan(single)}元"
    most = rule.packages.max_discount if rule.packages else None
    if most is not None and single - price_fen > single * most:
        return f"合并报价{yuan(price_fen)}元低于所含标段单独报价之和{yuan(single)}元的幅度超过{plain(most * 100)}%"
    return ""
