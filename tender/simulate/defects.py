"""Defects (风洞发现的问题): what the simulated fields show to be wrong with the book, each with a mend.

The limits below stand far from what sound books show in the wind tunnel (``docs/simulate.md``
gives both); every finding is a warning, because bidders are synthetic and people decide.
"""

from collections.abc import Iterator
from fractions import Fraction

from scoring.exact import plain, yuan
from tender.book import Book, Criterion
from tender.book.gates import MinimumGate
from tender.book.rules import PriceRule
from tender.findings import Finding, warning
from tender.simulate.field import Shape
from tender.simulate.report import Report
from tender.simulate.tally import money_limit
from tender.simulate.words import one_place, percent

NEVER = Fraction(1, 100)
"""An item that changes fewer first places decides nothing."""
SAME = Fraction(1, 10)
"""An item that tells bidders apart in fewer fields tells nobody apart."""
ALL = Fraction(9, 10)
"""An item that so many bids earn in full, or not at all, is no competition."""
NOBODY, FEW = Fraction(1, 20), Fraction(1, 2)
"""A gate or minimum that fewer bids pass is met by nobody; that fewer than half pass, by few."""
JUDGE, OF_PANEL = Fraction(2, 5), Fraction(5, 4)
"""More fields than JUDGE turning on one judge are too many; of a larger panel OF_PANEL shared among its judges."""
ROUNDING = Fraction(3, 200)
"""More fields than these decided by rounding are too many."""
TIES = Fraction(1, 20)
"""More fields than these ending in an open tie are too many."""
EXTREMES = Fraction(1, 4)
"""More fields than these decided by dropping extremes are too many."""
GAMED = Fraction(1, 20)
"""More fields than these turned by one extreme price are too many."""
ONE_SHAPE = Fraction(9, 10)
"""A shape that wins so many of the lots it bids for wins everything."""
EMPTY = Fraction(1, 5)
"""More openings than these leaving a lot empty, or without an award, are too many."""
ENOUGH, MANY = 20, 100
"""Fewer fields than these say nothing; of something rare, fewer than MANY."""


def defects(report: Report) -> tuple[Finding, ...]:
    """Every defect that the fields show, in the order of the book's chapters."""
    return (
        *_gates(report),
        *_items(report),
        *_panel(report),
        *_shapes(report),
        *_money(report),
    )


def _gates(report: Report) -> Iterator[Finding]:
    """Gates and minimums that nobody, or hardly anybody, passes; lots that end for want of bidders."""
    book, tally = report.book, report.tally
    told: set[str] = set()
    for lot in book.lots:
        bids = tally["lot", lot.id, "bids"]
        for fact, minimum in lot.minimums.items():
            met = tally["minimum", lot.id, fact] / bids
            if met < FEW:
                name, cap = book.fact_by_id[fact].name, book.fact_by_id[fact].at_most
                limit = f"，本事项合理上限为{plain(cap)}" if cap is not None else ""
                told |= {g.id for g in book.gates if isinstance(g, MinimumGate)}
                yield warning(
                    "simulate.minimum",
                    f"project.toml › lots › {lot.id} › minimums › {fact}",
                    f"“{name}”最低要求{minimum}，模拟投标人中{percent(met)}达到{limit}",
                    "多数有能力的投标人能够达到的要求",
                    "按市场调查结果调低该项最低要求，或核对该事项的合理上限",
                )
        for gate in book.gates:
            rate = tally["gate", lot.id, gate.id] / bids
            if rate < FEW and gate.id not in told and f"{gate.id} {lot.id}" not in told:
                who = "没有一家" if rate <= NOBODY else f"只有{percent(rate)}"
                told.add(gate.id if rate <= NOBODY else f"{gate.id} {lot.id}")
                yield warning(
                    "simulate.gate",
                    f"project.toml › gates › {gate.id}",
                    f"标段{lot.id}的模拟投标人{who}能通过“{gate.name}”",
                    "资格和符合性条件不应使多数有能力的投标人出局",
                    _gate_mend(gate.kind),
                )
        ended = tally.share(("lot", lot.id, "few"), ("lot", lot.id, "fields"))
        if ended > EMPTY and not told:
            yield warning(
                "simulate.too_few",
                f"project.toml › lots › {lot.id}",
                f"{percent(ended)}的模拟评审中，本标段因有效投标人不足而终止",
                "多数情况下有足够的有效投标人",
                "逐项核对各资格和符合性条件的通过率，放宽层层累加的条件",
            )


