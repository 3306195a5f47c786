"""The key facts of the instructions (前附表): name, content and the rules each one rests on."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction

from scoring.exact import plain, yuan
from tender.book import Book, Method
from tender.book.places import UNPAID
from tender.book.rules import PriceRule
from tender.documents.wording import date_zh, datetime_zh
from tender.draft.chapters import REVIEW, SCORING, pointer
from tender.draft.clauses import binding, in_force
from tender.policy import Policies

MEDIUM = "中国政府采购网及其省级分网"

Fact = tuple[str, str, tuple[str, ...]]
"""Name, content, rule ids."""


def figure_of(rules: Mapping[Method, str], book: Book, packs: Policies) -> object:
    """The figure of the rule that binds the book's method on publication; None where none does."""
    rule = rules.get(book.method)
    return packs.on(rule, book.dates.publish).value if rule else None


def validity(book: Book, packs: Policies) -> date:
    """The last day a bid binds: the last on which the contract may be signed, or service begins."""
    if not book.method.procurement:
        return book.dates.service_from
    days = packs.on("LAW-46", book.dates.publish).number
    return max(book.dates.service_from, book.dates.result + timedelta(days=int(days)))


def bond_name(book: Book) -> str:
    """What a bid bond is called under the book's method."""
    return {
        Method.OPEN_TENDER: "投标保证金",
        Method.COMPETITIVE_CONSULTATION: "磋商保证金",
        Method.OPEN_SELECTION: "申请保证金",
    }[book.method]


def key_facts(book: Book, packs: Policies) -> Iterator[Fact]:
    """All rows; a row keeps only the rules that bind the book and are in force on publication."""
    for name, said, rules in (*_project(book), *_bid(book, packs), *_award(book, packs)):
        bound = binding(book, packs, *rules)
        yield name, said, tuple(rule for rule in bound if in_force(rule, book, packs))


def _by_method(book: Book, tender: str, consultation: str) -> tuple[str, ...]:
    return (tender if book.method is Method.OPEN_TENDER else consultation,)


def _project(book: Book) -> Iterator[Fact]:
    t, dates, who = book.terms, book.dates, book.purchaser
    agency = book.agency
    yield t.buyer, f"{who.name}\n地址：{who.address}\n联系方式：{who.phone}", ()
    hired = f"{agency.name}\n联系方式：{agency.phone}" if agency else f"无，{t.buyer}自行组织"
    yield f"{t.activity}代理机构", hired, ()
    yield "主管部门", "、".join(d.name for d in book.departments), ()
    yield "项目名称和编号", f"{book.name}\n{book.number}", ()
    yield f"{t.activity}方式", t.method, _by_method(book, "O87-20", "N214-3")
    money = "\n".join(f"{f.name}{yuan(f.budget_fen)}元/年" for f in book.funding)
    yield ("资金来源和预算金额", money, ("REG-30",)) if book.paid_lots else ("费用", UNPAID, ())
    if book.fiscal:
        cap = f"{yuan(book.fiscal.baseline_fen)}元/年（{book.fiscal.scope}）"
        yield "财政支出基数", f"{cap}；各标段{t.award}金额之和不得超过", (book.fiscal.article,)
    lots = [f"{lot.id}　{lot.name}{f'：{lot.ceiling_text}' if book.paid_lots else ''}" for lot in book.lots]
    lots += [f"合计：{yuan(book.ceilings_fen)}"] if book.paid_lots else []
    yield (
        f"标段（{len(book.lots)}个）{'和最高限价（元/年）' if book.paid_lots else ''}",
        "\n".join(lots),
        _by_method(book, "O87-63", "N214-21"),
    )
    yield "服务期限", f"{date_zh(dates.service_from)}至{date_zh(dates.service_until)}", ("O102-24",)
    yield "服务地点", "\n".join(f"{c.name}：{c.address}" for c in book.centers), ()
    yield "联合体", "接受" if book.consortium else "不接受", ("LAW-24",)
    if book.method.procurement:
        yield "中小企业政策", _small(book), ("N46-9",)


