"""Posts: added, ended, and the extracts that are made for them."""

import os
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.orm import Session

from casefile import audit, limits
from casefile.budgets import spend
from casefile.errors import MISSING, BadInput, Conflict, NotAllowed, NotThere
from casefile.people.units import unit_by_code
from casefile.policy.permissions import Permission
from casefile.policy.reasons import Reason
from casefile.policy.viewer import Viewer, require
from casefile.posts import extract
from casefile.posts.extract import Header, Listed
from casefile.posts.keys import PostKey, SigningKey
from casefile.posts.known import listed_documents
from casefile.sealing import boxes, keys
from casefile.stamp.arriving import is_training
from casefile.stamp.mark import MARK
from casefile.storage import tables
from casefile.storage.tables import Post, Unit, new_id
from casefile.vocabulary import Act

NOT_HERE = "A post is added on the command line: griot post add."
MOST_AT_PORTAL = 5_000
"""Documents of an extract that is made while its officer waits: 58 s of one core, at 11.6 ms each. More are made on the
command line."""
TOO_MANY = (
    "%(documents)s documents take too long to prepare here. Ask your administrator for the file (griot post extract)."
)
KEY_GONE = "The key of %(name)s cannot be read: this installation’s key was changed. End the post and add it again."


@dataclass(frozen=True, slots=True)
class PostView:
    """A post as the administrator sees it; its key nobody sees again."""

    id: str
    name: str
    unit_id: str
    unit_code: str
    added_at: datetime
    ended_at: datetime | None
    extract_at: datetime | None
    """When the last extract was made for it."""


def add_post(session: Session, viewer: Viewer, name: str, *, unit: str) -> tuple[PostView, PostKey]:
    """Add a post of the unit of this code; its key is given once. Raises BadInput, Conflict, NotAllowed, NotThere.

    On the home's own command line alone, as a token: the key opens what the unit may read.
    """
    require(viewer, Permission.ADMINISTER)
    if viewer.officer_id:
        raise NotAllowed(NOT_HERE)
    name = name.strip()
    if not name:
        raise BadInput("Name the post.", field="name")
    limits.check_length(name, limits.POST_NAME, "name")
    held = unit_by_code(session, unit)
    audit.one_at_a_time(session)
    if any(one.ended_at is None for one in _views(session, Post.name == name)):
        raise Conflict("There is a post %(name)s already. Name this one otherwise, or end that one.", name=name)
    post_id = new_id()
    key = SigningKey.new(post_id, boxes.new_key())
    row = {
        "id": post_id, "unit_id": held.id, "name": name, "added_at": tables.now(),
        "locked": keys.lock(session, key.held, post_id),
    }  # fmt: skip
    session.connection().execute(insert(Post), row)
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "post", post_id, detail={"added": True, "unit": held.id})
    return _views(session, Post.id == post_id)[0], key.post


def posts_of(session: Session, viewer: Viewer) -> list[PostView]:
    """All posts, those in force first, then by unit and name."""
    require(viewer, Permission.ADMINISTER)
    return sorted(_views(session), key=lambda one: (one.ended_at is not None, one.unit_code, one.name, one.id))


def end_post(session: Session, viewer: Viewer, name: str) -> PostView:
    """No extract is made for it any more; the last one ends by itself. Raises NotThere."""
    require(viewer, Permission.ADMINISTER)
    found = _in_force(session, name)
    values = {"ended_at": tables.now(), "locked": b""}
    session.connection().execute(update(Post).where(Post.id == found.id).values(values))
    audit.write(session, viewer, audit.Action.ADMINISTRATION, "post", found.id, detail={"ended": True})
    return _views(session, Post.id == found.id)[0]


@dataclass(frozen=True, slots=True)
class Draft:
    """All that an extract is made of, read in one transaction: what is slow begins after it."""

    key: SigningKey
    documents: frozenset[Listed]
    lists: tuple[str, ...]
    at: datetime
    days: int
    rounds: int
    extract_id: str
    cores: int | None = None
    """So many work on it; None: all."""

    def make(self) -> tuple[str, Header]:
        """The extract as text, and what it says of itself."""
        text = extract.make(
            self.key,
            self.documents,
            self.lists,
            self.at,
            days=self.days,
            rounds=self.rounds,
            extract_id=self.extract_id,
            cores=self.cores,
        )
        return text, extract.header_of(text)


def draft_extract(
    session: Session, viewer: Viewer, name: str, reason: str, *, days: int = extract.DAYS, rounds: int = extract.ROUNDS
) -> Draft:
    """An extract for a post of the officer's own unit, of what this officer may read; noted in the trail.

    Raises BadInput, Conflict, NotAllowed, NotThere: another unit's post is one that does not exist.
    """
    require(viewer, Permission.SEARCH)
    why = Reason.stated(reason)
    extract.check_wishes(days, rounds)
    found = _in_force(session, name)
    if found.unit_id != viewer.unit_id:
        raise NotThere(MISSING)
    locked = session.connection().execute(select(Post.locked).where(Post.id == found.id)).scalar_one()
    opened = keys.unlock(session, locked, found.id)
    if opened is None:
        raise Conflict(KEY_GONE, name=found.name)
    documents, lists = listed_documents(session, viewer)
    at, extract_id = tables.now(), new_id()
    session.connection().execute(update(Post).where(Post.id == found.id).values(extract_at=at))
    audit.write(
        session, viewer, audit.Action.EXPORT, "post_extract", found.id, reason=why.text,
        detail={"extract": extract_id, "documents": len(documents), "days": days},
    )  # fmt: skip
    key = SigningKey.of(found.id, opened.key)
    marks = [MARK] if is_training(session) else []  # among the lists that it names, sealed and signed with it
    return Draft(key, frozenset(documents), (*marks, *lists), at, days, rounds, extract_id)


def draft_at_portal(session: Session, viewer: Viewer, name: str, reason: str) -> Draft:
    """The same for an officer who waits for it: of so many documents at most, within the budget of files, and with a
    core left for whoever else is at the portal.

    Raises as `draft_extract`, and OverBudget. What is refused leaves no line of an extract that was made.
    """
    require(viewer, Permission.SEARCH)
    drafted = draft_extract(session, viewer, name, reason)
    if len(drafted.documents) > MOST_AT_PORTAL:
        raise Conflict(TOO_MANY, documents=len(drafted.documents))
    spend.spend(session, viewer, Act.EXPORT, [drafted.extract_id])
    return replace(drafted, cores=max(1, (os.cpu_count() or 1) - 1))


def own_posts(session: Session, viewer: Viewer) -> list[str]:
    """Names of the posts in force of the officer's own unit."""
    require(viewer, Permission.SEARCH)
    found = _views(session, Post.unit_id == viewer.unit_id, Post.ended_at.is_(None))
    return sorted(one.name for one in found)


def _in_force(session: Session, name: str) -> PostView:
    found = [one for one in _views(session, Post.name == name.strip()) if one.ended_at is None]
    if not found:
        raise NotThere(MISSING)
    return found[0]


def _views(session: Session, *which: ColumnElement[bool]) -> list[PostView]:
    wanted = select(
        Post.id, Post.name, Post.unit_id, Unit.code.label("unit_code"), Post.added_at, Post.ended_at, Post.extract_at
    ).join(Unit, Unit.id == Post.unit_id)
    return [PostView(**row._mapping) for row in session.connection().execute(wanted.where(*which))]
