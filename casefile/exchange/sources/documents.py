"""Stolen and lost travel documents, as CSV or JSON lines: what the issuing authority has declared invalid.

Only who issued a document declares it, or takes it back: a file is brought by a unit of the country named in it. The
columns follow what INTERPOL's database of stolen and lost travel documents asks: number, type, issuing country, type of
fraud, dates of issue, expiry and loss, and the date on which the authority looks at the entry again.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from casefile.exchange.countries import country_code
from casefile.exchange.dates import read_or_name
from casefile.exchange.incoming import MAX_PROBLEMS, FileRead, ImportReport, Incoming, Progress, unreadable
from casefile.policy.retention import MAX_RETENTION
from casefile.storage import tables
from casefile.subjects.identity import Fact, Identifier, Identity, Name, PartialDate
from casefile.vocabulary import DateKind, FactKind, IdentifierKind, NameKind, RecordKind, SubjectCategory

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": ("document_number", "number", "doc_number", "numero", "numéro"),
    "type": ("document_type", "type", "doc_type"),
    "country": ("issuing_country", "country", "issuer_country", "pays"),
    "fraud": ("type_of_fraud", "fraud_type", "fraud", "status", "motif"),
    "issued": ("date_of_issue", "issue_date", "issued"),
    "expires": ("date_of_expiry", "expiry_date", "expires"),
    "lost": ("date_of_loss", "date_of_theft", "theft_date", "lost_on", "reported_on"),
    "review": ("review_date", "review_at"),
    "holder": ("holder_name", "holder", "name"),
    "authority": ("issuing_authority", "authority"),
    "id": ("id", "reference"),
    "withdrawn": ("withdrawn", "recovered"),
}
"""What a column may be called, in lower case with underscores. The first of each is the one to write."""
NEEDED = ("number", "type", "country", "fraud")
TYPES: tuple[tuple[str, IdentifierKind], ...] = (
    (r"pass|^p[a-z<]?$", IdentifierKind.PASSPORT),
    (r"ident|^id$|^i[a-z<]?$|national|cni", IdentifierKind.NATIONAL_ID),
)
FRAUDS: Mapping[str, str] = {
    "stolen": "stolen", "stolen_blank": "stolen_blank", "lost": "lost", "revoked": "revoked", "invalid": "revoked",
    "invalidated": "revoked", "counterfeit": "counterfeit", "fraudulent": "counterfeit", "forged": "counterfeit",
    "volé": "stolen", "volé_vierge": "stolen_blank", "perdu": "lost", "révoqué": "revoked",
    "robado": "stolen", "perdido": "lost", "anulado": "revoked", "roubado": "stolen", "extraviado": "lost",
}  # fmt: skip
"""Types of fraud by the words authorities use for them, to the topic they are filtered by (`document.` before it)."""
YES = frozenset({"1", "true", "yes", "y", "oui", "si", "sí", "sim", "x"})


def read(path: Path, report: ImportReport, progress: Progress) -> FileRead:
    """Every document of the file. A row marked as withdrawn makes the file a delta."""
    found, removed = [], set()
    for line, row in _rows(path, report):
        report.read += 1
        ref = _ref(row)
        if row.get("withdrawn", "").casefold() in YES:
            removed.add(ref)
        elif (held := _document(line, ref, row, report)) is not None:
            found.append(held)
        if len(report.problems) >= MAX_PROBLEMS:
            break
    progress("reading", report.read, report.read)
    return FileRead(found, delta=bool(removed), removed=frozenset(removed))


def _rows(path: Path, report: ImportReport) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError:
        report.problems.append("line 1: not UTF-8")
        return
    if text.lstrip()[:1] in ("{", "["):
        yield from _json(text, report)
        return
    lines = text.splitlines()
    delimiter = max(",;\t", key=(lines or [""])[0].count)
    reader = csv.DictReader(lines, delimiter=delimiter)
    lacking = [
        COLUMNS[name][0] for name in NEEDED if not set(COLUMNS[name]) & {_key(k) for k in reader.fieldnames or ()}
    ]
    if lacking:
        report.problems.append(f"line 1: the columns {', '.join(lacking)} are missing")
        return
    for row in reader:
        if None in row or None in row.values():
            report.problems.append(f"line {reader.line_num}: the row is cut off, or has too many fields")
            continue
        yield reader.line_num, _named(row)


def _json(text: str, report: ImportReport) -> Iterator[tuple[int, dict[str, str]]]:
    many: Iterable[tuple[int, Any]]
    try:
        whole = json.loads(text)
        many = enumerate(whole if isinstance(whole, list) else [whole], start=1)
    except (json.JSONDecodeError, RecursionError):
        many = _lines(text, report)
    for line, row in many:
        if isinstance(row, dict):
            yield line, _named(row)
        else:
            report.problems.append(f"line {line}: no document")


def _lines(text: str, report: ImportReport) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            if line.strip():
                yield number, json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            report.problems.append(f"line {number}: not JSON, or cut off")
            return


def _key(text: object) -> str:
    return re.sub(r"[\s-]+", "_", str(text).strip().casefold())


def _named(row: Mapping[str, Any]) -> dict[str, str]:
    """The row by our names of its columns."""
    said = {_key(key): " ".join(str(value).split()) for key, value in row.items() if value not in (None, "")}
    return {name: said[one] for name, keys in COLUMNS.items() for one in keys[::-1] if one in said}


def _ref(row: Mapping[str, str]) -> str:
    number = re.sub(r"[\s./-]+", "", row.get("number", "")).upper()
    return row.get("id") or ":".join((country_code(row.get("country", "")) or "?", _kind(row).value, number))


def _kind(row: Mapping[str, str]) -> IdentifierKind:
    said = row.get("type", "").casefold()
    return next((kind for pattern, kind in TYPES if re.search(pattern, said)), IdentifierKind.DOCUMENT)


def _document(line: int, ref: str, row: Mapping[str, str], report: ImportReport) -> Incoming | None:
    lacking = [COLUMNS[name][0] for name in NEEDED if not row.get(name)]
    country, fraud = country_code(row.get("country", "")), FRAUDS.get(_key(row.get("fraud", "")))
    if lacking or country is None or fraud is None:
        why = f"without {', '.join(lacking)}" if lacking else "of an unknown country or type of fraud"
        report.problems.append(f"line {line}: a document {why}")
        return None
    dates = []
    for name, kind in (("issued", DateKind.ISSUED), ("expires", DateKind.EXPIRES), ("lost", DateKind.EVENT)):
        if said := row.get(name):
            known = read_or_name(said, kind, COLUMNS[name][0], (line, ref), report)
            dates += [known] if known else []
    holder = row.get("holder", "")
    story = [f"Declared {row['fraud']} by the issuing authority"]
    story += [
        f"{label}: {row[name]}" for name, label in (("type", "Type"), ("lost", "Lost or stolen")) if row.get(name)
    ]
    identity = Identity(
        RecordKind.TRAVEL_DOCUMENT,
        (Name(holder, NameKind.MAIN),) if holder else (),
        (Identifier(_kind(row), row["number"], country),),
        tuple(dates),
        narrative="\n".join(story),
        facts=(Fact(FactKind.ISSUER, row["authority"]),) if row.get("authority") else (),
    )
    return Incoming(
        ref, line, identity, SubjectCategory.NONE, topics=(f"document.{fraud}",), issuer=country,
        review_at=_review(row.get("review", ""), (line, ref), report),
    )  # fmt: skip


def _review(said: str, place: tuple[int, str], report: ImportReport) -> datetime | None:
    """The day on which its authority looks at it again: one that lies ahead, and within ten years."""
    known: PartialDate | None = read_or_name(said, DateKind.EXPIRES, "review_date", place, report) if said else None
    if known is None:
        return None
    day = datetime.fromisoformat((known.value + "-01-01")[:10]).replace(tzinfo=UTC)
    if not timedelta() < day - tables.now() < MAX_RETENTION:
        report.fault(*place, f"review_date “{said[:40]}” lies behind, or more than ten years ahead")
        return None
    return day
