"""Does the book obey procurement law? (法规检查), every figure from a dated provision."""

from collections.abc import Iterator

from tender.book import Book, Combination, Method, PerLot
from tender.book.register import Register
from tender.check.price_law import price_law
from tender.findings import Finding, error, note, warning
from tender.policy import Policies

PANEL = {
    Method.OPEN_TENDER: ("O87-47-size", "O87-47-experts"),
    Method.COMPETITIVE_CONSULTATION: ("N214-14-size", "N214-14-experts"),
}
TIES = {
    Method.OPEN_TENDER: (("price",), "O87-57"),
    Method.COMPETITIVE_CONSULTATION: (("price", "technical"), "N214-25"),
}


TIE_WORDS = {"price": "报价低者在前", "technical": "技术部分得分高者在前"}


def tie_rule(method: Method) -> str:
    """The rule id that the tie chain of ``method`` rests on; empty where the book alone says it."""
    return TIES[method][1] if method in TIES else ""


def law(book: Book, register: Register, packs: Policies) -> Iterator[Finding]:
    """Findings of law that hold whatever the policy system; a selection rests on its own rules."""
    yield from _route(book)
    if not book.method.procurement:
        yield from _selection(book, packs)
        return
    yield from price_law(book, register, packs)
    yield from _ties(book)
    yield from _panel(book, packs)
    yield from _award(book)


def _route(book: Book) -> Iterator[Finding]:
    """Government procurement uses a method of procurement law, other routes an open selection."""
    if (book.route == "gov_procurement") != book.method.procurement:
        yield error(
            "law.route_method",
            "project.toml › method",
            f"引入途径为{book.route_word}，方式却是{book.terms.method}",
            "政府采购用公开招标或竞争性磋商，委托和服务合作用公开遴选",
            "改正 route 或 method",
            "LAW-26",
        )


def _selection(book: Book, packs: Policies) -> Iterator[Finding]:
    """What an open selection rests on: that it is declared in full, and cites no law of procurement."""
    yield note(
        "law.selection",
        "project.toml › method",
        f"本项目以{book.route_word}方式公开遴选，不适用政府采购法规",
        "价格分值、评审小组组成、期限和同分处理以遴选文件公布的规则为准",
    )
    if not book.ties:
        yield error(
            "law.tie_chain", "project.toml › ties", "现为：未规定", "应写明得分相同时的比较次序", "补填 ties"
        )
    for where, rule in cited(book):
        if packs.procurement(rule):
            yield error(
                "law.procurement_cited",
                f"project.toml › {where} › articles",
                f"公开遴选援引了政府采购的规定：{packs.cite(rule)}",
                "依据应是地方制度或民事法律，没有的不写",
                "删除或改为适用的依据",
            )
    for pack in packs.packs.values():
        if pack.procurement and any(pack.title in title for title in book.basis):
            yield warning(
                "law.procurement_basis",
                "project.toml › basis",
                f"公开遴选的制定依据列有{pack.instrument}",
                "政府采购的规定不适用于公开遴选",
                "删除该项依据",
            )


def cited(book: Book) -> Iterator[tuple[str, str]]:
    """Every rule id that the book rests on, with the place that names it."""
    yield from ((f"gates › {g.id}", rule) for g in book.gates for rule in g.articles)
    yield from ((f"criteria › {c.id}", rule) for c in book.criteria for rule in c.articles)
    yield from ((f"funding › {f.id}", f.article) for f in book.funding if f.article)
    if book.fiscal:
        yield "fiscal", book.fiscal.article
    yield from (("award", rule) for rule in book.award.articles.rules)
    if isinstance(book.award, Combination):
        for name in ("limits", "demands", "coverage"):
            declared = getattr(book.award, name)
            yield from ((f"award › {name} › {one.id}", one.article) for one in declared if one.article)
        if book.award.packages and book.award.packages.article:
            yield "award › packages", book.award.packages.article


def _ties(book: Book) -> Iterator[Finding]:
    chain, rule = TIES[book.method]
    if book.ties != chain:
        yield error(
            "law.tie_chain",
            "project.toml › ties",
            f"现为：{'，再'.join(TIE_WORDS[t] for t in book.ties) or '未规定'}",
            f"应为：{'，再'.join(TIE_WORDS[t] for t in chain)}",
            "按所用采购方式的规定改正",
            rule,
        )


def _panel(book: Book, packs: Policies) -> Iterator[Finding]:
    size_rule, expert_rule = PANEL[book.method]
    size, least = len(book.judges), int(packs.on(size_rule, book.dates.publish).number)
    if size < least or size % 2 == 0:
        yield error(
            "law.panel_size",
            "project.toml › judges",
            f"{book.terms.panel}成员{size}人",
            f"应为{least}人以上单数",
            "增减成员",
            size_rule,
        )
    share = packs.on(expert_rule, book.dates.publish).number / 3
    experts = sum(j.role == "expert" for j in book.judges)
    if experts < share * size:
        yield error(
            "law.panel_experts",
            "project.toml › judges",
            f"评审专家{experts}人，成员{size}人",
            "评审专家不少于成员总数的三分之二",
            "增加评审专家",
            expert_rule,
        )


def _award(book: Book) -> Iterator[Finding]:
    if isinstance(book.award, PerLot) and book.award.recommend is not None:
        told = book.award.basis
        say = warning if told else error
        yield say(
            "law.separate_award",
            "project.toml › award › recommend",
            f"定标规则为评定分离：{book.terms.buyer}在推荐的{book.award.recommend}名候选人中择定",
            "法定规则是按评审报告推荐的排序确定；只有经济特区法规等另有规定的地方才能评定分离",
            "发布前请法律顾问核实所依据的规定"
            if told
            else "在 basis 中写明允许评定分离的地方法规，没有的删除 recommend",
            "REG-43",
        )
    if isinstance(book.award, Combination):
        yield warning(
            "law.combination_award",
            "project.toml › award › kind",
            "定标规则为组合定标：某标段的成交供应商可能不是该标段排序第一者",
            "法定规则是各标段按排序确定；组合定标只有事先写入采购文件才能执行，且与两种法定评审方法衔接不畅",
            "发布前请法律顾问审查并签署意见，随采购文件存档；或改用按标段排序、按标段次序限额的定标规则",
            "REG-43",
        )
    if isinstance(book.award, Combination) and book.award.packages is not None:
        yield warning(
            "law.package_offers",
            "project.toml › award › packages",
            f"{book.terms.bidder}可以对几个标段提出合并优惠",
            "采购法规没有规定服务项目可以合并报价；合并优惠只有事先写入采购文件、对各家同样适用、不影响评审才能执行",
            "发布前请法律顾问审查并签署意见，随采购文件存档；没有必要的，删除 packages",
            "REG-34",
        )
        if book.award.packages.max_discount is None:
            yield warning(
                "law.package_floor",
                "project.toml › award › packages › max_discount_percent",
                "没有写明合并报价最多可以低多少",
                "异常低价审查按单独报价进行，过低的合并报价应有限度",
                "写明 max_discount_percent，例如 20",
                "O87-60",
            )
