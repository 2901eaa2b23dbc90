"""Languages: which one a page is in, and which way it runs."""

from pathlib import Path
from typing import cast

import flask_babel
from babel import Locale
from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, get_locale

from portal.translations import LANGUAGES
from portal.web.context import settings
from portal.web.machine import marks

DEFAULT_LANGUAGE = "fr"
COOKIE = "language"
KEPT = "language"
"""In the signed cookie: the choice of the officer whose browser it is, for when the database cannot be asked."""


def install(app: Flask) -> None:
    app.config.update(
        BABEL_DEFAULT_LOCALE="en",  # the language the texts in the code are written in
        BABEL_TRANSLATION_DIRECTORIES=str(Path(__file__).parents[1] / "translations"),
    )
    Babel(app, locale_selector=language, timezone_selector=timezone)
    app.jinja_env.add_extension("jinja2.ext.i18n")

    @app.context_processor
    def page_language() -> dict[str, object]:
        locale = get_locale() or Locale("en")
        return {"lang": locale.language, "direction": locale.text_direction, "languages": LANGUAGES}


def lazy_gettext(text: str) -> str:
    """A text of a module, translated each time a page shows it. Typed as the text that it becomes.

    The name is one the catalogues look for (`scripts/translations.py`).
    """
    return cast(str, flask_babel.lazy_gettext(text))


def cookie() -> str:
    """Where this browser keeps the language. A training space's is its own: ports of one host share their cookies."""
    return f"{COOKIE}-training" if settings().training else COOKIE


def language() -> str:
    """The officer's own choice, else this browser's, else that of who signed in with it last, else what the browser
    asks for, else the unit's."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    if marks.asks_machine():  # no cookie of it is read, and it has no language of its own
        return "en"
    officer = g.get("officer")
    profile = officer.profile if officer else None
    own, kept = (profile.locale, None) if profile else (None, session.get(KEPT))
    for choice in (own, request.cookies.get(cookie()), kept):
        if choice in LANGUAGES:
            return str(choice)
    best = request.accept_languages.best_match(list(LANGUAGES))
    return best or (profile.unit_locale if profile and profile.unit_locale in LANGUAGES else DEFAULT_LANGUAGE)


def timezone() -> str:
    """The unit's own; Dakar's (which is UTC) for strangers."""
    officer = g.get("officer") if has_request_context() else None
    return officer.profile.timezone if officer else "Africa/Dakar"
