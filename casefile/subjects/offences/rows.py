"""Offences of records into their rows and back, many at a time. A version that says nothing has no row."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.policy.cases.offences import Offences
from casefile.storage.bulk_insert import insert_rows
from casefile.storage.in_list import among
from casefile.storage.tables import RecordOffence
from casefile.subjects.identity_rows import identity_id


def store_many(session: Session, stated: Sequence[tuple[str, int, Offences]]) -> None:
    """Write what versions say, as (record, version, offences)."""
    rows: list[dict[str, object]] = []
    for record_id, version, offences in stated:
        if offences:
            kinds, forms = offences.as_json()
            key = identity_id(record_id, version)
            rows.append({"id": key, "record_id": record_id, "offences": kinds, "exploitation": forms})
    insert_rows(session, RecordOffence, rows)


def load(session: Session, keys: Iterable[str]) -> dict[str, Offences]:
    """By `identity_id` of the version; one that says nothing is left out."""
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return {}
    columns = select(RecordOffence.id, RecordOffence.offences, RecordOffence.exploitation)
    rows = session.connection().execute(columns.where(among(RecordOffence.id, wanted)))
    return {key: Offences.of_json((kinds, forms)) for key, kinds, forms in rows}


def copy(session: Session, record_id: str, version: int, to_version: int) -> None:
    """Write those of one version again for a later one that differs in nothing of them."""
    said = load(session, [identity_id(record_id, version)])
    store_many(session, [(record_id, to_version, offences) for offences in said.values()])
