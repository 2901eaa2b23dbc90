"""Units and officers: kinds, services, duties, what changed in them, what is counted and raised as an alarm."""

from enum import StrEnum


class Role(StrEnum):
    INVESTIGATOR = "investigator"
    WATCH_OFFICER = "watch_officer"
    COORDINATOR = "coordinator"
    PROTECTION = "protection"
    ANALYST = "analyst"
    CHIEF = "chief"
    MAGISTRATE = "magistrate"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class PeopleChange(StrEnum):
    """What administration does to an officer: as it is asked for, and as the unit's people are shown it."""

    ADDED = "added"
    DUTIES = "duties"
    RESET = "reset"  # a new one-time code
    FACTORS = "factors"  # the second factor is taken away, with a one-time code to set up another
    MOVED = "moved"  # as asked for; the two units see that somebody left and joined
    LEFT = "left"
    JOINED = "joined"
    SHUT_OUT = "shut_out"
    SYSTEM_LET_IN = "system_let_in"  # a system may ask in the unit's name (`griot token`)
    SYSTEM_ENDED = "system_ended"


class UnitKind(StrEnum):
    INVESTIGATION = "investigation"
    COORDINATION = "coordination"
    SOURCE = "source"  # a list somebody publishes (UN special notices): records, no officers
    POST = "post"  # what a unit's officers asked at posts: nobody serves in it, and no list of units holds it


SET_UP = (UnitKind.INVESTIGATION, UnitKind.COORDINATION, UnitKind.SOURCE)
"""Kinds of units that an administrator sets up."""


class Service(StrEnum):  # of which service a unit is
    POLICE = "police"
    GENDARMERIE = "gendarmerie"
    CUSTOMS = "customs"
    BORDER_POLICE = "border_police"
    JUDICIARY = "judiciary"


class Act(StrEnum):
    """What an officer does that is counted (casefile/policy/budgets.py)."""

    SEARCH = "search"
    FOREIGN_READ = "foreign_read"
    WATCH = "watch"
    CHECK = "check"
    """One line of a list that is checked as a whole."""
    EXPORT = "export"
    """A case, or all of a unit, taken out as a file."""


class TrainingCourse(StrEnum):
    """What an officer was trained in (the register of training)."""

    DATA_ENTRY = "data_entry"
    SEARCH = "search"
    REVIEW = "review"
    PROTECTION = "protection"
    JOINT_SIMULATION = "joint_simulation"


class TokenScope(StrEnum):
    """What a machine's token opens (casefile/policy/identity/scopes.py)."""

    MATCH = "match"
    SEARCH = "search"
    RECONCILE = "reconcile"
    RECORDS = "records"
    WATCHES = "watches"
    POINTERS = "pointers"
    OPERATIONS = "operations"


class AlarmKind(StrEnum):
    """What coordinator and auditor are shown without having asked."""

    BUDGET = "budget"
    SERIES = "series"
    UNIT_CLOSED = "unit_closed"
    ALTERED = "altered"
