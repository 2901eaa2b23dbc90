"""`listed`: the network, and short ways to bring a list in and to ask what stands on it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from casefile.exchange.sources.adapters import ADAPTERS, Wish
from casefile.exchange.sources.lists import import_list
from casefile.policy.states import READABLE
from casefile.storage.tables import Record
from casefile.subjects import identity_rows
from tests.casefile.exchange.sources import made
from tests.network.people import DAKAR
from tests.network.stored import Network, network


@dataclass
class Listed:
    net: Network
    path: Path

    def bring(self, kind: str, entries: dict[str, Any], year: int = 2024, unit: str = "", **wish: Any):
        """A file of that year with these entries."""
        name = self.path / f"{kind}-{year}"
        if kind == "un":
            made.un(name, entries, f"{year}-01-01T00:00:00Z")
        elif kind == "sltd":
            made.documents(name, entries)
        else:
            made.notices(name, entries, kind.removeprefix("interpol-"))
        return self.file(name, kind, unit, as_of=datetime(year, 1, 1, tzinfo=UTC), **wish)

    def file(self, path: Path, kind: str, unit: str = "", **wish: Any):
        unit = DAKAR.code if kind == "sltd" and not unit else unit
        return import_list(self.net.store, path, ADAPTERS[kind], unit=unit, wish=Wish(**wish))

    def active(self):
        """{id at the source: (caption, first date)} of what is searched and matched."""
        with self.net.store.reading() as session:
            rows = session.execute(
                select(Record.origin_ref, Record.id, Record.version, Record.state).where(Record.origin_ref.is_not(None))
            ).all()
            ids = {r.origin_ref: identity_rows.identity_id(r.id, r.version) for r in rows if r.state in READABLE}
            known = identity_rows.load_identities(session, list(ids.values()))
        return {ref: (known[key].caption, known[key].dates[0].value[:4]) for ref, key in ids.items()}

    def record(self, ref: str) -> str:
        with self.net.store.reading() as session:
            return session.scalars(select(Record.id).where(Record.origin_ref == ref)).one()


@pytest.fixture
def listed(store, tmp_path):
    """On both databases."""
    return Listed(network(store), tmp_path)


@pytest.fixture
def one_listed(sqlite_store, tmp_path):
    """On SQLite, where one database says enough."""
    return Listed(network(sqlite_store), tmp_path)
