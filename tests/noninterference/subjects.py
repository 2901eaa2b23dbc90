"""Who the two units write about: few people and things, so that they meet often, and what a unit may say of them."""

from random import Random
from typing import Any

from casefile.policy.handling import Rules
from casefile.policy.sharing import EVERY_UNIT
from casefile.subjects.identity import Fact, Identifier, Identity, Name, PartialDate, Place
from casefile.vocabulary import (
    DateKind,
    FactKind,
    IdentifierKind,
    NameKind,
    Notify,
    PlaceKind,
    Protection,
    RecordKind,
    Sharing,
    SubjectCategory,
)
from tests.network import make, people

PERSONS = (
    (("Mamadou Diallo", "Mamadou Dialo", "Modou Jallow"), "1984", "77 512 34 10", "A01234567"),
    (("Aminata Koné", "Aminata Kone", "Aminatta Conneh"), "1990-03", "+220 301 2233", "PC0004711"),
    (("Cheikh Ould Salem", "شيخ ولد سالم", "Sheikh Wuld Salem"), "1971", "+222 36 11 22 33", "M7654321"),
    (("Demba Sanyang", "Demba Sagnang", "Demba Saniang"), "1979-11-02", "+220 990 1020", "PC0009001"),
)
"""Spellings, birth, telephone, passport of each."""

PLATES = ("DK-1234-AB", "BJL 2020 C")
WORDS = ("pirogue", "moteur", "nuit", "argent", "convoyeur", "plage", "carburant", "Tanji", "Mbour", "hangar", "cayuco")
PLACES = (("Mbour, plage de Warang", "SN"), ("Tanji beach", "GM"), ("Nouadhibou", "MR"))
COASTS = ("Mbour", "Tanji", "Nouadhibou")
"""Where boats leave, on a few nights, so that events of the two units meet."""
CHILD_BORN = "2015"
A_CODE, B_CODE, C_CODE = people.DAKAR.code, people.BANJUL.code, people.NOUAKCHOTT.code

Spec = dict[str, Any]
"""A subject as data: what `identity` makes one of."""

OPEN = (
    {"sharing": "full"},
    {"sharing": "full", "units": [B_CODE]},
    {"sharing": "full", "units": [B_CODE, C_CODE]},
    {"sharing": "core"},
    {"sharing": "pointer"},
    {"sharing": "pointer", "units": [B_CODE]},
    {"sharing": "pointer", "notify": "owner_first"},
)
"""What a unit may say of something the other may come to know, at once or by a pointer."""

CLOSED = (
    {"sharing": "none"},
    {"sharing": "coordinator"},
    {"sharing": "full", "units": [C_CODE]},
    {"sharing": "core", "units": [C_CODE]},
    {"sharing": "pointer", "units": [C_CODE]},
    {"sharing": "pointer", "notify": "silent"},
    {"sharing": "full", "category": "victim"},
    {"sharing": "full", "protection": ["minor"]},
    {"sharing": "pointer", "protection": ["source_at_risk"]},
    {"sharing": "full", "protection": ["victim"]},
    {"sharing": "full", "child": True},
    {"sharing": "pointer", "child": True},
    {"sharing": "full", "category": "missing", "ageless": True},
    {"sharing": "full", "told": "Victime de traite, âgée de 14 ans."},
    {"sharing": "pointer", "told": "She is a victim of trafficking."},
)
"""What the law never lets the other know of, stated or derived: a child by its birth, one missing of no known age."""


def draw_spec(draw: Random, *, thing: bool = True) -> Spec:
    lot = draw.random() if thing else 0.0
    spec: Spec = {"words": draw.sample(WORDS, draw.randint(0, 4))}
    if draw.random() < 0.25:
        spec["words"].insert(0, draw.choice(draw.choice(PERSONS)[0]))
    if draw.random() < 0.3:
        spec["place"] = draw.randrange(len(PLACES))
    if lot < 0.75:
        number = draw.randrange(len(PERSONS)) if draw.random() < 0.5 else 0
        spec |= {"kind": "person", "who": number, "spelt": draw.randrange(3), "born": draw.random() < 0.8}
        spec |= {"phone": draw.random() < 0.4, "passport": draw.random() < 0.4}
    elif lot < 0.85:
        spec |= {"kind": "vehicle", "plate": draw.randrange(len(PLATES))}
    elif lot < 0.9:
        spec |= {"kind": "event", "coast": draw.randrange(len(COASTS)), "day": draw.randint(1, 3), "words": []}
    else:
        spec |= {"kind": "report", "words": draw.sample(WORDS, 4) + [draw.choice(draw.choice(PERSONS)[0])]}
    return spec


def identity(spec: Spec, said: Spec) -> Identity:
    kind, told = RecordKind(spec["kind"]), said.get("told", "") if spec["kind"] == "person" else ""
    narrative = " ".join([told, *spec["words"]]).strip()
    places = ()
    if "place" in spec:
        text, country = PLACES[spec["place"]]
        places = (Place(PlaceKind.SEEN, text, country),)
    if kind is RecordKind.REPORT:
        return Identity(kind=kind, names=(Name("Compte rendu"),), narrative=narrative, places=places)
    if kind is RecordKind.EVENT:
        left = (Place(PlaceKind.DEPARTURE, COASTS[spec["coast"]]),)
        day = PartialDate(DateKind.EVENT, f"2026-09-{spec['day']:02}")
        facts = (Fact(FactKind.MEANS, "pirogue"), Fact(FactKind.PEOPLE, "80"))
        return Identity(kind=kind, names=(Name("Départ"),), dates=(day,), places=left, facts=facts)
    if kind is RecordKind.VEHICLE:
        plate = Identifier(IdentifierKind.PLATE, PLATES[spec["plate"]], "SN")
        return Identity(kind=kind, identifiers=(plate,), narrative=narrative, places=places)
    spellings, born, phone, passport = PERSONS[spec["who"]]
    names = (Name(spellings[spec["spelt"]]), *((Name(spellings[0], NameKind.ALIAS),) if spec["spelt"] == 2 else ()))
    born = CHILD_BORN if said.get("child") else born
    return Identity(
        kind=kind,
        names=names,
        dates=(PartialDate(DateKind.BIRTH, born),)
        if (spec["born"] or said.get("child")) and not said.get("ageless")
        else (),
        identifiers=(
            *((Identifier(IdentifierKind.PHONE, phone),) if spec["phone"] else ()),
            *((Identifier(IdentifierKind.PASSPORT, passport),) if spec["passport"] else ()),
        ),
        places=places,
        narrative=narrative,
    )


def rules(said: dict[str, Any], units: dict[str, str]) -> Rules:
    """What the unit says of who may know; `units` gives the ids of the codes."""
    return make.stated(
        sharing=Sharing(said["sharing"]),
        sharing_units=tuple(units[code] for code in said["units"]) if "units" in said else (EVERY_UNIT,),
        notify=Notify(said.get("notify", "mutual")),
        protection=tuple(Protection(one) for one in said.get("protection", ())),
        subject_category=SubjectCategory(said.get("category", "suspect")),
    )
