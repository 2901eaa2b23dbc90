"""What a report says of each person it names: whose birth, whose number, whose nickname."""

import pytest

from casefile.narrative import read_narrative
from casefile.narrative.words.number_words import number_at
from casefile.vocabulary import Sex

# text; for each person: name, birth (~ about), nationality, numbers as written, nicknames of the text
Stated = tuple[str, str | None, str | None, tuple[str, ...]]
STATED: list[tuple[str, list[Stated]]] = [
    ("Moussa Dioukha (né le 3/4/1980, tél. 77 100 20 30) a vu Ali Sambakha (né en 1990, tél. 76 200 30 40).",
     [("Moussa Dioukha", "1980-04-03", None, ("77 100 20 30",)), ("Ali Sambakha", "1990", None, ("76 200 30 40",))]),
    ("Trois hommes : Moussa Dioukha, 35 ans ; Ali Sambakha, 28 ans ; Omar Kandioura, 41 ans. Thiès, le 4 juin 2026.",
     [("Moussa Dioukha", "~1991", None, ()), ("Ali Sambakha", "~1998", None, ()),
      ("Omar Kandioura", "~1985", None, ())]),
    ("Moussa Dioukha et Ali Sambakha, nés en 1985 et 1987, ont fui.",
     [("Moussa Dioukha", "1985", None, ()), ("Ali Sambakha", "1987", None, ())]),
    ("KAMARATE, Zoumana – né 12/03/79 – tel 77 512 33 08",
     [("KAMARATE Zoumana", "1979-03-12", None, ("77 512 33 08",))]),
    ("nom,prenom,ddn\nKamarate,Zoumana,12/03/1979\nSarrba,Awa,1990",
     [("Zoumana Kamarate", "1979-03-12", None, ()), ("Awa Sarrba", "1990", None, ())]),
    ("| Nom | Prénom | Date de naissance |\n|-----|--------|----|\n| KAMARATE | Zoumana | 12/03/1979 |",
     [("Zoumana KAMARATE", "1979-03-12", None, ())]),
    ("Name - Musa Njaragie\nDOB - 12/04/1988\nNationality - Gambian", [("Musa Njaragie", "1988-04-12", "GM", ())]),
    ("Nom(s) / Surname(s) : Kamarate\nPrénom(s) / Given name(s) : Zoumana\nNé(e) le / Date of birth : 12/03/1979",
     [("Zoumana Kamarate", "1979-03-12", None, ())]),
    ("Apellido(s)\nKamarate\nNombre(s)\nZoumana\nF. nacimiento\n12/03/1979\nNacionalidad\nmaliense",
     [("Zoumana Kamarate", "1979-03-12", "ML", ())]),
    ("Nom / Name: KAMARATE Prénom / First name: Zoumana", [("Zoumana KAMARATE", None, None, ())]),
    ("Identité déclarée : Zoumana Kamarate\nÂge déclaré : 39 ans\nNationalité déclarée : Gambie\nLe 3 mai 2026",
     [("Zoumana Kamarate", "~1987", "GM", ())]),
    ("Nombre: Brahim\n1er apellido: Salekhar\n2º apellido: Hamdanir\nF. nac.: 03/04/1988",
     [("Brahim Salekhar Hamdanir", "1988-04-03", None, ())]),
    ("El detenido dijo llamarse Brahim Salekhar, de nacionalidad marroquí y de 36 años. Tarifa, 3 de mayo de 2026.",
     [("Brahim Salekhar", "~1990", "MA", ())]),
    ("الاسم الكامل : محمد ولد سيداتي ولد أحمد\nتاريخ ومكان الميلاد : 1985/03/12 روصو",
     [("محمد ولد سيداتي ولد أحمد", "1985-03-12", None, ())]),
    ("اسم المشتبه به: خالد المرزاقي\nالعمر: ٤٠ سنة\nتاريخ التقرير: 3/5/2026", [("خالد المرزاقي", "~1986", None, ())]),
    ("عبد الرحمن ولد الشيخ من مواليد 1979، وعبد القادر بلمكي من مواليد 1980",
     [("عبد الرحمن ولد الشيخ", "1979", None, ()), ("عبد القادر بلمكي", "1980", None, ())]),
    ("Name of accused: Musa Njaragie; Age: 38; Occupation: fisherman; Date: 7 June 2026",
     [("Musa Njaragie", "~1988", None, ())]),
    ("Interview of Musa Njaragie, born in 1970, at Bakau.", [("Musa Njaragie", "1970", None, ())]),
    ("Musa Njaragie of Cap Skirring, born in 1984, sold the boat.", [("Musa Njaragie", "1984", None, ())]),
    ("The engine came from Musa Njaragie, born in 1970.", [("Musa Njaragie", "1970", None, ())]),
    ("né le 12/03/1979 à Mbour, Zoumana Kamarate est connu.", [("Zoumana Kamarate", "1979-03-12", None, ())]),
    ("Zoumana Kamarate. Né le 12/03/1979. Tél. 77 512 33 08.",
     [("Zoumana Kamarate", "1979-03-12", None, ("77 512 33 08",))]),
    ("Date de naissance : 12/03/1979\nDate d'expiration : 01/02/2030\nNom : Kamarate\nPrénom : Zoumana",
     [("Zoumana Kamarate", "1979-03-12", None, ())]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "persons"), STATED, ids=[text[:30] for text, _ in STATED])
