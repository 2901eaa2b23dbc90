"""Dated backups: which stay, what goes, and that the keys are with them."""

import io
import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
import pytest
from click.testing import CliRunner

from casefile.backup import MANIFEST, shelf
from casefile.backup.kept import Policy, kept
from portal.cli import main
from portal.cli.upkeep import backups as command
from tests.network.make import person
from tests.network.stored import network

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def days_back(*days):
    return [NOON - timedelta(days=day) for day in days]


@pytest.mark.parametrize(
    ("taken", "policy", "stay"),
    [
        ([], Policy(), []),
        (days_back(0), Policy(1, 0, 0), days_back(0)),
        (days_back(0, 1, 2, 3), Policy(2, 0, 0), days_back(0, 1)),
        # Thursday the 26th: this week since Monday the 23rd, the week before ends on Sunday the 22nd.
        (days_back(0, 1, 3, 4, 5, 11), Policy(1, 3, 0), days_back(0, 4, 11)),
        (days_back(0, 20, 30, 60, 400), Policy(1, 0, 3), days_back(0, 30, 60)),
        # Stood still for a year: what is there counts, not the empty months.
        (days_back(400, 401, 800), Policy(1, 1, 2), days_back(400, 800)),
        (days_back(900), Policy(1, 0, 0), days_back(900)),
    ],
)
def test_the_newest_of_each_period_stays(taken, policy, stay):
    assert kept(taken, policy) == set(stay)


def test_several_on_one_day_leave_the_last_of_it():
    morning, evening = NOON.replace(hour=3), NOON.replace(hour=22)
    assert kept([morning, evening, NOON], Policy(7, 5, 12)) == {evening}


def test_a_year_of_days_leaves_some_twenty():
    year = days_back(*range(365))
    stay = kept(year, Policy())
    assert set(year[:7]) <= stay and 18 <= len(stay) <= 7 + 5 + 12


def shelf_of(folder: Path, *moments: datetime) -> Path:
    for moment in moments:
        made = shelf.new_folder(folder, moment)
        made.mkdir(parents=True)
        (made / MANIFEST).write_text("{}")
    return folder


