"""Publishing freezes the book as it lies there, and only a book without errors."""

from hashlib import sha256

import pytest

from tender.book import read_book
from tender.case import CaseError, case, least_bidders
from tender.findings import has_error
from tender.policy import Policies, policies
from tender.publish import publish
from tender.record import Kind, Record


def test_the_event_holds_the_very_bytes_of_the_file(project):
    raw = (project.folder / "project.toml").read_bytes()
    (event,), findings = publish(project.read)
    assert not has_error(findings)
    assert event.what is Kind.BOOK_PUBLISHED
    register = (project.folder / "register.toml").read_text(encoding="utf-8")
    book = raw.decode("utf-8")
    assert event.data == {"sha256": sha256(raw).hexdigest(), "book": book, "register": register}
    assert event.at == "2026-03-02T09:00:00"


def test_the_published_book_is_read_back_from_the_record_whatever_becomes_of_the_file(project):
    record = Record().extend(publish(project.read)[0])
    book = project.book
    (project.folder / "project.toml").unlink()
    assert case(record).book == book


def test_a_book_with_a_mark_of_byte_order_is_published_as_it_is(project):
    path = project.folder / "project.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    (event,), _ = publish(project.read)
    assert event.data["sha256"] == sha256(path.read_bytes()).hexdigest()
    assert case(Record().extend([event])).book == project.book


@pytest.mark.parametrize(
    "change",
    [
        ("whole_center = 15, partial_zone = 10", "whole_center = 16, partial_zone = 10"),
        ('id = "J5"', 'id = "J 5"'),
    ],
    ids=["weights of 101", "a judge whose id is none"],
)
def test_a_book_with_an_error_is_not_published_and_its_findings_come_back(project, change):
    project.edit(change)
    drafts, findings = publish(project.read)
    assert drafts == ()
    assert has_error(findings)


def test_before_publication_there_is_no_case(tmp_path):
    assert publish(read_book(tmp_path))[0] == ()
    with pytest.raises(CaseError):
        case(Record())


def packs_with(rule: str, value: int) -> Policies:
    return Policies(
        pack.model_copy(
            update={
                "provisions": tuple(
                    p.model_copy(update={"value": value}) if p.id == rule else p for p in pack.provisions
                )
            }
        )
        for pack in policies().packs.values()
    )


TENDER = (
    ('method = "competitive_consultation"', 'method = "open_tender"'),
    ('ties = ["price", "technical"]', 'ties = ["price"]'),
)


@pytest.mark.parametrize(
    ("changes", "rule", "least"),
    [
        ((), "N124-two", 2),
        ((("service_purchase = true", "service_purchase = false"),), "N214-6", 3),
        (TENDER, "O87-44", 3),
    ],
)
def test_how_many_bidders_a_lot_needs_is_the_methods_and_the_packs(project, changes, rule, least):
    project.edit(*changes)
    assert least_bidders(project.book, policies()) == (least, (rule,))
    assert least_bidders(project.book, packs_with(rule, 4)) == (4, (rule,))
