"""The run (风洞): so many fields through the draft book, by one process or many, with one result."""

from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass

from tender.book import Book
from tender.policy import Policies, policies
from tender.simulate.field import plans
from tender.simulate.tally import Tally, tally_of, together

DRAWS = 300
"""Openings of all lots unless another number is asked; each lot of an opening is one field."""
CLOSELY = 3
"""One opening in so many, at most, is looked at closely: what would have changed the first place."""
AWARDS = 16
"""Openings whose award is executed: a combination is solved and proved each time."""
CHUNK = 25
"""Openings that a worker plays at a time."""


@dataclass(frozen=True)
class Report:
    """What ``draws`` openings from ``seed`` answered about ``book``."""

    book: Book
    draws: int
    seed: int
    tally: Tally

    @property
    def every(self) -> int:
        """One opening in so many was looked at closely: each one where there is a single lot."""
        return closely(self.book)


def simulate(
    book: Book,
    packs: Policies | None = None,
    *,
    draws: int = DRAWS,
    seed: int = 1,
    workers: int = 1,
    executor: Executor | None = None,
) -> Report:
    """The report on ``book``: the same for a seed and a number of draws, whoever does the work.

    ``workers`` above 1 uses as many processes; ``executor`` may be any
    ``concurrent.futures`` executor whose workers can import this package. The book should be
    without errors of its own (``tender check``). Raises ValueError for no draws or workers.
    """
    if draws < 1 or workers < 1:
        raise ValueError(f"expected at least one draw and one worker, not {draws} and {workers}")
    known = packs or policies()
    parts = list(_parts(draws))
    if executor is None and workers == 1:
        return Report(book, draws, seed, together(_chunk(book, known, seed, *part) for part in parts))
    with nullcontext(executor) if executor else ProcessPoolExecutor(workers) as pool:
        waiting = [pool.submit(_chunk, book, known, seed, *part) for part in parts]
        return Report(book, draws, seed, together(one.result() for one in waiting))


def _parts(draws: int) -> Iterator[tuple[int, int]]:
    """From which field to which before."""
    yield from ((start, min(start + CHUNK, draws)) for start in range(0, draws, CHUNK))


def closely(book: Book) -> int:
    """One opening in so many is looked at closely: many lots make up for it."""
    return min(CLOSELY, len(book.lots))


def _chunk(book: Book, packs: Policies, seed: int, start: int, end: int) -> Tally:
    """Some openings, in one worker."""
    known, every = plans(book), closely(book)
    return together(
        tally_of(book, packs, known, seed, number, closely=number % every == 0, awards=number < AWARDS)
        for number in range(start, end)
    )
