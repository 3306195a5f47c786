"""Package offers on the pages: read out at opening, paid and explained where the lots go, told to the public."""

import runpy
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tender.book import read_book
from tender.decisions import read_decisions
from tender.demo import Bidding
from tender.documents.workbook.write import write
from tender.findings import has_error
from tender.forms import bid_form
from tender.forms.packages import PACKAGES
from tender.paths import samples
from tender.workspace import Phase, Workspace
from tender.workspace.look import recomputed

NOW = datetime(2026, 11, 21, 10, 0)
GROUNDS = 'articles = { lot = "TEDA-09a", space = "TEDA-10e", quota = "TEDA-05c" }\n'
SAMPLE = "teda-haiqing"


@pytest.fixture
def joined(at: Callable[[Phase], Path], workspace: Callable[[Path], Workspace]) -> Workspace:
    """The sample with packages in its book and one in T6's form, ranked."""
    home = at(Phase.DRAFTING)
    folder = home / "projects" / SAMPLE
    text = (folder / "project.toml").read_text("utf-8")
    assert GROUNDS in text
    text = text.replace(GROUNDS, f'{GROUNDS}\n[award.packages]\nlots = ["L2G", "L3S"]\n')
    (folder / "project.toml").write_text(text, "utf-8")
    read = read_book(folder)
    bidding: Bidding = runpy.run_path(str(samples() / SAMPLE / "make.py"))["BIDDING"]
    assert read.book, read.findings
    bidding.fill(folder)
    values = bidding.form_values(read.book, "T6")
    values[PACKAGES] = {"1": {"lots": "L2G、L3S", "price": 230_000_01}}
    (folder / "bids" / "T6.xlsx").write_bytes(write(bid_form(read.book, read.sha256, read.packs), values))
    desk = workspace(home)
    for act in (desk.publish, desk.open_bids, desk.review, desk.import_marks, desk.rank):
        found = act(NOW, desk.look().record.head)
        assert not has_error(found), found
    assert desk.look().phase is Phase.RANKED
    return desk


def test_a_package_is_read_out_at_opening(
    joined: Workspace, visit: Callable[..., AppTest], words: Callable[[AppTest], str]
) -> None:
    assert "L2G、L3S　合并报价230,000.01元/年" in words(visit("opening"))


def test_the_matrix_shows_what_is_paid_and_the_rule_how_it_is_shared_out(
    joined: Workspace, visit: Callable[..., AppTest], words: Callable[[AppTest], str]
) -> None:
    told = words(visit("allocate"))
    assert "5.75万元（合并优惠）" in told
    assert "17.250001万元（合并优惠）" in told
    assert "标段L2G为57,500.00元、标段L3S为172,500.01元" in told
    assert "1,975,000.01元/年" in told


def test_the_recorded_award_is_what_is_computed_again(joined: Workspace) -> None:
    look = joined.look()
    confirmed = read_decisions(joined.folder)[0].departure_confirmed
    found = joined.award(joined.allocate(look), confirmed, NOW, look.record.head)
    assert not has_error(found), found
    look = joined.look()
    assert recomputed(look, joined.allocate(look)) == ()
    assert look.state.award
    paid = {award.lot: award.price_fen for award in look.state.award.awards}
    assert (paid["L2G"], paid["L3S"]) == (57_500_00, 172_500_01)
