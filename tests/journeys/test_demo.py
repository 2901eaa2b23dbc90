"""The demonstration through the pipeline: what was planted is found, and the story makes its two hits."""

from collections import Counter

from sqlalchemy import func, select

from casefile import hits, records
from casefile.demo import story
from casefile.demo.decisions import review_some
from casefile.demo.load import load
from casefile.hits import queue
from casefile.people.viewers import viewer_by_login
from casefile.records import RecordDraft
from casefile.records.cases import CaseDraft, ensure_case
from casefile.storage.tables import RecordVersion
from casefile.subjects.identity import Identity
from casefile.vocabulary import (
    RecordKind,
    SubjectCategory,
)
from casefile.watches import WatchDraft, watch
from indexer.pipeline.relay import Relay
from tests.network.indexed import drain
from tests.network.make import record


def test_the_pipeline_finds_what_was_planted_and_a_few_are_decided(sqlite_store, engine, settings):
    load(sqlite_store, lambda login: f"four easy words {login}")
    relay = Relay(sqlite_store, engine, settings)
    drain(relay, sqlite_store, 240)
    with sqlite_store.reading() as session:
        found = list(hits.export(session))
        planted = {
            f"demo:{unit}:watch:{n}"
            for unit, n in [
                *(("SN-DKR", n) for n in range(1, 7)),
                *(("GM-BJL", n) for n in range(1, 6)),
                *(("MR-NKC", n) for n in range(1, 5)),
            ]
        }
        assert planted <= {hit["watch"] for hit in found}, planted - {hit["watch"] for hit in found}
        assert len(found) <= 3 * len(planted), "the queue of a demonstration is not noise"
    assert review_some(sqlite_store) == 5 and review_some(sqlite_store) == 0
    with sqlite_store.reading() as session:
        waiting = queue(session, viewer_by_login(session, "coordinator"))
        protected = session.scalar(
            select(func.count())
            .select_from(RecordVersion)
            .where(RecordVersion.subject_category == SubjectCategory.VICTIM.value)
        )
        states = Counter(hit["state"] for hit in hits.export(session))
    assert len(waiting) >= 3 and protected
    assert states["false_match"] == 1 and states["unresolved"] == 1 and states["pointer_sent"] + states["sealed"] == 3
    tell_the_story(sqlite_store)
    drain(relay, sqlite_store, 240)
    with sqlite_store.reading() as session:
        new = [hit for hit in hits.export(session) if hit["hit"] not in {old["hit"] for old in found}]
    names = [one["found"] for hit in new for one in hit["evidence"] if one["what"] == "name"]
    assert sorted(names) == sorted([story.REPORTED_NAME, story.ARABIC_NAME])


def tell_the_story(store):
    """What Banjul's and Dakar's officers type, by the actions behind the forms."""
    with store.writing() as session:
        banjul = viewer_by_login(session, story.WATCHING)
        for one in (story.WATCH, story.WATCH_BY_SCRIPT):
            watch(session, banjul, WatchDraft(one.identity(), one.ground, one.watchlist))
    with store.writing() as session:
        dakar = viewer_by_login(session, story.ENTERING)
        case = ensure_case(session, dakar, CaseDraft(story.CASE, story.CASE_TITLE, "a case"))
        records.enter(session, dakar, RecordDraft(Identity(RecordKind.REPORT, narrative=story.REPORT), case))
        records.enter(session, dakar, record(story.ARABIC_RECORD, case))
