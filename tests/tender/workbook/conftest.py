"""Two real forms: what a bidder fills in, and what a judge fills in."""

from fractions import Fraction

import pytest

from tender.documents.workbook.kinds import Choice, Money, Number, Text, Whole, YesNo
from tender.documents.workbook.sheet import Column, Field, Row, Sheet, Workbook, form

BOOK = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
LOTS = (
    ("BD-01", "东湖街道居家社区养老服务中心（含失能老人专区）运营服务", 82_000_000),
    ("BD-02", "西山街道综合养老服务中心运营服务", 65_000_050),
)
NAME = "〔示例〕某某养老服务有限公司"


@pytest.fixture(scope="session")
def bid_form() -> Workbook:
    basics = form(
        "基本情况",
        "供应商基本情况表",
        (
            Field("name", "供应商名称", Text(200), "与营业执照或登记证书一致。"),
            Field("credit_code", "统一社会信用代码", Text(18), "18位，由数字和大写字母组成。"),
            Field("address", "地址", Text(300)),
            Field("entity", "主体类型", Choice(("企业", "社会组织", "事业单位", "个体工商户"))),
            Field("size", "企业规模", Choice(("大型", "中型", "小型", "微型", "不适用（非企业）"))),
            Field("registry", "登记机关", Choice(("市场监管部门", "民政部门", "编制部门"))),
            Field("contact", "联系人", Text(50)),
            Field("phone", "联系电话", Text(30)),
            Field("fax", "传真", Text(30), required=False),
        ),
    )
    gates = Sheet(
        "资格声明",
        "资格条件声明表",
        (
            Column("number", "序号", 6, Whole(), locked=True),
            Column("gate", "资格条件", 60, locked=True),
            Column("article", "依据", 30, locked=True),
            Column("met", "是否满足", 10, YesNo()),
            Column("evidence", "证明材料及页码", 32),
        ),
        match=("number",),
        rows=(
            Row(
                "G1",
                {
                    "number": 1,
                    "gate": "具有独立承担民事责任的能力：提供营业执照、登记证书或法人证书。",
                    "article": "《中华人民共和国政府采购法》第二十二条第一款第（一）项",
                },
            ),
            Row(
                "G2",
                {
                    "number": 2,
                    "gate": "参加采购活动前三年内，在经营活动中没有重大违法记录。",
                    "article": "《中华人民共和国政府采购法》第二十二条第一款第（五）项",
                },
                optional=("evidence",),
            ),
        ),
    )
    prices = Sheet(
        "报价",
        "报价一览表",
        (
            Column("lot", "标段编号", 12, locked=True),
            Column("lot_name", "标段名称", 44, locked=True),
            Column("ceiling", "最高限价（元/年）", 18, Money(), locked=True),
            Column("join", "是否参加", 10, YesNo()),
            Column("price", "报价（元/年）", 18, Money(minimum=1, unit="元/年"), only_if="join"),
            Column("words", "报价大写", 36, only_if="join"),
        ),
        match=("lot",),
        rows=tuple(Row(i, {"lot": i, "lot_name": n, "ceiling": c}) for i, n, c in LOTS),
        notes=("报价包含完成服务所需的全部费用；报价与大写不一致的，以大写金额为准。",),
    )
    promises = Sheet(
        "响应事项",
        "响应事项表",
        (
            Column("lot", "标段编号", 12, locked=True),
            Column("fact", "事项", 40, locked=True),
            Column("unit", "单位", 8, locked=True),
            Column("least", "最低要求", 12, Number(), locked=True),
            Column("value", "承诺数值", 14, Number()),
            Column("evidence", "证明材料及页码", 36, required=False),
        ),
        match=("lot", "fact"),
        rows=tuple(
            Row(
                (lot, key),
                {"lot": lot, "fact": fact, "unit": unit, "least": Fraction(least)},
                kinds={
                    "least": Number(places=places),
                    "value": Number(minimum=Fraction(least), places=places, unit=unit),
                },
            )
            for lot, _, _ in LOTS
            for key, fact, unit, least, places in (
                ("staff", "派驻本标段的持证社会工作者人数", "人", "2", 0),
                ("hours", "每周开放时长", "小时", "40.5", 1),
            )
        ),
    )
    services = Sheet(
        "服务项目",
        "拟提供服务项目表",
        (
            Column("lot", "标段编号", 12, Choice(tuple(i for i, _, _ in LOTS))),
            Column("name", "服务项目名称", 40),
            Column("category", "类别", 16, Choice(("助餐", "助浴", "康复护理", "文化娱乐"))),
            Column("nature", "性质", 12, Choice(("无偿", "低偿", "市场"))),
            Column("fee", "收费标准", 40, required=False),
        ),
        match=("lot", "name"),
        blank_rows=20,
        notes=("每行一个服务项目；行数不够时在表内插入行。",),
    )
    sheets = (basics, gates, prices, promises, services)
    return Workbook("bid-form", "投标响应表", "HB-2026-017", BOOK, sheets)


