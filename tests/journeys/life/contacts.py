"""After *same*: the contact of two desks, from the pointer to its end, by every way it can take."""

from casefile.vocabulary import Notify
from tests.journeys.life.world import WHY, Subject, World

S = Subject
MAIN = S("Brahim Ould Khattri", "1979", recorded_as="إبراهيم ولد خطري")
PHONE = "+222 36 11 22 33"
SUBJECTS = {
    "main": MAIN,
    "declined": S("Bacary Sagnalé", "1979", "+221 77 201 00 01"),
    "agreed": S("Idrissa Kabalé", "1988", "+221 77 201 00 02"),
    "refused_first": S("Modou Lamin Jarjuta", "1991", "+221 77 201 00 03"),
    "notified": S("Cheikhou Wandiar", "1977", "+221 77 201 00 04"),
    "sealed": S("Abdou Karimou Bojank", "1982", "+221 77 201 00 05"),
    "withdrawn": S("Sékouba Tamasso", "1986", "+221 77 201 00 06"),
    "false": S("Yaya Nyambally", "1990", "+221 77 201 00 07"),
}
ASKED_FIRST = {"agreed", "refused_first", "notified", "sealed"}


def open_case(world: World, reference: str = "DKR-2026-0101") -> str:
    desk = world.desk("dakar").go("/cases/new")
    desk.fill(reference=reference, title="Pirogue de Mbour (inventée)", legal_basis="Loi 2005-06")
    return desk.press("main form button[type=submit]").id


def enter_everybody(world: World) -> None:
    """Banjul's watches, each through the check page; Dakar's records, some of which ask their owner first."""
    for key, subject in SUBJECTS.items():
        world.watch(key, subject)
    world.case_id = open_case(world)
    for key, subject in SUBJECTS.items():
        rules = {"notify": Notify.OWNER_FIRST.value} if key in ASKED_FIRST else {}
        recorded = S(subject.record_name, subject.born, PHONE) if key == "main" else subject
        world.record(key, recorded, **rules)


def acknowledge(world: World, key: str) -> None:
    for login in ("dakar", "banjul"):
        world.side(login, key).press("form[action$='/acknowledge'] button")


def decide(desk, decision: str) -> None:
    desk.choose("decision", decision).type("#decide-reason", WHY).press("form[action$='/decide'] button")


def state_outcome(world: World, key: str, **outcomes: str) -> None:
    for login, outcome in outcomes.items():
        world.side(login, key).choose("outcome", outcome).press("form[action$='/outcome'] button")


def from_pointer_to_outcome(world: World) -> None:
    world.judge("main", "unresolved", take=True)
    world.judge("main", "same")
    dakar = world.side("dakar", "main").fits("pointer")
    assert not dakar.there("form[action$='/decide']"), "acknowledged before anything is decided"
    acknowledge(world, "main")
    for answered in ("no", "yes"):
        dakar.press(f"form[action$='/call'] button[value={answered}]")
    dakar.select("#message-phrase", "we_call_tomorrow").press("form[action$='/message'] button[type=submit]")
    dakar.type("#help-reason", WHY).press("form[action$='/help'] button")
    office = world.desk("coordinator").go("/contacts/").fits("contacts-office")
    office.follow("main tbody th a").fill(text="Nous appelons le poste.").press("form[action$='/message'] button")
    banjul = world.side("banjul", "main").fits("contact")
    assert WHY not in banjul.text() and "Nous appelons" in banjul.text(), "nothing of the call for help"
    release_by_two(world)
    state_outcome(world, "main", dakar="arrest", banjul="useful")
    world.side("dakar", "main").press("form[action$='/close'] button")


