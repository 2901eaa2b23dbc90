"""The protection desk: why somebody is protected, contacts between protection officers, what takes two of them."""

from casefile.protection.contact_acts import (
    ReferralDraft,
    acknowledge,
    close,
    note_person,
    refer,
    report_referral,
)
from casefile.protection.contacts import ContactLine, ContactView, Guardian, contact_of_hit, contacts_of, open_contact
from casefile.protection.desk import Waiting, waiting
from casefile.protection.focal_points import FocalPointView, focal_points, set_focal_point
from casefile.protection.interviews import (
    InterviewDraft,
    InterviewView,
    Noted,
    interviews_before_desk,
    interviews_of,
    note_interview,
)
from casefile.protection.lowering import (
    ProtectedSubject,
    Request,
    ask,
    lower,
    open_subject,
    requests,
    why_protected,
)
from casefile.protection.referrals import (
    Referrals,
    Sheet,
    VictimReferralDraft,
    end_consent,
    refer_victim,
    referrals_before_desk,
    referrals_of,
    sheet_for_service,
)
from casefile.protection.reviews import ReviewLine, decide, reviews_of, waiting_reviews
from casefile.protection.two_persons import Asked, Target
from casefile.subjects.protection_signs import SubjectKind

__all__ = [
    "Asked",
    "ContactLine",
    "ContactView",
    "FocalPointView",
    "Guardian",
    "InterviewDraft",
    "InterviewView",
    "Noted",
    "ProtectedSubject",
    "ReferralDraft",
    "Referrals",
    "Request",
    "ReviewLine",
    "SubjectKind",
    "Sheet",
    "Target",
    "VictimReferralDraft",
    "Waiting",
    "acknowledge",
    "ask",
    "close",
    "contact_of_hit",
    "contacts_of",
    "decide",
    "end_consent",
    "focal_points",
    "interviews_before_desk",
    "interviews_of",
    "lower",
    "note_interview",
    "note_person",
    "open_contact",
    "open_subject",
    "refer",
    "refer_victim",
    "referrals_before_desk",
    "referrals_of",
    "report_referral",
    "requests",
    "reviews_of",
    "set_focal_point",
    "sheet_for_service",
    "waiting",
    "waiting_reviews",
    "why_protected",
]
