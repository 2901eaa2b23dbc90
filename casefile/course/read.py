"""The course of a case, read: of the very records that its file would hold, and of nobody else's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, tzinfo

from sqlalchemy.orm import Session

from casefile.course.said import About, Dated, Located, Way, dated_of, located_of, ways_of
from casefile.exchange.ftm.export import Taking, held_in_parts
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer, require
from casefile.subjects.identity import Identity


@dataclass(frozen=True, slots=True)
class Course:
    """`dated` by day, `located` and `ways` in the order of the records."""

    dated: tuple[Dated, ...]
    located: tuple[Located, ...]
    ways: tuple[Way, ...]


def course_of(session: Session, viewer: Viewer, taking: Taking, *, zone: tzinfo = UTC) -> Course:
    """When and where, by the records of `taking` that are still the viewer's to give; `zone` is whose days they are."""
    require(viewer, Permission.READ_RECORD)
    return course_by(
        (About(id, identity.kind, identity.title), identity, held.created.astimezone(zone).date())
        for part in held_in_parts(session, viewer, taking)
        for id, held, identity in part
    )


def course_by(read: Iterable[tuple[About, Identity, date | None]]) -> Course:
    """The course by what somebody reads of each record, with its day of entry if that is read too."""
    dated: list[Dated] = []
    located: list[Located] = []
    ways: list[Way] = []
    for about, identity, entered in read:
        dated += dated_of(about, identity, entered)
        located += located_of(about, identity)
        ways += ways_of(about, identity)
    return Course(tuple(sorted(dated, key=lambda one: one.order)), tuple(located), tuple(ways))
