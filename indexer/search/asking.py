"""A form with all that it takes to ask it: the question read, the viewer's scope, its queries."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from casefile.policy.sharing import Scope, scope
from casefile.policy.viewer import Viewer
from casefile.records.search_log import stale_copies
from casefile.storage.tables import Case, Unit
from indexer.engine.wire import Object
from indexer.search import near, queries
from indexer.search.clauses import Reading, identifier_forms
from indexer.search.queries import SearchForm
from indexer.search.reading.question import Question, Sort


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
    near: Object | None
    """What finds further records, to be looked at one by one; None where only words as they are are asked for."""
    neighbours: Object | None
    """What finds records that have any part, where nothing answers."""


def read_form(session: Session, viewer: Viewer, form: SearchForm) -> Asked:
    """The form with the queries it makes for this viewer."""
    countries, seen, question = _countries(session, viewer), scope(viewer), queries.question_of(form.text)
    cases = _case_ids(session, viewer, form.case_ref)
    own_cases = _own_cases(session, viewer, question)
    left_out = stale_copies(session, viewer) if form.asks else ()
    query = queries.search_query(
        form, seen, countries=countries, case_ids=cases, own_cases=own_cases, left_out=left_out
    )

    def nearly(*, neighbours: bool) -> Object:
        return near.near_query(
            form, seen, query, countries=countries, case_ids=cases, own_cases=own_cases, left_out=left_out,
            neighbours=neighbours,
        )  # fmt: skip

    looser = near.asked(form)
    return Asked(
        form=form,
        scope=seen,
        reading=Reading(tuple(countries), tuple(own_cases), seen.unit_id),
        question=question,
        query=query,
        numbers=frozenset(identifier_forms(form.identifier, countries)),
        near=nearly(neighbours=False) if looser else None,
        neighbours=nearly(neighbours=True) if looser else None,
    )


_COUNTRY = select(Unit.country).where(Unit.id == bindparam("unit_id"))
_COUNTRIES = select(Unit.country).distinct().order_by(Unit.country)


def _countries(session: Session, viewer: Viewer) -> list[str]:
    """The countries of the network, the viewer's own first: under each, a local phone number may be read."""
    own = session.execute(_COUNTRY, {"unit_id": viewer.unit_id}).scalar_one_or_none()
    others = session.execute(_COUNTRIES).scalars()
    return list(dict.fromkeys([own, *others] if own else others))


def _case_ids(session: Session, viewer: Viewer, reference: str) -> list[str] | None:
    """The own unit's case of this reference: another unit's is never asked for, so that none can be guessed."""
    if not reference.strip():
        return None
    found = select(Case.id).where(Case.unit_id == viewer.unit_id, Case.reference == reference.strip())
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


SHORTEST_REFERENCE = 4
"""Signs of a case's reference that is looked for in a question: a 12 is in every other one."""


def _signs(text: str) -> str:
    return "".join(c for c in text.upper() if c.isalnum())
