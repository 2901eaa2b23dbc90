"""Makes `0013.sql.gz` to `0017.sql.gz`: small databases with their leaves, as the code of that revision wrote them.

    mkdir /tmp/old && git archive COMMIT | tar x -C /tmp/old
    cd /tmp/old && PYTHONPATH=/tmp/old python …/tests/corpus/database/make_proven.py …/tests/corpus/database/0013.sql.gz

The commits stand in README.md. It is not part of Griot and imports nothing of today's: the world is the one that the
tests of that commit held tampering against.
"""

import contextlib
import gzip
import importlib
import sqlite3
import sys
import tempfile
from pathlib import Path

from casefile.people import passwords, sessions
from casefile.settings import Settings
from casefile.storage import migrate
from casefile.storage.store import Store
from tests.law.things import stock
from tests.network.make import person
from tests.network.portal import application
from tests.network.stored import fill

TRIES = {"dakar": 1, "banjul": 5}
"""Wrong passwords, by login: one that costs no waiting, and so many that signing in has to wait."""
KEY = "test-key-" + "0" * 40


def main(target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "griot.db"
        settings = Settings.from_env(Path(folder), {"GRIOT_SECRET_KEY": KEY, "OPENSEARCH_URL": "http://127.0.0.1:9"})
        store = opened(path)
        migrate.migrate(store)
        net = fill(world()(store=store, settings=settings, app=application(settings, store), language="en"))
        stock(net)
        record = net.enter("dakar", person("Awa Ndiaye", "1980"))
        net.amend("dakar", record, person("Awa Ndiaye Fall", "1980"))
        people(store, net)
        store.close()
        with sqlite3.connect(path) as database:
            text = "".join(f"{line}\n" for line in database.iterdump())
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{target}: {target.stat().st_size} bytes, {text.count('INSERT INTO')} rows")


def opened(path: Path) -> Store:
    """The key of searched texts came with 0015."""
    with contextlib.suppress(TypeError, ImportError, AttributeError):
        return Store(f"sqlite:///{path}", secret=importlib.import_module("tests.network.stored").SECRET)
    return Store(f"sqlite:///{path}")


def world() -> type:
    """It moved between two of these commits."""
    with contextlib.suppress(ImportError):
        return importlib.import_module("tests.law.specimens").World
    return importlib.import_module("tests.law.things").World


def people(store: Store, net: object) -> None:
    """A sign-in, and wrong passwords where the officer's own row counts them: until 0013."""
    with store.writing() as session:
        sessions.open_session(session, net.viewers["nouakchott"].officer_id)
        if hasattr(passwords, "authenticate"):
            for login, many in TRIES.items():
                for _ in range(many):
                    passwords.authenticate(session, login, "not the password")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
