"""Tables of the award (定标结果表): winners with their points, and what winners promise where nothing is paid."""

from fractions import Fraction

from scoring.exact import plain, text, yuan
from tender.allocate import Allocation, LotAward
from tender.announce.plan_words import points_total
from tender.book import Fact
from tender.book.facts import Stated
from tender.book.places import UNPAID
from tender.case import Case
from tender.documents.blocks import Align, Cell, Column, Table, cells


def award_table(case: Case, allocation: Allocation) -> Table:
    """Each lot's winner, and what all of them add up to; weights and amounts only where there are any."""
    t, book, places = case.book.terms, case.book, case.book.rounding.places
    exact = max(places, allocation.plan.places) if allocation.plan else places
    more = [("需求权重", 64), ("加权得分", 80)] if book.worths else []
    more += [(f"{t.award}金额（元/年）", 100)] if book.paid_lots else []
    rows: list[tuple[Cell, ...]] = [cells("标段", t.winner, "名次", "得分", *(header for header, _ in more))]
    for a in allocation.lots:
        if a.operator is None or a.total is None or a.price_fen is None:
            rows.append((Cell(a.lot), Cell(f"未确定{t.winner}：{a.why_empty}", colspan=3 + len(more))))
            continue
        lot = book.lot_by_id[a.lot]
        worth = (plain(lot.worth), text(a.total * lot.worth, exact)) if book.worths else ()
        price = (lot.price_text(a.price_fen),) if book.paid_lots else ()
        rows.append(cells(a.lot, case.name(a.operator), str(a.rank), text(a.total, places), *worth, *price))
    last = (points_total(case, allocation)[1], *([yuan(allocation.total_fen)] if book.paid_lots else []))
    rows.append((Cell("合计", colspan=5 if book.worths else 3, align=Align.CENTER), *cells(*last)))
    columns = (Column(44, Align.CENTER), Column(188), Column(40, Align.CENTER), Column(70, Align.RIGHT))
    return Table((*columns, *(Column(width, Align.RIGHT) for _, width in more)), tuple(rows))


def promised(case: Case, award: LotAward) -> str:
    """What the winner of one lot promised, in one line; empty without a winner or a promise."""
    if award.operator is None:
        return ""
    bid = case.bids[award.operator].lots[award.lot]
    said: dict[str, Stated] = {**bid.facts, **bid.chosen}
    return "；".join(f"{f.name}{f.show(said[f.id])}" for f in case.book.facts if f.promise and f.id in said)


def promise_table(case: Case, allocation: Allocation) -> Table | None:
    """What winners give where nothing is paid to them: services and promised amounts, added up by center.

    None where the book asks for no promise that can be added.
    """
    facts = [f for f in case.book.facts if f.promise and f.scope == "lot" and f.kind in ("whole", "money")]
    won = [a for a in allocation.lots if a.operator is not None]
    if not facts or not won:
        return None
    rows = [
        cells("标段", case.book.terms.winner, "服务项目（个）", *(f"{f.name}（{f.unit}）" for f in facts))
    ]
    for center in case.book.centers:
        here = [a for a in won if case.book.lot_by_id[a.lot].center == center.id]
        rows += [cells(a.lot, case.name(a.operator or ""), *_sums(case, [a], facts)) for a in here]
        if here and len(case.book.centers) > 1:
            rows.append((Cell(f"{center.name}小计", colspan=2), *cells(*_sums(case, here, facts))))
    bodies = len({a.operator for a in won})
    rows.append((Cell(f"合计（{bodies}家）", colspan=2), *cells(*_sums(case, won, facts))))
    figures = (Column(270 // (len(facts) + 1), Align.RIGHT) for _ in range(len(facts) + 1))
    caption = f"{case.book.terms.winner}的承诺（{UNPAID}）"
    return Table((Column(44, Align.CENTER), Column(128), *figures), tuple(rows), caption=caption)


def _sums(case: Case, awards: list[LotAward], facts: list[Fact]) -> list[str]:
    """The services of the awarded bids counted, and each fact added up."""
    bids = [case.bids[a.operator].lots[a.lot] for a in awards if a.operator is not None]
    sums = [sum((bid.facts.get(f.id, Fraction(0)) for bid in bids), Fraction(0)) for f in facts]
    amounts = [
        yuan(int(total * 100)) if f.kind == "money" else f"{int(total):,}"
        for f, total in zip(facts, sums, strict=True)
    ]
    return [str(sum(len(bid.services) for bid in bids)), *amounts]
