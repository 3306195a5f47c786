"""Gates (资格与符合性条件): what a bid must meet before anyone scores it.

Each shape of gate is one class: the clause it prints is ``sentence`` and its judgement
is ``answer``, one of pass, fail, cannot decide. A missing input never passes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import Field

from scoring.exact import yuan
from tender.bids import ENTITY_WORDS, Bid, EntityType, LotBid
from tender.book.facts import Fact
from tender.book.kinds import Key, Noun, Text
from tender.book.places import Lot
from tender.book.rules.reading import Reading
from tender.book.rules.shape import Entry
from tender.book.rules.span import Covers, measured
from tender.findings import Answer
from tender.policy import Policies
from tender.policy.judge import verdicts
from tender.policy.schema import in_words

Verdict = tuple[Answer, str]
"""An answer and, unless it is a pass, the reason in words."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a gate is asked about: one bid in one lot, and the nouns that rules speak of."""

    bid: Bid
    lot_bid: LotBid
    lot: Lot
    facts: Mapping[str, Fact]
    nouns: Mapping[str, Any]
    packs: Policies
    day: date


class _Gate(Noun):
    id: Key
    name: Text
    stage: Literal["qualification", "conformity"]
    articles: tuple[Text, ...] = ()

    @property
    def stage_word(self) -> str:
        """Who judges: 资格审查 is the purchaser's, 符合性审查 the panel's."""
        return {"qualification": "资格审查", "conformity": "符合性审查"}[self.stage]


class EntityGate(_Gate):
    """Only some kinds of body may bid (主体类型)."""

    kind: Literal["entity_type"]
    accepts: tuple[EntityType, ...] = Field(min_length=1)

    def sentence(self) -> str:
        """The clause printed in the book."""
        words = "、".join(ENTITY_WORDS[e] for e in self.accepts)
        return f"须为依法登记注册的法人单位：{words}。"

    def answer(self, asked: Asked) -> Verdict:
        """Whether the body's declared kind is among those accepted."""
        bid = asked.bid
        if bid.entity_type is None:
            return Answer.CANNOT_DECIDE, "未填写主体类型"
        if bid.entity_type in self.accepts:
            return Answer.PASS, ""
        words = "、".join(ENTITY_WORDS[e] for e in self.accepts)
        return Answer.FAIL, f"主体类型为{ENTITY_WORDS[bid.entity_type]}，不在可以参加的主体之内：{words}"


class DeclaredGate(_Gate):
    """A statement the bidder declares and proves with evidence (声明并附证明材料)."""

    kind: Literal["declared"]
    says: Text
    evidence: Text

    def sentence(self) -> str:
        """The clause printed in the book."""
        return f"{self.says}须提供：{self.evidence}。"

    def answer(self, asked: Asked) -> Verdict:
        """Pass when declared met and evidence is named; no declaration cannot be decided."""
        declared = asked.bid.declarations.get(self.id)
        if declared is None or declared.met is None:
            return Answer.CANNOT_DECIDE, f"未填写“{self.name}”"
        if not declared.met:
            return Answer.FAIL, f"自行声明不满足“{self.name}”"
        if not declared.evidence:
            return Answer.CANNOT_DECIDE, f"“{self.name}”未注明证明材料"
        return Answer.PASS, ""


class MinimumGate(_Gate):
    """Promised figures reach the lot's minimums (数量下限)."""

    kind: Literal["minimums"]

    def sentence(self) -> str:
        """The clause printed in the book."""
        return "各标段承诺数值不得低于该标段规定的最低要求。"

    def answer(self, asked: Asked) -> Verdict:
        """Whether every minimum of the lot is promised."""
        facts, lot, lot_bid = asked.facts, asked.lot, asked.lot_bid
        missing = [facts[k].name for k in lot.minimums if k not in lot_bid.facts]
        if missing:
            return Answer.CANNOT_DECIDE, "未填写" + "、".join(missing)
        short = [
            f"{facts[k].name}承诺{facts[k].show(lot_bid.facts[k])}，低于最低要求{facts[k].show(Fraction(least))}"
            for k, least in lot.minimums.items()
            if lot_bid.facts[k] < least
        ]
        return (Answer.FAIL, "；".join(short)) if short else (Answer.PASS, "")


