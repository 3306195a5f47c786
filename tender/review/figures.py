"""Figures behind price rules (价格规则的数值): factors drawn at opening, and prices that are rates."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from scoring.exact import half_up, plain, yuan
from scoring.prices import PriceError
from tender.book import Entry, Lot
from tender.book.rules import BasedRule, PriceRule
from tender.book.rules.price_base import Draw
from tender.case import Case
from tender.decisions import Decisions, FigureDrawn
from tender.established import Found, with_established
from tender.findings import Answer, Finding, error, warning
from tender.rank import entries
from tender.record import Draft, Json, Kind, draft


def asked(case: Case) -> Iterator[tuple[Lot, Draw]]:
    """Every factor that a price rule waits for, lot by lot."""
    for lot in case.book.lots:
        draws = {
            part.draw.name: part.draw
            for c in case.book.criteria_of(lot)
            if isinstance(c.rule, BasedRule)
            for part in c.rule.draws
            if part.draw
        }
        yield from ((lot, one) for one in draws.values())


def figures_drawn(case: Case, decided: Decisions) -> tuple[tuple[Draft, ...], tuple[Finding, ...]]:
    """An event for every factor drawn; findings for those missing, unknown or not among the choices."""
    drafts: list[Draft] = []
    findings: list[Finding] = []
    waiting = list(asked(case))
    for lot, one in waiting:
        here = f"decisions.toml › figure_drawn › {one.name} › {lot.id}"
        found = [d for d in decided.figure_drawn if d.name == one.name and d.lot in (None, lot.id)]
        if len(found) != 1:
            findings.append(
                error(
                    "review.figure_drawn",
                    here,
                    f"标段{lot.id}的系数{one.name}" + ("尚未抽取" if not found else f"写了{len(found)}次"),
                    f"开启时从{'、'.join(map(plain, one.one_of))}中公开抽取一个",
                    "在 decisions.toml 的 figure_drawn 中写明抽取结果、时间和见证人",
                )
            )
            continue
        findings += _wrong(case, here, one, found[0])
        data: dict[str, Json] = {"lot": lot.id, "name": one.name, "value": plain(found[0].value)}
        at, who = found[0].at.isoformat(), found[0].by
        drafts.append(draft(Kind.FIGURE_DRAWN, data, at=at, who=who, why=found[0].why))
    known = Counter(one.name for _, one in waiting)
    for drawn in decided.figure_drawn:
        if not known[drawn.name] or (drawn.lot and drawn.lot not in case.book.lot_by_id):
            where = f"decisions.toml › figure_drawn › {drawn.name}"
            findings.append(error("decisions.unknown", where, "没有这个系数或标段", "应对应价格规则中的系数"))
    return tuple(drafts), tuple(findings)


def _wrong(case: Case, here: str, one: Draw, drawn: FigureDrawn) -> Iterator[Finding]:
    if drawn.value not in one.one_of:
        yield error(
            "review.figure_choice",
            here,
            f"抽取结果为{plain(drawn.value)}",
            f"应为{'、'.join(map(plain, one.one_of))}中的一个",
            "核对抽取记录",
        )
    if drawn.at < case.book.dates.bid_deadline:
        what = f"{drawn.at:%Y-%m-%d %H:%M}抽取，早于开启时间"
        yield error("review.figure_early", here, what, "开启之后公开抽取", "核对时间，或重新抽取")


def unproven_prices(
    case: Case, found: Found, answers: Mapping[tuple[str, str], Collection[Answer]]
) -> Iterator[Finding]:
    """Figures that a price hangs on and that came without the proof the book asks: nobody can price the bid yet.

    ``answers`` are those of the gates so far; a bid that failed one is not priced at all.
    """
    for operator, stated in case.bids.items():
        bid = with_established(stated, found)
        for key, lot_bid in bid.lots.items():
            lot = case.book.lot_by_id[key]
            if Answer.FAIL in answers[operator, key]:
                continue
            lacking = frozenset(f.id for f in case.book.facts if f.proven and not lot_bid.evidence.get(f.id))
            entry = Entry(
                lot_bid.price_fen,
                bid.small_or_micro,
                lot_bid.facts,
                {},
                unproven=lacking,
                larger=bid.larger,
            )
            for c in case.book.criteria_of(lot):
                if isinstance(c.rule, PriceRule) and c.rule.unproven(entry):
                    yield error(
                        "review.price_unproven",
                        f"{operator} {bid.name} › {key} › {c.name}",
                        c.rule.unproven_words(entry, case.book.context(c, lot)),
                        "价格所依据的事项都有证明材料，或者经核实",
                        "核实后写明核实结果；不能证明的，按采购文件的条件作出结论",
                    )


def quotes(case: Case) -> Iterator[Finding]:
    """Rates that do not come to the price of the same bid: the form asks for both."""
    for lot in case.book.lots:
        for c in case.book.criteria_of(lot):
            if isinstance(c.rule, PriceRule) and c.rule.quote:
                context = case.book.context(c, lot)
                for op in case.bidders(lot.id):
                    entry = entries(case, lot, c, [op])[op]
                    try:
                        payable = c.rule.quote.payable(entry, context)
                    except (PriceError, KeyError):
                        continue  # a rate that is missing or leaves nothing to pay is found when ranking
                    if abs(payable - entry.price_fen) >= 1:
                        yield warning(
                            "review.quote_differs",
                            f"{op} {case.name(op)} › {lot.id} › {c.name}",
                            f"报价{yuan(entry.price_fen)}元，按所填比率折算为{yuan(int(half_up(payable, 0)))}元",
                            "两者一致；价格分按所填比率折算",
                            f"请{case.book.terms.bidder}书面澄清",
                        )
