"""What is said at a post of a number that is not built as its issuer's are known to be: a remark beside the answer."""

from flask_babel import gettext

from casefile.subjects.issuers import country_of
from casefile.subjects.travel_documents.checking import CheckedZone
from casefile.subjects.travel_documents.shapes import Remark, remarks
from portal.show.filters import country


def remarked(zone: CheckedZone | None) -> list[str]:
    """One sentence for each remark; empty where nothing is odd or nothing is known."""
    return [_said(one) for one in remarks(zone)] if zone else []


def _said(one: Remark) -> str:
    if one.field == "optional":
        return gettext("The personal number on the card does not agree with its letter.")
    named = {"country": country(country_of(one.issuer)), "known": one.known}
    if one.paper == "passport":
        return gettext(
            "The number has not the shape known for passports of %(country)s: %(known)s (A a letter, 9 a digit).",
            **named,
        )
    return gettext(
        "The number has not the shape known for identity cards of %(country)s: %(known)s (A a letter, 9 a digit).",
        **named,
    )
