"""Gifts (公益合作事项): naming, donations, residents' own money and trial days, beside the lots.

A gift is printed in the book and in the notice. It is never bid for, scored or allocated:
who gives, and what the residents said to it, is settled by an agreement of its own.
"""

from typing import Literal

from pydantic import Field

from scoring.exact import yuan
from tender.book.kinds import Day, Key, Noun, Text, Yuan

FORM_WORDS = {
    "honour_naming": "荣誉冠名",
    "donation": "爱心捐赠",
    "resident_funded": "居民自筹",
    "public_benefit_trial": "公益体验",
}


class Gift(Noun):
    """One gift to a center or a room of it, until a day, with the consent it rests on.

    ``agreement`` and ``naming_review`` name the papers where they exist.
    """

    id: Key
    name: Text
    center: Key
    space: Key | None = None
    form: Literal["honour_naming", "donation", "resident_funded", "public_benefit_trial"]
    amount_fen: Yuan | None = Field(default=None, alias="amount_yuan")
    until: Day
    consent: Text
    agreement: Text | None = None
    naming_review: Text | None = None

    @property
    def form_word(self) -> str:
        """The official name of the form."""
        return FORM_WORDS[self.form]

    @property
    def amount_text(self) -> str:
        """The amount in yuan, or that there is none."""
        return "无" if self.amount_fen is None else f"{yuan(self.amount_fen)}元"
