"""The store: projects, records and unsaved work, one caller at a time."""

from pathlib import Path

import pytest

from tender.record import GENESIS, Draft, Kind, Record, draft
from tender.store import Project, ProjectExists, Refused, Saved, Stale, Store, UnknownProject


def test_projects_come_in_the_order_of_their_creation(store: Store) -> None:
    store.add_project("A9", "晚晴苑")
    store.add_project("A1", "三叶里")
    assert store.projects() == (Project("P1", "青禾里"), Project("A9", "晚晴苑"), Project("A1", "三叶里"))


def test_a_second_project_of_the_same_id_is_refused(store: Store) -> None:
    with pytest.raises(ProjectExists):
        store.add_project("P1", "另一个")
    assert store.projects() == (Project("P1", "青禾里"),)


def test_a_project_without_a_name_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="expected an id and a name"):
        store.add_project("P2", " ")


def test_nothing_is_read_or_written_for_a_project_that_is_not_there(store: Store, published: Draft) -> None:
    with pytest.raises(UnknownProject):
        store.record("P2")
    with pytest.raises(UnknownProject):
        store.append("P2", published)
    with pytest.raises(UnknownProject):
        store.save_draft("P2", "book", "")
    with pytest.raises(UnknownProject):
        store.load_draft("P2", "book")


def test_a_new_project_has_an_empty_record(store: Store) -> None:
    assert store.record("P1") == (Record(), ())


def test_what_was_appended_is_read_back_after_reopening(
    store: Store, path: Path, published: Draft, opened: tuple[Draft, ...]
) -> None:
    store.append("P1", published)
    record = store.append("P1", *opened)
    assert record == Record().extend([published, *opened])
    store.close()
    with Store.open(path) as again:
        assert again.record("P1", head=record.head) == (record, ())


def test_projects_do_not_share_a_record(store: Store, published: Draft, opened: tuple[Draft, ...]) -> None:
    store.add_project("P2", "晚晴苑")
    store.append("P1", published, *opened)
    store.append("P2", published)
    assert len(store.record("P1")[0].events) == 3
    assert len(store.record("P2")[0].events) == 1


def test_the_record_is_the_same_through_store_and_text(
    store: Store, published: Draft, opened: tuple[Draft, ...]
) -> None:
    record = store.append("P1", published, *opened)
    assert Record.from_jsonl(record.to_jsonl()) == store.record("P1")


def test_a_writer_who_read_an_older_record_is_told_and_writes_nothing(
    store: Store, published: Draft, opened: tuple[Draft, ...]
) -> None:
    first = store.append("P1", published, expected_head=GENESIS)
    store.append("P1", opened[0], expected_head=first.head)
    with pytest.raises(Stale, match=first.head):
        store.append("P1", opened[1], expected_head=first.head)
    assert len(store.record("P1")[0].events) == 2


def test_of_several_events_all_are_written_or_none(
    store: Store, published: Draft, opened: tuple[Draft, ...]
) -> None:
    with pytest.raises(Refused) as refused:
        store.append("P1", published, opened[0], opened[0])
    assert [finding.code for finding in refused.value.findings] == ["opened-already"]
    assert store.record("P1") == (Record(), ())


def test_the_legal_order_is_asked_where_it_is_written(store: Store, opened: tuple[Draft, ...]) -> None:
    with pytest.raises(Refused) as refused:
        store.append("P1", opened[0])
    assert [finding.code for finding in refused.value.findings] == ["not-published"]


def test_a_warning_stops_no_event(store: Store, published: Draft) -> None:
    store.append("P1", published)
    data = {"kind": "招标公告", "sha256": "c" * 64}
    early = draft(Kind.NOTICE_ISSUED, data, at="2026-10-01T09:00:00", who="林舒")
    assert len(store.append("P1", early).events) == 2


# ---------------------------------------------------------------- unsaved work


def test_unsaved_work_survives_reopening(store: Store, path: Path) -> None:
    assert store.load_draft("P1", "marks/何静/L1") == Saved("", 0)
    store.save_draft("P1", "marks/何静/L1", "88")
    store.save_draft("P1", "marks/方远/L1", "70")
    assert store.save_draft("P1", "marks/何静/L1", "89", expected_version=1) == Saved("89", 2)
    store.close()
    with Store.open(path) as again:
        assert again.load_draft("P1", "marks/何静/L1") == Saved("89", 2)
        assert again.load_draft("P1", "marks/方远/L1") == Saved("70", 1)


@pytest.mark.parametrize("expected", [0, 1, 3])
def test_a_tab_that_shows_older_work_does_not_overwrite_newer(store: Store, expected: int) -> None:
    store.save_draft("P1", "book", "初稿", expected_version=0)
    store.save_draft("P1", "book", "二稿", expected_version=1)
    with pytest.raises(Stale, match="expected version"):
        store.save_draft("P1", "book", "旧稿", expected_version=expected)
    assert store.load_draft("P1", "book") == Saved("二稿", 2)


# ---------------------------------------------------------------- backups


def test_a_backup_is_one_file_that_opens_as_a_store(
    store: Store, tmp_path: Path, published: Draft, opened: tuple[Draft, ...]
) -> None:
    record = store.append("P1", published)
    store.save_draft("P1", "book", "初稿")
    folder = tmp_path / "备份"
    folder.mkdir()
    store.backup(folder / "store.db")
    assert [each.name for each in folder.iterdir()] == ["store.db"]
    store.append("P1", *opened)
    with Store.open(folder / "store.db") as copy:
        assert copy.record("P1", head=record.head) == (record, ())
        assert copy.load_draft("P1", "book") == Saved("初稿", 1)


def test_a_backup_overwrites_nothing(store: Store, tmp_path: Path) -> None:
    earlier = tmp_path / "backup.db"
    earlier.write_bytes(b"earlier")
    with pytest.raises(FileExistsError):
        store.backup(earlier)
    assert earlier.read_bytes() == b"earlier"