def test_each_person_keeps_what_is_stated_of_it(text: str, persons: list[Stated]) -> None:
    met = {m.name: m for m in read_narrative(text, "SN").persons}
    for name, birth, nation, numbers in persons:
        mention = met[name]
        date = mention.birth
        assert (f"{'~' if date.circa else ''}{date.value}" if date else None) == birth
        assert mention.nationality == nation
        assert tuple(i.value for i in mention.identifiers) == numbers


NICKNAMES = [
    ("Zoumana «Zou» Kamarate est parti.", {"Zou"}, "Zoumana Kamarate"),
    ("Zoumana dit Zou KAMARATE est parti", {"Zou"}, "Zoumana KAMARATE"),
    ('Zoumana Kamarate ("Zou", "Capi") est parti.', {"Zou", "Capi"}, "Zoumana Kamarate"),
    ("Lamin Jobarra, also known as Pa Boat, left.", {"Pa Boat"}, "Lamin Jobarra"),
    ("Brahim Salekhar (a) «Pinzas» salió.", {"Pinzas"}, "Brahim Salekhar"),
    ("Aliu Biaguera, vulgo Careca, saiu.", {"Careca"}, "Aliu Biaguera"),
    ("Nom : Kamarate\nPrénom : Zoumana\nSurnom : Zou, Le Vieux", {"Zou", "Le Vieux"}, "Zoumana Kamarate"),
    ("شوهد المدعو سيدي الكنتاوي الملقب بالحاج في الميناء", {"الحاج"}, "سيدي الكنتاوي"),
]


@pytest.mark.parametrize(("text", "nicknames", "name"), NICKNAMES)
def test_a_nickname_is_a_further_name_of_its_bearer(text: str, nicknames: set[str], name: str) -> None:
    met = {m.name: m for m in read_narrative(text, "SN").persons}
    assert nicknames <= {m.name for m in met.values() if m.alias}
    assert all(met[name].bearers & met[nick].bearers for nick in nicknames)


NO_NICKNAMES = [
    "Moussa Dioukha a dit Bonjour à Ali Sambakha.",
    "Moussa Dioukha (Sénégal) est parti avec l'Union Régionale (UR).",
    "Moussa Dioukha (Mars) est parti.",
]


@pytest.mark.parametrize("text", NO_NICKNAMES)
def test_what_only_looks_like_a_nickname_is_none(text: str) -> None:
    assert [m.name for m in read_narrative(text, "SN").persons if m.alias] == []


def test_without_a_date_of_the_report_an_age_tells_no_year() -> None:
    assert [m.birth for m in read_narrative("Zoumana Kamarate, 39 ans, est parti.", "SN").persons] == [None]
    two_years = "Vu le 3/5/2019, puis le 4/6/2026 : Zoumana Kamarate, 39 ans."
    assert [m.birth for m in read_narrative(two_years, "SN").persons] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "Le 3 mai 2026, Zoumana Kamarate, condamné à 15 ans, a fui.",
        "Le 3/5/2026. Zoumana Kamarate, alors âgé de 20 ans.",
    ],
)
def test_years_that_are_no_age_tell_no_birth(text: str) -> None:
    assert [m.birth for m in read_narrative(text, "SN").persons] == [None]


def test_a_stated_sex_is_kept() -> None:
    text = "Nom : Kamarate\nPrénom : Zoumana\nSexe : F"
    assert [m.sex for m in read_narrative(text, "SN").persons] == [Sex.FEMALE]


NUMBERS = [
    ("mil neuf cent quatre-vingt-cinq", 1985), ("mille neuf cent quatre vingt onze", 1991), ("vingt et un", 21),
    ("nineteen eighty-five", 1985), ("two thousand and one", 2001), ("nineteen hundred and seventy-eight", 1978),
    ("mil novecientos ochenta y cinco", 1985), ("veintiuno", 21), ("dois mil e um", 2001),
    ("ألف وتسعمائة وخمسة وثمانين", 1985), ("الثاني عشر", 12),
]  # fmt: skip


@pytest.mark.parametrize(("words", "number"), NUMBERS)
def test_numbers_in_words_are_read_whole(words: str, number: int) -> None:
    assert number_at(words.split()) == (number, len(words.split()))
