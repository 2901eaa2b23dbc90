"""Words of people and units: duties, services, acts that are counted, alarms."""

from enum import StrEnum

from casefile import vocabulary as v
from portal.web.i18n import lazy_gettext as _

WORDS: dict[type[StrEnum], dict[StrEnum, str]] = {
    v.Role: {
        v.Role.INVESTIGATOR: _("Investigator"),
        v.Role.WATCH_OFFICER: _("Watch officer"),
        v.Role.COORDINATOR: _("Coordinator"),
        v.Role.PROTECTION: _("Protection officer"),
        v.Role.ANALYST: _("Analyst"),
        v.Role.CHIEF: _("Chief of unit"),
        v.Role.MAGISTRATE: _("Magistrate"),
        v.Role.AUDITOR: _("Auditor"),
        v.Role.ADMINISTRATOR: _("Administrator"),
    },
    v.TokenScope: {
        v.TokenScope.MATCH: _("Matching"),
        v.TokenScope.SEARCH: _("Searching"),
        v.TokenScope.RECONCILE: _("Reconciliation"),
        v.TokenScope.RECORDS: _("Records"),
        v.TokenScope.WATCHES: _("Watches"),
        v.TokenScope.POINTERS: _("Pointers"),
        v.TokenScope.OPERATIONS: _("Planned operations"),
    },
    v.PeopleChange: {
        v.PeopleChange.ADDED: _("New officer"),
        v.PeopleChange.DUTIES: _("Change of duties"),
        v.PeopleChange.RESET: _("New one-time code"),
        v.PeopleChange.FACTORS: _("Second factor renewed"),
        v.PeopleChange.MOVED: _("Move to another unit"),
        v.PeopleChange.LEFT: _("Left for another unit"),
        v.PeopleChange.JOINED: _("Came from another unit"),
        v.PeopleChange.SHUT_OUT: _("Deactivated"),
        v.PeopleChange.SYSTEM_LET_IN: _("Token for a system"),
        v.PeopleChange.SYSTEM_ENDED: _("Token of a system revoked"),
    },
    v.TrainingCourse: {
        v.TrainingCourse.DATA_ENTRY: _("Entering data"),
        v.TrainingCourse.SEARCH: _("Searching"),
        v.TrainingCourse.REVIEW: _("Reviewing hits"),
        v.TrainingCourse.PROTECTION: _("Protection of victims and minors"),
        v.TrainingCourse.JOINT_SIMULATION: _("Joint simulation"),
    },
    v.UnitKind: {
        v.UnitKind.INVESTIGATION: _("Investigation unit"),
        v.UnitKind.COORDINATION: _("Coordination office"),
        v.UnitKind.SOURCE: _("Published list"),
        v.UnitKind.POST: _("Questions at posts"),
    },
    v.Service: {
        v.Service.POLICE: _("Police"),
        v.Service.GENDARMERIE: _("Gendarmerie"),
        v.Service.CUSTOMS: _("Customs"),
        v.Service.BORDER_POLICE: _("Border police"),
        v.Service.JUDICIARY: _("Judiciary"),
    },
    v.Act: {
        v.Act.SEARCH: _("Searches"),
        v.Act.FOREIGN_READ: _("Records of other units opened"),
        v.Act.WATCH: _("Watches registered"),
        v.Act.CHECK: _("Lines of lists checked"),
        v.Act.EXPORT: _("Files taken out"),
    },
    v.AlarmKind: {
        v.AlarmKind.BUDGET: _("More than the limit of a day"),
        v.AlarmKind.SERIES: _("A series of nearly the same question"),
        v.AlarmKind.UNIT_CLOSED: _("A unit was closed"),
        v.AlarmKind.ALTERED: _("Something was altered from outside"),
    },
}
