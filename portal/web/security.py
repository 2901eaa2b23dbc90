"""Headers of every response, errors included; cookies; CSRF."""

import logging
import re
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Flask, abort, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from casefile.settings import Settings
from portal.web.cookies import Cookies
from portal.web.machine import marks

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",  # Pico draws its chevrons and ticks from data: pictures
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

FRAMED_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; sandbox"
"""Of a page that a tool shows inside its own: it can do nothing but be read."""

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}

log = logging.getLogger("portal.web.security")

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

BY_ANY_NAME = frozenset({"health.live", "health.ready", "health.figures"})
"""Asked by machines, by whatever name or number they know this one; no link stands in the answers, and the figures
take a token."""

STATIC_SECONDS = 365 * 24 * 3600  # addresses of static files carry the hash of their content


def install(app: Flask, settings: Settings) -> None:
    secure = settings.secure_cookies
    app.config.update(
        SESSION_COOKIE_NAME=("__Host-" if secure else "") + ("griot-training" if settings.training else "griot"),
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_absolute_h),
        SECRET_KEY_FALLBACKS=list(settings.secret_keys[1:]),
        WTF_CSRF_SECRET_KEY=list(reversed(settings.secret_keys)),  # the last signs, all are read
        WTF_CSRF_TIME_LIMIT=None,  # ends with the sign-in: a report may take an hour to type
        WTF_CSRF_SSL_STRICT=False,  # that check reads the Referer, which our own policy withholds
    )

    app.session_interface = Cookies()
    if settings.proxies:  # only the address: host and scheme are settings of ours
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]

    @app.before_request
    def own_host() -> None:
        """A name that leads to this machine is not yet one of ours (DNS rebinding, links by a foreign Host)."""
        if request.endpoint not in BY_ANY_NAME and not is_own(request.host, settings):
            log.warning("foreign_host", extra={"host": request.host[:100]})
            abort(HTTPStatus.BAD_REQUEST)

    @app.after_request
    def headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers[name] = value
        if marks.has(marks.FRAMED):
            response.headers["Content-Security-Policy"] = FRAMED_POLICY
            del response.headers["X-Frame-Options"]
        if secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.endpoint == "static" and response.status_code in (200, 304):
            response.headers["Cache-Control"] = f"public, max-age={STATIC_SECONDS}, immutable"
        else:
            response.headers["Cache-Control"] = "no-store"
        return response


def is_own(host: str, settings: Settings) -> bool:
    """Whether a Host header names this portal: by one of the listed hosts, or by this machine's loopback."""
    name = host_name(host)
    return host.lower() in settings.hosts or name in LOOPBACK or name in _names(settings)


def host_name(host: str) -> str:
    """The name in a Host header, without its port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _names(settings: Settings) -> set[str]:
    """Hosts that are listed without a port: any port will do."""
    return {host for host in settings.hosts if not re.search(r":\d+$", host)}


def install_csrf(app: Flask) -> None:
    """After the gate, so that a stranger's request is sent to the sign-in page before anything is said of tokens."""
    CSRFProtect(app)
