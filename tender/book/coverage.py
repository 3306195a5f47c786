"""Coverage (覆盖要求): what an award must cover, or should cover where it can."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, Strict

from tender.bids import ENTITY_WORDS, EntityType
from tender.book.kinds import Key, Noun, Text, Whole
from tender.book.method import Terms
from tender.book.places import Center, Lot


class Coverage(Noun):
    """What the award must cover (必须), or with ``firm = false`` should where it can (尽量).

    Winners in at least so many of ``lots``, all without it. With ``entity_type`` only
    winners of that kind count, such as social organizations; with ``services`` each of these
    service categories is a requirement of its own, and only lots count whose winning bid
    plans such a service. ``per`` asks for it once, or in each center that has such lots.
    """

    id: Key
    says: Text
    at_least: Annotated[Whole, Field(ge=1)]
    lots: tuple[Key, ...] = ()
    entity_type: EntityType | None = None
    services: tuple[Text, ...] = ()
    per: Literal["project", "center"] = "project"
    firm: Annotated[bool, Strict()] = True
    article: Text | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """One requirement of a coverage: ``lots`` are those that count towards it.

    ``service`` is the category that a winning bid must plan, None where any bid counts.
    """

    id: str
    coverage: Coverage
    lots: tuple[str, ...]
    service: str | None
    says: str


def wanted(one: Coverage, lots: Sequence[Lot], centers: Sequence[Center], terms: Terms) -> Iterator[Wanted]:
    """The requirements that a coverage stands for: one for each center and service that it names."""
    counted = [lot for lot in lots if not one.lots or lot.id in one.lots]
    places: list[Center | None] = [None]
    if one.per == "center":
        places = [center for center in centers if any(lot.center == center.id for lot in counted)]
    for center in places:
        here = tuple(lot.id for lot in counted if center is None or lot.center == center.id)
        for n, service in enumerate(one.services or (None,), 1):
            name = one.id + (f":{center.id}" if center else "") + (f":{n}" if service else "")
            yield Wanted(name, one, here, service, _says(one, here, center, service, terms))


def _says(
    one: Coverage, lots: Sequence[str], center: Center | None, service: str | None, terms: Terms
) -> str:
    """One requirement in words, as it is executed."""
    at = f"{center.name}的" if center else ""
    least = f"{at}标段{'、'.join(lots)}中至少{one.at_least}个"
    said = [f"{terms.winner}为{ENTITY_WORDS[one.entity_type]}"] if one.entity_type else []
    said += [f"{terms.winner}的服务项目含“{service}”"] if service else []
    return least + ("，".join(("", *said)) if said else f"确定{terms.winner}")


def coverage_sentence(one: Coverage, lots: Sequence[Lot], centers: Sequence[Center], terms: Terms) -> str:
    """The clause printed in the book: the title that was given, and every requirement behind it."""
    force = "必须满足" if one.firm else "尽量满足"
    return f"{one.says}（{force}：{'；'.join(w.says for w in wanted(one, lots, centers, terms))}）"