def test_only_whole_backups_of_the_shelf_are_ever_removed(tmp_path):
    shelf_of(tmp_path, *days_back(0, 1, 2))
    unfinished = shelf.new_folder(tmp_path, NOON - timedelta(days=3))
    unfinished.mkdir()
    for name in ("photographs", "2026-11-20T000000Z.old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / MANIFEST).write_text("{}")
    gone = shelf.prune(tmp_path, Policy(1, 0, 0))
    assert [path.name[:10] for path in gone] == ["2026-11-24", "2026-11-25"]
    assert {path.name for path in tmp_path.iterdir()} == {
        "2026-11-26T120000Z", unfinished.name, "photographs", "2026-11-20T000000Z.old",
    }  # fmt: skip


def run(home, *words):
    return CliRunner().invoke(main, ["--home", str(home), *words])


@pytest.fixture
def home(sqlite_store) -> Path:
    network(sqlite_store).enter("dakar", person("Inventa Diallo", "1982"))
    folder = Path(sqlite_store.engine.url.database or "").parent
    (folder / "secret-key").write_text("s" * 48 + "\n" + "former-" + "f" * 20)
    (folder / "proof").mkdir()
    (folder / "proof" / "key.pem").write_text("a signing key")
    return folder


def test_a_backup_carries_the_keys_sealed_for_the_same_reader(home, tmp_path):
    said = run(home, "backups", str(tmp_path / "shelf"))
    assert said.exit_code == 0, said.output
    [folder] = shelf.finished(tmp_path / "shelf").values()
    identity = pyrage.x25519.Identity.from_str((home / "backup-key").read_text().splitlines()[-1])
    plain = io.BytesIO(pyrage.decrypt((folder / shelf.KEYS).read_bytes(), [identity]))
    with tarfile.open(fileobj=plain) as archive:
        held = {name: archive.extractfile(name).read().decode() for name in archive.getnames()}
    assert held["secret-key"].splitlines() == ["s" * 48, "former-" + "f" * 20]
    assert held["proof/key.pem"] == "a signing key" and "backup-key" not in held
    assert (folder / shelf.KEYS).stat().st_mode & 0o077 == 0
    assert b"a signing key" not in (folder / shelf.KEYS).read_bytes()
    assert not list(home.glob(".griot-keys-*"))


def test_a_second_one_removes_what_the_policy_does_not_keep(home, tmp_path):
    place = shelf_of(tmp_path / "shelf", NOON - timedelta(days=1), NOON - timedelta(days=2))
    said = run(home, "backups", str(place), "--days", "2", "--weeks", "0", "--months", "0")
    assert said.exit_code == 0 and "2 backups" in said.output and "1 removed" in said.output


@pytest.mark.parametrize(
    ("now", "due"), [((1, 0), (26, 2)), ((2, 29), (26, 2)), ((2, 30), (27, 2)), ((23, 59), (27, 2))]
)
def test_the_next_one_is_at_the_time_of_the_day(now, due):
    at = timedelta(hours=2, minutes=30)
    assert command.next_time(NOON.replace(hour=now[0], minute=now[1]), at) == datetime(
        2026, 11, due[0], due[1], 30, tzinfo=UTC
    )


def test_a_time_that_is_none_is_refused(home, tmp_path):
    said = run(home, "backups", str(tmp_path / "shelf"), "--at", "half past two")
    assert said.exit_code == 2 and "02:30" in said.output


def test_every_day_one_and_after_a_failure_again(home, tmp_path, monkeypatch):
    """The clock is moved by the sleeps; a failure does not end it."""
    clock, failures = [NOON], [1]
    monkeypatch.setattr(command.tables, "now", lambda: clock[0])

    def sleep(seconds: float) -> None:
        clock[0] += timedelta(seconds=max(seconds, 1))
        if clock[0] > NOON + timedelta(days=3):
            raise KeyboardInterrupt

    monkeypatch.setattr(command.time, "sleep", sleep)
    whole = shelf.add_keys

    def fails_once(*arguments):
        if failures:
            failures.pop()
            raise OSError("the disk is full")
        return whole(*arguments)

    monkeypatch.setattr(shelf, "add_keys", fails_once)
    said = run(home, "backups", str(tmp_path / "shelf"), "--at", "02:30")
    assert "the disk is full" in said.output
    moments = [moment.strftime("%d %H:%M") for moment in sorted(shelf.finished(tmp_path / "shelf"))]
    assert moments == ["26 12:00", "27 02:30", "28 02:30", "29 02:30"]


def test_pg_dump_checks_the_certificate_as_the_address_asks(monkeypatch):
    from sqlalchemy.engine import make_url

    from casefile.backup import postgresql

    seen = {}
    monkeypatch.setattr(postgresql.subprocess, "run", lambda words, env, **_: seen.update(env) or _Done())
    postgresql._run("pg_dump", make_url("postgresql+psycopg://u:p@h/d?sslmode=verify-full&sslrootcert=/ca.crt"))
    assert (seen["PGSSLMODE"], seen["PGSSLROOTCERT"], seen["PGPASSWORD"]) == ("verify-full", "/ca.crt", "p")


@pytest.mark.parametrize(
    ("address", "hosts"),
    [
        ("//u@h:5433/d", ["--host", "h", "--port", "5433"]),
        ("//u@/d?host=a:5432&host=b:5433&target_session_attrs=read-write", ["--host", "a,b", "--port", "5432,5433"]),
        ("//u@/d?host=/run/postgresql", ["--host", "/run/postgresql"]),
        ("//u@/d?host=a&host=b", ["--host", "a,b"]),
        ("///d", []),
    ],
)
def test_pg_dump_goes_where_the_address_says(monkeypatch, address, hosts):
    from sqlalchemy.engine import make_url

    from casefile.backup import postgresql

    typed = []
    monkeypatch.setattr(postgresql.subprocess, "run", lambda words, **_: typed.extend(words) or _Done())
    postgresql._run("pg_dump", make_url(f"postgresql+psycopg:{address}"))
    assert typed[1 : 1 + len(hosts)] == hosts and typed.count("--host") == ("--host" in hosts)


class _Done:
    returncode = 0
