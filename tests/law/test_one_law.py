"""One law: viewer × record × state × sharing × units × protection × surface. Every surface says what policy says."""

import shutil
from dataclasses import replace

import pytest
from sqlalchemy import update

from casefile.errors import NotAllowed
from casefile.policy.disclosure import desks_of, recipients
from casefile.policy.permissions import Permission
from casefile.policy.sharing import Access, access
from casefile.storage.tables import Record, RecordVersion, Watch, WatchVersion
from casefile.vocabulary import HitState, Notify, RecordState, Sharing
from tests.law.generated import OWNER, THIRD, WATCHER, Generated, with_hits, with_records
from tests.law.surfaces.hits import HIT_SURFACES
from tests.law.surfaces.records import RECORD_SURFACES
from tests.network.people import LOGINS
from tests.network.stored import network
from tests.reuse import once


class _Undo(Exception):
    """Nothing of a trial is kept."""


@pytest.fixture(scope="module")
def world(_migrated_file, tmp_path_factory, no_budgets):
    path = tmp_path_factory.mktemp("one-law") / "griot.db"
    shutil.copyfile(_migrated_file, path)
    store = once.store_at(f"sqlite:///{path}")
    made = Generated(network(store))
    with_records(made)
    with_hits(made)
    yield made
    store.close()


def seen_on(world, surface, viewer):
    """What the viewer sees on the surface, in a transaction of which nothing is kept; None where they are refused."""
    seen = None
    opened = world.net.store.reading if surface.writes else world.net.store.writing
    try:
        with opened() as session:
            seen = surface.see(world, session, viewer)
            raise _Undo
    except _Undo:
        return seen
    except NotAllowed:
        return None


def tried_with(world, surface):
    return replace(world, records=world.records[:: surface.every], hits=world.hits[:: surface.every])


READERS = (OWNER, THIRD, WATCHER, "analyst", "coordinator")


@pytest.mark.parametrize("surface", RECORD_SURFACES, ids=lambda surface: surface.name)
@pytest.mark.parametrize("login", READERS)
def test_a_record_is_seen_as_the_law_says(world, surface, login):
    viewer, some = world.net.viewers[login], tried_with(world, surface)
    assert seen_on(some, surface, viewer) == surface.law(some, viewer)


@pytest.mark.parametrize("surface", HIT_SURFACES, ids=lambda surface: surface.name)
@pytest.mark.parametrize("login", [OWNER, WATCHER, THIRD, "coordinator", "protection"])
def test_a_hit_is_seen_as_the_law_says(world, surface, login):
    viewer, some = world.net.viewers[login], tried_with(world, surface)
    assert (seen_on(some, surface, viewer) or {}) == surface.law(some, viewer)


@pytest.mark.parametrize("login", sorted(LOGINS - set(READERS) - {"coordinator", "second"}))
def test_who_has_no_such_duty_sees_no_record_anywhere(world, login):
    viewer = world.net.viewers[login]
    assert not viewer.may(Permission.READ_RECORD)
    for surface in RECORD_SURFACES:
        assert not seen_on(world, surface, viewer) and not surface.law(world, viewer), surface.name


# ---- a surface that looked elsewhere would be found ------------------------------------------------------------


@pytest.fixture
def planted(world, tmp_path):
    """planted(statement, ...): the same world, whose database no longer says what the facts say."""
    opened = []

    def plant(*statements):
        shutil.copyfile(world.net.store.engine.url.database, tmp_path / "griot.db")
        store = once.store_at(f"sqlite:///{tmp_path / 'griot.db'}")
        opened.append(store)
        with store.writing() as session:
            for statement in statements:
                session.execute(statement)
        return replace(world, net=replace(world.net, store=store))

    yield plant
    for store in opened:
        store.close()


def differs(world, surface):
    """Whether the surface says something else than the law to anybody."""
    some = tried_with(world, surface)
    for viewer in world.net.viewers.values():
        try:
            if (seen_on(some, surface, viewer) or {}) != surface.law(some, viewer):
                return True
        except AssertionError:  # of what is shown next to it
            return True
    return False


@pytest.mark.parametrize("surface", RECORD_SURFACES, ids=lambda surface: surface.name)
def test_a_record_shown_against_the_law_is_noticed_on_each_surface(world, planted, surface):
    """Not shared by the facts, shared by the columns; and one that was erased and is back."""
    mine, some = world.net.viewers[OWNER], tried_with(world, surface).records
    hidden = [one.id for one in some if one.facts.sharing is Sharing.NONE and one.facts.state is RecordState.ACTIVE]
    erased = [one.id for one in some if access(mine, one.facts) is None]
    other = planted(
        update(RecordVersion).where(RecordVersion.record_id.in_(hidden)).values(sharing=Sharing.FULL.value),
        update(Record).where(Record.id.in_(hidden)).values(protection=[], names_protected=False),
        update(RecordVersion).where(RecordVersion.record_id.in_(hidden)).values(subject_category="suspect"),
        update(RecordVersion).where(RecordVersion.record_id.in_(hidden)).values(sharing_units=["*"]),
        update(Record).where(Record.id.in_(erased)).values(state=RecordState.ACTIVE.value),
    )
    assert hidden and erased and differs(other, surface)


@pytest.mark.parametrize("surface", HIT_SURFACES, ids=lambda surface: surface.name)
def test_a_hit_shown_against_the_law_is_noticed_on_each_surface(planted, surface):
    """Protected by the facts, by the columns nobody is."""
    other = planted(
        update(Record).values(protection=[], names_protected=False),
        update(Watch).values(protection=[]),
        update(RecordVersion).values(subject_category="suspect"),
        update(WatchVersion).values(subject_category="suspect"),
    )
    assert differs(other, surface)


def test_the_world_has_every_outcome(world):
    """Else a surface that shows nothing to anybody would agree."""
    viewers = [world.net.viewers[login] for login in READERS]
    assert {access(viewer, one.facts) for viewer in viewers for one in world.records} == {*Access, None}
    for surface in HIT_SURFACES:
        assert any(surface.law(world, viewer) for viewer in world.net.viewers.values()), surface.name
    notified = [recipients(one.facts) for one in world.hits]
    assert sum(not one.first for one in notified) > 50 and sum(bool(one.first) for one in notified) > 50
    assert sum(bool(one.after_agreement) for one in notified) > 15
    assert {one.state for one in world.hits} == set(HitState)
    assert {one.facts.record.notify for one in world.hits} == set(Notify)
    assert {desks_of(viewer) for viewer in world.net.viewers.values()} > {()}
