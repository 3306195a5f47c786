"""The scoring table read as a reader would (评分表检查): points in words, empty grades, one fact scored twice.

Words are read by pattern and never understood, so what rests on words alone is a warning.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from scoring.exact import plain
from tender.book import Book, Criterion
from tender.book.rules import (
    Bands,
    ChecklistGrade,
    Composed,
    Deduct,
    FixedPrice,
    Grades,
    Levels,
    PanelMean,
    PriceRange,
    PriceRule,
    Reading,
)
from tender.book.rules.price_steps import PriceBands, PriceRank
from tender.check.figures import shared_ends, stated
from tender.check.texts import YES_NO, Leaf, bare, labels, leaves, said, texts
from tender.documents.workbook.cells import squeezed
from tender.findings import Finding, error, warning

POINTS, QUANTIFIED, FACTOR = "REG-34-points", "N22-21", "O87-55-factor"
_EMPTY_PROOFS = {"无", "不需要", "无需提供", "/", "-", "—", "自述", "自行填报", "略"}
_ADJECTIVE = re.compile(
    r"优|良|中等|一般|较?[好差强]|合理|科学|完善|完整|全面|详细|具体|清晰|可行|针对性|可操作|先进|丰富|到位|得当|符合|满足"
)
_ANCHOR = re.compile(
    r"[①②③]|[（(][1-9一二三][)）]|逐项|缺[一二1-9]?[项个少]|每(缺|少|有)|要素|(包括|包含|含有|写明|列明|载明|附有?|提供|具有|持有)|"
    r"[一二两三四五六七八九十](个(?!方面)|项|类|种|次|场|名|份|处)|清单|记录|意向书|证书|合同|协议|不少于|不低于|[≥≤]|\d+\s*(%|％|次|场|人|名|个|项|份|小时|分钟|天|日|年|户|平方米|元|万)"
)
_NEGATED = re.compile(r"(未|没有|不)(能)?(提供|附|写明|包含)|[得计]?\d+(\.\d+)?\s*分")
_BETTER = (
    '改为 kind = "checklist_grade"：列出应有的内容，内容齐全得大部分分值（如80分），'
    "档次只占其余部分（如20分、15分、10分、0分），并写明每档的可核对条件"
)


def scoring_table(book: Book) -> Iterator[Finding]:
    """Findings on the scoring table beyond what each rule computes."""
    for criterion in book.criteria:
        if any(weight > 0 for weight in criterion.weights.values()):
            yield from _points_in_words(book, criterion)
            for leaf in leaves(criterion):
                yield from _adjectives(book, leaf)
                yield from _price_rows(book, leaf)
            yield from _proofs(book, criterion)
    yield from _same_fact(book)
    yield from _same_name(book)


def law(book: Book, rule: str) -> str:
    """A rule of procurement law, where it binds the book."""
    return rule if book.method.procurement else ""


def _points_in_words(book: Book, criterion: Criterion) -> Iterator[Finding]:
    """A text that names another maximum than its column, or figures that do not make it up."""
    for one in said(criterion):
        claims, caps = stated([one.text]), {p for full in one.fulls for p in full} | _caps(criterion)
        most = max((max(full) for full in one.fulls), default=Fraction(0))
        maxima = claims.maxima + (claims.limits if one.whole else ())
        wrong = [m for m in maxima if m not in caps] + [p for p in claims.earned if p > most]
        if not wrong and len(set(one.fulls)) > 1:
            wrong = [m for m in maxima if any(m not in full for full in one.fulls)]
        if wrong and one.fulls and not (len(claims.maxima) > 1 and sum(claims.maxima) in caps):
            yield _contradicts(book, one.where, criterion, f"写有“{plain(wrong[0])}分”", one.fulls)
    for leaf in leaves(criterion):
        if not isinstance(leaf.rule, PanelMean):
            continue
        lines, scale = leaf.rule.rubric, leaf.rule.scale
        totals = stated(lines).totals
        if totals and scale not in totals:
            told = f"评分标准所写的分值合计{'分或'.join(map(plain, sorted(totals)))}分"
            yield _contradicts(book, f"{leaf.where} › rubric", criterion, told, ((scale, scale),))
        for under, over in shared_ends(lines):
            yield warning(
                "table.shared_end",
                f"{leaf.where} › rubric",
                f"“{leaf.name}”的“{under}”与“{over}”重叠，端点归两档",
                "各档互不重叠，端点只属于一档",
                '写明端点归哪一档（含、不含），或改用 kind = "bands"',
                law(book, POINTS),
            )


def _caps(criterion: Criterion) -> set[Fraction]:
    """Limits inside the rules that a text may rightly name."""
    caps: set[Fraction] = set()
    for leaf in leaves(criterion):
        caps |= {cap for cap in (getattr(leaf.rule, "cap", None),) if cap is not None}
        caps |= {p for full in leaf.fulls for p in full}
        if isinstance(leaf.rule, Deduct):
            caps |= {one.at_most for one in leaf.rule.changes if one.at_most is not None}
    return caps


def _contradicts(
    book: Book, where: str, criterion: Criterion, told: str, fulls: tuple[tuple[Fraction, Fraction], ...]
) -> Finding:
    wanted = "、".join(dict.fromkeys(plain(scale) for _, scale in fulls))
    return warning(
        "table.text_points",
        where,
        f"“{criterion.name}”{told}，与该项分值不一致",
        f"文字中的分值合计为{wanted}分",
        "改正文字或分值，二者只留一个数",
        law(book, POINTS),
    )


def _adjectives(book: Book, leaf: Leaf) -> Iterator[Finding]:
    """Grades told apart by adjectives alone, so that no two judges need agree."""
    rule = leaf.rule
    if isinstance(rule, ChecklistGrade):
        full = min(scale for _, scale in leaf.fulls)
        if max(row.of(full) for row in rule.rows) * 2 >= full:
            return
    if isinstance(rule, Grades) and {squeezed(g.word) for g in rule.grades} <= YES_NO:
        yield warning(
            "law.scored_yes_no",
            f"{leaf.where} › grades",
            f"“{leaf.name}”只有是或否，却由评委计分",
            "客观但不可量化的指标作为实质性要求",
            "改为符合性条件，或者改用可量化的指标",
            law(book, QUANTIFIED),
        )
        return
    if not isinstance(rule, Grades | Bands | PanelMean | ChecklistGrade):
        return
    words = "".join(g.word for g in rule.grades) if isinstance(rule, Grades | ChecklistGrade) else ""
    words += "".join(b.word for b in rule.bands) if isinstance(rule, Bands) else ""
    told = "。".join([words, *texts(rule)])
    if _ADJECTIVE.search(told) and not _ANCHOR.search(_NEGATED.sub("", told)):
        yield warning(
            "table.adjectives",
            leaf.where,
            f"“{leaf.name}”只用形容词区分档次，没有可以核对的标准",
            "每档写明可核对的内容、数量或证明材料",
            _BETTER,
            law(book, QUANTIFIED),
        )


def _price_rows(book: Book, leaf: Leaf) -> Iterator[Finding]:
    """Rows of price rules over or under the weight, and prices that all earn the same."""
    rule = leaf.rule
    for full, _ in leaf.fulls:
        rows: list[Fraction] = []
        least = Fraction(0)
        if isinstance(rule, PriceBands):
            rows = [*(band.points for band in rule.bands), rule.beyond]
            least = min(rows)
        elif isinstance(rule, PriceRank):
            rows, least = [*rule.by_place, rule.others], min(*rule.by_place, rule.others)
        elif isinstance(rule, PriceRange):
            rows, least = [full], rule.least
        if rows and (max(rows) != full or least >= full):
            told = "最低也得满分" if max(rows) == full else f"最高可得{plain(max(rows))}分"
            level = error if max(rows) > full else warning
            yield level(
                "table.price_rows",
                leaf.where,
                f"“{leaf.name}”{told}，本项满分{plain(full)}分",
                f"最高得{plain(full)}分，最低少于满分",
                "改正各档分值或权重",
                law(book, POINTS),
            )


def _proofs(book: Book, criterion: Criterion) -> Iterator[Finding]:
    """Facts that earn points and ask for no proof."""
    if isinstance(criterion.rule, PriceRule):
        return
    for key in criterion.rule.fact_ids():
        fact = book.fact_by_id.get(key)
        if fact and fact.by == "bidder" and squeezed(fact.evidence) in _EMPTY_PROOFS:
            yield warning(
                "table.no_proof",
                f"project.toml › facts › {fact.id} › evidence",
                f"“{fact.name}”计分，却没有要求证明材料",
                "计分的响应事项写明应附的证明材料",
                "写明证明材料的名称、出具单位和时间范围，承诺事项写明承诺书",
                law(book, POINTS),
            )


def _readings(book: Book, criterion: Criterion) -> Iterator[tuple[str, str, tuple[str, object]]]:
    """Place, fact and the way it is read, of every rule of a factor; ways of which one counts are one."""
    either = isinstance(criterion.rule, Composed) and criterion.rule.kind == "either"
    told: set[tuple[str, object]] = set()
    for leaf in leaves(criterion):
        rule = leaf.rule
        for fact in rule.fact_ids():
            known = book.fact_by_id.get(fact)
            how: object = ""
            if known and known.kind == "list" and isinstance(rule, Reading):
                how = (rule.where, rule.take, rule.column)
            elif known and known.kind in ("list", "choices") and isinstance(rule, Levels):
                how = (rule.where, rule.column, tuple((level.among, level.where) for level in rule.levels))
            elif isinstance(rule, Deduct) and known and known.kind == "list":
                how = tuple((one.where, one.take, one.column) for one in rule.changes if one.fact == fact)
            own = (fact, (rule.kind, how))  # a basic score and more for more are two readings of one fact
            if not (either and own in told):
                told.add(own)
                yield leaf.where, fact, (rule.kind, how)


def _same_fact(book: Book) -> Iterator[Finding]:
    """One fact that earns points twice in one column."""
    readings = [
        (criterion, *reading)
        for criterion in book.criteria
        if not isinstance(criterion.rule, FixedPrice)
        for reading in _readings(book, criterion)
    ]
    for (one, _, fact, how), (other, where, again, same) in combinations(readings, 2):
        alike = how == same if one.id == other.id else how[1] == same[1]
        if fact == again and alike and fact in book.fact_by_id and _together(one, other):
            yield _twice(book, where, one, other, book.fact_by_id[fact].name)


def _same_name(book: Book) -> Iterator[Finding]:
    """Two factors that score the same thing under almost the same name."""
    for one, other in combinations(book.criteria, 2):
        if squeezed(one.name) == squeezed(other.name):
            continue  # told as a name that occurs twice
        shared = labels(book, one) & labels(book, other)
        facts = set(one.rule.fact_ids()) & set(other.rule.fact_ids())
        known = {bare(name) for f in facts if f in book.fact_by_id for name in _names(book, f)}
        if shared - known and _together(one, other):
            where = f"project.toml › criteria › {other.id}"
            yield _twice(book, where, one, other, min(shared - known))


def _names(book: Book, fact: str) -> tuple[str, ...]:
    return (book.fact_by_id[fact].name, *book.fact_by_id[fact].options)


def _together(one: Criterion, other: Criterion) -> bool:
    """Whether some column scores both."""
    return any(w > 0 and other.weights.get(column, Fraction(0)) > 0 for column, w in one.weights.items())


def _twice(book: Book, where: str, one: Criterion, other: Criterion, what: str) -> Finding:
    both = f"“{one.name}”和“{other.name}”" if one.id != other.id else f"“{one.name}”的两处"
    return warning(
        "table.scored_twice",
        where,
        f"{both}都按“{what}”计分",
        "同一事实只计一次分",
        "合并为一项，或写明两处各计什么、互不重复",
        law(book, FACTOR),
    )
