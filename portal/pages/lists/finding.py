"""What an officer looks for in a list may be a name: in an address it stands locked, for that officer and that list.

Nothing is kept of it. Another officer's address, or one that was altered, is as if nothing were looked for.
"""

import base64
import binascii

from flask import current_app

from casefile.sealing.boxes import Unreadable, derived, lock, unlock
from portal.web.context import viewer

MAX_TYPED = 200
BLOCK = 64
"""Bytes: lengths are filled up to these, so that an address does not say how long a name is."""
LONGEST = 2_000
_USE = "griot find in a list"


def locked(text: str, of: str) -> str:
    """As it stands in the address; empty for nothing."""
    content = text.strip()[:MAX_TYPED].encode()
    if not content:
        return ""
    filled = content + b"\0" * (-len(content) % BLOCK)
    return base64.urlsafe_b64encode(lock(_keys()[0], filled, _what(of))).decode().rstrip("=")


def opened(token: str, of: str) -> str:
    """What was typed; empty where the address is not this officer's for this list."""
    if not token or len(token) > LONGEST:
        return ""
    try:
        box = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return ""
    for key in _keys():
        try:
            return unlock(key, box, _what(of)).rstrip(b"\0").decode()
        except Unreadable:
            continue
    return ""


def _what(of: str) -> str:
    return f"{of} {viewer().officer_id} {viewer().unit_id}"


def _keys() -> list[bytes]:
    secrets = [str(current_app.secret_key), *(current_app.config.get("SECRET_KEY_FALLBACKS") or ())]
    return [derived(secret.encode(), _USE) for secret in secrets]
