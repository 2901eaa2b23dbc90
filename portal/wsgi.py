"""The door for a WSGI server: `portal.wsgi:app`. The application is made when the server asks for it."""

from typing import Any

from casefile.settings import Settings
from portal import create_app

_made: dict[str, Any] = {}


def __getattr__(name: str) -> Any:
    if name != "app":
        raise AttributeError(name)
    if name not in _made:
        _made[name] = create_app(Settings.from_env())
    return _made[name]
