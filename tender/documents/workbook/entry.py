"""What the spreadsheet lets people type (数据有效性): prompts and refusals in the form's own words.

A convenience for honest fillers only: the reader checks everything again.
"""

from datetime import date
from fractions import Fraction

from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from scoring.exact import plain
from tender.documents.workbook.kinds import NO, YES, Choice, Date, Kind, Money, Number, Text, Whole, YesNo

_LONGEST_LIST = 255  # characters of a list written into the rule itself
_LONGEST_PROMPT = 255
_LIST_COLUMN = 4  # longer lists stand on the hidden sheet, right of the identity


class Validations:
    """The rules of one sheet, gathered cell by cell, one rule per run of equal cells in a column."""

    def __init__(self, lists: Worksheet) -> None:
        self.lists = lists
        self.done: list[tuple[Kind, Cell, Cell]] = []
        self.running: dict[int, tuple[Kind, Cell, Cell]] = {}  # by column: the run that may go on

    def add(self, cell: Cell, kind: Kind) -> None:
        """One more input cell; the cells of a column come downwards."""
        run = self.running.get(cell.column)
        if run and run[0] == kind and run[2].row == cell.row - 1:
            self.running[cell.column] = (kind, run[1], cell)
            return
        if run:
            self.done.append(run)
        self.running[cell.column] = (kind, cell, cell)

    def put_on(self, page: Worksheet) -> None:
        """Write the gathered rules into the sheet."""
        for kind, first, last in [*self.done, *self.running.values()]:
            rule = self._rule(kind, first.coordinate)
            rule.add(f"{first.coordinate}:{last.coordinate}")
            page.add_data_validation(rule)

    def _rule(self, kind: Kind, cell: str) -> DataValidation:
        """One rule; formulas speak of ``cell``, the first of the run."""
        rule = self._bare_rule(kind, cell)
        rule.allow_blank = True
        rule.showErrorMessage = rule.showInputMessage = True
        rule.errorStyle = "stop"
        rule.promptTitle, rule.errorTitle = "填写要求", "填写有误"
        words = _shortened(f"{kind.wanted}。")
        rule.prompt, rule.error = words, _shortened(f"应填{words}")
        return rule

    def _bare_rule(self, kind: Kind, cell: str) -> DataValidation:
        match kind:
            case Choice():
                return DataValidation(type="list", formula1=self._source(kind.options))
            case YesNo():
                return DataValidation(type="list", formula1=self._source((YES, NO)))
            case Text():
                return DataValidation(
                    type="textLength", operator="lessThanOrEqual", formula1=str(kind.longest)
                )
            case Date():
                first = (date(1950, 1, 1) - date(1899, 12, 30)).days  # any real date; refuses small numbers
                return DataValidation(type="date", operator="greaterThanOrEqual", formula1=str(first))
            case Whole():
                return DataValidation(
                    type="custom", formula1=_number_rule(cell, 0, kind.minimum, kind.maximum)
                )
            case Number():
                rule = _number_rule(cell, kind.places, kind.minimum, kind.maximum)
                return DataValidation(type="custom", formula1=rule)
            case Money():
                low, high = (None if b is None else Fraction(b, 100) for b in (kind.minimum, kind.maximum))
                return DataValidation(type="custom", formula1=_number_rule(cell, 2, low, high))

    def _source(self, options: tuple[str, ...]) -> str:
        """The options in the rule itself, or on the hidden sheet when they are long or hold commas."""
        joined = ",".join(options)
        if len(joined) <= _LONGEST_LIST and not any(set(o) & {",", '"'} for o in options):
            return f'"{joined}"'
        place = max(self.lists.max_column + 1, _LIST_COLUMN)
        for line, option in enumerate(options, 1):
            cell = self.lists.cell(line, place, option)
            cell.data_type = "s"
        letter = get_column_letter(place)
        return f"{quote_sheetname(self.lists.title)}!${letter}$1:${letter}${len(options)}"


def _number_rule(cell: str, places: int, low: Fraction | int | None, high: Fraction | int | None) -> str:
    """A number within bounds that needs no more decimal places than allowed."""
    tests = [f"ISNUMBER({cell})", f"ROUND({cell},{places})={cell}"]
    tests += [f"{cell}>={plain(Fraction(low))}"] if low is not None else []
    tests += [f"{cell}<={plain(Fraction(high))}"] if high is not None else []
    return f"AND({','.join(tests)})"


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST_PROMPT else f"{words[: _LONGEST_PROMPT - 1]}…"
