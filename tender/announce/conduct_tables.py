"""How the panel's result was corrected, and how firm it is (评分更正、结果稳健性), as the report prints them."""

from collections.abc import Iterator

from tender.case import Case
from tender.correct import BidChange, Change, bid_changes, changes
from tender.documents.blocks import Align, Block, Cell, Column, Paragraph, Table, cells
from tender.firmness import firmness, sentences


def correction_table(case: Case) -> Iterator[Block]:
    """Every answer, price and mark corrected after the ranking: before, after, ground, who, when and why."""
    bids = [
        cells(f"标段{one.lot}，{one.bidder}，{one.what}", f"{one.before}改为{one.after}", *_why(one))
        for one in bid_changes(case)
    ]
    if bids:
        yield _table("标段和事项", bids, "审查结论和报价更正")
    marks = [
        cells(
            f"标段{one.lot}，{one.bidder}，{one.item}（{one.judge}）",
            f"{one.before}改为{one.after}",
            *_why(one),
        )
        for one in changes(case)
    ]
    if marks:
        yield _table("标段和评分", marks, "评分更正")


def _table(first: str, rows: list[tuple[Cell, ...]], caption: str) -> Table:
    columns = (Column(126), Column(76, Align.CENTER), Column(120), Column(120))
    head = cells(first, "更正", "法定情形和理由", "更正人和时间")
    return Table(columns, (head, *rows), caption=caption)


def _why(one: Change | BidChange) -> tuple[str, str]:
    """The ground with its reason, and who corrected when, before or after the report was signed."""
    told = one.told
    signed = "评审报告签署后更正" if told.after_signature else "评审报告签署前当场更正"
    reported = f"；{told.reported}" if told.reported else ""
    return f"{one.ground}：{told.why}", f"{told.who}，{told.at.replace('T', ' ')[:16]}，{signed}{reported}"


def firmness_tables(case: Case) -> Iterator[Block]:
    """How firm the first place of each lot is; advice beside the result, on which nothing rests."""
    yield Paragraph(
        "下表说明各标段第一名在权重、成员、价格和小数位数变动时是否不变，仅供参考，不影响评审结果。"
    )
    rows: list[tuple[Cell, ...]] = [cells("标段", "变动", "结果")]
    for lot in case.live_lots:
        said = sentences(case, firmness(case, lot))
        for i, (about, says) in enumerate(said):
            head = (Cell(lot.id, rowspan=len(said)),) if i == 0 else ()
            rows.append((*head, Cell(about), Cell(says)))
    yield Table((Column(44, Align.CENTER), Column(68), Column(330)), tuple(rows), caption="结果稳健性")
