"""The life of a watch: proposed, approved in two seats, active, suspended, resumed, renewed, broken, ended, run out."""

from datetime import timedelta

from casefile import watches
from casefile.storage import tables
from casefile.storage.tables import Watch
from tests.journeys.life.people import approval
from tests.journeys.life.reached import RELAY
from tests.journeys.life.world import WHY, Subject, World, day_ahead

WIDE, REFUSED, PLAIN = Subject("Lamin", ""), Subject("Fodé Kanouté", "1983"), Subject("Sira Konaté Bah", "1990")


def a_watch_in_two_seats(world: World) -> None:
    approval(world, on=True)
    wide = world.watch("wide", WIDE, check="wide")
    decided = f"form[action$='/approvals/{wide}'] button[value=approve]"
    writes = world.desk("banjul").go("/watchlists/approvals").fits("approvals")
    assert writes.there(f"#watch-{wide}") and not writes.there(decided), "who wrote it sits in no second seat"
    world.desk("banjul2").go("/watchlists/approvals").press(decided)
    assert not world.desk("banjul2").go("/watchlists/approvals").there(decided), "the next seat is another's"
    world.desk("coordinator").go("/watchlists/approvals").press(decided)
    refused = world.watch("refused", REFUSED)
    second = world.desk("banjul2").go("/watchlists/approvals").type(f"#reason-{refused}", WHY)
    second.press(f"form[action$='/approvals/{refused}'] button[value=refuse]")
    approval(world, on=False)


def the_rest_of_its_life(world: World) -> None:
    desk = world.desk("banjul").go(f"/watchlists/{world.watches['wide']}").fits("watch")
    for step in ("suspend", "resume", "end"):
        desk.fill(reason=WHY).press(f"button[name=step][value={step}]")
    plain = world.watch("plain", PLAIN)
    with world.reached.doing(RELAY, "the engine refuses it"), world.store.writing() as session:
        watches.mark_broken(session, plain, "too many clauses")
    desk.go(f"/watchlists/{plain}").fits("watch-broken").fill(reason=WHY).press("button[name=step][value=resume]")
    world.move(Watch, Watch.id == plain, expires_at=tables.now() - timedelta(days=1))
    world.schedule("expire_watches")
    desk.go(f"/watchlists/{plain}").fill(reason=WHY, expires=day_ahead(60)).press("button[name=step][value=renew]")
    world.move(Watch, Watch.id == plain, expires_at=tables.now() - timedelta(days=1))
    world.schedule("expire_watches")
