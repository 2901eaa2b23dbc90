"""The answer of a search: its pages, which hold every record once, its order, and what narrows it."""

from collections.abc import Callable
from typing import NamedTuple

from flask import render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from casefile import records
from casefile.errors import BadInput, BadSearch
from casefile.people import units
from casefile.policy.permissions import Permission
from casefile.records import cases, search_log
from casefile.records.search_log import SavedSearch
from casefile.searches import answers, own_knowledge
from casefile.searches.answers import Answer
from casefile.searches.sorting import Sort, in_order
from casefile.vocabulary import Exploitation, OffenceKind, RecordKind
from indexer.engine import fields
from indexer.search.find import ResultRow, Way, find, rows_of
from indexer.search.reading.form import MODES, SearchForm, question_of
from portal.pages.search.asking import (
    BETWEEN,
    CHOSEN,
    FORM_FIELDS,
    MODE_WORDS,
    NARROWING,
    SIZE,
    Given,
    asked_now,
    blueprint,
    chosen,
    form_page,
    search_form,
)
from portal.show.filters import country, word
from portal.show.search_why import WAY_WORDS, Found, found_line
from portal.show.topics import topic
from portal.web.context import engine, store, viewer
from portal.web.errors import translated
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext
from portal.web.numbers import whole_number
from portal.web.paging import MAX_DIGITS

LOOSEST = "all"
"""The mode that is offered where another one found too little."""
SORTS = {
    Sort.BEST: lazy_gettext("Best first"),
    Sort.NEWEST: lazy_gettext("Newest first"),
    Sort.NAME: lazy_gettext("By name"),
}
FACETS = {
    fields.KIND: ("kind", lazy_gettext("Kind")),
    fields.UNIT: ("unit", lazy_gettext("Unit")),
    fields.COUNTRIES: ("country", lazy_gettext("Country")),
    fields.DECADES: ("decade", lazy_gettext("Years")),
    fields.TOPICS: ("topic", lazy_gettext("Listed for")),
    fields.CASE_ID: ("case", lazy_gettext("Case")),
    fields.OFFENCES: ("offence", lazy_gettext("Offences")),
    fields.EXPLOITATION: ("exploitation", lazy_gettext("Exploitation")),
}
"""Counted field of the index → the field of the form that narrows by it, and its title."""
WAY = "way"
"""Under this the counts of an answer hold how many records answer in which way."""
MOST_VALUES = 12
"""Of one facet; who looks for a rarer value narrows by hand."""


class Facet(NamedTuple):
    """A field of the form that divides the results, its title, what may be chosen (value, words, count), what is."""

    name: str
    title: str
    values: list[tuple[str, str, int]]
    chosen: tuple[str, ...]


class Shown(NamedTuple):
    """One page of an answer."""

    answer: Answer
    number: int
    pages: int
    rows: tuple[ResultRow, ...]
    near: tuple[ResultRow, ...] = ()
    """Neighbours, where nothing answers."""


@blueprint.get("/<search_id>")
@needs(Permission.SEARCH)
def page(search_id: str) -> str | tuple[str, int]:
    """Asked again, or, where the address has a page, cut from the answer that was kept when it was asked."""
    with store().reading() as session:
        kept = search_log.load(session, viewer(), search_id)
        held = answers.held(session, viewer(), search_id) if "page" in request.args else None
    try:
        asked = search_form(kept.form)
        shown = _turned(asked, held) if held is not None else _asked_again(asked)
        if held is None and _page_asked() > 1:  # of an answer that is kept no longer
            shown = _turned(asked, shown.answer)
    except (BadInput, BadSearch) as error:
        return form_page(kept.form, [("text", translated(error))]), 422
    ids = [row.record_id for row in (*shown.rows, *shown.near)]
    with store().writing() as session:  # the trail first: no answer without its line
        search_log.note_result(session, viewer(), search_id, shown.answer.total, ids)
        if held is None:
            answers.keep(session, viewer(), search_id, shown.answer)
        lines = records.lines(session, viewer(), ids)
    found, near = (
        [found_line(lines[row.record_id], row) for row in rows if row.record_id in lines]
        for rows in (shown.rows, shown.near)
    )
    return _rendered(kept, asked, shown, found, near)


@blueprint.post("/<search_id>")
@needs(Permission.SEARCH)
def narrow(search_id: str) -> Response | tuple[str, int] | str:
    """The same question with one thing changed: a value chosen or no longer, a chip taken away or all, another mode."""
    with store().reading() as session:
        kept = search_log.load(session, viewer(), search_id)
    changed = {name: str(kept.form.get(name) or "") for name in FORM_FIELDS}
    for name in set(FORM_FIELDS) & set(request.form):
        changed[name] = _turned_over(changed, name, request.form[name].strip())
    if "clear" in request.form:
        changed.update(dict.fromkeys(NARROWING, ""))
    return asked_now(changed)


def _turned_over(form: Given, name: str, value: str) -> str:
    """A value of several is chosen, or, where it was, no longer; of all other fields it is the new one."""
    if not value or name not in CHOSEN:
        return value
    held = chosen(form, name)
    return BETWEEN.join(one for one in held if one != value) if value in held else BETWEEN.join((*held, value))


