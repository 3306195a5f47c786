"""One small tender, told event by event: two operators, two judges, one lot."""

import hashlib

import pytest

from tender.record import Draft, Kind, Record, draft

BOOK = '[project]\nname = "青禾里社区养老服务中心"\n'


@pytest.fixture(scope="session")
def tale() -> tuple[Draft, ...]:
    """From publication to the notice; lot L1 goes to 青松, whose price was corrected."""
    book = {"sha256": hashlib.sha256(BOOK.encode()).hexdigest(), "book": BOOK}
    events = [
        (Kind.BOOK_PUBLISHED, "代理机构 林舒", book),
        (Kind.BID_OPENED, "代理机构 林舒", opened("青松", "a")),
        (Kind.BID_OPENED, "代理机构 林舒", opened("晚晴", "b")),
        (Kind.DECISION, "采购人 周明", decided("青松", "pass")),
        (Kind.DECISION, "采购人 周明", decided("晚晴", "pass")),
        (Kind.PRICE_CORRECTED, "评标委员会", corrected("青松", 82000000, 82000050)),
        (Kind.MARKS_SUBMITTED, "评委 何静", marked("何静", "88", "80.5")),
        (Kind.MARKS_SUBMITTED, "评委 方远", marked("方远", "90", "85")),
        (Kind.MARKS_LOCKED, "评委 何静", {"judge": "何静"}),
        (Kind.MARKS_LOCKED, "评委 方远", {"judge": "方远"}),
        (Kind.RESULT_COMPUTED, "评标委员会", ranked("青松", "晚晴")),
        (Kind.AWARD_DECIDED, "采购人 周明", awarded("青松")),
        (Kind.NOTICE_ISSUED, "代理机构 林舒", {"kind": "中标结果公告", "sha256": "c" * 64}),
    ]
    return tuple(
        draft(what, data, at=f"2026-11-{n:02d}T09:30:00", who=who)
        for n, (what, who, data) in enumerate(events, 1)
    )


@pytest.fixture(scope="session")
def told(tale: tuple[Draft, ...]) -> Record:
    """The tale as a record."""
    return Record().extend(tale)


def opened(operator: str, letter: str) -> dict[str, object]:
    bid = {"lots": {"L1": {"price_fen": 82000000}}}
    return {"operator": operator, "file": f"bids/{operator}.xlsx", "sha256": letter * 64, "bid": bid}


def decided(operator: str, answer: str) -> dict[str, object]:
    return {"operator": operator, "lot": "L1", "gate": "独立承担民事责任", "answer": answer}


def corrected(operator: str, before: int, after: int) -> dict[str, object]:
    return {"operator": operator, "lot": "L1", "from_fen": before, "to_fen": after, "confirmed": True}


def marked(judge: str, first: str, second: str) -> dict[str, object]:
    marks = {"青松": {"服务方案": first}, "晚晴": {"服务方案": second}}
    return {"judge": judge, "lot": "L1", "marks": marks}


def ranked(*operators: str) -> dict[str, object]:
    return {"lot": "L1", "ranking": [{"operator": operator} for operator in operators]}


def awarded(operator: str) -> dict[str, object]:
    award = {"lot": "L1", "operator": operator, "price_fen": 82000050, "points": "89.00"}
    return {"awards": [award], "plan": None, "rule": "per_lot"}
