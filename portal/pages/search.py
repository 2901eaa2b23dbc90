"""Search: one box and a form. What is asked is kept under an opaque id; the link of a result names nobody."""

from collections.abc import Callable, Mapping
from typing import NamedTuple, cast

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from casefile import records
from casefile.errors import BadInput, BadSearch, OverBudget
from casefile.policy.permissions import Permission
from casefile.records import search_log
from casefile.records.search_log import SavedSearch
from casefile.vocabulary import Purpose, RecordKind
from indexer.engine import fields
from indexer.search.find import SearchForm, SearchPage, find
from indexer.search.queries import MODES, Mode, check
from portal.show.filters import countries, country, word
from portal.show.search_why import found_line, not_obeyed_words
from portal.web.context import engine, store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext
from portal.web.numbers import whole_number
from portal.web.paging import page_number

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
LOOSER = {"written": "all", "tolerant": "all", "sound": "all"}
FACETS = {fields.KIND: "kind", fields.COUNTRIES: "country"}
"""Counted field of the index → the field of the form that narrows by it."""

NARROWING = ("identifier", "kind", "country", "year_from", "year_to", "case")
FORM_FIELDS = ("text", "mode", *NARROWING)
SIZE = 20
LATEST = 8
"""Own searches offered again next to the form."""


class Facet(NamedTuple):
    """A field of the form that divides the results, its title, and what may be chosen: (value, words, count)."""

    name: str
    title: str
    values: list[tuple[str, str, int]]


Given = Mapping[str, str]
"""The fields of a search form, as typed or as kept."""


@blueprint.get("/")
@needs(Permission.SEARCH)
def form() -> str:
    """Empty, or with an own search filled in again (`again`)."""
    again = request.args.get("again", "")
    with store().reading() as session:
        kept = [search_log.load(session, viewer(), again)] if again else search_log.latest(session, viewer(), limit=1)
    return _form_page(kept[0].form if again else {"mode": "all"}, _reason_of(kept), [])


@blueprint.post("/")
@needs(Permission.SEARCH)
def ask() -> Response | tuple[str, int] | str:
    """Keep the question with its reason, then show the answer under its opaque link.

    From the box in the header no reason comes along: the form is shown with the last one, to be confirmed.
    """
    given = {name: request.form.get(name, "").strip() for name in FORM_FIELDS}
    given["mode"] = given["mode"] or "all"
    if "reason" not in request.form:
        with store().reading() as session:
            latest = search_log.latest(session, viewer(), limit=1)
        return _form_page(given, _reason_of(latest), [], asked_before=True)
    reason = {name: request.form.get(name, "").strip() for name in ("reason", "case_ref", "purpose")}
    try:
        check(_asked(given))
        with store().writing() as session:
            search_id = search_log.save_search(
                session, viewer(), given, reason["reason"], reason["case_ref"], _purpose(reason)
            )
    except (BadInput, OverBudget) as error:
        return _refused(given, reason, error)
    return redirect(url_for("search.page", search_id=search_id), 303)


