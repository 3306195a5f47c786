"""Among all forms (响应表之间): one operator twice, and confirmations that no form calls for."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from scoring.exact import yuan
from tender.book import Book
from tender.decisions import Decisions
from tender.documents.workbook.cells import squeezed
from tender.findings import Finding, error
from tender.open.form import Opened


def twins(opened: Sequence[Opened], book: Book) -> Iterator[Finding]:
    """Two forms of one operator: for one lot only one bid may stand (财政部令第87号第三十七条之理)."""
    for i, one in enumerate(opened):
        for other in opened[:i]:
            if one.bid.operator == other.bid.operator:
                what = f"与{other.label}的编号都是{one.bid.operator}"
                yield error(
                    "bid.number_twice", one.label, what, "每份响应表的文件名（编号）不同", "改正文件名"
                )
            same = one.bid.credit_code == other.bid.credit_code or _alike(one.bid.name, other.bid.name)
            shared = sorted(set(one.bid.lots) & set(other.bid.lots))
            if same:
                what = f"与{other.label}是同一家单位（{one.bid.name}）"
                what += f"，两次投标标段{'、'.join(shared)}" if shared else "，提交了两份响应表"
                yield error(
                    "bid.operator_twice",
                    one.label,
                    what,
                    "每家供应商只提交一份响应表，每个标段只有一个报价",
                    "查明有效的一份，另一份写明理由和依据后不予开启（decisions.toml 的 set_aside）",
                    "REG-18" if book.method.procurement else "",
                )


def _alike(name: str, other: str) -> bool:
    return squeezed(name).casefold() == squeezed(other).casefold()


def unused(opened: Sequence[Opened], decided: Decisions, unread: Collection[str]) -> Iterator[Finding]:
    """Confirmations of corrections that no form calls for, or two of one; a form not read may still."""
    told = Counter((c.operator, c.lot) for c in decided.price_confirmed)
    for operator, lot in (key for key, n in told.items() if n > 1):
        where = f"decisions.toml › price_confirmed › {operator} › {lot}"
        yield error(
            "decisions.twice", where, "同一报价写了不止一次确认", "每个报价只有一次确认", "删除多余的"
        )
    asked = {(o.bid.operator, lot): fen for o in opened for lot, fen in o.corrected.items()}
    for c in decided.price_confirmed:
        if c.operator not in unread and asked.get((c.operator, c.lot)) != c.price_fen:
            yield error(
                "decisions.price",
                f"decisions.toml › price_confirmed › {c.operator} › {c.lot}",
                f"确认的报价{yuan(c.price_fen)}元没有对应的大写金额",
                "确认的报价应与响应表大写金额一致",
                "核对编号、标段和金额",
            )
