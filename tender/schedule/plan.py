"""Schedule of a project (项目日程): statutory dates from the book's dates, each compared.

Figures come from the provisions in force on the day of publication. A date that depends on
an unpublished calendar stays open; a breach is a finding with its mend.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from tender.book import Book
from tender.calendar import Known, Roll, Unpublished, is_working_day, unpublished
from tender.documents.wording import date_zh
from tender.findings import Finding, error, note, warning
from tender.policy import Policies, PolicyError, Provision, policies
from tender.schedule.entry import Bound, Entry, Schedule, Status, compare
from tender.schedule.point import WORKING_DAYS, Point, after, before, on
from tender.schedule.steps import EVENTS, FIELDS, Step, Way, steps

WHERE = "project.toml › dates"


def schedule(book: Book, packs: Policies | None = None, roll: Roll | None = None) -> Schedule:
    """Every statutory date of ``book``, in the order of the procedure.

    A latest date that follows another latest date is counted from that one: it is the last
    day if every earlier step used its full period. ``roll`` chooses one reading of a last day
    on a weekend; without it an entry keeps both.
    """
    dates = {field: _day(getattr(book.dates, field)) for field in EVENTS}
    if book.route != "gov_procurement" or not book.method.procurement:
        return Schedule((), (_not_procurement(), *_rest_days(dates)))
    packs = packs or policies()
    points = {field: on(day) for field, day in dates.items()}
    names = dict(EVENTS)
    entries: list[Entry] = []
    findings: list[Finding] = []
    silent: list[Step] = []
    for step in steps(book):
        try:
            provisions = [packs.on(rule, book.dates.publish) for rule in step.rules]
        except PolicyError:
            if not step.optional:
                silent.append(step)
            continue
        if step.event not in points:
            continue
        point = _point(step, points[step.event], provisions[0], roll)
        entry = _entry(step, point, provisions[0], names[step.event], packs.cite(*step.rules), dates)
        entries.append(entry)
        findings += _findings(step, entry)
        if step.id not in FIELDS:  # what the book dates is counted from the book's date
            last = "最晚" if step.bound is Bound.NOT_AFTER else ""
            points[step.id], names[step.id] = point, f"{last}{step.name}之日"
    if silent:
        findings.append(_no_provision(silent, book.dates.publish))
    findings += _late_answers(book, entries)
    findings += _rest_days(dates)
    findings += _unpublished(entries)
    return Schedule(tuple(entries), tuple(findings))


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _point(step: Step, start: Point, provision: Provision, roll: Roll | None) -> Point:
    if step.way is Way.SAME_DAY:
        return start
    if step.way is Way.BEFORE:
        return before(start, _count(provision))
    return after(start, _count(provision), provision.unit, roll)


def _count(provision: Provision) -> int:
    figure = provision.number
    if figure.denominator != 1:
        raise PolicyError(f"{provision.id} holds no whole number of days")
    return figure.numerator


def _entry(
    step: Step, point: Point, provision: Provision, event: str, article: str, dates: dict[str, date]
) -> Entry:
    given = dates[step.field] if step.field else None
    status = Status.NOT_STATED if given is None else compare(step.bound, point, given)
    if step.id == "announcement" and given is not None and given < dates["evaluation"]:
        status = Status.TOO_EARLY
    if step.only_refutes and status not in (Status.TOO_EARLY, Status.TOO_LATE):
        given, status = None, Status.NOT_STATED
    counted = "当日"
    if step.way is not Way.SAME_DAY:
        unit = f"个{provision.unit}" if provision.unit == WORKING_DAYS else provision.unit
        counted = f"{'截止前' if step.way is Way.BEFORE else ''}{_count(provision)}{unit}"
    return Entry(step.id, step.name, step.bound, point, counted, event, step.rules, article, given, status)


def _findings(step: Step, entry: Entry) -> Iterator[Finding]:
    if entry.book_date is None or entry.status in (Status.ACCORDS, Status.NOT_STATED):
        return
    where, field = f"{WHERE} › {step.field}", FIELDS[step.field]
    both = "或".join(date_zh(day) for day in entry.point.dates)
    expected = f"{entry.name}{step.bound.word}{both}" if both else ""
    what = f"{field}为{date_zh(entry.book_date)}，{entry.status.word}"
    if entry.status is Status.CANNOT_DECIDE:
        if both:
            safe = date_zh(entry.safe) if entry.safe else ""
            turn = "以后" if step.bound is Bound.NOT_BEFORE else "以前"
            mend = f"期限最后一日遇双休日是否顺延尚有不同理解，改在{safe}或{turn}则两种理解都符合"
            yield warning("schedule.weekend", where, what, expected, mend, entry.rules[0])
        return
    if step.id == "clarification":
        mend = f"提前{field}，或者推迟提交截止时间，使答复能在澄清期限内发出"
        yield warning("schedule.questions_late", where, what, expected, mend, entry.rules[0])
        return
    if entry.status is Status.TOO_EARLY:
        least = entry.safe or entry.point.floor
        mend = f"将{field}推迟到{date_zh(least)}或以后"
        if step.id == "announcement":
            mend, expected = f"将{field}改到评审以后", "结果公告不早于评审"
        yield error("schedule.too_early", where, what, expected or mend, mend, entry.rules[0])
    else:
        mend = f"将{field}提前到{date_zh(entry.safe or entry.point.floor)}或以前"
        yield error("schedule.too_late", where, what, expected, mend, entry.rules[0])


def _late_answers(book: Book, entries: list[Entry]) -> Iterator[Finding]:
    found = {entry.id: entry for entry in entries}
    answer, clarification = found.get("inquiry_answer"), found.get("clarification")
    if answer is None or clarification is None or clarification.status is Status.TOO_LATE:
        return
    last, limit = answer.safe, clarification.safe
    if last is not None and limit is not None and last > limit:
        yield note(
            "schedule.answer_after_clarification",
            f"{WHERE} › questions_until",
            f"截止当日提出的询问最迟{date_zh(last)}答复，晚于澄清最晚日期{date_zh(limit)}",
            f"答复影响{book.terms.bid}编制的，最晚{date_zh(limit)}发出",
            "提前提出询问截止日期；否则逾期的澄清须顺延提交截止时间",
            clarification.rules[0],
        )


def _rest_days(dates: dict[str, date]) -> Iterator[Finding]:
    for field in ("bid_deadline", "evaluation"):
        works = is_working_day(dates[field])
        if isinstance(works, Unpublished):
            yield unpublished(works.year, f"{WHERE} › {field}", f"{FIELDS[field]}是否工作日")
        elif works == Known(False):
            yield warning(
                "schedule.rest_day",
                f"{WHERE} › {field}",
                f"{FIELDS[field]}为{date_zh(dates[field])}，是休息日",
                "安排在工作日",
                "改到工作日，或者确认当日有人值守",
            )


def _unpublished(entries: list[Entry]) -> Iterator[Finding]:
    years: dict[int, list[str]] = {}
    for entry in entries:
        if entry.point.unpublished is not None:
            years.setdefault(entry.point.unpublished, []).append(entry.name)
    for year in sorted(years):
        yield unpublished(year, WHERE, "、".join(years[year]))


def _not_procurement() -> Finding:
    return note(
        "schedule.not_procurement",
        "project.toml › route",
        "本项目不按政府采购程序实施，未列政府采购的法定期限",
        "期限以协议和当地规定为准",
    )


def _no_provision(silent: Sequence[Step], day: date) -> Finding:
    """An error where a date of the book cannot be held against the law: unknown is no pass."""
    level = error if any(step.field for step in silent) else warning
    return level(
        "schedule.no_provision",
        f"{WHERE} › publish",
        f"{date_zh(day)}没有可以适用的期限规定：{'、'.join(step.name for step in silent)}",
        "政策包中应有当日有效的规定",
        "核对发布日期，或先把当日有效的规定写入政策包",
    )
