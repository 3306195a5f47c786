import re
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from tender.documents.blocks import Column, Document, Field, Fields, Heading, Note, Paragraph, Table, cells
from tender.documents.html import write


class Reading(HTMLParser):
    """The tags of a page with their attributes, and the text that a reader sees in the body."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.words, self.open = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "col"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "body" in self.open:
            self.words.append(data)

    def named(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]

    @property
    def text(self):
        return "".join(self.words)


def test_the_same_paper_gives_the_same_page(paper):
    assert write(paper) == write(paper)


def test_the_page_is_whole_and_says_its_language(paper):
    page = write(paper)
    reading = Reading(page)
    assert page.startswith("<!doctype html>")
    assert reading.named("html") == [{"lang": "zh-CN"}]
    assert reading.open == []


def test_the_page_fetches_nothing_and_runs_nothing(paper):
    page = write(paper)
    assert "://" not in page
    assert not re.search(r"url\s*\(|@import|src=|href=|javascript:", page)
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in Reading(page).tags}


def test_all_blocks_are_read_in_their_order(paper):
    text = Reading(write(paper)).text
    said = [
        "社区长者服务采购文件",
        "（第一册）",
        "GZ-2026-018",
        "一、总则",
        "（1）联合体",
        "★1.2",
        "低价优先法",
    ]
    said += [
        "〔财政部令第87号第五十五条〕",
        "综合评分表",
        "持证社工",
        "100.00",
        "注：得分",
        "供应商地址：＿",
        "某街道办事处",
    ]
    places = [text.find(words) for words in said]
    assert -1 not in places
    assert places == sorted(places)


def test_headings_step_down_from_the_title(paper):
    tags = [tag for tag, _ in Reading(write(paper)).tags if re.fullmatch(r"h\d", tag)]
    assert tags == ["h1", "h2", "h3", "h4", "h5"]


def test_merged_cells_span_and_the_header_is_a_repeating_head(paper):
    page = write(paper)
    reading = Reading(page)
    cells_read = reading.named("th") + reading.named("td")
    assert [c["colspan"] for c in cells_read if "colspan" in c] == ["2", "2"]
    assert [c["rowspan"] for c in cells_read if "rowspan" in c] == ["2"]
    assert (len(reading.named("th")), len(reading.named("thead"))) == (2, 1)
    assert "thead { display: table-header-group; }" in page


def test_a_page_break_begins_a_new_sheet(paper):
    assert len(Reading(write(paper)).named("section")) == 2
    assert len(Reading(write(Document("通知", ()))).named("section")) == 1


def test_hostile_names_are_shown_as_text_everywhere():
    for name in (
        "A<b>&公司",
        "<div style='position:fixed'>假公告</div>",
        "</style><script>x</script>",
        '"><img>',
    ):
        table = Table((Column(1),), (cells(name), cells(name)), caption=name)
        blocks = (Heading(1, name), Paragraph(name), table, Fields((Field(name, name),)), Note(name))
        reading = Reading(write(Document(name, blocks, subtitle=name, number=name)))
        assert reading.text.count(name) == 11
        assert not {"b", "div", "script", "img"} & {
            tag for tag, a in reading.tags if a != {"class": "scroll"}
        }


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1))
def test_whatever_a_stranger_writes_adds_no_tag(text):
    plain = Reading(write(Document("甲", (Paragraph("甲"),))))
    strange = Reading(write(Document(text, (Paragraph(text),))))
    assert [tag for tag, _ in strange.tags] == [tag for tag, _ in plain.tags]


def test_characters_that_cannot_be_shown_are_replaced_visibly():
    assert "甲�乙�丙" in Reading(write(Document("通知", (Paragraph("甲\x00乙\u202e丙"),)))).text
