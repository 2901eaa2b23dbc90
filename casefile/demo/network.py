"""The units and officers of the demonstration, and the local form of what their country issues."""

from dataclasses import dataclass
from random import Random

from casefile.vocabulary import Role, Service, UnitKind

INVENTED = "Invented for the demonstration."
"""Stands in the handling text of every record and watch the generator makes."""


@dataclass(frozen=True, slots=True)
class DemoUnit:
    code: str
    name: str
    country: str
    locale: str
    desk: str
    timezone: str
    kind: UnitKind = UnitKind.INVESTIGATION
    service: Service | None = None


@dataclass(frozen=True, slots=True)
class DemoOfficer:
    login: str
    display_name: str
    unit: str
    roles: tuple[Role, ...]


DAKAR = DemoUnit(
    "SN-DKR",
    "Division d'enquête de Dakar (démonstration)",
    "SN",
    "fr",
    "Permanence de Dakar, poste 4 (démonstration)",
    "Africa/Dakar",
    service=Service.POLICE,
)
BANJUL = DemoUnit(
    "GM-BJL",
    "Banjul Investigation Unit (demonstration)",
    "GM",
    "en",
    "Banjul duty desk, line 2 (demonstration)",
    "Africa/Banjul",
)
NOUAKCHOTT = DemoUnit(
    "MR-NKC",
    "Brigade de Nouakchott (démonstration)",
    "MR",
    "fr",
    "Permanence de Nouakchott, poste 1 (démonstration)",
    "Africa/Nouakchott",
)
COORDINATION = DemoUnit(
    "COORD",
    "Regional coordination office (demonstration)",
    "SN",
    "en",
    "Coordination office (demonstration)",
    "Africa/Dakar",
    UnitKind.COORDINATION,
)
COURT = DemoUnit(
    "SN-PARQ",
    "Parquet de Dakar (démonstration)",
    "SN",
    "fr",
    "Greffe, poste 7 (démonstration)",
    "Africa/Dakar",
    service=Service.JUDICIARY,
)
UNITS = (DAKAR, BANJUL, NOUAKCHOTT, COORDINATION, COURT)
INVESTIGATING = (DAKAR, BANJUL, NOUAKCHOTT)

_BOTH = (Role.INVESTIGATOR, Role.WATCH_OFFICER)
OFFICERS = (
    DemoOfficer("dakar", "Awa Sarr-Demo", "SN-DKR", _BOTH),
    DemoOfficer("dakar2", "Ousmane Faye-Demo", "SN-DKR", (Role.INVESTIGATOR,)),
    DemoOfficer("chief", "Fatou Diagne-Demo", "SN-DKR", (Role.CHIEF,)),
    DemoOfficer("banjul", "Isatou Joof-Demo", "GM-BJL", _BOTH),
    DemoOfficer("banjul2", "Lamin Sanneh-Demo", "GM-BJL", (Role.INVESTIGATOR,)),
    DemoOfficer("nouakchott", "Mariem Mint Salem-Demo", "MR-NKC", _BOTH),
    DemoOfficer("coordinator", "Coordinator One", "COORD", (Role.COORDINATOR,)),
    DemoOfficer("coordinator2", "Coordinator Two", "COORD", (Role.COORDINATOR,)),
    DemoOfficer("protection", "Protection Officer", "COORD", (Role.PROTECTION,)),
    DemoOfficer("protection2", "Second Protection Officer", "COORD", (Role.PROTECTION,)),
    DemoOfficer("protection.banjul", "Binta Camara-Demo", "GM-BJL", (Role.PROTECTION,)),
    DemoOfficer("administrator", "Administrator", "COORD", (Role.ADMINISTRATOR,)),
    DemoOfficer("administrator2", "Second Administrator", "COORD", (Role.ADMINISTRATOR,)),
    DemoOfficer("magistrate", "Ndeye Gueye-Demo", "SN-PARQ", (Role.MAGISTRATE,)),
    DemoOfficer("auditor", "Auditor", "COORD", (Role.AUDITOR,)),
)
ENTERS = {"SN-DKR": "dakar", "GM-BJL": "banjul", "MR-NKC": "nouakchott"}
"""Whose name stands under a unit's records and watches."""

