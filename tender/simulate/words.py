"""What the wind tunnel answers, in sentences (风洞结论): one topic after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from scoring.exact import half_up, text, yuan
from tender.book import Book
from tender.book.gates import DeclaredGate, RuleGate
from tender.book.rules import PriceRule
from tender.simulate.field import Shape
from tender.simulate.report import Report
from tender.simulate.tally import money_limit


@dataclass(frozen=True, slots=True)
class Topic:
    """One question and the sentences that answer it."""

    question: str
    answers: tuple[str, ...]


def percent(share: Fraction) -> str:
    """A share as people read it; what is rare but happens is not called 0."""
    if 0 < share < Fraction(1, 1000):
        return "不到0.1%"
    shown = half_up(share * 100, 1)
    return f"{text(shown, 1)}%" if share and share != 1 else f"{int(shown)}%"


def one_place(value: Fraction) -> str:
    """A figure to one place, for reading only."""
    return text(half_up(value, 1), 1)


def topics(report: Report) -> tuple[Topic, ...]:
    """All questions with their answers, for a page and a terminal alike."""
    return (
        Topic("价格起作用吗？", tuple(_price(report))),
        Topic("哪些评审因素拉不开差距？", tuple(_items(report))),
        Topic("舍入、某一名评委、去掉最高最低多久决定一次结果？", tuple(_chance(report))),
        Topic("每道条件之后还剩多少投标人？", tuple(_gates(report))),
        Topic("有没有一类投标人总能中选？", tuple(_shapes(report))),
        Topic("资金能用到多少？", tuple(_money(report))),
    )


def opening(report: Report) -> str:
    """What was simulated, in one sentence."""
    fields = int(report.tally["fields",])
    return (
        f"模拟{report.draws}次开启，{len(report.book.lots)}个标段，共完成{fields}场评审（随机数种子{report.seed}）；"
        "投标人由程序按本文件载明的数值虚构，结论只用于发布前核对文件。"
    )


def column_lots(book: Book, column: str) -> str:
    """The lots of a weight column, as a sentence names them; nothing where all lots have the same."""
    lots = "、".join(lot.id for lot in book.lots_of(column))
    return f"标段{lots}的" if len(book.columns()) > 1 else ""


def _price(report: Report) -> Iterator[str]:
    book, tally = report.book, report.tally
    found = False
    for column in book.columns():
        for c in book.criteria_of(book.lots_of(column)[0]):
            if isinstance(c.rule, PriceRule):
                found = True
                key = ("item", column, c.id)
                if not tally[*key, "fields"]:
                    yield f"{column_lots(book, column)}“{c.name}”没有完成一场评审，无法判定。"
                    continue
                spread = one_place(tally.share((*key, "spread"), (*key, "fields")))
                full = _points(c.weights[column])
                said = f"{column_lots(book, column)}“{c.name}”满分{full}分，各家平均拉开{spread}分"
                if tally[*key, "asked"]:
                    decides = tally.share((*key, "decides"), (*key, "asked"))
                    said += f"；去掉它，{percent(decides)}的评审会换第一名"
                yield f"{said}。"
    if not found:
        yield "本文件没有价格评审因素。"


def _items(report: Report) -> Iterator[str]:
    book, tally = report.book, report.tally
    quiet = []
    for column in book.columns():
        told = []
        for c in book.criteria_of(book.lots_of(column)[0]):
            key = ("item", column, c.id)
            apart = tally.share((*key, "apart"), (*key, "fields"))
            if tally[*key, "fields"] and apart < Fraction(1, 2):
                full = tally.share((*key, "full"), (*key, "bids"))
                told.append(f"“{c.name}”（{percent(apart)}的评审拉开差距，{percent(full)}的投标得满分）")
        if told:
            yield f"{column_lots(book, column)}{'、'.join(told)}很少区分投标人。"
        elif any(tally["lot", lot.id, "judged"] for lot in book.lots_of(column)):
            quiet += [lot.id for lot in book.lots_of(column)]
    if quiet:
        yield f"标段{'、'.join(quiet)}的各项评审因素在多数评审中都能拉开差距。"


def _chance(report: Report) -> Iterator[str]:
    book, tally = report.book, report.tally
    if not tally["fields",]:
        yield "没有完成一场评审，无法判定。"
        return
    yield (
        f"舍入到{book.rounding.places}位小数决定第一名的占{percent(tally.share(('rounding',), ('fields',)))}；"
        f"第一名并列、只能抽签的占{percent(tally.share(('tie',), ('fields',)))}。"
    )
    judged = _over_columns(report, "judge")
    if judged is not None:
        yield f"少一名评委就会换第一名的占{percent(judged)}（评委{len(book.judges)}名，逐一去掉）。"
    else:
        yield "没有评委评分的因素，或只有一名评委，不涉及某一名评委的影响。"
    dropped = _over_columns(report, "extremes")
    if dropped is None:
        yield "本文件不去掉最高最低的评分或报价。"
    else:
        yield f"去掉最高最低决定第一名的占{percent(dropped)}。"
    gamed = _over_columns(report, "gamed")
    if gamed is not None:
        yield f"一家不可能中选的投标人报极端价格，能改变其他各家第一名的占{percent(gamed)}。"
    if report.every > 1:
        yield f"以上除舍入和并列外，每{report.every}次开启细查一次。"


def _over_columns(report: Report, name: str) -> Fraction | None:
    """How often, over all weight columns; None where it was never asked."""
    tally = report.tally
    asked = sum((tally[name, column, "asked"] for column in report.book.columns()), Fraction(0))
    decides = sum((tally[name, column, "decides"] for column in report.book.columns()), Fraction(0))
    return decides / asked if asked else None


def _gates(report: Report) -> Iterator[str]:
    book, tally = report.book, report.tally
    bids, before = tally["bids",], tally["bids",]
    if not bids:
        yield "没有模拟投标人，无法判定。"
        return
    told = []
    for gate in book.gates:
        left = tally["left", gate.id]
        if left < before:
            told.append(f"“{gate.name}”后剩{percent(left / bids)}")
        before = left
    yield f"共{int(bids)}份模拟投标：{'，'.join(told) or '全部通过各项条件'}。"
    guessed = [g.name for g in book.gates if isinstance(g, DeclaredGate)]
    if guessed:
        yield f"{'、'.join(f'“{name}”' for name in guessed)}由投标人声明，按绝大多数能够声明模拟。"
    unknown = [g.name for g in book.gates if isinstance(g, RuleGate)]
    if unknown:
        yield f"{'、'.join(f'“{name}”' for name in unknown)}须核实具体情况，模拟中视为通过。"
    ended = [
        f"{lot.id}（{percent(share)}）"
        for lot in book.lots
        if (share := tally.share(("lot", lot.id, "few"), ("lot", lot.id, "fields")))
    ]
    if ended:
        yield f"有效投标人不足而终止的标段及次数占比：{'、'.join(ended)}。"


def _shapes(report: Report) -> Iterator[str]:
    tally = report.tally
    told = [
        f"{shape.word}{percent(tally.share(('won', shape.value), ('ran', shape.value)))}"
        for shape in Shape
        if tally["ran", shape.value]
    ]
    yield f"各类投标人所投标段中排第一的占比：{'，'.join(told)}。" if told else "没有完成一场评审，无法判定。"


def _money(report: Report) -> Iterator[str]:
    book, tally = report.book, report.tally
    fields = tally["award", "fields"]
    if not fields:
        yield "没有执行定标，无法判定。"
        return
    stands = tally["award", "stands"]
    yield (
        f"对前{int(fields)}次开启执行定标规则，{percent(stands / fields)}有可以成立的结果，"
        f"{percent(tally.share(('award', 'lots'), ('award', 'all')))}的标段确定了{book.terms.winner}，"
        f"其中{percent(tally.share(('award', 'passed'), ('award', 'lots')))}不是排序第一者。"
    )
    limit = money_limit(book)
    if limit and stands:
        mean = tally["award", "fen"] / stands
        yield (
            f"{book.terms.award}金额平均{yuan(int(half_up(mean, 0)))}元/年，"
            f"为可用资金{yuan(limit)}元的{percent(mean / limit)}；"
            f"各标段最高限价合计{yuan(book.ceilings_fen)}元。"
        )
    elif not book.paid_lots:
        yield "本项目不支付财政资金。"


def _points(value: Fraction) -> str:
    return text(half_up(value, 2), 2).rstrip("0").rstrip(".")
