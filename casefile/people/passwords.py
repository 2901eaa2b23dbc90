"""Passwords as officers choose them: by a one-time code, or a new one in place of the own."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casefile import audit
from casefile.errors import BadInput, NotThere
from casefile.people.links import USED, end_links, officer_of_link, use_link
from casefile.people.sessions import end_all
from casefile.sign_in import devices, hashing
from casefile.sign_in.guessable import is_guessable
from casefile.storage.store import Store
from casefile.storage.tables import Officer

MIN_PASSWORD, MAX_PASSWORD = 15, hashing.MAX_PASSWORD
MIN_DISTINCT = 5  # different characters: "aaaaaaaaaaaa" is no password


def set_password(session: Session, token: str, password: str) -> str:
    """Use a one-time code: set the password, end every session, known device and other code. The officer's id."""
    _check(session, token, password)
    return _use(session, token, hashing.hashed(password))


def choose_password(store: Store, token: str, password: str) -> str:
    """The same, with the checks and the argon2 run outside the write lock."""
    with store.reading() as session:
        _check(session, token, password)
    password_hash = hashing.hashed(password)
    with store.writing() as session:
        return _use(session, token, password_hash)


def _check(session: Session, token: str, password: str) -> None:
    login, name = (
        session.connection()
        .execute(select(Officer.login, Officer.display_name).where(Officer.id == _officer_of(session, token)))
        .one()
    )
    check_password(password, login, name)


def _use(session: Session, token: str, password_hash: str) -> str:
    officer_id = _officer_of(session, token)
    use_link(session, token)
    end_links(session, officer_id)
    end_all(session, officer_id)
    devices.forget_all(session, officer_id)
    keep_hash(session, officer_id, password_hash)
    return officer_id


def _officer_of(session: Session, token: str) -> str:
    officer_id = officer_of_link(session, token)
    if officer_id is None:
        raise NotThere(USED)
    return officer_id


def keep_hash(session: Session, officer_id: str, password_hash: str) -> None:
    """The rest of choosing one, after its checks."""
    session.connection().execute(update(Officer).where(Officer.id == officer_id).values(password_hash=password_hash))
    audit.write(session, None, audit.Action.ADMINISTRATION, "officer", officer_id, detail={"password": True})


def check_password(password: str, *about: str) -> None:
    """Raises BadInput when the password would be guessed. `about`: what others know of its officer."""
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        raise BadInput(
            "A password has at least %(least)s characters. A sentence is best.", field="password", least=MIN_PASSWORD
        )
    if len(set(password)) < MIN_DISTINCT:
        raise BadInput("This password repeats too few characters. A sentence is best.", field="password")
    if is_guessable(password, about):
        raise BadInput(
            "This password is among those that are tried first. A sentence of your own is best.", field="password"
        )
