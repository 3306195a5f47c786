"""Gaps of a notice (公告缺项): fields that the form wants filled and the record leaves empty."""

from collections.abc import Iterator

from tender.allocate import Allocation
from tender.case import Case
from tender.findings import Finding, warning

RULE = "F50-result"


def notice_gaps(case: Case, allocation: Allocation) -> tuple[Finding, ...]:
    """A warning for every field of the result notice that would be issued empty."""
    rule = RULE if case.book.method.procurement else ""
    return tuple(
        warning("notice.empty", where, "未填写", "公告中该项不得空缺", mend, rule)
        for where, said, mend in _fields(case, allocation)
        if not said.strip()
    )


def _fields(case: Case, allocation: Allocation) -> Iterator[tuple[str, str, str]]:
    """Place in the notice, what it says, and where it comes from."""
    book, t = case.book, case.book.terms
    own = f"在{t.book}中补充；已经发布的，以更正公告补充"
    form = f"请{t.winner}书面补充后在公告中写明"
    for award in allocation.lots:
        lot = book.lot_by_id[award.lot]
        if award.operator is None:
            yield f"标段{lot.id} › 未确定的原因", award.why_empty, "写明原因"
            continue
        bid = case.bids[award.operator]
        yield f"标段{lot.id} › {t.winner}名称", bid.name, form
        yield f"标段{lot.id} › {t.winner}地址", bid.address, form
        yield f"标段{lot.id} › 服务范围", lot.scope, own
        yield f"标段{lot.id} › 服务要求", lot.requirement, own
        yield f"标段{lot.id} › 服务标准", lot.standard, own
    yield "代理服务收费标准及金额", book.notice.agency_fee, own
    for name, said in (
        (f"{t.buyer}地址", book.purchaser.address),
        (f"{t.buyer}联系方式", book.purchaser.phone),
        ("项目联系人", book.contact.person),
        ("项目联系电话", book.contact.phone),
    ):
        yield f"联系方式 › {name}", said, own
