"""Where a request comes from: network, kind of browser, known device."""

import re
import secrets

from flask import request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from casefile.policy.identity.waiting import network_of
from casefile.sign_in import devices
from portal.web.context import settings

COOKIE = "griot-device"
_LONGEST = 200
_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"),
             ("Chrome/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip
"""What stands in a browser's own words, and its name; those that name others as well come first."""
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
            ("Linux", "Linux"))  # fmt: skip


def network() -> str:
    """The network of the request, as wrong tries are counted and as the officer sees it."""
    return network_of(request.remote_addr or "")


def agent() -> str:
    """The browser in two words, such as `Firefox, Android`; empty when it is none that is known."""
    said = request.headers.get("User-Agent", "")
    found = (next((name for sign, name in table if sign in said), "") for table in (_BROWSERS, _SYSTEMS))
    return ", ".join(one for one in found if one)


def device() -> str:
    """The token of this browser's cookie; empty where there is none that we signed."""
    signed = request.cookies.get(_name(), "")[:_LONGEST]
    try:
        token = _signer().loads(signed)
    except BadSignature:
        return ""
    return token if isinstance(token, str) and re.fullmatch(r"[\w-]{43}", token) else ""


def new_device() -> str:
    return secrets.token_urlsafe(32)


def keep_device(answer: Response, token: str) -> None:
    """Let the browser hold the token for as long as a device stays known."""
    answer.set_cookie(
        _name(), _signer().dumps(token), max_age=int(devices.LIFE.total_seconds()), samesite="Lax", httponly=True,
        secure=settings().secure_cookies, path="/",
    )  # fmt: skip


def _name() -> str:
    """A training space's has a name of its own: ports of one host share their cookies."""
    own = f"{COOKIE}-training" if settings().training else COOKIE
    return f"__Host-{own}" if settings().secure_cookies else own


def _signer() -> URLSafeSerializer:
    """Signs with the present key and reads what the former one signed."""
    return URLSafeSerializer(list(reversed(settings().secret_keys)), salt="known device")
