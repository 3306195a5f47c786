import io
import zipfile
from itertools import pairwise

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from tender.documents import style
from tender.documents.blocks import (
    Column,
    Document,
    Field,
    Fields,
    Heading,
    PageBreak,
    Paragraph,
    Table,
    cells,
)
from tender.documents.docx import write
from tender.documents.docx_table import column_widths


def read_back(document):
    return docx.Document(io.BytesIO(write(document)))


def test_the_same_paper_gives_the_same_bytes(paper):
    assert write(paper) == write(paper)


def test_another_word_gives_other_bytes():
    assert write(Document("通知", (Paragraph("甲"),))) != write(Document("通知", (Paragraph("乙"),)))


def test_the_zip_has_sorted_names_the_first_date_and_no_compression(paper):
    with zipfile.ZipFile(io.BytesIO(write(paper))) as file:
        entries = file.infolist()
    assert [e.filename for e in entries] == sorted(e.filename for e in entries)
    assert {e.date_time for e in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {(e.compress_type, e.create_system) for e in entries} == {(zipfile.ZIP_STORED, 0)}


def test_the_file_names_its_maker_and_no_other_program_person_or_hour(paper):
    with zipfile.ZipFile(io.BytesIO(write(paper))) as file:
        everything = b"".join(file.read(name) for name in file.namelist())
        names = file.namelist()
    for trace in (b"Macintosh", b"python-docx", b"rsid", b"docId", b"2013", b"ja-JP"):
        assert trace not in everything
    assert not [name for name in names if "thumbnail" in name or "customXml" in name]
    core = read_back(paper).core_properties
    assert (core.title, core.author, core.last_modified_by) == (paper.title, "衡标", "衡标")
    assert (core.created.year, core.modified.year, core.comments) == (1980, 1980, "")


def test_the_page_is_the_official_page(paper):
    section = read_back(paper).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "578")


def test_the_type_area_holds_28_characters_and_22_lines():
    per_character = style.BODY.size * style.TWIPS_PER_POINT // 2 + style.BODY.spacing
    assert style.A4.text_width // per_character == 28
    assert style.twips(style.A4.height - style.A4.top - style.A4.bottom) // style.LINE == 22


def test_every_run_names_its_chinese_font_and_none_leaves_it_to_a_theme(paper):
    word = read_back(paper)
    footer = word.sections[0].footer._element
    runs = [*word.element.iter(qn("w:r")), *footer.iter(qn("w:r"))]
    assert len(runs) > 40
    for run in runs:
        fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        assert fonts.get(qn("w:eastAsia")) in {"方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"}
        assert fonts.get(qn("w:ascii")) == "Times New Roman"
        assert fonts.get(qn("w:hint")) == "eastAsia"
    for fonts in (*word.element.iter(qn("w:rFonts")), *word.styles.element.iter(qn("w:rFonts"))):
        assert not [name for name in fonts.attrib if "Theme" in name]


@pytest.mark.parametrize(
    ("text", "font", "size"),
    [
        ("社区长者服务采购文件", "方正小标宋简体", 22),
        ("一、总则", "黑体", 16),
        ("（一）范围", "楷体_GB2312", 16),
        ("1.资格", "仿宋_GB2312", 16),
        ("本项目“服务标准”——以合同为准。", "仿宋_GB2312", 16),
        ("综合评分表", "黑体", 14),
    ],
)
def test_each_kind_of_text_has_its_official_type(paper, text, font, size):
    run = next(p for p in read_back(paper).paragraphs if p.text == text).runs[0]
    assert run._r.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia")) == font
    assert run.font.size.pt == size


def test_body_lines_are_28_9_points_and_first_lines_two_characters_in(paper):
    body = next(p for p in read_back(paper).paragraphs if p.text.startswith("本项目"))
    assert body.paragraph_format.line_spacing.pt == pytest.approx(28.9)
    assert body._p.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"


def test_headings_are_headings_in_the_outline_and_stay_with_what_follows(paper):
    headings = [p for p in read_back(paper).paragraphs if p.style.name.startswith("Heading")]
    assert [p.style.name[-1] for p in headings] == ["1", "2", "3", "4"]
    assert all(p.paragraph_format.keep_with_next for p in headings)


def test_merged_cells_come_back_merged(paper):
    table = read_back(paper).tables[0]
    assert table.cell(0, 0)._tc is table.cell(0, 1)._tc
    assert table.cell(1, 0)._tc is table.cell(2, 0)._tc
    assert table.cell(1, 0)._tc is not table.cell(3, 0)._tc
    assert [table.cell(row, 2).text for row in range(6)] == [
        "分值",
        "8.00",
        "6.00",
        "71.00",
        "15.00",
        "100.00",
    ]


