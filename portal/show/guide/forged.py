"""Kinds of forged and misused documents, and what to look at: the same sheet for every question and every answer.

Source: the kinds of false documents of the Council of the European Union's PRADO glossary (counterfeit, forged,
pseudo), and of genuine ones misused as ICAO Doc 9303-2 and INTERPOL name them (stolen blank, impostor, obtained by
fraud). Numbers of another shape: `casefile/subjects/travel_documents/shapes.py`.
"""

from dataclasses import dataclass

from portal.web.i18n import lazy_gettext as _


@dataclass(frozen=True, slots=True)
class ForgedKind:
    name: str
    look_at: str


FORGED = (
    ForgedKind(_("Counterfeit: the whole is a copy"),
               _("Paper that shines under ultraviolet light; print without relief; fine lines that break into dots; "
                 "a hologram that does not move.")),
    ForgedKind(_("Photograph or page replaced"),
               _("Glue, cuts or folds at the edges; a stamp that does not go on over the photograph; pages whose "
                 "number, stitching or colour differ.")),
    ForgedKind(_("Details altered"),
               _("Rubbed or thin places; letters of another type; a date or name unlike the lines at the foot, or "
                 "check digits that do not hold.")),
    ForgedKind(_("Stolen blank, filled in by others"),
               _("Genuine paper whose personal details are printed otherwise than that State prints them; a number "
                 "that stands on a list.")),
    ForgedKind(_("Genuine, shown by another person"),
               _("Ears, nose, chin and height against the photograph; the signature; whether the person knows what is "
                 "in it.")),
    ForgedKind(_("Genuine, obtained by fraud"),
               _("Ask for the place of birth, the parents, when and where it was issued, and for another paper.")),
    ForgedKind(_("Of no State: fantasy or camouflage"),
               _("An issuer that does not exist, or no longer does; a code of three letters that no State has.")),
    ForgedKind(_("A number of another shape than that State’s"),
               _("Said beside the answer where the shape is known. It may be a new series: look at all the rest.")),
)  # fmt: skip
