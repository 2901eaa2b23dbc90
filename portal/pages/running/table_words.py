"""The words of columns of a unit's tables, and of what became of their rows."""

from collections.abc import Mapping

from casefile.exchange.workbooks.columns import Column
from portal.web.i18n import lazy_gettext as _

COLUMNS: Mapping[Column, object] = {
    Column.LEAVE: _("not brought in"),
    Column.NAME: _("Whole name"),
    Column.GIVEN: _("Given name"),
    Column.FAMILY: _("Family name"),
    Column.NAME_PART: _("Part of the name"),
    Column.ALIAS: _("Other name"),
    Column.BIRTH: _("Date of birth"),
    Column.SEX: _("Sex"),
    Column.NATIONALITY: _("Nationality"),
    Column.BIRTH_PLACE: _("Place of birth"),
    Column.ADDRESS: _("Address"),
    Column.PHONE: _("Phone"),
    Column.PASSPORT: _("Passport"),
    Column.NATIONAL_ID: _("National identity number"),
    Column.DOCUMENT: _("Other document"),
    Column.PLATE: _("Plate"),
    Column.VIN: _("Chassis number"),
    Column.IMEI: _("IMEI"),
    Column.ACCOUNT: _("Account"),
    Column.EMAIL: _("E-mail"),
    Column.HANDLE: _("Name on a network"),
    Column.CATEGORY: _("Suspect, victim, witness …"),
    Column.GROUND: _("Ground"),
    Column.OFFENCE: _("Offences, form of exploitation"),
    Column.EVENT_DAY: _("Day of an event, or the first of several"),
    Column.EVENT_LAST: _("Last day of an event"),
    Column.DEPARTURE: _("Departed from"),
    Column.LANDING: _("Landed at"),
    Column.INTERCEPTION: _("Intercepted at"),
    Column.SEEN: _("Place of an event"),
    Column.DEPARTED_AT: _("Time of departure"),
    Column.ARRIVED_AT: _("Time of arrival"),
    Column.MEANS: _("Means of transport"),
    Column.PEOPLE: _("Number of people"),
    Column.NOTE: _("Text"),
    Column.KEY: _("Our own number: updates what has it"),
}
OUTCOMES: Mapping[str, object] = {
    "created": _("new"),
    "updated": _("changed"),
    "unchanged": _("as before"),
    "rejected": _("not brought in"),
    "taken_back": _("taken back"),
    "put_back": _("put back as before"),
    "put_back_protected": _("put back, but the protection stays"),
    "kept": _("changed since, and left"),
}
