"""Who asks: an officer with roles in one unit, as every rule sees one."""

from dataclasses import dataclass

from casefile.errors import NotAllowed
from casefile.policy.permissions import Permission, permissions_of
from casefile.vocabulary import Role, UnitKind


@dataclass(frozen=True, slots=True)
class Viewer:
    """An officer as the rules see one. Built again for each request from the database, never from a browser's word."""

    officer_id: str
    login: str
    unit_id: str
    unit_code: str
    roles: frozenset[Role]
    unit_kind: UnitKind = UnitKind.INVESTIGATION
    """Of the coordination office, a protection officer is the whole network's."""
    only: frozenset[Permission] | None = None
    """What a machine's token opens, of all that the roles allow; None: a person, to whom all of it is open."""

    @property
    def machine(self) -> bool:
        """Whether a machine asks, by a token of the unit."""
        return self.only is not None

    def may(self, permission: Permission) -> bool:
        return permission in permissions_of(self.roles) and (self.only is None or permission in self.only)


def require(viewer: Viewer, permission: Permission) -> None:
    """First statement of an action. Raises NotAllowed, which names no role and no permission."""
    if not viewer.may(permission):
        raise NotAllowed("You may not do this. Ask your administrator if your duties have changed.")
