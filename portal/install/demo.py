"""The demonstration at a first start: loaded, searched through, with passwords made for this installation alone.

They are kept in `demo-logins`, closed to other users, so that a later start can show them again. Officers of a real
unit get one-time links instead and nobody but they ever sees a password.
"""

import os
import secrets
import time
from pathlib import Path

from casefile.outbox import read_backlog
from casefile.storage.store import Store
from portal.install.steps import Step

WORDS = 5  # of twenty letters in groups of four: 94 bits, and it can be read over the telephone
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"

FILE = "demo-logins"
TABS = 2
"""In a line of the file: login, password, duties."""
INDEXED_S = 600.0
"""2,000 records take under a minute; after ten the start goes on and leaves the rest to the worker."""


def demo_logins(home: Path) -> dict[str, tuple[str, str]]:
    """Login: password and what it may do. Empty where there is no demonstration."""
    try:
        lines = (home / FILE).read_text("utf-8").splitlines()
    except OSError:
        return {}
    whole = (line.split("\t") for line in lines if line.count("\t") == TABS)
    return {login: (password, duties) for login, password, duties in whole}


def load_demo(home: Path, store: Store, *, training: bool = False) -> None:
    """Load what is missing; an interrupted load is finished by the next start, with the same passwords. In a training
    space everybody has the one that is known to all."""
    from casefile.demo.load import load  # needed on the first start only
    from casefile.training.people import PASSWORD
    from casefile.training.simulation.people import SPAIN, SPANISH, load_people

    known = demo_logins(home)

    def password_for(login: str) -> str:
        # Written before it is set: an end between the two leaves an unused line, not an officer locked out.
        if login not in known:
            known[login] = (PASSWORD if training else new_password(), "")
            _write(home, known)
        return known[login][0]

    with Step("Demonstration") as step:
        logins = load(store, password_for, progress=lambda _what, done, total: step.progress(done, total))
        duties = {one.login: f"{one.roles}, {one.unit}" for one in logins}
        if training:
            with store.writing() as session:
                load_people(session, password_for)
            duties[SPANISH.login] = f"{', '.join(role.value.replace('_', ' ') for role in SPANISH.roles)}, {SPAIN.name}"
        _write(home, {login: (known[login][0], what) for login, what in duties.items() if login in known})


def wait_searched(store: Store, *, decide: bool = True) -> None:
    """Until the worker has indexed and compared all of it; then a few hits are decided, as a coordinator would."""
    from casefile.demo.decisions import review_some

    until = time.monotonic() + INDEXED_S
    with Step("Comparing the demonstration's records") as step:
        most = 0
        while time.monotonic() < until:
            with store.reading() as session:
                pending = read_backlog(session).total
            most = max(most, pending)
            step.progress(most - pending, most)
            if not pending:
                break
            time.sleep(0.3)
        if decide:
            review_some(store)


def _write(home: Path, logins: dict[str, tuple[str, str]]) -> None:
    part = home / f"{FILE}.part"
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as handle:
        handle.writelines(f"{login}\t{password}\t{what}\n" for login, (password, what) in logins.items())
    part.replace(home / FILE)


def new_password() -> str:
    """A password nobody knows before it is shown."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(WORDS))
