"""What two units hold together: the joint case, the case handed to the judiciary, the agreement by treaty."""

from datetime import timedelta

from casefile.storage import tables
from casefile.storage.tables import JointCase
from tests.journeys.life import people
from tests.journeys.life.contacts import acknowledge, decide, open_case, state_outcome
from tests.journeys.life.desk import Desk
from tests.journeys.life.world import WHY, Subject, World, day_ahead

TREATY = Subject("Ansoumane Djitté", "1981", "+221 77 201 00 09")
FOR_COURT = Subject("Kéba Sonkolo", "1985")


def propose(desk: Desk, title: str, *units: str) -> str:
    desk.fill(title=title, purpose=WHY, ends_at=day_ahead(60))
    for unit in units:
        desk.page.check(f"#units li:has-text('{unit}') input")
    return desk.press("form:has(#units) button[type=submit]").id


def step(world: World, login: str, joint: str, what: str) -> None:
    desk = world.desk(login).go("/joint/").follow(f"main a[href$='/joint/{joint}']")
    desk.follow(f".head a[href$='/{what}']").fill(reason=WHY).press("main form button[type=submit]")


def joint_case_of_a_contact(world: World) -> None:
    acknowledge(world, "agreed")
    dakar = world.side("dakar", "agreed")
    decide(dakar, "joint_case")
    dakar.follow("main a[href*='/joint/new?pointer=']").fits("joint-new")
    joint = propose(dakar, "Pirogue de Mbour et de Tanji")
    step(world, "banjul", joint, "accept")
    record = world.records["agreed"]
    dakar.go(f"/joint/{joint}").page.click("details:has(#record) > summary")
    dakar.select("#record", record).choose("extent", "core").press("form[action$='/records'] button[type=submit]")
    dakar.fill(text="Réunion à Karang.").press("form[action$='/minutes'] button")
    banjul = world.desk("banjul").go(f"/joint/{joint}").fits("joint").follow(f"main a[href$='/records/{record}']")
    assert "Kabalé" in banjul.text() and "201 00 02" not in banjul.text(), "the core, and no number"
    banjul.go(f"/joint/{joint}").page.select_option("#officer", label="Lamin Sanneh-Demo")
    banjul.select("#part", "mentor").press("form[action$='/members'] button")
    mentor = world.desk("banjul2").go(f"/joint/{joint}").fits("joint-mentor")
    assert "Karang" in mentor.text() and not mentor.there("form[action$='/minutes']"), "reads, writes nothing"
    banjul.go(f"/joint/{joint}").press("li:has-text('Sanneh') form[action$='/remove'] button")
    dakar.go(f"/joint/{joint}").press("form[action$='/take-out'] button")
    assert banjul.status(f"/joint/{joint}/records/{record}") == 404
    step(world, "dakar", joint, "close")
    world.side("banjul", "agreed").press("form[action$='/call'] button[value=yes]")
    decide(world.side("banjul", "agreed"), "meet")
    state_outcome(world, "agreed", dakar="joint_case", banjul="rescue")


def joint_cases_that_end_otherwise(world: World) -> None:
    dakar = world.desk("dakar").go("/joint/new")
    declined = propose(dakar, "Que personne ne rejoint", "Nouakchott")
    step(world, "nouakchott", declined, "decline")
    left = propose(dakar.go("/joint/new"), "À trois, puis à deux", "Nouakchott", "Banjul")
    for login in ("nouakchott", "banjul"):
        step(world, login, left, "accept")
    step(world, "nouakchott", left, "leave")
    world.move(JointCase, JointCase.id == left, ends_at=tables.now() - timedelta(hours=1))
    world.schedule("end_joint_cases")
    assert not dakar.go(f"/joint/{left}").there("form[action$='/minutes']")


def hand_over(world: World) -> None:
    """Taken back, refused, signed for: each with its receipt on both sides."""
    world.case_id = open_case(world, "DKR-2026-0102")
    world.record("for_court", FOR_COURT)
    dakar = world.desk("dakar")
    magistrate = world.desk(people.MAGISTRATE)
    for answered in ("", "refuse", "accept"):
        dakar.go(f"/cases/{world.case_id}").follow(".head a[href*='/handover/']").fits("hand-over")
        court = next(one for one in people.options(dakar, "#officer") if "Tribunal" in one)
        dakar.page.select_option("#officer", label=court)
        dakar.fill(reason=WHY, permission=WHY).press("form:has(#officer) button[type=submit]")
        receipt = dakar.path
        if not answered:
            dakar.fill(reason=WHY).press("form[action$='/take-back'] button")
            continue
        magistrate.go("/handover/").follow(f"main a[href$='{receipt}']").fits("receipt")
        magistrate.choose("answer", answered).fill(reason=WHY).press("form[action$='/decide'] button")
    number = magistrate.page.inner_text("h1").split()[-1]
    assert number in dakar.go(receipt).text(), "both sides hold the same receipt"


def agreement(world: World) -> None:
    """By treaty a strong hit needs no review: proposed by a coordinator, in force by an administrator."""
    office, admin = world.desk("coordinator"), world.desk("administrator")
    for confirmed in (False, True):
        office.go("/agreements/new").page.select_option("#one", label=name_of(office, "Dakar"))
        office.page.select_option("#other", label=name_of(office, "Banjul"))
        office.select("#kind", "person").fill(treaty="Accord de Karang", ends_at=day_ahead(60), reason=WHY)
        office.press("form:has(#treaty) button[type=submit]")
        admin.go("/agreements/waiting").fits("agreement")
        if confirmed:
            admin.press("form[action$='/confirm'] button")
        else:
            admin.fill(reason=WHY).press("form[action$='/refuse'] button")
    world.watch("treaty", TREATY)
    world.record("treaty", TREATY)
    for login in ("dakar", "banjul"):
        world.side(login, "treaty")
    office.go("/agreements/").follow("main a[href$='/end']").fill(reason=WHY).press("main form button[type=submit]")


def name_of(desk: Desk, word: str) -> str:
    return next(one for one in people.options(desk, "#one") if word in one)