def release_by_two(world: World) -> None:
    """The name at once, the telephone only when another officer of the unit has confirmed it."""
    dakar = world.side("dakar", "main")
    decide(dakar, "share")
    assert dakar.path.endswith("/release"), "the choice follows the decision"
    for shown in (MAIN.record_name, "36 11 22 33"):
        dakar.page.check(f"label.tick:has-text('{shown}') input")
    dakar.choose("handling", "H1").fits("release").fill(reason=WHY).press("form:has(#fields) button[type=submit]")
    dakar.look()
    assert dakar.there("form[action$='/second']") and not dakar.there("button[name=answer][value=confirm]")
    banjul = world.side("banjul", "main").follow("main a[href$='/received']")
    assert MAIN.record_name in banjul.text() and "36 11 22 33" not in banjul.text()
    world.side("dakar2", "main").fits("second-officer").press("button[name=answer][value=confirm]")
    banjul = world.side("banjul", "main").follow("main a[href$='/received']").fits("received")
    assert "36 11 22 33" in banjul.text() and banjul.page.locator(".watermark").count() == 2
    assert "H1" in banjul.text() or "محكمة" in banjul.text() or "justice" in banjul.text()


def correct_what_was_given(world: World) -> None:
    """After it is closed the number proves wrong: who received it is shown so, and acknowledges."""
    dakar = world.desk("dakar").go(f"/records/{world.records['main']}/amend")
    dakar.fill(identifiers_0_value="+222 36 44 55 66", change_note=WHY).press("main .actions button[type=submit]")
    banjul = world.side("banjul", "main").fits("recalled-value")
    assert banjul.there("form[action$='/recalls']"), banjul.text()
    banjul.follow("main a[href$='/received']")
    assert "36 11 22 33" not in banjul.text() and "36 44 55 66" not in banjul.text()
    world.side("banjul", "main").press("form[action$='/recalls'] button")
    assert not world.side("banjul", "main").there("form[action$='/recalls']")


def declined(world: World) -> None:
    world.judge("declined", "same")
    acknowledge(world, "declined")
    decide(world.side("banjul", "declined"), "decline")
    dakar = world.side("dakar", "declined").fits("declined")
    assert WHY not in dakar.text(), "that it was declined, and no more"
    dakar.press("form[action$='/close'] button")


def dismissed(world: World) -> None:
    world.judge("false", "not_same")
    for login, own in (("dakar", world.records["false"]), ("banjul", world.watches["false"])):
        world.no_pointer(login, own)


def withdrawn(world: World) -> None:
    """The record goes once both have their pointers: both read that it was taken back, and nothing else."""
    world.judge("withdrawn", "same")
    world.side("banjul", "withdrawn")
    world.side("dakar", "withdrawn")
    dakar = world.desk("dakar").go(f"/records/{world.records['withdrawn']}").follow(".head a[href$='/withdraw']")
    dakar.fill(reason=WHY).press("main form button[type=submit]")
    banjul = world.side("banjul", "withdrawn").fits("taken-back")
    assert not banjul.there("form[action$='/acknowledge']") and "Dakar" not in banjul.text()


def answer(world: World, key: str, said: str) -> None:
    dakar = world.side("dakar", key).follow("main a[href$='/answer']")
    dakar.fits("answer").choose("answer", said).fill(reason=WHY).press("main form.judgement button[type=submit]")


def owner_first(world: World) -> None:
    for key in sorted(ASKED_FIRST):
        world.judge(key, "same")
    for key in sorted(ASKED_FIRST):
        world.side("dakar", key)
        world.no_pointer("banjul", world.watches[key])
    answer(world, "agreed", "agree")
    world.side("banjul", "agreed")
    answer(world, "refused_first", "refuse")
    world.no_pointer("banjul", world.watches["refused_first"])
    with world.later(hours=73):
        world.schedule("lapse_questions")
    for key, settled in (("notified", "tell"), ("sealed", "seal")):
        office = world.desk("coordinator").go("/coordination/owners").follow(f"a[href$='/review/{world.hit(key)}']")
        office.fits("owner-silent").choose("settle", settled).fill(reason=WHY)
        office.press("form[action$='/settle'] button[type=submit]")
    world.no_pointer("banjul", world.watches["sealed"])
    acknowledge(world, "notified")
    decide(world.side("dakar", "notified"), "meet")
    state_outcome(world, "notified", dakar="not_useful")
