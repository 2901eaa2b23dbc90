"""Which state follows which: the machines of cases, records, watches, hits and what units do together, as tables of
moves, and the named sets.

A move that its table lacks is refused wherever it is tried. What ends somewhere has no way back: of *withdrawn* and
*ended* only destruction is left, of *tombstoned* nothing.
Source: docs/sources/governance.md, "Record states", "Watch states", "Hit states".
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from casefile.errors import N_, Conflict
from casefile.vocabulary import (
    AgreementState,
    CaseState,
    DossierState,
    ExhibitState,
    HandoverState,
    HitState,
    JointState,
    Judgement,
    ProtectionContactState,
    RecordState,
    SeatState,
    WatchState,
)


class CaseMove(StrEnum):
    ENTER = "enter"
    """Anything new in it: a record, a watch, what an import brings."""
    CORRECT = "correct"
    """A record or watch that stands in it already."""
    CLOSE = "close"
    REOPEN = "reopen"


class RecordMove(StrEnum):
    AMEND = "amend"
    ASK_REVIEW = "ask_review"
    EXTEND = "extend"
    EXPIRE = "expire"
    RESTRICT = "restrict"
    LIFT_RESTRICTION = "lift_restriction"
    HOLD = "hold"
    LIFT_HOLD = "lift_hold"
    WITHDRAW = "withdraw"
    RELIST = "relist"
    """It stands on its list again, which alone had withdrawn it; what an officer took back does not return."""
    TOMBSTONE = "tombstone"


class WatchMove(StrEnum):
    PROPOSE = "propose"
    """Another subject than was approved, or a new period of one that never was: it waits for approval again."""
    APPROVE = "approve"
    ACTIVATE = "activate"
    REFUSE = "refuse"
    AMEND = "amend"
    SUSPEND = "suspend"
    RESUME = "resume"
    RENEW = "renew"
    EXPIRE = "expire"
    BREAK = "break"
    END = "end"
    TOMBSTONE = "tombstone"


class HitMove(StrEnum):
    QUEUE = "queue"
    TAKE = "take"
    JUDGE_SAME = "judge_same"
    JUDGE_NOT_SAME = "judge_not_same"
    JUDGE_UNRESOLVED = "judge_unresolved"
    APPLY_RULE = "apply_rule"
    SEAL = "seal"
    SEND_POINTER = "send_pointer"
    ASK_OWNER = "ask_owner"
    AGREE = "agree"
    REFUSE = "refuse"
    LAPSE = "lapse"
    RECALL = "recall"
    PROTECT = "protect"
    OPEN_CONTACT = "open_contact"
    """A side acknowledges: the first opens the contact, the second may come as late as it likes."""
    TALK = "talk"
    """A call, an unanswered call, a message."""
    ASK_HELP = "ask_help"
    DECLINE = "decline"
    CONSENT = "consent"
    DISCLOSE = "disclose"
    OPEN_JOINT_CASE = "open_joint_case"
    REPORT_OUTCOME = "report_outcome"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    STAND_AGAIN = "stand_again"
    ASK_AGAIN = "ask_again"
    """Judged not the same, and more agrees since."""
    CONFIRM_AGAIN = "confirm_again"
    """Judged the same, a later fact contradicts, and it is the same all the same: what was sent stands."""
    TAKE_BACK = "take_back"
    DOUBT = "doubt"
    """Judged the same, and after a later fact nobody knows any more: what was sent is recalled."""


class JointMove(StrEnum):
    OPEN = "open"
    """The second unit accepts."""
    DECLINE = "decline"
    """Nobody is left who could accept."""
    NAME = "name"
    """A member, or that one is no longer."""
    PUT = "put"
    TAKE_OUT = "take_out"
    WRITE = "write"
    CLOSE = "close"
    END = "end"


class SeatMove(StrEnum):
    ACCEPT = "accept"
    DECLINE = "decline"
    LEAVE = "leave"


class HandoverMove(StrEnum):
    ACCEPT = "accept"
    REFUSE = "refuse"
    TAKE_BACK = "take_back"


class DossierMove(StrEnum):
    READ = "read"
    ASK_MORE = "ask_more"
    ANSWER = "answer"
    TAKE_BACK = "take_back"
    DESTROY = "destroy"


class AgreementMove(StrEnum):
    CONFIRM = "confirm"
    REFUSE = "refuse"
    END = "end"


class ProtectionMove(StrEnum):
    """What the two protection officers do with the contact that *same* on a protected hit opens between them."""

    ACKNOWLEDGE = "acknowledge"
    NOTE = "note"
    """How the person is reached safely, and who the guardian is."""
    RELEASE = "release"
    """One of the two to the other side, by two persons."""
    REFER = "refer"
    """To whom the person was referred, and what became of it."""
    CLOSE = "close"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    """Judged the same again."""


class ExhibitMove(StrEnum):
    COMPLETE = "complete"
    OPEN = "open"
    HAND_ON = "hand_on"
    TAKE_OVER = "take_over"
    DECLINE = "decline"
    TAKE_BACK = "take_back"
    SEND_OUT = "send_out"
    RETURN = "return"
    CLAIM = "claim"
    """Somebody else takes it whose holder has left the unit."""
    DESTROY = "destroy"


_C, _CM = CaseState, CaseMove
CASE: Mapping[tuple[CaseState, CaseMove], CaseState] = {
    (_C.OPEN, _CM.ENTER): _C.OPEN,
    (_C.OPEN, _CM.CORRECT): _C.OPEN,
    (_C.OPEN, _CM.CLOSE): _C.CLOSED,
    (_C.CLOSED, _CM.CORRECT): _C.CLOSED,  # with a reason: what is wrong goes on being matched until it is put right
    (_C.CLOSED, _CM.REOPEN): _C.OPEN,
}

_R, _RM = RecordState, RecordMove
RECORD: Mapping[tuple[RecordState, RecordMove], RecordState] = {
    (_R.ACTIVE, _RM.AMEND): _R.ACTIVE,
    (_R.ACTIVE, _RM.ASK_REVIEW): _R.REVIEW_DUE,
    (_R.ACTIVE, _RM.RESTRICT): _R.RESTRICTED,
    (_R.ACTIVE, _RM.HOLD): _R.HOLD,
    (_R.ACTIVE, _RM.WITHDRAW): _R.WITHDRAWN,
    (_R.REVIEW_DUE, _RM.AMEND): _R.REVIEW_DUE,
    (_R.REVIEW_DUE, _RM.EXTEND): _R.EXTENDED,
    (_R.REVIEW_DUE, _RM.EXPIRE): _R.EXPIRED,
    (_R.REVIEW_DUE, _RM.RESTRICT): _R.RESTRICTED,
    (_R.REVIEW_DUE, _RM.HOLD): _R.HOLD,
    (_R.REVIEW_DUE, _RM.WITHDRAW): _R.WITHDRAWN,
    (_R.EXTENDED, _RM.AMEND): _R.EXTENDED,
    (_R.EXTENDED, _RM.ASK_REVIEW): _R.REVIEW_DUE,
    (_R.EXTENDED, _RM.RESTRICT): _R.RESTRICTED,
    (_R.EXTENDED, _RM.HOLD): _R.HOLD,
    (_R.EXTENDED, _RM.WITHDRAW): _R.WITHDRAWN,
    (_R.RESTRICTED, _RM.AMEND): _R.RESTRICTED,
    (_R.RESTRICTED, _RM.LIFT_RESTRICTION): _R.ACTIVE,
    (_R.RESTRICTED, _RM.WITHDRAW): _R.WITHDRAWN,
    (_R.RESTRICTED, _RM.EXPIRE): _R.EXPIRED,  # a dispute keeps nothing past its date
    (_R.HOLD, _RM.AMEND): _R.HOLD,
    (_R.HOLD, _RM.LIFT_HOLD): _R.REVIEW_DUE,  # what was held past its date is looked at before it counts again
    (_R.EXPIRED, _RM.TOMBSTONE): _R.TOMBSTONED,
    (_R.WITHDRAWN, _RM.RELIST): _R.ACTIVE,
    (_R.WITHDRAWN, _RM.TOMBSTONE): _R.TOMBSTONED,
}

_W, _WM = WatchState, WatchMove
WATCH: Mapping[tuple[WatchState, WatchMove], WatchState] = {
    (_W.PROPOSED, _WM.AMEND): _W.PROPOSED,
    (_W.PROPOSED, _WM.APPROVE): _W.APPROVED,
    (_W.PROPOSED, _WM.REFUSE): _W.ENDED,
    (_W.PROPOSED, _WM.ACTIVATE): _W.ACTIVE,  # amended so that nobody has to look at it any more
    (_W.PROPOSED, _WM.EXPIRE): _W.EXPIRED,
    (_W.PROPOSED, _WM.END): _W.ENDED,
    (_W.APPROVED, _WM.AMEND): _W.PROPOSED,  # what was approved was another text
    (_W.APPROVED, _WM.ACTIVATE): _W.ACTIVE,
    (_W.APPROVED, _WM.REFUSE): _W.ENDED,
    (_W.APPROVED, _WM.END): _W.ENDED,
    (_W.APPROVED, _WM.EXPIRE): _W.EXPIRED,
    **{(s, _WM.PROPOSE): _W.PROPOSED for s in (_W.ACTIVE, _W.SUSPENDED, _W.BROKEN, _W.EXPIRED)},
    (_W.ACTIVE, _WM.AMEND): _W.ACTIVE,
    (_W.ACTIVE, _WM.SUSPEND): _W.SUSPENDED,
    (_W.ACTIVE, _WM.RENEW): _W.ACTIVE,
    (_W.ACTIVE, _WM.EXPIRE): _W.EXPIRED,
    (_W.ACTIVE, _WM.BREAK): _W.BROKEN,
    (_W.ACTIVE, _WM.END): _W.ENDED,
    (_W.SUSPENDED, _WM.AMEND): _W.SUSPENDED,
    (_W.SUSPENDED, _WM.RESUME): _W.ACTIVE,
    (_W.SUSPENDED, _WM.RENEW): _W.SUSPENDED,
    (_W.SUSPENDED, _WM.EXPIRE): _W.EXPIRED,
    (_W.SUSPENDED, _WM.END): _W.ENDED,
    (_W.BROKEN, _WM.AMEND): _W.ACTIVE,  # another question: the engine is asked again
    (_W.BROKEN, _WM.RESUME): _W.ACTIVE,
    (_W.BROKEN, _WM.RENEW): _W.BROKEN,
    (_W.BROKEN, _WM.EXPIRE): _W.EXPIRED,
    (_W.BROKEN, _WM.END): _W.ENDED,
    (_W.EXPIRED, _WM.AMEND): _W.EXPIRED,
    (_W.EXPIRED, _WM.RENEW): _W.ACTIVE,
    (_W.EXPIRED, _WM.END): _W.ENDED,
    (_W.EXPIRED, _WM.TOMBSTONE): _W.TOMBSTONED,
    (_W.ENDED, _WM.TOMBSTONE): _W.TOMBSTONED,
}

_H, _HM = HitState, HitMove
_JUDGED = {
    _HM.JUDGE_SAME: _H.CONFIRMED,
    _HM.JUDGE_NOT_SAME: _H.FALSE_MATCH,
    _HM.JUDGE_UNRESOLVED: _H.UNRESOLVED,
}
_RECALLABLE = frozenset(HitState) - {_H.FALSE_MATCH, _H.CLOSED, _H.WITHDRAWN}
_AGREED = (_H.CONSENTED, _H.DISCLOSED, _H.OUTCOME)
_TALKING = (_H.CONTACT_OPEN, *_AGREED)
_NOTIFIED = (_H.POINTER_SENT, _H.OWNER_ASKED, _H.ANSWER_DUE, _H.CONTACT_DECLINED, *_TALKING)
_JUDGED_SAME = (_H.CONFIRMED, _H.RULE_APPLIED, _H.SEALED, _H.DECLINED, *_NOTIFIED)
HIT: Mapping[tuple[HitState, HitMove], HitState] = {
    (_H.DETECTED, _HM.QUEUE): _H.QUEUED,
    (_H.QUEUED, _HM.TAKE): _H.IN_REVIEW,
    **{(s, move): to for s in (_H.QUEUED, _H.IN_REVIEW, _H.UNRESOLVED) for move, to in _JUDGED.items()},
    (_H.CONFIRMED, _HM.APPLY_RULE): _H.RULE_APPLIED,
    (_H.RULE_APPLIED, _HM.SEAL): _H.SEALED,
    (_H.RULE_APPLIED, _HM.SEND_POINTER): _H.POINTER_SENT,
    (_H.RULE_APPLIED, _HM.ASK_OWNER): _H.OWNER_ASKED,
    **{(s, _HM.AGREE): _H.POINTER_SENT for s in (_H.OWNER_ASKED, _H.ANSWER_DUE)},
    **{(s, _HM.REFUSE): _H.DECLINED for s in (_H.OWNER_ASKED, _H.ANSWER_DUE)},
    (_H.OWNER_ASKED, _HM.LAPSE): _H.ANSWER_DUE,
    (_H.ANSWER_DUE, _HM.SEND_POINTER): _H.POINTER_SENT,
    (_H.ANSWER_DUE, _HM.SEAL): _H.SEALED,
    **{(s, _HM.RECALL): _H.SEALED for s in _NOTIFIED},
    **{(s, _HM.PROTECT): _H.QUEUED for s in _JUDGED_SAME},  # judged again, by those who may know
    (_H.POINTER_SENT, _HM.OPEN_CONTACT): _H.CONTACT_OPEN,
    **{(s, move): s for s in _TALKING for move in (_HM.OPEN_CONTACT, _HM.TALK)},
    **{(s, _HM.ASK_HELP): s for s in (_H.POINTER_SENT, _H.CONTACT_DECLINED, *_TALKING)},
    **{(s, _HM.DECLINE): _H.CONTACT_DECLINED for s in (_H.CONTACT_OPEN, _H.CONSENTED)},
    (_H.CONTACT_OPEN, _HM.CONSENT): _H.CONSENTED,
    **{(s, move): s for s in _AGREED for move in (_HM.CONSENT, _HM.OPEN_JOINT_CASE)},
    (_H.CONSENTED, _HM.DISCLOSE): _H.DISCLOSED,
    **{(s, _HM.DISCLOSE): s for s in (_H.DISCLOSED, _H.OUTCOME)},  # the other side, or more
    **{(s, _HM.REPORT_OUTCOME): _H.OUTCOME for s in _AGREED},
    **{(s, _HM.CLOSE): _H.CLOSED for s in (_H.CONTACT_DECLINED, _H.OUTCOME)},  # where both sides have learned
    **{(s, _HM.WITHDRAW): _H.WITHDRAWN for s in HitState if s in _RECALLABLE},
    (_H.WITHDRAWN, _HM.STAND_AGAIN): _H.QUEUED,
    (_H.FALSE_MATCH, _HM.ASK_AGAIN): _H.QUEUED,
    **{(s, _HM.CONFIRM_AGAIN): s for s in _JUDGED_SAME},
    **{(s, _HM.TAKE_BACK): _H.FALSE_MATCH for s in _JUDGED_SAME},
    **{(s, _HM.DOUBT): _H.UNRESOLVED for s in _JUDGED_SAME},
}

_J, _JM = JointState, JointMove
JOINT: Mapping[tuple[JointState, JointMove], JointState] = {
    (_J.PROPOSED, _JM.OPEN): _J.OPEN,
    (_J.PROPOSED, _JM.DECLINE): _J.DECLINED,
    (_J.PROPOSED, _JM.CLOSE): _J.CLOSED,
    (_J.PROPOSED, _JM.END): _J.ENDED,
    **{(_J.OPEN, move): _J.OPEN for move in (_JM.OPEN, _JM.NAME, _JM.PUT, _JM.TAKE_OUT, _JM.WRITE)},
    (_J.OPEN, _JM.CLOSE): _J.CLOSED,
    (_J.OPEN, _JM.END): _J.ENDED,
    **{(s, _JM.TAKE_OUT): s for s in (_J.CLOSED, _J.ENDED)},  # at any time: also when nobody could read it any more
}

_S, _SM = SeatState, SeatMove
SEAT: Mapping[tuple[SeatState, SeatMove], SeatState] = {
    (_S.ASKED, _SM.ACCEPT): _S.TAKEN,
    (_S.ASKED, _SM.DECLINE): _S.DECLINED,
    (_S.TAKEN, _SM.LEAVE): _S.LEFT,
}

_V, _VM = HandoverState, HandoverMove
HANDOVER: Mapping[tuple[HandoverState, HandoverMove], HandoverState] = {
    (_V.OFFERED, _VM.ACCEPT): _V.ACCEPTED,
    (_V.OFFERED, _VM.REFUSE): _V.REFUSED,
    (_V.OFFERED, _VM.TAKE_BACK): _V.TAKEN_BACK,
}

_D, _DM = DossierState, DossierMove
_WITH_MAGISTRATE = (_D.SENT, _D.READ, _D.MORE_ASKED)
DOSSIER: Mapping[tuple[DossierState, DossierMove], DossierState] = {
    (_D.SENT, _DM.READ): _D.READ,
    (_D.READ, _DM.READ): _D.READ,
    (_D.MORE_ASKED, _DM.READ): _D.MORE_ASKED,
    (_D.READ, _DM.ASK_MORE): _D.MORE_ASKED,  # one question at a time, and of what was read
    (_D.MORE_ASKED, _DM.ANSWER): _D.READ,
    **{(s, _DM.TAKE_BACK): _D.TAKEN_BACK for s in _WITH_MAGISTRATE},
    **{(s, _DM.DESTROY): _D.DESTROYED for s in (*_WITH_MAGISTRATE, _D.TAKEN_BACK)},
}

_A, _AM = AgreementState, AgreementMove
AGREEMENT: Mapping[tuple[AgreementState, AgreementMove], AgreementState] = {
    (_A.PROPOSED, _AM.CONFIRM): _A.IN_FORCE,
    (_A.PROPOSED, _AM.REFUSE): _A.REFUSED,
    (_A.PROPOSED, _AM.END): _A.ENDED,
    (_A.IN_FORCE, _AM.END): _A.ENDED,
}

_P, _PM = ProtectionContactState, ProtectionMove
_AT_WORK = (_P.OPEN, _P.ANSWERED, _P.IN_CONTACT)
PROTECTION_CONTACT: Mapping[tuple[ProtectionContactState, ProtectionMove], ProtectionContactState] = {
    (_P.OPEN, _PM.ACKNOWLEDGE): _P.ANSWERED,
    (_P.ANSWERED, _PM.ACKNOWLEDGE): _P.IN_CONTACT,
    **{(s, move): s for s in _AT_WORK for move in (_PM.NOTE, _PM.RELEASE, _PM.REFER)},
    **{(s, _PM.CLOSE): _P.CLOSED for s in _AT_WORK},
    **{(s, _PM.WITHDRAW): _P.WITHDRAWN for s in (*_AT_WORK, _P.CLOSED)},
    **{(s, _PM.REOPEN): _P.OPEN for s in (_P.CLOSED, _P.WITHDRAWN)},
}

_E, _EM = ExhibitState, ExhibitMove
_THERE = (_E.HELD, _E.OFFERED, _E.OUT)
EXHIBIT: Mapping[tuple[ExhibitState, ExhibitMove], ExhibitState] = {
    (_E.RECEIVING, _EM.COMPLETE): _E.HELD,
    **{(s, _EM.OPEN): s for s in _THERE},
    (_E.HELD, _EM.HAND_ON): _E.OFFERED,
    **{(_E.OFFERED, move): _E.HELD for move in (_EM.TAKE_OVER, _EM.DECLINE, _EM.TAKE_BACK)},
    (_E.HELD, _EM.SEND_OUT): _E.OUT,
    (_E.OUT, _EM.RETURN): _E.HELD,
    **{(s, _EM.CLAIM): _E.HELD for s in _THERE},
    **{(s, _EM.DESTROY): _E.DESTROYED for s in ExhibitState if s is not _E.DESTROYED},
}

JUDGEMENT_MOVE: Mapping[Judgement, HitMove] = {
    Judgement.SAME: HitMove.JUDGE_SAME,
    Judgement.NOT_SAME: HitMove.JUDGE_NOT_SAME,
    Judgement.UNRESOLVED: HitMove.JUDGE_UNRESOLVED,
}

JUDGED_AGAIN_MOVE: Mapping[Judgement, HitMove] = {
    Judgement.SAME: HitMove.CONFIRM_AGAIN,
    Judgement.NOT_SAME: HitMove.TAKE_BACK,
    Judgement.UNRESOLVED: HitMove.DOUBT,
}
"""The same of a hit whose judgement stands and is asked for again."""

# ---- the named sets, each once ---------------------------------------------------------------------------------

READABLE = frozenset({_R.ACTIVE, _R.REVIEW_DUE, _R.EXTENDED, _R.HOLD})
"""Records that are searched, matched and, where released, read by others."""

NOT_COUNTED = frozenset({_R.WITHDRAWN, _R.TOMBSTONED})
"""Records whose names say nothing of how common a name is."""

OWNER_MOVES = frozenset({RecordMove.WITHDRAW, RecordMove.RESTRICT, RecordMove.LIFT_RESTRICTION})
"""Moves the owning unit makes by itself, with a reason; the others belong to actions of their own."""

LEAVES_MATCHING = frozenset(RecordState) - READABLE
"""A record that comes to one of these loses its hits at once."""

IN_FORCE = frozenset({_W.ACTIVE})
"""Watches that fire."""

DUE_TO_EXPIRE = frozenset(state for state, move in RECORD if move is RecordMove.EXPIRE)
"""Records that expire on their date. One in force is asked about first, which may be the moment before."""

MAY_EXPIRE = frozenset(state for state, move in WATCH if move is WatchMove.EXPIRE)
"""Watches whose last day ends them."""

LET_GO = frozenset({_W.ENDED, _W.SUSPENDED, _W.PROPOSED, _W.APPROVED, _W.TOMBSTONED})
"""Watches their own unit does not pursue, or not yet again: which corrects nothing of what was true: pointers sent
stand."""

WAITS_FOR_APPROVAL = frozenset({_W.PROPOSED, _W.APPROVED})
"""Watches that another person has to look at before they fire: a second officer, then a coordinator where wide."""

OPEN = frozenset(state for state, move in HIT if move in (HitMove.QUEUE, HitMove.JUDGE_SAME))
"""Hits that wait for a person: in a queue, on a reviewer's desk, or left unresolved."""

