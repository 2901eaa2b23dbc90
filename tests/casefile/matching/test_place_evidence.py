"""The same place under two names agrees; a large town tells little, two known towns of birth speak against."""

import pytest

from casefile.matching import Rule, weights
from casefile.matching.place_evidence import place_evidence
from casefile.names.entities.gazetteer import by_name, kilometres, places_in
from casefile.subjects.identity import Identity, Place
from casefile.vocabulary import PlaceKind, RecordKind


def at(text: str, kind: PlaceKind = PlaceKind.BIRTH, country: str | None = None) -> Identity:
    return Identity(RecordKind.PERSON, places=(Place(kind, text, country),))


ONE = [
    ("Nouadhibou", "نواذيبو", "Arabic"),
    ("Nouadhibou", "Nuadibu", "Spanish"),
    ("Nouadhibou", "Nouadibou, Mauritanie", "a letter less, a country more"),
    ("M'Bour", "Mbour", "apostrophe"),
    ("plage de Mbour", "Mbour (Sénégal)", "kind of place, country"),
    ("Zinguinchor", "Ziguinchor", "misspelt"),
    ("Tanger", "طنجة", "Arabic"),
    ("Tanger", "Tangier", "English"),
    ("El Aaiún", "Laâyoune", "Spanish and French"),
    ("Le Caire", "Cairo", "French and English"),
    ("Zouara", "Zuwarah", "Libya"),
    ("Saint-Louis", "Ndar", "its own name"),
    ("Guet Ndar, Saint-Louis", "St. Louis, quartier Guet N'Dar", "a quarter of the town"),
    ("Thiaroye sur Mer", "Tiaroye", "shortened"),
    ("Algeciras", "الجزيرة الخضراء", "Arabic"),
    ("Keur Massar Nord", "Keur Massar", "in no table, by its words"),
]


@pytest.mark.parametrize(("left", "right", "why"), ONE)
def test_one_place_under_two_names(left: str, right: str, why: str) -> None:
    for a, b in ((left, right), (right, left)):
        found = place_evidence(at(a), at(b))
        assert found is not None and found.bits >= weights.BIRTH_PLACE_CAPITAL.bits, why


@pytest.mark.parametrize(("left", "right"), [
    ("Dakar", "Ziguinchor"), ("Nouakchott", "نواذيبو"), ("Tanger", "Agadir"), ("Sfax", "Zarzis"),
])  # fmt: skip
def test_two_towns_of_one_country_speak_against(left: str, right: str) -> None:
    found = place_evidence(at(left), at(right))
    assert found is not None and found.rule is Rule.BIRTH_PLACES_DIFFER and found.bits < 0


@pytest.mark.parametrize(("left", "right", "kind", "why"), [
    ("Dakar", "Pikine", PlaceKind.BIRTH, "a suburb"),
    ("Dakar", "Ziguinchor", PlaceKind.ADDRESS, "people move"),
    ("Dakar", "Conakry", PlaceKind.BIRTH, "another country is the nationality's affair"),
    ("Sénégal", "Sénégal", PlaceKind.BIRTH, "a country is no town"),
    ("quartier Nord", "quartier Sud", PlaceKind.BIRTH, "kinds of places"),
])  # fmt: skip
def test_what_says_nothing(left: str, right: str, kind: PlaceKind, why: str) -> None:
    assert place_evidence(at(left, kind), at(right, kind)) is None, why


def test_large_towns_tell_less() -> None:
    bits = [
        found.bits
        for town in ("Lagos", "Dakar", "Kaolack", "Kafountine")
        if (found := place_evidence(at(town), at(town))) is not None
    ]
    assert bits == sorted(bits)
    assert bits[0] == weights.BIRTH_PLACE_CAPITAL.bits
    assert bits[-1] == weights.BIRTH_PLACE.bits


def test_the_same_name_in_another_country_is_another_place() -> None:
    assert place_evidence(at("Saint-Louis", country="SN"), at("Saint Louis", country="US")) is None
    assert place_evidence(at("Tripoli", country="LY"), at("Tripoli", country="LB")) is None
    assert place_evidence(at("Rosso", country="SN"), at("Rosso", country="MR")) is None


def test_the_best_of_several_places_counts() -> None:
    many = Identity(
        RecordKind.PERSON,
        places=(Place(PlaceKind.BIRTH, "Dakar"), Place(PlaceKind.ADDRESS, "Nouadhibou")),
    )
    found = place_evidence(many, at("نواذيبو", PlaceKind.SEEN))
    assert found is not None and found.rule is Rule.PLACE_AGREES


def test_the_table_holds_each_place_once_where_it_is() -> None:
    places = sorted({place for many in by_name().values() for place in many}, key=lambda p: p.name)
    assert len(places) > 300
    assert len({(p.name, p.country) for p in places}) == len(places)
    assert {p.kind for p in places} == {"town", "landing", "border", "island"}
    for place in places:
        assert 3 < place.latitude < 50 and -26 < place.longitude < 37, place
    [dakar], [tanger] = places_in("Dakar"), places_in("Tanger")
    assert 2500 < kilometres(dakar, tanger) < 2700


@pytest.mark.parametrize("text", ["Plage de Kayar", "au large de Cayar", "de Kayar"])
def test_a_small_word_before_a_place_makes_no_other_place_of_it(text):
    """*De Kayar* sounds like Dakar, forty kilometres away."""
    assert [place.name for place in places_in(text)] == ["Kayar"]
