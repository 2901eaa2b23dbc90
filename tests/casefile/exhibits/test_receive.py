"""An exhibit comes in: by its hash, part by part, and only what may come."""

import hashlib
import io
import os
from dataclasses import replace

import pytest
from PIL import Image
from sqlalchemy import func, select

from casefile import exhibits
from casefile.errors import BadInput, Conflict, NotAllowed, NotThere
from casefile.exhibits import ExhibitDraft
from casefile.policy.exhibits import OPEN_UPLOADS, PART_BYTES
from casefile.records import cases
from casefile.storage.tables import Audit, Exhibit, ExhibitPart
from tests.network import files, make
from tests.network.stored import everything

BIG = files.archive({"extraction.bin": os.urandom(2 * PART_BYTES + 500)})


def do(net, who, action, *args):
    with net.store.writing() as session:
        return action(session, net.viewers[who], *args)


def view(net, exhibit_id, who="dakar"):
    with net.store.reading() as session:
        return exhibits.exhibit_of(session, net.viewers[who], exhibit_id)


def test_it_is_kept_byte_for_byte_with_its_hash(net):
    exhibit_id = net.exhibit("dakar", BIG, "telephone.ufdr")
    assert view(net, exhibit_id).sha256 == hashlib.sha256(BIG).hexdigest()
    do(net, "dakar", exhibits.open_original, exhibit_id, "shown to the expert")
    assert b"".join(_original(net, exhibit_id)) == BIG


def test_it_stands_with_its_record_and_its_case_and_in_the_trail_without_its_name(net):
    record = net.enter("dakar")
    with_record, with_case = net.exhibit("dakar", record=record), net.exhibit("dakar", files.photo(), "boat.jpg")
    with net.store.reading() as session:
        of_record = [one.id for one in exhibits.exhibits_of_record(session, net.dakar, record)]
        of_case = {one.id for one in exhibits.exhibits_of_case(session, net.dakar, net.cases["dakar"])}
        written = select(Audit.subject_id, Audit.detail).where(Audit.subject_kind == "exhibit").order_by(Audit.seq)
        lines = session.execute(written).all()
    assert of_record == [with_record] and of_case == {with_record, with_case}
    assert [line.subject_id for line in lines] == [with_record, with_case]
    assert "boat" not in str(lines) and "found" not in str(lines)


def test_a_small_picture_holds_neither_place_nor_camera(net):
    exhibit_id = net.exhibit("dakar", files.photo(3000, 2000), "boat.jpg")
    with net.store.reading() as session:
        small, large = (exhibits.picture_of(session, net.dakar, exhibit_id, small=size) for size in (True, False))
    for drawn, side in ((small, 160), (large, 1280)):
        image = Image.open(io.BytesIO(drawn))
        assert max(image.size) == side and not image.getexif() and files.MAKER.encode() not in drawn
    assert len(small) < 15_000
    assert files.MAKER.encode() in b"".join(_original(net, exhibit_id)), "the original is as it came"


def _original(net, exhibit_id):
    for number in range(10):
        with net.store.reading() as session:
            yield exhibits.part_of(session, net.dakar, exhibit_id, number)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ" + bytes(200), "photo.jpg"),
        (b"<html><script>alert(1)</script></html>", "note.txt"),
        (b"#!/bin/sh\nrm -rf /\n", "note.txt"),
        (files.photo(), "photo.pdf"),
        (files.photo()[:400], "photo.jpg"),
        (files.bomb(), "telephone.zip"),
        (files.archive({"a": b"x"})[:-30], "telephone.zip"),
        (b"\x89PNG\r\n\x1a\n" + bytes(300), "scan.png"),
    ],
    ids=["program", "page", "script", "another kind", "cut picture", "bomb", "cut archive", "no picture"],
)
def test_what_is_refused_leaves_nothing_but_an_answer(net, content, name):
    exhibit_id = net.exhibit("dakar", content, name, whole=False)
    with pytest.raises(BadInput) as error:
        net.send("dakar", exhibit_id, content)
    assert error.value.field == "file"
    do(net, "dakar", exhibits.drop, exhibit_id)
    with net.store.reading() as session:
        assert session.scalars(select(func.count()).select_from(ExhibitPart)).one() == 0
        assert session.scalars(select(func.count()).select_from(Exhibit)).one() == 0


def test_a_picture_that_unpacks_to_too_much_is_refused(net, monkeypatch):
    monkeypatch.setattr("casefile.policy.exhibits.MOST_PIXELS", 1000)
    exhibit_id = net.exhibit("dakar", files.photo(), "a.jpg", whole=False)
    with pytest.raises(BadInput, match="far too large"):
        net.send("dakar", exhibit_id, files.photo())


