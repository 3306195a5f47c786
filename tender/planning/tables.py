"""The results as tables (推演表): one description for the screen and for the workbook."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

from scoring.allocation.aims import Measures
from scoring.allocation.conflict import Change, Force, Repair
from scoring.allocation.margins import Reach, Threshold
from scoring.allocation.plan import Totals
from scoring.allocation.rule_prices import Bought
from scoring.allocation.rules import Kind, Rule
from scoring.allocation.scenarios import Played
from scoring.exact import text, yuan
from tender.allocate import STATUS_WORDS
from tender.planning.posed import Posed
from tender.planning.results import Results
from tender.planning.sure import sure_words
from tender.policy import policies

FIGURE = re.compile(r"[\d,.]+(元|分|个|家|个标段)?")
"""A cell that stands at the right, as figures do."""
_LISTED = 8  # lots named in one cell
FORCE_WORDS = {Force.CHOSEN: "可定", Force.STATUTORY: "法定", Force.GIVEN: "事实"}


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a sheet's name, what it says, headers and rows; ``note`` says what is not certain.

    ``marked`` are the cells (row, column, from 0) that differ from the first scenario.
    """

    name: str
    says: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    marked: frozenset[tuple[int, int]] = frozenset()


def tables(found: Results) -> tuple[Table, ...]:
    """Every table that the results fill, in the order in which they are read."""
    every = [_conflict(found), _repairs(found), _prices(found)]
    every += [] if found.prices.complete else [_steps(found)]
    if found.posed.real:
        every += [_scenarios(found), _margins(found), _thresholds(found), _frontier(found)]
    return tuple(table for table in every if table.rows)


def _conflict(found: Results) -> Table:
    core = found.conflict.conflict
    rules = core.rules if core else ()
    rows = tuple(
        (str(i), rule_words(rule), _force(found.posed, rule), _cite(rule)) for i, rule in enumerate(rules, 1)
    )
    says = "下列条件不能同时满足，去掉其中任何一条即可满足其余各条"
    return Table("冲突条件", says, ("序号", "条件", "性质", "依据"), rows)


def _repairs(found: Results) -> Table:
    rows = tuple(
        (
            str(i),
            "；".join(_change(found.posed, change) for change in repair.changes),
            "、".join(dict.fromkeys(FORCE_WORDS[change.force] for change in repair.changes)),
            *_after(found.posed, repair),
            "；".join(dict.fromkeys(c for change in repair.changes if (c := _cite(change.rule)))),
        )
        for i, repair in enumerate(found.conflict.repairs, 1)
    )
    return Table(
        "修改办法",
        "使各项条件能够同时满足的最小修改，任选其一；幅度已逐项重新求解，再小则仍无可行方案",
        ("序号", "修改", "性质", "修改后确定的标段", "修改后得分", "修改后金额（元/年）", "依据"),
        rows,
        "" if found.conflict.complete else "时间不足，可能还有其他办法",
    )


def _after(posed: Posed, repair: Repair) -> tuple[str, str, str]:
    lots = {lot for o in posed.problem.offers if o.id in repair.best.offers for lot in o.lots}
    points = text(repair.best.totals.points, posed.problem.places) if posed.real else "—"
    return f"{len(lots)}个，共{len(posed.book.lots)}个", points, yuan(repair.best.totals.price_fen)


def _prices(found: Results) -> Table:
    posed = found.posed
    rows = tuple(
        (
            rule_words(price.rule),
            posed.amount(price.rule.key, price.rule.limit),
            posed.amount(price.rule.key, price.step.to),
            _gain(posed, price.step),
            posed.amount(price.rule.key, price.first.to) if price.first else "—",
            _gain(posed, price.first) if price.first else "放宽也没有变化",
            _cite(price.rule),
        )
        for price in sorted(found.prices.prices, key=lambda price: price.first is None)
        if posed.forces.get(price.rule.key) is not Force.GIVEN
    )
    return Table(
        "条件的代价",
        "每条限制放宽一步得到什么，以及至少放宽到多少才有变化",
        ("条件", "现值", "放宽一步到", "得到", "起作用的最小放宽", "得到", "依据"),
        rows,
        "" if found.prices.complete else "时间不足，未列的条件没有结论",
    )


