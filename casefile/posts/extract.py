"""An extract of document lists: sealed for one post, signed, good for some days; and what it answers.

A text of one JSON object: `header` (in clear, and part of what is sealed and signed), `body` (AES-256-GCM), `signature`
over both. The body holds the desks and, sorted, one entry of fixed length for each document: 16 bytes that its number
is found by, and 8 that only who knows the number can read. Who opens the body has no number in it: each is to be
guessed, at `rounds` of PBKDF2 a guess.
"""

import json
import os
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from casefile.errors import N_, BadInput, CasefileError
from casefile.posts.keys import BODY, NUMBERS, PostKey, SigningKey, bytes_of, slow_hash, text_of

FORM = "griot-extract-1"
ROUNDS = 20_000
"""12 ms of a desk's processor, some 50 of a phone's. A list of 50,000 documents takes two cores five minutes to make;
who has a lost post's key and its extract needs 14 days of such a core for each country's 100 million numbers."""
LEAST_ROUNDS, MOST_ROUNDS = 1_000, 1_000_000
MOST_DAYS, DAYS = 31, 7
CLOCK_SLACK = timedelta(minutes=10)
"""A post's clock may be so far behind; one further back would keep an extract alive past its end."""
NONCE_BYTES, FOUND_BYTES, HIDDEN_BYTES = 12, 16, 8
ENTRY_BYTES = FOUND_BYTES + HIDDEN_BYTES
DESK_BYTES, ISSUER_BYTES = 2, 3


class Unusable(CasefileError):
    """The extract answers nothing: ended, altered, another post's, or no extract at all."""

    status = 409


NOT_ONE = N_("This file is no extract, or it is cut off. Fetch it again.")
ANOTHERS = N_("This extract was made for another post. Use the key of the post that it was made for.")
ALTERED = N_("This extract was altered, or this installation did not make it. Do not use it; fetch it again.")
ENDED = N_("This extract ended on %(day)s. Fetch a new one.")
FROM_AHEAD = N_("This extract is from %(day)s, which is ahead of this device’s clock. Set the clock.")


@dataclass(frozen=True, slots=True, order=True)
class Listed:
    """A document on a list: its compared number, who issued it (two letters or empty), the desk to contact."""

    number: str
    issuer: str
    desk: str