def test_a_broken_line_loses_one_part_at_most(net):
    exhibit_id = net.exhibit("dakar", BIG, "telephone.zip", whole=False)
    first, rest = BIG[:PART_BYTES], BIG[PART_BYTES:]
    assert do(net, "dakar", exhibits.add_part, exhibit_id, 0, first).received == PART_BYTES
    for offset, part in ((0, first), (2 * PART_BYTES, rest[PART_BYTES:]), (PART_BYTES, rest[:100]), (PART_BYTES, b"")):
        with pytest.raises(Conflict):  # again, beyond, half a part, nothing
            do(net, "dakar", exhibits.add_part, exhibit_id, offset, part)
    with net.store.reading() as session:
        here = exhibits.arriving(session, net.dakar, exhibit_id)
        assert (here.received, here.size, here.whole) == (PART_BYTES, len(BIG), False)
        assert [one.id for one in exhibits.unfinished(session, net.dakar)] == [exhibit_id]
        with pytest.raises(Conflict):
            exhibits.examine(session, net.dakar, exhibit_id)
    for offset in range(PART_BYTES, len(BIG), PART_BYTES):
        do(net, "dakar", exhibits.add_part, exhibit_id, offset, BIG[offset : offset + PART_BYTES])
    with net.store.reading() as session:
        found = exhibits.examine(session, net.dakar, exhibit_id)
    do(net, "dakar", exhibits.complete, exhibit_id, found)
    assert view(net, exhibit_id).sha256 == hashlib.sha256(BIG).hexdigest()
    with pytest.raises(NotThere):
        do(net, "dakar", exhibits.add_part, exhibit_id, 0, first)


def test_what_is_half_way_in_is_its_officers_alone(net):
    exhibit_id = net.exhibit("dakar", whole=False)
    for action, args in ((exhibits.add_part, (0, b"x")), (exhibits.arriving, ()), (exhibits.drop, ())):
        with pytest.raises(NotThere):
            do(net, "banjul", action, exhibit_id, *args)
    with pytest.raises(NotThere), net.store.reading() as session:
        exhibits.exhibit_of(session, net.dakar, exhibit_id)
    with pytest.raises(NotAllowed):
        do(net, "analyst", exhibits.arriving, exhibit_id)


def test_so_many_may_be_half_way_in(net):
    for _ in range(OPEN_UPLOADS):
        net.exhibit("dakar", whole=False)
    with pytest.raises(BadInput):
        net.exhibit("dakar", whole=False)


def test_only_an_own_open_case_takes_one(net):
    foreign = net.enter("banjul")
    for place in ({"record_id": foreign}, {"case_id": net.cases["banjul"]}, {"record_id": "f" * 32}):
        with pytest.raises(NotThere):
            do(net, "dakar", exhibits.begin, ExhibitDraft("a.txt", 1, **place))
    do(net, "dakar", cases.close_case, net.cases["dakar"], "all are sentenced")
    with pytest.raises(Conflict):
        do(net, "dakar", exhibits.begin, ExhibitDraft("a.txt", 1, case_id=net.cases["dakar"]))


@pytest.mark.parametrize(
    ("draft", "field"),
    [(ExhibitDraft("", 1), "file"), (ExhibitDraft("a" * 201, 1), "file"), (ExhibitDraft("a.txt", 0), "file"),
     (ExhibitDraft("a.txt", 1, description="x" * 2001), "description"),
     (ExhibitDraft("a.txt", 1, kept_at="x" * 301), "kept_at")],
)  # fmt: skip
def test_a_draft_says_which_field_is_wrong(net, draft, field):
    with pytest.raises(BadInput) as error:
        do(net, "dakar", exhibits.begin, replace(draft, case_id=net.cases["dakar"]))
    assert error.value.field == field


def test_hidden_direction_marks_go_from_a_name(net):
    exhibit_id = net.exhibit("dakar", name="photo\u202egnp.txt")
    assert view(net, exhibit_id).look.name == "photognp.txt"


def test_nothing_of_it_stands_where_others_look(net):
    record = net.enter("dakar", make.SOMEBODY)
    net.exhibit("dakar", b"a secret meeting", "secret.txt", record=record)
    text = everything(net.store, ("exhibit", "exhibit_part", "exhibit_line"))
    assert "secret" not in text and "found on the boat" not in text
