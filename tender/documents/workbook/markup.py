"""A bounded look through the XML of a workbook, before a parser builds anything from it.

The value reader lays a sheet out as one dense rectangle: a 5 KB file with one cell in A1 and
one in XFD1048576 asks it for 512 GB and ends the process. Long shared texts repeated by many
cells grow just as well. So this pass only counts; it keeps nothing of the text.
"""

import re
from xml.parsers import expat

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_DEEPEST = 64  # levels of nesting; honest parts stay below 20


class MarkupError(ValueError):
    """A part that is not well-formed XML, or declares a document type (DTD), or nests too deep."""


class Tally:
    """Counts over the parts of one workbook: how far cells reach and what they hold."""

    def __init__(self) -> None:
        self.area = 0  # sum over sheets of rows x columns up to the last filled cell
        self.widest = 0
        self.tallest = 0
        self.shared_cells = 0  # cells that repeat a shared text
        self.longest_shared = 0  # characters of the longest shared text
        self.suspicious = False  # some cell holds a formula or an error value

    def add(self, content: bytes) -> None:
        """Count one part; raises MarkupError."""
        _Walk(self).over(content)


class _Walk:
    """One part, element by element."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.depth = 0
        self.row = self.column = 0  # position of the current cell, from 1
        self.rows = self.columns = 0  # last filled row and column
        self.characters = 0

    def over(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.data
        parser.StartDoctypeDeclHandler = _refuse_doctype  # no DTD, hence no entity to expand
        try:
            parser.Parse(content, True)
        except expat.ExpatError as fault:
            raise MarkupError(str(fault)) from fault
        self.tally.area += self.rows * self.columns
        self.tally.tallest = max(self.tally.tallest, self.rows)
        self.tally.widest = max(self.tally.widest, self.columns)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise MarkupError(f"nested deeper than {_DEEPEST} levels")
        match tag.rpartition(":")[2]:
            case "row":
                self.row = _whole(attributes["r"]) if "r" in attributes else self.row + 1
                self.column = 0
            case "c":
                self.cell(attributes)
            case "v" | "is" | "f" as name:
                # Formatted but empty cells cost nothing; filled ones stretch the rectangle.
                self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
                self.tally.suspicious |= name == "f"
            case "si":
                self.characters = 0

    def cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        if reference is None:
            self.column += 1
        else:
            found = _REFERENCE.fullmatch(reference)
            if not found:
                raise MarkupError(f"cell reference {reference[:20]!r}")
            self.column, self.row = _column_number(found[1]), int(found[2])
        self.tally.shared_cells += attributes.get("t") == "s"
        self.tally.suspicious |= attributes.get("t") == "e"

    def end(self, tag: str) -> None:
        self.depth -= 1
        if tag.rpartition(":")[2] == "si":
            self.tally.longest_shared = max(self.tally.longest_shared, self.characters)

    def data(self, text: str) -> None:
        self.characters += len(text)


def _whole(digits: str) -> int:
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 10):
        raise MarkupError(f"row number {digits[:20]!r}")
    return int(digits)


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _refuse_doctype(*_declaration: object) -> None:
    raise MarkupError("a document type declaration")
