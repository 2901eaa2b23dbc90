"""What a machine's token opens: permissions by scope. A token has those of its scopes and no other one."""

from collections.abc import Iterable, Mapping

from casefile.policy.permissions import Permission
from casefile.vocabulary import Role, TokenScope

ASKS = frozenset({Permission.SEARCH, Permission.READ_RECORD})
OPENS: Mapping[TokenScope, frozenset[Permission]] = {
    TokenScope.MATCH: ASKS,
    TokenScope.SEARCH: ASKS,
    TokenScope.RECONCILE: ASKS,
    TokenScope.RECORDS: frozenset({Permission.READ_RECORD, Permission.ENTER_RECORD}),
    TokenScope.WATCHES: frozenset({Permission.READ_WATCH, Permission.WATCH_SUBJECT}),
    TokenScope.POINTERS: frozenset({Permission.READ_POINTER}),
    TokenScope.OPERATIONS: frozenset({Permission.PLAN_OPERATION}),
}
"""No scope decides, approves, answers or administers: what a person is answerable for stays with persons."""

ROLES = frozenset({Role.INVESTIGATOR, Role.WATCH_OFFICER})
"""The duties whose permissions a token is given a part of."""


def opened_by(scopes: Iterable[TokenScope]) -> frozenset[Permission]:
    """Everything the scopes together allow; no scope allows nothing."""
    return frozenset().union(*(OPENS[scope] for scope in scopes))
