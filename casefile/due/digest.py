"""The digest: what is due for one officer in numbers, with references and a link, and nothing else.

Its size is the same whatever it says, empty included: who sees the mail pass learns nothing from it.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from casefile.due import contacts
from casefile.due.table import counts
from casefile.due.words import GROUPS, words_of
from casefile.policy.contact.clock import Opening
from casefile.policy.permissions import Permission
from casefile.policy.viewer import Viewer
from casefile.storage import tables

SIZE = 4096
"""Bytes of the text, in UTF-8: four times what the longest needs, so that an address is never too long for it."""
REFERENCES = 8
"""So many contacts are named by their reference, what presses first."""
MOST_SAID = 9_999
FILLING = " " * 71 + "\n"


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom it is written."""

    viewer: Viewer
    language: str
    timezone: str
    address: str
    """Under which the portal is opened; empty where it is not known."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail. `id`: the same for the same officer and hour, so that one that was sent twice is one mail."""

    subject: str
    text: str
    id: str


def compose(session: Session, reader: Reader, slot: datetime) -> Letter:
    """The digest of an hour, with the numbers as they are now."""
    viewer, say = reader.viewer, words_of(reader.language)
    found = counts(session, viewer)
    local = Opening(zone=reader.timezone).local(tables.now())
    lines = [say["as_of"].format(moment=f"{local:%Y-%m-%d %H:%M}"), ""]
    lines += [f"{say['due']}: {_said(found.total)}", f"{say['pressing']}: {_said(found.pressing)}", ""]
    for group in GROUPS:
        if any(viewer.may(asks) for asks in group.asks):
            lines.append(f"{say[group.name]}: {_said(found.of(group.kinds))}")
    if viewer.may(Permission.CONTACT):
        named = dict.fromkeys(line.reference for line in contacts.find(session, viewer, REFERENCES).lines)
        lines += ["", f"{say['references']}: {', '.join(named) or '–'}"]
    lines += ["", f"{say['open']}: {reader.address}/" if reader.address else say["open"], "", say["why"], ""]
    key = sha256(f"{viewer.officer_id} {slot.isoformat()}".encode()).hexdigest()[:32]
    return Letter(say["subject"], padded("\n".join(lines)), f"<{key}@griot.invalid>")


def _said(number: int) -> str:
    return str(min(number, MOST_SAID))


def padded(text: str) -> str:
    """The text with blanks behind it, `SIZE` bytes in all. What is longer takes a whole number of sizes."""
    wanted = -(-len(text.encode()) // SIZE) * SIZE
    missing = wanted - len(text.encode())
    return text + (FILLING * (missing // len(FILLING) + 1))[:missing]
