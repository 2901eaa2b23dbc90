"""The errand of this request's officer: the bar on every page, and the reason of whatever is looked at.

It is kept by the server for the sign-in; no address and no cookie says anything of it.
"""

from collections.abc import Mapping

from flask import Flask, g, request
from sqlalchemy.orm import Session
from werkzeug.local import LocalProxy

from casefile import errands
from casefile.errands import Errand
from casefile.errors import BadInput
from casefile.policy.permissions import Permission
from casefile.vocabulary import Purpose
from portal.web.context import settings, store, viewer

FIELDS = ("errand", "reason", "case_ref", "purpose")
"""Of a form in which an errand is given: one that is offered, or reason, case and purpose in words."""

Given = Mapping[str, str]


def install(app: Flask) -> None:
    @app.context_processor
    def bar() -> dict[str, object]:
        # A proxy: a page that shows no bar asks the database nothing.
        return {"errand": LocalProxy(current), "errand_bar": _may(), "errand_next": _here()}


def current() -> Errand | None:
    """The errand that stands, looked up once in a request."""
    if "griot_errand" not in g:
        with store().reading() as db:
            g.griot_errand = errands.standing(db, viewer(), g.officer.token) if _may() else None
    found: Errand | None = g.griot_errand
    return found


def case_ref() -> str:
    """The case of the errand that stands: given once, proposed where something is entered."""
    standing = current()
    return standing.case_ref if standing else ""


def take(db: Session, given: Given) -> Errand:
    """The errand for what is done now: one that the form gives begins, else the one that stands.

    Raises BadInput at `reason` where the form gives what is no reason, or nothing while none stands.
    """
    chosen, reason = given.get("errand", ""), given.get("reason", "").strip()
    standing = errands.standing(db, viewer(), g.officer.token)
    if chosen:
        offer = errands.chosen(db, viewer(), chosen)
        return _begin(db, offer.reason, offer.case_ref, offer.purpose)
    case_ref, purpose = given.get("case_ref", "").strip(), purpose_of(given)
    if standing is not None and (not reason or (reason, case_ref, purpose) == _words(standing)):
        return standing
    return _begin(db, reason, case_ref, purpose)


def forget() -> None:
    """What was looked up in this request counts no longer: the errand was begun or ended."""
    g.pop("griot_errand", None)


def posted() -> dict[str, str]:
    """The fields of an errand in the form that was sent."""
    return {name: request.form[name] for name in FIELDS if name in request.form}


def purpose_of(given: Given) -> Purpose:
    """Raises BadInput for a word that is no purpose."""
    word = given.get("purpose") or Purpose.SUPPORT_INVESTIGATION.value
    if word not in set(Purpose):
        raise BadInput("Choose one of the purposes.", field="purpose")
    return Purpose(word)


def _begin(db: Session, reason: str, case_ref: str, purpose: Purpose) -> Errand:
    forget()
    minutes = settings().errand_min
    return errands.begin(db, viewer(), g.officer.token, reason, case_ref=case_ref, purpose=purpose, minutes=minutes)


def _words(errand: Errand) -> tuple[str, str, Purpose]:
    return errand.reason, errand.case_ref, errand.purpose


def _may() -> bool:
    return bool(g.get("viewer") and not g.officer.limited and viewer().may(Permission.SEARCH))


def _here() -> str:
    """The page to come back to after a change; a page that was posted has no address to come back to."""
    return request.path if request.method == "GET" else "/"
