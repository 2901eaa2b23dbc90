"""Watches from the command line: common names come in at once, marked wide; a unit's policy is asked first."""

import pytest
from sqlalchemy import select

from casefile.storage.tables import Watch
from tests.network.people import BANJUL
from tests.portal.cli.test_exchange_commands import griot, people, units  # noqa: F401  (fixtures)

SUBJECTS = [
    {"id": "w1", "schema": "Person", "properties": {"name": ["Mamadou Diallo"]}},
    {"id": "w2", "schema": "Person", "properties": {"name": ["Lamin"]}},
    {"id": "w3", "schema": "Person", "properties": {"name": ["Inconnu"], "birthDate": ["1980"]}},
    {"id": "w4", "schema": "Person", "properties": {"name": ["Modou Jallow"], "birthDate": ["1984"]}},
]


def bring(griot, folder):  # noqa: F811
    file = people(folder, *SUBJECTS)
    return griot("--json", "watch", "import", file, "--unit", BANJUL.code, "--ground", "asked by the judge")


def standing(store):
    with store.reading() as session:
        rows = session.execute(select(Watch.origin_ref, Watch.state, Watch.wide).order_by(Watch.origin_ref)).all()
    return {ref: (state, wide) for ref, state, wide in rows}


def test_common_names_come_in_as_wide_and_nothing_waits(units, tmp_path, sqlite_store):  # noqa: F811
    code, printed, said = bring(units, tmp_path)
    assert (code, said["created"], said["rejected"], said["wide"]) == (0, 4, 0, 3), printed
    wide, narrow = ("active", True), ("active", False)
    assert standing(sqlite_store) == {"w1": wide, "w2": wide, "w3": wide, "w4": narrow}
    code, _, said = bring(units, tmp_path)
    assert (code, said["unchanged"], said["wide"]) == (0, 4, 3), "the same twice is no error"


def test_where_the_unit_asks_for_a_second_officer_all_of_it_waits(units, tmp_path, sqlite_store):  # noqa: F811
    add = ("unit", "add", BANJUL.code, "--country", BANJUL.country, "--name", BANJUL.name)
    assert units("--json", *add, "--approve-watches")[2]["approves_watches"] is True
    assert units("--json", *add)[2]["approves_watches"] is True, "left as it is when not said"
    code, _, said = bring(units, tmp_path)
    assert (code, said["created"]) == (0, 4)
    assert {state for state, _ in standing(sqlite_store).values()} == {"proposed"}
    assert units("--json", *add, "--no-approve-watches")[2]["approves_watches"] is False


@pytest.mark.parametrize("option", ["--approve-watches", "--no-approve-watches"])
def test_the_policy_stands_in_the_help(griot, option):  # noqa: F811
    assert option in griot("unit", "add", "--help")[1]
