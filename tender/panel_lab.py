"""The panel lab (评委评分分析): how a lot's judges marked, shown and asked about, never removed.

Read once all marks are locked, by the purchaser and whoever supervises; nothing of it
stands in a notice. An alarm is a question to a judge, with how often honest panels of the
same size would raise one by chance.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from scoring.exact import half_up, number, plain
from scoring.panel import PanelError
from scoring.panel_lab import (
    Agreement,
    Alarm,
    Marks,
    Thresholds,
    agreement,
    alarms,
    halo,
    honest_thresholds,
    severity,
    spread,
)
from tender.bench import judges_alone
from tender.book import Lot
from tender.case import Case
from tender.firmness import Firsts, firmness
from tender.mark import AskedMark, asked_marks, disagreements, marked_lots, unmarked
from tender.rank import bench

RATE = 0.6
"""False alarms allowed to honest judges over all lots of one project; see ``scoring.panel_lab.alarms``."""
PANELS, SEED = 2_000, 20_261_121
"""How many honest panels are simulated for the thresholds, and by which seed."""

FIGURES = {"severity": "宽严", "favor": "对一家的偏高偏低", "halo": "各项同升同降"}


@dataclass(frozen=True, slots=True)
class PanelLab:
    """One lot's panel. ``severity``, ``spread`` in shares of the scale; ``why`` there is nothing to tell.

    ``fewer`` is who comes first without a judge; empty before the lot is ranked. ``lots`` is how
    many lots the panel marks: the thresholds allow ``RATE`` false alarms in all of them together.
    """

    lot: str
    why: str = ""
    severity: Mapping[str, Fraction] = field(default_factory=dict)
    halo: Mapping[str, Fraction | None] = field(default_factory=dict)
    spread: Mapping[tuple[str, str], Fraction] = field(default_factory=dict)
    agreement: Agreement = Agreement(None, None, None)
    alarms: tuple[Alarm, ...] = ()
    thresholds: Thresholds | None = None
    first: Firsts = ()
    fewer: Mapping[str, Firsts] = field(default_factory=dict)
    lots: int = 1


def panel_lab(case: Case, lot: Lot, *, panels: int = PANELS, seed: int = SEED) -> PanelLab:
    """How the judges of ``lot`` marked; only a reason in ``why`` while marks are missing or too few."""
    found = _measured(case, lot, panels, seed)
    if isinstance(found, str):
        return PanelLab(lot.id, found)
    marks, thresholds = found
    firm = firmness(case, lot, draws=1) if lot.id in case.state.results else None
    return PanelLab(
        lot.id,
        "",
        severity(marks),
        halo(marks),
        spread(marks),
        _agreement(case, lot),
        alarms(marks, thresholds),
        thresholds,
        firm.first if firm else (),
        firm.fewer if firm else {},
        len(marked_lots(case)),
    )


def _measured(case: Case, lot: Lot, panels: int, seed: int) -> tuple[Marks, Thresholds] | str:
    """The marks and what honest panels would show by chance, or why nothing can be told."""
    if unmarked(case):
        return "全体成员锁定评分后才能分析"
    sheets = [case.state.marks.get((judge.id, lot.id)) for judge in case.book.judges]
    if any(op not in sheet.marks for sheet in sheets if sheet for op in case.valid(lot.id)):
        return "恢复资格的响应补评后再作分析"
    try:
        marks = marks_of(case, lot)
    except PanelError:
        return "少于两名成员评分，或没有由成员判断的评分项，不作分析"
    return marks, honest_thresholds(marks, panels=panels, seed=seed, rate=RATE / len(marked_lots(case)))


def outliers(case: Case) -> list[dict[str, Any]] | None:
    """The marks of all lots that a judge is asked about as too high or too low (畸高畸低的评分), for the rules.

    They are one judge's marks of one bidder, or of all, with the ``reason`` that the judge wrote
    beside every one of them; None where one has none. None of them is ever ``removed``. None for
    the whole while the marks of a lot cannot be read; where judges weigh nothing there are none.
    """
    found: list[dict[str, Any]] = []
    for lot in marked_lots(case):
        if not _judgements(case, lot) or not case.valid(lot.id):
            continue
        measured = _measured(case, lot, PANELS, SEED)
        if isinstance(measured, str):
            return None
        for alarm in alarms(*measured):
            if alarm.kind != "halo":
                told = {"lot": lot.id, "judge": alarm.judge, "operator": alarm.bidder}
                found.append(told | {"reason": _written(case, lot, alarm), "removed": False})
    return found


def _written(case: Case, lot: Lot, alarm: Alarm) -> str | None:
    """The reasons beside all marks that an alarm is about."""
    reasons = case.state.marks[alarm.judge, lot.id].reasons
    operators = (alarm.bidder,) if alarm.bidder else case.valid(lot.id)
    given = [reasons.get(op, {}).get(a.id, "").strip() for op in operators for a in _judgements(case, lot)]
    return "；".join(dict.fromkeys(given)) if all(given) else None


def marks_of(case: Case, lot: Lot) -> Marks:
    """The locked marks of ``lot`` that are judgements, as shares of each item's scale.

    Raises PanelError for fewer than two judges, no bidder or no such item.
    """
    items = _judgements(case, lot)
    sheets = {judge.id: case.state.marks.get((judge.id, lot.id)) for judge in case.book.judges}
    if not items or not case.valid(lot.id) or not all(sheets.values()):
        raise PanelError("expected judged items, bidders and the marks of every judge")
    return Marks(
        {
            judge: {
                op: {a.id: number(sheet.marks[op][a.id]) / a.item.scale for a in items}
                for op in case.valid(lot.id)
            }
            for judge, sheet in sheets.items()
            if sheet
        }
    )


def _judgements(case: Case, lot: Lot) -> tuple[AskedMark, ...]:
    """What judges weigh for themselves: an item that all must mark alike tells nothing of a judge."""
    return tuple(a for a in asked_marks(case.book, lot) if not a.item.agreed)


def _agreement(case: Case, lot: Lot) -> Agreement:
    if any(True for _ in disagreements(case, lot)):
        return Agreement(None, None, None)
    totals = judges_alone(bench(case, lot))
    return agreement([[totals[op][judge.id] for op in sorted(totals)] for judge in case.book.judges])


def questions(case: Case, told: PanelLab) -> Iterator[str]:
    """Each alarm as a question to the judge; the judge's answer is for the panel to weigh."""
    names = {j.id: j.name for j in case.book.judges}
    for alarm in told.alarms:
        judge, up = names[alarm.judge], alarm.size > 0
        size = f"{_two(abs(alarm.size))}，界限{_two(alarm.threshold)}"
        match alarm.kind:
            case "severity":
                yield (
                    f"{judge}：您的评分总体上比其他成员{'高' if up else '低'}"
                    f"（以本组成员间的一般差异为单位，相差{size}），请说明掌握评分标准的尺度。"
                )
            case "favor":
                yield (
                    f"{judge}：扣除您一贯的宽严后，您对{case.name(alarm.bidder)}的评分仍比其他成员"
                    f"{'高' if up else '低'}（以本组成员间的一般差异为单位，相差{size}），请说明理由。"
                )
            case "halo":
                yield (
                    f"{judge}：您对各家的各项评分{'同升同降的程度高于' if up else '各不相同的程度高于'}其他成员"
                    f"（相差{size}），请说明各项是否逐项评审。"
                )


