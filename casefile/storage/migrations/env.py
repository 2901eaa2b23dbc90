"""What Alembic runs: on the connection that `casefile.storage.migrate` hands over, all revisions in one transaction."""

from typing import Literal

from alembic import context

from casefile.storage.tables import Moment, Table


def render(kind: str, item: object, _autogen: object) -> str | Literal[False]:
    """Write our column types as plain SQLAlchemy ones, so that a revision never changes with the code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Table.metadata,
    render_as_batch=connection.dialect.name == "sqlite",  # SQLite cannot alter a column: the table is copied
    transactional_ddl=True,
    compare_type=True,
    render_item=render,
)
with context.begin_transaction():
    context.run_migrations()
