"""What tests begin with is put back as it was entered, and only into a database that is as it was before."""

import dataclasses

from sqlalchemy import select

from casefile.people import officers, units
from casefile.storage.tables import Officer
from casefile.vocabulary import Role
from tests.network.stored import everything, network
from tests.reuse import standing


def add_somebody(store, login):
    with store.writing() as session:
        units.add_unit(session, units.SYSTEM, f"X-{login}", country="SN", name=login)
        officers.add_officer(session, units.SYSTEM, login, unit=f"X-{login}", roles=(Role.ANALYST,), display_name=login)


def logins(store):
    with store.reading() as session:
        return set(session.scalars(select(Officer.login)))


def test_what_is_put_back_is_what_was_entered_and_goes_on(store, monkeypatch):
    monkeypatch.setattr(standing, "_images", {})
    network(store)
    entered, [image] = everything(store), standing._images.values()
    add_somebody(store, "after")
    with standing._connected(store) as connection:
        if connection is None:
            standing._put_back(image, store.engine.url.database, None)
        else:
            emptied(connection, image)
            standing._put_back(dataclasses.replace(image, before={}), "", connection)
    assert everything(store) == entered
    add_somebody(store, "next")
    assert "next" in logins(store), "numbers go on after those that were put back"


def emptied(connection, image):
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        for table in image.after:
            connection.execute(f"DELETE FROM {table}")


def test_into_a_database_with_something_in_it_the_network_is_entered(store):
    add_somebody(store, "before")
    assert {"before", "dakar"} <= logins(network(store).store)
