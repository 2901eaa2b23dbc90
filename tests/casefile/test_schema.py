"""The migrated database is exactly what the code's tables say, upward and downward."""

import pytest
from sqlalchemy import inspect, text

from casefile import schema
from casefile.errors import SetupError


def test_the_migrated_tables_are_those_of_the_code(store):
    assert schema.current(store) == schema.head()
    assert schema.differences(store) == []


def test_migrating_twice_changes_nothing(store):
    assert schema.migrate(store) == schema.head()


def test_down_and_up_again(store):
    schema.downgrade(store, "base")
    assert schema.current(store) is None
    assert set(inspect(store.engine).get_table_names()) <= {"alembic_version"}
    schema.migrate(store)
    assert schema.differences(store) == []


def test_a_database_of_a_newer_griot_is_refused(store):
    with store.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SetupError, match="9999"):
        schema.migrate(store)
