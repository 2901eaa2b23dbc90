"""Search: one box and a form. What is asked is kept under an opaque id; the link of a result names nobody.

The reason comes from the errand: from the box in the header straight to the answer while one stands; where none does,
it is asked for once, and what was typed is kept.
"""

from collections.abc import Mapping, Sequence
from typing import cast

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from casefile import errands
from casefile.errors import BadInput, CasefileError, Conflict, OverBudget
from casefile.policy.permissions import Permission
from casefile.records import search_log
from casefile.searches import questions
from casefile.vocabulary import Exploitation, OffenceKind, Purpose, RecordKind
from indexer.search.find import SearchForm, Way
from indexer.search.reading.form import MODES, Mode, check
from portal.show.filters import countries, word
from portal.web.context import store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.header import errand
from portal.web.i18n import lazy_gettext
from portal.web.numbers import whole_number

blueprint = Blueprint("search", __name__, url_prefix="/search")

MODE_WORDS = {
    "all": lazy_gettext("All ways at once"),
    "written": lazy_gettext("As written"),
    "tolerant": lazy_gettext("Any script or accents"),
    "sound": lazy_gettext("By sound"),
}
MODE_HINTS = {
    "all": lazy_gettext("as written, in any script, known as one name, by sound, a letter off"),
    "written": lazy_gettext("these letters, with or without marks"),
    "tolerant": lazy_gettext("Latin and Arabic script alike"),
    "sound": lazy_gettext("Diallo, Jallow, Djaló, ديالو"),
}
CHOSEN = ("kind", "unit", "country", "decade", "topic", "case", "offence", "exploitation")
"""Of these a search may have several values: any of them answers."""
BETWEEN = "|"
"""What stands between the values of one field."""
NARROWING = ("identifier", "year_from", "year_to", *CHOSEN)
FORM_FIELDS = ("text", "mode", *NARROWING, "way")
SIZE = 20
LATEST = 8
"""Own searches offered again next to the form, and searches kept."""

Given = Mapping[str, str]
"""The fields of a search form, as typed or as kept."""
Problems = list[tuple[str, str]]
Refused = (BadInput, OverBudget, Conflict)


@blueprint.get("/")
@needs(Permission.SEARCH)
def form() -> str:
    """Empty, or with an own search filled in again (`again`); never with its reason."""
    again = request.args.get("again", "")
    if not again:
        return form_page({"mode": "all"}, [])
    with store().reading() as session:
        kept = search_log.load(session, viewer(), again)
    return form_page(kept.form, [])


@blueprint.post("/")
@needs(Permission.SEARCH)
def ask() -> Response | tuple[str, int] | str:
    """Keep the question with the errand's reason, then show the answer under its opaque link."""
    given = {name: request.form.get(name, "").strip() for name in FORM_FIELDS}
    given["mode"] = given["mode"] or "all"
    return asked_now(given)


def asked_now(given: Given, *, then: str = "search.page") -> Response | tuple[str, int] | str:
    """Ask this question for the errand that the form gives or that stands; without either, ask for the errand.

    `then` is the page that shows the answer, or that makes something of the search.
    """
    words = errand.posted()
    if not words and errand.current() is None:
        return form_page(given, [], asked_before=True)
    try:
        check(search_form(given))
        with store().writing() as session:
            taken = errand.take(session, words)
            search_id = search_log.save_search(session, viewer(), given, taken.reason, taken.case_ref, taken.purpose)
    except Refused as error:
        return refused(given, error)
    address = url_for(then, search=search_id) if then != "search.page" else url_for(then, search_id=search_id)
    return redirect(address, 303)


def refused(given: Given, error: CasefileError) -> tuple[str, int]:
    """The form again, with what was typed and the refusal at its field."""
    field = getattr(error, "field", "") or "text"
    return form_page(given, [(field, translated(error))]), error.status


def form_page(given: Given, problems: Problems, *, asked_before: bool = False) -> str:
    with store().reading() as session:
        latest = search_log.latest(session, viewer(), limit=LATEST)
        kept = questions.kept_questions(session, viewer())
        offers = errands.offers(session, viewer())
    return render_template(
        "search/form.html",
        given=given,
        reason={name: request.form.get(name, "") for name in errand.FIELDS},
        problems=problems,
        modes=MODES,
        mode_words=MODE_WORDS,
        mode_hints=MODE_HINTS,
        narrowing=NARROWING,
        latest=latest,
        kept=kept[:LATEST],
        offers=offers,
        asked_before=asked_before,
        kinds=_with_several(given, "kind", [(kind.value, word(kind)) for kind in RecordKind]),
        purposes=list(Purpose),
        offences=_with_several(given, "offence", [(one.value, word(one)) for one in OffenceKind]),
        forms=_with_several(given, "exploitation", [(one.value, word(one)) for one in Exploitation]),
        countries=_with_several(given, "country", countries(str(get_locale() or "en").partition("_")[0])),
        may_watch=viewer().may(Permission.WATCH_SUBJECT),
    )


def _with_several(given: Given, name: str, choices: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    """The choices of a field of one value, and besides the several that a narrowed search has."""
    words = dict(choices)
    held = chosen(given, name)
    return [(BETWEEN.join(held), ", ".join(words.get(one, one) for one in held)), *choices] if held[1:] else choices


def search_form(given: Given) -> SearchForm:
    """The kept form as the index understands it. Raises BadInput with the field's name."""
    kinds = chosen(given, "kind")
    if not set(kinds) <= set(RecordKind):
        raise BadInput("Choose one of the kinds.", field="kind")
    return SearchForm(
        text=given.get("text") or "", mode=cast(Mode, given.get("mode") or "all"),
        identifier=given.get("identifier") or "", countries=chosen(given, "country"),
        kinds=tuple(map(RecordKind, kinds)), decades=chosen(given, "decade"),
        topics=chosen(given, "topic"),
        year_from=_year(given, "year_from"), year_to=_year(given, "year_to"),
        offences=chosen(given, "offence"), exploitation=chosen(given, "exploitation"),
        case_refs=chosen(given, "case"), unit_ids=chosen(given, "unit"),
        way=way if (way := given.get("way") or "") in set(Way) else "", size=SIZE,
    )  # fmt: skip


def chosen(given: Given, name: str) -> tuple[str, ...]:
    """The values of a field that may have several."""
    return tuple(one for value in (given.get(name) or "").split(BETWEEN) if (one := value.strip()))


def _year(given: Given, name: str) -> int | None:
    text = str(given.get(name) or "").strip()
    if not text:
        return None
    year = whole_number(text) if len(text) == len("1984") else None
    if year is None:
        raise BadInput("%(year)s is not a year.", field=name, year=text[:20])
    return year
