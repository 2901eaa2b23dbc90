"""Companies, boats and institutions: what one register writes is found under the writing of another."""

import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.names.data.entities.trade_words import CONCEPTS, FILLERS
from casefile.names.entities import compare_entities, read_entity
from casefile.names.entities.countries import countries
from casefile.names.entities.tables import concepts, forms

COMPANY, VESSEL, BODY = "Company", "Vessel", "PublicBody"

ONE = [
    # left, right, schema, why. All invented but for public institutions.
    ("Teranga Pêche SARL", "Teranga Fishing Ltd", COMPANY, "a trade word in two languages, forms of one family"),
    ("Société Diarra Transports Maritimes", "Diarra Transport Maritime SUARL", COMPANY, "plural, form left out"),
    ("Sahelmar AG", "Sahelmar Aktiengesellschaft", COMPANY, "a form written out"),
    ("Lumoverde, S.L.", "Lumoverde Sociedad Limitada", COMPANY, "Spain"),
    ("Corvinal Lda", "CORVINAL LIMITADA", COMPANY, "Guinea-Bissau"),
    ("Volgaprom OOO", "Общество с ограниченной ответственностью «Волгапром»", COMPANY, "Russia, two scripts"),
    ("ПАО Северомор", "Severomor PJSC", COMPANY, "Russia, stock"),
    ("Haixing Shipping Co., Ltd.", "Haixing Shipping 有限公司", COMPANY, "China"),
    ("شركة النور للنقل ذ.م.م", "Nour Transport SARL", COMPANY, "Arabic letters and Latin ones"),
    ("مؤسسة الأمانة الخيرية", "Al Amana Charity Foundation", COMPANY, "a foundation"),
    ("Nur Trading", "Société Nour Commerce", COMPANY, "Nour in two spellings"),
    ("East Gate Logistics", "Eastgate Logistics", COMPANY, "joined and apart"),
    ("Van der Bosman & Zonen", "Vanderbosman and Zonen", COMPANY, "three joined; the sign for and"),
    ("A.T.K. Services", "ATK Services", COMPANY, "points in initials"),
    ("GIE des Pêcheurs de Kayar", "Groupement d'Intérêt Economique Pecheurs Cayar", COMPANY, "a form written out"),
    ("Ets Bouamara", "Établissements Ould Bouamara", COMPANY, "a trader's business; a particle"),
    ("Mamadou Diallo & Fils", "Modou Jallow and Sons", COMPANY, "spelt by the neighbour, as persons are"),
    ("Brigade Forty-Four", "Brigade 44", BODY, "a number in words"),
    ("2nd Infantry Battalion", "Second Infantry Battalion", BODY, "an ordinal"),
    ("BCEAO", "Banque Centrale des États de l'Afrique de l'Ouest", BODY, "initials of an institution"),
    ("BCEAO", "Central Bank of West African States", BODY, "initials of another language"),
    ("North Atlantic Treaty Organization", "North Atlantic Treaty Organisation", BODY, "an institution, another z"),
    ("Union Africane", "Union africaine", BODY, "an institution, misspelt"),
    ("1st Lumen Bank", "First Lumen Bank", COMPANY, "an ordinal before the name"),
    ("Korro Bellavista Ltd", "Korra Bellavista Ltd", COMPANY, "a slip in a short word next to a rare one"),
    ("Bank of Lumen Mali", "BOL Mali", COMPANY, "initials next to a country"),
    ("Chinese Rail and Bridge Corporation", "CRBC", COMPANY, "a country among the initials"),
    ("Korrigan Ferries", "Korrigan Ferry", COMPANY, "a plural of no table"),
    ("RPD", "Rassemblement pour la Paix et la Démocratie", BODY, "initials by rule"),
    ("Korvane Drone Works (KODROW)", "KODROW", COMPANY, "initials that the name gives itself"),
    ("Ministère de l'Intérieur", "وزارة الداخلية", BODY, "a ministry"),
    ("Banque du Mali", "بنك مالي", BODY, "a bank and a country in two scripts"),
    ("Pirogue Yaye Diarra", "Yaay Jarra", VESSEL, "what it is, put away; another spelling"),
    ("Touba Deux", "TOUBA II", VESSEL, "a numeral, Roman and in words"),
    ("Yaye Diarra II", "Yaye Diarra", VESSEL, "a boat's number left out in speech"),
    ("MV Korrigane", "Korrigane", VESSEL, "the letters before a ship's name"),
    ("Plage de Nouadhibou", "نواذيبو", "Address", "a place in two scripts"),
    ("Le Caire", "Cairo", "Address", "a place in two languages"),
    ("Étoile de Mer", "Star of the Sea", VESSEL, "translated whole"),
]

