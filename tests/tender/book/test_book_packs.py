"""A street's own pack beside the book: read, refused with its place, and frozen with what is published."""

import shutil
from datetime import date

import pytest

from tender.book import parse_book, read_book
from tender.case import case
from tender.draft import draft_files
from tender.findings import Level
from tender.paths import samples
from tender.policy import policies
from tender.publish import publish
from tender.record import Record

PACK = """format = "hengbiao/policy/1"
id = "haiqing"
title = "海晴街道细则"
instrument = "《海晴街道党群服务中心细则》"
short = "海晴街道细则"
level = "street"
status = "draft"
since = 2025-01-01

[[provision]]
id = "HQ-1"
article = "第一条"
force = "must"
kind = ["clause"]
says = "标段应有名称。"
expression = "lot.id != ''"
checked = 2026-11-21
"""


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    text = (samples() / "teda-haiqing" / "project.toml").read_text("utf-8")
    (folder / "project.toml").write_text(text.replace('regime = "teda"', 'regime = "haiqing"'), "utf-8")
    (folder / "register.toml").write_text("[project]\ndraft_policy_ack = true\n", "utf-8")
    (folder / "policies").mkdir()
    (folder / "policies" / "haiqing.toml").write_text(PACK, "utf-8")
    return folder


def write(project, text, name="haiqing.toml"):
    (project / "policies" / name).write_text(text, "utf-8")
    return read_book(project)


def told(read):
    return [(f.code, f.where) for f in read.findings]


def test_a_street_s_pack_works_without_touching_the_product(project):
    read = read_book(project)
    assert read.findings == ()
    assert read.packs.cite("HQ-1") == "海晴街道细则第一条"
    assert "haiqing" not in policies().packs
    drafts, findings = publish(read)
    assert [f for f in findings if f.level is Level.ERROR] == []
    assert drafts[0].data["packs"] == {"haiqing.toml": PACK}


def test_every_paper_says_that_the_own_pack_is_a_draft(project):
    read = read_book(project)
    assert "《海晴街道党群服务中心细则》为征求意见稿" in draft_files(read.book, read.sha256, read.packs)[
        "book.html"
    ].decode("utf-8")


def test_what_was_published_keeps_its_own_packs_when_the_folder_changes(project):
    record = Record().extend(publish(read_book(project))[0])
    shutil.rmtree(project / "policies")
    assert told(read_book(project)) == []
    now = case(record)
    assert now.packs.on("HQ-1", date(2026, 3, 2)).says == "标段应有名称。"
    again = parse_book(now.state.book, now.state.register, now.state.packs)
    assert publish(again)[0][0].data == record.events[0].data


def test_a_project_without_own_packs_publishes_none(project):
    text = (project / "project.toml").read_text("utf-8").replace('"haiqing"', '"teda"', 1)
    assert "packs" not in {**parse_book(text).pack_texts}


BROKEN = {
    "no toml": (PACK.replace('id = "haiqing"', "id = "), "pack.unreadable", ""),
    "an unknown field": (PACK.replace("since =", "from ="), "pack.extra_forbidden", " › from"),
    "an unknown level": (PACK.replace('"street"', '"village"'), "pack.literal_error", " › level"),
    "a missing field": (
        PACK.replace('says = "标段应有名称。"\n', ""),
        "pack.missing",
        " › provision › HQ-1 › says",
    ),
    "an unknown noun": (
        PACK.replace("lot.id", "lots.id"),
        "pack.expression",
        " › provision › HQ-1 › expression",
    ),
    "no sentence": (
        PACK.replace("lot.id !=", "lot.id !"),
        "pack.expression",
        " › provision › HQ-1 › expression",
    ),
    "an id of the product": (PACK.replace('id = "haiqing"', 'id = "teda"'), "pack.file_name", ""),
    "a rule id of the product": (PACK.replace("HQ-1", "FT-4.2"), "pack.rule_twice", " › provision › FT-4.2"),
}


@pytest.mark.parametrize(("text", "code", "place"), BROKEN.values(), ids=BROKEN)
def test_a_mistake_in_an_own_pack_is_told_in_chinese_with_its_place(project, text, code, place):
    read = write(project, text)
    (found,) = (f for f in read.findings if f.code != "system.unknown")
    assert (found.code, found.where) == (code, f"policies/haiqing.toml{place}")
    assert not found.what.isascii()
    assert not found.expected.isascii()
    assert publish(read)[0] == ()


def test_an_id_that_the_product_has_is_refused(project):
    read = write(project, PACK.replace('id = "haiqing"', 'id = "teda"').replace("HQ-1", "HQ-2"), "teda.toml")
    assert ("pack.id_taken", "policies/teda.toml › id") in told(read)
    assert read.packs.packs["teda"].short == policies().packs["teda"].short


def test_two_rows_of_one_rule_on_one_day_are_refused(project):
    row = PACK[PACK.index("[[provision]]") :]
    assert told(write(project, PACK + row)) == [
        ("pack.rule_twice", "policies/haiqing.toml › provision › HQ-1")
    ]
    apart = row.replace("checked =", "until = 2025-12-31\nchecked =")
    later = row.replace("checked =", "since = 2026-01-01\nchecked =")
    assert told(write(project, PACK.replace(row, apart) + later)) == []


def test_a_file_that_is_no_utf8_is_told(project):
    (project / "policies" / "haiqing.toml").write_bytes("海晴".encode("gbk"))
    assert ("pack.unreadable", "policies/haiqing.toml") in told(read_book(project))


def test_the_key_of_a_book_moves_with_its_packs_and_register(project):
    first = read_book(project)
    assert write(project, PACK + "\n").key != first.key
    assert write(project, PACK).key == first.key
    (project / "register.toml").write_text("", "utf-8")
    assert read_book(project).key != first.key
    assert read_book(project).sha256 == first.sha256
