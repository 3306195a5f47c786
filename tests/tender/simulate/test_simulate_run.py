"""The same seed gives the same answer, whoever does the work; the command says it in Chinese and in JSON."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from typer.testing import CliRunner

from tender.book import Book, read_book
from tender.cli.commands import app
from tender.paths import samples
from tender.simulate import opening, simulate, topics

Books = Callable[..., Book]


def test_the_same_seed_gives_the_same_answer_and_another_seed_another(book: Books) -> None:
    once, again, other = (simulate(book(), draws=30, seed=seed) for seed in (3, 3, 4))
    assert once.tally == again.tally
    assert once.tally != other.tally


def test_the_answer_does_not_depend_on_the_number_of_workers(book: Books) -> None:
    alone = simulate(book(), draws=60, seed=3)
    assert simulate(book(), draws=60, seed=3, workers=2).tally == alone.tally


def test_any_executor_may_do_the_work(book: Books) -> None:
    with ThreadPoolExecutor(2) as pool:
        assert (
            simulate(book(), draws=60, seed=3, executor=pool).tally
            == simulate(book(), draws=60, seed=3).tally
        )


def test_no_draws_or_no_workers_is_a_mistake_of_the_program(book: Books) -> None:
    with pytest.raises(ValueError, match="at least one"):
        simulate(book(), draws=0)
    with pytest.raises(ValueError, match="at least one"):
        simulate(book(), workers=0)


def test_every_bid_is_counted_once_at_every_gate(book: Books) -> None:
    tally = simulate(book(), draws=30, seed=3).tally
    left = [tally["left", gate.id] for gate in book().gates]
    assert left == sorted(left, reverse=True)
    assert tally["bids",] >= left[0] > 0
    assert sum(value for key, value in tally.items() if key[0] == "won") == tally["fields",]


@pytest.mark.parametrize("sample", [folder.name for folder in sorted(samples().iterdir()) if folder.is_dir()])
def test_every_sample_can_be_played_and_answers_every_question(sample: str) -> None:
    read = read_book(samples() / sample)
    assert read.book
    report = simulate(read.book, read.packs, draws=2, seed=5)
    assert report.tally["fields",] > 0
    assert "模拟2次开启" in opening(report)
    assert len(topics(report)) == 6
    assert all(topic.answers for topic in topics(report))


def test_the_command_answers_in_sentences_and_in_json() -> None:
    project = str(samples() / "bailu-bay")
    words = CliRunner().invoke(app, ["simulate", project, "--draws", "20"])
    assert words.exit_code == 0
    assert "价格起作用吗？" in words.output
    told = json.loads(CliRunner().invoke(app, ["simulate", project, "--draws", "20", "--json"]).output)
    assert told["draws"] == 20
    assert told["seed"] == 1
    assert told["topics"][0]["question"] == "价格起作用吗？"
    assert {"findings", "counts"} <= told.keys()


def test_a_book_with_errors_is_not_played(tmp_path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "project.toml").write_text("format = 1", "utf-8")
    assert CliRunner().invoke(app, ["simulate", str(tmp_path)]).exit_code != 0