NOT_ONE = [
    ("Ecomar Mali", "Ecomar Sénégal", COMPANY, "another country"),
    ("Ecomar malienne", "Ecomar Guinée SA", COMPANY, "another country, by its adjective"),
    ("Bank of Lumen (Hong Kong)", "Bank of Lumen (Singapore)", COMPANY, "another country, in brackets"),
    ("Korrigan Fund 1", "Korrigan Fund 2", COMPANY, "another number"),
    ("Korrigan Fund XII", "Korrigan Fund XIII", COMPANY, "another Roman number"),
    ("Serigne Touba 3", "Serigne Touba 4", VESSEL, "another number"),
    ("Nantagora Transport SARL", "Bellavista Transport SARL", COMPANY, "a rare word differs"),
    ("Sahel Transport SARL", "Teranga Transport SARL", COMPANY, "words of the trade tell nothing"),
    ("LXC Aviation", "LAU Aviation", COMPANY, "initials differ in one letter"),
    ("Kortex Business Solutions", "Kortex Business Consulting", COMPANY, "a trade word differs"),
    ("Management Company", "Ostrander Management Company", COMPANY, "only words of the trade agree"),
    ("Yaye Diarra", "Serigne Touba", VESSEL, "two boats"),
    ("Banque du Sahel", "Compagnie du Sahel", COMPANY, "a bank is no company"),
    ("Tanger", "Agadir", "Address", "two towns"),
    ("", "Nour Transport", COMPANY, "nothing to compare"),
]


@pytest.mark.parametrize(("left", "right", "schema", "why"), ONE)
def test_one_thing_is_found_under_both_names(left: str, right: str, schema: str, why: str) -> None:
    found = compare_entities(left, right, schema)
    assert found.same, (why, found)


@pytest.mark.parametrize(("left", "right", "schema", "why"), NOT_ONE)
def test_two_things_stay_two(left: str, right: str, schema: str, why: str) -> None:
    found = compare_entities(left, right, schema)
    assert not found.same, (why, found)
    assert found.answer == "contradicting"


@pytest.mark.parametrize(("left", "right", "rule"), [
    ("Ecomar Mali", "Ecomar Sénégal", "another country"),
    ("Korrigan Fund 1", "Korrigan Fund 2", "another number"),
    ("Nantagora Transport", "Bellavista Transport", "a rare word differs"),
])  # fmt: skip
def test_the_rule_says_what_differs(left: str, right: str, rule: str) -> None:
    assert compare_entities(left, right, "Company").rule == rule


def test_a_name_with_less_is_compatible_and_one_with_all_the_same() -> None:
    assert compare_entities("Nantagora Transport", "Nantagora Transport SARL", "Company").answer == "same"
    assert compare_entities("Nantagora", "Nantagora Transport Logistique", "Company").answer == "compatible"


def test_a_missing_rare_word_costs_more_than_a_missing_word_of_the_trade() -> None:
    whole = "Nantagora Bellavista Transport"
    trade = compare_entities(whole, "Nantagora Bellavista", "Company").score
    rare = compare_entities(whole, "Nantagora Transport", "Company").score
    assert trade > 0.8 > rare


def test_a_number_left_out_is_a_boats_habit_and_a_companys_sister() -> None:
    assert compare_entities("Korrigane 2", "Korrigane", "Vessel").same
    boat = compare_entities("Korrigane 2", "Korrigane", "Vessel").score
    assert boat > compare_entities("Korrigane 2", "Korrigane", "Company").score


def test_rarity_is_what_agreement_is_worth() -> None:
    common = compare_entities("Sahel Transport International", "Sahel Transport International", "Company").bits
    rare = compare_entities("Nantagora Bellavista", "Nantagora Bellavista", "Company").bits
    assert common < 10
    assert rare > 16


NAMES = st.one_of(
    st.text(max_size=40),
    st.sampled_from([name for row in (*ONE, *NOT_ONE) for name in row[:2]]),
    st.lists(
        st.sampled_from("Nour Mali Bank deux 2 II SARL Ltd النور بنك ООО East Gate (KKB) & the".split()), max_size=6
    ).map(" ".join),
)  # fmt: skip


@settings(deadline=None)  # the first name reads the tables
@given(NAMES, NAMES)
def test_anything_can_be_compared_and_counts_the_same_from_both_sides(left: str, right: str) -> None:
    for schema in (COMPANY, VESSEL):
        one, other = compare_entities(left, right, schema), compare_entities(right, left, schema)
        assert (one.score, one.same, one.answer, one.bits) == (other.score, other.same, other.answer, other.bits)
        assert 0.0 <= one.score <= 1.0
        assert one.same == (one.answer != "contradicting")


@settings(deadline=None)
@given(NAMES)
def test_a_name_is_itself(name: str) -> None:
    read = read_entity(name)
    if read.own or read.countries or read.numbers:
        assert compare_entities(name, name.upper(), COMPANY).same or name.upper().lower() != name.lower()
        assert compare_entities(name, name, COMPANY).same


# ---- the tables ----------------------------------------------------------------------------------------------------


def test_no_word_has_two_meanings() -> None:
    written = Counter(word for _, _, words in CONCEPTS for word in set(words.split()))
    assert [word for word, times in written.items() if times > 1] == []


def test_no_word_is_a_country_and_a_word_of_the_trade() -> None:
    assert sorted(countries().keys() & concepts().keys()) == []


def test_no_form_is_a_filler() -> None:
    assert sorted(forms().keys() & FILLERS) == ["as"]  # Norway's form at the end, an article in Arabic names before


def test_ten_thousand_pairs_take_no_longer_than_persons_do() -> None:
    """Read and compared at first sight; 2,900 pairs of persons' names a second are (docs/names.md)."""
    words = "Nantagora Bellavista Korrigan Teranga Sahel Lumen Ostrander Volga".split()
    names = [f"{a} {b} Transport {n}" for n, a in enumerate(words) for b in words]
    start = time.process_time()
    for left in names:
        for right in names[::4]:
            compare_entities(left, right, COMPANY)
    assert len(names) * len(names[::4]) / (time.process_time() - start) > 1000