@blueprint.get("/<search_id>")
@needs(Permission.SEARCH)
def page(search_id: str) -> str | tuple[str, int]:
    with store().reading() as session:
        kept = search_log.load(session, viewer(), search_id)
        searched = search_log.all_searchable(session, viewer())
    asked = _asked(kept.form, page_number())
    try:
        answer = find(engine(), store(), viewer(), asked)
    except (BadInput, BadSearch) as error:
        return _form_page(kept.form, _reason_of([kept]), [("text", translated(error))]), 422
    shown = [row.record_id for row in (*answer.rows, *answer.near)]
    with store().writing() as session:  # the trail first: no answer without its line
        search_log.note_result(session, viewer(), search_id, answer.total, shown)
        lines = records.lines(session, viewer(), shown)
    searched = searched and answer.whole
    found = [found_line(lines[row.record_id], row) for row in answer.rows if row.record_id in lines]
    near = [found_line(lines[row.record_id], row) for row in answer.near if row.record_id in lines]
    return render_template(
        "search/page.html", kept=kept, asked=asked, answer=answer, found=found, near=near, searched=searched,
        not_obeyed=not_obeyed_words(answer),
        mode_words=MODE_WORDS, modes=MODES, chips=_chips(kept.form), facets=_facets(answer, kept.form),
        looser=LOOSER.get(asked.mode), page=asked.page,
        pages=max(1, -(-answer.total // SIZE)), page_address=_page_address,
        may_watch=viewer().may(Permission.WATCH_SUBJECT),
    )  # fmt: skip


@blueprint.post("/<search_id>")
@needs(Permission.SEARCH)
def narrow(search_id: str) -> Response | tuple[str, int]:
    """The same question with one thing changed, for the same reason: a facet, a chip taken away, another mode."""
    with store().reading() as session:
        kept = search_log.load(session, viewer(), search_id)
    changed = {name: str(kept.form.get(name) or "") for name in FORM_FIELDS}
    changed.update({name: request.form[name].strip() for name in FORM_FIELDS if name in request.form})
    try:
        check(_asked(changed))
        with store().writing() as session:
            new_id = search_log.save_search(session, viewer(), changed, kept.reason, kept.case_ref, kept.purpose)
    except (BadInput, OverBudget) as error:  # the last chip taken away leaves no question
        return _refused(changed, _reason_of([kept]), error)
    return redirect(url_for("search.page", search_id=new_id), 303)


def _refused(given: Given, reason: dict[str, str], error: BadInput | OverBudget) -> tuple[str, int]:
    """The form again, with what was typed and the refusal at its field."""
    field = getattr(error, "field", "") or "text"
    return _form_page(given, reason, [(field, translated(error))]), error.status


def _page_address(search_id: str) -> Callable[[int], str]:
    return lambda number: url_for("search.page", search_id=search_id, page=number)


def _form_page(
    given: Given, reason: dict[str, str], problems: list[tuple[str, str]], *, asked_before: bool = False
) -> str:
    with store().reading() as session:
        latest = search_log.latest(session, viewer(), limit=LATEST)
    return render_template(
        "search/form.html",
        given=given,
        reason=reason,
        problems=problems,
        modes=MODES,
        mode_words=MODE_WORDS,
        mode_hints=MODE_HINTS,
        narrowing=NARROWING,
        latest=latest,
        asked_before=asked_before,
        kinds=[(kind.value, word(kind)) for kind in RecordKind],
        purposes=list(Purpose),
        countries=countries(str(get_locale() or "en").partition("_")[0]),
    )


def _asked(given: Given, number: int = 1) -> SearchForm:
    """The kept form as the index understands it. Raises BadInput with the field's name."""
    kind = given.get("kind") or ""
    if kind and kind not in set(RecordKind):
        raise BadInput("Choose one of the kinds.", field="kind")
    return SearchForm(
        text=given.get("text") or "", mode=cast(Mode, given.get("mode") or "all"),
        identifier=given.get("identifier") or "", country=given.get("country") or "",
        kind=RecordKind(kind) if kind else None, year_from=_year(given, "year_from"), year_to=_year(given, "year_to"),
        case_ref=given.get("case") or "", page=number, size=SIZE,
    )  # fmt: skip


def _year(given: Given, name: str) -> int | None:
    text = str(given.get(name) or "").strip()
    if not text:
        return None
    year = whole_number(text) if len(text) == len("1984") else None
    if year is None:
        raise BadInput("%(year)s is not a year.", field=name, year=text[:20])
    return year


def _purpose(reason: dict[str, str]) -> Purpose:
    given = reason["purpose"] or Purpose.SUPPORT_INVESTIGATION.value
    if given not in set(Purpose):
        raise BadInput("Choose one of the purposes.", field="purpose")
    return Purpose(given)


def _reason_of(latest: list[SavedSearch]) -> dict[str, str]:
    """The last reason, offered again: within one errand it is the same."""
    if not latest:
        return {"reason": "", "case_ref": "", "purpose": Purpose.SUPPORT_INVESTIGATION.value}
    return {"reason": latest[0].reason, "case_ref": latest[0].case_ref, "purpose": latest[0].purpose.value}


def _chips(form: Given) -> list[tuple[str, str]]:
    """What narrows the search, each with the form field that takes it away."""
    shown: dict[str, Callable[[str], str]] = {
        "identifier": str, "kind": _kind_word, "country": country,
        "year_from": lambda year: _("from %(year)s", year=year), "year_to": lambda year: _("until %(year)s", year=year),
        "case": str,
    }  # fmt: skip
    return [(name, words(form[name])) for name, words in shown.items() if form.get(name)]


def _facets(answer: SearchPage, form: Given) -> list[Facet]:
    """What is not yet chosen and divides the results."""
    titles = {"kind": _("Kind"), "country": _("Country")}
    words: dict[str, Callable[[str], str]] = {"kind": _kind_word, "country": country}
    found = []
    for counted, name in FACETS.items():
        values = [(value, words[name](value), count) for value, count in answer.facets.get(counted, ())]
        if not form.get(name) and len(values) > 1:
            found.append(Facet(name, titles[name], values[:12]))
    return found


def _kind_word(kind: str) -> str:
    return word(kind, RecordKind)
