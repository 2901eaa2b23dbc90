"""Whose the index is: another installation's is refused and left as it is, and nobody says that all was searched."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from casefile import installation
from casefile.errors import ForeignIndex, SearchUnavailable, SetupError
from casefile.installation import Doubt, identified
from casefile.settings import HOME_FILE, Settings, home_id
from casefile.storage import migrate
from casefile.storage.store import Store
from casefile.storage.tables import InstallationRow, new_id
from indexer.engine import indices
from indexer.engine.client import Engine
from indexer.engine.indices import Kind
from indexer.search import find
from indexer.search.find import SearchForm
from indexer.upkeep import fence, ownership, rebuild, reconcile
from indexer.upkeep.ownership import Index
from indexer.worker.chores import Worker
from tests.network.make import person
from tests.network.stored import INSTALLATION, network

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def net(net_on_both):
    return net_on_both


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch):
    monkeypatch.setattr(fence, "PAUSE_S", 0.0)


@pytest.fixture
def second(settings: Settings, tmp_path: Path) -> Iterator[Settings]:
    """Another installation, on the same cluster, with the same prefix: as it comes when nobody thought of one."""
    home = tmp_path / "second"
    settings = replace(settings, home=home, database_url=f"sqlite:///{home / 'griot.db'}", installation="")
    home.mkdir()
    store = Store(settings.database_url, secret=settings.secret_keys)
    migrate.migrate(store)
    network(store)
    settings = identified(settings, store)
    store.close()
    return settings


def of(settings: Settings) -> Worker:
    return Worker.of(settings)


def snapshot(engine: Engine) -> dict[str, tuple[object, int]]:
    """All indices under the prefix, with how many documents each holds."""
    held = engine.held(f"{engine.prefix}-*")
    return {name: (one, engine.count(name, {"match_all": {}})) for name, one in held.items()}


def test_a_second_installation_on_the_cluster_touches_nothing_of_the_first(net, second, engine):
    """Broken experiment 9: it deleted the first one's index, which then raised none of 50 hits and said all was
    searched."""
    net.watch("banjul", person("Mamadou Diallo", "1984", passport="A01234567"))
    net.drain()
    before = snapshot(engine)
    worker = of(second)
    for does in (
        lambda: ownership.claim(worker.store, worker.engine, second),
        lambda: rebuild.heal(worker.store, worker.engine, second),
        lambda: rebuild.rebuild(worker.store, worker.engine, second),
        lambda: indices.ensure(worker.engine),
        lambda: rebuild.clean(worker.engine),
    ):
        with pytest.raises(ForeignIndex, match=f"another installation .{INSTALLATION}.*GRIOT_INDEX_PREFIX"):
            does()
    worker.drain()  # its own rows stay pending
    worker.check_copy()
    with pytest.raises(SearchUnavailable):
        worker.sweep_index()
    assert snapshot(engine) == before
    net.enter("dakar", person("Mamadou Diallo", "1984", passport="A01234567"))
    net.drain()
    assert len(net.pairs()) == 1 and ownership.look(net.store, engine) is Index.WHOLE
    assert ownership.look(worker.store, worker.engine) is Index.FOREIGN
    worker.store.close()


def test_beside_it_under_a_name_of_its_own_both_work(net, second, engine):
    second = replace(second, index_prefix=f"{second.index_prefix}-two")
    worker = of(second)
    rebuild.heal(worker.store, worker.engine, second)
    worker.drain()
    assert ownership.look(worker.store, worker.engine) is Index.WHOLE
    assert ownership.look(net.store, engine) is not Index.FOREIGN
    for name in worker.engine.aliases(f"{second.index_prefix}-*"):
        worker.engine.delete_index(name)
    worker.store.close()


def test_a_worker_that_meets_a_foreign_index_ends_with_a_sentence(second, engine):
    env = {
        **os.environ,
        "OPENSEARCH_URL": second.opensearch_url,
        "GRIOT_INDEX_PREFIX": second.index_prefix,
        "GRIOT_SECRET_KEY": second.secret_key,
    }
    command = [sys.executable, "-m", "indexer.worker.tasks", "worker", "--home", str(second.home)]
    before = snapshot(engine)
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1 and "belongs to another installation" in done.stderr and "Traceback" not in done.stderr
    assert snapshot(engine) == before


def test_nothing_found_is_never_said_over_a_foreign_index(net, second, settings, engine):
    """The other one removed ours by hand and put its own there: the alias that searches read carries the owner."""
    net.enter("dakar", person("Mamadou Diallo"))
    net.drain()
    for name in engine.aliases(f"{engine.prefix}-*"):
        engine.delete_index(name)
    worker = of(second)
    rebuild.heal(worker.store, worker.engine, second)
    for does in (
        lambda: find.find(engine, net.store, net.dakar, SearchForm(text="Mamadou")),
        lambda: find.whole_copy(engine, net.store, net.dakar),
    ):
        with pytest.raises(SearchUnavailable):
            does()
    record = net.enter("dakar", person("Fatou Sarr"))
    assert net.relay.drain().completed == 0
    with pytest.raises(ForeignIndex):
        ownership.look_after(net.store, engine, settings)
    with net.store.reading() as session:
        assert installation.doubt(session) is Doubt.FOREIGN
    assert ownership.look(net.store, engine) is Index.FOREIGN
    ownership.take(engine, second.installation)  # somebody says that the other one is gone for good
    rebuild.rebuild(net.store, engine, settings)
    net.drain()
    assert record in [row.record_id for row in find.find(engine, net.store, net.dakar, SearchForm(text="Fatou")).rows]
    assert ownership.look(net.store, engine) is Index.WHOLE
    worker.store.close()


def exchange(engine: Engine) -> None:
    """As an administrator who puts an old snapshot back: the same name, aliases and mark; another number; empty."""
    for kind in Kind:
        for name, one in indices.own(engine, kind).items():
            body = {**indices.index_body(engine, kind), "aliases": {alias: {} for alias in one.aliases}}
            engine.delete_index(name)
            engine.create_index(name, body)


def test_an_exchanged_index_is_noticed_at_the_next_batch_and_no_hit_is_lost(net, settings, engine):
    watch = net.watch("banjul", person("Mamadou Diallo", "1984", passport="A01234567"))
    net.drain()
    ownership.look_after(net.store, engine, settings)
    rebuild.note(net.store, engine)
    exchange(engine)
    record = net.enter("dakar", person("Mamadou Diallo", "1984", passport="A01234567"))
    assert net.relay.drain().completed == 0, "the batch is not taken for done over another index"
    assert ownership.look(net.store, engine) is Index.IN_DOUBT
    assert not find.whole_copy(engine, net.store, net.banjul), "so a search says that it could not be checked"
    ownership.look_after(net.store, engine, settings)
    net.drain()
    assert net.pairs() == {(record, watch)} and ownership.look(net.store, engine) is Index.WHOLE
    assert find.whole_copy(engine, net.store, net.banjul)


def unmark(engine: Engine) -> None:
    """As the release before marks left it."""
    for kind in Kind:
        for name, one in indices.own(engine, kind).items():
            engine.mark(name, {key: one.meta[key] for key in ("digest", "keys")})
            engine.change_aliases([{"remove": {"index": name, "alias": indices.live(engine, kind)}}])


def migrated(store: Store, *, adopts: bool) -> None:
    with store.writing() as session:
        session.execute(update(InstallationRow).values(adopts=adopts))
        installation.forget_all(session)


def test_todays_index_without_a_mark_is_adopted_when_its_contents_agree(net, settings, engine):
    net.enter("dakar", person("Mamadou Diallo"))
    net.drain()
    unmark(engine)
    migrated(net.store, adopts=True)
    net.enter("dakar", person("Fatou Sarr"))  # on its way: no difference
    names = set(indices.under_the_names(engine))
    ownership.claim(net.store, engine, settings)
    assert set(indices.own(engine)) == names and not indices.missing(engine), "the same indices, now with the mark"
    net.drain()
    rebuild.heal(net.store, engine, settings)
    assert ownership.look(net.store, engine) is Index.WHOLE
    with net.store.reading() as session:
        assert not installation.standing(session).adopts, "once"


@pytest.mark.parametrize("adopts", [True, False])
def test_an_index_without_a_mark_that_holds_something_else_is_refused(net, second, engine, adopts):
    """An old release of another installation works in it. Nor is it adopted by a database that was restored, or that
    never had one: a drill's contents agree as well."""
    net.enter("dakar", person("Mamadou Diallo"))
    net.drain()
    unmark(engine)
    before = snapshot(engine)
    worker = of(second)
    migrated(worker.store, adopts=adopts)
    with pytest.raises(ForeignIndex, match="no installation's mark"):
        ownership.claim(worker.store, worker.engine, second)
    assert snapshot(engine) == before
    worker.store.close()


