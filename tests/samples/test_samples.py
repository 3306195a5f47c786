"""What every sample repeats: the totals of the seeds, golden files, the same bytes a second time."""

import runpy
from pathlib import Path

import pytest

from tender import paths
from tender.findings import Level
from tender.run import run
from tests.samples.reading import totals
from tests.samples.seeds import TOTALS

GOLDEN = ("award.json", "totals.json", "result-notice.txt")
SAMPLES = sorted(book.parent for book in paths.samples().glob("*/project.toml"))

pytestmark = pytest.mark.parametrize("sample", SAMPLES, ids=lambda folder: folder.name)


def test_every_total_is_the_one_of_the_seeds_in_the_order_of_the_ranking(sample, done):
    expected = {lot: list(ranking.items()) for lot, ranking in TOTALS[sample.name].items()}
    assert {lot: list(ranking.items()) for lot, ranking in totals(done).items()} == expected


def test_nothing_stops_the_run_and_nothing_is_an_error(sample, done):
    assert done.stopped is None
    assert [f for f in done.findings if f.level is Level.ERROR] == []


@pytest.mark.parametrize("name", GOLDEN)
def test_the_run_equals_the_golden_files(sample, done, name):
    assert done.files[name].decode("utf-8") == (sample / "expected" / name).read_text(encoding="utf-8")


def test_the_golden_folder_holds_nothing_that_no_test_compares(sample):
    assert sorted(p.name for p in (sample / "expected").iterdir()) == sorted(GOLDEN)


def test_a_second_run_is_byte_identical(sample, done):
    assert run(sample).files == done.files


def test_the_record_of_the_run_tells_the_whole_story(sample, done):
    told = [event.what.value for event in done.record.events]
    assert told[0] == "book_published"
    assert told.count("bid_opened") == len(forms(sample / "bids"))
    assert told.count("marks_locked") == len(done.case.book.judges) == len(forms(sample / "marks"))
    assert told[-2:] == ["award_decided", "notice_issued"]
    assert done.record.verify() == ()


def test_the_forms_in_the_folder_are_what_their_maker_writes(sample, project):
    """The sample's files stay in step with the book: make.py writes the same bytes again."""
    copy = project()
    for file in (*forms(copy / "bids"), *forms(copy / "marks")):
        file.unlink()
    runpy.run_path(str(copy / "make.py"), run_name="__main__")
    for part in ("bids", "marks"):
        written = {file.name: file.read_bytes() for file in forms(copy / part)}
        assert written == {file.name: file.read_bytes() for file in forms(sample / part)}


def forms(folder: Path) -> list[Path]:
    return list(folder.glob("*.xlsx"))
