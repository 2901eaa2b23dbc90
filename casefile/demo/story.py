"""The scripted story, as data: the browser test, the documentation and a demonstration by hand use the same words.

Banjul has a standing question about *Modou Jallow, about 1984*, and his telephone. In Dakar a report is typed; seconds
after it is saved Banjul's watch has fired, although no word and no number of the two is written alike. A second
record, in Arabic script and about somebody else, fires another watch of Banjul. The coordinator confirms the first and
dismisses the second.
"""

from dataclasses import dataclass

from casefile.subjects.identity import Identifier, Identity, Name, PartialDate
from casefile.vocabulary import DateKind, IdentifierKind, Json, NameKind, RecordKind, Sex


@dataclass(frozen=True, slots=True)
class StoryWatch:
    """What Banjul's officer types into the form for a watch."""

    name: str
    born: str
    about: bool
    ground: str
    phone: str = ""
    watchlist: str = "Tanji departures"

    def identity(self) -> Identity:
        return Identity(
            kind=RecordKind.PERSON,
            names=(Name(self.name),),
            identifiers=(Identifier(IdentifierKind.PHONE, self.phone, "GM"),) if self.phone else (),
            dates=(PartialDate(DateKind.BIRTH, self.born, None, self.about),),
            sex=Sex.MALE,
            nationalities=("GM",),
        )


WATCHING = "banjul"
ENTERING = "dakar"
REVIEWING = "coordinator"

WATCH = StoryWatch(
    "Modou Jallow",
    "1984",
    True,
    "Named by three passengers as the man who sold places on two boats from Tanji in October. (Demonstration.)",
    "+220 301 4217",
)
WATCH_BY_SCRIPT = StoryWatch(
    "Brahim Ould Khattri",
    "1979",
    False,
    "Believed to buy outboard motors for departures from Gunjur. (Demonstration.)",
)

CASE = "DKR-2026-0001"
CASE_TITLE = "Départ de Mbour du 14 novembre (démonstration, inventé)"
REPORT_TITLE = "Audition d'un passager"
REPORT = (
    "Le 14 novembre, vers 22 heures, une pirogue est partie de la plage de Mbour avec 84 passagers à bord. "
    "D'après un passager, le passeur Mamadou Dialo, né en 1985, propriétaire de la pirogue Yaay Ramata, joint au "
    "00220 30 14 217, a encaissé 350 000 francs par personne la veille du départ."
)
REPORTED_NAME = "Mamadou Dialo"

ARABIC_NAME = "إبراهيم ولد خطري"
ARABIC_BORN = "1979"
ARABIC_RECORD = Identity(
    kind=RecordKind.PERSON,
    names=(Name(ARABIC_NAME, NameKind.MAIN, "ar"),),
    dates=(PartialDate(DateKind.BIRTH, ARABIC_BORN),),
    sex=Sex.MALE,
    nationalities=("MR",),
)
"""Somebody else than the one Banjul looks for, by the same name and year: what a coordinator is there for."""

CONFIRM_REASON = "Same name in two spellings, the same telephone, both about boats from the same coast."
DISMISS_REASON = "A fish trader of Mbour with papers; the one sought has been in custody since March."

NEVER_SHOWN = ("Tanji", "three passengers", "Gunjur", "Yaay Ramata", "350 000")
"""Words of one side that must never appear on the other side's pages."""


def as_json() -> dict[str, Json]:
    """The story's words for a script or another program."""
    return {
        "watches": [
            {
                "by": WATCHING,
                "name": w.name,
                "born": w.born,
                "about": w.about,
                "phone": w.phone,
                "ground": w.ground,
            }
            for w in (WATCH, WATCH_BY_SCRIPT)
        ],
        "case": {"reference": CASE, "title": CASE_TITLE},
        "report": {"by": ENTERING, "text": REPORT},
        "record": {"by": ENTERING, "name": ARABIC_NAME, "born": ARABIC_BORN},
        "decisions": [
            {"by": REVIEWING, "judgement": "same", "reason": CONFIRM_REASON},
            {"by": REVIEWING, "judgement": "not_same", "reason": DISMISS_REASON},
        ],
    }


def in_words() -> str:
    """The story as steps for somebody who shows it."""
    return "\n".join(
        (
            f"1. {WATCHING} registers on the watchlist “{WATCH.watchlist}”: {WATCH.name}, about {WATCH.born}, "
            f"telephone {WATCH.phone}.",
            f"   Ground: {WATCH.ground}",
            f"2. {WATCHING} registers: {WATCH_BY_SCRIPT.name}, {WATCH_BY_SCRIPT.born}.",
            f"   Ground: {WATCH_BY_SCRIPT.ground}",
            f"3. {ENTERING} opens the case {CASE} ({CASE_TITLE}) and enters a report:",
            f"   {REPORT}",
            f"4. {ENTERING} enters a person: {ARABIC_NAME}, {ARABIC_BORN}.",
            f"5. Two hits wait for {REVIEWING}. The first is the same person: {CONFIRM_REASON}",
            f"   The second is not: {DISMISS_REASON}",
            f"6. {WATCHING} and {ENTERING} each see one pointer: unit, desk, reference. Nothing else.",
        )
    )
