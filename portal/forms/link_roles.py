"""The parts that two records may play in one another, as a list to choose from: those that fit, both ways round."""

from collections.abc import Sequence

from flask_babel import gettext as _

from casefile import vocabulary as v
from casefile.subjects.roles import EVERYWHERE, roles, roles_into, roles_of
from portal.show.filters import word

INWARD = "in:"
"""Before a role that the other record plays in this one."""


def between(this: v.RecordKind, other: v.RecordKind) -> list[tuple[str, str]]:
    """(value, words), the likeliest first: what this record is in the other, and what the other is in this one."""
    out, back = roles(this, other), roles(other, this)
    own_out, own_back = _own(out), _own(back)
    return [
        *((role.value, _said(role)) for role in own_out),
        *((INWARD + role.value, _said(role, inward=True)) for role in own_back),
        *((role.value, _said(role)) for role in EVERYWHERE),
        (INWARD + v.LinkRole.MENTIONED.value, _said(v.LinkRole.MENTIONED, inward=True)),
    ]


def of_kind(this: v.RecordKind) -> list[tuple[str, str]]:
    """The same where the other record is not known yet: all that some record may be."""
    return [
        ("", _("No link")),
        *((role.value, _said(role)) for role in roles_of(this)),
        *((INWARD + role.value, _said(role, inward=True)) for role in roles_into(this) if role is not v.LinkRole.OTHER),
    ]


def read(value: str) -> tuple[v.LinkRole, bool] | None:
    """The role that was chosen, and whether the other record plays it; None for what is no role."""
    inward = value.startswith(INWARD)
    role = value.removeprefix(INWARD)
    return (v.LinkRole(role), inward) if role in set(v.LinkRole) else None


def _own(found: Sequence[v.LinkRole]) -> list[v.LinkRole]:
    return [role for role in found if role not in EVERYWHERE]


def _said(role: v.LinkRole, *, inward: bool = False) -> str:
    return _("has as %(role)s", role=word(role)) if inward else _("%(role)s in", role=word(role))
