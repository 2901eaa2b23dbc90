"""What stands in court and before the auditors: exhibits and their custody, dossiers, sealed searches, samples."""

from enum import StrEnum


class DossierState(StrEnum):
    """A sealed dossier addressed to a magistrate."""

    SENT = "sent"
    READ = "read"
    MORE_ASKED = "more_asked"
    TAKEN_BACK = "taken_back"
    DESTROYED = "destroyed"  # with the content of a record or watch it was made of


class ExhibitState(StrEnum):
    """Where an exhibit is: on its way in, with its holder, between two hands, outside, gone."""

    RECEIVING = "receiving"
    HELD = "held"
    OFFERED = "offered"
    OUT = "out"
    DESTROYED = "destroyed"


class CustodyAct(StrEnum):
    """What was done with an exhibit: one line of its chain of custody."""

    RECEIVED = "received"
    OPENED = "opened"
    HANDED_ON = "handed_on"
    TAKEN_OVER = "taken_over"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    SENT_OUT = "sent_out"
    RETURNED = "returned"
    CLAIMED = "claimed"
    DESTROYED = "destroyed"


class OpeningState(StrEnum):
    """Where an auditor's request to open a sealed search stands."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    OPENED = "opened"


class Finding(StrEnum):
    """What an auditor found of a line that was drawn to be checked."""

    IN_ORDER = "in_order"
    TO_CLARIFY = "to_clarify"
    MISUSE = "misuse"
