"""Numbers as people write them: one table, of which each number has several writings, and no two numbers one form.

`number` names what is meant; `a | b` are two in one field, `!` is what no reader can make a number of and must name,
`-` is what tells nobody apart. `numbers_before.csv` was written before the reader and while it was made,
`numbers_after.csv` after it.
"""

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from casefile.subjects.identifiers import group, read
from casefile.subjects.identity import Identifier
from casefile.vocabulary import IdentifierKind

HERE = Path(__file__).parent
FILES = ("numbers_before.csv", "numbers_after.csv", "numbers_check.csv")


def rows(name):
    path = HERE / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {**row, "value": row["value"].encode("ascii", "backslashreplace").decode("unicode_escape")}
            for row in csv.DictReader(file)
        ]


ROWS = [row for name in FILES for row in rows(name)]


def readings(row):
    kind = IdentifierKind(row["kind"])
    return read(Identifier(kind, row["value"], row["country"] or None), row["unit"] or None)


def meant_forms():
    """Every form that a row of one number has, by number: the first is the number's own."""
    found = defaultdict(list)
    for row in ROWS:
        if row["number"] not in "!-" and "|" not in row["number"]:
            for one in readings(row):
                found[row["number"]].append((group(one.kind), one.form))
    return found


FORMS = meant_forms()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['kind']}:{row['value'][:30]}")
def test_a_writing_means_its_number(row):
    read_as = readings(row)
    if row["number"] == "-":
        assert [one.form for one in read_as] == [None]
        return
    if row["number"] == "!":
        assert len(read_as) == 1
        assert read_as[0].trouble is not None
        others = {form for forms in FORMS.values() for form in forms}
        assert read_as[0].form is None or (group(read_as[0].kind), read_as[0].form) not in others
        return
    wanted = [FORMS[number.strip()][0] for number in row["number"].split("|")]
    assert [(group(one.kind), one.form) for one in read_as] == wanted, row["why"]
    assert all(one.trouble is None for one in read_as)


def test_different_numbers_never_become_equal():
    numbers = defaultdict(set)
    for number, forms in FORMS.items():
        for form in forms:
            numbers[form].add(number)
    assert {form: who for form, who in numbers.items() if len(who) > 1} == {}
