"""The open cases that a form offers: the newest of the unit, and the one it is about already."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from casefile.errors import NotThere
from casefile.policy.permissions import Permission
from casefile.policy.states import CaseMove
from casefile.policy.viewer import Viewer
from casefile.records import cases
from casefile.records.cases import CaseView

MAX_CASES = 200
"""As many as a list to choose from can hold; an older case is chosen from its own page."""


@dataclass(frozen=True, slots=True)
class OfferedCases:
    """(id, words) of each case; `cut` when the unit has more, which the page must say.

    `closed` when what is amended stands in a closed case: it stays there, and the form asks why it is corrected.
    """

    choices: list[tuple[str, str]]
    cut: bool = False
    closed: bool = False
    basis: Mapping[str, str] = field(default_factory=dict)
    """The legal basis of each, which a record left without one takes."""
    ids: Mapping[str, str] = field(default_factory=dict)
    """The id of each open case, by its reference."""

    @property
    def only(self) -> str:
        """The id of the only case, which needs no choosing."""
        return self.choices[0][0] if len(self.choices) == 1 else ""

    def named(self, reference: str) -> str:
        """The id of the open case with this reference; empty where none has it."""
        return self.ids.get(reference, "")


def offered_cases(db: Session, viewer: Viewer, held: str = "", *, amending: bool = False) -> OfferedCases:
    """The unit's newest open cases, and the `held` one whatever its age; none for who reads no records.

    A closed case is offered only for what stands in it already, and then alone.
    """
    if not viewer.may(Permission.READ_RECORD):
        return OfferedCases([])
    own = _case(db, viewer, held)
    if own is not None and not own.may(CaseMove.ENTER):
        if amending:
            words = _("%(case)s (closed)", case=_words(own))
            return OfferedCases([(own.id, words)], closed=True, basis={own.id: own.legal_basis})
        own = None
    newest = cases.cases_of(db, viewer, only_open=True, limit=MAX_CASES + 1)
    known = newest[:MAX_CASES]
    if own is not None and own.id not in {case.id for case in known}:
        known.append(own)
    return OfferedCases(
        [(case.id, _words(case)) for case in known],
        cut=len(newest) > MAX_CASES,
        basis={case.id: case.legal_basis for case in known},
        ids={case.reference: case.id for case in known},
    )


def _words(case: CaseView) -> str:
    return f"{case.reference} · {case.title}".rstrip(" ·")


def _case(db: Session, viewer: Viewer, case_id: str) -> CaseView | None:
    try:
        return cases.case_of(db, viewer, case_id) if case_id else None
    except NotThere:
        return None
