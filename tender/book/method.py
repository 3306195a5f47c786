"""Methods (采购方式、遴选方式) and the words each one uses for the same things."""

from dataclasses import dataclass
from enum import Enum


class Method(Enum):
    """How operators are brought in; the words on every paper follow from it."""

    OPEN_TENDER = "open_tender"
    COMPETITIVE_CONSULTATION = "competitive_consultation"
    OPEN_SELECTION = "open_selection"

    @property
    def procurement(self) -> bool:
        """Whether procurement law binds it; an open selection rests on its declared rules alone."""
        return self is not Method.OPEN_SELECTION


@dataclass(frozen=True, slots=True)
class Terms:
    """What a method calls its papers and people.

    ``buyer`` is the body that brings operators in, ``activity`` what it does, and ``offer``
    the short word for a bid: 响应无效.
    """

    method: str
    buyer: str
    activity: str
    book: str
    bidder: str
    bid: str
    offer: str
    price: str
    panel: str
    award: str
    winner: str


_TERMS = {
    Method.OPEN_TENDER: Terms(
        method="公开招标",
        buyer="采购人",
        activity="采购",
        book="招标文件",
        bidder="投标人",
        bid="投标文件",
        offer="响应",
        price="投标报价",
        panel="评标委员会",
        award="中标",
        winner="中标人",
    ),
    Method.COMPETITIVE_CONSULTATION: Terms(
        method="竞争性磋商",
        buyer="采购人",
        activity="采购",
        book="磋商文件",
        bidder="供应商",
        bid="响应文件",
        offer="响应",
        price="最后报价",
        panel="磋商小组",
        award="成交",
        winner="成交供应商",
    ),
    Method.OPEN_SELECTION: Terms(
        method="公开遴选",
        buyer="遴选人",
        activity="遴选",
        book="遴选文件",
        bidder="申请人",
        bid="申请文件",
        offer="申请",
        price="报价",
        panel="评审小组",
        award="选定",
        winner="选定运营主体",
    ),
}


def terms(method: Method) -> Terms:
    """The words of ``method``."""
    return _TERMS[method]
