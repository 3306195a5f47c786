"""Nothing that only a program would say, and no half-width sign, stands in any paper."""

import io
import re

import docx
import pytest

from tender.documents import docx as word_writer
from tender.documents.blocks import plain_text

PAPERS = ["book", "notice", "report"]


def said(paper):
    """The text without the marks by which ``plain_text`` shows headings and tables."""
    lines = [re.sub(r"^#+ ", "", line) for line in plain_text(paper).splitlines()]
    return re.sub(r" ?\| ?|===|⏎|-+ 换页 -+", "\n", "\n".join(lines))


@pytest.mark.parametrize("name", PAPERS)
def test_no_value_of_the_program_is_printed(papers, name):
    for word in ("None", "null", "True", "False", "nan", "{", "}", "[", "]"):
        assert word not in said(papers[name])


@pytest.mark.parametrize("name", PAPERS)
def test_no_latin_word_but_numbers_of_the_project_and_check_values(papers, done, name):
    book = done.case.book
    spaces = {s.id for center in book.centers for s in center.spaces}
    allowed = {book.number, *book.lot_by_id, *spaces, *done.case.bids}
    text = re.sub(r"\b[0-9a-f]{16}\b|\b[0-9a-f]{64}\b", "", said(papers[name]))
    assert set(re.findall(r"[A-Za-z][A-Za-z0-9_-]*", text)) - allowed == set()


@pytest.mark.parametrize("name", PAPERS)
def test_punctuation_beside_chinese_is_full_width(papers, name):
    text = said(papers[name])
    assert re.findall(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]", text) == []


@pytest.mark.parametrize("name", PAPERS)
def test_no_sign_is_doubled_and_no_label_is_left_empty(papers, name):
    text = said(papers[name])
    assert re.findall(r"。。|；。|；；|，，|、、|：。|。；|（）|〔〕|“”", text) == []
    assert re.findall(r"：\n", re.sub(r"评分标准：\n|来源：\n", "", text)) == []


@pytest.mark.parametrize("name", PAPERS)
def test_the_word_file_opens_and_holds_every_text(papers, name):
    word = docx.Document(io.BytesIO(word_writer.write(papers[name])))
    held = "\n".join([p.text for p in word.paragraphs] + [c.text for t in word.tables for c in t._cells])
    for line in said(papers[name]).splitlines()[1:]:  # after the title, which breaks by words
        for piece in re.split(r"[〔〕：←↑　 ]", line):
            assert piece in held


@pytest.mark.parametrize("name", PAPERS)
def test_the_word_file_is_the_same_bytes_again(papers, name):
    assert word_writer.write(papers[name]) == word_writer.write(papers[name])
