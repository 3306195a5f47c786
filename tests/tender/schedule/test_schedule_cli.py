"""The schedule on the command line: the sample's dates, and a calendar file."""

import json

from typer.testing import CliRunner

from tender import paths
from tender.cli.commands import app

SAMPLE = str(paths.samples() / "teda-haiqing")


def test_the_schedule_tells_every_date_and_how_the_book_compares(tmp_path):
    done = CliRunner().invoke(app, ["schedule", SAMPLE, "--json", "--ics", str(tmp_path / "a.ics")])
    assert done.exit_code == 0
    entries = {entry["name"]: entry for entry in json.loads(done.stdout)["entries"]}
    deadline = entries["响应文件提交截止"]
    assert (deadline["earliest"], deadline["book_date"]) == (["2026-03-12"], "2026-03-16")
    assert (tmp_path / "a.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_people_read_a_table_with_the_article_of_every_date():
    done = CliRunner().invoke(app, ["schedule", SAMPLE], env={"COLUMNS": "240"})
    assert done.exit_code == 0
    assert "财库〔2014〕214号第十条" in done.stdout
