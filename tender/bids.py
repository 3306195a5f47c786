"""Bids (投标、响应): what one operator offers, as read from its form.

Money is whole fen, facts are exact fractions (counts, or yuan for money facts).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Any

from scoring.exact import number, plain
from tender.rows import ListRow, row_from_json, row_json


class EntityType(Enum):
    """What kind of body bids (主体类型)."""

    ENTERPRISE = "enterprise"
    SOCIAL_ORG = "social_org"
    PUBLIC_INSTITUTION = "public_institution"
    SOLE_TRADER = "sole_trader"


ENTITY_WORDS = {
    EntityType.ENTERPRISE: "企业",
    EntityType.SOCIAL_ORG: "社会组织",
    EntityType.PUBLIC_INSTITUTION: "事业单位",
    EntityType.SOLE_TRADER: "个体工商户",
}


class Size(Enum):
    """Enterprise size (企业规模); a body that is no enterprise has none."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"
    NOT_APPLICABLE = "not_applicable"


SIZE_WORDS = {
    Size.LARGE: "大型",
    Size.MEDIUM: "中型",
    Size.SMALL: "小型",
    Size.MICRO: "微型",
    Size.NOT_APPLICABLE: "不适用（非企业）",
}


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a bidder states for one gate: met or not (None: left empty), and the proof."""

    met: bool | None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """One service item a bidder plans in a lot."""

    name: str
    category: str
    nature: str


@dataclass(frozen=True, slots=True)
class LotBid:
    """One operator's bid for one lot: price per year in fen, facts, proofs, services.

    ``facts`` holds figures and yes/no as 1 and 0, those stated once for the operator
    included; ``chosen`` holds options, ``lists`` the rows of lists.
    """

    lot: str
    price_fen: int
    facts: Mapping[str, Fraction]
    evidence: Mapping[str, str] = field(default_factory=dict)
    services: tuple[Service, ...] = ()
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lists: Mapping[str, tuple[ListRow, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PackageBid:
    """One package as stated: the lots as written, one price per year in fen for all of them together."""

    lots: tuple[str, ...]
    price_fen: int


@dataclass(frozen=True, slots=True)
class Bid:
    """One operator's whole form; ``operator`` is the number the purchaser registered."""

    operator: str
    name: str
    credit_code: str
    address: str
    entity_type: EntityType | None
    size: Size | None
    declarations: Mapping[str, Declaration]
    lots: Mapping[str, LotBid]
    packages: tuple[PackageBid, ...] = ()

    @property
    def small_or_micro(self) -> bool:
        """Whether the policy deduction applies: a small or micro enterprise, no other body.

        A sole trader (个体工商户) counts as an enterprise here; social organizations and
        public institutions never do (财库〔2020〕46号第二条、第四条).
        """
        enterprise = self.entity_type in (EntityType.ENTERPRISE, EntityType.SOLE_TRADER)
        return enterprise and self.size in (Size.SMALL, Size.MICRO)

    @property
    def larger(self) -> bool:
        """Whether it is a large or medium enterprise, which small ones may join or work for."""
        return self.entity_type is EntityType.ENTERPRISE and self.size in (Size.LARGE, Size.MEDIUM)

    def to_json(self) -> dict[str, Any]:
        """The bid as the data of a record: money in fen, facts as exact decimal text."""
        return {
            "operator": self.operator,
            "name": self.name,
            "credit_code": self.credit_code,
            "address": self.address,
            "entity_type": self.entity_type.value if self.entity_type else None,
            "size": self.size.value if self.size else None,
            "declarations": {k: {"met": d.met, "evidence": d.evidence} for k, d in self.declarations.items()},
            "lots": {k: _lot_json(lot) for k, lot in self.lots.items()},
            **({"packages": [_package_json(one) for one in self.packages]} if self.packages else {}),
        }


def bid_from_json(data: Mapping[str, Any]) -> Bid:
    """The bid written by ``Bid.to_json``; raises KeyError or ValueError for anything else."""
    return Bid(
        operator=data["operator"],
        name=data["name"],
        credit_code=data["credit_code"],
        address=data["address"],
        entity_type=EntityType(data["entity_type"]) if data["entity_type"] else None,
        size=Size(data["size"]) if data["size"] else None,
        declarations={k: Declaration(d["met"], d["evidence"]) for k, d in data["declarations"].items()},
        lots={
            k: LotBid(
                lot=k,
                price_fen=lot["price_fen"],
                facts={f: number(v) for f, v in lot["facts"].items()},
                evidence=lot["evidence"],
                services=tuple(Service(**s) for s in lot["services"]),
                chosen={f: tuple(v) for f, v in lot["chosen"].items()},
                lists={f: tuple(map(row_from_json, rows)) for f, rows in lot.get("lists", {}).items()},
            )
            for k, lot in data["lots"].items()
        },
        packages=tuple(PackageBid(tuple(one["lots"]), one["price_fen"]) for one in data.get("packages", ())),
    )


def _package_json(one: PackageBid) -> dict[str, Any]:
    return {"lots": list(one.lots), "price_fen": one.price_fen}


def _lot_json(lot: LotBid) -> dict[str, Any]:
    listed = {k: [row_json(row) for row in rows] for k, rows in lot.lists.items()}
    return {
        "price_fen": lot.price_fen,
        "facts": {k: plain(v) for k, v in lot.facts.items()},
        "evidence": dict(lot.evidence),
        "services": [{"name": s.name, "category": s.category, "nature": s.nature} for s in lot.services],
        "chosen": {k: list(v) for k, v in lot.chosen.items()},
        **({"lists": listed} if listed else {}),
    }
