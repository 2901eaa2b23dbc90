"""Words of exhibits, dossiers and sealed searches."""

from enum import StrEnum

from casefile import vocabulary as v
from portal.web.i18n import lazy_gettext as _

WORDS: dict[type[StrEnum], dict[StrEnum, str]] = {
    v.ExhibitState: {
        v.ExhibitState.RECEIVING: _("On its way in"),
        v.ExhibitState.HELD: _("Held"),
        v.ExhibitState.OFFERED: _("Offered to a colleague"),
        v.ExhibitState.OUT: _("Out of the house"),
        v.ExhibitState.DESTROYED: _("Destroyed"),
    },
    v.CustodyAct: {
        v.CustodyAct.RECEIVED: _("Brought in"),
        v.CustodyAct.OPENED: _("Original opened"),
        v.CustodyAct.HANDED_ON: _("Handed on"),
        v.CustodyAct.TAKEN_OVER: _("Taken over"),
        v.CustodyAct.DECLINED: _("Not taken over"),
        v.CustodyAct.TAKEN_BACK: _("Taken back"),
        v.CustodyAct.SENT_OUT: _("Sent out"),
        v.CustodyAct.RETURNED: _("Came back"),
        v.CustodyAct.CLAIMED: _("Taken from an officer who left"),
        v.CustodyAct.DESTROYED: _("Destroyed"),
    },
    v.DossierState: {
        v.DossierState.SENT: _("Sent, not yet read"),
        v.DossierState.READ: _("Read by the magistrate"),
        v.DossierState.MORE_ASKED: _("More is asked for"),
        v.DossierState.TAKEN_BACK: _("Taken back"),
        v.DossierState.DESTROYED: _("Destroyed with its content"),
    },
    v.OpeningState: {
        v.OpeningState.ASKED: _("Waits for another auditor"),
        v.OpeningState.CONFIRMED: _("Confirmed"),
        v.OpeningState.REFUSED: _("Refused"),
        v.OpeningState.OPENED: _("Opened"),
    },
    v.Finding: {
        v.Finding.IN_ORDER: _("In order"),
        v.Finding.TO_CLARIFY: _("To be clarified"),
        v.Finding.MISUSE: _("Misuse"),
    },
}
