"""The register says in the words of the nouns what the bureau knows; whatever else it says is told."""

import pytest

from tender.book import read_book
from tender.book.register import parse_register
from tender.findings import Level
from tender.paths import samples

BAD = {
    "no noun": ('[parish]\nid = "K1"', "register.noun", "register.toml › parish"),
    "no attribute": ("[project]\ncolour = 1", "register.attribute", "register.toml › project › colour"),
    "text for a figure": (
        '[[lot]]\nid = "L1"\ninvestment_fen = "六十万"',
        "register.value",
        "register.toml › lot › L1 › investment_fen",
    ),
    "a fraction of a fen": (
        '[[lot]]\nid = "L1"\ninvestment_fen = 0.5',
        "register.value",
        "register.toml › lot › L1 › investment_fen",
    ),
    "yes for a figure": (
        '[[lot]]\nid = "L1"\ninvestment_fen = true',
        "register.value",
        "register.toml › lot › L1 › investment_fen",
    ),
    "a figure for yes": ("[center]\ninternet = 1", "register.value", "register.toml › center › internet"),
    "text for a day": (
        '[center]\nrooms_ready_on = "三月"',
        "register.value",
        "register.toml › center › rooms_ready_on",
    ),
    "a day for a moment": (
        "[bid]\nsubmitted_on = 2026-03-16",
        "register.value",
        "register.toml › bid › submitted_on",
    ),
    "one word for a list": (
        '[plan]\ntarget_groups = "老年人"',
        "register.value",
        "register.toml › plan › target_groups",
    ),
    "a list for a table": ("[pack]\nparams = [1]", "register.value", "register.toml › pack › params"),
    "a figure for an answer": (
        "[criteria]\nhas = 3",
        "register.value",
        "register.toml › criteria › has",
    ),
    "an unknown value": ('[lot]\nmode = "half"', "register.value", "register.toml › lot › mode"),
    "a bare value for a record": ("plan = 3", "register.record", "register.toml › plan"),
    "a list of bare values": ("lot = [1]", "register.record", "register.toml › lot"),
    "a record without an id": (
        '[[lot]]\ninvestment_fen = 1\n[[lot]]\ninvestment_fen = "一"',
        "register.value",
        "register.toml › lot › 第2项 › investment_fen",
    ),
}


@pytest.mark.parametrize(("text", "code", "where"), BAD.values(), ids=BAD)
def test_every_bad_value_is_an_error_that_names_its_place_and_what_is_expected(text, code, where):
    _, found = parse_register(text)
    assert [(f.level, f.code, f.where) for f in found] == [(Level.ERROR, code, where)]
    assert found[0].what
    assert not found[0].expected.isascii()
    assert found[0].mend


@pytest.mark.parametrize("text", ["[lot", "lot = ", "a = 1\na = 2", "\0"])
def test_a_register_that_is_no_toml_is_an_empty_one_with_one_error(text):
    register, found = parse_register(text)
    assert register == {}
    assert [f.code for f in found] == ["register.unreadable"]


def test_all_mistakes_come_at_once():
    _, found = parse_register("".join(f"{text}\n" for text, *_ in list(BAD.values())[:3]))
    assert [f.code for f in found] == [code for _, code, _ in list(BAD.values())[:3]]


def test_an_unknown_noun_is_left_out_and_the_rest_is_kept():
    register, _ = parse_register('[parish]\nid = "K1"\n[project]\nyear = 2026')
    assert register == {"project": {"year": 2026}}


def test_the_register_of_the_sample_is_without_mistakes():
    read = read_book(samples() / "teda-haiqing")
    assert read.findings == ()
    assert read.register["pack"]["street_id"] == "海晴街道"


def test_a_register_in_another_encoding_is_told(tmp_path):
    sample = samples() / "teda-haiqing"
    (tmp_path / "project.toml").write_bytes((sample / "project.toml").read_bytes())
    (tmp_path / "register.toml").write_bytes("[project]\n# 登记".encode("gbk"))
    read = read_book(tmp_path)
    assert read.book
    assert [f.code for f in read.findings] == ["register.unreadable"]
