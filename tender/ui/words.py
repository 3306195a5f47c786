"""Words (用词): field names and values of the book as officials call them.

Findings name fields as the file writes them, which suits whoever edits the file; pages
show the same path in Chinese. Nothing is translated that a stranger wrote.
"""

import re
import tomllib
from collections.abc import Mapping

from tender.policy import policies

Names = Mapping[str, Mapping[str, str]]
"""Table of the book → id → name, as far as the text tells."""

FIELDS = {
    "project.toml": "采购文件",
    "decisions.toml": "人工决定",
    "register.toml": "登记表",
    "bids": "响应表",
    "marks": "评分表",
    "format": "文件格式",
    "number": "项目编号",
    "name": "名称",
    "regime": "制度体系",
    "method": "采购方式",
    "route": "采购路径",
    "service_purchase": "政府购买服务",
    "least_bidders": "每个标段最少家数",
    "summary": "项目概况",
    "among": "比较范围",
    "amount": "数量",
    "codes": "规则用语",
    "covers": "覆盖事项",
    "full_at": "满分数值",
    "limits": "组合限制",
    "once_per_center": "按中心计数",
    "demands": "数量要求",
    "counted": "计入的标段",
    "at_least": "至少个数",
    "entity_type": "主体类型",
    "coverage": "覆盖要求",
    "noted": "核实情况",
    "noun": "规则名词",
    "options": "选项",
    "per": "计算单位",
    "price": "报价",
    "supply": "供给",
    "uses": "占用",
    "value": "取值",
    "worth": "需求权重",
    "yuan": "金额（元）",
    "zero_at": "零分数值",
    "fictional": "虚构说明",
    "purchaser": "采购人",
    "address": "地址",
    "phone": "电话",
    "agency": "采购代理机构",
    "contact": "联系方式",
    "person": "联系人",
    "departments": "主管部门",
    "role": "职责或身份",
    "basis": "制定依据",
    "dates": "日期",
    "publish": "发布日期",
    "questions_until": "询问截止日期",
    "bid_deadline": "提交截止时间",
    "evaluation": "评审时间",
    "result": "结果日期",
    "service_from": "服务开始日期",
    "service_until": "服务结束日期",
    "obtain": "获取方式",
    "bid_place": "提交与开启地点",
    "consortium": "联合体",
    "fiscal": "财政支出",
    "baseline_yuan": "财政支出基数（元/年）",
    "scope": "范围或口径",
    "article": "依据条款",
    "articles": "依据条款",
    "funding": "资金来源",
    "budget_yuan": "预算（元/年）",
    "centers": "中心",
    "center": "所属中心",
    "indoor_area_m2": "室内面积（平方米）",
    "area_m2": "面积（平方米）",
    "public_cost_yuan": "公共支出（元/年）",
    "core_hours": "开放时间",
    "spaces": "功能区域",
    "reserved": "保留区域",
    "lots": "标段",
    "gifts": "公益合作事项",
    "form": "形式",
    "amount_yuan": "金额（元）",
    "until": "截止日期",
    "consent": "居民意见",
    "agreement": "协议",
    "naming_review": "冠名审查文件",
    "lot": "标段",
    "space": "功能区域",
    "quota": "数量限制",
    "mode": "运营方式",
    "ceiling_yuan": "最高限价（元/年）",
    "requirement": "服务要求",
    "standard": "服务标准",
    "positioning": "功能定位",
    "mode_reason": "采用该方式的理由",
    "minimums": "最低要求",
    "category": "服务类别",
    "theme": "主题",
    "policy_documents": "文件要求",
    "subsidies": "财政补贴",
    "weights": "满分",
    "facts": "响应事项",
    "fact": "响应事项",
    "id": "编号",
    "unit": "单位",
    "kind": "种类",
    "evidence": "证明材料",
    "promise": "转为合同义务",
    "required": "必填",
    "gates": "资格与符合性条件",
    "gate": "条件",
    "stage": "审查环节",
    "accepts": "允许的主体类型",
    "says": "要求内容",
    "forbids": "禁止的类别",
    "encourages": "鼓励的类别",
    "criteria": "评审因素",
    "group": "所属部分",
    "rule": "计分规则",
    "small_deduction_percent": "小微企业价格扣除（%）",
    "each": "计数单位",
    "step": "每个得分",
    "scale": "评分上限",
    "rubric": "评分标准",
    "rounding": "舍入",
    "places": "小数位数",
    "at": "时间或舍入位置",
    "ties": "同分处理",
    "service_categories": "服务类别",
    "service_codes": "服务类别代码",
    "judges": "评审成员",
    "award": "定标规则",
    "order": "标段次序",
    "order_by": "标段次序的依据",
    "preference": "意向次序事项",
    "max_lots_per_operator": "每家最多标段数",
    "quota_reason": "限额理由",
    "only_quota_holders": "均达限额时的处理",
    "objective": "比较次序",
    "contract": "合同条款",
    "notice": "公告内容",
    "agency_fee": "代理服务费",
    "other": "其他事宜",
    "set_aside": "不予开启",
    "file": "文件",
    "sha256": "校验值",
    "price_confirmed": "报价书面确认",
    "operator": "供应商编号",
    "price_yuan": "报价（元/年）",
    "by": "决定人",
    "why": "理由",
    "gate_decided": "条件的人工结论",
    "answer": "结论",
    "drawn": "抽签结果",
    "departure_confirmed": "定标结果确认",
}
"""Every field of the book and of the decisions, and the files that hold them."""

