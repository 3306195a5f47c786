"""Why a lot's first-ranked bidder did not win (未成交原因): one wording for all papers."""

from scoring.exact import text
from tender.allocate import LotAward
from tender.case import Case


def departure_sentences(case: Case, award: LotAward) -> list[str]:
    """One sentence for each bidder passed over in ``award``, best-ranked first."""
    t, places, lot = case.book.terms, case.book.rounding.places, case.book.lot_by_id[award.lot]
    instead = f"{t.winner}为{case.name(award.operator)}" if award.operator else f"该标段没有确定{t.winner}"
    return [
        f"标段{award.lot}综合得分第{p.rank}名的{case.name(p.operator)}（{text(p.total, places)}分"
        f"{f'，{t.price}{lot.amount_text(p.price_fen)}' if lot.paid else ''}）"
        f"未{t.award}，{instead}。原因：{p.why}"
        f"{f'依据：{case.packs.cite(*p.articles)}。' if p.articles else ''}"
        for p in award.passed_over
    ]
