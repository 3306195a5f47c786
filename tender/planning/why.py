"""Why not (为何未入选), as one sentence: the smallest change that would have won it, or the margin it has."""

from scoring.allocation.margins import Reach, Threshold
from scoring.exact import text, yuan
from tender.planning.posed import Posed


def why_words(posed: Posed, one: Threshold) -> str:
    """What an offer's threshold says; every figure in it was solved again."""
    if one.wins is None:
        return f"{posed.offer_name(one.offer)}：时间不足，没有结论。"
    said = _kept if one.wins else _missed
    return said(posed, one)


def _missed(posed: Posed, one: Threshold) -> str:
    offer = next(offer for offer in posed.problem.offers if offer.id == one.offer)
    places, now = posed.problem.places, offer.points
    by_points = {
        Reach.NEVER: "只提高得分，多高都不能必然入选",
        Reach.ALWAYS: "得分不影响入选",
        Reach.UNKNOWN: "得分须到多少，时间不足，没有结论",
    }
    by_price = {
        Reach.NEVER: "只降低报价，多低都不能必然入选",
        Reach.ALWAYS: "报价不影响入选",
        Reach.UNKNOWN: "报价须到多少，时间不足，没有结论",
    }
    points, price = by_points.get(one.by_points, ""), by_price.get(one.by_price, "")
    if one.points is not None:
        more = text(one.points - now, places)
        points = f"报价不变，得分由{text(now, places)}提高到{text(one.points, places)}（高{more}）即必然入选"
    if one.price_fen is not None:
        less = yuan(offer.price_fen - one.price_fen)
        price = (
            f"得分不变，报价由{yuan(offer.price_fen)}元降到{yuan(one.price_fen)}元（少{less}元）即必然入选"
        )
    return f"{posed.offer_name(one.offer)}并不必然入选。{points}；{price}。其他各家不变，幅度已重新求解。"


def _kept(posed: Posed, one: Threshold) -> str:
    offer = next(offer for offer in posed.problem.offers if offer.id == one.offer)
    places = posed.problem.places
    points = price = "时间不足，没有结论"
    if one.by_points in (Reach.ALWAYS, Reach.NEVER):
        points = "降到多少都入选"
    if one.points is not None:
        points = f"不低于{text(one.points, places)}（可降{text(offer.points - one.points, places)}）仍然入选"
    if one.by_price in (Reach.ALWAYS, Reach.NEVER):
        price = "涨到多少都入选"
    if one.price_fen is not None:
        more = yuan(one.price_fen - offer.price_fen)
        price = f"不高于{yuan(one.price_fen)}元（可涨{more}元）仍然入选"
    return f"{posed.offer_name(one.offer)}入选。得分{points}；报价{price}。其他各家不变，幅度已重新求解。"
