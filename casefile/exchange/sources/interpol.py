"""INTERPOL's public notices in their JSON form: a page of a search, a list of notices, or one notice a line.

The form is that of the public service (`/notices/v1/red`, `/notices/v1/yellow`): a page carries `total` and
`_embedded.notices`, a notice `entity_id`, `name`, `forename`, `date_of_birth` (year first, with slashes), nationalities
as codes of two letters and, where it was opened, arrest warrants or the day and place of disappearance.
"""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from casefile.errors import BadInput
from casefile.exchange.countries import country_code
from casefile.exchange.dates import read_or_name
from casefile.exchange.incoming import FileRead, ImportReport, Incoming, Progress, unreadable
from casefile.exchange.overflow import fit
from casefile.exchange.sources.un_list import moment
from casefile.exchange.un.names import script_tag
from casefile.subjects.identity import Identity, Name, PartialDate, Place
from casefile.vocabulary import DateKind, NameKind, PlaceKind, RecordKind, Sex, SubjectCategory

MAX_BYTES = 200_000_000
SEXES = {"M": Sex.MALE, "F": Sex.FEMALE}
WORDS = {
    "distinguishing_marks": "Distinguishing marks", "height": "Height", "weight": "Weight",
    "eyes_colors_id": "Eyes", "hairs_id": "Hair", "languages_spoken_ids": "Speaks",
    "father_name": "Father", "father_forename": "Father, forename", "mother_name": "Mother",
    "mother_forename": "Mother, forename",
}  # fmt: skip
"""What is kept as words, with its label."""
HELD = frozenset({
    "entity_id", "forename", "name", "date_of_birth", "nationalities", "sex_id", "country_of_birth_id",
    "place_of_birth", "arrest_warrants", "date_of_event", "place", "country", "birth_name", "_links", "_embedded",
    *WORDS,
})  # fmt: skip


def _read(colour: str, path: Path, report: ImportReport, progress: Progress) -> FileRead:
    found = []
    pages: list[Mapping[str, Any]] = []
    for place, notice in enumerate(_notices(path, report, pages), start=1):
        report.read += 1
        if held := _notice(colour, place, notice, report):
            found.append(held)
    progress("reading", report.read, report.read)
    stated = max((int(page["total"]) for page in pages if isinstance(page.get("total"), int)), default=0)
    part = f"The file holds {report.read:,} of {stated:,} notices: fetch all, or say --delta for a part"
    as_of = max(filter(None, (moment(str(page.get("as_of", ""))) for page in pages)), default=None)
    return FileRead(found, as_of, part=part if stated > report.read else "")


red = partial(_read, "red")
"""Persons sought for arrest."""
yellow = partial(_read, "yellow")
"""Missing persons: protected where they are minors, or of unknown age."""


COLOURS = ("red", "yellow")
LOOKED_AT = 20_000
"""Bytes at the beginning of a file; one notice has about 2,000."""


def colour_of(path: Path) -> str:
    """Which notices a file holds, by the addresses in it. Raises BadInput where it does not say."""
    try:
        with path.open("rb") as handle:
            head = handle.read(LOOKED_AT).decode("utf-8", "replace").replace("\\/", "/")
    except OSError as error:
        raise unreadable(path, error) from error
    found = [colour for colour in COLOURS if f"/{colour}/" in head]
    if len(found) != 1:
        raise BadInput("The file does not say which notices it holds: --notice red or --notice yellow.", field="notice")
    return found[0]


def _notices(path: Path, report: ImportReport, pages: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    try:
        if path.stat().st_size > MAX_BYTES:
            report.problems.append(f"larger than {MAX_BYTES:,} bytes")
            return
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError:
        report.problems.append("line 1: not UTF-8")
        return
    for line, value in _values(text, report):
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, dict):
                report.problems.append(f"line {line}: no notice and no page of notices")
            elif isinstance(inner := one.get("_embedded"), dict) and isinstance(inner.get("notices"), list):
                pages.append(one)
                yield from (notice for notice in inner["notices"] if isinstance(notice, dict))
            else:
                yield one


def _values(text: str, report: ImportReport) -> Iterator[tuple[int, Any]]:
    """One document, or one a line."""
    try:
        yield 1, json.loads(text)
        return
    except (json.JSONDecodeError, RecursionError) as error:
        whole = error
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    for number, line in lines:
        try:
            yield number, json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            why = error if len(lines) > 1 else whole
            report.problems.append(f"line {number}: not JSON ({getattr(why, 'msg', 'nested too deep')}), or cut off")
            return


def _notice(colour: str, place: int, notice: Mapping[str, Any], report: ImportReport) -> Incoming | None:
    ref = str(notice.get("entity_id") or "").strip()
    name = " ".join(filter(None, (_text(notice, "forename"), _text(notice, "name"))))
    address = str(((notice.get("_links") or {}).get("self") or {}).get("href") or "")
    other = next((one for one in ("red", "yellow", "un") if f"/{one}/" in address and one != colour), None)
    if not ref or not name or other:
        missing = f"a {other} notice, not a {colour} one" if other else "a notice without entity_id or name"
        report.problems.append(f"notice {place}: {missing}")
        return None
    for key in notice.keys() - HELD:
        report.not_held[f"property {key}"] += 1
    names = [Name(name, NameKind.MAIN, script_tag(name))]
    if birth_name := _text(notice, "birth_name"):
        names.append(Name(birth_name, NameKind.BIRTH, script_tag(birth_name)))
    nations = notice.get("nationalities") or []
    identity = Identity(
        RecordKind.PERSON,
        tuple(names),
        dates=tuple(_dates(notice, (place, ref), report)),
        places=tuple(_places(notice)),
        sex=SEXES.get(_text(notice, "sex_id")),
        nationalities=tuple(dict.fromkeys(code for one in nations if (code := country_code(str(one))))),
        narrative="\n".join(_story(notice)),
    )
    wanted = colour == "red"
    return Incoming(
        f"{colour}:{ref}",
        place,
        fit(identity, report, (place, ref)),
        SubjectCategory.SUSPECT if wanted else SubjectCategory.MISSING,
        topics=("wanted",) if wanted else (),
    )


def _text(notice: Mapping[str, Any], key: str) -> str:
    value = notice.get(key)
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "" if value is None else " ".join(str(value).split())


def _dates(notice: Mapping[str, Any], place: tuple[int, str], report: ImportReport) -> Iterator[PartialDate]:
    for key, kind in (("date_of_birth", DateKind.BIRTH), ("date_of_event", DateKind.EVENT)):
        said = _text(notice, key)
        if said and (known := read_or_name(said, kind, f"notice.{key}", place, report)):
            yield known


def _places(notice: Mapping[str, Any]) -> Iterator[Place]:
    for kind, where, country in (
        (PlaceKind.BIRTH, "place_of_birth", "country_of_birth_id"),
        (PlaceKind.SEEN, "place", "country"),
    ):
        text, code = _text(notice, where), country_code(_text(notice, country))
        if text or code:
            yield Place(kind, text, code)


def _story(notice: Mapping[str, Any]) -> Iterator[str]:
    for warrant in notice.get("arrest_warrants") or ():
        if isinstance(warrant, dict):
            parts = [str(warrant.get(key) or "") for key in ("issuing_country_id", "charge", "charge_translation")]
            yield "Sought by " + ", ".join(filter(None, parts))
    for key in ("date_of_birth", "date_of_event"):
        if said := _text(notice, key):
            yield f"{'Born' if key == 'date_of_birth' else 'Missing since'}: {said}"
    for key, label in WORDS.items():
        if said := _text(notice, key).strip("0. "):
            yield f"{label}: {said}"
