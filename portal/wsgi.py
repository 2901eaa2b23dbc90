"""The door for a WSGI server: `portal.wsgi:app`. The application is made when the server asks for it."""

from functools import cache

from flask import Flask

from casefile.settings import Settings
from portal import create_app


@cache
def _app() -> Flask:
    return create_app(Settings.from_env())


def __getattr__(name: str) -> Flask:
    if name != "app":
        raise AttributeError(name)
    return _app()
