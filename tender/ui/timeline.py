"""Events in words (事件说明) for the time line."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from scoring.exact import yuan
from tender.book import Book
from tender.case import LOW_PRICE, PRICE_GATE
from tender.established import in_words
from tender.findings import Answer
from tender.policy.schema import schema
from tender.record import GROUNDS, Event, Kind
from tender.ui.registered import said


def moment(at: str) -> datetime:
    """The local time of an event."""
    return datetime.fromisoformat(at)


def what(event: Event, book: Book | None) -> str:
    """What happened, in one sentence; plain text of which nothing is trusted."""
    data = event.data
    match event.what:
        case Kind.BOOK_PUBLISHED:
            return f"{book.terms.book if book else '采购文件'}固定，校验值{data['sha256']}"
        case Kind.BID_OPENED:
            return f"{data['operator']} {data['bid'].get('name', '')}，{data['file']}，校验值{data['sha256']}"
        case Kind.BID_SET_ASIDE:
            told = "文件可以读取" if data["legible"] else "文件无法读取"
            return f"{data['file']}不予开启，{told}，校验值{data['sha256']}"
        case Kind.PRICE_CORRECTED:
            told = "已书面确认" if data["confirmed"] else "尚未书面确认"
            prices = f"{yuan(data['from_fen'])}元改为{yuan(data['to_fen'])}元"
            return f"{data['operator']} 标段{data['lot']}：{prices}，{told}"
        case Kind.FIGURE_DRAWN:
            return f"标段{data['lot']}：{data['name']}＝{data['value']}"
        case Kind.DECISION:
            gate = _gate(book, data["gate"])
            return f"{data['operator']} 标段{data['lot']}“{gate}”：{Answer(data['answer']).word}"
        case Kind.FACT_NOTED:
            known = schema().get(data["noun"])
            field = known.attributes.get(data["attribute"]) if known else None
            if known is None or field is None:
                return str(data["value"])
            return (
                f"{known.label}{data['record']}的“{field.label}”：{said(field, field.value(data['value']))}"
            )
        case Kind.FACT_ESTABLISHED:
            fact = book.fact_by_id.get(data["fact"]) if book else None
            name = fact.name if fact else data["fact"]
            return f"{data['operator']} 标段{data['lot']}“{name}”：{in_words(data['found'], fact)}"
        case Kind.MARKS_SUBMITTED:
            return f"标段{data['lot']}：{sum(len(items) for items in data['marks'].values())}项评分"
        case Kind.MARKS_LOCKED:
            return "评分已锁定，不能再改"
        case Kind.RESULT_COMPUTED:
            return f"标段{data['lot']}：{_first(data)}"
        case Kind.AWARD_DECIDED:
            return "；".join(
                f"标段{a['lot']}：{a['operator']}，{_amount(book, a['lot'], a['price_fen'])}"
                for a in data["awards"]
            )
        case Kind.NOTICE_ISSUED:
            return f"公告校验值{data['sha256']}"
        case Kind.CORRECTION:
            ground = f"，属于{GROUNDS[data['ground']]}" if data.get("ground") else ""
            signed = "，评审报告签署后" if data.get("after_signature") else ""
            told = f"，书面报告情况：{data['reported']}" if data.get("reported") else ""
            turned = _turned(book, data)
            return f"更正第{data['of']}条{turned}{ground}{signed}{told}"


def _turned(book: Book | None, data: Mapping[str, Any]) -> str:
    """What a corrected answer of the review was and is."""
    if "before" not in data:
        return ""
    new = data["data"]
    was, now = Answer(data["before"]["answer"]).word, Answer(new["answer"]).word
    return f"：{new['operator']} 标段{new['lot']}“{_gate(book, new['gate'])}”由{was}改为{now}"


def _amount(book: Book | None, lot: str, fen: int) -> str:
    found = book.lot_by_id.get(lot) if book else None
    return found.amount_text(fen) if found else f"{yuan(fen)}元/年"


def _gate(book: Book | None, gate: str) -> str:
    names = {g.id: g.name for g in book.gates} if book else {}
    own = {PRICE_GATE: "报价确认", LOW_PRICE: "异常低价审查"}
    return names.get(gate) or own.get(gate, gate)


def _first(data: dict[str, Any]) -> str:
    if not data["ranking"]:
        return "没有可以排序的响应"
    best = data["ranking"][0]
    return f"第一名{best['operator']}，{best['total']}分，共{len(data['ranking'])}家"


def word(kind: Kind, book: Book | None) -> str:
    """What happened, in the words of the book's method."""
    if book and kind is Kind.BOOK_PUBLISHED:
        return f"发布{book.terms.book}"
    if book and kind is Kind.BID_OPENED:
        return f"开启{book.terms.bid}"
    if book and kind is Kind.BID_SET_ASIDE:
        return f"不予开启{book.terms.bid}"
    return kind.word
