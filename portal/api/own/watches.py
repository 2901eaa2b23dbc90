"""Watches of the unit in and out, through the actions that the portal's pages use."""

from flask import Blueprint
from sqlalchemy.orm import Session

from casefile import watches
from casefile.records import cases
from casefile.vocabulary import TokenScope
from casefile.watches import WatchDraft, WatchView
from portal.api.asked import unit_views
from portal.api.operation import operation
from portal.api.own.shapes import (
    Page,
    Reasoned,
    Ruled,
    Stored,
    Subject,
    WatchAmended,
    WatchIn,
    WatchList,
    WatchOut,
    end_of,
)
from portal.web.context import store, viewer

blueprint = Blueprint("api_watches", __name__, url_prefix="/api/1/watches")

SCOPE = TokenScope.WATCHES


@blueprint.get("")
@operation("The unit's watches, newest first", WatchList, SCOPE, query=Page)
def listing(query: Page) -> WatchList:
    with store().reading() as session:
        found = watches.watches_of(session, viewer(), limit=query.limit + 1, offset=query.offset)
    lines = [_out(one) for one in found[: query.limit]]
    return WatchList(watches=lines, limit=query.limit, offset=query.offset, more=len(found) > query.limit)


@blueprint.post("")
@operation("Register a subject", Stored, SCOPE, body=WatchIn, status=201, errors=(409, 429))
def register(body: WatchIn) -> Stored:
    with store().writing() as session:
        [made] = watches.watch_many(session, viewer(), [_draft(session, body)])
        version = watches.read_watch(session, viewer(), made.watch_id).version
    return Stored(id=made.watch_id, version=version)


@blueprint.get("/<watch_id>")
@operation("One watch of the unit", WatchOut, SCOPE, errors=(404,))
def read(watch_id: str) -> WatchOut:
    with store().writing() as session:
        return _out(watches.read_watch(session, viewer(), watch_id))


@blueprint.put("/<watch_id>")
@operation("Write a new version", Stored, SCOPE, body=WatchAmended, errors=(404, 409, 429))
def amend(watch_id: str, body: WatchAmended) -> Stored:
    with store().writing() as session:
        version = watches.amend_watch(
            session, viewer(), watch_id, _draft(session, body), expected_version=body.version,
            change_note=body.change_note,
        )  # fmt: skip
    return Stored(id=watch_id, version=version)


@blueprint.post("/<watch_id>/end")
@operation("End a watch for good", Stored, SCOPE, body=Reasoned, errors=(404, 409))
def end(watch_id: str, body: Reasoned) -> Stored:
    with store().writing() as session:
        version = watches.end(session, viewer(), watch_id, body.reason)
    return Stored(id=watch_id, version=version)


def _draft(session: Session, body: WatchIn) -> WatchDraft:
    return WatchDraft(
        identity=body.subject.identity(),
        ground=body.ground,
        watchlist=body.watchlist,
        case_id=cases.case_named(session, viewer(), body.case) if body.case else None,
        expires_at=end_of(body.expires_on),
        rules=body.rules.rules(unit_views()),
        origin_ref=body.source_id,
    )


def _out(view: WatchView) -> WatchOut:
    return WatchOut(
        id=view.id, version=view.version, state=view.state.value, watchlist=view.watchlist,
        case=view.case_reference, ground=view.ground, expires_on=view.expires_at.date(), source_id=view.origin_ref,
        pointers=view.pointers, subject=Subject.of(view.identity), rules=Ruled.of(view.rules, unit_views()),
    )  # fmt: skip