def test_a_drill_whose_contents_agree_does_not_adopt_it_either(net, settings, engine):
    net.enter("dakar", person("Mamadou Diallo"))
    net.drain()
    unmark(engine)
    migrated(net.store, adopts=False)
    assert all(reconcile.index_drift(net.store, engine, kind, indices.taken(engine, kind)).none for kind in Kind)
    with pytest.raises(ForeignIndex):
        ownership.claim(net.store, engine, settings)


def test_in_the_homes_own_engine_an_index_without_a_mark_is_its_own(net, settings, engine):
    net.enter("dakar", person("Mamadou Diallo"))
    unmark(engine)
    migrated(net.store, adopts=False)
    own = replace(settings, own_engine=True)
    ownership.claim(net.store, engine, own)
    rebuild.heal(net.store, engine, own)
    net.drain()
    assert ownership.look(net.store, engine) is Index.WHOLE


# ---- copies of one database ----------------------------------------------------------------------------------


@pytest.fixture
def copied(net, settings, engine, tmp_path, request):
    """A copy of the database in use, made past Griot: its machine was cloned, or it was dumped and loaded by hand."""
    net.enter("dakar", person("Mamadou Diallo"))
    net.drain()
    ownership.keep(net.store, engine, settings)
    home, url = tmp_path / "copy", net.store.engine.url
    home.mkdir()
    if net.store.sqlite:
        shutil.copyfile(url.database, home / "griot.db")
        yield replace(settings, home=home, database_url=f"sqlite:///{home / 'griot.db'}")
        return
    net.store.close()
    cluster, name = request.getfixturevalue("postgres_cluster"), f"{url.database}_copy"
    cluster.sql(f"CREATE DATABASE {name} TEMPLATE {url.database}")
    yield replace(settings, home=home, database_url=f"{cluster.address}/{name}")
    cluster.sql(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_copy_of_the_database_keeps_away_from_the_index_in_use(net, settings, engine, copied):
    ownership.keep(net.store, engine, settings)  # a few minutes later
    net.enter("dakar", person("Fatou Sarr"))
    net.drain()
    before = snapshot(engine)
    worker = of(copied)
    with pytest.raises(ForeignIndex, match="another copy of this database"):
        ownership.claim(worker.store, worker.engine, copied)
    worker.check_copy()
    with pytest.raises(ForeignIndex):
        rebuild.heal(worker.store, worker.engine, copied)
    assert snapshot(engine) == before and ownership.look(worker.store, worker.engine) is Index.FOREIGN
    ownership.keep(net.store, engine, settings)
    assert ownership.look(net.store, engine) is Index.WHOLE
    worker.store.close()


def test_whoever_says_that_this_copy_goes_on_takes_the_index_and_the_other_stops(net, settings, engine, copied):
    """A point in time gone back to, on servers of one's own."""
    ownership.keep(net.store, engine, settings)
    worker = of(copied)
    ownership.take(worker.engine, INSTALLATION)
    rebuild.rebuild(worker.store, worker.engine, copied)
    ownership.keep(worker.store, worker.engine, copied)
    assert ownership.look(worker.store, worker.engine) is Index.WHOLE
    with pytest.raises(ForeignIndex, match="another copy of this database"):
        ownership.claim(net.store, engine, settings)
    worker.store.close()


def test_two_workers_of_one_database_and_one_killed_between_the_two_places_are_no_copies(net, settings, engine):
    net.enter("dakar", person("Mamadou Diallo"))
    net.drain()
    workers = [of(replace(settings, database_url=str(net.store.engine.url))) for _ in range(2)]
    for _ in range(3):
        for worker in workers:
            ownership.keep(worker.store, worker.engine, settings)
    put = fence.put
    for _ in range(2):  # twice in a row: written into the database, and not yet into the index
        with net.store.reading() as session:
            known = installation.standing(session).fences[0]
        with pytest.MonkeyPatch.context() as held:
            held.setattr(
                fence, "put", lambda e, names, number, old=known: put(e, names, number) if number == old else 0
            )
            ownership.keep(net.store, engine, settings)
    for worker in workers:
        ownership.claim(worker.store, worker.engine, settings)
        ownership.keep(worker.store, worker.engine, settings)
        worker.store.close()


def test_a_number_that_comes_late_to_the_index_is_known_and_put_right(net, settings, engine):
    """A worker's request still waits at a node while the database is killed, and others change the number meanwhile."""
    net.enter("dakar", person("Mamadou Diallo"))
    net.drain()
    ownership.keep(net.store, engine, settings)
    late = number_of(net)
    for _ in range(4):
        ownership.keep(net.store, engine, settings)
    records = next(iter(indices.own(engine, Kind.RECORDS)))
    fence.put(engine, [records], late)
    ownership.claim(net.store, engine, settings)
    ownership.keep(net.store, engine, settings)
    assert {held.meta["fence"] for held in indices.own(engine).values()} == {number_of(net)}
    fence.put(engine, [records], "0123456789abcdef")
    with pytest.raises(ForeignIndex, match="another copy of this database"):
        ownership.claim(net.store, engine, settings)


def test_workers_that_start_one_after_the_other_change_the_number_once_a_minute(net, settings, engine, monkeypatch):
    net.enter("dakar", person("Mamadou Diallo"))
    net.drain()
    ownership.keep(net.store, engine, settings)
    first = number_of(net)
    monkeypatch.setattr(fence, "PAUSE_S", 60.0)
    ownership.keep(net.store, engine, settings)
    assert number_of(net) == first
    monkeypatch.setattr(fence, "PAUSE_S", 0.0)
    ownership.keep(net.store, engine, settings)
    assert number_of(net) != first


def number_of(net):
    with net.store.reading() as session:
        return installation.standing(session).fences[0]


# ---- the home ------------------------------------------------------------------------------------------------


def test_a_home_takes_the_id_of_its_database_once(store, tmp_path):
    home = tmp_path / "another-home"
    home.mkdir()
    settings = Settings.from_env(home, {"GRIOT_SECRET_KEY": "k" * 32})
    assert settings.installation == ""
    assert identified(settings, store).installation == INSTALLATION == home_id(home)
    assert (home / HOME_FILE).stat().st_mode & 0o077 == 0
    assert Settings.from_env(home, {"GRIOT_SECRET_KEY": "k" * 32}).installation == INSTALLATION


def test_a_home_and_a_database_of_two_installations_are_refused(store, tmp_path):
    home = tmp_path / "another-home"
    other = new_id()
    installation.note_in(home, other)
    settings = Settings.from_env(home, {"GRIOT_SECRET_KEY": "k" * 32})
    assert identified(settings, store).installation == other, "a database that nobody has used yet takes its home's id"
    network(store)
    with store.writing() as session:
        installation.renamed(session, INSTALLATION)
    with pytest.raises(SetupError, match=f"another installation .{other}.*{INSTALLATION}"):
        identified(settings, store)
    assert home_id(home) == other


def test_a_database_of_before_there_were_ids_is_let_through_to_its_migration(postgres_url, tmp_path):
    store = Store(postgres_url)
    migrate.migrate(store, "0017")
    settings = Settings.from_env(tmp_path / "home", {"GRIOT_SECRET_KEY": "k" * 32})
    assert identified(settings, store) == settings
    migrate.migrate(store)
    assert len(identified(settings, store).installation) == 32
    store.close()


def test_scripts_run_says_so_and_exits_1(settings, engine, tmp_path):
    """Another home, started on a cluster where the name is taken: nothing of that one is touched."""
    env = {
        **os.environ,
        "OPENSEARCH_URL": settings.opensearch_url,
        "GRIOT_INDEX_PREFIX": settings.index_prefix,
        "GRIOT_SECRET_KEY": settings.secret_key,
    }
    before = snapshot(engine)
    command = [sys.executable, "-m", "portal.cli", "--home", str(tmp_path / "new"), "up", "--no-demo", "--port", "0"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 1 and f"belongs to another installation ({INSTALLATION})" in done.stderr, done.stderr
    assert "Traceback" not in done.stderr and "Griot is ready" not in done.stdout
    assert snapshot(engine) == before
