"""At the post: one question, one of three answers. Works without a script; each is a search with its reason."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask import Blueprint, render_template, request

from casefile import errands, records
from casefile.contact.reach import Reach, reach_of
from casefile.errors import BadInput, Conflict, OverBudget
from casefile.people import units
from casefile.policy.permissions import Permission
from casefile.records import search_log
from casefile.storage.clock import now
from casefile.subjects.travel_documents.checking import CheckedZone, check_zone
from casefile.vocabulary import Purpose
from indexer.search.front_line import NOT_CHECKED, Asked, Reply, Said, as_kept, form_of, guess, look
from indexer.search.reading.form import check
from portal.web.context import engine, store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.header import errand
from portal.web.i18n import lazy_gettext

blueprint = Blueprint("front_line", __name__, url_prefix="/post")

KIND_WORDS = {
    Asked.ZONE: lazy_gettext("Lines of a travel document"),
    Asked.NUMBER: lazy_gettext("Document, plate or telephone"),
    Asked.NAME: lazy_gettext("Name"),
}
MOST = 300
"""Characters of a question; three lines of a card are 92."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Whom to call."""

    name: str
    reach: Reach


@dataclass(frozen=True, slots=True)
class Answered:
    """A question as typed, what it was taken for, and its answer."""

    text: str
    kind: Asked
    at: datetime
    reply: Reply = NOT_CHECKED
    desks: tuple[Desk, ...] = ()
    zone: CheckedZone | None = None
    why: str = ""
    """Why it could not be checked, where it is known."""


@blueprint.route("/", methods=["GET", "POST"])
@needs(Permission.SEARCH)
def page() -> str | tuple[str, int]:
    """The empty question; posted, its answer under it."""
    if request.method == "GET":
        return _shown({})
    text, chosen = request.form.get("text", "").replace("\r\n", "\n").strip(), request.form.get("kind", "")
    given = {"text": text, "kind": chosen}
    if not text or len(text) > MOST:
        return _refused(given, BadInput("Enter a name, a number or some words to search for.", field="text"))
    words = errand.posted()
    if not words and errand.current() is None:
        return _shown(given, asked_before=True)
    kind = Asked(chosen) if chosen in set(Asked) else guess(text)
    try:
        return _shown({"kind": chosen}, answered=_answered(text, kind, words))
    except (BadInput, Conflict) as error:
        return _refused(given, error)


def _answered(text: str, kind: Asked, words: dict[str, str]) -> Answered:
    at = now()
    answered = Answered(text, kind, at, zone=check_zone(text, at.date()) if kind is Asked.ZONE else None)
    form = form_of(text, kind, at.date())
    if form is None:
        return answered
    check(form)
    try:
        with store().writing() as session:  # kept before it is put: a look that fails half-way was still a look
            taken = errand.take(session, words)
            kept = search_log.save_search(session, viewer(), as_kept(form), taken.reason, taken.case_ref, taken.purpose)
    except OverBudget as error:
        return replace(answered, why=translated(error))
    reply = look(engine(), store(), viewer(), form, kept)
    with store().reading() as session:
        desks = [Desk(units.unit(session, unit).name, reach_of(session, unit)) for unit in reply.unit_ids]
    return replace(answered, reply=reply, desks=tuple(desks))


def _refused(given: dict[str, str], error: BadInput | Conflict) -> tuple[str, int]:
    field = getattr(error, "field", "") or "text"
    return _shown(given, problems=[(field, translated(error))]), error.status


def _shown(
    given: dict[str, str],
    *,
    answered: Answered | None = None,
    problems: list[tuple[str, str]] | None = None,
    asked_before: bool = False,
) -> str:
    with store().reading() as session:
        offers = errands.offers(session, viewer())
        ids = list(answered.reply.record_ids) if answered else []
        lines = records.lines(session, viewer(), ids) if ids else {}
    return render_template(
        "front_line/page.html",
        given=given,
        answered=answered,
        lines=[lines[id] for id in ids if id in lines],
        kinds=KIND_WORDS,
        Said=Said,
        most=MOST,
        problems=problems or [],
        reason={name: request.form.get(name, "") for name in errand.FIELDS},
        offers=offers,
        purposes=list(Purpose),
        asked_before=asked_before,
    )
