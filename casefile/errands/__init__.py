"""The errand: reason and case of an officer's looks, given once, kept by the server for this sign-in and a while."""

from casefile.errands.given import Errand, begin, end, of_officer, standing
from casefile.errands.offers import CaseOffer, Offers, chosen, offers

__all__ = [
    "CaseOffer",
    "Errand",
    "Offers",
    "begin",
    "chosen",
    "end",
    "of_officer",
    "offers",
    "standing",
]
