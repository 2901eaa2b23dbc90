"""Which addresses are for machines: by the mark on the view, or, where no view answers, by how the address begins."""

from collections.abc import Callable
from typing import TypeVar

from flask import current_app, request

from casefile.vocabulary import TokenScope

SCOPES = "griot_scopes"
"""The mark of a view for machines: the scopes of which one opens it; none: every token."""
ANYBODY = "griot_anybody"
"""The mark of a view for machines that answers without a token."""
BY_ADDRESS = "griot_by_address"
"""The mark of a view whose address holds the caller's word (`key`), for tools that can send no header."""
FRAMED = "griot_framed"
"""The mark of a view that a tool shows inside a page of its own."""

BEGINS = ("/api/", "/match", "/entities", "/catalog", "/algorithms", "/reconcile", "/openapi.json", "/healthz")
"""What lies below is answered as to a machine even where nothing lies there. No page of the portal begins so."""

View = TypeVar("View", bound=Callable[..., object])


def opened_by(*scopes: TokenScope) -> Callable[[View], View]:
    """Open the view to tokens with one of these scopes; without any, to every token."""

    def marked(view: View) -> View:
        setattr(view, SCOPES, frozenset(scopes))
        return view

    return marked


def marked(mark: str) -> Callable[[View], View]:
    """Put one of the marks above on a view."""

    def with_mark(view: View) -> View:
        setattr(view, mark, True)
        return view

    return with_mark


def has(mark: str) -> bool:
    """Whether the view of this request has the mark."""
    return bool(getattr(current_app.view_functions.get(request.endpoint or ""), mark, False))


def scopes() -> frozenset[TokenScope] | None:
    """The scopes that open the view of this request; None where it is no view for machines."""
    found: frozenset[TokenScope] | None = getattr(current_app.view_functions.get(request.endpoint or ""), SCOPES, None)
    return found


def asks_machine() -> bool:
    """Whether the request is for an address of machines."""
    if request.endpoint is not None:
        return scopes() is not None
    return request.path.startswith(BEGINS)


def wants_json() -> bool:
    """Whether a machine asks for a page of the portal: it shows a token, or reads JSON alone."""
    if request.headers.get("Authorization"):
        return True
    accepted = request.accept_mimetypes
    return bool(request.headers.get("Accept")) and accepted.accept_json and not accepted.accept_html
