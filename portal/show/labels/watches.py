"""Words of watches: states, what weakens one and what would help."""

from enum import StrEnum

from casefile import vocabulary as v
from portal.web.i18n import lazy_gettext as _

WATCH_FACTS = {
    "name": _("the name"),
    "birth": _("the year of birth"),
    "nationality": _("the nationality"),
    "place": _("a place"),
    "event": _("the place and the days"),
    "people": _("the number of people"),
    "together": _("everything this watch holds, together"),
}
"""What makes a record count for a watch, besides the kinds of numbers."""

WORDS: dict[type[StrEnum], dict[StrEnum, str]] = {
    v.WatchState: {
        v.WatchState.PROPOSED: _("Proposed"),
        v.WatchState.APPROVED: _("Approved"),
        v.WatchState.ACTIVE: _("Watching"),
        v.WatchState.SUSPENDED: _("Suspended"),
        v.WatchState.EXPIRED: _("Expired"),
        v.WatchState.ENDED: _("Ended"),
        v.WatchState.BROKEN: _("Broken: does not watch"),
        v.WatchState.TOMBSTONED: _("Erased"),
    },
    v.WatchNoticeKind: {
        v.WatchNoticeKind.ENDS_IN_30: _("Ends within 30 days"),
        v.WatchNoticeKind.ENDS_IN_7: _("Ends within 7 days"),
        v.WatchNoticeKind.RAN_OUT: _("Ran out"),
        v.WatchNoticeKind.CASE_CLOSED: _("Suspended: its case was closed"),
        v.WatchNoticeKind.BROKEN: _("Finds nothing: the search engine rejects it"),
        v.WatchNoticeKind.APPROVED: _("Approved"),
        v.WatchNoticeKind.REFUSED: _("Refused"),
    },
    v.Band: {
        v.Band.NONE: _("0"),
        v.Band.FEW: _("1–5"),
        v.Band.SOME: _("6–20"),
        v.Band.MORE: _("more"),
    },
    v.Weakness: {
        v.Weakness.SINGLE_NAME: _("A single name is borne by too many persons: alone it never makes a hit."),
        v.Weakness.COMMON_NAME: _("This name is common, and nothing beside it tells its bearers apart."),
        v.Weakness.NAME_ALONE: _("This name alone tells too little."),
        v.Weakness.STOP_VALUE: _("It holds a value that many entries hold, which tells nobody apart. Leave it out."),
        v.Weakness.TOO_MANY: _("More than 20 strangers would be found with it."),
        v.Weakness.WIDE_EVENT: _("So wide a circle and so many days do not tell departures apart."),
    },
    v.Remedy: {
        v.Remedy.YEAR: _("the year of birth"),
        v.Remedy.SECOND_NAME: _("a second name"),
        v.Remedy.PHONE: _("a phone number"),
        v.Remedy.DOCUMENT: _("the number of a document"),
        v.Remedy.REGISTRATION: _("a registration number"),
        v.Remedy.PEOPLE: _("the number of people"),
    },
}
