"""What ``tender simulate`` prints: every question with its answers, and the JSON twin."""

from typing import Any

from rich.console import Console
from rich.text import Text

from scoring.exact import half_up, text
from tender.simulate import Report, defects, opening, topics

PLACES = 6
"""Places of sums in the JSON form; counts are whole."""


def show_simulation(console: Console, report: Report) -> None:
    """The questions and answers in order."""
    console.print(Text(opening(report)))
    for topic in topics(report):
        console.print(Text(topic.question, style="bold"))
        for said in topic.answers:
            console.print(Text(f"  {said}"))


def simulation_json(report: Report) -> dict[str, Any]:
    """Questions, defects, and all counts as decimal text by what they count."""
    return {
        "draws": report.draws,
        "seed": report.seed,
        "topics": [{"question": t.question, "answers": list(t.answers)} for t in topics(report)],
        "findings": [f.to_json() for f in defects(report)],
        "counts": {
            "/".join(key): text(half_up(value, PLACES), PLACES).rstrip("0").rstrip(".")
            for key, value in sorted(report.tally.items())
        },
    }
