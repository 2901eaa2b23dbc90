"""What is longer than a field can be stands whole in the record's text instead, and is counted."""

from dataclasses import replace

from casefile.exchange.incoming import ImportReport
from casefile.subjects.cleaning import MAX_IDENTIFIER, MAX_NAME, MAX_NARRATIVE, MAX_PARTS, MAX_PLACE
from casefile.subjects.identifiers import Trouble, read
from casefile.subjects.identity import Identity

NO_NUMBERS = (Trouble.SPREADSHEET, Trouble.HIDDEN, Trouble.TOO_LONG)
"""What is wrong whatever the country; placeholders are no news."""


def fit(identity: Identity, report: ImportReport, place: tuple[int, str]) -> Identity:
    """The identity with every value within its length; nothing is lost but what even the text cannot hold. `place` is
    its line and id, by which the report names what is no number."""
    not_held = report.not_held
    moved: list[str] = []

    def keep(what: str, texts: list[str], most: int) -> list[int]:
        stay = [i for i, text in enumerate(texts) if len(text) <= most][:MAX_PARTS]
        for i, text in enumerate(texts):
            if i not in stay:
                moved.append(text)
                not_held[f"{what} too long or too many for its field, kept in the text"] += 1
        return stay

    for number in identity.identifiers:
        if any(one.trouble in NO_NUMBERS for one in read(number, None)):
            not_held[f"a value that is no {number.kind.value} number, kept as written"] += 1
            report.fault(*place, f"“{number.value[:40]}” is no {number.kind.value} number; it is kept as written")
    names = keep("a name", [n.text for n in identity.names], MAX_NAME)
    numbers = keep("a number", [i.value for i in identity.identifiers], MAX_IDENTIFIER)
    places = keep("a place", [p.text for p in identity.places], MAX_PLACE)
    narrative = "\n".join([*([identity.narrative] if identity.narrative else []), *moved])
    if len(narrative) > MAX_NARRATIVE:
        not_held[f"the end of a text of more than {MAX_NARRATIVE} characters"] += 1
        narrative = narrative[:MAX_NARRATIVE]
    if not moved and narrative == identity.narrative:
        return identity
    return replace(
        identity,
        names=tuple(identity.names[i] for i in names),
        narrative=narrative,
        identifiers=tuple(identity.identifiers[i] for i in numbers),
        places=tuple(identity.places[i] for i in places),
    )
