"""Searches that were made before anything was sealed: the worker seals them, a few hundred a round."""

from collections.abc import Mapping
from typing import cast

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from casefile.sealing.auditors import seal_for_auditors
from casefile.sealing.history import keep
from casefile.storage.tables import Lookup
from casefile.vocabulary import Json

A_ROUND = 500


def asked_for(form: Mapping[str, Json]) -> list[str]:
    """Which fields of a form were filled in; the mode always is."""
    return sorted(name for name, value in form.items() if value and name != "mode")


def seal_older(session: Session) -> int:
    """Seal what stands in clear. Returns of how many searches."""
    rows = session.connection().execute(
        select(Lookup.id, Lookup.unit_id, Lookup.form).where(Lookup.form.is_not(None)).limit(A_ROUND)
    ).all()  # fmt: skip
    for search_id, unit_id, clear in rows:
        form = cast(Mapping[str, Json], clear)
        sealed = seal_for_auditors(session, unit_id, form)
        locked = keep(session, unit_id, search_id, form) if unit_id else None
        values = {"sealed": sealed.box, "auditor_key_id": sealed.key_id, "kept": locked, "form": None}
        session.connection().execute(
            update(Lookup).where(Lookup.id == search_id).values(**values, asked=asked_for(form))
        )
    return len(rows)
