"""`griot import KIND FILE` for lists: what it says, what it refuses, and with which exit code."""

import json

import pytest

from tests.casefile.exchange.sources import made
from tests.casefile.exchange.sources.made import YEARS
from tests.network.people import DAKAR
from tests.portal.cli.test_exchange_commands import griot, units  # noqa: F401  (fixtures)


def test_a_list_says_what_left_it_and_refuses_an_older_file_with_exit_1(units, tmp_path):  # noqa: F811
    old = made.un(tmp_path / "old.xml", YEARS[2021], "2021-01-01T00:00:00Z")
    new = made.un(tmp_path / "new.xml", YEARS[2022], "2022-01-01T00:00:00Z")
    assert units("--json", "import", "un", old)[2]["withdrawn"] == 0
    code, printed, said = units("--json", "import", "un", new)
    assert (code, said["withdrawn"], said["withdrawn_ids"]) == (0, 1, ["2"]), printed
    code, _, said = units("--json", "import", "un", new)
    assert (code, said["unchanged"], said["withdrawn"], said["created"]) == (0, 3, 0, 0)
    code, printed, said = units("--json", "import", "un", old)
    assert code == 1 and "of 2021-01-01" in said["error"] and "--older" in said["error"]
    code, printed, _ = units("import", "un", old, "--older")
    assert code == 0 and "1 withdrawn, no longer on the list; 1 on it again: 4" in printed
    code, printed, _ = units("audit", "verify")
    assert code == 0, f"what a list withdrew and brought back has its leaves in the tree of proof: {printed}"


@pytest.mark.parametrize("colour", ["red", "yellow"])
def test_notices_say_themselves_of_which_colour_they_are(units, tmp_path, colour):  # noqa: F811
    page = made.notices(tmp_path / "page.json", YEARS[2021], colour)
    code, printed, said = units("--json", "import", "interpol", page)
    assert (code, said["created"]) == (0, 3), printed
    assert [one["kind"] for one in units("--json", "import", "sources")[2]["sources"]] == [f"interpol-{colour}"]
    bare = tmp_path / "bare.json"
    bare.write_text(json.dumps([{"entity_id": "2024/9", "name": "FICTA"}]), "utf-8")
    assert units("--json", "import", "interpol", bare)[0] == 2
    assert units("--json", "import", "interpol", bare, "--notice", colour, "--delta")[2]["created"] == 1


def test_the_other_lists_come_in_by_the_same_command(units, tmp_path):  # noqa: F811
    os_file = made.ftm(tmp_path / "os.json", made.entity("NK-1", "Ficta Somnare"))
    assert units("--json", "import", "opensanctions", os_file, "--as-of", "2024-01-01")[2]["created"] == 1
    papers = made.documents(tmp_path / "papers.csv", YEARS[2021])
    assert units("--json", "import", "sltd", papers, "--unit", DAKAR.code)[2]["created"] == 3
    own = ("--unit", DAKAR.code, "--list", "Boats", "--basis", "our file", "--licence", "ours")
    assert units("--json", "import", "ftm", os_file, *own)[2]["created"] == 1
    listed = {one["name"]: one for one in units("--json", "import", "sources")[2]["sources"]}
    assert listed["Boats"]["publisher"] == DAKAR.code and listed["Boats"]["licence"] == "ours"
    assert listed["OpenSanctions"]["as_of"].startswith("2024-01-01") and len(listed) == 3
    code, printed, _ = units("import", "ftm", os_file, "--unit", DAKAR.code, "--delta")
    assert code == 2 and "--list" in printed


def test_one_bad_date_loses_no_file_and_all_faults_are_named_at_once(units, tmp_path):  # noqa: F811
    written = {
        "d-1": "1961-00-00", "d-2": "1980-02-31", "d-3": "31/02/1980", "d-4": "03/12/1980", "d-5": "circa 1963",
        "d-6": "1961-00", "d-7": "1984-03-12T23:30:00Z", "d-8": "0000-00-00", "d-9": "2199-01-01", "d-10": "30753",
        "d-11": "1945-1950", "d-12": "00/00/1961",
    }  # fmt: skip
    file = made.ftm(
        tmp_path / "dates.json", *(made.entity(ref, "Datea Zerorou", said) for ref, said in written.items())
    )
    code, printed, said = units("--json", "import", "ftm", file, "--unit", DAKAR.code)
    assert (code, said["created"], said["rejected"]) == (0, 12, 0), printed
    named = [fault.split(": ")[:2] for fault in said["faults"]]
    assert named == [["line 2", "d-2"], ["line 3", "d-3"], ["line 8", "d-8"], ["line 9", "d-9"], ["line 10", "d-10"]]
    assert "in the future" in said["faults"][3]


def test_what_came_in_goes_out_by_the_command_and_nothing_of_another_unit(units, tmp_path):  # noqa: F811
    file, out = made.ftm(tmp_path / "own.json", made.entity("A-1", "Ficta Somnare")), tmp_path / "out.json"
    assert units("import", "ftm", file, "--unit", DAKAR.code, "--case", "DKR-9")[0] == 0
    code, printed, _ = units("export", "ftm", "--unit", DAKAR.code, "--case", "DKR-9", "--output", out)
    assert code == 0, printed
    (line,) = map(json.loads, out.read_text("utf-8").splitlines())
    assert (line["id"], line["schema"], line["griot"]["case"]["reference"]) == ("A-1", "Person", "DKR-9")
    assert units("export", "ftm", "--unit", DAKAR.code, "--case", "DKR-0")[0] == 1
