"""A report meets the watch for whom it names, in whatever layout it was written."""

import pytest

from casefile.matching import decide, prepare
from casefile.matching.blocking_keys import query_keys, record_keys
from casefile.names.frequency import default
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate
from casefile.vocabulary import DateKind, IdentifierKind, RecordKind, Sex

BORN = PartialDate(DateKind.BIRTH, "1979")
KAMARATE = Identity(RecordKind.PERSON, names=(Name("Zoumana Kamaraté"),), dates=(BORN,))
ZONE = "P<SENKANTERABA<<ZAKARIA<<<<<<<<<<<<<<<<<<<<<\nA01O23456<SEN9103125M2601012<<<<<<<<<<<<<<04"
KANTERABA = Identity(
    RecordKind.PERSON, names=(Name("Zakaria Kanteraba"),), dates=(PartialDate(DateKind.BIRTH, "1991"),),
    identifiers=(Identifier(IdentifierKind.PASSPORT, "A01O23456"),),
)  # fmt: skip


def report(text: str) -> Identity:
    return Identity(RecordKind.REPORT, names=(Name("Note"),), narrative=text)


MET = [
    ("Nom : KAMARATE\nPrénom : Zoumana\nNé le : 12/03/1979\nProfession : pêcheur", "labels, French"),
    ("Surname: KAMARATE\nGiven names: Zoumana\nDate of birth: 12 March 1979", "labels, English"),
    ("Apellidos: KAMARATE; Nombre: Zoumana; Fecha de nacimiento: 12-03-1979", "labels, Spanish, one line"),
    ("NOME ........ Zoumana\nAPELIDO ........ KAMARATE\nDATA NASC. ........ 12/03/79", "labels, Portuguese, leaders"),
    ("الاسم: زومانا\nاللقب: كاماراتي\nتاريخ الميلاد: ١٢/٠٣/١٩٧٩", "labels, Arabic"),
    ("Nom: Kamarate Prénoms: Zoumana Date de naissance: 12.03.1979", "nothing between the fields"),
    ("Nom | Prénom | Né le\nKAMARATE | Zoumana | 12/03/1979", "a table"),
    ("le passeur zoumana kamarate né en 1979 vu à Mbour avec des amis", "lower case next to a capital"),
    ("Zoumana «Zou» Kamarate, né en 1979, passeur.", "nickname inside the name"),
    ("Zoumana dit Zou KAMARATE né en 1979", "dit"),
    ("Zoumana Kamarate, né le douze mars mil neuf cent soixante-dix-neuf à Ziguinchor", "date in words"),
    ("Fait à Dakar le 3 mai 2026. Zoumana KAMARATE, âgé de 47 ans, a été vu.", "age in a dated report"),
    ("Le Brigadier Moussa Faye a vu Ibrahima Ndour à Mbour. " * 3_600
     + "Le recruteur Zoumana Kamarate né en 1979 a été vu.", "the end of the longest text"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "why"), MET, ids=[why for _, why in MET])
def test_a_report_raises_a_hit_however_it_was_written(text: str, why: str) -> None:
    record, watch = prepare(report(text), "SN"), prepare(KAMARATE, "GM")
    assert record_keys(record) & query_keys(watch), why
    decision = decide(record, watch, common=default())
    assert decision is not None and decision.grade == "hit", why
    assert {e.what for e in decision.evidence if e.bits > 0} >= {"name", "birth"}


def test_passport_lines_raise_a_hit_by_name_and_by_number() -> None:
    decision = decide(prepare(report(f"Passeport lu :\n{ZONE}"), "SN"), prepare(KANTERABA, "GM"), common=default())
    assert decision is not None and decision.grade == "hit"
    assert {e.what for e in decision.evidence if e.bits > 0} >= {"name", "birth", "passport"}


def test_what_a_report_says_of_whom_it_names_may_speak_against() -> None:
    woman = Identity(RecordKind.PERSON, names=KAMARATE.names, dates=KAMARATE.dates, sex=Sex.FEMALE)
    text = "Nom : KAMARATE\nPrénom : Zoumana\nSexe : masculin\nNationalité : malienne\nNé en : 1979"
    decision = decide(prepare(report(text), "SN"), prepare(woman, "GM"), common=default())
    said = {e.what: e.bits for e in decision.evidence} if decision else {"sex": -1.0}
    assert said["sex"] < 0


def test_ages_count_from_the_day_of_the_record_when_the_text_has_none() -> None:
    event = Identity(
        RecordKind.EVENT, names=(Name("Contrôle"),), dates=(PartialDate(DateKind.EVENT, "2026-05-03"),),
        narrative="Zoumana KAMARATE, 47 ans, a été contrôlé.",
    )  # fmt: skip
    births = [n.birth.shown for n in prepare(event, "SN").persons if n.birth]
    assert births == ["~1979"]
    bare = report("Zoumana KAMARATE, 47 ans, a été contrôlé.")
    assert [n.birth for n in prepare(bare, "SN").persons if n.birth] == []
