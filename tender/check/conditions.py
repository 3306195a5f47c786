"""Conditions on suppliers (供应商条件检查): what shuts suppliers out or is scored though it may not be.

Words are only a hint, so a person weighs them; that a rule of the policy system collides
with law is told by name, never passed over in silence.
"""

from collections.abc import Iterator, Mapping

from tender.book import Book, Criterion
from tender.book.gates import DeclaredGate, FigureGate, RuleGate
from tender.book.register import Register
from tender.check.texts import YES_NO, labels, said
from tender.documents.workbook.cells import squeezed
from tender.findings import Finding, error, warning
from tender.policy import Policies
from tender.policy.checks import Conflict, checks
from tender.rules.findings import waived

Placed = tuple[str, str, str, tuple[str, ...]]
"""Kind of place, where it stands, its text, and the rules it rests on."""

ANYWAY = "本项目不适用政府采购法规；以财政资金购买服务而应当采购的，不能照此执行"


def conditions(book: Book, register: Register, packs: Policies) -> Iterator[Finding]:
    """Words to weigh, rules of the system that collide with law, and gates or answers that are scored."""
    yield from _conflicts(book, register, packs)
    if book.method.procurement:
        yield from _words(book, packs)
        yield from _scored(book)


def _words(book: Book, packs: Policies) -> Iterator[Finding]:
    """Each restrictive word once for each place, unless its rule is told as a conflict of that check."""
    told = {(c.rule, c.check) for c in checks().conflicts}
    for row in checks().words:
        for kind, where, text, articles in _places(book):
            said = row.found(text) if kind in row.places else ""
            if not said or any((rule, row.check) in told for rule in articles):
                continue
            if packs.holds(row.law, book.dates.publish):
                yield warning(
                    "law.condition",
                    where,
                    f"写有“{said}”，可能是{row.says}",
                    packs.on(row.law, book.dates.publish).says,
                    "删除或者改写；确与履约直接相关且有依据的，由法律顾问审定后保留",
                    row.law,
                )


def _places(book: Book) -> Iterator[Placed]:
    for gate in book.gates:
        if isinstance(gate, DeclaredGate | RuleGate):
            text = f"{gate.name}。{gate.says}{gate.evidence or ''}"
            yield "gate", f"project.toml › gates › {gate.id}", text, gate.articles
    for criterion in book.criteria:
        facts = [book.fact_by_id[f] for f in criterion.rule.fact_ids() if f in book.fact_by_id]
        named = [name for f in facts for name in (f.name, *f.options, *(c.name for c in f.columns))]
        text = "。".join([*(one.text for one in said(criterion)), *named])
        yield "factor", f"project.toml › criteria › {criterion.id}", text, criterion.articles
    for lot in book.lots:
        yield "lot", f"project.toml › lots › {lot.id}", f"{lot.scope}{lot.requirement}{lot.standard}", ()
    for number, clause in enumerate(book.contract, 1):
        yield "contract", f"project.toml › contract › 第{number}条", clause, ()


def _conflicts(book: Book, register: Register, packs: Policies) -> Iterator[Finding]:
    """Rules of the book's system that collide with law; one that the bureau set aside does no harm."""
    regime = packs.packs.get(book.regime)
    ids = {row.id for row in regime.provisions} if regime else set()
    project = register.get("project", {})
    given = waived(project, regime) if regime and isinstance(project, dict) else {}
    for row in checks().conflicts:
        if row.rule in ids and row.rule not in given and packs.holds(row.law, book.dates.publish):
            yield _conflict(book, row, packs)


def _conflict(book: Book, row: Conflict, packs: Policies) -> Finding:
    """The collision at the gate or factor that carries the rule out; a selection cites its own text."""
    named = [*(("gates", g.id, g.articles) for g in book.gates)]
    named += (("criteria", c.id, c.articles) for c in book.criteria)
    where = next(
        (f"project.toml › {table} › {key}" for table, key, rules in named if row.rule in rules),
        f"项目 › {row.rule}",
    )
    lawful = packs.on(row.law, book.dates.publish).says
    mend = "请法律顾问审查；删除该条件，或者写明法律、国家政策依据和必要性"
    return warning(
        "law.conflict",
        where,
        f"{packs.cite(row.rule)}与法规不一致：{row.says}",
        lawful,
        mend if book.method.procurement else ANYWAY,
        row.law if book.method.procurement else row.rule,
    )


LONG_ENOUGH = 4
"""Characters of a name that cannot stand in a gate by chance."""


def _reused(book: Book, criterion: Criterion, here: str) -> Iterator[Finding]:
    """A qualification that a factor scores again: the same fact, or its name in the gate's words."""
    names = [label for label in labels(book, criterion) if len(label) >= LONG_ENOUGH]
    for gate in book.gates:
        if gate.stage != "qualification" or not isinstance(gate, DeclaredGate | RuleGate | FigureGate):
            continue
        words = squeezed(f"{gate.name}{gate.says}{getattr(gate, 'evidence', None) or ''}")
        again = isinstance(gate, FigureGate) and gate.fact in criterion.rule.fact_ids()
        named = [label for label in names if squeezed(label) in words]
        if again or named:
            yield (error if again else warning)(
                "law.gate_scored",
                here,
                f"“{criterion.name}”的{f'“{named[0]}”' if named else '计分事项'}已写入资格条件“{gate.name}”",
                "资格条件不得作为评审因素",
                "只保留一处：作资格条件的不再计分，或只对超出资格要求的另一事项计分",
                "O87-55-factor",
            )


def _scored(book: Book) -> Iterator[Finding]:
    """Neither a qualification nor a yes-or-no answer earns points."""
    gates: Mapping[str, str] = {squeezed(g.name): g.id for g in book.gates if g.stage == "qualification"}
    for criterion in book.criteria:
        here = f"project.toml › criteria › {criterion.id}"
        if squeezed(criterion.name) in gates:
            yield error(
                "law.gate_scored",
                here,
                f"“{criterion.name}”是资格条件，又作评审因素",
                "资格条件不得作为评审因素",
                "只保留一处",
                "O87-55-factor",
            )
        else:
            yield from _reused(book, criterion, here)
        for fact_id in criterion.rule.fact_ids():
            fact = book.fact_by_id.get(fact_id)
            if fact and (
                fact.kind == "yes_no" or (fact.kind == "choice" and YES_NO.issuperset(fact.options))
            ):
                yield error(
                    "law.scored_yes_no",
                    f"{here} › rule › fact",
                    f"“{fact.name}”只有是或否，却计分",
                    "客观但不可量化的指标作为实质性要求",
                    "改为符合性条件，或者改用可量化的指标",
                    "N22-21",
                )
