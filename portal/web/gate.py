"""Closed unless opened: every endpoint names the permission it needs, or stands in OPEN."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from casefile.errors import NotAllowed
from casefile.policy.permissions import Permission
from portal.web.kept.forms import KEEPS_FORMS, keep_posted
from portal.web.machine import door, marks, problems
from portal.web.signed_in import ASKED_BY_PAGES, signed_in_viewer

OPEN = frozenset(
    {
        "sign_in.enter",
        "sign_in.second",
        "sign_in.code",
        "sign_in.first_password",
        "sign_in.language",
        "sign_in.alive",
        "health.live",
        "health.ready",
        "health.figures",
        "static",
    }
)
"""Endpoints a stranger may reach."""

NOBODYS = frozenset({"static", "health.live", "health.ready", "health.figures"})
"""The same for everybody: whether somebody is signed in is not so much as looked up."""

SET_UP = frozenset(
    {
        "account.set_up",
        "account.app",
        "account.add_key",
        "sign_in.step_up",
        "sign_in.sign_out",
        "sign_in.sign_out_page",
    }
)
"""What a sign-in opens, besides those, until its officer has the second factor that the duties ask for."""

NEEDS = "griot_needs"
"""The mark a view bears once it says whom it is open to."""

View = TypeVar("View", bound=Callable[..., object])


def needs(*permissions: Permission) -> Callable[[View], View]:
    """Open the view to officers who hold one of the permissions. The action it calls asks again."""

    def opened(view: View) -> View:
        setattr(view, NEEDS, frozenset(permissions))
        return view

    return opened


def every_officer(view: View) -> View:
    """Open the view to everybody who is signed in: what it shows depends on who looks."""
    setattr(view, NEEDS, frozenset())
    return view


def wanted_by(app: Flask, endpoint: str) -> frozenset[Permission] | None:
    """The permissions one of which opens the endpoint; empty for every officer; None when nothing was declared."""
    found: frozenset[Permission] | None = getattr(app.view_functions.get(endpoint), NEEDS, None)
    return found


def install(app: Flask) -> None:
    @app.before_request
    def gate() -> Response | None:
        if marks.asks_machine():
            return door.let_in()
        g.viewer = None if request.endpoint in NOBODYS else signed_in_viewer()
        if request.endpoint in OPEN:
            return None
        if g.viewer is None:
            return _refused()
        if request.endpoint is None:
            return None  # no such page: the router's own 404 or 405 follows
        if g.officer.limited and request.endpoint not in SET_UP:
            return redirect(url_for("account.set_up"), 303)
        wanted = wanted_by(app, request.endpoint)
        if wanted is None or (wanted and not any(g.viewer.may(permission) for permission in wanted)):
            raise NotAllowed("You may not do this. Ask your administrator if your duties have changed.")
        return None


def _refused() -> Response:
    """A stranger: a machine is told so, a browser comes to the sign-in page."""
    if marks.wants_json():
        return problems.unauthorised()
    return Response(status=401) if request.endpoint in ASKED_BY_PAGES else _to_sign_in()


def _to_sign_in() -> Response:
    """To the sign-in page, and back here afterwards when the page can be asked for again; a long form is kept for its
    officer, and is there again."""
    if request.method == "GET" and request.endpoint is not None:
        session["next"] = request.full_path.rstrip("?")
    elif request.endpoint in KEEPS_FORMS and (back := keep_posted()):
        session["next"] = back
    return redirect(url_for("sign_in.enter"), 303)
