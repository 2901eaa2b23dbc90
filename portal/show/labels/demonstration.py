"""The product's own words in the demonstration's data, in the reader's language. What units wrote stays as it is."""

from portal.web.i18n import lazy_gettext as _

OWN_WORDS = {
    "Regional coordination office (demonstration)": _("Regional coordination office (demonstration)"),
    "Coordination office (demonstration)": _("Coordination office (demonstration)"),
    "Coordinator One": _("Coordinator One"),
    "Coordinator Two": _("Coordinator Two"),
    "Protection Officer": _("Protection Officer"),
    "Second Protection Officer": _("Second Protection Officer"),
    "Second Administrator": _("Second Administrator"),
    "Invented for the demonstration.": _("Invented for the demonstration."),
}
"""As `casefile.demo.network` writes them into the database; a test holds the two together."""
