"""Equally good plans (并列方案), and which of them is the canonical one.

Two plans differ when their sets of offers differ. The canonical plan is the
lexicographically smallest sorted tuple of offer ids, so it depends on nothing but the
problem. That is a convention for showing one plan, not an award: more than one equal plan
means that the published rule leaves the choice open.
"""

from collections.abc import Sequence

from scoring.allocation.check import breaches
from scoring.allocation.matrix import Row
from scoring.allocation.plan import Ties
from scoring.allocation.search import Chosen, Search, Values, values


def equally_good(
    search: Search, first: Chosen, held: Values, limit: int, also: Sequence[Chosen] = ()
) -> Ties:
    """Plans as good as ``first``, up to ``limit`` of them, the canonical one among them.

    Plans that are ``also`` known to be as good need not be looked for.
    ``held`` is the proved optimum. Offers that change no objective multiply the plans; the
    count then stops at ``limit`` with ``complete`` false, and the canonical plan is found
    on its own way.
    """
    known = list(dict.fromkeys([first, *also]))[:limit]
    try:
        return _listed(search, known, held, limit)
    except KeyboardInterrupt:
        return Ties(tuple(sorted(tuple(sorted(plan)) for plan in known)))


def _listed(search: Search, known: list[Chosen], held: Values, limit: int) -> Ties:
    """All of them beside those ``known``, to which they are added on the way."""
    while True:
        answer = search.another(held, [search.without(plan) for plan in known])
        complete = answer.proved and answer.chosen is None
        if answer.chosen is None or not answer.proved or answer.chosen in known or len(known) == limit:
            break
        known.append(answer.chosen)
    if complete:
        return Ties(tuple(sorted(tuple(sorted(plan)) for plan in known)), complete=True, canonical=True)
    smallest, certain = _smallest(search, min(known, key=sorted), held)
    plans = sorted({tuple(sorted(plan)) for plan in (*known, smallest)})
    return Ties(tuple(plans[:limit]), canonical=certain)


def _smallest(search: Search, plan: Chosen, held: Values) -> tuple[Chosen, bool]:
    """The lexicographically smallest plan as good as ``plan``, and whether time sufficed to be sure.

    Id after id: as long as some equal plan has a smaller next id after the common prefix,
    move to it.
    """
    ids = search.ids
    current = sorted(plan)
    prefix: list[str] = []
    while True:  # at the latest all of ``current`` is such a prefix
        done = frozenset(prefix)
        if not breaches(search.problem, done) and values(search.problem, done) == held:
            return done, True
        first = ids.index(prefix[-1]) + 1 if prefix else 0
        nearer = range(first, ids.index(current[len(prefix)]))
        if nearer:
            before = [(column, 1 if ids[column] in done else -1) for column in range(first)]
            same_prefix = Row([c for c, _ in before], [-sign for _, sign in before], -len(prefix))
            answer = search.another(held, [same_prefix, Row(nearer, [-1] * len(nearer), -1)])
            if not answer.proved:
                return frozenset(current), False
            if answer.chosen is not None:
                current = sorted(answer.chosen)
                continue
        prefix.append(current[len(prefix)])
