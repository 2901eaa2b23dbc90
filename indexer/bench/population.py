"""Invented people whose names are as concentrated as in Senegal: what benches and experiments feed in.

About 300 family names are borne by over 95 % of Senegal; here the first four carry 18 % and the first thirty 66 %.
The shares are rounded orders of magnitude (per mille), not a census. Nobody here exists; the same seed makes the
same people.
"""

import random
from dataclasses import replace

from casefile.subjects.identity import Identifier, Identity, Name, PartialDate, Place
from casefile.vocabulary import DateKind, IdentifierKind, NameKind, PlaceKind, RecordKind, Sex

FAMILIES: dict[str, int] = {
    "Ndiaye": 50,
    "Diop": 43,
    "Diallo": 40,
    "Ba": 38,
    "Sow": 37,
    "Fall": 34,
    "Faye": 31,
    "Guèye": 29,
    "Diouf": 26,
    "Sarr": 22,
    "Seck": 20,
    "Cissé": 19,
    "Sy": 18,
    "Mbaye": 17,
    "Sène": 17,
    "Thiam": 17,
    "Niang": 16,
    "Camara": 16,
    "Ka": 15,
    "Touré": 14,
    "Baldé": 14,
    "Diédhiou": 13,
    "Mané": 13,
    "Diatta": 13,
    "Dieng": 12,
    "Sané": 12,
    "Badji": 12,
    "Ndour": 12,
    "Samb": 11,
    "Kane": 11,
    "Ngom": 11,
    "Diagne": 11,
    "Thiaw": 10,
    "Sall": 10,
    "Ndoye": 9,
    "Traoré": 9,
    "Lô": 9,
    "Wade": 9,
    "Mendy": 9,
    "Dia": 9,
    "Sylla": 8,
    "Dramé": 8,
    "Barry": 8,
    "Kanté": 7,
    "Gaye": 7,
    "Gning": 6,
    "Tall": 6,
    "Coly": 6,
    "Sagna": 6,
    "Gomis": 6,
    "Ndong": 6,
    "Mbodj": 6,
    "Konaté": 5,
    "Kébé": 5,
    "Dione": 5,
    "Senghor": 5,
    "Diaw": 5,
    "Boye": 5,
    "Beye": 4,
    "Marone": 4,
    "Keita": 4,
    "Sonko": 4,
    "Manga": 4,
    "Goudiaby": 4,
    "Bodian": 4,
    "Tamba": 3,
    "Soumaré": 3,
    "Diakhaté": 3,
    "Mbengue": 3,
    "Mbow": 3,
    "Pouye": 3,
    "Ly": 3,
    "Wone": 3,
    "Dieye": 3,
    "Tine": 3,
    "Thior": 3,
    "Bassène": 3,
    "Sambou": 3,
    "Tendeng": 2,
    "Preira": 2,
    "Danso": 2,
    "Cissokho": 2,
    "Danfakha": 2,
    "Diarra": 2,
    "Coulibaly": 2,
    "Kouyaté": 2,
    "Sissoko": 2,
    "Baradji": 2,
    "Wague": 2,
    "Diawara": 2,
    "Konté": 2,
    "Fofana": 2,
    "Kamara": 2,
    "Bathily": 2,
    "Tandian": 2,
    "Gassama": 2,
    "Sidibé": 2,
    "Diakité": 2,
    "Sangaré": 2,
    "Aïdara": 1,
    "Fadiga": 1,
    "Kassé": 1,
    "Leye": 1,
    "Mboup": 1,
    "Niasse": 1,
    "Ndao": 1,
    "Nguer": 1,
    "Paye": 1,
    "Rassoul": 1,
    "Sakho": 1,
    "Sarrè": 1,
    "Timéra": 1,
    "Touba": 1,
    "Vieira": 1,
    "Yade": 1,
    "Zoumarou": 1,
}
"""Family name -> share per mille of those that have one of these."""

