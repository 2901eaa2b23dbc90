"""Reports written as forms: *Nom : … / Prénom : … / Né le …*, on lines, in one line, or as a table. Pure."""

from casefile.narrative.forms.sheets import FormPerson, Forms, read_forms

__all__ = ["FormPerson", "Forms", "read_forms"]
