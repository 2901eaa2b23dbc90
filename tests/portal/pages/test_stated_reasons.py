"""Another unit's record is opened for the errand that stands, in one sign-in; each look bears its words."""

import pytest
from sqlalchemy import select

from casefile import records
from casefile.errors import BadInput, NotThere
from casefile.policy.reasons import MAX_LENGTH
from casefile.records import stated_reasons
from casefile.storage.tables import Audit, StatedReason
from casefile.vocabulary import Sharing
from tests.network.make import person, record
from tests.steady.undrawn import undrawn

WHY = "Awa One alone, heard on 14 November"


@pytest.fixture
def batch(portal, case_of):
    """Three records that came in one import, released in full: their ids share their first half."""
    case_id = case_of("dakar")
    names = ("Awa One", "Awa Two", "Awa Three")
    drafts = [record(person(name, "1990"), case_id, sharing=Sharing.FULL) for name in names]
    with portal.store.writing() as db:
        ids = [one.record_id for one in records.enter_many(db, portal.dakar, drafts)]
    assert len({id[:16] for id in ids}) == 1
    return ids


def reasons_of(portal, record_id):
    wanted = select(Audit.reason).where(Audit.subject_id == record_id, Audit.action == "consultation")
    with portal.store.reading() as db:
        return list(db.scalars(wanted.order_by(Audit.seq)))


def test_without_an_errand_no_record_opens_and_none_is_in_the_trail(portal, batch):
    banjul = portal.as_("banjul")
    for record_id in batch:
        assert "Awa" not in undrawn(banjul.get(f"/records/{record_id}").text)
        assert reasons_of(portal, record_id) == []


def test_the_reason_given_for_one_record_stands_for_the_next_and_each_look_bears_it(portal, batch):
    banjul = portal.as_("banjul")
    first, second, _ = batch
    assert portal.post(banjul, f"/records/{first}", {"reason": WHY, "case_ref": "BJL-7"}).status_code == 303
    assert "Awa One" in banjul.get(f"/records/{first}").text
    assert "Awa Two" in banjul.get(f"/records/{second}").text
    banjul.get(f"/records/{first}")
    assert reasons_of(portal, first) == [WHY, WHY], "each look bears the reason that was given, word for word"
    assert reasons_of(portal, second) == [WHY]
    with portal.store.reading() as db:
        wanted = select(Audit.case_ref, Audit.purpose).where(Audit.subject_id == second, Audit.action == "consultation")
        assert db.execute(wanted).all() == [("BJL-7", "support_investigation")]


def test_a_reason_is_good_for_one_sign_in(portal, batch):
    banjul = portal.as_("banjul")
    portal.post(banjul, f"/records/{batch[0]}", {"reason": WHY})
    assert "For what are you looking?" in portal.as_("banjul").get(f"/records/{batch[0]}").text
    assert "Awa One" in banjul.get(f"/records/{batch[0]}").text


def test_a_long_reason_is_kept_whole_and_a_longer_one_refused(portal, batch):
    banjul = portal.as_("banjul")
    long = " ".join(f"witness {number}" for number in range(600))[:MAX_LENGTH].strip()
    assert portal.post(banjul, f"/records/{batch[0]}", {"reason": long + "x" * MAX_LENGTH}).status_code == 422
    assert portal.post(banjul, f"/records/{batch[0]}", {"reason": long}).status_code == 303
    banjul.get(f"/records/{batch[0]}")
    assert reasons_of(portal, batch[0]) == [long]


def test_a_reason_for_what_may_not_be_read_is_not_even_kept(portal, case_of):
    draft = record(person("Awa Four", "1990"), case_of("dakar"))
    with portal.store.writing() as db:
        hidden = records.enter(db, portal.dakar, draft)
    banjul = portal.as_("banjul")
    assert portal.post(banjul, f"/records/{hidden}", {"reason": WHY}, page="/").status_code == 404
    with portal.store.writing() as db:
        with pytest.raises(NotThere):
            stated_reasons.keep(db, portal.banjul, "a token", hidden, WHY)
        assert db.scalars(select(StatedReason.reason)).all() == []


def test_no_way_in_opens_another_units_record_without_a_reason(portal, batch):
    with portal.store.writing() as db, pytest.raises(BadInput):
        records.read(db, portal.banjul, batch[0])
