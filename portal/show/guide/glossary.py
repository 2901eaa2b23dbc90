"""The terms of law and of the trade, each in a sentence or two, and next to which fields they are explained."""

from dataclasses import dataclass

from portal.web.i18n import lazy_gettext as _


@dataclass(frozen=True, slots=True)
class Term:
    """A term, and what it means here. `anchor` is its place on the page."""

    anchor: str
    name: str
    text: str


TERMS = (
    Term("case", _("Case"),
         _("A file of one unit. Its reference is the unit’s own; no other unit sees that it exists.")),
    Term("record", _("Record"),
         _("One thing a unit knows, kept in a case: a person, a number, a vehicle, a boat, an event, a report.")),
    Term("errand", _("Errand"),
         _("For what you look just now: a case or a reason in words. It is given once and written down "
           "with each look.")),
    Term("watch", _("Watch"), _("A standing question of a unit about a subject, with a ground and a last day.")),
    Term("ground", _("Ground"),
         _("The fact or the order for which a subject may be watched. A watch without one is refused.")),
    Term("hit", _("Hit"),
         _("A record of one unit and a watch of another seem to be one. A lead that a person judges, never proof.")),
    Term("pointer", _("Pointer"),
         _("All that a unit learns of a hit at first: which unit, which desk, which reference.")),
    Term("release", _("To release"),
         _("To give the other unit values beyond the pointer, with a reason, each written down.")),
    Term("recall", _("Recall"),
         _("A pointer or a value no longer stands. Who received it must not rely on it any more.")),
    Term("source_grade", _("Source grade"),
         _("How far the source is trusted: from A, always reliable, to X, not known.")),
    Term("info_grade", _("Information grade"),
         _("How the information is known: from 1, known to be true, to 4, not confirmed.")),
    Term("handling", _("Handling code"),
         _("What a reader may do with it, from H0, any lawful use, to H3, conditions that are written beside it.")),
    Term("purpose", _("Purpose"),
         _("What the data are kept for. They are not used for another purpose without a ground in law.")),
    Term("legal_basis", _("Legal basis"), _("The law or the order under which the case and its data are kept.")),
    Term("category", _("Category of the person"),
         _("Suspect, convicted, victim, witness or other: the law keeps them apart, and so does every page.")),
    Term("suspicion", _("Ground of suspicion"),
         _("What makes a person a suspect. Without it nobody is entered as one.")),
    Term("sharing", _("Sharing"), _("Which units may know of it: nobody, the coordination office, some units, all.")),
    Term("notify", _("Who is notified"),
         _("Which of the two units gets a pointer when a hit is confirmed, and who is asked first.")),
    Term("protection", _("Protection"),
         _("Victims, minors and sources at risk: only protection officers see their hits, and no other "
           "unit is notified.")),
    Term("retention", _("Retention"),
         _("How long a record is kept. Whoever does not extend it lets it go on its date.")),
    Term("hold", _("Hold"), _("An order that data be kept beyond their date, by two officers, for a proceeding.")),
    Term("trail", _("Trail"),
         _("Every look and every change, with officer, reason and moment, in a chain that shows any rewriting.")),
)  # fmt: skip
"""In the order of the work: from the case to what becomes of it."""

TERM_OF_FIELD = {
    "source_grade": "source_grade", "info_grade": "info_grade", "handling": "handling", "handling_text": "handling",
    "purpose": "purpose", "legal_basis": "legal_basis", "subject_category": "category", "suspicion_note": "suspicion",
    "sharing": "sharing", "notify": "notify", "protection": "protection", "ground": "ground", "case": "case",
}  # fmt: skip
"""Fields of forms, by name, and the term that is explained next to their label."""

_NAMES = {term.anchor: term.name for term in TERMS}


def term_of(field: str) -> tuple[str, str] | None:
    """Anchor and name of the term that a field's label is about, or of the term itself where a page only shows it."""
    anchor = TERM_OF_FIELD.get(field, field if field in _NAMES else None)
    return (anchor, str(_NAMES[anchor])) if anchor else None
