"""A link sets one password, once, within three days."""

import pytest
from sqlalchemy import select

from casefile.errors import NotThere
from casefile.people import invitations, passwords
from casefile.storage.tables import AccessLink, Officer
from tests.casefile.people.conftest import SENTENCE, act, at


def test_the_link_sets_the_password_once(store, dakar):
    assert act(store, invitations.link_is_good, dakar)
    officer_id = act(store, passwords.set_password, dakar, SENTENCE)
    assert not act(store, invitations.link_is_good, dakar)
    with pytest.raises(NotThere):
        act(store, passwords.set_password, dakar, SENTENCE)
    assert act(store, passwords.authenticate, " awa ", SENTENCE) == officer_id
    with store.reading() as session:
        stored = session.scalars(select(Officer.password_hash)).one()
        assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        assert dakar not in session.scalars(select(AccessLink.token_hash)).all()


def test_a_link_runs_out(store, dakar, monkeypatch):
    at(monkeypatch, hours=73)
    assert not act(store, invitations.link_is_good, dakar)