def _gate_mend(kind: str) -> str:
    return {
        "price_ceiling": "按预算和成本测算调高最高限价，或核减服务内容",
        "figure": "按市场调查结果放宽该条件的数值范围",
        "minimums": "调低各标段的最低要求",
        "fixed_price": "核对最高限价与固定价格是否一致",
    }.get(kind, "放宽该条件，或删除与履约无关的要求")


def _items(report: Report) -> Iterator[Finding]:
    """Items that decide nothing: price, and everything that all earn alike; bases that one price turns."""
    book, tally = report.book, report.tally
    for column in book.columns():
        for c in book.criteria_of(book.lots_of(column)[0]):
            key = ("item", column, c.id)
            if tally[*key, "fields"] < ENOUGH:
                continue
            alike = tally.share((*key, "apart"), (*key, "fields")) < SAME
            if alike or max(tally.share((*key, end), (*key, "bids")) for end in ("full", "zero")) >= ALL:
                yield _alike(report, column, c)
            elif isinstance(c.rule, PriceRule) and tally[*key, "asked"] >= MANY:
                decides = tally.share((*key, "decides"), (*key, "asked"))
                if decides < NEVER:
                    weight = plain(c.weights[column])
                    spread = one_place(tally.share((*key, "spread"), (*key, "fields")))
                    yield warning(
                        "simulate.price_never",
                        f"project.toml › criteria › {c.id} › weights › {column}",
                        f"“{c.name}”{weight}分，各家平均只拉开{spread}分，{percent(decides)}的模拟评审因它改变第一名",
                        "报价在相当一部分情况下影响结果",
                        "提高本项分值，或改用拉开差距更大的价格规则，同时核减主观分值",
                    )
        yield from _gamed(report, column)


def _alike(report: Report, column: str, c: Criterion) -> Finding:
    """An item that all earn alike: what they earn, and what would tell them apart."""
    tally, key = report.tally, ("item", column, c.id)
    full = tally.share((*key, "full"), (*key, "bids"))
    zero = tally.share((*key, "zero"), (*key, "bids"))
    said, mend = "各家得分相同", "改用能反映差异的计分规则，或删除本项、把分值并入其他因素"
    if full >= ALL:
        said = f"{percent(full)}的有效投标得满分"
        mend = "提高得满分所需的数值（每项分值、得分上限或分档），或把本项改为符合性条件、分值并入其他因素"
        if isinstance(c.rule, PriceRule):
            mend = "缩小不扣分的幅度，或改用低价优先法"
    elif zero >= ALL:
        said = f"{percent(zero)}的有效投标得0分"
        mend = "降低得分所需的数值，使有能力的投标人能够得分"
    return warning(
        "simulate.item_alike",
        f"project.toml › criteria › {c.id} › rule",
        f"“{c.name}”{plain(c.weights[column])}分：{said}，"
        f"只有{percent(tally.share((*key, 'apart'), (*key, 'fields')))}的模拟评审拉开差距",
        "评审因素能够区分投标人",
        mend,
    )


def _gamed(report: Report, column: str) -> Iterator[Finding]:
    book, tally = report.book, report.tally
    turned = tally.share(("gamed", column, "decides"), ("gamed", column, "asked"))
    if tally["gamed", column, "asked"] >= ENOUGH and turned > GAMED:
        rules = [c for c in book.criteria_of(book.lots_of(column)[0]) if isinstance(c.rule, PriceRule)]
        yield warning(
            "simulate.price_gamed",
            f"project.toml › criteria › {rules[0].id} › rule",
            f"{percent(turned)}的模拟评审中，一家不可能中选的投标人报出极端价格就能改变其他投标人的第一名",
            "评审基准价不受个别极端报价左右",
            "改用低价优先法；确需平均价基准的，用中位数，或去掉最高最低，或剔除偏离过大的报价",
        )


