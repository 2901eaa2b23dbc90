"""The door for a WSGI server: `portal.wsgi:app`. The application is made when the server asks for it."""

import sys
from contextlib import suppress
from functools import cache

from flask import Flask
from sqlalchemy.exc import DBAPIError

from casefile import logs
from casefile.errors import SetupError
from casefile.installation import identified
from casefile.settings import Settings
from casefile.storage.store import Store
from casefile.training import fence
from portal import create_app


@cache
def _app() -> Flask:
    """Ends with a sentence where the home and the database are of two installations. A database that does not answer
    yet is asked again with the first search."""
    try:
        settings = Settings.from_env()
        logs.configure(settings.log_format)
        store = Store(settings.database_url, secret=settings.secret_keys)
        with suppress(DBAPIError):
            identified(settings, store)
        if settings.training:
            fence.shut(settings.opensearch_url)
    except SetupError as error:
        sys.exit(f"griot: {error}")
    return create_app(settings, store)


def __getattr__(name: str) -> Flask:
    if name != "app":
        raise AttributeError(name)
    return _app()
