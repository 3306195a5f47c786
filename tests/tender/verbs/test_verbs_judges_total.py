"""Judges left out by their own total: the highest and the lowest of each bid, in every factor alike."""

from fractions import Fraction

from tender.bench import judges_left_out
from tender.book import parse_book
from tender.paths import samples
from tender.rank import bench, rank_lot

BOOK = (samples() / "teda-haiqing" / "project.toml").read_text("utf-8")
TRIMMED = BOOK.replace(
    "\nconsortium", '\njudges_total = { aggregate = "trimmed_mean", least = 5 }\nconsortium', 1
)

# plan and capability of each judge; in L1 they weigh 25 and 15 of 100
GIVEN = {"J1": (90, 60), "J2": (60, 100), "J3": (80, 80), "J4": (70, 90), "J5": (100, 40)}


def marks(lot: str, judge: str, operator: str, item: str) -> Fraction:
    return Fraction(GIVEN[judge][item == "capability"])


def test_the_judges_with_the_extreme_totals_count_in_no_factor(project, posed):
    bids = project.reviewed()[0].bids
    read = parse_book(TRIMMED)
    case = posed(read, bids, marks)
    lot = read.book.lot_by_id["L1"]
    # 90×.25+60×.15＝31.5, 30, 32, 31, 31: highest J3, lowest J2
    assert set(judges_left_out(bench(case, lot)).values()) == {("J3", "J2")}
    items = rank_lot(case, lot)[0].items
    assert items["plan"].points == Fraction(90 + 70 + 100, 3) / 100 * 25
    assert items["plan"].how.endswith("（总分最高的沐清和（虚构）和最低的江映月（虚构）不计）")
    assert items["capability"].points == Fraction(60 + 90 + 40, 3) / 100 * 15


def test_a_book_that_does_not_say_so_leaves_nobody_out(project, posed):
    case = posed(parse_book(BOOK), project.reviewed()[0].bids, marks)
    assert judges_left_out(bench(case, case.book.lots[0])) == {}