def _small(book: Book) -> str:
    """What the policy on small enterprises does to prices."""
    rules = [c.rule for c in book.criteria if isinstance(c.rule, PriceRule)]
    policy = _percents(rule.small_deduction for rule in rules) or "不扣除"
    share = _percents(rule.share_deduction for rule in rules)
    reserved = [lot.id for lot in book.lots if lot.reserved_for_small]
    if len(reserved) == len(book.lots):
        return "本项目专门面向中小企业采购，不再给予价格扣除"
    part = f"标段{'、'.join(reserved)}专门面向中小企业采购，其他标段" if reserved else "本项目"
    said = f"{part}不专门面向中小企业采购；小型、微型企业{book.terms.price}扣除：{policy}"
    return said + (f"；大中型企业的联合体或者分包扣除：{share}" if share else "")


def _percents(rates: Iterable[Fraction]) -> str:
    """Rates above 0 as percent, from the lowest."""
    return "、".join(f"{plain(rate * 100)}%" for rate in sorted(set(rates)) if rate)


def _bid(book: Book, packs: Policies) -> Iterator[Fact]:
    t, dates = book.terms, book.dates
    yield f"获取{t.book}", book.obtain, ()
    yield "提出疑问截止时间", f"{date_zh(dates.questions_until)}24点00分（北京时间）", ()
    yield bond_name(book), "不收取", _by_method(book, "REG-33", "N214-12")
    yield "履约保证金", "不收取", ("REG-48",)
    until = f"自提交截止之日起至{date_zh(validity(book, packs))}（含当日）"
    yield f"{t.bid}有效期", until, _by_method(book, "O87-23", "LAW-46")
    deadline = f"{datetime_zh(dates.bid_deadline)}（北京时间）"
    yield f"{t.bid}提交截止时间", deadline, _by_method(book, "O87-33", "N214-13")
    yield (
        "开启时间和地点",
        f"与提交截止时间为同一时间\n{book.bid_place}",
        _by_method(book, "O87-39", "N214-9"),
    )
    yield "资格和符合性条件", f"{len(book.gates)}项，见{pointer(REVIEW)}", ()
    if not book.method.procurement:
        yield f"符合要求的{t.bidder}数量", f"每个标段不少于{book.least_bidders}家", ()


def _award(book: Book, packs: Policies) -> Iterator[Fact]:
    t, judges = book.terms, book.judges
    experts = sum(j.role == "expert" for j in judges)
    panel = f"{len(judges)}人：评审专家{experts}人、{t.buyer}代表{len(judges) - experts}人"
    yield "评审时间", f"{datetime_zh(book.dates.evaluation)}（北京时间）", ()
    yield f"{t.panel}", panel, _by_method(book, "O87-47-size", "N214-14-size")
    yield (
        "评审方法",
        f"{book.scoring_method}，见{pointer(SCORING)}",
        _by_method(book, "O87-55-factor", "N214-23"),
    )
    yield "得分的舍入", book.rounding.sentence, ()
    yield "得分相同的处理", book.tie_sentence(), _by_method(book, "O87-57", "N214-25")
    if book.award.kind != "per_lot":
        limit = f"同一{t.bidder}最多{t.award}{book.award.max_lots_per_operator}个标段，见{pointer(SCORING)}"
        yield f"可以{t.award}的标段数量", limit, ("REG-34",)
    if book.packages is not None:
        yield "合并优惠", f"接受，见{pointer(SCORING)}", (book.packages.article or "REG-34",)
    yield from _after(book, packs)
    yield "代理服务费", book.notice.agency_fee, ()
    asked = f"{book.contact.person}，{book.contact.phone}\n{book.purchaser.address}"
    remedies = "询问、质疑的接收" if book.method.procurement else "询问、异议的接收"
    yield remedies, asked, ("REG-52", "LAW-52")


def _after(book: Book, packs: Policies) -> Iterator[Fact]:
    """The result and the contract: by the periods of law, or on the book's own days."""
    t, day = book.terms, book.dates.publish
    if not book.method.procurement:
        yield "结果公告", f"{date_zh(book.dates.result)}公告", ()
        yield "签订合同", f"{date_zh(book.dates.service_from)}服务开始前", ()
        return
    notice = "O87-69" if book.method is Method.OPEN_TENDER else "N214-29"
    said = (
        f"{t.winner}确定后{packs.on(notice, day).value}个工作日内，在{MEDIUM}公告，"
        f"公告期限{packs.on('F50-period', day).value}个工作日"
    )
    yield "结果公告", said, (notice, "F50-period")
    yield "签订合同", f"{t.award}通知书发出之日起{packs.on('LAW-46', day).value}日内", ("LAW-46",)
