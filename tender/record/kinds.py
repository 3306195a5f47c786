"""The kinds of event (事件种类) and what the data of each must hold.

    book_published   sha256, book, register?, packs?        the book's TOML text; sha256 is of its
                                            UTF-8 bytes; the register's text, empty without one; the
                                            texts of the project's own packs by file name
    bid_opened       operator, file, sha256, bid            bid: the parsed bid, any object
    bid_set_aside    file, sha256, legible, article?        not opened; why in the event's reason
    price_corrected  operator, lot, from_fen, to_fen, confirmed,     confirmed by the bidder; after a
                     ground?, after_signature?,             ranking also the lawful ground, and as a
                     reported?, also?                       correction has it
    fact_noted       noun, record, attribute, value         what rules ask for and the book lacks;
                                                            record: id or "", value: text
    figure_drawn     lot, name, value                       a factor of a price rule drawn in public
    decision         operator, lot, gate, answer            answer: pass | fail | cannot_decide
    fact_established operator, lot, fact, found             found: {value} as text, {options},
                                                            {not_counted: rows} or {no_proof}
    marks_submitted  judge, lot, marks, reasons?            {operator: {item: text}}, both
    marks_locked     judge
    result_computed  lot, ranking                           ranking: objects, first is best
    award_decided    awards, plan, rule                     awards: {lot, operator, price_fen,
                                                            points}; points: text or null
    notice_issued    kind, sha256                           sha256 of the notice as issued
    correction       of, data, ground?, after_signature?,   of: number of the event in force,
                     reported?, also?                       data: its whole new data; ground: one
                                            of GROUNDS; reported: how the finance department was
                                            told, or why it need not be; also: further lots whose
                                            points hang on what was corrected

Money is integer fen; marks and points are decimal text, because JSON numbers become
floats elsewhere. Further fields are kept as they are: an event is testimony, and
testimony may say more than the program asks for.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, TypeGuard

from tender.findings import Answer


class Kind(Enum):
    """What happened; the closed list, in the order of a project's life."""

    BOOK_PUBLISHED = "book_published"
    BID_OPENED = "bid_opened"
    BID_SET_ASIDE = "bid_set_aside"
    PRICE_CORRECTED = "price_corrected"
    FACT_NOTED = "fact_noted"
    FIGURE_DRAWN = "figure_drawn"
    DECISION = "decision"
    FACT_ESTABLISHED = "fact_established"
    MARKS_SUBMITTED = "marks_submitted"
    MARKS_LOCKED = "marks_locked"
    RESULT_COMPUTED = "result_computed"
    AWARD_DECIDED = "award_decided"
    NOTICE_ISSUED = "notice_issued"
    CORRECTION = "correction"

    @property
    def word(self) -> str:
        """The word an official reads."""
        return _WORDS[self]


_WORDS = {
    Kind.BOOK_PUBLISHED: "发布采购文件",
    Kind.BID_OPENED: "开启响应文件",
    Kind.BID_SET_ASIDE: "不予开启响应文件",
    Kind.PRICE_CORRECTED: "修正报价",
    Kind.FACT_NOTED: "登记情况",
    Kind.FIGURE_DRAWN: "抽取系数",
    Kind.DECISION: "审查结论",
    Kind.FACT_ESTABLISHED: "核实事项",
    Kind.MARKS_SUBMITTED: "提交评分",
    Kind.MARKS_LOCKED: "锁定评分",
    Kind.RESULT_COMPUTED: "汇总排序",
    Kind.AWARD_DECIDED: "定标",
    Kind.NOTICE_ISSUED: "发布公告",
    Kind.CORRECTION: "更正",
}


GROUNDS: Mapping[str, str] = {
    "sum": "分值汇总计算错误",
    "range": "分项评分超出评分标准范围",
    "objective": "客观评审因素评分不一致",
    "outlier": "评分畸高、畸低",
    "qualification": "资格性审查认定错误",
}
"""The only reasons for which a result changes once it is added up; the last in a consultation alone.

Sources: 财政部令第87号第六十四条; 财库〔2014〕214号第三十二条.
"""


@dataclass(frozen=True, slots=True)
class Field:
    """What one field must hold: the test, and the words for programmers and for officials."""

    holds: Callable[[Any], bool]
    english: str
    chinese: str
    required: bool = True


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value.strip() != ""


def _is_time(value: object) -> bool:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return False
    return moment.tzinfo is None and moment.isoformat() == value


def _is_sha256(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value) is not None


def _is_count(value: object, least: int) -> bool:
    return type(value) is int and value >= least


def _is_sheet(value: object) -> bool:
    """Whether every operator has at least one item, and every item a text."""
    return _is_filled(value) and all(
        _is_filled(items) and all(_is_text(entry) for entry in items.values()) for items in value.values()
    )


def _is_filled(value: object) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict) and value != {}