def _steps(found: Results) -> Table:
    rows = tuple(
        (
            one.lever.says,
            one.lever.said(one.lever.now),
            one.lever.said(one.to),
            gain_words(found.posed, one.gain),
            sure_words(found.posed, one.plan),
        )
        for one in found.steps
    )
    return Table(
        "放宽一步",
        "每个数值放宽一步能得到的方案与现方案相比；未证最优的，至少得到这些",
        ("数值", "现值", "放宽到", "得到", "把握"),
        rows,
    )


def _scenarios(found: Results) -> Table:
    """Lots in rows, scenarios in columns; what differs from the first is marked."""
    posed, played = found.posed, found.played
    rows = [("结论", *(STATUS_WORDS[one.status] for one in played))]
    rows += [(f"标段{lot.id}", *(_winner(posed, one, lot.id) for one in played)) for lot in posed.book.lots]
    kept = any(one.measures and one.measures.incumbents for one in played)
    for name, said in list(_measured(posed))[: None if kept else -1]:
        rows.append((name, *(said(one.measures) if one.measures else "—" for one in played)))
    marked = {
        (r, c)
        for r, row in enumerate(rows)
        for c in range(2, len(row))
        if r and row[c] != row[1] and played[c - 1].measures
    }
    return Table(
        "情景对照",
        "同一批响应在不同取向下的方案，是否已证最优见“结论”；与第一个情景不同的已标出",
        ("", *(one.scenario.says for one in played)),
        tuple(rows),
        marked=frozenset(marked),
    )


def _measured(posed: Posed) -> Iterator[tuple[str, Callable[[Measures], str]]]:
    yield posed.needs_word, lambda m: f"{m.needs}个"
    yield "得分之和", lambda m: text(m.points, posed.problem.places)
    yield "金额（元/年）", lambda m: yuan(m.price_fen)
    yield "机构数", lambda m: f"{m.operators}家"
    yield "一家最多", lambda m: f"{m.concentration}个标段"
    yield "现有机构留任", lambda m: f"{m.incumbents}个标段"


def _winner(posed: Posed, one: Played, lot: str) -> str:
    won = next((o.operator for o in posed.problem.offers if o.id in one.offers and lot in o.lots), None)
    return posed.names.get(won, won) if won else "—"


def _margins(found: Results) -> Table:
    return Table(
        "安全余量",
        "现方案中每家在多大变化之内仍然入选（其他各家不变）",
        ("机构和标段", "现得分", "不低于", "可降", "现报价（元/年）", "不高于", "可涨"),
        tuple(_distance(found.posed, one) for one in found.winners if one.wins is not None),
        "得分以参与比较的数值计（含标段权重）"
        + ("" if len(found.winners) == len(found.plan.offers) else "；时间不足，没有列全"),
    )


def _thresholds(found: Results) -> Table:
    return Table(
        "为何未入选",
        "使该响应必然入选的最小变化（其他各家不变）",
        ("机构和标段", "现得分", "达到", "相差", "现报价（元/年）", "降到", "相差"),
        tuple(_distance(found.posed, one) for one in found.asked),
        "“无法做到”指该项单独怎样变化都不能入选",
    )


def _distance(posed: Posed, one: Threshold) -> tuple[str, ...]:
    offer = next(offer for offer in posed.problem.offers if offer.id == one.offer)
    places = posed.problem.places
    points = text(one.points, places) if one.points is not None else _REACH[one.by_points]
    price = yuan(one.price_fen) if one.price_fen is not None else _REACH[one.by_price]
    more = "—" if one.points is None else text(abs(one.points - offer.points), places)
    less = "—" if one.price_fen is None else yuan(abs(one.price_fen - offer.price_fen))
    now, paid = text(offer.points, places), yuan(offer.price_fen)
    return posed.offer_name(one.offer), now, points, more, paid, price, less