@dataclass(frozen=True, slots=True)
class Header:
    """What the extract says of itself, in clear."""

    id: str
    post: str
    made_at: datetime
    ends_at: datetime
    rounds: int
    documents: int
    lists: tuple[str, ...]

    def text(self) -> str:
        return json.dumps(
            {
                "form": FORM, "id": self.id, "post": self.post, "made_at": _stated(self.made_at),
                "ends_at": _stated(self.ends_at), "rounds": self.rounds, "documents": self.documents,
                "lists": list(self.lists),
            },
            ensure_ascii=False, sort_keys=True,
        )  # fmt: skip

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises Unusable."""
        try:
            said = json.loads(text)
            if said["form"] != FORM:
                raise Unusable(NOT_ONE)
            made, ends = (datetime.fromisoformat(said[name]) for name in ("made_at", "ends_at"))
            return cls(
                str(said["id"]), str(said["post"]), made, ends, int(said["rounds"]), int(said["documents"]),
                tuple(map(str, said["lists"])),
            )  # fmt: skip
        except (ValueError, TypeError, KeyError) as error:
            raise Unusable(NOT_ONE) from error


def check_wishes(days: int, rounds: int) -> None:
    """Raises BadInput, before anything is read."""
    if not 0 < days <= MOST_DAYS:
        raise BadInput("An extract is good for 1 to %(most)s days.", field="days", most=MOST_DAYS)
    if not LEAST_ROUNDS <= rounds <= MOST_ROUNDS:
        raise BadInput(
            "A number is hashed %(least)s to %(most)s times.", field="rounds", least=LEAST_ROUNDS, most=MOST_ROUNDS
        )


def make(
    key: SigningKey, listed: Iterable[Listed], lists: Sequence[str], at: datetime, *, extract_id: str,
    days: int = DAYS, rounds: int = ROUNDS, cores: int | None = None,
) -> str:  # fmt: skip
    """The extract as text. The slow part runs on so many cores, or on all: OpenSSL leaves the interpreter free."""
    check_wishes(days, rounds)
    documents = sorted(set(listed))
    desks = sorted({one.desk for one in documents})
    made = at.astimezone(UTC).replace(microsecond=0)
    header = Header(
        extract_id, key.post.post_id, made, made + timedelta(days=days), rounds, len(documents), tuple(lists)
    )
    numbers = key.post.derived(NUMBERS, header.id)
    place = {desk: position for position, desk in enumerate(desks)}
    with ThreadPoolExecutor(cores or os.cpu_count()) as pool:
        entries = sorted(pool.map(lambda one: _entry(one, place[one.desk], numbers, rounds), documents, chunksize=64))
    content = json.dumps(desks, ensure_ascii=False).encode() + b"\n" + b"".join(entries)
    said, nonce = header.text(), os.urandom(NONCE_BYTES)
    body = nonce + AESGCM(key.post.derived(BODY, header.id)).encrypt(nonce, content, said.encode())
    signature = key.signature(said.encode() + body)
    return json.dumps({"header": said, "body": text_of(body), "signature": text_of(signature)}) + "\n"


def header_of(text: str) -> Header:
    """What an extract says of itself. Raises Unusable; proves nothing (`Extract.open` does)."""
    return Header.parse(_parts(text)[0])


@dataclass(frozen=True, slots=True)
class Extract:
    """One that was opened: it is whole, made by this installation for this post, and in force."""

    header: Header
    desks: tuple[str, ...]
    entries: bytes
    numbers: bytes

    @classmethod
    def open(cls, text: str, key: PostKey, at: datetime) -> Self:
        """Raises Unusable, which says why: the signature is checked before anything in the extract is believed."""
        header, body, signature = _parts(text)
        said = Header.parse(header)
        if said.post != key.post_id:
            raise Unusable(ANOTHERS)
        if not key.verifies(header.encode() + body, signature):
            raise Unusable(ALTERED)
        if at >= said.ends_at:
            raise Unusable(ENDED, day=f"{said.ends_at:%d.%m.%Y %H:%M} UTC")
        if at < said.made_at - CLOCK_SLACK:
            raise Unusable(FROM_AHEAD, day=f"{said.made_at:%d.%m.%Y %H:%M} UTC")
        try:
            box = AESGCM(key.derived(BODY, said.id))
            content = box.decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], header.encode())
        except (InvalidTag, ValueError) as error:
            raise Unusable(ALTERED) from error
        desks, _, entries = content.partition(b"\n")
        if len(entries) != said.documents * ENTRY_BYTES:
            raise Unusable(ALTERED)
        return cls(said, tuple(json.loads(desks)), entries, key.derived(NUMBERS, said.id))

    def desks_of(self, number: str, issuer: str = "") -> tuple[str, ...]:
        """The desks to contact about this compared number, none where it is on no list. An issuer that one side does
        not state rules nothing out."""
        hashed = slow_hash(number, self.numbers, self.header.rounds, ENTRY_BYTES)
        wanted, hidden, found = hashed[:FOUND_BYTES], hashed[FOUND_BYTES:], set[str]()
        first = bisect_left(range(self.header.documents), wanted, key=lambda n: self._entry(n)[:FOUND_BYTES])
        for position in range(first, self.header.documents):
            entry = self._entry(position)
            if entry[:FOUND_BYTES] != wanted:
                break
            plain = _masked(entry[FOUND_BYTES:], hidden)
            stated = plain[DESK_BYTES : DESK_BYTES + ISSUER_BYTES].rstrip(b"\0").decode("ascii", "replace")
            if not (issuer and stated and issuer != stated):
                found.add(self.desks[int.from_bytes(plain[:DESK_BYTES])])
        return tuple(sorted(found))

    def _entry(self, position: int) -> bytes:
        return self.entries[position * ENTRY_BYTES : (position + 1) * ENTRY_BYTES]


def _entry(one: Listed, desk: int, numbers: bytes, rounds: int) -> bytes:
    hashed = slow_hash(one.number, numbers, rounds, ENTRY_BYTES)
    issuer = one.issuer.encode("ascii", "replace")[:ISSUER_BYTES].ljust(ISSUER_BYTES, b"\0")
    plain = (desk.to_bytes(DESK_BYTES) + issuer).ljust(HIDDEN_BYTES, b"\0")
    return hashed[:FOUND_BYTES] + _masked(plain, hashed[FOUND_BYTES:])


def _masked(content: bytes, mask: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(content, mask, strict=True))


def _parts(text: str) -> tuple[str, bytes, bytes]:
    try:
        whole = json.loads(text)
        header, body, signature = whole["header"], bytes_of(whole["body"]), bytes_of(whole["signature"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Unusable(NOT_ONE) from error
    if not isinstance(header, str) or len(body) <= NONCE_BYTES or not signature:
        raise Unusable(NOT_ONE)
    return header, body, signature


def _stated(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
