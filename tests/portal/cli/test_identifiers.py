"""`griot identifiers normalise`: a file of numbers in, the same rows with the compared form and what is wrong out."""

import csv
from pathlib import Path

from click.testing import CliRunner

from portal.cli import main

ROWS = """id,kind,value,country,unit_country,note
1,phone,77 123 45 67 / 76 234 56 78,,SN,two
2,phone,"7,71E+08",,SN,shortened
3,phone,0661 23 45 67,,MR,asked
4,IBAN,FR14 2004 1010 0505 0001 3M02 606,,SN,another word for the kind
5,colour,red,,SN,no kind
6,passport,inconnu,,SN,nobody
7,plate,"DK
1234 AB",sn,SN,a line break within
"""


def test_every_row_comes_back_with_its_form_or_what_is_wrong(tmp_path: Path) -> None:
    values, out = tmp_path / "values.csv", tmp_path / "new" / "out.csv"
    values.write_text(ROWS, "utf-8-sig")
    done = CliRunner().invoke(main, ["identifiers", "normalise", "--values", str(values), "--out", str(out)])
    assert done.exit_code == 0, done.output
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["id", "kind", "value", "country", "unit_country", "note", "normalised", "problem"]
    said = {row["id"]: (row["normalised"], bool(row["problem"])) for row in rows}
    assert said == {
        "1": ("+221771234567 | +221762345678", False),
        "2": ("", True),
        "3": ("MR:0661234567", True),
        "4": ("FR1420041010050500013M02606", False),
        "5": ("", True),
        "6": ("", True),
        "7": ("DK1234AB", False),
    }
    assert "(DZ, MA)" in rows[2]["problem"]
    assert rows[6]["value"] == "DK\n1234 AB"


def test_a_file_without_its_columns_is_refused_by_name(tmp_path: Path) -> None:
    values = tmp_path / "values.csv"
    values.write_text("id,value\n1,x\n")
    done = CliRunner().invoke(main, ["identifiers", "normalise", "--values", str(values), "--out", str(tmp_path / "o")])
    assert done.exit_code == 1 and "unit_country" in done.output