def _asked_again(asked: SearchForm) -> Shown:
    """Ask the index. What could be searched is asked of the database before, never after."""
    sort = _sort(request.args.get("sort", ""))
    with store().reading() as session:
        searched = search_log.all_searchable(session, viewer())
    answer = find(engine(), store(), viewer(), asked)
    ids, rows = answer.order, answer.rows
    if sort is not Sort.BEST:
        with store().reading() as session:
            ids = in_order(session, viewer(), ids, sort)
        rows = rows_of(engine(), store(), viewer(), asked, ids[:SIZE])
    counts = {name: list(pairs) for name, pairs in answer.facets.items()} | {WAY: list(answer.ways.items())}
    with store().reading() as session:
        references = cases.references(session, viewer(), [case_id for case_id, _ in counts[fields.CASE_ID]])
    counts[fields.CASE_ID] = [(references[id], count) for id, count in counts[fields.CASE_ID] if id in references]
    made = Answer(answer.total, ids, counts, answer.whole, searched and answer.whole, sort)
    return Shown(made, 1, _pages(made), rows, answer.near)


def _turned(asked: SearchForm, held: Answer) -> Shown:
    """A page of an answer that was kept; one past the end is the last."""
    pages = _pages(held)
    number = min(_page_asked(), pages)
    ids = held.ids[(number - 1) * SIZE : number * SIZE]
    return Shown(held, number, pages, rows_of(engine(), store(), viewer(), asked, ids))


def _page_asked() -> int:
    """The page in the address; the first where it is none, and of a number of many digits some page past the end."""
    text = request.args.get("page", "")
    return whole_number(text[:MAX_DIGITS], 10**MAX_DIGITS) or 1 if text.isdecimal() else 1


def _pages(answer: Answer) -> int:
    return max(1, -(-len(answer.ids) // SIZE))


def _sort(given: str) -> Sort:
    return Sort(given) if given in set(Sort) else Sort.BEST


def _rendered(kept: SavedSearch, asked: SearchForm, shown: Shown, found: list[Found], near: list[Found]) -> str:
    answer, question = shown.answer, question_of(asked.text)
    with store().reading() as session:
        names = {unit.id: unit.name for unit in units.units(session)}
        known = _known(session, kept) if shown.number == 1 else {}
    return render_template(
        "search/page.html", kept=kept, asked=asked, answer=answer, found=found, near=near,
        searched=answer.searched, ways=_ways(answer, asked.way), way_words=WAY_WORDS,
        left_out=[part.text for part in question.left_out], not_obeyed=question.not_obeyed,
        mode_words=MODE_WORDS, modes=MODES, chips=_chips(kept.form, names), facets=_facets(answer, kept.form, names),
        looser=LOOSEST if asked.mode != LOOSEST else None,
        page=shown.number, pages=shown.pages, first=(shown.number - 1) * SIZE + 1,
        page_address=lambda number: url_for("search.page", search_id=kept.id, page=number),
        sorts=SORTS, may_watch=viewer().may(Permission.WATCH_SUBJECT), **known,
    )  # fmt: skip


def _known(session: Session, kept: SavedSearch) -> dict[str, object]:
    """What the own unit has already: earlier searches for it, watches on it."""
    may = viewer().may(Permission.READ_WATCH)
    return {
        "earlier": own_knowledge.earlier_searches(session, viewer(), kept.form, search_id=kept.id),
        "watched": own_knowledge.own_watches(session, viewer(), kept.form) if may else [],
    }


def _ways(answer: Answer, chosen: str) -> list[tuple[str, int]]:
    """In which ways records answer, in the order of the list, where there is more than one or one was chosen."""
    counts = dict(answer.counts.get(WAY, ()))
    found = [(str(way), counts[way]) for way in Way if way in counts]
    return found if chosen or len(found) > 1 else []


Words = Callable[[str], str]


def _words(unit_names: dict[str, str]) -> dict[str, Words]:
    """Field of the form: how a value of it is shown."""
    return {
        "identifier": str, "kind": _kind_word, "country": country, "unit": lambda id: unit_names.get(id, id),
        "year_from": lambda year: _("from %(year)s", year=year), "year_to": lambda year: _("until %(year)s", year=year),
        "decade": _decade, "topic": topic, "case": str, "offence": lambda kind: word(kind, OffenceKind),
        "exploitation": lambda form: word(form, Exploitation),
    }  # fmt: skip


def _chips(form: Given, unit_names: dict[str, str]) -> list[tuple[str, str, str]]:
    """What narrows the search: the form's field, what to send so that it does no longer, its words."""
    return [
        (name, value if name in CHOSEN else "", words(value))
        for name, words in _words(unit_names).items()
        for value in (chosen(form, name) if name in CHOSEN else (form.get(name) or "",))
        if value
    ]


def _facets(answer: Answer, form: Given, unit_names: dict[str, str]) -> list[Facet]:
    """What divides the results, what is chosen of it first."""
    words, found = _words(unit_names), []
    for counted, (name, title) in FACETS.items():
        held, counts = chosen(form, name), dict(answer.counts.get(counted, ()))
        order = [*held, *(value for value in counts if value not in held)]
        values = [(value, words[name](value), counts.get(value, 0)) for value in order[:MOST_VALUES]]
        if held or any(count < answer.total for count in counts.values()):
            found.append(Facet(name, str(title), values, held))
    return found


def _decade(first: str) -> str:
    return f"{first}–{int(first) + 9}" if first.isdecimal() else first


def _kind_word(kind: str) -> str:
    return word(kind, RecordKind)
