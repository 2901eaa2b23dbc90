"""The permissions and what each role holds. One enum, one table."""

from enum import StrEnum

from casefile.vocabulary import Role


class Permission(StrEnum):
    SEARCH = "record:search"
    READ_RECORD = "record:read"
    ENTER_RECORD = "record:enter"
    BRING_TABLE = "table:bring"
    """A unit's table: what becomes of its rows, records or watches, asks for the right to make such besides."""
    WATCH_SUBJECT = "watch:subject:add"
    READ_WATCH = "watch:read"
    APPROVE_WATCH = "watch:approve"
    READ_POINTER = "hit:pointer:read"
    ANSWER_POINTER = "hit:pointer:answer"
    CONTACT = "hit:contact"
    READ_JOINT = "joint:read"
    WORK_JOINT = "joint:work"
    HAND_OVER = "case:hand-over"
    PLAN_OPERATION = "operation:plan"
    """Enter, read and change what the own unit plans: by person, so that not all of the unit read it."""
    KEEP_EXHIBITS = "exhibit:keep"
    RECEIVE_CASE = "case:receive"
    READ_RECIPROCITY = "reciprocity:own:read"
    READ_PICTURE = "picture:read"
    READ_UNIT_FIGURES = "unit:figures:read"
    """The own unit in numbers, and which of its officers were trained; no record, watch or hit."""
    READ_CONSULTED = "consultations:own:read"
    COORDINATE = "network:coordinate"
    REVIEW_HIT = "hit:review"
    REVIEW_PROTECTED_HIT = "hit:protected:review"
    LOWER_PROTECTION = "protection:lower"
    JUDGE_NAMES = "names:judge"
    READ_BACKLOG = "pipeline:backlog:read"
    RETRY_DEAD_LETTERS = "pipeline:dead-letters:retry"
    READ_AUDIT = "audit:read"
    READ_ALARMS = "alarm:read"
    COUNTERSIGN = "audit:countersign"
    ADMINISTER = "unit:administer"
    TRAIN = "training:keep"
    """Note who was trained; in a training space, put it back to its start."""


READS_FOR_ITS_UNIT = frozenset(
    {
        Permission.SEARCH,
        Permission.READ_RECORD,
        Permission.READ_WATCH,
        Permission.READ_POINTER,
        Permission.READ_JOINT,
        Permission.READ_RECIPROCITY,
        Permission.READ_CONSULTED,
    }
)

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.INVESTIGATOR: READS_FOR_ITS_UNIT
    | {
        Permission.ENTER_RECORD,
        Permission.BRING_TABLE,
        Permission.ANSWER_POINTER,
        Permission.CONTACT,
        Permission.WORK_JOINT,
        Permission.PLAN_OPERATION,
        Permission.HAND_OVER,
        Permission.KEEP_EXHIBITS,
        Permission.COUNTERSIGN,
    },
    Role.WATCH_OFFICER: READS_FOR_ITS_UNIT
    | {
        Permission.WATCH_SUBJECT,
        Permission.BRING_TABLE,
        Permission.APPROVE_WATCH,
        Permission.PLAN_OPERATION,
        Permission.ANSWER_POINTER,
        Permission.CONTACT,
        Permission.COUNTERSIGN,
    },
    Role.COORDINATOR: frozenset(
        {
            # What is released to the whole network or to the coordination office, with a reason, as every unit.
            Permission.SEARCH,
            Permission.READ_RECORD,
            Permission.COORDINATE,
            Permission.READ_PICTURE,
            Permission.REVIEW_HIT,
            Permission.APPROVE_WATCH,
            Permission.JUDGE_NAMES,
            Permission.READ_BACKLOG,
            Permission.RETRY_DEAD_LETTERS,
            Permission.READ_ALARMS,
            Permission.TRAIN,
        }
    ),
    Role.PROTECTION: frozenset(
        {Permission.REVIEW_PROTECTED_HIT, Permission.APPROVE_WATCH, Permission.LOWER_PROTECTION}
    ),
    Role.ANALYST: frozenset(
        {Permission.SEARCH, Permission.READ_RECORD, Permission.READ_JOINT, Permission.READ_PICTURE}
    ),
    Role.CHIEF: frozenset({Permission.READ_UNIT_FIGURES, Permission.READ_RECIPROCITY, Permission.READ_PICTURE}),
    Role.MAGISTRATE: frozenset({Permission.RECEIVE_CASE, Permission.COUNTERSIGN}),
    Role.AUDITOR: frozenset({Permission.READ_AUDIT, Permission.READ_ALARMS, Permission.COUNTERSIGN}),
    Role.ADMINISTRATOR: frozenset(
        {Permission.ADMINISTER, Permission.READ_BACKLOG, Permission.RETRY_DEAD_LETTERS, Permission.TRAIN}
    ),
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Everything the roles together allow; no role allows nothing."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))


def roles_with(permission: Permission) -> frozenset[Role]:
    """The roles that hold it."""
    return frozenset(role for role, held in ROLE_PERMISSIONS.items() if permission in held)
