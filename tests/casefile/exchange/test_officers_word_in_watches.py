"""What an officer corrected of a watch stands against the next file."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from casefile import watches
from casefile.exchange.import_runs import import_watches
from casefile.storage import tables
from casefile.storage.tables import Watch
from casefile.subjects.identity import Name, PartialDate
from casefile.vocabulary import (
    DateKind,
    Protection,
    Sharing,
    SubjectCategory,
)
from tests.casefile.exchange.again import REF, entity, figures, forget_copies, of_identity, ruled
from tests.network.people import DAKAR

UNTIL = tables.now().replace(hour=23, minute=59, second=0, microsecond=0) + timedelta(days=90)


def watched(net, path, **more):
    return import_watches(net.store, path, DAKAR.code, "asked by the judge", **more)


def watch_of(net):
    with net.store.writing() as session:
        watch_id = session.scalars(select(Watch.id).where(Watch.origin_ref == REF)).one()
        return watches.read_watch(session, net.dakar, watch_id)


WATCH_CORRECTIONS = {
    "protection": ruled(protection=(Protection.MINOR,)),
    "sharing": ruled(sharing=Sharing.COORDINATOR),
    "category": ruled(subject_category=SubjectCategory.MISSING),
    "birth date": of_identity(dates=(PartialDate(DateKind.BIRTH, "1984-03-12"),)),
    "name": of_identity(names=(Name("Reimporta Soumkeita"),)),
    "text": of_identity(narrative="Not seen at Tanji."),
    "ground": lambda draft: replace(draft, ground="asked by another judge"),
    "watchlist": lambda draft: replace(draft, watchlist="Ours"),
    "end": lambda draft: replace(draft, expires_at=UNTIL + timedelta(days=30)),
}


def amended_watch(net, change):
    view = watch_of(net)
    draft = watches.WatchDraft(
        view.identity, view.ground, view.watchlist, view.case_id, view.expires_at, view.rules, view.origin_ref
    )
    with net.store.writing() as session:
        watches.amend_watch(session, net.dakar, view.id, change(draft))
    return watch_of(net)


def sought(view):
    return view.identity, view.rules, view.ground, view.watchlist, view.expires_at, view.state


@pytest.mark.parametrize("until", [None, UNTIL], ids=["no end stated", "an end stated"])
@pytest.mark.parametrize("what", WATCH_CORRECTIONS)
def test_the_file_again_changes_nothing_an_officer_corrected_in_a_watch(sqlite_net, file, what, until):
    net = sqlite_net
    assert figures(watched(net, file(), expires_at=until)) == (1, 0, 0, 0)
    mine = amended_watch(net, WATCH_CORRECTIONS[what])
    kept = 0 if what == "end" and until is None else 1
    for _ in range(2):
        assert figures(watched(net, file(), expires_at=until)) == (0, 0, 1, kept)
        assert sought(watch_of(net)) == sought(mine)
    report = watched(net, file(entity(phone="+221779998877")), expires_at=until)
    assert figures(report) == (0, 1, 0, kept)
    later = watch_of(net)
    assert [i.value for i in later.identity.identifiers] == ["+221779998877"]
    assert sought(later)[2:] == sought(mine)[2:]
    assert replace(later.identity, identifiers=()) == replace(mine.identity, identifiers=())
    assert later.rules == mine.rules


def test_a_renewal_by_an_officer_outlasts_the_file_and_an_untouched_watch_follows_it(net, file):
    watched(net, file(), expires_at=UNTIL)
    assert figures(watched(net, file(), expires_at=UNTIL + timedelta(days=5))) == (0, 1, 0, 0)
    assert watch_of(net).expires_at == UNTIL + timedelta(days=5)
    renewed, watch_id = UNTIL + timedelta(days=60), watch_of(net).id
    with net.store.writing() as session:
        watches.renew(session, net.dakar, watch_id, renewed, "still wanted by the judge")
    assert figures(watched(net, file(), expires_at=UNTIL + timedelta(days=5))) == (0, 0, 1, 1)
    assert figures(watched(net, file(), expires_at=UNTIL)) == (0, 0, 1, 1)
    assert watch_of(net).expires_at == renewed


def test_an_ended_watch_stays_ended(net, file):
    watched(net, file())
    watch_id = watch_of(net).id
    with net.store.writing() as session:
        watches.end(session, net.dakar, watch_id, "found and heard")
    assert figures(watched(net, file(entity(phone="+221779998877")))) == (0, 0, 1, 0)
    assert watch_of(net).state.value == "ended"


def test_a_watch_of_a_database_from_before(net, file):
    watched(net, file())
    amended_watch(net, WATCH_CORRECTIONS["sharing"])
    forget_copies(net)
    assert figures(watched(net, file(entity(phone="+221779998877")))) == (0, 1, 0, 1)
    view = watch_of(net)
    assert view.rules.sharing is Sharing.COORDINATOR and view.identity.identifiers
