"""Which file of a list may come in, what it may take away, whom a topic accuses, and who is told that somebody left."""

from datetime import UTC, datetime

import pytest

from casefile.policy.network.sources import (
    OWN_LIST,
    Newest,
    Refusal,
    category_by_topics,
    may_learn_delisting,
    order_of,
    takes_too_much,
)
from casefile.policy.sharing import DisclosureFacts
from casefile.vocabulary import Protection, RecordState, Sharing, SubjectCategory

JANUARY, MAY = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC)
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
