"""The tender book is the program: one figure changed in it changes every reading of it, and nothing is left behind."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tender.allocate import allocate
from tender.announce import evaluation_report
from tender.documents.blocks import plain_text
from tender.documents.workbook.write import write
from tender.draft import book_document
from tender.forms import bid_form, mark_sheet
from tender.forms.bid_form import IDENTITY
from tender.policy import policies
from tender.run import totals_json

HASH = re.compile("[0-9a-f]{64}")

COUNT = 'rule = { kind = "count_step", fact = "free_sessions", each = "每场公益服务", step = %s }'
COMBINATION = """kind = "combination"
objective = ["needs", "points", "price"]
max_lots_per_operator = 2
quota_reason = "保证各中心有足够的专职团队，运营多元、风险分散\""""
PER_LOT = (COMBINATION, 'kind = "per_lot"')  # no search for the best combination: it is not asked here
RATIO = 'rule = { kind = "ratio_to_best", fact = "feedback" }'


def cells(workbook: bytes) -> str:
    sheets = load_workbook(BytesIO(workbook)).worksheets
    return "\n".join(
        f"{cell.value}" for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value
    )


def readings(project) -> dict[str, str]:
    """Every text that speaks of the book's rules."""
    book, digest, ranked = project.book, project.read.sha256, project.ranked()
    return {
        "book": plain_text(book_document(book, policies())),
        "form": cells(write(bid_form(book, digest))),
        "marks": cells(write(mark_sheet(book, digest, None, None))),
        "totals": totals_json(ranked).decode("utf-8"),
        "report": plain_text(evaluation_report(ranked, allocate(ranked), "0" * 64)),
    }


def halve(project):
    """The same judgement on a scale of half the length."""
    project.judge(lambda judge, marks: [mark.update(mark=mark["mark"] / 2) for mark in marks.values()])


def shrink(project):
    """T3 as a small enterprise, so that the deduction moves a price."""
    project.fill("T3", lambda values: values[IDENTITY]["size"].update(value="小型"))


@dataclass(frozen=True)
class Change:
    """A change of the book: what must be ``gone`` from and have ``come`` into each reading."""

    edits: tuple[tuple[str, str], ...]
    gone: Mapping[str, str]
    come: Mapping[str, str]
    stays: tuple[str, ...]
    given: tuple[tuple[str, str], ...] = ()
    before: Callable = staticmethod(lambda project: None)
    after: Callable = staticmethod(lambda project: None)


CHANGES = {
    "a weight that judges mark": Change(
        edits=(
            ("whole_center = 25, partial_zone = 30", "whole_center = 24, partial_zone = 30"),
            ("whole_center = 15, partial_zone = 15, p", "whole_center = 16, partial_zone = 15, p"),
        ),
        gone={
            "book": "÷100）×25分",
            "totals": "平均90÷100×25＝22.5",
            "report": "平均90÷100×25＝22.5",
            "marks": "\n25\n",
        },
        come={
            "book": "÷100）×24分",
            "totals": "平均90÷100×24＝21.6",
            "report": "平均90÷100×24＝21.6",
            "marks": "\n24\n",
        },
        stays=("form",),
    ),
    "a weight that figures earn": Change(
        edits=(
            ("whole_center = 20, partial_zone = 20", "whole_center = 18, partial_zone = 20"),
            (
                "whole_center = 15, partial_zone = 10, professional_service = 10",
                "whole_center = 17, partial_zone = 10, professional_service = 10",
            ),
        ),
        gone={"totals": "11000÷12500×20＝17.6", "report": "11000÷12500×20＝17.6"},
        come={
            "book": "最高值的得18分",
            "form": "最高值的得18分",
            "totals": "11000÷12500×18＝15.84",
            "report": "11000÷12500×18＝15.84",
        },
        stays=("marks",),
    ),
    "the scale of a rubric": Change(
        edits=(("scale = 100", "scale = 50"), ("scale = 100", "scale = 50")),
        after=halve,
        gone={
            "book": "在0至100分之间独立评分",
            "marks": "\n100\n",
            "totals": "平均90÷100×25＝22.5",
            "report": "平均90÷100×25＝22.5",
        },
        come={
            "book": "在0至50分之间独立评分",
            "marks": "\n50\n",
            "totals": "平均45÷50×25＝22.5",
            "report": "平均45÷50×25＝22.5",
        },
        stays=("form",),
    ),
    "a sentence of a rubric": Change(
        edits=(("缺一项要素的8至14分", "缺一项要素的9至14分"),),
        gone={"book": "缺一项要素的8至14分", "marks": "缺一项要素的8至14分", "report": "缺一项要素的8至14分"},
        come={"book": "缺一项要素的9至14分", "marks": "缺一项要素的9至14分", "report": "缺一项要素的9至14分"},
        stays=("form", "totals"),
    ),
    "the step of a counted item": Change(
        given=((RATIO, COUNT % "0.02"),),
        edits=((COUNT % "0.02", COUNT % "0.03"),),
        gone={
            "book": "每场公益服务得0.02分，最高10分。",
            "form": "每场公益服务得0.02分，最高10分。",
            "totals": "260×0.02，最高10，得5.2",
            "report": "260×0.02，最高10，得5.2",
        },
        come={
            "book": "每场公益服务得0.03分，最高10分。",
            "form": "每场公益服务得0.03分，最高10分。",
            "totals": "260×0.03，最高10，得7.8",
            "report": "260×0.03，最高10，得7.8",
        },
        stays=("marks",),
    ),
    "the deduction for small enterprises": Change(
        before=shrink,
        edits=(("small_deduction_percent = 10", "small_deduction_percent = 15"),),
        gone={
            "book": "扣除10%后",
            "form": "扣除10%后",
            "totals": "90,000.00÷94,500.00×10",
            "report": "90,000.00÷94,500.00×10",
        },
        come={
            "book": "扣除15%后",
            "form": "扣除15%后",
            "totals": "89,250.00÷89,250.00×10",
            "report": "89,250.00÷89,250.00×10",
        },
        stays=("marks",),
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_one_figure_changed_in_the_book_changes_every_reading_of_it(project, change):
    project.edit(PER_LOT, *change.given)
    change.before(project)
    before = readings(project)
    project.edit(*change.edits)
    change.after(project)
    after = readings(project)
    for reading, said in change.gone.items():
        assert said in before[reading], f"{reading} never said {said!r}"
        assert said not in after[reading], f"{reading} still says {said!r}"
    for reading, said in change.come.items():
        assert said not in before[reading], f"{reading} said {said!r} already"
        assert said in after[reading], f"{reading} does not say {said!r}"
    for reading in change.stays:
        assert HASH.sub("", after[reading]) == HASH.sub("", before[reading])
    assert change.gone.keys() | change.come.keys() | set(change.stays) == before.keys()