class FigureGate(_Gate, Reading, Covers):
    """A figure that a bid must reach to be valid (入围最低要求), read as scoring rules read it, never scored."""

    kind: Literal["figure"]
    says: Text

    def sentence(self) -> str:
        """The clause printed in the book."""
        return self.says

    def answer(self, asked: Asked) -> Verdict:
        """Whether the figure lies within the bounds; what is not stated or not proven cannot be decided."""
        fact, bid = asked.facts[self.fact], asked.lot_bid
        if self.fact not in {*bid.facts, *bid.chosen, *bid.lists}:
            return Answer.CANNOT_DECIDE, f"未填写“{fact.name}”"
        if fact.proven and not bid.evidence.get(self.fact):
            return Answer.CANNOT_DECIDE, f"“{fact.name}”未注明证明材料"
        value = self.figure(Entry(0, False, bid.facts, {}, bid.chosen, bid.lists), fact)
        if self.span.holds(value):
            return Answer.PASS, ""
        unit = self.unit(fact)
        return Answer.FAIL, f"{self.subject(fact)}为{measured(value, unit)}，要求{self.covers(unit)}"


class CeilingGate(_Gate):
    """The price does not exceed the lot's ceiling (最高限价)."""

    kind: Literal["price_ceiling"]

    def sentence(self) -> str:
        """The clause printed in the book."""
        return "报价不得超过所参加标段的最高限价。"

    def answer(self, asked: Asked) -> Verdict:
        """Whether the price is at or under the ceiling; a lot that is not paid for has no price."""
        price, ceiling = asked.lot_bid.price_fen, asked.lot.limit_fen
        if price <= ceiling or not asked.lot.paid:
            return Answer.PASS, ""
        return Answer.FAIL, f"报价{yuan(price)}元超过最高限价{yuan(ceiling)}元"


class FixedPriceGate(_Gate):
    """The price is the one that the book fixed (固定价格), in the named lots or in all."""

    kind: Literal["fixed_price"]
    lots: tuple[Key, ...] = ()

    def sentence(self) -> str:
        """The clause printed in the book."""
        where = f"标段{'、'.join(self.lots)}" if self.lots else "各标段"
        return f"{where}执行固定价格，报价应等于该标段公布的最高限价。"

    def answer(self, asked: Asked) -> Verdict:
        """Whether the price equals the lot's; a lot without a price, or not named, is not asked."""
        price, fixed = asked.lot_bid.price_fen, asked.lot.limit_fen
        if not asked.lot.paid or (self.lots and asked.lot.id not in self.lots) or price == fixed:
            return Answer.PASS, ""
        return Answer.FAIL, f"报价{yuan(price)}元不等于固定价格{yuan(fixed)}元"


class NegativeListGate(_Gate):
    """No service of a forbidden category (负面清单)."""

    kind: Literal["negative_list"]
    forbids: tuple[Text, ...] = Field(min_length=1)
    encourages: tuple[Text, ...] = ()

    def sentence(self) -> str:
        """The clause printed in the book, with both lists."""
        likes = f"鼓励开展{'、'.join(self.encourages)}等服务；" if self.encourages else ""
        return f"{likes}不得开展{'、'.join(self.forbids)}等项目。"

    def answer(self, asked: Asked) -> Verdict:
        """Whether any listed service falls under a forbidden category."""
        services = asked.lot_bid.services
        if not services:
            return Answer.CANNOT_DECIDE, "未列出服务项目"
        bad = sorted({s.category for s in services if s.category in self.forbids})
        return (Answer.FAIL, f"服务项目含负面清单类别：{'、'.join(bad)}") if bad else (Answer.PASS, "")


class RuleGate(_Gate):
    """Rules of a policy pack, answered over the bid's facts and what the purchaser noted."""

    kind: Literal["rule"]
    articles: tuple[Text, ...] = Field(min_length=1)
    says: Text
    evidence: Text | None = None

    def sentence(self) -> str:
        """The clause printed in the book."""
        return self.says + (f"须提供：{self.evidence}。" if self.evidence else "")

    def answer(self, asked: Asked) -> Verdict:
        """Pass when every rule passes for every record it speaks of; else the first that does not."""
        open_answer: Verdict | None = None
        for rule in self.articles:
            provision = asked.packs.on(rule, asked.day)
            for verdict in verdicts(provision, asked.nouns):
                if verdict.answer is Answer.FAIL:
                    return Answer.FAIL, f"不符合“{self.name}”：{self.says}"
                if verdict.answer is Answer.CANNOT_DECIDE and open_answer is None:
                    missing = "、".join(in_words(path) for path in verdict.answered.missing)
                    open_answer = Answer.CANNOT_DECIDE, f"缺少{missing}"
        return open_answer or (Answer.PASS, "")


Gate = Annotated[
    EntityGate
    | DeclaredGate
    | MinimumGate
    | FigureGate
    | CeilingGate
    | FixedPriceGate
    | NegativeListGate
    | RuleGate,
    Field(discriminator="kind"),
]
