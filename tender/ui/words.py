"""Words (用词): field names and values of the book as officials call them.

Findings name fields as the file writes them, which suits whoever edits the file; pages
show the same path in Chinese. Nothing is translated that a stranger wrote.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache

from tender.book import Method
from tender.book.method import terms
from tender.policy import Policies

Names = Mapping[str, Mapping[str, str]]
"""Table of the book → id → name, as far as the text tells; under ``METHOD`` the words of its method."""
METHOD = "*"

FIELDS = {
    "project.toml": "采购文件",
    "decisions.toml": "人工决定",
    "register.toml": "登记表",
    "policies": "政策包",
    "pack": "政策包",
    "params": "参数",
    "reasons": "理由",
    "waivers": "豁免",
    "parameter": "参数",
    "provision": "条文",
    "drop": "免去的上层规定",
    "refines": "上层政策包",
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
    "among": "比较或计入的范围",
    "amount": "数量",
    "codes": "规则用语",
    "covers": "覆盖事项",
    "full_at": "满分数值",
    "limits": "组合限制",
    "once_per_center": "按中心计数",
    "demands": "数量要求",
    "counted": "计数的方法",
    "at_least": "至少（含）",
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
    "columns": "清单栏目",
    "column": "栏目",
    "unique": "不重复计分的栏目",
    "rows": "行数或对照表",
    "proven": "须有证明材料才计分",
    "at_most": "上限（含）",
    "above": "高于（不含）",
    "below": "低于（不含）",
    "where": "计入条件",
    "since": "起始日期",
    "says_yes": "为是",
    "take": "取数方法",
    "cap": "最高分",
    "beyond": "超出部分或区间以外得分",
    "more": "超过末行时",
    "count": "项数",
    "points": "分值",
    "percent": "占满分的百分数",
    "steps": "分档",
    "levels": "等级",
    "most": "最多项数或封顶分值",
    "anchors": "插值点",
    "points_by_place": "名次得分",
    "low_is_good": "低者为优",
    "losses": "扣分项",
    "floor": "最低分",
    "void_over": "超过即不得分",
    "parts": "小项",
    "option": "选项",
    "grades": "等次",
    "bands": "分档或偏离区间",
    "word": "等次名称",
    "reason": "须写明理由",
    "outside": "档外评分",
    "checklist": "应有内容",
    "items": "评审项",
    "missing": "缺项扣分",
    "defect": "每处缺陷扣分",
    "most_per_item": "每项最多扣分",
    "votes": "票数",
    "panel": "评委评分汇总",
    "aggregate": "汇总方法",
    "least": "最低得分或人数起点",
    "tie": "票数相同时",
    "judges_total": "按评委总分去掉最高和最低",
    "report_firmness": "评审报告写明结果稳健性",
    "mark_corrected": "评分更正",
    "gate_corrected": "资格审查结论更正",
    "price_amended": "排序后的报价更正",
    "papers": "存档材料",
    "chosen": "择定结果",
    "recommend": "推荐候选人数",
    "choosing": "择定办法",
    "confirmed": "已书面确认",
    "judge": "评委编号",
    "item": "评分项",
    "mark": "更正后的评分",
    "ground": "法定情形",
    "after_signature": "评审报告签署后",
    "reported": "书面报告财政部门的情况",
    "established": "核实事项",
    "not_counted": "不计入的条目",
    "no_proof": "证明材料无效",
    "rounding": "舍入",
    "places": "小数位数",
    "at": "时间或舍入位置",
    "ranking": "排序依据",
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
    "low_price": "异常低价审查界限",
    "low_price_decided": "异常低价审查结论",
    "asked_at": "要求说明的时间",
    "answered_at": "收到说明的时间",
    "minutes": "说明时间（分钟）",
    "mean_percent": "平均价界限（百分比）",
    "second_percent": "次低价界限（百分比）",
    "ceiling_percent": "最高限价界限（百分比）",
    "figure_drawn": "抽取的系数",
    "base": "评审基准价",
    "factor": "系数",
    "draw": "公开抽取的系数",
    "one_of": "可抽取的数值",
    "trims": "去掉最高最低",
    "from": "起算家数",
    "high": "去掉最高个数",
    "low": "去掉最低个数",
    "above_percent": "高于平均价的剔除比例",
    "below_percent": "低于平均价的剔除比例",
    "repeat": "重复剔除",
    "size": "抽取家数",
    "seed": "抽取种子",
    "of": "合成各部分",
    "weight": "合成比例",
    "each_percent": "每步百分比",
    "free_percent": "不计分的偏离",
    "then": "分段",
    "from_percent": "起点百分比",
    "adds": "加分",
    "void_percent": "得最低分的偏离（百分比）",
    "start": "基准价处得分",
    "deviation_places": "偏离率小数位数",
    "to_percent": "区间上限（百分比）",
    "by_place": "各名次得分",
    "others": "其余名次得分",
    "quote": "比率报价",
    "reference_yuan": "参照价（元）",
    "costs": "另加费用",
    "years": "年数",
    "share_deduction_percent": "联合体或分包扣除（百分比）",
    "share_from_percent": "小微份额下限（百分比）",
    "share_fact": "小微份额事项",
    "reserved_for_small": "专门面向中小企业",
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
    "figure": "数值条件",
    "business": "商务部分",
    "technical": "技术部分",
    "lowest_price": "低价优先法",
    "price_ratio": "基准价比值法",
    "price_deviation": "偏离扣分法",
    "price_range": "区间插值法",
    "price_bands": "偏离区间计分",
    "price_rank": "名次计分",
    "highest_price": "高价优先法",
    "fixed_price": "固定价格",
    "ratio_to_best": "与最高值之比",
    "count_step": "按数量计分",
    "panel_mean": "评委评分平均",
    "lowest_to_own": "最低值与本值之比",
    "linear": "线性插值",
    "piecewise": "分段插值",
    "has": "有即得分",
    "has_not": "无即得分",
    "lookup": "对照表计分",
    "deduct": "扣分法",
    "ladder": "阶梯计分",
    "intervals": "区间计分",
    "checklist_grade": "内容加档次",
    "item_defects": "逐项扣分",
    "sum": "相加",
    "either": "择一计分",
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
    "pack",
    "params",
    "reasons",
    "waivers",
    "parameter",
    "provision",
    "drop",
    "refines",
    "policies",
}
_WORDS = {**{k: v for k, v in FIELDS.items() if k not in _AMBIGUOUS}, **VALUES}
_TOKEN = re.compile(
    r"(?<![A-Za-z0-9_./-])("
    + "|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True))
    + r")(?![A-Za-z0-9_])"
)


_SPACED = re.compile(r"(?<=[^\x00-\x7f]) (?=\0)|(?<=\0) (?=[^\x00-\x7f])")
"""A space between a Chinese sentence and a word that was put in place of a name."""


def in_terms(text: str, method: Method | None) -> str:
    """``text``, written for any procurement, in the words of ``method``."""
    return _in_words(text, _method_words(method)) if method else text


@cache
def _method_words(method: Method) -> Mapping[str, str]:
    t = terms(method)
    told = {"响应文件": t.bid, "采购人": t.buyer, "采购方式": f"{t.activity}方式"}
    if not method.procurement:  # 采购文件 covers the tender book and the consultation's alike
        told |= {
            "采购文件": t.book,
            "响应表": f"{t.offer}表",
            "采购路径": "引入途径",
            "响应事项": f"{t.offer}事项",
        }
    return {word: own for word, own in told.items() if word != own}


def _in_words(text: str, told: Mapping[str, str]) -> str:
    for word, own in told.items():
        text = text.replace(word, own)
    return text


def names_in(text: str) -> Names:
    """Names by table and id of a book's text; nothing where it cannot be read."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}
    tables = {k: v for k, v in data.items() if isinstance(v, list)}
    centers = [c for c in tables.get("centers", []) if isinstance(c, dict)]
    tables["spaces"] = [s for c in centers for s in c.get("spaces", ()) if isinstance(s, dict)]
    method = next((m for m in Method if m.value == data.get("method")), None)
    words = {METHOD: _method_words(method)} if method else {}
    return words | {
        table: {
            str(row["id"]): str(row["name"])
            for row in rows
            if isinstance(row, dict) and row.get("id") and row.get("name")
        }
        for table, rows in tables.items()
    }


def where(path: str, names: Names, packs: Policies) -> str:
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
        if not name and packs.knows(step):
            said.pop()  # a rule's number is ours; its article stands below
        table = step if step in names else table
        if step == "minimums":
            table = "facts"
    return _in_words(" › ".join(said), names.get(METHOD, {}))


def _file(step: str) -> str:
    folder, _, name = step.partition("/")
    return f"{FIELDS[folder]} {name}" if name and folder in FIELDS else step


def sentence(text: str, names: Names | None = None) -> str:
    """What a finding says, with the file's field names and values in words."""
    said = _SPACED.sub("", _TOKEN.sub(lambda found: f"\0{_WORDS[found[0]]}\0", text))
    return _in_words(said.replace("\0", ""), (names or {}).get(METHOD, {}))
