"""Does a migration miss? A new database, brought up by the migrations, has the tables that the code describes."""

import importlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.checks import report
from scripts.ground import first_file, module_name


def findings() -> Iterator[str]:
    migrate: Any = importlib.import_module(module_name(first_file("casefile/storage/migrate.py", "casefile/schema.py")))
    store_file = first_file("casefile/storage/store.py", "casefile/session.py")
    stores: Any = importlib.import_module(module_name(store_file))
    with tempfile.TemporaryDirectory() as folder:
        store = stores.Store(f"sqlite:///{Path(folder) / 'empty.db'}")
        try:
            migrate.migrate(store)
            for difference in migrate.differences(store):
                yield f"the migrations and the tables differ: {difference}"
            migrate.downgrade(store, "base")
        finally:
            store.engine.dispose()


if __name__ == "__main__":
    sys.exit(report(findings()))
