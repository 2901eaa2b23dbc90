"""What machines ask, as the matrix has the pages: by which scope of a token, and what each leaves in the trail.

No officer's sign-in opens any of it, and no token a page. A new operation is one more row; what the table lacks fails
the build.
"""

from dataclasses import dataclass

from casefile.audit import Action as A
from casefile.vocabulary import TokenScope as S


@dataclass(frozen=True)
class Machine:
    """One endpoint with its methods. `scopes`: one of them opens it; none: it answers anybody."""

    endpoint: str
    methods: str
    scopes: frozenset[S]
    leaves: A | None = None
    """The action of the line of the trail that a plain request leaves; None: of nobody's act nothing is written."""


def _row(endpoint: str, methods: str, scopes: str, leaves: A | None) -> Machine:
    return Machine(endpoint, methods, frozenset(S(word) for word in scopes.split()), leaves)


_RECONCILE = tuple(
    _row(f"openrefine.{name}{way}", methods, "reconcile", leaves)
    for way in ("", "_at")
    for name, methods, leaves in (
        ("root", "GET POST", A.LIST),
        ("suggest_entity", "GET", A.LIST),
        ("suggest_type", "GET", A.LIST),
        ("suggest_property", "GET", A.LIST),
        ("properties", "GET", A.LIST),
        ("preview", "GET", A.REFUSED),
    )
)
"""A row twice: by a token in the header, and by a word in the address."""

MACHINES = (
    _row("openapi.described", "GET", "", None),
    _row("yente_search.healthz", "GET", "", None),
    _row("yente_match.match", "POST", "match", A.REFUSED),
    _row("yente_match.algorithms", "GET", "match search reconcile", A.LIST),
    _row("yente_search.search", "GET", "search", A.REFUSED),
    _row("yente_search.fetch", "GET", "match search reconcile", A.REFUSED),
    _row("yente_search.catalog", "GET", "match search reconcile", A.LIST),
    *_RECONCILE,
    _row("api_records.open_cases", "GET", "records", A.LIST),
    _row("api_records.listing", "GET", "records", A.LIST),
    _row("api_records.enter", "POST", "records", A.REFUSED),
    _row("api_records.read", "GET", "records", A.REFUSED),
    _row("api_records.amend", "PUT", "records", A.REFUSED),
    _row("api_records.withdraw", "POST", "records", A.REFUSED),
    _row("api_leaving.network", "GET", "records", A.EXPORT),
    _row("api_leaving.stix", "GET", "records", A.EXPORT),
    _row("api_watches.listing", "GET", "watches", A.LIST),
    _row("api_watches.register", "POST", "watches", A.REFUSED),
    _row("api_watches.read", "GET", "watches", A.REFUSED),
    _row("api_watches.amend", "PUT", "watches", A.REFUSED),
    _row("api_watches.end", "POST", "watches", A.REFUSED),
    _row("api_operations.listing", "GET", "operations", A.LIST),
    _row("api_operations.enter", "POST", "operations", A.REFUSED),
    _row("api_operations.read", "GET", "operations", A.REFUSED),
    _row("api_operations.postpone", "POST", "operations", A.REFUSED),
    _row("api_operations.end", "POST", "operations", A.REFUSED),
    _row("api_pointers.feed", "GET", "pointers", A.LIST),
    _row("api_pointers.read", "GET", "pointers", A.REFUSED),
)
"""Asked without a body and of an id that never was, what needs either is refused: that too is a line."""

ENDPOINTS = frozenset(one.endpoint for one in MACHINES)