GIVEN: dict[Sex, dict[str, int]] = {
    Sex.MALE: {
        "Mamadou": 60,
        "Moussa": 38,
        "Ibrahima": 37,
        "Cheikh": 34,
        "Abdoulaye": 33,
        "Ousmane": 28,
        "Modou": 27,
        "Amadou": 26,
        "Oumar": 22,
        "Babacar": 20,
        "Aliou": 19,
        "Pape": 18,
        "Serigne": 16,
        "Alassane": 15,
        "Samba": 14,
        "Assane": 14,
        "Malick": 13,
        "Idrissa": 12,
        "El Hadji": 12,
        "Saliou": 11,
        "Boubacar": 11,
        "Demba": 11,
        "Youssou": 10,
        "Khadim": 10,
        "Lamine": 10,
        "Mbaye": 9,
        "Souleymane": 9,
        "Adama": 9,
        "Gora": 8,
        "Daouda": 8,
        "Issa": 8,
        "Seydou": 7,
        "Thierno": 7,
        "Baye": 6,
        "Bassirou": 6,
        "Djibril": 6,
        "Fallou": 5,
        "Habib": 5,
        "Ismaïla": 5,
        "Landing": 4,
        "Mor": 4,
        "Ndiaga": 4,
        "Omar": 4,
        "Sidy": 4,
        "Tidiane": 4,
        "Yaya": 4,
        "Bakary": 4,
        "Ansou": 3,
        "Birame": 3,
        "Doudou": 3,
        "Famara": 3,
        "Gorgui": 3,
        "Insa": 3,
        "Kéba": 3,
        "Latyr": 2,
        "Matar": 2,
        "Ngor": 2,
        "Ousseynou": 2,
        "Sékou": 2,
        "Waly": 2,
    },
    Sex.FEMALE: {
        "Fatou": 55,
        "Aminata": 33,
        "Awa": 28,
        "Mariama": 27,
        "Khady": 25,
        "Ndèye": 24,
        "Aïssatou": 23,
        "Coumba": 20,
        "Astou": 18,
        "Mame": 17,
        "Adama": 14,
        "Maïmouna": 13,
        "Oumou": 13,
        "Rokhaya": 12,
        "Binta": 12,
        "Seynabou": 11,
        "Sokhna": 11,
        "Dieynaba": 10,
        "Ramatoulaye": 9,
        "Bineta": 9,
        "Marième": 9,
        "Nafissatou": 8,
        "Khadidiatou": 8,
        "Penda": 7,
        "Fatoumata": 7,
        "Yacine": 6,
        "Anta": 6,
        "Absa": 5,
        "Diarra": 5,
        "Arame": 5,
        "Ndioba": 4,
        "Safiétou": 4,
        "Hawa": 4,
        "Salimata": 4,
        "Tening": 3,
        "Codou": 3,
        "Yande": 3,
        "Nogaye": 3,
        "Kiné": 2,
        "Aby": 2,
    },
}

SPELLINGS: dict[str, tuple[str, ...]] = {
    "Ndiaye": ("N'Diaye", "Njie"),
    "Diop": ("Jobe",),
    "Diallo": ("Jallow", "Jalloh", "Djaló"),
    "Ba": ("Bâ", "Bah"),
    "Sow": ("Sowe",),
    "Fall": ("Faal",),
    "Guèye": ("Gueye",),
    "Diouf": ("Joof",),
    "Sarr": ("Saar",),
    "Cissé": ("Ceesay", "Cisse"),
    "Thiam": ("Cham",),
    "Camara": ("Kamara",),
    "Touré": ("Touray", "Turé"),
    "Baldé": ("Baldeh",),
    "Dieng": ("Jeng",),
    "Sané": ("Sanneh",),
    "Barry": ("Barrie",),
    "Dramé": ("Drammeh",),
    "Mamadou": ("Momodou", "Mamadu"),
    "Moussa": ("Musa",),
    "Ibrahima": ("Ebrima",),
    "Cheikh": ("Sheikh",),
    "Ousmane": ("Usman",),
    "Modou": ("Modu",),
    "Oumar": ("Umar",),
    "Youssou": ("Yusu",),
    "Lamine": ("Lamin",),
    "Djibril": ("Jibril",),
    "Issa": ("Isa",),
    "Souleymane": ("Sulayman",),
    "Fatou": ("Fatu",),
    "Khady": ("Haddy",),
    "Aïssatou": ("Isatou",),
    "Sokhna": ("Sohna",),
    "Maïmouna": ("Maimuna",),
    "Coumba": ("Kumba",),
}
"""How a neighbour's clerk writes the same name."""

