"""What an investigator writes in a hurry is read for names, dates and numbers, in five languages."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casefile.narrative import Mentions, read_narrative
from casefile.subjects.identifiers import normal
from casefile.vocabulary import IdentifierKind as Kind

PERSONS = [
    # text, name that must be among the mentions, date beside it, why
    ("le passeur Mamadou Dialo, né en 1985, propriétaire de la pirogue", "Mamadou Dialo", "1985", "the main job"),
    ("le passeur mamadou dialo né en 1985 proprietaire", "mamadou dialo", "1985", "all lower case, no accents"),
    ("LE PASSEUR MAMADOU DIALO NÉ EN 1985 A ÉTÉ ARRÊTÉ", "MAMADOU DIALO", "1985", "all capitals"),
    ("Hier mamadou dialo est venu. Fin.", "mamadou dialo", None, "lower-case name in a text with capitals"),
    ("interpellé à Mbour d'Oumar Ould Sidi, 30 ans", "Oumar Ould Sidi", None, "elision and particle"),
    ("Le nommé N'Diaye Fatou, née le 03/02/1991 à Thiès", "N'Diaye Fatou", "1991-02-03", "apostrophe, day first"),
    ("Rencontre avec M. Jallow au port", "M. Jallow".replace(".", ""), None, "the point of an initial ends nothing"),
    ("DIALLO, Mamadou (né vers 1984)", "DIALLO Mamadou", "~1984", "family name first, about"),
    ("the smuggler Modou Jallow, born on 3 March 1984, fled", "Modou Jallow", "1984-03-03", "English"),
    ("driver modou jallow born about 1984 fled", "modou jallow", "~1984", "English, lower case"),
    ("el patrón Mohamed Ould Salem, nacido el 12 de marzo de 1979", "Mohamed Ould Salem", "1979-03-12", "Spanish"),
    ("o dono Mamadu Djaló, nascido em 1985 em Bafatá", "Mamadu Djaló", "1985", "Portuguese"),
    ("المهرب مامادو ديالو مواليد 1985 في نواكشوط", "مامادو ديالو", "1985", "Arabic"),
    ("المدعو محمد ولد أحمد المولود سنة ١٩٨٥", "محمد ولد أحمد", "1985", "Arabic: Ould, and Arabic-Indic digits"),
    ("Aliou Sow né le 1er janvier 1980, Moussa Ba né en 1990", "Moussa Ba", "1990", "each name its own date"),
]


@pytest.mark.parametrize(("text", "name", "birth", "why"), PERSONS)
def test_a_name_in_running_text_is_met(text: str, name: str, birth: str | None, why: str) -> None:
    met = {m.name: m.birth for m in read_narrative(text, "SN").persons}
    assert name in met, (why, met)
    date = met[name]
    assert (f"{'~' if date.circa else ''}{date.value}" if date else None) == birth, why


HOMONYMS = [
    # text, the name that it has, why
    ("تم توقيف المدعو مالك سي في نواكشوط", "مالك سي", "a man called Malik"),
    ("قال مالك الزورق محمد ولد علي إنه لا يعرفهم", "محمد ولد علي", "the owner of the boat"),
    ("تم توقيف المدعو عبد المالك ولد سيدي", "عبد المالك ولد سيدي", "a servant of the King, no owner"),
    ("المدعو مولود ولد أحمد يسكن هنا", "مولود ولد أحمد", "Mouloud, not *born*"),
    ("محمد ولد أحمد مولود في روصو", "محمد ولد أحمد", "born in Rosso"),
    ("شوهدت صباح بنت محمد قرب الميناء", "صباح بنت محمد", "a woman called Morning"),
    ("شوهد محمد ولد علي صباح السبت", "محمد ولد علي", "Saturday morning"),
    ("تم استجواب أم كلثوم بنت أحمد", "أم كلثوم بنت أحمد", "Umm Kulthum"),
    ("تم استجواب أم الطفل فاطمة بنت سيدي", "فاطمة بنت سيدي", "the child's mother"),
    ("تم توقيف الشيخ حامدو كان، مواليد 1980", "الشيخ حامدو كان", "the family Kane"),
    ("محمد ولد علي كان يقود الزورق", "محمد ولد علي", "he was steering"),
    ("تم توقيف محمد الغربي مساء", "محمد الغربي", "the family Gharbi"),
    ("غادر محمد ولد علي الساحل الغربي", "محمد ولد علي", "the western coast"),
]


@pytest.mark.parametrize(("text", "name", "why"), HOMONYMS, ids=[row[2] for row in HOMONYMS])
def test_an_arabic_word_that_is_a_name_as_well_is_told_by_what_stands_about_it(text: str, name: str, why: str) -> None:
    met = [m.name for m in read_narrative(text, "MR").persons]
    assert name in met
    parts = set(name.split())
    assert all(set(one.split()) <= parts for one in met), met


NUMBERS = [
    ("joignable au 77 123 45 67 le soir", Kind.PHONE, "+221771234567", "local form"),
    ("en 1985 77 123 45 67", Kind.PHONE, "+221771234567", "a year before it"),
    ("call 00220 701 2345 or 701", Kind.PHONE, "+2207012345", "00 prefix"),
    ("هاتفه ٠٠٢٢٠٧٠١٢٣٤٥", Kind.PHONE, "+2207012345", "Arabic-Indic digits"),
    ("tel. 7012345", Kind.PHONE, "+2207012345", "announced: a neighbour's number"),
    ("son passeport sénégalais n° A01234567 délivré", Kind.PASSPORT, "A01234567", "announced paper"),
    ("CNI 1755198400123", Kind.NATIONAL_ID, "1755198400123", "identity card"),
    ("document A 01234567 saisi", Kind.DOCUMENT, "A01234567", "the form of a passport number"),
    ("véhicule DK-1234-AB bleu", Kind.PLATE, "DK1234AB", "Senegal"),
    ("car BJL 1234 A seen", Kind.PLATE, "BJL1234A", "The Gambia"),
    ("voiture 1234 AA 00 rouge", Kind.PLATE, "1234AA00", "Mauritania"),
    ("un camion immatriculé rc 4567 b conduit par", Kind.PLATE, "RC4567B", "announced, lower case"),
    ("IMEI 49-015420-323751-8", Kind.IMEI, "49015420323751", "device"),
    ("écrit de modou.j@example.org hier", Kind.EMAIL, "modou.j@example.org", "e-mail"),
    ("vessel IMO 9074729", Kind.IMO, "9074729", "hull"),
]


@pytest.mark.parametrize(("text", "kind", "form", "why"), NUMBERS)
def test_a_number_in_running_text_is_met(text: str, kind: Kind, form: str, why: str) -> None:
    met = {(i.kind, normal(i, "SN")) for i in read_narrative(text, "SN").identifiers}
    assert (kind, form) in met, (why, met)


def test_dates_and_sums_are_no_phones() -> None:
    text = "le 12/03/2024 à 14:30, 350 000 FCFA, 80 personnes, dossier 2024/123"
    assert [i for i in read_narrative(text, "SN").identifiers if i.kind is Kind.PHONE] == []


@pytest.mark.parametrize(("sum_of_money", "country"), [("66 12 34 56", "SN"), ("7012345", "SN"), ("08 12 34 56", "CI")])
def test_a_neighbours_or_a_former_number_is_met_only_where_a_number_is_announced(
    sum_of_money: str, country: str
) -> None:
    def phones(text: str) -> list[object]:
        return [i for i in read_narrative(text, country).identifiers if i.kind is Kind.PHONE]

    assert phones(f"il a payé {sum_of_money} francs") == []
    assert phones(f"tél. {sum_of_money}") != []


def test_ordinary_prose_names_nobody() -> None:
    text = "la pirogue est arrivée sur la plage vers minuit avec des migrants, le patron a demandé de l'argent"
    assert len(read_narrative(text, "SN").persons) <= 3  # windows of words nobody listed are a cost, not a fault


NOBODY = [
    "القارب خشبي أبيض وأزرق طوله 14 مترا يقوده شخص مجهول",
    "وتم تسليم المهاجرين إلى الهلال الأحمر قبل دخولهم المستشفى",
    "تم حجز محركين وعشرين برميلا من البنزين في الثاني عشر من مايو",
    "la patera de casco blanco y ocho metros de eslora fue entregada a la cruz roja",
    "uma piroga de casco branco com cento e dois ocupantes foi entregue à Cruz Vermelha",
]


@pytest.mark.parametrize("text", NOBODY)
def test_boats_goods_and_days_are_nobody_s_name(text: str) -> None:
    assert [m.name for m in read_narrative(text, "MR").persons] == []


def test_a_footnote_mark_is_no_number() -> None:
    assert read_narrative("Modou Jallow, né ¹ à Banjul", "GM").persons[0].birth is None


HOSTILE = ["a" * 100_000, "1 " * 50_000, "12 34 " * 17_000, "@a." * 33_000, "né " * 33_000, "passeport " * 10_000,
           "Tél : " * 17_000, "IMEI : " * 14_000, "Plaque\nDK 1234 AB\n" * 5_800, "pirogue bleue nommée " * 5_000,
           "+" * 100_000, "A0" * 50_000, "mamadou diallo né 1985 " * 4_500, "Ab Cd " * 16_000, "، " * 50_000,
           "".join(chr(0x628 + i % 20) + (" " if i % 4 == 3 else "") for i in range(100_000))]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda t: repr(t[:8]))
def test_100_kb_of_anything_are_read_in_bounded_time(text: str) -> None:
    started = time.process_time()
    read_narrative(text, "SN")
    assert time.process_time() - started < 4.0  # wanted: 2 s


@given(st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read(text: str) -> None:
    assert isinstance(read_narrative(text, "SN"), Mentions)
