"""What a list names somebody or something for, in words: topics of FollowTheMoney, and types of fraud of a document."""

from collections.abc import Mapping

from portal.web.i18n import lazy_gettext as _

TOPICS: Mapping[str, str] = {
    "sanction": _("Under sanctions"),
    "sanction.linked": _("Linked to somebody under sanctions"),
    "wanted": _("Wanted"),
    "crime": _("Crime"),
    "crime.terror": _("Terrorism"),
    "crime.traffick": _("Trafficking"),
    "role.pep": _("Holds a public office"),
    "role.rca": _("Close to a holder of a public office"),
    "document.stolen": _("Stolen document"),
    "document.stolen_blank": _("Stolen blank document"),
    "document.lost": _("Lost document"),
    "document.revoked": _("Revoked document"),
    "document.counterfeit": _("Counterfeit document"),
}


def topic(code: str) -> str:
    """The word of a topic; the nearest wider one where it has none of its own, else the code as it stands."""
    wider = code
    while wider and wider not in TOPICS:
        wider = wider.rpartition(".")[0]
    return TOPICS[wider] if wider else code
