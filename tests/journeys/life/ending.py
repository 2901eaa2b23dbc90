"""How it all ends: extended, held by two, let go, destroyed; the case closed and reopened."""

from datetime import timedelta

from casefile.storage import tables
from casefile.storage.tables import RecordVersion
from tests.journeys.life.world import WHY, World, day_ahead


def review(world: World) -> None:
    """A date comes near: the unit is asked, and says that it still needs the record."""
    record = world.records["false"]
    soon = tables.now() + timedelta(days=20)
    world.move(RecordVersion, RecordVersion.record_id == record, retain_until=soon, review_at=tables.now())
    world.schedule("keep_dates")
    dakar = world.desk("dakar").go("/retention/").fits("retention")
    dakar.follow(f"main a[href$='/{record}/extend']").fill(until=day_ahead(300), reason=WHY)
    dakar.press("form:has(#until) button[type=submit]")


def hold_by_two(world: World) -> None:
    record = world.records["declined"]
    ask = world.desk("dakar").go(f"/records/{record}").follow("main a[href$='/hold']").fits("hold")
    ask.fill(authority="Tribunal de Dakar, ordonnance 12", until=day_ahead(60), reason=WHY)
    ask.press("button[name=step][value=ask]")
    for seat in (ask, world.at_another_browser("dakar")):
        assert not seat.go(f"/retention/{record}/hold").there("button[name=step][value=confirm]"), "never both seats"
    second = world.desk("dakar2").go(f"/retention/{record}/hold").fits("hold-second")
    second.press("button[name=step][value=confirm]")
    ask.go(f"/retention/{record}/hold").fill(reason=WHY).press("button[name=step][value=lift]")
    second.go(f"/retention/{record}/hold").press("button[name=step][value=confirm]")


def dispute(world: World) -> None:
    """While its content is disputed both units read that the pointer was taken back; settled, it counts again."""
    record = world.records["notified"]
    dakar = world.desk("dakar")
    for _ in ("disputed", "settled"):
        dakar.go(f"/records/{record}").follow(".head a[href$='/dispute']").fits("dispute")
        dakar.fill(reason=WHY).press("main form button[type=submit]")
        assert world.side("banjul", "notified").there("form[action$='/acknowledge']") is False


def case_closed(world: World) -> None:
    dakar = world.desk("dakar")
    for step in ("close", "reopen"):
        dakar.go(f"/cases/{world.case_id}").follow(f".head a[href$='/{step}']")
        dakar.fill(reason=WHY).press("main form button[type=submit]")


def years_later(world: World) -> None:
    """The dates of all that is left pass, one after the other."""
    for days in (4 * 366, 6 * 366, 6 * 366 + 40, 12 * 366):
        with world.later(days=days):
            world.schedule("expire_watches", "keep_dates")
