import pytest
from hypothesis import given
from hypothesis import strategies as st

from tender.documents.blocks import (
    Align,
    BlockError,
    Cell,
    Column,
    Document,
    Heading,
    Paragraph,
    Place,
    Spot,
    Table,
    cells,
    plain_text,
)

TWO = (Column(1), Column(1))


def test_a_paper_reads_as_plain_text(paper):
    assert (
        plain_text(paper)
        == """\
《社区长者服务采购文件》
（第一册）
项目编号：GZ-2026-018

# 一、总则

## （一）范围

### 1.资格

#### （1）联合体
　　本项目“服务标准”——以合同为准。
特此公告。
★1.2 价格分采用低价优先法。〔财政部令第87号第五十五条〕

综合评分表
| 评审因素 | ← | 分值 |
|===|===|===|
| 商务 | 持证社工 | 8.00 |
| ↑ | 类似业绩 | 6.00 |
| 技术 | 服务方案 | 71.00 |
| 价格 | 报价 | 15.00 |
| 合计 | ← | 100.00 |
注：得分保留两位小数。
-------- 换页 --------
供应商名称：甲社会工作服务中心
供应商地址：＿＿＿＿＿＿
　　　　供应商（盖章）：＿＿＿＿＿＿
　　　　法定代表人（签字）：张三＿＿＿＿＿＿
　　　　日期：　　　　年　　月　　日
　　　　某街道办事处（盖章）
　　　　2026年11月21日
"""
    )


def test_a_line_feed_in_a_cell_does_not_break_the_plain_row():
    table = Table((Column(1),), (cells("甲公司\n（联合体）"),), header=0)
    assert "| 甲公司 ⏎ （联合体） |" in plain_text(Document("通知", (table,)))


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ((cells("甲"),), "no cell for column 2"),
        ((cells("甲", "乙", "丙"),), "no room left for '丙'"),
        ((cells("甲", Cell("乙", colspan=2)),), "'乙' sticks out"),
        ((cells(Cell("甲", rowspan=2), "乙"),), "'甲' sticks out"),
        ((cells(Cell("甲", rowspan=2), "乙"), cells("丙", "丁")), "no room left for '丁'"),
        ((cells("甲", Cell("乙", rowspan=2)), cells(Cell("丙", colspan=2))), "'丙' overlaps"),
        ((), "at least one column and one row"),
    ],
)
def test_a_grid_with_a_hole_an_overlap_or_an_overhang_is_refused(rows, complaint):
    with pytest.raises(BlockError, match=complaint):
        Table(TWO, rows, header=0)


def test_a_merged_cell_may_not_run_from_the_repeated_header_into_the_body():
    rows = (cells(Cell("类别", rowspan=2), "分值"), cells("8.00"))
    assert Table(TWO, rows, header=2).header == 2
    with pytest.raises(BlockError, match="from the header into the body"):
        Table(TWO, rows, header=1)


def test_a_table_cannot_repeat_more_rows_than_it_has():
    with pytest.raises(BlockError, match="cannot have 2 header rows"):
        Table(TWO, (cells("甲", "乙"),), header=2)


@pytest.mark.parametrize("level", [0, 5])
def test_a_heading_has_level_one_to_four(level):
    with pytest.raises(BlockError, match="1 to 4"):
        Heading(level, "一、总则")


def test_spans_widths_and_places_of_nothing_are_refused():
    with pytest.raises(BlockError, match="spans"):
        Cell("甲", rowspan=0)
    with pytest.raises(BlockError, match="width"):
        Column(0)
    with pytest.raises(BlockError, match="label or a name"):
        Place("", "盖章")


def test_a_cell_stands_as_it_says_else_as_the_header_else_as_its_column(scoring_table):
    aligned = [[scoring_table.aligned(spot) for spot in row] for row in scoring_table.starts()]
    assert aligned[0] == [Align.CENTER, Align.CENTER]
    assert aligned[1] == [Align.CENTER, Align.LEFT, Align.RIGHT]
    assert aligned[5] == [Align.CENTER, Align.RIGHT]


@st.composite
def tilings(draw):
    """A grid cut at random into rectangles, then listed as a table lists its cells."""
    height, width = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    taken, rows = set(), [[] for _ in range(height)]
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            widest = next((c for c in range(column, width) if (row, c) in taken), width) - column
            spans = draw(st.integers(1, height - row)), draw(st.integers(1, widest))
            rows[row].append(Cell(f"{row},{column}", *spans))
            taken |= {(row + r, column + c) for r in range(spans[0]) for c in range(spans[1])}
    return Table(tuple(Column(1) for _ in range(width)), tuple(map(tuple, rows)), header=0)


@given(tilings())
def test_every_place_of_the_grid_is_covered_by_exactly_the_cell_that_spans_it(table):
    for row, line in enumerate(table.grid()):
        assert len(line) == len(table.columns)
        for column, spot in enumerate(line):
            assert spot.cell.text == f"{spot.row},{spot.column}"
            assert spot.row <= row < spot.row + spot.cell.rowspan
            assert spot.column <= column < spot.column + spot.cell.colspan


@given(tilings())
def test_each_listed_cell_starts_exactly_once(table):
    assert tuple(tuple(spot.cell for spot in row) for row in table.starts()) == table.rows
    assert all(isinstance(spot, Spot) for row in table.starts() for spot in row)


def test_a_paragraph_without_indent_starts_at_the_margin():
    assert (
        plain_text(Document("通知", (Paragraph("甲", indent=False), Paragraph("乙"))))
        == "《通知》\n甲\n　　乙\n"
    )