def _is_objects(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


TEXT = Field(_is_text, "non-empty text", "非空文字")
ANY_TEXT = Field(lambda v: isinstance(v, str), "text", "文字（可为空）")
TIME = Field(_is_time, "local time such as 2026-11-21T09:30:00", "不带时区的时间，如2026-11-21T09:30:00")
SHA256 = Field(_is_sha256, "64 lower-case hex digits", "64位小写十六进制校验值")
FEN = Field(lambda v: _is_count(v, 0), "whole fen, not negative", "以分为单位的非负整数")
SEQ = Field(lambda v: _is_count(v, 1), "an event number from 1", "从1起的事件号")
FLAG = Field(lambda v: isinstance(v, bool), "true or false", "是或否")
OBJECT = Field(lambda v: isinstance(v, dict), "an object", "一组字段")
OBJECTS = Field(_is_objects, "a list of objects", "一列条目，每条为一组字段")
ANSWER = Field(
    lambda v: v in [a.value for a in Answer], "pass, fail or cannot_decide", "通过、不通过或无法判定"
)
FOUND = Field(
    lambda v: _is_filled(v) and set(v) <= {"value", "options", "not_counted", "no_proof"},
    "one of value, options, not_counted, no_proof",
    "核实的数值、选项、不计入的条目或证明材料无效",
)
MARKS = Field(_is_sheet, "{operator: {item: text}}", "每个供应商、每个评分项一个非空分值")
REASONS = Field(_is_sheet, "{operator: {item: text}}", "每个供应商、每个评分项一条非空理由", required=False)
GROUND = Field(
    lambda v: v in GROUNDS,
    f"one of {', '.join(GROUNDS)}",
    f"法定情形之一：{'、'.join(GROUNDS.values())}",
    False,
)
SIGNED = Field(lambda v: isinstance(v, bool), "true or false", "是或否", required=False)
REPORTED = Field(lambda v: isinstance(v, str), "text", "文字（可为空）", required=False)
ALSO = Field(
    lambda v: isinstance(v, list) and all(_is_text(lot) for lot in v), "a list of lots", "一列标段", False
)
CITED = Field(_is_text, "a rule id", "条款编号", required=False)
POINTS = Field(lambda v: v is None or _is_text(v), "decimal text or null", "以文字记载的得分，或空值")
ANYTHING = Field(lambda v: True, "any JSON value", "任意内容")

_AWARDED = {"lot": TEXT, "operator": TEXT, "price_fen": FEN, "points": POINTS}
AWARDS = Field(
    lambda v: _is_objects(v) and not any(faults(_AWARDED, item) for item in v),
    "a list of {lot, operator, price_fen, points}",
    "每条含标段、成交人、以分为单位的价格和得分",
)

_LAWFUL = {"ground": GROUND, "after_signature": SIGNED, "reported": REPORTED, "also": ALSO}
"""How a result that is added up already may be changed."""

SHAPES: Mapping[Kind, Mapping[str, Field]] = {
    Kind.BOOK_PUBLISHED: {"sha256": SHA256, "book": TEXT},
    Kind.BID_OPENED: {"operator": TEXT, "file": TEXT, "sha256": SHA256, "bid": OBJECT},
    Kind.BID_SET_ASIDE: {"file": TEXT, "sha256": SHA256, "legible": FLAG, "article": CITED},
    Kind.PRICE_CORRECTED: {
        "operator": TEXT,
        "lot": TEXT,
        "from_fen": FEN,
        "to_fen": FEN,
        "confirmed": FLAG,
        **_LAWFUL,
    },
    Kind.FACT_NOTED: {"noun": TEXT, "record": ANY_TEXT, "attribute": TEXT, "value": TEXT},
    Kind.FIGURE_DRAWN: {"lot": TEXT, "name": TEXT, "value": TEXT},
    Kind.DECISION: {"operator": TEXT, "lot": TEXT, "gate": TEXT, "answer": ANSWER},
    Kind.FACT_ESTABLISHED: {"operator": TEXT, "lot": TEXT, "fact": TEXT, "found": FOUND},
    Kind.MARKS_SUBMITTED: {"judge": TEXT, "lot": TEXT, "marks": MARKS, "reasons": REASONS},
    Kind.MARKS_LOCKED: {"judge": TEXT},
    Kind.RESULT_COMPUTED: {"lot": TEXT, "ranking": OBJECTS},
    Kind.AWARD_DECIDED: {"awards": AWARDS, "plan": ANYTHING, "rule": ANYTHING},
    Kind.NOTICE_ISSUED: {"kind": TEXT, "sha256": SHA256},
    Kind.CORRECTION: {
        "of": SEQ,
        "data": OBJECT,
        **_LAWFUL,
    },
}


def faults(fields: Mapping[str, Field], data: Mapping[str, Any]) -> tuple[tuple[str, Field], ...]:
    """The fields of ``data`` that do not hold what they must, each with what was expected."""
    return tuple(
        (name, field)
        for name, field in fields.items()
        if (not field.holds(data[name]) if name in data else field.required)
    )


def in_english(found: Iterable[tuple[str, Field]]) -> str:
    """The faults in one line, for an exception."""
    return "; ".join(f"{name}: expected {field.english}" for name, field in found)


def in_chinese(found: Iterable[tuple[str, Field]]) -> str:
    """The faults in one line, for a finding."""
    return "；".join(f"字段“{name}”应为{field.chinese}" for name, field in found)