@pytest.fixture(scope="session")
def mark_sheet() -> Workbook:
    items = (
        (
            "服务方案",
            (
                "方案完整、针对性强，能结合街道老年人口结构提出分层分类服务措施的，得21至30分；"
                "方案基本完整、有一定针对性的，得11至20分；方案笼统、照搬照抄的，得0至10分；未提供的，不得分。"
            ),
            "30",
        ),
        ("应急预案", "每有一项针对走失、跌倒、噎食、火灾的专门预案得1.25分，最高5分。", "5"),
    )
    rows = tuple(
        Row(
            (lot, bidder, item),
            {"lot": lot, "bidder": bidder, "item": item, "rubric": rubric, "most": Fraction(most)},
            kinds={"mark": Number(Fraction(0), Fraction(most), 2, "分")},
        )
        for lot, _, _ in LOTS
        for bidder in ("〔示例〕甲养老服务有限公司", "〔示例〕乙社会工作服务中心")
        for item, rubric, most in items
    )
    sheet = Sheet(
        "评分",
        "评委独立评分表",
        (
            Column("lot", "标段编号", 11, locked=True),
            Column("bidder", "供应商", 26, locked=True),
            Column("item", "评审因素", 14, locked=True),
            Column("rubric", "评分标准", 56, locked=True),
            Column("most", "最高分", 9, Number(), locked=True),
            Column("mark", "评分", 9, Number()),
            Column("reason", "理由", 34, required=False),
        ),
        match=("lot", "bidder", "item"),
        rows=rows,
        notes=("评委应当独立评分；评分不得超过最高分，最多两位小数。",),
        footer=("评委签字：　　　　　　　　　　日期：　　　　年　　月　　日",),
    )
    return Workbook("mark-sheet", "评分表", "HB-2026-017", BOOK, (sheet,), holder="PW-03")


@pytest.fixture(scope="session")
def bid_values() -> dict:
    """A whole honest answer to the bid form."""
    return {
        "基本情况": {
            "name": {"value": NAME},
            "credit_code": {"value": "91420100MA4KXXXX0Q"},
            "address": {"value": "示例市示例区示例路1号"},
            "entity": {"value": "企业"},
            "size": {"value": "小型"},
            "registry": {"value": "市场监管部门"},
            "contact": {"value": "王示例"},
            "phone": {"value": "000-12345678"},
        },
        "资格声明": {
            "G1": {"met": True, "evidence": "营业执照，第5页"},
            "G2": {"met": True},
        },
        "报价": {
            "BD-01": {"join": True, "price": 78_800_000, "words": "柒拾捌万捌仟元整"},
            "BD-02": {"join": False},
        },
        "响应事项": {
            ("BD-01", "staff"): {"value": Fraction(4), "evidence": "社保清单，第33至36页"},
            ("BD-01", "hours"): {"value": Fraction("56.5")},
            ("BD-02", "staff"): {"value": Fraction(2)},
            ("BD-02", "hours"): {"value": Fraction("40.5")},
        },
        "服务项目": {
            "1": {"lot": "BD-01", "name": "老年助餐", "category": "助餐", "nature": "低偿", "fee": "12元/餐"},
            "2": {"lot": "BD-01", "name": "上门助浴", "category": "助浴", "nature": "市场"},
        },
    }
