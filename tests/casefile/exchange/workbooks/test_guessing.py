"""Guesses: what heads a table, what its columns are, and what its cells say. Tables of examples, all invented."""

import pytest

from casefile.exchange.workbooks.columns import Column as C
from casefile.exchange.workbooks.columns import by_header
from casefile.exchange.workbooks.guessing import guess
from casefile.exchange.workbooks.rows import read_row
from casefile.vocabulary import NameKind, RecordKind

HEADERS = {
    "Nom": C.FAMILY, "Prénom(s)": C.GIVEN, "Nom et prénoms": C.NAME, "Né(e) le": C.BIRTH, "Date de naissance": C.BIRTH,
    "N° Téléphone": C.PHONE, "Numéro de téléphone": C.PHONE, "Tél.": C.PHONE, "CNI": C.NATIONAL_ID, "Sexe": C.SEX,
    "Lieu de naissance": C.BIRTH_PLACE, "Observations :": C.NOTE, "Motif": C.GROUND, "N° dossier": C.KEY,
    "Full Name": C.NAME, "Surname": C.FAMILY, "First name": C.GIVEN, "D.O.B": None, "DOB": C.BIRTH,
    "Passport No.": C.PASSPORT,
    "Apellidos": C.FAMILY, "Nombre": C.GIVEN, "Fecha de nacimiento": C.BIRTH, "Matrícula": C.PLATE, "Teléfono": C.PHONE,
    "Nome completo": C.NAME, "Data de nascimento": C.BIRTH, "Telemóvel": C.PHONE,
    "Apelido": C.FAMILY, "Nacionalidade": C.NATIONALITY,
    "الاسم الكامل": C.NAME, "تاريخ الميلاد": C.BIRTH, "رقم الهاتف": C.PHONE, "الجنسية": C.NATIONALITY,
    "اللقب": C.FAMILY,
    "Nom / الاسم": C.FAMILY, "": None, "Zone": None,
}  # fmt: skip


@pytest.mark.parametrize(("text", "column"), HEADERS.items())
def test_headers_are_known_in_five_languages(text, column):
    assert by_header(text) is column


ROW = ("Ficta", "Modou", "12/03/1984", "+220 312 34 56")
SHEETS = {
    "four columns of names under one merged header": (
        [("Nom complet", "", "", "", "Né le"), ("Modou", "Lamin", "Fabula", "Ficta", "1984"),
         ("Awa", "Mytha", "Somna", "Inventa", "00/00/1990")],
        0, (C.NAME, C.NAME_PART, C.NAME_PART, C.NAME_PART, C.BIRTH), RecordKind.PERSON),
    "a title above, two lines of headers": (
        [("Liste des passeurs",), ("Identité", "", "Contact"), ("Nom", "Prénom", ""),
         ("Ficta", "Modou", "77 555 12 34")],
        2, (C.FAMILY, C.GIVEN, C.PHONE), RecordKind.PERSON),
    "no header": ([ROW, ("Mytha", "Awa", "1/2/1990", "00221 77 555 12 35")], -1,
                  (C.LEAVE, C.LEAVE, C.BIRTH, C.PHONE), RecordKind.PERSON),
    "a lone Nom of two words is the whole name": ([("Nom", "Tél"), ("Modou Ficta", "+2203123456")], 0,
                                                  (C.NAME, C.PHONE), RecordKind.PERSON),
    "plates": ([("Immatriculation", "Observations"), ("DK 1234 AB", "pick-up")], 0, (C.PLATE, C.NOTE),
               RecordKind.VEHICLE),
    "Portuguese Nome and Apelido": ([("Nome", "Apelido"), ("Awa", "Mytha")], 0,
                                    (C.GIVEN, C.FAMILY), RecordKind.PERSON),
    "values tell what a header does not": (
        [("Nom", "Prénom", "Divers", "G"), ("Ficta", "Modou", "a@example.org", "M"),
         ("Mytha", "Awa", "b@example.org", "F")],
        0, (C.FAMILY, C.GIVEN, C.EMAIL, C.SEX), RecordKind.PERSON),
}  # fmt: skip


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_is_taken_for_what_it_is(name):
    rows, header, columns, kind = SHEETS[name]
    found = guess(rows)
    assert (found.header, found.columns, found.kind) == (header, columns, kind)


CELLS = [
    (C.BIRTH, "00/00/1984", lambda one: one.dates[0].value == "1984"),
    (C.BIRTH, "12/03/1984", lambda one: one.dates[0].value == "1984-03-12"),
    (C.BIRTH, "30753", lambda one: one.dates[0].value == "1984-03-12"),
    (C.BIRTH, "vers 1984", lambda one: one.dates[0].circa),
    (C.BIRTH, "inconnu", lambda one: not one.dates),
    (C.SEX, "أنثى", lambda one: one.sex == "f"),
    (C.NATIONALITY, "Sénégal / Gambia", lambda one: one.nationalities == ("SN", "GM")),
    (C.PHONE, "77 555 12 34", lambda one: one.identifiers[0].value == "77 555 12 34"),
    (C.NAME, "Modou Ficta / مودو فيكتا", lambda one: [n.kind for n in one.names]
     == [NameKind.MAIN, NameKind.ORIGINAL_SCRIPT]),
    (C.NAME, "Modou Ficta alias Fabula", lambda one: [n.text for n in one.names] == ["Modou Ficta", "Fabula"]),
]  # fmt: skip


@pytest.mark.parametrize(("column", "cell", "holds"), CELLS)
def test_a_cell_says(column, cell, holds):
    row = read_row([cell], [column], RecordKind.PERSON)
    assert not row.faults
    assert holds(row.identity)


def test_names_of_four_columns_are_one_name():
    columns = [C.FAMILY, C.GIVEN, C.NAME_PART]
    assert read_row(["Ficta", "Modou", "Lamin"], columns, RecordKind.PERSON).identity.caption == "Modou Lamin Ficta"
    merged = [C.NAME, C.NAME_PART, C.NAME_PART]
    assert read_row(["Modou", "Lamin", "Ficta"], merged, RecordKind.PERSON).identity.caption == "Modou Lamin Ficta"


@pytest.mark.parametrize(
    ("column", "cell"),
    [(C.BIRTH, "31/02/1984"), (C.BIRTH, "1/1/2999"), (C.SEX, "Z"), (C.NATIONALITY, "Atlantide"), (C.PHONE, "le soir"),
     (C.CATEGORY, "beau")],
)  # fmt: skip
def test_what_a_cell_cannot_be_is_named_with_its_column(column, cell):
    row = read_row(["Modou Ficta", cell], [C.NAME, column], RecordKind.PERSON)
    assert [fault.column for fault in row.faults] == [1]


def test_all_faults_of_a_row_are_named_at_once():
    row = read_row(["31/02/1984", "Z"], [C.BIRTH, C.SEX], RecordKind.PERSON)
    assert [fault.column for fault in row.faults] == [0, 1]
