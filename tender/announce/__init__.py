"""Announce (公告): the result notice and the evaluation report, from the record."""

from tender.announce.gaps import notice_gaps
from tender.announce.issue import NOTICE, REPORT, announce
from tender.announce.package_words import package_sentences
from tender.announce.plan_words import plan_sentences, points_total
from tender.announce.reasons import departure_sentences
from tender.announce.report import evaluation_report
from tender.announce.result_notice import result_notice

__all__ = [
    "NOTICE",
    "REPORT",
    "announce",
    "departure_sentences",
    "evaluation_report",
    "notice_gaps",
    "package_sentences",
    "plan_sentences",
    "points_total",
    "result_notice",
]
