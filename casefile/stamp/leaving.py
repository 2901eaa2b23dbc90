"""The stamp put into a file that leaves a training space, in the way its format allows. Pure.

What is sealed as a whole (an extract, a dossier with its manifest) is stamped by who makes it; what came in and goes
out as it came (an exhibit) stays as it is.
"""

import csv
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any, Final

from casefile.stamp.mark import MARK, is_stamped

KEY: Final = "x_griot_training"
"""Of a JSON object; `x_` as STIX 2.1 (3.4) wants it of what is not its own."""
PROPERTY: Final = "publisher"
"""Of FollowTheMoney: every schema of a record or a link has it, and programs that drop unknown keys keep it."""
FILE: Final = f"{MARK}.txt"
CORE: Final = "docProps/core.xml"
_END_OF_CORE: Final = b"</cp:coreProperties>"
_BOM: Final = b"\xef\xbb\xbf"


def stamped(content: bytes, said: str) -> bytes:
    """The file with the stamp in it; unchanged where it has it already, or its format is not one of these. `said`: the
    same in the reader's language."""
    head = content.removeprefix(_BOM).lstrip()
    if head.startswith(b"PK\x03\x04"):
        return _archive(content, said)
    if is_stamped(content):
        return content
    if head.startswith(b"{"):
        return _json(content, said)
    if head.startswith(b"<?xml"):
        declared, end, rest = content.partition(b"?>")
        return declared + end + f"\n<!-- {_line(said)} -->".encode() + rest
    return content


def stamped_table(content: bytes, said: str) -> bytes:
    """A CSV with the stamp in a line above its titles."""
    if is_stamped(content):
        return content
    bom = _BOM if content.startswith(_BOM) else b""
    return bom + _line(said).encode() + b"\r\n" + content.removeprefix(bom)


def stamped_entity(entity: Mapping[str, Any], said: str) -> dict[str, Any]:
    """An entity of FollowTheMoney, which says in its own words who publishes it."""
    properties = dict(entity["properties"])
    properties[PROPERTY] = [MARK, *properties.get(PROPERTY, ())]
    return {**entity, "properties": properties, KEY: _line(said)}


def unstamped(properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """The properties as they were before: what Griot says beside an entity holds for these."""
    values = properties.get(PROPERTY)
    if not isinstance(values, list) or MARK not in values:
        return properties
    left = [one for one in values if one != MARK]
    others = {name: given for name, given in properties.items() if name != PROPERTY}
    return {**others, PROPERTY: left} if left else others


def stamped_answer(value: Any) -> Any:
    """An answer over the API: the stamp in each object that has an id, so that one that is passed on alone has it."""
    if isinstance(value, list):
        return [stamped_answer(one) for one in value]
    if isinstance(value, dict):
        held = {name: stamped_answer(one) for name, one in value.items()}
        if isinstance(held.get("properties"), dict) and "schema" in held:
            return stamped_entity(held, "")
        return {**held, KEY: MARK} if "id" in held or "subject" in held else held
    return value


def _line(said: str) -> str:
    return f"{MARK} {said}".strip().replace("--", "–")


def _json(content: bytes, said: str) -> bytes:
    """A JSON object, or lines of them."""
    text = content.decode("utf-8-sig")
    try:
        lines = [json.loads(line) for line in text.splitlines() if line.strip()]
    except ValueError:
        whole = json.loads(text)
        return (json.dumps({KEY: _line(said), **whole}, ensure_ascii=False, indent=1) + "\n").encode()
    made = [
        stamped_entity(one, said) if isinstance(one.get("properties"), dict) else {KEY: _line(said), **one}
        for one in lines
    ]
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in made).encode()


def _archive(content: bytes, said: str) -> bytes:
    """A workbook has it among its properties, which Excel and LibreOffice keep when they save; any other archive in a
    file of its own, and in a column of its tables: one that is unpacked and passed on alone still says it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as there, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        core = there.read(CORE) if CORE in there.namelist() else b""
        if is_stamped(core or content):
            return content
        for part in there.infolist():
            held = there.read(part)
            if part.filename == CORE:
                held = held.replace(_END_OF_CORE, f"<cp:keywords>{MARK}</cp:keywords>".encode() + _END_OF_CORE)
            elif part.filename.endswith(".csv"):
                held = _column(held)
            new.writestr(part, held, zipfile.ZIP_DEFLATED)
        if not core:
            new.writestr(zipfile.ZipInfo(FILE), f"{_line(said)}\n")
        new.comment = there.comment
    return made.getvalue()


def _column(content: bytes) -> bytes:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    written = io.StringIO()
    csv.writer(written).writerows([*row, MARK] for row in rows)
    return written.getvalue().encode("utf-8-sig")
