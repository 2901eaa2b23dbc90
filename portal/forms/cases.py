"""The open cases that a form offers: the newest of the unit, and the one it is about already."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from casefile.errors import NotThere
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer
from casefile.records import cases
from casefile.records.cases import CaseView

MAX_CASES = 200
"""As many as a list to choose from can hold; an older case is chosen from its own page."""


@dataclass(frozen=True, slots=True)
class OfferedCases:
    """(id, words) of each case; `cut` when the unit has more, which the page must say."""

    choices: list[tuple[str, str]]
    cut: bool

    @property
    def only(self) -> str:
        """The id of the only case, which needs no choosing."""
        return self.choices[0][0] if len(self.choices) == 1 else ""


def offered_cases(db: Session, viewer: Viewer, held: str = "") -> OfferedCases:
    """The unit's newest open cases, and the `held` one whatever its age; none for who reads no records."""
    if not viewer.may(Permission.READ_RECORD):
        return OfferedCases([], cut=False)
    newest = cases.cases_of(db, viewer, only_open=True, limit=MAX_CASES + 1)
    known = newest[:MAX_CASES]
    if held and held not in {case.id for case in known}:
        known += _case(db, viewer, held)
    return OfferedCases([(case.id, _words(case)) for case in known], cut=len(newest) > MAX_CASES)


def _words(case: CaseView) -> str:
    return f"{case.reference} · {case.title}".rstrip(" ·")


def _case(db: Session, viewer: Viewer, case_id: str) -> list[CaseView]:
    try:
        return [cases.case_of(db, viewer, case_id)]
    except NotThere:
        return []