VALUES = {
    "open_tender": "公开招标",
    "competitive_consultation": "竞争性磋商",
    "open_selection": "公开遴选",
    "gov_procurement": "政府采购",
    "entrustment": "委托",
    "service_cooperation": "服务合作",
    "whole_center": "中心全域整体运营",
    "partial_zone": "局部功能区域运营",
    "professional_service": "专业服务运营",
    "enterprise": "企业",
    "social_org": "社会组织",
    "public_institution": "事业单位",
    "sole_trader": "个体工商户",
    "qualification": "资格审查",
    "conformity": "符合性审查",
    "entity_type": "主体类型条件",
    "declared": "声明条件",
    "price_ceiling": "最高限价条件",
    "negative_list": "负面清单条件",
    "business": "商务部分",
    "technical": "技术部分",
    "lowest_price": "最低价为基准",
    "ratio_to_best": "与最高值之比",
    "count_step": "按数量计分",
    "panel_mean": "评委评分平均",
    "lowest_to_own": "最低值与本值之比",
    "linear": "线性插值",
    "decimal": "小数",
    "percent": "百分数",
    "yes_no": "是或否",
    "choice": "单选",
    "choices": "多选",
    "per_lot": "各标段按排序第一",
    "lot_order": "按标段次序",
    "combination": "组合定标",
    "leave_empty": "空缺",
    "operator_in_center": "每家在一个中心",
    "listed": "按列出的次序",
    "ceiling": "按最高限价由高到低",
    "preference": "按供应商填写的意向次序",
    "expert": "评审专家",
    "true": "是",
    "false": "否",
    "True": "是",
    "False": "否",
    "TOML": "采购文件文本",
    "Excel": "电子表格",
}
"""Values that a finding may quote."""

_AMBIGUOUS = {
    "id",
    "at",
    "by",
    "name",
    "number",
    "each",
    "other",
    "order",
    "step",
    "fact",
    "lot",
    "space",
    "quota",
}
_WORDS = {**{k: v for k, v in FIELDS.items() if k not in _AMBIGUOUS}, **VALUES}
_TOKEN = re.compile(
    r"(?<![A-Za-z0-9_./-])("
    + "|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True))
    + r")(?![A-Za-z0-9_])"
)


def names_in(text: str) -> Names:
    """Names by table and id of a book's text; nothing where it cannot be read."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}
    tables = {k: v for k, v in data.items() if isinstance(v, list)}
    centers = [c for c in tables.get("centers", []) if isinstance(c, dict)]
    tables["spaces"] = [s for c in centers for s in c.get("spaces", ()) if isinstance(s, dict)]
    return {
        table: {
            str(row["id"]): str(row["name"])
            for row in rows
            if isinstance(row, dict) and row.get("id") and row.get("name")
        }
        for table, rows in tables.items()
    }


def where(path: str, names: Names) -> str:
    """The path of a finding in words, ids replaced by names where the book tells them."""
    said, table = [], ""
    for step in path.split(" › "):
        name = names.get(table, {}).get(step)
        if name and table == "lots":
            said.append(f"{step} {name}")
        elif name:
            said.append(name)
        else:
            said.append(FIELDS.get(step) or VALUES.get(step) or _file(step))
        if not name and policies().knows(step):
            said.pop()  # a rule's number is ours; its article stands below
        table = step if step in names else table
        if step == "minimums":
            table = "facts"
    return " › ".join(said)


def _file(step: str) -> str:
    folder, _, name = step.partition("/")
    return f"{FIELDS[folder]} {name}" if name and folder in FIELDS else step


def sentence(text: str) -> str:
    """What a finding says, with the file's field names and values in words."""
    return _TOKEN.sub(lambda found: _WORDS[found[0]], text)