WAITING = OPEN | {_H.ANSWER_DUE}
"""Hits on which a reviewer still has something to decide: the open ones, and those whose owner did not answer."""

JUDGED_SAME = frozenset(_JUDGED_SAME)
"""Hits that somebody, or an agreement, judged to be the same."""
AT_WORK = frozenset(_AT_WORK)
"""Protection contacts in which something is still to be done."""

NOTIFIED = frozenset(_NOTIFIED)
"""Hits of which a unit holds a pointer that may have to be recalled."""

OPEN_DOSSIER = frozenset(_WITH_MAGISTRATE)
"""Dossiers that their magistrate may open, as long as what they were made of stands."""

UNDECIDED = frozenset({_H.POINTER_SENT, _H.CONTACT_OPEN, _H.CONSENTED})
"""Contacts in which a side that has not decided still has to."""

LASTING = frozenset(HitState) - _RECALLABLE
"""Hits that are never withdrawn: nobody was notified, or all is over. A false match is kept for the same facts."""

State = TypeVar("State", bound=StrEnum)
Move = TypeVar("Move", bound=StrEnum)
REFUSED = N_("Its present state does not allow this step. Read the current version first.")
WITHDRAWN = N_("This record was withdrawn and is no longer amended. Enter a new one if it is needed again.")
ENDED = N_("This watch has ended. Register the subject again, with the ground for it.")
REFUSALS: Mapping[tuple[StrEnum, StrEnum], str] = {
    (_R.WITHDRAWN, _RM.AMEND): WITHDRAWN,
    **{(_W.ENDED, move): ENDED for move in WatchMove if move is not WatchMove.TOMBSTONE},
    (_C.CLOSED, _CM.CLOSE): N_("This case is closed already."),
    (_C.OPEN, _CM.REOPEN): N_("This case is open."),
}
"""Where something better can be said than that the state does not allow it."""


def judgement_move(judgement: Judgement, *, asked_again: bool) -> HitMove:
    """The move a judgement makes: of a hit that waits for its first, or of one that is asked for again."""
    return (JUDGED_AGAIN_MOVE if asked_again else JUDGEMENT_MOVE)[judgement]


def after(machine: Mapping[tuple[State, Move], State], state: State, move: Move) -> State:
    """The state the move leads to. Raises Conflict when the table lacks it."""
    to = machine.get((state, move))
    if to is None:
        raise Conflict(REFUSALS.get((state, move), REFUSED))
    return to


def allows(machine: Mapping[tuple[State, Move], State], state: State, move: Move) -> bool:
    """Whether the table has the move: what a page asks before it offers one."""
    return (state, move) in machine
