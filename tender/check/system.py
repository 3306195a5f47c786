"""Rules of a policy system (地方制度检查): functions by regime, each citing its rule id."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from tender.bids import EntityType
from tender.book import Book, Method, Mode
from tender.book.gates import EntityGate, NegativeListGate
from tender.findings import Finding, error, note, warning
from tender.policy import STATUS_WORDS, Policies


def teda(book: Book, packs: Policies) -> Iterator[Finding]:
    """The TEDA street rules that a book can break (泰达街试行办法)."""
    pack = packs.packs["teda"]
    yield note(
        "teda.status",
        "project.toml › regime",
        f"所依据的{pack.instrument}为{STATUS_WORDS[pack.status]}文本",
        "采购文件载明依据文件的效力状态",
    )
    if book.fiscal is None:
        yield error(
            "teda.baseline",
            "project.toml › fiscal",
            "未登记财政支出基数，无法判定财政负担是否增加",
            "登记上一年度公共支出合计及口径",
            "填写 baseline_yuan 和 scope",
            "TEDA-04a",
        )
    missing = {"party_building_office", "community_service_office"} - {d.id for d in book.departments}
    if missing:
        yield error(
            "teda.departments",
            "project.toml › departments",
            "缺少主管部门",
            "党建办公室和社区服务办公室均应列明",
            "补充主管部门",
            "TEDA-06a",
        )
    if book.method is not Method.OPEN_TENDER:
        yield note(
            "teda.route",
            "project.toml › method",
            f"采购方式为{book.terms.method}",
            "办法中三种运营方式均写明“招投标”；未达公开招标数额标准的购买服务可以磋商",
            "确认采购方式已按当地限额标准选定",
            "TEDA-09c",
        )
    yield from _entities(book)
    yield from _lots(book)
    if not any(isinstance(g, NegativeListGate) for g in book.gates):
        yield error(
            "teda.lists",
            "project.toml › gates",
            "未规定鼓励和禁止的服务类别",
            "两份清单写入采购文件",
            '增加 kind = "negative_list" 的条件',
            "TEDA-15c",
        )


def _entities(book: Book) -> Iterator[Finding]:
    for gate in book.gates:
        if isinstance(gate, EntityGate) and not {EntityType.ENTERPRISE, EntityType.SOCIAL_ORG} <= set(
            gate.accepts
        ):
            yield warning(
                "teda.entities",
                f"project.toml › gates › {gate.id} › accepts",
                "只允许部分类型的主体参加",
                "企业和社会组织均可参加，限定单一类型须记录理由",
                "放宽主体类型或记录理由",
                "TEDA-04d",
            )


def _lots(book: Book) -> Iterator[Finding]:
    for lot in book.lots:
        here = f"project.toml › lots › {lot.id}"
        if lot.mode is Mode.PARTIAL_ZONE and not lot.theme:
            yield error(
                "teda.theme", f"{here} › theme", "未写主题", "社区驿站应有主题", "填写主题", "TEDA-10b"
            )
        if lot.mode is Mode.PROFESSIONAL_SERVICE and not (lot.policy_documents and lot.subsidies):
            yield error(
                "teda.professional",
                here,
                "专业服务标段缺少文件要求或财政补贴",
                "既有文件要求又有财政补贴才能设专业服务标段",
                "补充 policy_documents 和 subsidies，或改用其他运营方式",
                "TEDA-11a",
            )
        for fact in ("free_sessions", "free_person_times"):
            if not lot.minimums.get(fact):
                yield error(
                    "teda.quota",
                    f"{here} › minimums › {fact}",
                    "未约定公益服务数量",
                    "公益服务场次和人次必须写明大于0的数值",
                    "填写最低要求",
                    "TEDA-12g",
                )
    for center in book.centers:
        zones = [lot for lot in book.lots if lot.center == center.id and lot.mode is Mode.PARTIAL_ZONE]
        for theme, n in Counter(lot.theme for lot in zones if lot.theme).items():
            if n > 1:
                yield warning(
                    "teda.same_theme",
                    f"project.toml › lots › {center.id}",
                    f"同一中心有{n}个“{theme}”主题驿站",
                    "同一中心的驿站主题不同",
                    "调整主题",
                    "TEDA-10c",
                )


def no_system(book: Book, packs: Policies) -> Iterator[Finding]:
    """What an official must know where no local rules are checked: perhaps only a slip of the pen."""
    yield warning(
        "book.regime",
        "project.toml › regime",
        f"没有“{book.regime}”的地方制度检查，只按全国规定检查",
        f"已有的地方制度：{'、'.join(SYSTEMS)}",
        "核对 regime 的写法；本地确有规定的，由采购人自行核对",
    )


SYSTEMS: dict[str, tuple[Callable[[Book, Policies], Iterable[Finding]], ...]] = {"teda": (teda,)}
"""The extra checks of each regime; a regime without an entry has only the national ones."""
