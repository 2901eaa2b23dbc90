"""A link sets one password, once, within three days."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from casefile.errors import NotAllowed, NotThere
from casefile.people import invitations, officers, passwords, units, viewers
from casefile.sign_in.tokens import digest
from casefile.storage import tables
from casefile.storage.tables import AccessLink, Officer
from casefile.vocabulary import Role
from tests.casefile.people.conftest import SENTENCE, act, at
from tests.network.people import signs_in


def test_the_link_sets_the_password_once(store, dakar):
    assert act(store, invitations.link_is_good, dakar)
    officer_id = act(store, passwords.set_password, dakar, SENTENCE)
    assert not act(store, invitations.link_is_good, dakar)
    with pytest.raises(NotThere):
        act(store, passwords.set_password, dakar, SENTENCE)
    assert signs_in(store, " awa ", SENTENCE) == officer_id
    with store.reading() as session:
        stored = session.scalars(select(Officer.password_hash)).one()
        assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        assert dakar not in session.scalars(select(AccessLink.token_hash)).all()


def test_a_link_runs_out(store, dakar, monkeypatch):
    at(monkeypatch, hours=73)
    assert not act(store, invitations.link_is_good, dakar)


@pytest.mark.parametrize("again", range(3))
def test_of_two_who_use_a_code_at_once_one_sets_the_password(store, dakar, again):
    both, sentences = Barrier(2), (SENTENCE, "three herons count the nets")

    def use(sentence):
        both.wait(timeout=30)
        try:
            return passwords.choose_password(store, dakar, sentence) and sentence
        except NotThere:
            return None

    with ThreadPoolExecutor(2) as pool:
        won = [one for one in pool.map(use, sentences) if one]
    assert len(won) == 1
    assert [sentence for sentence in sentences if signs_in(store, "awa", sentence, network=sentence)] == won


@pytest.mark.parametrize("typed", [str.lower, str, lambda code: code.replace("-", " "), lambda code: f" {code}\n"])
def test_a_code_is_typed_as_it_was_heard(store, dakar, typed):
    assert act(store, invitations.link_is_good, typed(dakar))


def test_a_link_of_before_the_update_still_works(store, dakar):
    former = "an-older_token-of-43-letters-" + "X" * 14
    with store.writing() as session:
        row = session.scalars(select(AccessLink)).one()
        made = {"officer_id": row.officer_id, "expires_at": tables.now() + timedelta(hours=1)}
        session.add(AccessLink(token_hash=digest(former), **made))
    assert act(store, passwords.set_password, former, SENTENCE)


def test_every_administrator_sees_which_codes_were_given_out_and_never_the_code(store, dakar):
    with store.writing() as session:
        officers.add_officer(session, units.SYSTEM, "boss", unit="SN-DKR", roles=[Role.ADMINISTRATOR])
        boss = viewers.viewer_by_login(session, "boss")
        officers.add_officer(session, boss, "binta", unit="SN-DKR", roles=[Role.INVESTIGATOR])
        officers.add_officer(session, units.SYSTEM, "other", unit="SN-DKR", roles=[Role.ADMINISTRATOR])
    act(store, passwords.set_password, dakar, SENTENCE)
    with store.reading() as session:
        seen = invitations.given_out(session, viewers.viewer_by_login(session, "other"))
        assert {one.login: (one.made_by, one.used_at is not None) for one in seen} == {
            "awa": ("", True), "boss": ("", False), "binta": ("boss", False), "other": ("", False),
        }  # fmt: skip
        assert dakar not in repr(seen)
        with pytest.raises(NotAllowed):
            invitations.given_out(session, viewers.viewer_by_login(session, "awa"))
