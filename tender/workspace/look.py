"""The project as the record tells it (现状), and what may be read off it."""

from dataclasses import dataclass
from functools import cached_property

from tender.allocate import Allocation
from tender.case import Case, case
from tender.findings import Finding, error
from tender.mark import unmarked
from tender.record import Record, State, state
from tender.workspace.phase import Phase, phase_of


@dataclass(frozen=True)
class Look:
    """The project as the record tells it at one moment; ``broken`` says where the chain does not hold."""

    record: Record
    broken: tuple[Finding, ...]

    @cached_property
    def state(self) -> State:
        """What is true now."""
        return state(self.record)

    @cached_property
    def published(self) -> Case | None:
        """The case, or None before publication."""
        return case(self.record) if self.state.book else None

    @property
    def case(self) -> Case:
        """The case of a published project."""
        assert self.published, "no case before publication"
        return self.published

    @cached_property
    def phase(self) -> Phase:
        """How far the project has come."""
        return phase_of(self.state, self.published)

    @property
    def ground(self) -> str:
        """The hash of the record that an award rests on: what came before it, once there is one."""
        award = self.state.award
        return self.record.events[award.seq - 2].hash if award else self.record.head


def waiting(look: Look) -> tuple[str, ...]:
    """Names of the judges who have not locked yet."""
    names = {j.id: j.name for j in look.case.book.judges}
    return tuple(names[j] for j in unmarked(look.case))


def recomputed(look: Look, allocation: Allocation) -> tuple[Finding, ...]:
    """An error where the award computed again is not the one recorded."""
    recorded = {a.lot: (a.operator, a.price_fen) for a in look.state.award.awards} if look.state.award else {}
    now = {a.lot: (a.operator, a.price_fen) for a in allocation.lots if a.operator is not None}
    if recorded == now:
        return ()
    return (error("workspace.award_differs", "定标", "按记录重新计算的结果与已记载的结果不同", "两者一致"),)