def _panel(report: Report) -> Iterator[Finding]:
    """First places that hang on rounding, on one judge, on who is dropped, or that nothing settles."""
    book, tally = report.book, report.tally
    if tally["fields",] < MANY:
        return
    rounding = tally.share(("rounding",), ("fields",))
    if rounding > ROUNDING:
        yield warning(
            "simulate.rounding",
            "project.toml › rounding › places",
            f"保留{book.rounding.places}位小数，{percent(rounding)}的模拟评审由舍入决定第一名",
            "舍入几乎不影响结果",
            "改为保留2位或以上小数，并只在汇总时舍入一次",
        )
    ties = tally.share(("tie",), ("fields",))
    if ties > TIES:
        yield warning(
            "simulate.ties",
            "project.toml › ties",
            f"{percent(ties)}的模拟评审第一名并列，只能抽签",
            "多数情况下能够分出名次",
            "把评分标准的分值写细，在同分处理中增加比较项",
        )
    for column in book.columns():
        for name, limit in (("judge", _of_one(book)), ("extremes", EXTREMES)):
            asked = tally[name, column, "asked"]
            share = tally.share((name, column, "decides"), (name, column, "asked"))
            if asked >= ENOUGH and share > limit:
                yield _one_judge(book, column, share) if name == "judge" else _dropped(share)


def _one_judge(book: Book, column: str, share: Fraction) -> Finding:
    """Too much hangs on one judge: the judged item of most weight is where to begin."""
    judged = [c for c in book.criteria_of(book.lots_of(column)[0]) if c.rule.judged]
    heaviest = max(judged, key=lambda c: c.weights[column])
    return warning(
        "simulate.one_judge",
        f"project.toml › criteria › {heaviest.id} › rule",
        f"{percent(share)}的模拟评审中，少一名评委第一名就会改变；主观分值最大的是“{heaviest.name}”",
        f"不超过{percent(_of_one(book))}的评审取决于某一名评委",
        "收窄各档的分值范围、增加档次，把笼统的档次改为可核对的要点；或降低主观分值、增加评委人数",
    )


def _of_one(book: Book) -> Fraction:
    """The share of fields that may turn on one judge: the more judges, the fewer."""
    return min(JUDGE, OF_PANEL / len(book.judges))


def _dropped(share: Fraction) -> Finding:
    return warning(
        "simulate.extremes",
        "project.toml › criteria › rule",
        f"{percent(share)}的模拟评审由去掉最高最低决定第一名",
        "去掉极端值只修正个别情况",
        "收窄评分分档，或改为全体评分的算术平均值",
    )


def _shapes(report: Report) -> Iterator[Finding]:
    """One shape of operator that wins whatever the others do."""
    tally = report.tally
    for shape in Shape:
        won = tally.share(("won", shape.value), ("ran", shape.value))
        if tally["ran", shape.value] >= ENOUGH and won >= ONE_SHAPE:
            yield warning(
                "simulate.one_shape",
                "project.toml › criteria › weights",
                f"“{shape.word}”的投标人参加即中选的占{percent(won)}，其他类型几乎没有机会",
                "各类投标人都有机会",
                {
                    Shape.CHEAPEST: "降低价格分值，增加与服务质量相关的分值",
                    Shape.BIGGEST: "降低按规模、数量计分的分值，设置得分上限",
                    Shape.PLANNER: "降低主观分值，增加可核对的客观因素和价格分值",
                }.get(shape, "重新分配各评审因素的分值"),
            )


def _money(report: Report) -> Iterator[Finding]:
    """Awards that leave lots empty or that the money does not allow."""
    book, tally = report.book, report.tally
    fields = tally["award", "fields"]
    if not fields:
        return
    limit = money_limit(book)
    none, empty = 1 - tally["award", "stands"] / fields, tally["award", "empty"] / fields
    if max(none, empty) <= EMPTY:
        return
    said = (
        f"{percent(none)}的模拟定标没有可以成立的结果"
        if none > EMPTY
        else f"{percent(empty)}的模拟定标有标段落空"
    )
    money = bool(limit) and book.ceilings_fen > limit
    yield warning(
        "simulate.budget" if money else "simulate.award",
        "project.toml › funding › budget_yuan" if money else "project.toml › award",
        said + (f"；各标段最高限价合计{yuan(book.ceilings_fen)}元，可用资金{yuan(limit)}元" if money else ""),
        "多数情况下全部标段都能确定结果",
        "下调各标段最高限价，或增加资金；或改用考虑总额的组合定标规则"
        if money
        else "放宽定标规则中的数量限制，或减少标段之间的相互限制",
    )
