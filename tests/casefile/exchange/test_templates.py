"""Templates of an office's own: what they may say, what is wrong with one line by line, and who has them."""

import csv
import io
import zipfile

import pytest

from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.exchange.networks.writing import as_i2
from casefile.exchange.outgoing import installed
from casefile.exchange.outgoing.fields import as_date, is_date_format
from casefile.exchange.outgoing.sheets import rows_of
from casefile.exchange.outgoing.template import BUILT_IN, built_in, rows_of_file, template_of
from casefile.people.units import SYSTEM
from casefile.subjects.identity import Identifier, Identity, Name, PartialDate
from casefile.vocabulary import DateKind, IdentifierKind, NameKind, RecordKind, Sex
from portal.show.cells import safe_cell
from tests.casefile.exchange import edges
from tests.casefile.exchange.test_sheets import shared
from tests.network.stored import network

OURS = """of;heading;field;format;words
person;SURNAME AND NAMES;name;;
person;ALIAS;name:alias;first;
person;DOB;date:birth;DD.MM.YYYY;
person;SEX;sex;;m=Homme|f=Femme|=Inconnu
person;PASSPORTS;number:passport;;
person;CLASS;category;;suspect=01|*=99
person;FROM;=GRIOT;;
person;MARK;handling;;
"""


def template(text, name="ours"):
    return template_of(name, rows_of_file(text.encode()))


def test_a_record_stands_under_the_offices_headings_in_its_order_and_words():
    identity = Identity(
        RecordKind.PERSON, sex=Sex.FEMALE, dates=(PartialDate(DateKind.BIRTH, "1984-03"),),
        names=(Name("Awa Mytha"), Name("Eva", NameKind.ALIAS), Name("Ava", NameKind.ALIAS)),
        identifiers=tuple(Identifier(IdentifierKind.PASSPORT, one) for one in ("A01", "A02")),
    )  # fmt: skip
    head, row = rows_of(template(OURS), shared(identity))
    assert head[:8] == ("SURNAME AND NAMES", "ALIAS", "DOB", "SEX", "PASSPORTS", "CLASS", "FROM", "MARK")
    assert row[:8] == ("Awa Mytha", "Eva", "03.1984", "Femme", "A01;A02", "", "GRIOT", "H3")
    assert head[8:] == ("griot_record", "griot_handling_text"), "the code stands in the form's own column already"
    assert row[8:] == ("r", "Not in court.")
    _, bare = rows_of(template(OURS), shared(Identity(RecordKind.PERSON, names=(Name("M"),))))
    assert bare[3] == "Inconnu"


@pytest.mark.parametrize(
    ("form", "said"),
    [("DD/MM/YYYY", "12/03/1984"), ("YYYYMMDD", "19840312"), ("MM-DD-YYYY", "03-12-1984"), ("YYYY", "1984"),
     ("DD MM YYYY", "12 03 1984"), ("DD/MM-YYYY", None), ("DD/DD/YYYY", None), ("dd/mm/yyyy", None), ("", None)],
)  # fmt: skip
def test_a_date_is_written_as_asked(form, said):
    assert is_date_format(form) is (said is not None)
    if said:
        assert as_date(PartialDate(DateKind.BIRTH, "1984-03-12"), form) == said


