"""The workspace: acts that write all or nothing, in their order, never backwards in time."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from tender.decisions import GateDecided
from tender.findings import Finding, has_error
from tender.workspace import Phase, Workspace, keep_upload, open_sample, project_folders, save_book_text

At = Callable[[Phase], Path]
Open = Callable[[Path], Workspace]
NOW = datetime(2026, 11, 21, 10, 0)
REFUSED = {
    "operator": "T1",
    "lot": "L1",
    "gate": "liability",
    "answer": "fail",
    "by": "安知夏（虚构）",
    "why": "授权书过期",
}


def codes(found: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in found]


@pytest.mark.parametrize("phase", list(Phase))
def test_an_act_out_of_its_order_writes_nothing(phase: Phase, at: At, workspace: Open) -> None:
    ws = workspace(at(phase))
    before = ws.look().record
    acts = {
        Phase.DRAFTING: ws.publish,
        Phase.PUBLISHED: ws.open_bids,
        Phase.OPENED: ws.review,
        Phase.MARKING: ws.import_marks,
        Phase.MARKED: ws.rank,
    }
    for due, act in acts.items():
        if due is not phase:
            assert codes(act(NOW, before.head)) == ["workspace.not_now"]
    assert ws.look().record == before


def test_an_outdated_head_is_refused_and_nothing_is_written(at: At, workspace: Open) -> None:
    ws = workspace(at(Phase.PUBLISHED))
    before = ws.look().record
    assert codes(ws.open_bids(NOW, "0" * 64)) == ["workspace.stale"]
    assert ws.look().record == before


def test_an_error_in_one_bid_form_opens_none(at: At, workspace: Open) -> None:
    home = at(Phase.PUBLISHED)
    ws = workspace(home)
    (ws.folder / "bids" / "T1.xlsx").write_bytes(b"not a workbook")
    found = ws.open_bids(NOW, ws.look().record.head)
    assert has_error(found)
    assert ws.look().state.bids == {}


def test_time_never_runs_back_even_when_the_clock_does(at: At, workspace: Open) -> None:
    ws = workspace(at(Phase.PUBLISHED))
    last = ws.look().state.last_at
    ws.open_bids(datetime(2026, 11, 20, 8, 0), ws.look().record.head)
    assert {event.at for event in ws.look().record.events} == {last}
    assert ws.look().state.findings == ()


def test_bids_of_a_real_project_stay_closed_before_the_deadline(at: At, workspace: Open) -> None:
    home = at(Phase.DRAFTING)
    ws = workspace(home)
    path = ws.folder / "project.toml"
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("fictional")]
    path.write_text("\n".join(lines), "utf-8")
    early = datetime(2026, 3, 10, 9, 0)
    assert not has_error(ws.publish(early, ws.look().record.head))
    assert "workspace.too_early" in codes(ws.open_bids(early, ws.look().record.head))
    assert ws.look().phase is Phase.PUBLISHED


def test_a_price_confirmed_later_is_recorded_and_written_down_beside_the_book(
    at: At, workspace: Open
) -> None:
    ws = workspace(at(Phase.PUBLISHED))
    (ws.folder / "decisions.toml").unlink()
    ws.open_bids(NOW, ws.look().record.head)
    assert not ws.look().state.price_corrections["T4", "L3E"].confirmed
    found = ws.confirm_price(
        "T4", "L3E", by='丁"日间"（虚构）', why="传真\n确认", now=NOW, head=ws.look().record.head
    )
    assert found == ()
    assert ws.look().state.price_corrections["T4", "L3E"].confirmed
    ws.review(NOW, ws.look().record.head)
    assert "T4" in ws.look().case.valid("L3E")


def test_a_persons_answer_to_a_gate_enters_the_review_with_name_and_reason(at: At, workspace: Open) -> None:
    ws = workspace(at(Phase.OPENED))
    found = ws.decide(GateDecided, REFUSED, NOW)
    assert found == ()
    ws.review(NOW, ws.look().record.head)
    decision = ws.look().state.decisions["T1", "L1", "liability"]
    assert (decision.answer.word, decision.who, decision.why) == ("不通过", "安知夏（虚构）", "授权书过期")


def test_the_book_text_is_replaced_only_as_it_was_seen(at: At, workspace: Open) -> None:
    ws = workspace(at(Phase.DRAFTING))
    read = ws.book()
    assert save_book_text(ws.folder, read.text + "\n# 一\n", expected_sha256=read.sha256) == ()
    found = save_book_text(ws.folder, "", expected_sha256=read.sha256)
    assert codes(found) == ["workspace.stale"]
    assert ws.book().text.endswith("# 一\n")


@pytest.mark.parametrize("name", ["../T1.xlsx", "T1.xls", "供应商.xlsx", ".xlsx", "T1.xlsx.exe", "~$T1.xlsx"])
def test_an_upload_must_be_named_by_its_number(name: str, tmp_path: Path) -> None:
    assert codes(keep_upload(tmp_path, "bids", name, b"PK")) == ["upload.name"]
    assert list(tmp_path.iterdir()) == []


def test_an_upload_that_is_no_workbook_is_not_kept(tmp_path: Path) -> None:
    assert has_error(keep_upload(tmp_path, "bids", "T1.xlsx", b"<html>"))
    assert list(tmp_path.iterdir()) == []


def test_copies_of_the_sample_get_folders_of_their_own(tmp_path: Path) -> None:
    copies = [open_sample(tmp_path) for _ in range(3)]
    assert [copy.name for copy in copies] == ["teda-haiqing", "teda-haiqing-2", "teda-haiqing-3"]
    assert project_folders(tmp_path) == tuple(copies)
    assert (copies[2] / "project.toml").read_bytes() == (copies[0] / "project.toml").read_bytes()


def test_papers_once_issued_come_out_the_same_again(at: At, workspace: Open) -> None:
    from tender.allocate import allocate

    ws = workspace(at(Phase.ANNOUNCED))
    look = ws.look()
    assert ws.papers(look, allocate(look.case)).as_issued is True
