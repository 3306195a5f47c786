"""Where a rule acts (作用环节): the step of a project at which everything it speaks of is known."""

from enum import Enum

from tender.policy.expression import Expression
from tender.policy.pack import Provision


class Stage(Enum):
    """Steps in order; a rule acts at the latest step among its nouns."""

    BOOK = "book"
    BID = "bid"
    AWARD = "award"
    CONTRACT = "contract"
    OPERATION = "operation"
    ASSESSMENT = "assessment"
    EXIT = "exit"
    CONTEXT = "context"

    @property
    def word(self) -> str:
        """The word an official reads."""
        return {
            "book": "编制采购文件",
            "bid": "资格与符合性审查",
            "award": "定标与公告",
            "contract": "签订合同",
            "operation": "日常运营",
            "assessment": "考核评级",
            "exit": "退出",
            "context": "背景",
        }[self.value]


NOUNS = {
    Stage.BOOK: "law pack project book lot center zone criteria community compound group demand budget plan "
    "survey panel",
    Stage.BID: "bid operator staff staff_member item slot supplier vote hearing claim debarment",
    Stage.AWARD: "evaluation outlier allocation award notice",
    Stage.CONTRACT: "contract sublease roster leave po stage duty leading_group street function_item",
    Stage.OPERATION: "meeting txn fund report disclosure complaint risk archive event service_record",
    Stage.ASSESSMENT: "assessment indicator rating finding panel_member",
    Stage.EXIT: "exitcase",
}
"""Each noun of ``nouns.toml`` at the step from which on it is known."""

STAGE_OF = {noun: stage for stage, nouns in NOUNS.items() for noun in nouns.split()}


def stage_of(provision: Provision) -> Stage:
    """The step at which ``provision`` can be answered; CONTEXT for one that is only words.

    Raises KeyError for a noun that no step knows.
    """
    if not provision.expression:
        return Stage.CONTEXT
    order = list(Stage)
    return max((STAGE_OF[noun] for noun in Expression(provision.expression).roots()), key=order.index)
