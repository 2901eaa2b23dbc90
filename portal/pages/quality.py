"""The quality of a unit's own data: what may be wrong, how often, and where it is set right."""

from flask import Blueprint, render_template, url_for
from flask_babel import gettext as _

from casefile import lists, quality
from casefile.lists import Asked
from casefile.policy.permissions import Permission
from casefile.vocabulary import RecordFault
from portal.show.filters import word
from portal.web.context import store, viewer
from portal.web.gate import needs
from portal.web.i18n import lazy_gettext

blueprint = Blueprint("quality", __name__, url_prefix="/quality")

REMEDIES = {
    RecordFault.IMPOSSIBLE: lazy_gettext(
        "Born or dead in the future, dead before birth, expired before issue. Open the record and correct the date."
    ),
    RecordFault.UNREAD_NUMBER: lazy_gettext(
        "It is found only as it is written. Open the record and type it again from the source, with its country."
    ),
    RecordFault.TWICE: lazy_gettext(
        "Two of your records hold the same number, or the same name and date of birth. Link them, or withdraw one."
    ),
    RecordFault.NO_YEAR: lazy_gettext(
        "A common name without a year is compared with too many. Add the year, or about which year."
    ),
}
"""What is done about each fault."""


@blueprint.get("/")
@needs(Permission.READ_RECORD)
def page() -> str:
    with store().reading() as session:
        counts = quality.counts(session, viewer())
        silent = None
        if viewer().may(Permission.READ_WATCH):
            silent = lists.listed_watches(session, viewer(), Asked(chosen={"wants": "broken"})).total
    lines = [
        (word(fault), REMEDIES[fault], many, url_for("records.listing", fault=fault.value))
        for fault, many in counts.items()
    ]
    if silent is not None:
        remedy = _("Nothing in it can be looked for. Complete it with a full name, a year or a number.")
        lines.append((_("A watch that finds nothing"), remedy, silent, url_for("watches.listing", wants="broken")))
    return render_template("quality/page.html", lines=lines, clean=not any(many for *_words, many, _to in lines))
