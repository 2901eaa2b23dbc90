"""What a request may carry: a form, unless the view says otherwise. Anything else is refused before it is read."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, request
from werkzeug.exceptions import UnsupportedMediaType

FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
TAKES = "griot_takes"
"""The mark of a view that takes another kind of body as well."""

LARGEST = "griot_largest"
"""The mark of a view that takes more than a form of text."""
LARGEST_FILE_BYTES = 16 * 1024 * 1024
"""The largest file that comes with a form, of a browser without scripts."""
FORM_BYTES = 64 * 1024
"""What a form with a file has besides the file."""

View = TypeVar("View", bound=Callable[..., object])


def takes(*kinds: str) -> Callable[[View], View]:
    """Let the view be sent bodies of these kinds, besides forms. It reads them itself, with bounds of its own."""

    def marked(view: View) -> View:
        setattr(view, TAKES, frozenset(kinds))
        return view

    return marked


def takes_up_to(size: int) -> Callable[[View], View]:
    """Let the view take a file of up to so many bytes with its form."""

    def marked(view: View) -> View:
        setattr(view, LARGEST, size + FORM_BYTES)
        return view

    return marked


def install(app: Flask) -> None:
    @app.before_request
    def forms_only() -> None:
        """Flask-WTF would read JSON into a form too, nested as deep as its sender likes."""
        if not request.content_length and not request.headers.get("Transfer-Encoding"):
            return
        view = app.view_functions.get(request.endpoint or "")
        largest: int | None = getattr(view, LARGEST, None)
        if largest is not None:
            request.max_content_length = largest
        also: frozenset[str] = getattr(view, TAKES, frozenset())
        if request.mimetype not in FORMS | also:
            raise UnsupportedMediaType
