"""The rooms (页面): which page exists for whom, from which phase on, and what it is for."""

from dataclasses import dataclass

from tender.book import Book, Method
from tender.workspace import Phase


@dataclass(frozen=True, slots=True)
class Room:
    """One page: its file, its name in the side bar, its heading, and the one sentence under it.

    ``watched`` are heading and sentence for the purchaser where others act.
    """

    key: str
    file: str
    name: str
    heading: str
    says: str
    since: Phase
    rules: tuple[str, ...] = ()
    watched: tuple[str, str] | None = None


def _file(name: str) -> str:
    return f"tender/pages/{name}.py"


HOME = _file("home")
ROOMS = (
    Room(
        "projects",
        _file("projects"),
        "项目",
        "选择项目",
        "每个项目一张卡片，写明进行到哪一步、下一个期限。打开项目后，左侧出现当前可以进入的页面。",
        Phase.DRAFTING,
    ),
    Room(
        "draft",
        _file("draft"),
        "编制与检查",
        "检查并发布采购文件",
        "左侧是采购文件的各部分，括号内是检查意见的数量；没有错误才能发布，发布后内容固定。",
        Phase.DRAFTING,
        ("REG-34", "O87-55-factor"),
    ),
    Room(
        "simulate",
        _file("simulate"),
        "试算",
        "试算采购文件",
        "发布前用大量虚构的投标人试算各项规则，指出不起作用、容易失控的规则和改法；不影响项目记录。",
        Phase.DRAFTING,
        ("REG-34", "O87-55-factor"),
    ),
    Room(
        "schedule",
        _file("schedule"),
        "日程",
        "核对日程",
        "从采购文件的日期算出每一个法定期限，与文件载明的日期对照；日历文件可以导入办公日历。",
        Phase.DRAFTING,
        ("LAW-35", "N214-10", "O87-85", "CC-203"),
    ),
    Room(
        "opening",
        _file("opening"),
        "开启与审查",
        "开启并审查响应文件",
        "先收取响应表，截止后一并开启，再逐家逐标段作出资格审查和符合性审查结论。",
        Phase.PUBLISHED,
        ("O87-39", "O87-44", "N214-13", "N124-two", "O87-59"),
    ),
    Room(
        "mark",
        _file("mark"),
        "评分",
        "录入评分",
        "每位成员独立评分，锁定前只有本人可以看到；全体锁定后才能汇总。",
        Phase.MARKING,
        ("N214-24-score", "O87-62", "O87-64", "N214-32"),
        ("查看评分进度", "采购人只能看到各成员的进度，看不到任何人的评分；全体锁定后才能汇总。"),
    ),
    Room(
        "rank",
        _file("rank"),
        "排名",
        "核对排名",
        "各标段的得分和名次由锁定的评分和响应内容计算得出，每个数字都可以展开看到计算过程。",
        Phase.MARKED,
        ("N214-25", "O87-57", "O87-64", "N214-32"),
    ),
    Room(
        "allocate",
        _file("allocate"),
        "分配",
        "分配标段",
        "执行采购文件公布的定标规则，说明每个标段给了谁、为什么；确认后记入项目记录。",
        Phase.RANKED,
        ("REG-34", "REG-43", "N214-28", "O87-68", "TEDA-04a"),
    ),
    Room(
        "notice",
        _file("notice"),
        "公告",
        "发布结果公告",
        "公告按规定的内容逐项生成，空缺的逐项标明；发布后记录公告的校验值，公告和评审报告可以随时下载。",
        Phase.AWARDED,
        ("F50-result", "F50-period", "N214-29", "O87-69"),
    ),
    Room(
        "record",
        _file("record"),
        "记录",
        "核对项目记录",
        "何人何时做了什么、为什么，一条接一条，每条都带有上一条的校验值，改动任何一处都能发现。",
        Phase.PUBLISHED,
    ),
)
BY_KEY = {room.key: room for room in ROOMS}


def rooms(phase: Phase, judge: bool) -> tuple[Room, ...]:
    """The pages for a role in a phase."""
    if judge:
        return (BY_KEY["mark"],)
    return tuple(room for room in ROOMS if room.since <= phase)


_OF_METHOD = {
    "N214": Method.COMPETITIVE_CONSULTATION,
    "N124": Method.COMPETITIVE_CONSULTATION,
    "O87": Method.OPEN_TENDER,
}
_BORROWED = {"O87-59", "O87-55-factor"}
"""Rules of one method that the product applies to all, as the papers say."""


def applies(rule: str, book: Book | None) -> bool:
    """Whether a page of ``book`` cites ``rule``: a rule of another method or system is left out."""
    text = rule.partition("-")[0]
    if book is None or rule in _BORROWED:
        return True
    if text == "TEDA":
        return book.regime == "teda"
    return _OF_METHOD.get(text, book.method) is book.method
