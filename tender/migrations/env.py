"""Run by Alembic; ``tender.store.migrations`` hands over the connection.

A new script, after changing the tables in ``tender.store``::

    with create_engine("sqlite:///scratch.db").begin() as connection:
        command.upgrade(migrations(connection), "head")
        command.revision(migrations(connection), "what changes", autogenerate=True)
"""

from alembic import context

from tender.store import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
