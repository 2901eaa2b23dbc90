"""Does a migration miss? A new database, brought up by the migrations, has the tables that the code describes."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from casefile.storage import migrate
from casefile.storage.store import Store
from scripts.checks import report


def findings() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'empty.db'}")
        try:
            migrate.migrate(store)
            for difference in migrate.differences(store):
                yield f"the migrations and the tables differ: {difference}"
            migrate.downgrade(store, "base")
        finally:
            store.engine.dispose()


if __name__ == "__main__":
    sys.exit(report(findings()))
