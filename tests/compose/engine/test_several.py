"""docker-compose.several.yml as eleven machines run it, by the steps of docs/administration.md, of which five are lost:
a search node, a web server, a worker, the broker for a while, and the database that is written.
"""

import ssl
import time

import pytest

from tests.compose.engine import people
from tests.compose.engine.engine import until
from tests.compose.engine.machines import ADDRESS, PARTS, PORTAL, Machines, network
from tests.compose.engine.proof import whole, worked

pytestmark = pytest.mark.slow

ORDER = ("s1", "s2", "s3", "db1", "db2", "mq")
"""Then the tables, then all else."""


@pytest.fixture(scope="module")
def machines(engine, tmp_path_factory):
    """All of them started in the order of the guide, by name."""
    with network():
        set_up = Machines(engine, tmp_path_factory.mktemp("several"))
        set_up.first()
        found = {name: set_up.machine(name) for name in PARTS}
        found["s1"].compose("build", "opensearch")
        began = time.monotonic()
        try:
            for name in ORDER:
                if name == "db2":
                    found["db1"].becomes_healthy("postgres")
                found[name].up()
            for name, service in (("s1", "opensearch"), ("db2", "standby"), ("mq", "rabbitmq")):
                found[name].becomes_healthy(service)
            found["w1"].compose("run", "--rm", "-T", "migrate")
            for name in PARTS:
                if name not in ORDER:
                    found[name].up()
            for name, service in (("w1", "proxy"), ("w2", "proxy"), ("k1", "worker"), ("k2", "worker"), ("c1", "beat")):
                found[name].becomes_healthy(service)
            print(f"eleven machines up in {time.monotonic() - began:.0f} s")
            yield found, set_up
        finally:
            for one in found.values():
                one.down("--volumes")


def test_five_machines_are_lost_while_officers_work_and_no_hit_is(machines):
    found, set_up = machines
    trusted = ssl.create_default_context(cafile=set_up.authority)
    door = people.Door(trusted, PORTAL, (ADDRESS["w1"], ADDRESS["w2"]))
    load = people.begin(found["w1"], door)
    load.start()
    try:
        worked(load, 3)
        found["mq"].kill("rabbitmq")
        worked(load, 3)
        for name, service in (("s2", "opensearch"), ("w2", "web"), ("k2", "worker")):
            if name == "w2":
                found[name].compose("kill", "proxy")
            found[name].compose("kill", service)
            worked(load, 3)
        _followed(found, load)
        found["db1"].compose("kill", "postgres")
        found["db2"].inside("standby", "pg_ctl", "promote")
        worked(load, 3)
    finally:
        load.end()
    print(dict(load.seen.statuses), f"cut {len(load.seen.cut)}, {len(load.seen.bad)} pages of 500 and more")
    assert not [page for page in load.seen.bad if ": 503 " not in page and ": 502 " not in page]
    whole(load, found["w1"], found["db2"], "standby")


def _followed(found, load) -> None:
    """Nothing is entered until the standby has all that was: it is a moment behind, and that moment is lost with the
    machine."""
    load.allowed = 0
    last = "select pg_current_wal_lsn()"
    written = found["db1"].inside("postgres", "psql", "-U", "griot", "-d", "griot", "-At", "-c", last).strip()
    behind = f"select pg_last_wal_replay_lsn() >= '{written}'::pg_lsn"

    def there() -> bool:
        return found["db2"].inside("standby", "psql", "-U", "griot", "-d", "griot", "-At", "-c", behind).strip() == "t"

    time.sleep(3)
    until(there, 60, "the standby does not follow", lambda: found["db2"].log("standby"))
