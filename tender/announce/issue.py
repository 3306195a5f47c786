"""Issuing papers (发布公告): files of the notice and the report, and the event that says so."""

from collections.abc import Mapping
from datetime import datetime, time
from hashlib import sha256

from tender.allocate import Allocation
from tender.announce.report import evaluation_report
from tender.announce.result_notice import result_notice
from tender.case import Case
from tender.documents import docx, html
from tender.documents.blocks import plain_text
from tender.record import Draft, Kind, draft

NOTICE, REPORT = "result-notice", "evaluation-report"


def announce(case: Case, allocation: Allocation, head: str) -> tuple[Mapping[str, bytes], tuple[Draft, ...]]:
    """The papers by file name, and the notice event; ``head`` is the record they rest on."""
    notice = result_notice(case, allocation)
    report = evaluation_report(case, allocation, head)
    files = {
        f"{NOTICE}.docx": docx.write(notice),
        f"{NOTICE}.html": html.write(notice).encode("utf-8"),
        f"{NOTICE}.txt": plain_text(notice).encode("utf-8"),
        f"{REPORT}.docx": docx.write(report),
        f"{REPORT}.html": html.write(report).encode("utf-8"),
    }
    at = case.stamp(datetime.combine(case.book.dates.result, time(9))).isoformat()
    data = {"kind": "result_notice", "sha256": sha256(files[f"{NOTICE}.html"]).hexdigest()}
    why = case.packs.cite("F50-result") if case.book.method.procurement else ""
    return files, (draft(Kind.NOTICE_ISSUED, data, at=at, who=case.book.purchaser.name, why=why),)
