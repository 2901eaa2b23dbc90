"""The first day in a few steps, for each duty: what to do, why, and where."""

from dataclasses import dataclass

from flask import url_for

from casefile.policy.permissions import Permission as P
from casefile.policy.viewer import Viewer
from portal.web.i18n import lazy_gettext as _


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its heading, what is done, and the page it is done on."""

    title: str
    text: str
    url: str


STEPS = (
    (None, "home.start", _("Look at your desk"),
     _("What is due stands first, what presses before all. Each line leads to the page where it is done.")),
    (None, "handbook.contents", _("Read the guide of your duty"),
     _("Step by step, with what to do when something fails. It can be searched and printed, and needs no internet.")),
    (P.SEARCH, "errand.page", _("Say for what you look"),
     _("An errand is a case or a reason. Give it once; it stands on every page until it ends.")),
    (P.SEARCH, "search.form", _("Search a name as you heard it"),
     _("Every way is tried: other spellings, the other script, sounds, parts, numbers with a digit "
       "wrong. Each row says why.")),
    (P.ENTER_RECORD, "records.enter", _("Enter what you know"),
     _("A name is enough. Drafts are kept while you type. What stands in a report is compared by itself.")),
    (P.WATCH_SUBJECT, "watches.new", _("Watch a subject"),
     _("With a ground and a last day. You see what it would have found, and exactly what the other unit would read.")),
    (P.READ_POINTER, "pointers.listing", _("Answer a pointer"),
     _("It says which unit, which desk, which reference, and nothing else. Acknowledge it, call, then decide.")),
    (P.READ_UNIT_FIGURES, "unit.page", _("Read your unit in figures"),
     _("What waits, how fast it is answered, which watches end, who was trained. Numbers alone: records "
       "are not shown.")),
    (P.REVIEW_HIT, "review.queue", _("Judge a hit"),
     _("Both sides on one page, with what agrees and what differs. For ten seconds a judgement can be "
       "undone; nobody is notified before.")),
    (P.REVIEW_PROTECTED_HIT, "review.queue", _("Judge a protected hit"),
     _("Names are masked until a second officer agrees. No investigator learns of it, whatever you judge.")),
    (P.COORDINATE, "coordination.owners", _("See who is late"),
     _("Units that do not answer, ask for help, or have not acknowledged a recall.")),
    (P.RECEIVE_CASE, "dossiers.received", _("Open a dossier"),
     _("Sealed, addressed to your service, and checkable without this portal.")),
    (P.READ_AUDIT, "audit.listing", _("Read the trail"),
     _("Who looked for what, when and why. Searches stay sealed until two persons open them.")),
    (P.ADMINISTER, "admin.units", _("Care for units and officers"),
     _("Links for first passwords, duties, moves. What is grave takes a second administrator.")),
    (None, "account.page", _("Set up your second factor"),
     _("An app or a security key, and codes on paper for a lost telephone.")),
)  # fmt: skip
"""Who takes the step (None: everybody), where, what, and in a sentence how. In the order of a day."""


def steps_for(viewer: Viewer) -> list[Step]:
    """The steps of this officer's duties."""
    return [Step(title, text, url_for(at)) for permission, at, title, text in STEPS
            if permission is None or viewer.may(permission)]  # fmt: skip
