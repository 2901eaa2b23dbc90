"""Passages of a report that the officer marks: they stand in the address as places of the text, never as words."""

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from casefile import marked, records
from casefile.errors import BadInput
from casefile.narrative.marks import MADE, Passage, What, find
from casefile.records import RecordLine, RecordView
from casefile.storage import tables
from portal.web.context import store, viewer
from portal.web.numbers import whole_number

MOST = 40
"""Passages marked by hand at once: an address has its bounds."""
FIELDS = frozenset({"what", "passage"})
"""An error of one of these is said beside the passage."""


def passages() -> list[Passage]:
    """What the address or the form says was marked; anything else is as if it were not said."""
    found = (read(text) for text in request.values.getlist("also")[:MOST])
    return [one for one in found if one is not None]


def read(text: str) -> Passage | None:
    """What `written` wrote."""
    what, _, place = text.partition(".")
    start, _, end = place.partition(".")
    numbers = whole_number(start), whole_number(end)
    if what not in set(What) or numbers[0] is None or numbers[1] is None:
        return None
    return Passage(What(what), numbers[0], numbers[1])


def written(one: Passage) -> str:
    return f"{one.what.value}.{one.start}.{one.end}"


def mark(record_id: str) -> Response | BadInput:
    """Mark what was typed where it stands in the text; what cannot be is for the page to show."""
    asked, typed = request.form.get("what", ""), request.form.get("passage", "")
    with store().writing() as db:
        view = records.read(db, viewer(), record_id)
        reading = marked.read_report(viewer(), view, _linked(db, view), tables.now().date(), passages())
    if asked not in {what.value for what in MADE}:
        return BadInput("Choose what it is.", field="what")
    span = find(view.identity.narrative, typed, reading.marks)
    if span is None:
        return BadInput(
            "This passage does not stand in the text, or it is marked already. Copy it as it is written there.",
            field="passage",
        )
    also = [written(one) for one in (*passages(), Passage(What(asked), *span))]
    number = 1 + sum(one.spans[0] < span for one in reading.marks.items)
    first = whole_number(request.form.get("read", "")) or None
    return redirect(url_for("records.page", record_id=record_id, read=first, also=also) + f"#read-{number}", 303)


def _linked(db: Session, view: RecordView) -> list[RecordLine]:
    return list(records.lines(db, viewer(), [link.record_id for link in view.links]).values())