COUNTRIES = {"SN": 60, "GM": 10, "MR": 10, "GN": 8, "ML": 8, "CI": 4}


class Population:
    """A seeded stream of invented people."""

    def __init__(self, seed: int = 1) -> None:
        self.draw = random.Random(seed)

    def person(self) -> Identity:
        """One more person: a name, mostly a birth year, sometimes a phone and a paper."""
        sex = Sex.MALE if self.draw.random() < 0.8 else Sex.FEMALE
        given = self._given(sex)
        if self.draw.random() < 0.15:
            given = f"{given} {self._given(sex)}"
        family = self._one(FAMILIES)
        country = self._one(COUNTRIES)
        return Identity(
            kind=RecordKind.PERSON,
            names=(Name(f"{given} {family}", NameKind.MAIN),),
            sex=sex,
            identifiers=self._identifiers(country),
            dates=self._born(),
            nationalities=(country,),
            places=(Place(PlaceKind.BIRTH, "Saint-Louis", "SN"),) if self.draw.random() < 0.1 else (),
        )

    def people(self, number: int) -> list[Identity]:
        """So many persons."""
        return [self.person() for _ in range(number)]

    def seen_again(self, person: Identity) -> Identity:
        """The same person as another unit would write it: other spelling, a year off, part of the numbers."""
        words = [self._respelled(word) for word in person.names[0].text.split()]
        if self.draw.random() < 0.3:
            words = [*words[-1:], *words[:-1]]
        identifiers = tuple(i for i in person.identifiers if self.draw.random() < 0.8)
        return replace(
            person,
            names=(Name(" ".join(words)),),
            identifiers=identifiers,
            dates=tuple(self._about(d) for d in person.dates),
        )

    def report_about(self, person: Identity) -> Identity:
        """A free-text report that mentions the person."""
        name = " ".join(self._respelled(word) for word in person.names[0].text.split())
        born = f", né en {person.dates[0].value[:4]}" if person.dates else ""
        phone = next((f", joignable au {i.value}" for i in person.identifiers if i.kind is IdentifierKind.PHONE), "")
        text = f"Selon un témoin, le passeur {name}{born}{phone}, attendait près de la plage avec deux pirogues."
        return Identity(kind=RecordKind.REPORT, narrative=text)

    def _one(self, shares: dict[str, int]) -> str:
        return self.draw.choices(list(shares), weights=list(shares.values()))[0]

    def _given(self, sex: Sex) -> str:
        return self._one(GIVEN[sex])

    def _born(self) -> tuple[PartialDate, ...]:
        if self.draw.random() < 0.15:
            return ()
        year = self.draw.randint(1950, 2006)
        exact = self.draw.random() < 0.5
        value = f"{year}-{self.draw.randint(1, 12):02d}-{self.draw.randint(1, 28):02d}" if exact else str(year)
        return (PartialDate(DateKind.BIRTH, value, circa=not exact and self.draw.random() < 0.2),)

    def _about(self, date: PartialDate) -> PartialDate:
        if self.draw.random() < 0.5:
            return date
        year = int(date.value[:4]) + self.draw.choice((-1, 0, 1))
        return replace(date, value=str(year))

    def _respelled(self, word: str) -> str:
        return self.draw.choice(SPELLINGS[word]) if word in SPELLINGS and self.draw.random() < 0.5 else word

    def _identifiers(self, country: str) -> tuple[Identifier, ...]:
        found = []
        if self.draw.random() < 0.4:
            number = f"+2217{self.draw.choice('0678')}{self.draw.randint(1_000_000, 9_999_999)}"
            found.append(Identifier(IdentifierKind.PHONE, number))
        if self.draw.random() < 0.15:
            paper = f"{self.draw.choice('ABCDEFGHJK')}{self.draw.randint(10_000_000, 99_999_999)}"
            found.append(Identifier(IdentifierKind.PASSPORT, paper, country))
        return tuple(found)
