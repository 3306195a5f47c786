"""One paper that uses every block, with a table whose cells are merged both ways."""

import pytest

from tender.documents.blocks import (
    Align,
    Cell,
    Clause,
    Column,
    Document,
    Field,
    Fields,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Place,
    Signature,
    Table,
    cells,
)


@pytest.fixture
def scoring_table() -> Table:
    return Table(
        columns=(Column(1, Align.CENTER), Column(3), Column(1, Align.RIGHT)),
        rows=(
            cells(Cell("评审因素", colspan=2), "分值"),
            cells(Cell("商务", rowspan=2), "持证社工", "8.00"),
            cells("类似业绩", "6.00"),
            cells("技术", "服务方案", "71.00"),
            cells("价格", "报价", "15.00"),
            cells(Cell("合计", colspan=2, align=Align.CENTER, strong=True), "100.00"),
        ),
        caption="综合评分表",
    )


@pytest.fixture
def paper(scoring_table: Table) -> Document:
    return Document(
        title="社区长者服务采购文件",
        subtitle="（第一册）",
        number="项目编号：GZ-2026-018",
        blocks=(
            Heading(1, "一、总则"),
            Heading(2, "（一）范围"),
            Heading(3, "1.资格"),
            Heading(4, "（1）联合体"),
            Paragraph("本项目“服务标准”——以合同为准。"),
            Paragraph("特此公告。", strong=True, indent=False),
            Clause(
                "价格分采用低价优先法。", number="1.2", article="财政部令第87号第五十五条", mandatory=True
            ),
            scoring_table,
            Note("得分保留两位小数。"),
            PageBreak(),
            Fields((Field("供应商名称", "甲社会工作服务中心"), Field("供应商地址"))),
            Signature((Place("供应商", "盖章"), Place("法定代表人", "签字", "张三"))),
            Signature((Place("", "盖章", "某街道办事处"),), "2026年11月21日"),
        ),
    )
