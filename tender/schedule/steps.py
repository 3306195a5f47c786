"""The steps of a procurement (法定步骤): what is counted from what, by which provisions.

No figure stands here: a step names its provisions, and the first one holds number and unit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from tender.book import Book, Method
from tender.schedule.entry import Bound


class Way(Enum):
    """How a step lies to the event it is counted from."""

    AFTER = "after"
    BEFORE = "before"
    SAME_DAY = "same_day"


@dataclass(frozen=True, slots=True)
class Step:
    """One step; ``field`` is the date of the book to compare.

    ``only_refutes``: the book's date can show a breach but never that the step is in order.
    ``optional``: left out where no pack holds the provision.
    """

    id: str
    name: str
    event: str
    rules: tuple[str, ...]
    bound: Bound = Bound.NOT_AFTER
    way: Way = Way.AFTER
    field: str = ""
    only_refutes: bool = False
    optional: bool = False


FIELDS = {
    "publish": "发布日期",
    "questions_until": "提出询问截止日期",
    "bid_deadline": "提交截止时间",
    "evaluation": "评审时间",
    "result": "结果公告日期",
}
"""The dates of the book that begin or answer a step, as an official calls them."""

EVENTS = {
    "publish": "公告发布之日",
    "questions_until": "提出询问截止之日",
    "bid_deadline": "提交截止之日",
    "evaluation": "评审结束之日",
    "result": "公告结果并发出通知书之日",
    "service_until": "服务交付完毕之日",
}
"""The same days as the beginning of a period."""


def steps(book: Book) -> Iterator[Step]:
    """Every step of ``book``'s method; a step comes after the one it is counted from."""
    t = book.terms
    yield from _to_deadline(book)
    yield from _to_result(book)
    o = book.method is Method.OPEN_TENDER
    yield Step(
        "contract",
        "签订合同",
        "result",
        ("O87-71" if o else "N214-30", "LAW-46"),
    )
    yield Step("contract_notice", "公告合同", "contract", ("REG-50",))
    yield Step("contract_filing", "合同副本备案", "contract", ("LAW-47",))
    yield Step(
        "bond_losers",
        f"退还未{t.award}{t.bidder}保证金（收取保证金的）",
        "result",
        ("O87-38-losers" if o else "N214-31-losers", "REG-33-losers"),
    )
    yield Step(
        "bond_winner",
        f"退还{t.winner}保证金（收取保证金的）",
        "contract",
        ("O87-38-winner" if o else "N214-31-winner", "REG-33-winner"),
    )
    yield Step(
        "payment", f"支付服务款项（{t.winner}为中小企业的）", "service_until", ("PAY-9",), optional=True
    )
    yield from _remedies(book)


def _to_deadline(book: Book) -> Iterator[Step]:
    t, o = book.terms, book.method is Method.OPEN_TENDER
    yield Step(
        "notice_period",
        f"{t.method}公告期限届满",
        "publish",
        ("O87-16", "F50-tender") if o else ("F50-consultation",),
        Bound.ON,
    )
    yield Step(
        "supply",
        f"{t.book}提供期限届满",
        "publish",
        ("O87-18", "REG-31-supply") if o else ("N214-10-supply",),
        Bound.NOT_BEFORE,
        field="bid_deadline",
        only_refutes=True,
    )
    yield Step("inquiry_answer", "答复截止当日提出的询问", "questions_until", ("REG-52",))
    yield Step(
        "clarification",
        f"发出影响{t.bid}编制的澄清或者修改",
        "bid_deadline",
        ("O87-27", "REG-31") if o else ("N214-10-clarify",),
        way=Way.BEFORE,
        field="questions_until",
        only_refutes=True,
    )
    yield Step(
        "bid_deadline",
        f"{t.bid}提交截止",
        "publish",
        ("LAW-35",) if o else ("N214-10",),
        Bound.NOT_BEFORE,
        field="bid_deadline",
    )
    yield Step(
        "opening",
        "开标" if o else f"开启{t.bid}",
        "bid_deadline",
        ("O87-39",) if o else ("N214-13",),
        Bound.ON,
        Way.SAME_DAY,
        "bid_deadline",
    )


def _to_result(book: Book) -> Iterator[Step]:
    t, o = book.terms, book.method is Method.OPEN_TENDER
    yield Step(
        "evaluation",
        "评审",
        "opening",
        ("O87-44-after",) if o else ("N214-13",),
        Bound.NOT_BEFORE,
        Way.SAME_DAY,
        "evaluation",
    )
    decide = ("O87-68" if o else "N214-28", "REG-43-decide")
    if book.agency is not None:
        report = ("O87-68-report" if o else "N214-28-report", "REG-43-report")
        yield Step("report", "代理机构送交评审报告", "evaluation", report)
        yield Step("decision", f"采购人确定{t.winner}", "report", decide)
    else:  # who evaluates itself has the report when the evaluation ends
        own = ("O87-68-own",) if o else decide
        yield Step("decision", f"采购人确定{t.winner}", "evaluation", own)
    yield Step(
        "announcement",
        f"公告{t.award}结果、发出{t.award}通知书",
        "decision",
        ("O87-69" if o else "N214-29", "REG-43-announce"),
        field="result",
    )
    yield Step(
        "result_period",
        f"{t.award}结果公告期限届满",
        "result",
        ("O87-69-period", "F50-period") if o else ("F50-period",),
        Bound.ON,
    )


def _remedies(book: Book) -> Iterator[Step]:
    t = book.terms
    yield Step("challenge_book", f"对{t.book}提出质疑", "notice_period", ("LAW-52", "O94-10-period"))
    yield Step("challenge_result", f"对{t.award}结果提出质疑", "result_period", ("LAW-52", "O94-10-period"))
    yield Step("challenge_answer", "答复对结果的质疑", "challenge_result", ("LAW-53", "O94-13"))
    yield Step("complaint", "提起投诉", "challenge_answer", ("LAW-55", "O94-17"))
    yield Step("complaint_decision", "作出投诉处理决定", "complaint", ("LAW-56", "O94-26"))
