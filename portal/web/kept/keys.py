"""The key of a form: made with its page, signed for its officer, sent back with what was typed.

It makes a form saved once, however often it is sent, and lets what was typed be kept for its officer when the sign-in
has ended meanwhile: whoever holds it was given the form by us.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

from flask import current_app, g
from itsdangerous import BadSignature

from casefile.policy.retention import DRAFT_KEPT
from casefile.storage.tables import new_id
from portal.web.cookies import Signer

FIELD = "form_key"
"""The form's hidden field."""
RAW = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class FormKey:
    """`key` names the form in addresses and in SQL; `record_id` is what it amends, empty for a new record."""

    key: str
    officer_id: str
    record_id: str = ""


def new(record_id: str = "") -> FormKey:
    return FormKey(new_id(), g.viewer.officer_id, record_id)


def signed(held: FormKey) -> str:
    """As the hidden field holds it."""
    return _signer().sign(f"{held.key}-{held.officer_id}-{held.record_id}").decode()


def opened(text: str) -> FormKey | None:
    """The key that the field holds; None where it is not ours or older than any draft."""
    try:
        found: str = _signer().unsign(text, max_age=int(DRAFT_KEPT.total_seconds())).decode()
    except BadSignature:
        return None
    return FormKey(*found.split("-"))


def own(text: str, record_id: str = "") -> FormKey | None:
    """The same, of the officer who is signed in, for this record; else None."""
    held = opened(text)
    return held if held and (held.officer_id, held.record_id) == (g.viewer.officer_id, record_id) else None


def browser_key() -> str:
    """The key under which the officer's browser locks what it keeps while the line is down: this officer's alone, the
    same at each sign-in, so that nobody else at a shared machine reads it. 32 bytes, base64."""
    secret = str(current_app.secret_key).encode()
    made = hmac.new(secret, f"griot browser drafts {g.viewer.officer_id}".encode(), hashlib.sha256)
    return base64.b64encode(made.digest()).decode()


def _signer() -> Signer:
    """By the one clock, as cookies are. Not one that packs what it signs: its length would differ from form to form."""
    app = current_app
    keys = [*reversed(app.config.get("SECRET_KEY_FALLBACKS") or ()), str(app.secret_key)]
    return Signer(keys, salt="griot form key")


def holder() -> str:
    """Whose phone at a post it is, as the phone knows it: tells one officer from another and says nothing of either."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"griot post phone {g.viewer.officer_id}".encode(), hashlib.sha256).hexdigest()[:32]