DEPARTURES = {
    "SN": ("Mbour", "Saint-Louis, Guet Ndar", "Kayar", "Joal", "Thiaroye-sur-Mer", "Kafountine", "Bargny", "Fass Boye"),
    "GM": ("Barra", "Tanji", "Gunjur", "Bakau", "Kartong", "Brufut", "Jinack Island"),
    "MR": ("Nouadhibou", "Nouakchott, port de pêche", "Ndiago", "Tanit", "Mhaijrat"),
}
LANDINGS = ("El Hierro, La Restinga", "Gran Canaria, Arguineguín", "Tenerife, Los Cristianos", "Dakhla", "Nouadhibou")
HOMES = {
    "SN": ("Pikine, Dakar", "Guédiawaye, Dakar", "Mbour", "Ziguinchor", "Saint-Louis", "Rufisque", "Kolda"),
    "GM": ("Serrekunda", "Brikama", "Bakau", "Kololi", "Farafenni", "Basse Santa Su"),
    "MR": ("Nouakchott, Sebkha", "Nouadhibou, Cansado", "Rosso", "Nouakchott, El Mina", "Kaédi"),
}
_BOAT_FIRST = (
    "Yaay",
    "Borom",
    "Sama",
    "Baay",
    "Mame",
    "Sunu",
    "Serigne",
    "Jamm",
    "Ndey",
    "Kaira",
    "Fatou",
    "Al",
    "Borso",
    "Ndiaga",
    "Teranga",
    "Nyancho",
    "Mbarka",
    "Tawfekh",
)
_BOAT_SECOND = (
    "Daara",
    "Xarit",
    "Demba",
    "Coumba",
    "Sutura",
    "Gaal",
    "Kine",
    "Baraka",
    "Nasr",
    "Salaam",
    "Njaay",
    "Saloum",
    "Wally",
    "Penda",
    "Yande",
    "Rewmi",
    "Jambaar",
    "Sukuta",
    "Mbour",
    "Lebu",
)


def boat(rng: Random) -> str:
    """The name of a pirogue: 360 of them, so that one name alone rarely means one boat."""
    return f"{rng.choice(_BOAT_FIRST)} {rng.choice(_BOAT_SECOND)}"


def phone(rng: Random, country: str, *, international: bool) -> str:
    """A mobile number in the country's own form, as an officer there would type it."""
    if country == "SN":
        n = f"{rng.choice(('70', '76', '77', '78'))}{rng.randrange(10**7):07d}"
        local, code = f"{n[:2]} {n[2:5]} {n[5:7]} {n[7:]}", "221"
    elif country == "GM":
        n = f"{rng.choice('3679')}{rng.randrange(10**6):06d}"
        local, code = f"{n[:3]} {n[3:]}", "220"
    else:
        n = f"{rng.choice(('22', '26', '36', '37', '46', '47'))}{rng.randrange(10**6):06d}"
        local, code = f"{n[:2]} {n[2:4]} {n[4:6]} {n[6:]}", "222"
    return f"+{code} {local}" if international else local


def passport(rng: Random, country: str) -> str:
    return {
        "SN": f"A{rng.randrange(10**8):08d}",
        "GM": f"PC{rng.randrange(10**6):06d}",
        "MR": f"BN{rng.randrange(10**7):07d}",
    }[country]


def national_id(rng: Random, country: str, year: int) -> str:
    return {
        "SN": f"1{rng.randrange(100, 999)}{year}{rng.randrange(10**5):05d}",
        "GM": f"{year % 100:02d}{rng.randrange(10**9):09d}",
        "MR": f"{rng.randrange(10**10):010d}",
    }[country]


def plate(rng: Random, country: str) -> str:
    letters = "ABCDEFGHJKLMNPRSTVWXYZ"
    pair = rng.choice(letters) + rng.choice(letters)
    return {
        "SN": f"{pair}-{rng.randrange(100, 999)}-{rng.choice(letters)}{rng.choice(letters)}",
        "GM": f"BJL {rng.randrange(1000, 9999)} {rng.choice(letters)}",
        "MR": f"{rng.randrange(1000, 9999)} {pair} 00",
    }[country]


def hull(rng: Random, country: str) -> str:
    return {
        "SN": f"{rng.choice(('DK', 'TH', 'SL', 'ZG'))} {rng.randrange(1000, 9999)} P",
        "GM": f"GMF {rng.randrange(100, 999)}",
        "MR": f"NDB {rng.randrange(1000, 9999)}",
    }[country]
