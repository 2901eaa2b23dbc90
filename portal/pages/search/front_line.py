"""At the post: one question, or a list of them, each with one of three answers. Without a script; each is a search."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from flask import Blueprint, render_template, request

from casefile import errands, records, sightings
from casefile.contact.reach import Reach, reach_of
from casefile.errors import BadInput, Conflict, OverBudget
from casefile.people import units
from casefile.policy.permissions import Permission
from casefile.policy.reasons import LIST_AT_MOST, refuse_too_long
from casefile.records import search_log
from casefile.sightings import Question
from casefile.storage.clock import now
from casefile.subjects.travel_documents.checking import CheckedZone, check_zone
from casefile.vocabulary import PostAnswer, Purpose
from indexer.search.front_line import (
    NOT_CHECKED,
    Asked,
    Reply,
    as_kept,
    form_of,
    guess,
    in_list,
    look,
    split,
)
from indexer.search.reading.form import SearchForm, check
from portal.show.guide.forged import FORGED
from portal.show.guide.shapes import remarked
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
MOST_LISTED = 6_000
"""Characters of a list: 60 times three lines of a card, with their ends."""


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
    questions = [text] if chosen == Asked.ZONE else split(text)
    if not questions or len(text) > MOST_LISTED or any(len(one) > MOST for one in questions):
        return _refused(given, BadInput("Enter a name, a number or some words to search for.", field="text"))
    words = errand.posted()
    if not words and errand.current() is None:
        return _shown(given, asked_before=True)
    try:
        refuse_too_long(len(questions))
        asked = [(one, Asked(chosen) if chosen in set(Asked) else guess(one)) for one in questions]
        return _shown({"kind": chosen}, answers=_answered(asked, words))
    except (BadInput, Conflict) as error:
        return _refused(given, error)


def _answered(asked: list[tuple[str, Asked]], words: dict[str, str]) -> list[Answered]:
    """Every line kept with the one reason before the first is put: none is asked where one is refused."""
    at = now()
    answers = [Answered(text, kind, at, zone=_zone(text, kind, at)) for text, kind in asked]
    forms = [form_of(one.text, one.kind, one.zone) for one in answers]
    for form in filter(None, forms):
        check(form)
    try:
        kept = _kept(forms, answers, words) if any(forms) else {}
    except OverBudget as error:
        return [replace(one, why=translated(error)) for one in answers]
    return [
        _put_question(answers[place], form, kept[place]) if form is not None else answers[place]
        for place, form in enumerate(forms)
    ]


def _zone(text: str, kind: Asked, at: datetime) -> CheckedZone | None:
    return check_zone(text, at.date()) if kind is Asked.ZONE else None


def _kept(forms: list[SearchForm | None], asked: list[Answered], words: dict[str, str]) -> dict[int, str]:
    """By place: the id each is kept under; a look that fails half-way was still a look. Raises OverBudget for all."""
    with store().writing() as session:
        taken, found = errand.take(session, words), dict[int, str]()
        for place, form in enumerate(forms):
            if form is None:
                continue
            typed = as_kept(form) if len(asked) == 1 else in_list(as_kept(form), [one.text for one in asked])
            found[place] = search_log.save_search(session, viewer(), typed, taken.reason, taken.case_ref, taken.purpose)
        # Found or not, so that neither the answer nor what it cost tells what else is held.
        sightings.keep(session, viewer(), [Question(one.text, one.kind is Asked.NAME, one.zone) for one in asked])
        return found


def _put_question(answered: Answered, form: SearchForm, kept: str) -> Answered:
    sure = answered.zone is None or answered.zone.number_holds
    reply = look(engine(), store(), viewer(), form, kept, sure=sure)
    with store().reading() as session:
        desks = [Desk(units.unit(session, unit).name, reach_of(session, unit)) for unit in reply.unit_ids]
    return replace(answered, reply=reply, desks=tuple(desks))


def _refused(given: dict[str, str], error: BadInput | Conflict) -> tuple[str, int]:
    field = getattr(error, "field", "") or "text"
    return _shown(given, problems=[(field, translated(error))]), error.status


def _shown(
    given: dict[str, str],
    *,
    answers: Sequence[Answered] = (),
    problems: list[tuple[str, str]] | None = None,
    asked_before: bool = False,
) -> str:
    with store().reading() as session:
        offers = errands.offers(session, viewer())
        ids = sorted({id for one in answers for id in one.reply.record_ids})
        lines = records.lines(session, viewer(), ids) if ids else {}
    return render_template(
        "front_line/page.html",
        given=given,
        answers=answers,
        lines=lines,
        kinds=KIND_WORDS,
        PostAnswer=PostAnswer,
        most=MOST_LISTED,
        most_lines=LIST_AT_MOST,
        problems=problems or [],
        reason={name: request.form.get(name, "") for name in errand.FIELDS},
        offers=offers,
        purposes=list(Purpose),
        asked_before=asked_before,
        forged=FORGED,
        remarked=remarked,
    )
