"""`griot identifiers`: what Griot makes of numbers as they are written, from the command line."""

import csv
from collections.abc import Mapping
from pathlib import Path

import click

from casefile.names.lab.evaluate import read_rows
from casefile.subjects.identifiers import Reading, Trouble, read
from casefile.subjects.identity import Identifier
from casefile.vocabulary import IdentifierKind
from portal.cli.context import emit, new_csv
from portal.show.labels import WORDS

FILE = click.Path(path_type=Path, dir_okay=False)
COLUMNS = ("id", "kind", "value", "country", "unit_country")
BETWEEN = " | "


@click.group(short_help="Numbers and codes: the one form they are compared by.")
def identifiers() -> None:
    """Phones, papers, plates and other numbers as people write them."""


@identifiers.command("normalise")
@click.option("--values", type=FILE, required=True, help=f"CSV with the columns {','.join(COLUMNS)}.")
@click.option("--out", type=FILE, required=True, help="Where the same rows go, with normalised and problem.")
@click.pass_context
def normalise(ctx: click.Context, values: Path, out: Path) -> None:
    """Read every number of a file as a record, a watch and a search do.

    Two numbers in one field become two, with a bar between them. What cannot be read stays as written, and problem says
    why.
    """
    rows = read_rows(values, COLUMNS)
    read_as = [_readings(row) for row in rows]
    columns = [c for c in (rows[0] if rows else COLUMNS) if c not in ("normalised", "problem")]
    with new_csv(out) as file:
        writer = csv.writer(file)
        writer.writerow([*columns, "normalised", "problem"])
        for row, found in zip(rows, read_as, strict=True):
            writer.writerow([*(row[c] for c in columns), BETWEEN.join(one.form or "" for one in found), problem(found)])
    named = sum(1 for found in read_as if problem(found))
    emit(
        ctx,
        f"{len(rows)} numbers, {named} of them with a problem. Written to {out}.",
        {"numbers": len(rows), "problems": named},
    )


def problem(found: tuple[Reading, ...]) -> str:
    """What is wrong, in words, and which countries are asked about; empty when nothing is."""
    said = []
    for one in found:
        if one.trouble is not None:
            asked = f" ({', '.join(one.countries)})" if one.countries else ""
            said.append(f"{WORDS[Trouble][one.trouble]}{asked}")
    return BETWEEN.join(dict.fromkeys(said))


def _readings(row: Mapping[str, str]) -> tuple[Reading, ...]:
    word = row["kind"].strip().casefold().replace(" ", "_").replace("-", "_")
    kind = IDENTIFIER_WORDS.get(word)
    if kind is None:
        return (Reading(IdentifierKind.DOCUMENT, None, Trouble.NO_KIND),)
    return read(Identifier(kind, row["value"], _country(row["country"])), _country(row["unit_country"]))


def _country(text: str) -> str | None:
    return text.strip().upper() or None


IDENTIFIER_WORDS: dict[str, IdentifierKind] = {
    **{kind.value: kind for kind in IdentifierKind},
    **{
        word: kind
        for kind, words in {
            IdentifierKind.PHONE: "telephone tel mobile whatsapp",
            IdentifierKind.NATIONAL_ID: "id idnumber id_number id_card identity nni cni nin dni nie",
            IdentifierKind.PASSPORT: "passportnumber passport_number",
            IdentifierKind.DOCUMENT: "paper",
            IdentifierKind.PLATE: "number_plate licence_plate license_plate",
            IdentifierKind.VIN: "chassis",
            IdentifierKind.ACCOUNT: "iban bank_account account_number",
            IdentifierKind.EMAIL: "mail e_mail",
            IdentifierKind.HANDLE: "social social_media username user_name profile",
            IdentifierKind.REGISTRATION: "company_number registration_number",
        }.items()
        for word in words.split()
    },
}
"""What a file may call a kind: Griot's own words, and some that other tools write."""
