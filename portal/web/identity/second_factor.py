"""The second factor on a page: what was shown in a form, and what is asked of a security key."""

from dataclasses import dataclass

from flask import request
from sqlalchemy.orm import Session

from casefile.policy.identity.factors import Factor, accepted
from casefile.sign_in import second, security_keys
from casefile.sign_in.second import Shown
from casefile.sign_in.security_keys import Question, Site
from casefile.vocabulary import Role
from portal.web.context import settings

CODE, ANSWER, TOKEN = "shown_code", "shown_answer", "shown_token"
"""The fields, under names that no form of a page has."""
FIELDS = frozenset({CODE, ANSWER, TOKEN})
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page asks for: which ways there are, and the question to a security key where there is one."""

    ways: frozenset[str]
    question: Question | None


def site() -> Site:
    """Where the browser stands. The host is one of ours: others were refused."""
    scheme = "https" if settings().secure_cookies else "http"
    return Site(request.host.rpartition(":")[0] if ":" in request.host.rpartition("]")[2] else request.host,
                f"{scheme}://{request.host}")  # fmt: skip


def keys_work_here() -> bool:
    """Browsers offer security keys to a name over TLS, and to `localhost`; not to a bare address."""
    name = site().host
    return name == "localhost" or (
        settings().secure_cookies and not name.replace(".", "").isdigit() and "[" not in name
    )


def was_shown() -> bool:
    return bool(request.form.get(CODE) or request.form.get(ANSWER))


def shown(device: str) -> Shown:
    """What the form brought."""
    form = request.form
    return Shown(form.get(CODE, "")[:100], form.get(ANSWER, "")[:_LONGEST], form.get(TOKEN, "")[:100], site(), device)


def ask(session: Session, officer_id: str, roles: frozenset[Role]) -> Asked:
    """What to ask this officer for. Needs a writing session: a question to a key is kept."""
    ways = accepted(roles, second.held_by(session, officer_id))
    question = security_keys.ask(session, officer_id, site()) if Factor.KEY in ways and keys_work_here() else None
    return Asked(frozenset(way.value for way in ways), question)
