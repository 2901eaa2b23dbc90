"""Which file of a list may come in, what it may take away, whom a topic accuses, and who is told that somebody left."""

from datetime import UTC, datetime

import pytest

from casefile.policy.cases.offences import Offences
from casefile.policy.network.sources import (
    OWN_LIST,
    Newest,
    Refusal,
    brings,
    category_by_topics,
    counted_topics,
    may_learn_delisting,
    offences_by_topics,
    order_of,
    takes_too_much,
    topics_of,
)
from casefile.policy.permissions import Permission
from casefile.policy.sharing import DisclosureFacts
from casefile.vocabulary import Exploitation, OffenceKind, Protection, RecordState, Sharing, SubjectCategory

JANUARY, MAY = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
ABOUT = Offences((OffenceKind.SMUGGLING, OffenceKind.TRAFFICKING), (Exploitation.FORCED_LABOUR,))
IN = Newest(MAY, "newest", frozenset({"first", "newest"}))


@pytest.mark.parametrize(("newest", "as_of", "file_hash", "refusal"), [
    (Newest(), JANUARY, "first", None),
    (Newest(), None, "first", None),
    (IN, JANUARY, "first", Refusal.OLDER),
    (IN, JANUARY, "never seen", Refusal.OLDER),
    (IN, MAY, "another of that day", None),
    (IN, MAY, "newest", None),
    (IN, None, "newest", None),
    (IN, None, "first", Refusal.SEEN),
    (IN, None, "never seen", None),
])  # fmt: skip
def test_an_older_file_does_not_follow_a_newer_one(newest, as_of, file_hash, refusal):
    assert order_of(newest, as_of, file_hash) is refusal


@pytest.mark.parametrize(("listed", "missing", "refused"), [
    (0, 0, False), (2, 1, False), (19, 19, False), (20, 20, True), (40, 20, True), (41, 20, False), (1398, 395, False),
    (1000, 500, True),
])  # fmt: skip
def test_a_list_that_loses_half_is_taken_for_a_part(listed, missing, refused):
    assert takes_too_much(listed, missing) is refused


C = SubjectCategory


@pytest.mark.parametrize(("topics", "given", "is_"), [
    ((), C.SUSPECT, C.SUSPECT),
    (("role.pep",), C.SUSPECT, C.NONE),
    (("role.rca", "sanction.linked"), C.SUSPECT, C.NONE),
    (("role.pep", "sanction"), C.SUSPECT, C.SUSPECT),
    (("wanted",), C.SUSPECT, C.SUSPECT),
    (("crime.traffick",), C.SUSPECT, C.SUSPECT),
    (("crime", "crime.victim"), C.SUSPECT, C.VICTIM),
    (("role.pep",), C.WITNESS, C.WITNESS),
    (("victim",), C.WITNESS, C.VICTIM),
])  # fmt: skip
def test_a_topic_accuses_only_where_it_says_so(topics, given, is_):
    assert category_by_topics(topics, given) is is_


@pytest.mark.parametrize(
    ("topics", "read"),
    [
        (("crime.traffick.human", "wanted"), (OffenceKind.TRAFFICKING,)),
        (("crime.traffick.drug", "crime.terror"), (OffenceKind.DRUGS, OffenceKind.TERRORISM)),
        (("crime", "crime.fraud", "crime.fin", "crime.traffick", "role.pep"), ()),
    ],
)
def test_topics_that_say_one_kind_and_no_other_are_read(topics, read):
    assert offences_by_topics(topics) == Offences(read)


def test_topics_are_said_of_whom_the_record_accuses_and_of_no_victim():
    for category in SubjectCategory:
        accused = category in (SubjectCategory.SUSPECT, SubjectCategory.CONVICTED)
        assert topics_of(ABOUT, category) == (("crime", "crime.traffick.human") if accused else ())


@pytest.mark.parametrize(
    ("topics", "counted"), [((), set()), (("role.pep",), {"role.pep"}), (("crime.fin",), {"crime.fin", "crime"})]
)
def test_a_branch_of_crime_is_counted_as_a_crime_too(topics, counted):
    assert counted_topics(topics) == counted


def test_a_published_list_is_the_administrators_to_bring_and_a_units_own_its_officers():
    assert (brings(published=True), brings(published=False)) == (Permission.ADMINISTER, Permission.ENTER_RECORD)


def facts(**changes):
    stated = {"owner_unit_id": "list", "state": RecordState.WITHDRAWN, "sharing": Sharing.FULL}
    return DisclosureFacts(**{**stated, **changes})


@pytest.mark.parametrize(("changes", "had", "told"), [
    ({}, True, True),
    ({}, False, False),
    ({"sharing_units": ("us",)}, True, True),
    ({"sharing_units": ("others",)}, True, False),
    ({"sharing": Sharing.CORE}, True, False),
    ({"sharing": Sharing.POINTER}, True, False),
    ({"state": RecordState.ACTIVE}, True, False),
    ({"protection": (Protection.MINOR,)}, True, False),
    ({"subject_category": C.VICTIM}, True, False),
    ({"names_protected": True}, True, False),
])  # fmt: skip
def test_only_who_had_the_pointer_and_could_read_the_record_is_told(changes, had, told):
    assert may_learn_delisting("us", facts(**changes), "un", had_pointer=had) is told
    assert not may_learn_delisting("us", facts(**changes), OWN_LIST, had_pointer=had), "a unit's own list is its own"
