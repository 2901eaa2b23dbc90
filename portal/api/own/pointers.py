"""The feed of pointers: hits of the unit, as far as the unit is told of them. Oldest first, so that it only grows."""

from flask import Blueprint

from casefile.errors import BadInput
from casefile.hits import pointers
from casefile.hits.pointers import PointerView, Since
from casefile.vocabulary import TokenScope
from portal.api.operation import operation
from portal.api.own.shapes import FeedPage, PointerFeed, PointerOut
from portal.web.context import store, viewer
from portal.web.numbers import micros, moment_of

blueprint = Blueprint("api_pointers", __name__, url_prefix="/api/1/pointers")

SCOPE = TokenScope.POINTERS


@blueprint.get("")
@operation("What the unit was sent, oldest first", PointerFeed, SCOPE, query=FeedPage, errors=(404,))
def feed(query: FeedPage) -> PointerFeed:
    """A pointer that is taken back comes once more, as recalled."""
    since = _place(query.after) if query.after else None
    with store().reading() as session:
        found = pointers.feed(session, viewer(), since, limit=query.limit + 1)
    shown = found[: query.limit]
    return PointerFeed(
        pointers=[_out(view) for _, view in shown],
        after=_text(shown[-1][0]) if shown else query.after,
        more=len(found) > query.limit,
    )


@blueprint.get("/<pointer_id>")
@operation("One pointer of the unit, as it stands now", PointerOut, SCOPE, errors=(404,))
def read(pointer_id: str) -> PointerOut:
    with store().reading() as session:
        return _out(pointers.pointer_of(session, viewer(), pointer_id))


def _text(place: Since) -> str:
    return f"{micros(place.moment)}-{place.pointer_id}"


def _place(text: str) -> Since:
    number, _, pointer_id = text.partition("-")
    try:
        return Since(moment_of(int(number)), pointer_id)
    except OverflowError as error:
        raise BadInput("This is no place in the feed.", field="after") from error


def _out(view: PointerView) -> PointerOut:
    return PointerOut(
        id=view.id, reference=view.reference, unit=view.about_unit, country=view.about_country, desk=view.desk,
        own=view.own_subject, own_id=view.own_id, sent_at=view.sent_at, recalled=view.recalled, asks=view.asks,
        answer=view.answer,
    )  # fmt: skip
