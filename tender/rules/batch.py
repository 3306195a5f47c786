"""The contracts of one batch together (同批合同): what a single contract cannot show."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tender.book.register import Register

LISTED = {"contracts": "contract", "streets": "street", "stages_done": "stage"}
"""Attributes of the project that list records the register keeps under their own noun."""


def batch(register: Register) -> dict[str, Any]:
    """The project's lists of records that the register holds; what it lacks stays missing."""
    return {name: _records(register, noun) for name, noun in LISTED.items() if noun in register}


def staffing(register: Register) -> dict[str, Any]:
    """How many people stand in the teams of two contracts or more, once every contract names its team."""
    teams = [contract.get("team") for contract in _records(register, "contract")]
    if not teams or not all(isinstance(team, list) for team in teams):
        return {}
    named = Counter(person for team in teams for person in {_person(member) for member in team or ()})
    return {"staff_double_count": sum(n > 1 for n in named.values())}


def _records(register: Register, noun: str) -> list[Mapping[str, Any]]:
    found = register.get(noun, [])
    return found if isinstance(found, list) else [found]


def _person(member: object) -> str:
    """The number of a team's member, written alone or in a record."""
    return str(member.get("id") if isinstance(member, Mapping) else member)
