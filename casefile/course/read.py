"""The course of a case, read: of the very records that its file would hold, and of nobody else's."""

from dataclasses import dataclass
from datetime import UTC, tzinfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from casefile.course.said import About, Dated, Located, Way, dated_of, located_of, ways_of
from casefile.exchange.ftm.export import AT_ONCE, Taking, held_records
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.storage.in_list import among
from casefile.storage.tables import Record
from casefile.subjects import identity_rows


@dataclass(frozen=True, slots=True)
class Course:
    """`dated` by day, `located` and `ways` in the order of the records."""

    dated: tuple[Dated, ...]
    located: tuple[Located, ...]
    ways: tuple[Way, ...]


def course_of(session: Session, viewer: Viewer, taking: Taking, *, zone: tzinfo = UTC) -> Course:
    """When and where, by the records of `taking` that are still the viewer's to give; `zone` is whose days they are."""
    require(viewer, Permission.READ_RECORD)
    dated: list[Dated] = []
    located: list[Located] = []
    ways: list[Way] = []
    every = list(taking.refs)
    for start in range(0, len(every), AT_ONCE):
        ids = every[start : start + AT_ONCE]
        rows = held_records(session, viewer, ids)
        keys = {id: identity_rows.identity_id(id, row.version.version) for id, row in rows.items()}
        identities = identity_rows.load_identities(session, list(keys.values()))
        entered = dict(session.execute(select(Record.id, Record.created_at).where(among(Record.id, list(rows)))).all())
        for id in (id for id in ids if id in rows):
            identity = identities[keys[id]]
            about = About(id, identity.kind, identity.title)
            dated += dated_of(about, identity, entered[id].astimezone(zone).date())
            located += located_of(about, identity)
            ways += ways_of(about, identity)
    return Course(tuple(sorted(dated, key=lambda one: one.order)), tuple(located), tuple(ways))
