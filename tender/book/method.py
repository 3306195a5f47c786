"""Procurement methods (采购方式) and the words each one uses for the same things."""

from dataclasses import dataclass
from enum import Enum


class Method(Enum):
    """How operators are brought in; the words on every paper follow from it."""

    OPEN_TENDER = "open_tender"
    COMPETITIVE_CONSULTATION = "competitive_consultation"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a method calls its papers and people."""

    method: str
    book: str
    bidder: str
    bid: str
    price: str
    panel: str
    award: str
    winner: str


_TERMS = {
    Method.OPEN_TENDER: Terms(
        method="公开招标",
        book="招标文件",
        bidder="投标人",
        bid="投标文件",
        price="投标报价",
        panel="评标委员会",
        award="中标",
        winner="中标人",
    ),
    Method.COMPETITIVE_CONSULTATION: Terms(
        method="竞争性磋商",
        book="磋商文件",
        bidder="供应商",
        bid="响应文件",
        price="最后报价",
        panel="磋商小组",
        award="成交",
        winner="成交供应商",
    ),
}


def terms(method: Method) -> Terms:
    """The words of ``method``."""
    return _TERMS[method]
