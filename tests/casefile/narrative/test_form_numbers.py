"""Numbers in a form that names nobody are the report's, of the kind that their labels say, in five languages."""

import pytest

from casefile.narrative import read_narrative
from casefile.subjects.identifiers import normal
from casefile.vocabulary import IdentifierKind as Kind

FORMS: list[tuple[str, str, list[tuple[Kind, str]]]] = [
    # text, country of the unit, all numbers that are read
    ("Téléphone : 77 512 34 56\nPasseport : AO1234567\nNNI : 1 755 1984 00123\nImmatriculation : DK-4521-BQ", "SN",
     [(Kind.PHONE, "+221775123456"), (Kind.PASSPORT, "AO1234567"), (Kind.NATIONAL_ID, "1755198400123"),
      (Kind.PLATE, "DK4521BQ")]),
    ("Téléphone : 77 512 34 56 IMEI : 358324411223347 Plaque : DK 4521 BQ Châssis : VF1BB0A0F12345678", "SN",
     [(Kind.PHONE, "+221775123456"), (Kind.IMEI, "358324411223347"), (Kind.PLATE, "DK4521BQ"),
      (Kind.VIN, "VF1BB0A0F12345678")]),
    ("Vehicle: white Mercedes 190, Reg. No: BJL 4521 C, Chassis No.: WDB2011221A123456, Colour: white", "GM",
     [(Kind.PLATE, "BJL4521C"), (Kind.VIN, "WDB2011221A123456")]),
    ("Nombre: se desconoce\nPasaporte: AB 123 456\nMatrícula: 1234 BBC\nMMSI: 224 123 456", "ES",
     [(Kind.PASSPORT, "AB123456"), (Kind.PLATE, "1234BBC"), (Kind.MMSI, "224123456")]),
    ("Matrícula: 45-67-AB\nTelemóvel: 955 123 456\nN.º do BI: 1204451", "GW",
     [(Kind.PLATE, "4567AB"), (Kind.PHONE, "+245955123456"), (Kind.NATIONAL_ID, "1204451")]),
    ("رقم الهاتف : ٤٦١٢٣٤٥٦\nجواز السفر : AB1234567\nالرقم الوطني : 1234567890\nلوحة السيارة : 1234 AA 10", "MR",
     [(Kind.PHONE, "+22246123456"), (Kind.PASSPORT, "AB1234567"), (Kind.NATIONAL_ID, "1234567890"),
      (Kind.PLATE, "1234AA10")]),
    ("Téléphone 77 512 34 56\nPasseport A61234567\nNNI 1755198400123", "SN",
     [(Kind.PHONE, "+221775123456"), (Kind.PASSPORT, "A61234567"), (Kind.NATIONAL_ID, "1755198400123")]),
    ("Plaque\nDK 4521 BQ\nChâssis\nVF1BB0A0F12345678", "SN",
     [(Kind.PLATE, "DK4521BQ"), (Kind.VIN, "VF1BB0A0F12345678")]),
    ("Plaque | Téléphone\nDK 4521 BQ | 77 512 34 56\nTH 1188 A | 76 512 34 56", "SN",
     [(Kind.PLATE, "DK4521BQ"), (Kind.PHONE, "+221775123456"), (Kind.PLATE, "TH1188A"),
      (Kind.PHONE, "+221765123456")]),
    ("IBAN : SN08 SN10 0152 0000 4850 0003 035\nTél. 2 : 77 512 34 56\nPièce : CNI n° 1 755 1984 00123", "SN",
     [(Kind.ACCOUNT, "SN08SN100152000048500003035"), (Kind.PHONE, "+221775123456"),
      (Kind.DOCUMENT, "1755198400123")]),
    ("N° OMI : 907 4729\nCoque : SN 2210", "SN", [(Kind.IMO, "9074729"), (Kind.HULL, "SN2210")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "country", "numbers"), FORMS)
def test_a_form_without_a_name_gives_its_numbers_and_no_others(
    text: str, country: str, numbers: list[tuple[Kind, str]]
) -> None:
    met = read_narrative(text, country)
    assert {(i.kind, normal(i, country)) for i in met.identifiers} == set(numbers)
    assert met.persons == ()


UNKNOWN = [
    "Nom : non identifié", "Nom : à déterminer", "Nom : N/A", "Nom : ?", "Nom :", "Name: not known",
    "Name: unidentified male", "Nombre: no consta", "Nome: por identificar", "الاسم : غير معروف",
    "الاسم : مجهول الهوية",
]  # fmt: skip


@pytest.mark.parametrize("name", UNKNOWN)
def test_where_the_name_is_not_known_nobody_is_named_and_the_number_is_read(name: str) -> None:
    met = read_narrative(f"{name}\nPasseport : AO1234567", "SN")
    assert met.persons == ()
    assert [i.value for i in met.identifiers] == ["AO1234567"]


NO_NUMBERS = [
    "Compte : 350 000 FCFA", "Account: paid 25 000 000 FCFA on 12/03/2024", "Passeport : délivré le 12/03/2019",
    "CNI : néant", "Immatriculation : en cours", "Plaque : 2 trouvées", "Registration : 12 March 2024",
    "Document : 3 pages du 12.03.2024", "IMEI : illisible", "Hull: wood, 18 m", "Visa : Schengen 2019",
    "Pasaporte: caducado el 2019-03-12", "Registration fee: 25000 CFA. Account 3 men.",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_days_sums_and_remarks_in_such_a_field_are_no_number(text: str) -> None:
    assert read_narrative(text, "SN").identifiers == ()


def test_a_number_whose_label_says_its_kind_is_no_telephone_as_well() -> None:
    text = "Téléphone saisi.\nIMEI : 77512345671234"
    assert {i.kind for i in read_narrative(text, "SN").identifiers} == {Kind.IMEI}


def test_the_numbers_of_a_named_form_stay_those_of_its_person() -> None:
    met = read_narrative("Nom : Kamarate\nPrénom : Zoumana\nPasseport : AO1234567\nPlaque : DK-4521-BQ", "SN")
    assert [i.value for i in met.persons[0].identifiers] == ["AO1234567", "DK-4521-BQ"]
