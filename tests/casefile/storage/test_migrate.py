"""The migrated database is exactly what the code's tables say, upward and downward."""

import pytest
from sqlalchemy import inspect, text

from casefile.errors import SetupError
from casefile.storage import migrate


def test_the_migrated_tables_are_those_of_the_code(store):
    assert migrate.current(store) == migrate.head()
    assert migrate.differences(store) == []


def test_migrating_twice_changes_nothing(store):
    assert migrate.migrate(store) == migrate.head()


def test_down_and_up_again(store):
    migrate.downgrade(store, "base")
    assert migrate.current(store) is None
    assert set(inspect(store.engine).get_table_names()) <= {"alembic_version"}
    migrate.migrate(store)
    assert migrate.differences(store) == []


def test_a_database_of_a_newer_griot_is_refused(store):
    with store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SetupError, match="9999"):
        migrate.migrate(store)
