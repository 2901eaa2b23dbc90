"""Who is signed in: read from the database at each request, so that rights and sign-ins end at once."""

from dataclasses import dataclass
from datetime import datetime

from flask import Flask, g, request, session
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy.orm import Session

from casefile.people import profiles, sessions
from casefile.people.profiles import Profile
from casefile.people.sessions import VerifiedSession
from casefile.policy.identity.factors import counts
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer
from casefile.vocabulary import Role
from portal.web import security
from portal.web.context import settings, store
from portal.web.i18n import KEPT

ASKED_BY_PAGES = frozenset({"home.bell", "post_away.line"})
"""What an open page asks by itself: nobody need sit there, so it keeps no sign-in from idling out."""


@dataclass
class Officer(UserMixin):
    """Who is signed in: `viewer` is what the rules see, `profile` what pages show."""

    token: str
    viewer: Viewer
    profile: Profile
    factor: str
    factor_at: datetime | None
    limited: bool
    """Opens nothing but the pages on which a second factor is set up."""

    def get_id(self) -> str:
        return self.token

    @property
    def roles(self) -> list[Role]:
        return sorted(self.viewer.roles)


def install(app: Flask) -> None:
    app.config["SESSION_PROTECTION"] = None  # the row in the database is the sign-in; a mobile line changes address
    manager = LoginManager(app)
    manager.user_loader(officer_of)
    security.install_csrf(app)

    @app.context_processor
    def who() -> dict[str, object]:
        officer = g.get("officer")
        return {
            "officer": officer,
            "demo": settings().demo,
            "here": request.full_path.rstrip("?") if request.method == "GET" else "",
            "may_search": officer is not None and not officer.limited and officer.viewer.may(Permission.SEARCH),
        }


def signed_in_viewer() -> Viewer | None:
    """The viewer of this request, from the database; sets `g.officer`. None for a stranger."""
    officer = current_user._get_current_object()
    g.officer = officer if isinstance(officer, Officer) else None
    if g.officer and session.get(KEPT) != g.officer.profile.locale:
        session[KEPT] = g.officer.profile.locale
    return g.officer.viewer if g.officer else None


def officer_of(token: str) -> Officer | None:
    """The officer whose sign-in the token is; notes its use when that is due."""
    with store().reading() as db:
        held = sessions.verify_session(db, token, settings())
        if held is not None and not counts(held.factor, demo=settings().demo):
            held = None
        officer = _officer(db, token, held) if held else None
    if held is not None and held.stale and request.endpoint not in ASKED_BY_PAGES:
        with store().writing() as db:
            sessions.touch_session(db, token, settings())
    return officer


def _officer(db: Session, token: str, held: VerifiedSession) -> Officer:
    profile = profiles.profile_of(db, held.viewer)
    return Officer(token, held.viewer, profile, held.factor, held.factor_at, held.limited)
