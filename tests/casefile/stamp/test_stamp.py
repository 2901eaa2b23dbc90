"""The stamp of a training space: every format that leaves has it inside, and it survives what people do to a file."""

import csv
import io
import json
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from casefile.stamp.leaving import FILE, KEY, stamped, stamped_answer, stamped_entity, stamped_table, unstamped
from casefile.stamp.mark import MARK, PART, is_stamped

SAID = "FORMATION – personnes inventées"
ENTITY = {"id": "p1", "schema": "Person", "properties": {"name": ["Inventa Jallow"]}, "griot": {"version": 1}}
LINK = {"id": "l1", "schema": "UnknownLink", "properties": {"subject": ["p1"], "publisher": ["X"]}}


def book(*rows, core=True):
    made, file = Workbook(), io.BytesIO()
    for row in rows or (("Nom", "Né en"), ("Inventa Jallow", "1984")):
        made.active.append(row)
    made.save(file)
    return file.getvalue()


def packed(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "."), content)
    return file.getvalue()


FILES = {
    "ftm": "".join(json.dumps(one) + "\n" for one in (ENTITY, LINK)).encode(),
    "stix": (json.dumps({"type": "bundle", "objects": []}, indent=1) + "\n").encode(),
    "json": b'{"a": 1}',
    "gexf": b'<?xml version="1.0" encoding="utf-8"?><gexf version="1.2"/>\n',
    "xlsx": book(),
    "zip": packed(readme__txt=b"x"),
    "i2": packed(entities__csv="﻿Entity ID,Label\r\n1,Inventa\r\n".encode(), links__csv=b"Link ID\r\n"),
}


@pytest.mark.parametrize("form", FILES)
def test_a_file_that_leaves_a_training_space_has_the_stamp_inside_once(form):
    plain = FILES[form]
    made = stamped(plain, SAID)
    assert not is_stamped(plain) and is_stamped(made)
    assert stamped(made, SAID) == made


def test_each_entity_says_it_for_itself_and_what_a_griot_said_beside_it_still_holds():
    lines = stamped(FILES["ftm"], SAID).decode().splitlines()
    made = [json.loads(line) for line in lines]
    assert all(is_stamped(line.encode()) for line in lines)
    assert made[0]["griot"] == ENTITY["griot"] and made[0][KEY] == f"{MARK} {SAID}"
    for one, before in zip(made, (ENTITY, LINK), strict=True):
        assert dict(unstamped(one["properties"])) == before["properties"]
    bare = {name: made[0][name] for name in ("id", "schema", "properties")}
    assert is_stamped(json.dumps(bare).encode()), "what other programs keep of an entity"
    assert stamped_entity(LINK, "")["properties"]["publisher"] == [MARK, "X"]


def test_an_archive_says_it_in_a_file_and_in_each_of_its_tables():
    with zipfile.ZipFile(io.BytesIO(stamped(FILES["i2"], SAID))) as archive:
        assert SAID in archive.read(FILE).decode()
        table = list(csv.reader(io.StringIO(archive.read("entities.csv").decode("utf-8-sig"))))
    assert table == [["Entity ID", "Label", MARK], ["1", "Inventa", MARK]]


def test_a_workbook_is_still_one_and_keeps_the_stamp_when_it_is_saved_again():
    made = stamped(FILES["xlsx"], SAID)
    opened = load_workbook(io.BytesIO(made))
    assert opened.properties.keywords == MARK and opened.active["A2"].value == "Inventa Jallow"
    again = io.BytesIO()
    opened.save(again)
    assert is_stamped(again.getvalue())
    assert is_stamped(book(("Liste", f"{SAID} · {MARK}"))), "a cell, with the properties gone"


def test_a_table_says_it_above_its_titles_and_stays_readable():
    made = stamped_table("﻿Nom;Né en\r\nInventa;1984\r\n".encode(), SAID)
    assert made.decode("utf-8-sig").splitlines() == [f"{MARK} {SAID}", "Nom;Né en", "Inventa;1984"]
    assert made.startswith(b"\xef\xbb\xbf") and stamped_table(made, SAID) == made


@pytest.mark.parametrize("code", ["ascii", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("before", [0, PART - 7, PART - len(MARK)])
def test_it_is_found_in_every_code_page_and_across_the_parts_that_are_read(code, before):
    text = "x" * before + MARK + "\nNom\n"
    assert is_stamped(text.encode(code)) and not is_stamped(text.replace(MARK, MARK.lower()).encode(code))


def test_answers_over_the_api_say_it_in_each_thing_that_could_be_passed_on_alone():
    made = stamped_answer({"records": [{"id": "r", "subject": {"names": [{"text": "a"}]}}], "more": False})
    assert made == {"records": [{"id": "r", "subject": {"names": [{"text": "a"}]}, KEY: MARK}], "more": False}
    assert is_stamped(json.dumps(stamped_answer({"results": [ENTITY]})["results"][0]["properties"]).encode())


@pytest.mark.parametrize("broken", [b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 40, FILES["zip"][:-9], b""])
def test_what_is_no_archive_is_left_to_its_reader(broken):
    assert is_stamped(broken) is False
