"""A reason on record (理由记录): who decided, on which day, and why."""

from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel, ConfigDict, Field, ValidationError

EXPECTED = '写明何人、何日、何因：{ by = "决定人", on = 2026-01-31, why = "理由" }'


class Reason(BaseModel):
    """Who set something aside or chose otherwise, when and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    by: str = Field(min_length=1)
    on: date
    why: str = Field(min_length=1)

    @property
    def words(self) -> str:
        """The reason as officials read it."""
        return f"{self.on.year}年{self.on.month}月{self.on.day}日{self.by}决定：{self.why}"


def reasons(given: object) -> tuple[dict[str, Reason], tuple[str, ...]]:
    """The reasons of a table by key, and the keys whose entry does not say who, when and why."""
    found: dict[str, Reason] = {}
    incomplete: list[str] = []
    for key, entry in given.items() if isinstance(given, Mapping) else ():
        try:
            found[str(key)] = Reason.model_validate(entry)
        except ValidationError:
            incomplete.append(str(key))
    return found, tuple(incomplete)