def test_only_the_header_row_is_repeated_and_no_row_is_torn(paper):
    rows = read_back(paper).tables[0]._tbl.tr_lst
    repeated = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
    assert repeated == [True, False, False, False, False, False]
    assert all(row.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in rows)


def test_each_row_of_cells_is_as_wide_as_the_type_area_in_a_fixed_layout(paper):
    frame = read_back(paper).tables[0]._tbl
    assert frame.find(f"{qn('w:tblPr')}/{qn('w:tblLayout')}").get(qn("w:type")) == "fixed"
    assert [int(c.get(qn("w:w"))) for c in frame.iter(qn("w:gridCol"))] == [1768, 5307, 1769]
    for row in frame.tr_lst:
        widths = [int(w.get(qn("w:w"))) for w in row.iter(qn("w:tcW"))]
        assert sum(widths) == style.A4.text_width


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=20))
def test_column_widths_fill_the_type_area_whatever_their_proportion(widths):
    table = Table(tuple(map(Column, widths)), (cells(*("甲" for _ in widths)),), header=0)
    assert sum(column_widths(table)) == style.A4.text_width


def test_two_tables_in_a_row_do_not_grow_together(scoring_table):
    word = read_back(Document("附表", (scoring_table, scoring_table)))
    tags = [child.tag for child in word.element.body]
    assert len(word.tables) == 2
    assert (qn("w:tbl"), qn("w:tbl")) not in set(pairwise(tags))


def test_the_page_number_is_a_field_between_dashes(paper):
    footer = read_back(paper).sections[0].footer._element
    assert "".join(t.text for t in footer.iter(qn("w:t"))) == "— 1 —"
    assert [i.text.strip() for i in footer.iter(qn("w:instrText"))] == ["PAGE"]
    marks = [mark.get(qn("w:fldCharType")) for mark in footer.iter(qn("w:fldChar"))]
    assert marks == ["begin", "separate", "end"]


def test_a_page_break_begins_a_new_page_without_an_empty_line():
    word = read_back(Document("响应文件", (PageBreak(), Heading(1, "一、响应函"))))
    breaking = [p for p in word.paragraphs if p.paragraph_format.page_break_before]
    assert [p.paragraph_format.line_spacing.pt for p in breaking] == [1]


def test_a_clause_shows_star_number_text_and_grey_article(paper):
    clause = next(p for p in read_back(paper).paragraphs if p.text.startswith("★"))
    assert clause.text == "★1.2　价格分采用低价优先法。〔财政部令第87号第五十五条〕"
    assert clause.runs[0].bold
    assert (str(clause.runs[2].font.color.rgb), clause.runs[2].font.size.pt) == ("5F6B7A", 10.5)


def test_an_empty_field_is_a_place_to_write_on():
    word = read_back(Document("响应函", (Fields((Field("地址"), Field("电话", "020-0000"))),)))
    assert [p.text for p in word.paragraphs if "：" in p.text] == ["地址：＿＿＿＿＿＿", "电话：020-0000"]


def test_characters_that_xml_cannot_hold_are_replaced_visibly():
    word = read_back(Document("甲\x00", (Paragraph("乙\x1b\ud800丙\u202e丁"),), number="\x07"))
    assert [p.text for p in word.paragraphs if p.text] == ["甲�", "�", "乙��丙�丁"]


def test_line_feeds_are_line_breaks_in_text_and_in_cells():
    table = Table((Column(1),), (cells("甲\r\n乙"),), header=0)
    word = read_back(Document("通知", (Paragraph("一\n二"), table)))
    assert "一\n二" in [p.text for p in word.paragraphs]
    assert [p.text for p in word.tables[0].cell(0, 0).paragraphs] == ["甲", "乙"]


def test_a_title_longer_than_the_property_holds_is_still_printed_whole():
    word = read_back(Document("长" * 300, ()))
    assert word.paragraphs[0].text == "长" * 300
    assert word.core_properties.title == "长" * 255


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters()))
def test_whatever_a_stranger_writes_the_file_can_be_opened(text):
    table = Table((Column(1),), (cells(text),), header=0)
    word = read_back(Document(text, (Heading(1, text), Paragraph(text), table, Fields((Field(text, text),)))))
    assert len(word.tables) == 1