def base_rates(told: PanelLab) -> str:
    """How often honest panels of this size raise an alarm by chance; empty where nothing was simulated."""
    if told.thresholds is None:
        return ""
    rates = told.thresholds.false_alarms
    said = "、".join(f"{FIGURES[kind]}{_two(rates[kind])}次" for kind in rates)
    whole = f"，{told.lots}个标段合计约{_two(sum(rates.values()) * told.lots)}次" if told.lots > 1 else ""
    return (
        f"按本组人数、家数和项数模拟{told.thresholds.panels}个没有偏向的评审组，"
        f"本标段平均仍会提示{_two(sum(rates.values()))}次（其中{said}）{whole}。"
        "提示只是请成员说明，不是违规的证据；评分不因提示而剔除或改动。"
    )


def agreement_words(told: PanelLab) -> str:
    """Kendall's W and the correlations, in words."""
    found = told.agreement
    figures = (
        ("成员间名次一致程度（肯德尔W）", found.kendall_w),
        ("一名成员评分的可靠程度（组内相关系数）", found.icc_single),
        ("全组平均评分的可靠程度（组内相关系数）", found.icc_mean),
    )
    return (
        "；".join(f"{name}{_share(value)}" for name, value in figures) + "。完全一致为1，数值越小越不一致。"
    )


def judge_rows(case: Case, told: PanelLab) -> Iterator[tuple[str, str, str, str, str]]:
    """A row for each judge: name, severity in points of a hundred, halo, alarms, the first without."""
    for judge in case.book.judges:
        lean = half_up(told.severity[judge.id] * 100, 1)
        firsts = told.fewer.get(judge.id)
        yield (
            judge.name,
            f"{'＋' if lean > 0 else '－' if lean < 0 else ''}{plain(abs(lean))}",
            _share(told.halo[judge.id]),
            str(sum(alarm.judge == judge.id for alarm in told.alarms)),
            "" if firsts is None else "不变" if firsts == told.first else _names(case, firsts),
        )


def widest(case: Case, lot: Lot, told: PanelLab, most: int = 5) -> Iterator[tuple[str, str, str]]:
    """Where the judges lie farthest apart: bidder, item, highest less lowest in points of a hundred."""
    names = {a.id: a.name for a in _judgements(case, lot)}
    far = sorted(told.spread.items(), key=lambda found: (-found[1], found[0]))[:most]
    for (op, item), apart in far:
        if apart:
            yield case.name(op), names[item], plain(half_up(apart * 100, 1))


def _names(case: Case, operators: Firsts) -> str:
    return "、".join(case.name(op) for op in operators)


def _share(value: Fraction | None) -> str:
    return "不适用" if value is None else plain(half_up(value, 2))


def _two(rate: float) -> str:
    return f"{rate:.2f}"


def panel_json(case: Case, told: PanelLab) -> dict[str, Any]:
    """One lot's panel for machines; exact figures as fractions in text, statistics as decimals."""
    if told.why:
        return {"lot": told.lot, "why": told.why}
    found = told.agreement
    return {
        "lot": told.lot,
        "judges": [
            {
                "judge": judge,
                "severity": str(told.severity[judge]),
                "halo": None if (h := told.halo[judge]) is None else str(h),
                "first_without": list(told.fewer.get(judge, ())),
            }
            for judge in told.severity
        ],
        "agreement": {
            name: None if value is None else str(value)
            for name, value in (
                ("kendall_w", found.kendall_w),
                ("icc_single", found.icc_single),
                ("icc_mean", found.icc_mean),
            )
        },
        "spread": [
            {"operator": op, "item": item, "apart": str(apart)}
            for (op, item), apart in sorted(told.spread.items())
        ],
        "questions": list(questions(case, told)),
        "base_rates": {k: _two(r) for k, r in told.thresholds.false_alarms.items()}
        if told.thresholds
        else {},
    }
