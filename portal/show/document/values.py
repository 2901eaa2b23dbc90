"""Values of an identity as a document has them: text whose direction nothing around it disturbs."""

from casefile.subjects.fields import Field
from casefile.vocabulary import Part
from portal.show.contact import field_value
from portal.show.document.parts import code, isolated
from portal.show.filters import country


def value_text(field: Field) -> str:
    """The value. A number stays one from left to right though the name of a country in Arabic follows it."""
    if field.part is Part.IDENTIFIER:
        issued = f" ({isolated(country(field.country))})" if field.country else ""
        return f"{code(field.text)}{issued}"
    if field.part in (Part.SENTENCE, Part.NAME):
        return isolated(field.text)
    return isolated(field_value(field).striptags())
