"""A coincidence that touches a child: its desk alone learns of it, neither unit and no coordinator does.

What the protection desk does beyond judging it (its page of contacts, unmasking by two, a review raised by itself)
belongs here, step by step, as its pages come.
"""

from tests.journeys.life.world import Subject, World

CHILD = Subject("Awa Kinteh Jobé", "2014", "+221 77 201 00 08")


def a_protected_one(world: World) -> None:
    world.watch("child", CHILD)
    world.record("child", CHILD, "victim")
    hit = world.hit("child")
    office = world.desk("coordinator").go("/review/")
    assert not office.there(f"a[href$='/review/{hit}']") and "Kinteh" not in office.text()
    assert office.status(f"/review/{hit}") == office.status(f"/review/{'f' * 32}") == 404
    desk = world.desk("protection").go("/review/").fits("protection-desk")
    assert desk.there(f"a[href$='/review/{hit}']") and "Kinteh" not in desk.text(), "masked there too, until opened"
    desk.follow(f"a[href$='/review/{hit}']").fits("protection-hit")
    world.judge("child", "same", login="protection")
    for login, own in (("dakar", world.records["child"]), ("banjul", world.watches["child"])):
        world.no_pointer(login, own)
    dakar = world.desk("dakar").go(f"/records/{world.records['child']}").follow("a[href*='/protection/record/']")
    assert not dakar.fits("why-protected").there("a[href*='/review/']")
