"""Somebody with a connection of the own to the database: what Griot's own connections refuse, this one does."""

from sqlalchemy import create_engine, text


def outside(store, *statements):
    """Run these statements behind Griot's back."""
    engine = create_engine(store.engine.url)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))  # no triggers, as its owner can
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
