"""A form with all that it takes to ask it: the question read, the scope, its queries, what the engine is sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from casefile.policy.sharing import Scope, scope
from casefile.policy.viewer import Viewer
from casefile.records.search_log import stale_copies
from casefile.storage.tables import Case, Unit
from indexer.engine import fields
from indexer.engine.wire import Object
from indexer.search import near, queries, snippets
from indexer.search.clauses import Reading, identifier_forms
from indexer.search.reading.form import SearchForm, check, question_of
from indexer.search.reading.question import Question, Sort

WINDOW = 200
"""Results from the start that are put in Griot's own order as a whole, whatever page is asked for; behind them the
engine's order goes on."""

FILTERED_WINDOW = 1_000
"""The same where only one way to answer is asked for: what answers otherwise is passed over."""

SHORTEST_REFERENCE = 4
"""Signs of a case's reference that is looked for in a question: a 12 is in every other one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A form with all that it takes to ask it."""

    form: SearchForm
    scope: Scope
    reading: Reading
    question: Question
    query: Object
    numbers: frozenset[str]
    """The index's terms of what may be a number in the field for numbers."""
    case_ids: Sequence[str] | None
    left_out: Sequence[str]
    """Ids of records whose copy in the index is older than the database."""

    def near(self, *, neighbours: bool = False) -> Object | None:
        """What finds further records, to be looked at one by one; None where only words as they are are asked for.

        `neighbours`: what has any part of the question, where nothing answers.
        """
        if not near.asked(self.form):
            return None
        return near.near_query(
            self.form, self.scope, self.query, countries=self.reading.countries, case_ids=self.case_ids,
            own_cases=self.reading.own_cases, left_out=self.left_out, neighbours=neighbours,
        )  # fmt: skip


def cleaned(form: SearchForm) -> SearchForm:
    """The form without what the wire cannot carry. Raises BadInput when it asks too much or nothing."""
    form = replace(form, text=snippets.clean(form.text), identifier=snippets.clean(form.identifier))
    check(form)
    return form


def read_form(session: Session, viewer: Viewer, form: SearchForm) -> Asked:
    """The form with the queries it makes for this viewer."""
    return _read(session, viewer, form, _countries(session, viewer), stale_copies(session, viewer) if form.asks else ())


def read_forms(session: Session, viewer: Viewer, forms: Sequence[SearchForm]) -> list[Asked]:
    """The same for forms that all ask something, with what holds for all of them read once."""
    countries, left_out = _countries(session, viewer), stale_copies(session, viewer)
    return [_read(session, viewer, form, countries, left_out) for form in forms]


def _read(
    session: Session, viewer: Viewer, form: SearchForm, countries: Sequence[str], left_out: Sequence[str]
) -> Asked:
    seen, question = scope(viewer), question_of(form.text)
    cases = _case_ids(session, viewer, form.case_refs)
    own_cases = _own_cases(session, viewer, question)
    query = queries.search_query(
        form, seen, countries=countries, case_ids=cases, own_cases=own_cases, left_out=left_out
    )
    return Asked(
        form=form,
        scope=seen,
        reading=Reading(tuple(countries), tuple(own_cases), seen.unit_id),
        question=question,
        query=query,
        numbers=frozenset(identifier_forms(form.identifier, countries)),
        case_ids=cases,
        left_out=left_out,
    )


_COUNTRY = select(Unit.country).where(Unit.id == bindparam("unit_id"))
_COUNTRIES = select(Unit.country).distinct().order_by(Unit.country)


def _countries(session: Session, viewer: Viewer) -> list[str]:
    """The countries of the network, the viewer's own first: under each, a local phone number may be read."""
    own = session.execute(_COUNTRY, {"unit_id": viewer.unit_id}).scalar_one_or_none()
    others = session.execute(_COUNTRIES).scalars()
    return list(dict.fromkeys([own, *others] if own else others))


def _case_ids(session: Session, viewer: Viewer, references: Sequence[str]) -> list[str] | None:
    """The own unit's cases of these references: another unit's is never asked for, so that none can be guessed."""
    wanted = [reference.strip() for reference in references if reference.strip()]
    if not wanted:
        return None
    found = select(Case.id).where(Case.unit_id == viewer.unit_id, Case.reference.in_(wanted))
    return list(session.execute(found).scalars())


def _own_cases(session: Session, viewer: Viewer, question: Question) -> list[str]:
    """The own unit's cases of a reference that the question gives, whatever stands between its signs."""
    written = {
        _signs(v) for part in question.parts if part.sort is Sort.NUMBER for v in (*part.variants, question.text)
    }
    if not (written := {one for one in written if len(one) >= SHORTEST_REFERENCE}):
        return []
    plain = func.upper(Case.reference)
    for sign in "-/ ._":
        plain = func.replace(plain, sign, "")
    found = select(Case.id).where(Case.unit_id == viewer.unit_id, plain.in_(sorted(written)))
    return list(session.execute(found).scalars())


def _signs(text: str) -> str:
    return "".join(c for c in text.upper() if c.isalnum())


def window(form: SearchForm) -> int:
    """How many results are put in order as a whole."""
    return FILTERED_WINDOW if form.way else WINDOW


def page_body(asked: Asked, others: int) -> Object:
    """The window as a whole as long as the page touches it, and the page alone behind it.

    `others`: how many records that only the near query found stand in the window too.
    """
    form = asked.form
    if form.way:
        return {**listed(asked, asked.query), "from": 0, "size": window(form)}
    first = 0 if form.start < window(form) + others else form.start - others
    return {
        **listed(asked, asked.query),
        "from": first,
        "size": max(window(form), form.end - others) if first == 0 else form.size,
        "aggs": queries.facets(asked.scope),
    }


def listed(asked: Asked, query: Object) -> Object:
    """This query with the fields by which what it finds is held against the question, in the engine's order."""
    return {
        "query": query,
        "timeout": "5s",
        "_source": [
            fields.NAMES,
            fields.KIND,
            fields.UNIT,
            fields.VERSION,
            fields.CASE_ID,
            fields.COUNTRIES,
            fields.CORE_COUNTRIES,
            fields.DECADES,
            fields.OFFENCES,
            fields.EXPLOITATION,
            fields.CORE_DECADES,
            fields.TOPICS,
            fields.OWN_TOPICS,
            *((fields.IDENTIFIERS,) if asked.numbers or asked.question.has(Sort.NUMBER) else ()),
            *((fields.DAYS, fields.CORE_YEARS) if asked.question.has(Sort.DATE) else ()),
            *((fields.PLACES, fields.MENTIONS) if asked.question.words else ()),
        ],
        "sort": [
            "_score",
            {fields.SORTED_AT if asked.form.text else fields.ENTERED_AT: "desc"},
            {fields.RECORD_ID: "asc"},
        ],
        "track_scores": True,
    }
