"""Gifts: told in the book and in the notice, never bid for, scored or allocated."""

import pytest

from tender.book import parse_book
from tender.check import check_book
from tender.documents.blocks import plain_text
from tender.draft import book_document
from tender.findings import Level
from tender.forms import bid_form
from tender.policy import policies
from tender.policy.judge import verdicts
from tender.rules.nouns import project_nouns


def book_of(text):
    read = parse_book(text)
    assert read.book, read.findings
    return read.book


def errors(text):
    return {
        (f.code, f.where.removeprefix("project.toml › "))
        for f in check_book(book_of(text))
        if f.level is Level.ERROR
    }


def test_the_book_tells_every_gift_with_its_consent(mixed_text):
    said = plain_text(book_document(book_of(mixed_text), policies()))
    assert "公益合作事项" in said
    assert "| G1 | 自习室冠名 | 荣誉冠名 |" in said
    assert "120,000.00 | 至2029年3月31日 | 居民议事会2026年1月20日表决同意（虚构） |" in said
    assert "| G2 | 每月公益体验日 | 公益体验 |" in said


def test_a_room_tells_of_the_gift_it_takes_beside_its_lot(mixed_text):
    said = plain_text(book_document(book_of(mixed_text), policies()))
    assert "| C2-03 | 公益驿站 | 100 | 标段L2G、公益合作事项G1 |" in said
    assert "| C2-02 | 幸福驿站 | 150 | 标段L2X |" in said


def test_a_book_without_gifts_says_nothing_of_them(selection_text):
    assert "公益合作事项" not in plain_text(book_document(book_of(selection_text), policies()))


def test_the_notice_tells_every_gift(mixed):
    said = mixed.files["result-notice.txt"].decode("utf-8")
    assert (
        "公益合作事项（不参加评审）：自习室冠名，荣誉冠名，海晴第二社区党群服务中心公益驿站，金额120,000.00元"
        in said
    )
    assert (
        "公益合作事项（不参加评审）：每月公益体验日，公益体验，海晴第三社区党群服务中心，期限至2027年3月31日"
        in said
    )


def test_a_gift_is_neither_asked_nor_scored_nor_allocated(mixed, mixed_text):
    assert "G1" not in [row for sheet in bid_form(book_of(mixed_text), "").sheets for row in sheet.rows]
    assert {lot.lot for lot in mixed.allocation.lots} == {lot.id for lot in mixed.case.book.lots}
    assert not any("G1" in offer.id or "G1" in offer.lots for offer in mixed.allocation.problem.offers)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('id = "G2"', 'id = "G1"', ("book.id_twice", "gifts › G1")),
        ('id = "G2"', 'id = "L1"', ("book.id_twice", "gifts › L1")),
        ('center = "C3"\nform', 'center = "C9"\nform', ("book.unknown_reference", "gifts › G2 › center")),
        ('space = "C2-03"\nform', 'space = "C1-03"\nform', ("book.unknown_reference", "gifts › G1 › space")),
        ("until = 2029-03-31", "until = 2026-03-18", ("book.gift_over", "gifts › G1 › until")),
    ],
)
def test_a_gift_that_contradicts_the_book_is_found(mixed_text, old, new, expected):
    assert old in mixed_text
    assert errors(mixed_text.replace(old, new, 1)) == {expected}


@pytest.mark.parametrize("missing", ['consent = "居民议事会已知悉（虚构）"\n', "until = 2027-03-31\n"])
def test_a_gift_needs_its_consent_and_its_term(mixed_text, missing):
    assert parse_book(mixed_text.replace(missing, "", 1)).book is None


def futian(text):
    return book_of(text.replace('regime = "teda"', 'regime = "futian"'))


def test_a_pack_that_knows_forms_of_cooperation_sees_gifts_as_lots(mixed_text):
    book = futian(mixed_text)
    lots = {lot["id"]: lot for lot in project_nouns(book, {}, policies())["lot"]}
    assert (lots["G1"]["mode"], lots["G1"]["cooperation_form"]) == ("cooperation", "honour_naming")
    assert lots["G2"]["mode_local"] == "diversified"


def test_a_pack_that_does_not_know_them_sees_none(mixed_text):
    nouns = project_nouns(book_of(mixed_text), {}, policies())
    assert [lot["id"] for lot in nouns["lot"]] == [lot.id for lot in book_of(mixed_text).lots]
    assert "contract" not in nouns


def test_a_naming_without_agreement_or_review_breaks_the_rule_on_namings(mixed_text):
    rule = policies().on("FT-1.1h", book_of(mixed_text).dates.publish)

    def answers(text):
        found = verdicts(rule, project_nouns(futian(text), {}, policies()))
        return {verdict.subject: verdict.answer.value for verdict in found}

    assert set(answers(mixed_text).values()) == {"pass"}
    broken = answers(mixed_text.replace('agreement = "捐赠协议（虚构）"\n', ""))
    assert [subject for subject, answer in broken.items() if answer == "fail"] == ["合同G1 标段G1"]


def test_the_register_completes_a_gift(mixed_text):
    register = {"lot": [{"id": "G1", "demand_refs": ["D1"]}]}
    lots = project_nouns(futian(mixed_text), register, policies())["lot"]
    assert [lot["demand_refs"] for lot in lots if lot["id"] == "G1"] == [["D1"]]
