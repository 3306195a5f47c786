"""Projects, their append-only events, and unsaved work."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_TRIGGERS = (
    """
    create trigger events_no_update before update on events
    begin select raise(abort, 'events are append-only'); end
    """,
    """
    create trigger events_no_delete before delete on events
    begin select raise(abort, 'events are append-only'); end
    """,
    # Also stops INSERT OR REPLACE, which deletes without asking the trigger above.
    """
    create trigger events_at_the_end before insert on events
    when new.seq <> 1 + coalesce((select max(seq) from events where project_id = new.project_id), 0)
      or new.prev <> coalesce(
        (select hash from events where project_id = new.project_id order by seq desc limit 1),
        '0000000000000000000000000000000000000000000000000000000000000000'
      )
    begin select raise(abort, 'events are appended at the end'); end
    """,
)


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "projects",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_projects"),
        sa.UniqueConstraint("position", name="uq_projects_position"),
    )
    op.create_table(
        "events",
        sa.Column("project_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("prev", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_events_seq_from_1")),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_events_projects"),
        sa.PrimaryKeyConstraint("project_id", "seq", name="pk_events"),
        sa.UniqueConstraint("project_id", "prev", name="uq_events_project_id_prev"),
    )
    op.create_table(
        "drafts",
        sa.Column("project_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_drafts_projects"),
        sa.PrimaryKeyConstraint("project_id", "key", name="pk_drafts"),
    )
    _append_only()


def downgrade() -> None:
    """Records are kept, not taken back."""
    raise NotImplementedError("restore a backup instead of downgrading a store")


def _append_only() -> None:
    """Triggers that keep events as they were written; every database words its own."""
    dialect = op.get_bind().dialect.name
    if dialect != "sqlite":
        raise NotImplementedError(f"expected triggers that keep events append-only on {dialect}")
    for trigger in _TRIGGERS:
        op.execute(trigger)