_REACH = {
    Reach.ALWAYS: "任何数值都入选",
    Reach.NEVER: "无法做到",
    Reach.UNKNOWN: "未知（时间不足）",
    Reach.FROM: "",
}


def _frontier(found: Results) -> Table:
    front = found.frontier
    measured = list(_measured(found.posed))[:5]
    rows = tuple(
        (str(i), *(said(spot.measures) for _, said in measured), _unlike(found, spot.offers))
        for i, spot in enumerate(front.spots if front else (), 1)
    )
    return Table(
        "得失边界",
        "在得分、金额、覆盖、集中程度四项上，别的方案都不能各项不差且至少一项更好",
        ("序号", *(name for name, _ in measured), "与现方案不同的标段"),
        rows,
        "" if front and front.complete else "时间不足，没有列全，所列方案可能还有更好的",
    )


def _unlike(found: Results, offers: Collection[str]) -> str:
    """The lots that somebody else has than in the plan, or nobody."""
    problem, names = found.posed.problem, found.posed.names
    was, now = (
        {lot: o.operator for o in problem.offers if o.id in chosen for lot in o.lots}
        for chosen in (frozenset(found.plan.offers), frozenset(offers))
    )
    unlike = [lot.id for lot in found.posed.book.lots if was.get(lot.id) != now.get(lot.id)]
    said = [f"{lot}：{names[now[lot]] if lot in now else '空缺'}" for lot in unlike[:_LISTED]]
    more = f"等{len(unlike)}个标段" if len(unlike) > _LISTED else ""
    return "；".join(said) + more if unlike else "无，即现方案"


def rule_words(rule: Rule) -> str:
    """The sentence of a rule as people read it."""
    return rule.says or rule.id


def _force(posed: Posed, rule: Rule) -> str:
    return FORCE_WORDS[posed.forces.get(rule.key, Force.CHOSEN)]


def _cite(rule: Rule) -> str:
    return policies().cite(rule.article) if rule.article else ""


def _change(posed: Posed, change: Change) -> str:
    rule = change.rule
    if rule.kind is Kind.NEED:
        lot = rule.id.removeprefix("lot:")
        if lot in posed.book.lot_by_id:
            return f"允许标段{lot}没有{posed.book.terms.winner}"
        return f"“{rule_words(rule)}”由至少{rule.limit}个放宽到至少{change.to}个"
    if rule.kind is Kind.GROUP:
        return f"“{rule_words(rule)}”由至少{rule.limit}个放宽到至少{change.to}个"
    step = posed.amount(rule.key, change.to - rule.limit)
    now, to = posed.amount(rule.key, rule.limit), posed.amount(rule.key, change.to)
    if not posed.real and posed.units.get(rule.key) == "元":
        step += "；最高限价合计下调同样数额效果相同，属可定"
    return f"“{rule_words(rule)}”由{now}提高到{to}（增加{step}）"


def _gain(posed: Posed, bought: Bought) -> str:
    return gain_words(posed, bought.gain)


def gain_words(posed: Posed, gain: Totals) -> str:
    """A change of the totals in words."""
    said, places = [], posed.problem.places
    if gain.needs:
        what = (
            f"满足{abs(gain.needs)}项（标段或“尽量”要求）" if posed.wishes else f"确定{abs(gain.needs)}个标段"
        )
        said.append(f"{'多' if gain.needs > 0 else '少'}{what}")
    if gain.points != Fraction(0):
        said.append(f"得分{'+' if gain.points > 0 else '-'}{text(abs(gain.points), places)}")
    if gain.price_fen:
        said.append(f"金额{'+' if gain.price_fen > 0 else '-'}{yuan(abs(gain.price_fen))}元")
    return "，".join(said) or "没有变化"