HEADINGS = "of,heading,field,format,words\n"
WRONG = [
    ("heading,field\nA,name\n", "Line 1 lacks the headings of"),
    (HEADINGS, "It has no columns."),
    (HEADINGS + "person,A,name,,\n,,,,\npeople,B,name,,\n", "Line 4: “people” is neither a kind of record"),
    (HEADINGS + "person,,name,,\n", "Line 2: the heading is missing."),
    (HEADINGS + "person,A,name,,\nperson,A,sex,,\n", "Line 3: “A” stands there twice."),
    (HEADINGS + "person,A,forename,,\n", "Line 2: there is no field “forename”"),
    (HEADINGS + "person,A,date:birth,,\n", "Line 2: “” is no way to write a date"),
    (HEADINGS + "person,A,name,YYYY,\n", "Line 2: the format “YYYY” is for dates"),
    (HEADINGS + "person,A,sex,,m\n", "Line 2: words are written as"),
    (HEADINGS + "person,A,sex,,male=M\n", "Line 2: “male” is no value of sex: m, f."),
    (HEADINGS + "person,A,=x,first,\n", "Line 2: a fixed text has no format"),
    (HEADINGS + f"person,{'A' * 201},name,,\n", "Line 2: more than 200 letters."),
    (HEADINGS + "person,A,name,,\nvessel,B,name,,\n", "more than one kind of record"),
    (HEADINGS + "entities,A,id,,\nperson,B,name,,\n", "For i2 it has lines of"),
    (HEADINGS + "entities,A,id,,\nlinks,A,from,,\n", "Its entities lack label. Its links lack to."),
    (HEADINGS + "person,A,name,,\n" * 200, "more than 200 lines"),
]


@pytest.mark.parametrize(("text", "says"), WRONG)
def test_what_is_wrong_is_said_with_its_line(text, says):
    with pytest.raises(BadInput) as refused:
        template(text)
    assert says in str(refused.value)


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(BadInput) as refused:
        template(HEADINGS + "person,A,x,,\nperson,B,y,,\n")
    assert "Line 2" in str(refused.value) and "Line 3" in str(refused.value)


I2 = """of;heading;field;format;words
entities;Type;kind;;person=Person
entities;Name;label;;
entities;Key;id;;
links;A;from;;
links;B;to;;
links;Weight;=1;;
"""


def test_i2_gets_the_offices_own_columns():
    drawn = edges.network(("awa", "uses", "#1"), ("ben", "uses", "#1"))
    with zipfile.ZipFile(io.BytesIO(as_i2(drawn, safe_cell, template(I2)))) as archive:
        found = {
            one: list(csv.reader(io.StringIO(archive.read(one).decode("utf-8-sig")))) for one in archive.namelist()
        }
    assert found["entities.csv"][0] == ["Type", "Name", "Key", "griot_handling", "griot_handling_text"]
    assert found["links.csv"][0] == ["A", "B", "Weight"] and found["links.csv"][1][2] == "1"
    assert len(found["entities.csv"]) == 1 + len(drawn.nodes)
    assert ["Person", "awa", "awa", "", ""] in found["entities.csv"]


def test_a_template_is_a_units_or_everybodys(store):
    net = network(store)
    with store.writing() as session:
        installed.install(session, SYSTEM, "Our form", OURS.encode(), unit="SN-DKR")
        installed.install(session, SYSTEM, "All of us", OURS.encode())
        with pytest.raises(NotAllowed):
            installed.install(session, net.dakar, "Mine", OURS.encode())
        for name in ("", "../x", "a" * 41, *BUILT_IN):
            with pytest.raises(BadInput):
                installed.install(session, SYSTEM, name, OURS.encode())
        with pytest.raises(Conflict):
            installed.install(session, SYSTEM, "Our form", OURS.encode(), unit="GM-BJL")
    with store.reading() as session:
        assert [one.name for one in installed.templates_for(session, net.dakar)] == ["All of us", "Our form"]
        assert [one.name for one in installed.templates_for(session, net.banjul)] == ["All of us"]
        assert installed.template_named(session, net.dakar, "Our form") == template(OURS, "Our form")
        assert installed.template_named(session, net.banjul, "interpol") is built_in("interpol")
        for name in ("Our form", "no such"):
            with pytest.raises(NotThere, match="There is no template of this name."):
                installed.template_named(session, net.banjul, name)
    with store.writing() as session:
        installed.remove(session, SYSTEM, "All of us")
        with pytest.raises(NotThere):
            installed.remove(session, SYSTEM, "All of us")
        assert [(one.template.name, one.unit_code) for one in installed.installed(session, SYSTEM)] == [
            ("Our form", "SN-DKR")
        ]
