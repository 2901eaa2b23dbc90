"""A coincidence that touches a child: the protection officers alone learn of it, neither unit and no coordinator does.

Unmasked by two, judged with a reason of its own, then the contact of the two sides' protection officers to its end;
one that is withdrawn; one that was protected by mistake and is lowered.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.journeys.life.desk import Desk
from tests.journeys.life.world import WHY, Subject, World, day_ahead

OFFICE, SECOND = "protection", "protection2"
DAKAR, BANJUL, THIRD = "protection.dakar", "protection.banjul", "protection.nouakchott"
"""Protection officers: two of the coordination office, one of each unit."""

CHILD = Subject("Awa Kinteh Jobé", "2014", "+221 77 201 00 08")
TAKEN_BACK = Subject("Ramatou Ceesay Njolé", "2013", "+221 77 201 00 10")
GROWN = Subject("Ebrima Touré Sankaré", "2009", "+221 77 201 00 11")
SOUGHT = Subject(GROWN.name, "", GROWN.phone)
"""Banjul knows no date: nothing protects its watch by itself."""

SAFE, GUARDIAN = "L'infirmière Aïssatou, le soir, en wolof", "Rokhaya Bâ, tutrice"
PAGES = {"dakar": ("/", "/hits/"), "banjul": ("/", "/hits/"), "coordinator": ("/", "/contacts/")}
UNKNOWN = "f" * 32


@contextmanager
def nobody_else_learns(world: World) -> Iterator[None]:
    """Word for word the same pages, hence the same counts and notices, before and after, for who protects nobody."""
    before = _read_by_others(world)
    yield
    assert _read_by_others(world) == before


def _read_by_others(world: World) -> dict[tuple[str, str], str]:
    texts = {(login, path): world.desk(login).go(path).text() for login, paths in PAGES.items() for path in paths}
    return {**texts, ("coordinator", "/review/"): world.desk("coordinator").go("/review/").page.inner_text(".head")}


def shut(world: World, path: str, *logins: str) -> None:
    """Answered as what does not exist, or what is no duty of theirs."""
    for login in logins:
        desk = world.desk(login)
        nothing = path.replace(path.rsplit("/", 1)[1], UNKNOWN)
        assert desk.status(path) == desk.status(nothing) in (403, 404), (login, path)


def unmasked_by_two(world: World) -> None:
    """Masked, with the reasons it is protected; who asked to read the names never sits in the second seat."""
    world.watch("child", CHILD)
    world.record("child", CHILD, "victim")
    hit = world.hit("child")
    office = world.desk("coordinator").go("/review/")
    assert not office.there(f"a[href$='/review/{hit}']") and "Kinteh" not in office.text()
    shut(world, f"/review/{hit}", "coordinator", THIRD)
    desk = world.desk(OFFICE).go("/review/").fits("protection-desk")
    assert desk.there(f"tr:has(a[href$='/review/{hit}']) .badge.plum"), "a suspect there, a victim here"
    desk.follow(f"a[href$='/review/{hit}']").fits("protection-hit")
    assert "Kinteh" not in desk.text() and "201 00 08" not in desk.text(), "masked there too"
    assert desk.page.locator("section.plum li strong").count() >= 3, "why: what each side says of the person, and signs"
    desk.fill(unmask_reason=WHY).press("#unmask form button[type=submit]")
    request = desk.go("/protection/").fits("protection-asked").follow("#requests tbody a").path
    for seat in (desk, world.at_another_browser(OFFICE).go(request)):
        assert not seat.there("form[action$='/confirm']") and seat.answered(f"{request}/confirm") == 403
    shut(world, request, "coordinator", "dakar", THIRD)
    world.desk(SECOND).go("/").follow("main .due a[href*='/protection/']").follow("#requests tbody a").fits(
        "second-seat"
    )
    world.desk(SECOND).press("form[action$='/confirm'] button")
    assert "Kinteh" in desk.go(f"/review/{hit}").fits("unmasked").text() and "201 00 08" in desk.text()
    for login in (SECOND, DAKAR, BANJUL):
        assert "Kinteh" not in world.desk(login).go(f"/review/{hit}").text(), "for who asked, alone"


def judged_by_the_protection_desk(world: World) -> None:
    with nobody_else_learns(world):
        desk = world.desk(OFFICE).go(f"/review/{world.hit('child')}").choose("judgement", "same").fill(reason=WHY)
        desk.follow("form#judgement button[type=submit]")
        assert desk.there("#protection_reason-error"), "victim or suspect: a reason of its own"
        world.judge("child", "same", login=OFFICE, protection_reason="Vendue, dit le foyer.")
        for login, own in (("dakar", world.records["child"]), ("banjul", world.watches["child"])):
            world.no_pointer(login, own)
    dakar = world.desk("dakar").go(f"/records/{world.records['child']}").follow("a[href*='/protection/record/']")
    assert not dakar.fits("why-protected").there("a[href*='/review/']")


def contact(world: World, login: str, *, ended: bool = False) -> Desk:
    """The newest contact of that protection officer, by the own list."""
    return world.desk(login).go(f"/protection/?ended={int(ended)}").follow("#contacts tbody th a")


def contact_of_two_protection_officers(world: World) -> None:
    with nobody_else_learns(world):
        dakar = contact(world, DAKAR)
        shut(world, dakar.path, "dakar", "banjul", "coordinator", "administrator", THIRD)
        for login in (DAKAR, BANJUL):
            contact(world, login).press("form[action$='/acknowledge'] button")
        dakar.fill(safe_contact_record=SAFE, guardian_name_record=GUARDIAN, guardian_authority_record="Tribunal")
        dakar.press("form[action$='/record/person'] button")
        release_by_two(world, dakar)
        refer(dakar, "shelter", "declined")
        refer(dakar, "ngo", "received", "left")
        banjul = contact(world, BANJUL).fits("protection-contact")
        assert "Un lit" not in banjul.text() and not banjul.there("form[action*='/record/']"), "its own side alone"
        banjul.select("#outcome", "safe").fill(note="Chez sa mère depuis lundi.")
        banjul.press("form[action$='/close'] button")
        assert not world.desk(DAKAR).go("/protection/").there("#contacts tbody")
        dakar = contact(world, DAKAR, ended=True).fits("protection-contact-closed")
        assert "depuis lundi" in dakar.text() and not dakar.there("main form")


def release_by_two(world: World, dakar: Desk) -> None:
    """What Dakar keeps of the child is read in Banjul once another of its side, or of the office, has confirmed."""
    here = dakar.path
    for what in ("safe_contact", "guardian"):
        dakar.type(f"#release_{what}_record", WHY).press(f"form[action$='/release/{what}'] button")
    request = dakar.go("/protection/").follow("#requests tbody a").path
    assert not dakar.there("form[action$='/confirm']") and dakar.answered(f"{request}/confirm") == 403
    shut(world, request, BANJUL, THIRD, "coordinator")
    for login, shown in ((SECOND, (True, False)), (OFFICE, (True, True))):
        world.desk(login).go("/protection/").follow("#requests tbody a").press("form[action$='/confirm'] button")
        read = contact(world, BANJUL).text()
        assert (SAFE in read, GUARDIAN in read) == shown, "each by a second officer of its own"
    dakar.go(here).fits("protection-contact-own")


def refer(dakar: Desk, to: str, *outcomes: str) -> None:
    """To whom the person is referred, and what becomes of it, one after the other."""
    dakar.unfold("referred_to_record").select("#referred_to_record", to)
    dakar.select("#consent_by_record", "guardian").choose("passes_record", "age")
    dakar.fill(referred_on_record=day_ahead(0), consented_on_record=day_ahead(0))
    dakar.fill(referral_note_record="Un lit pour elle.")
    dakar.press("form[action$='/record/referral'] button")
    for was, outcome in zip(("waiting", *outcomes[:-1]), outcomes, strict=True):
        form = f"form[action*='/referral/']:has(option[value={was}][selected])"
        dakar.select(f"{form} select", outcome).press(f"{form} button")


def withdrawn_with_its_record(world: World) -> None:
    """Dakar takes its record back: both protection officers read that it no longer stands, and of the other nothing."""
    world.watch("taken_back", TAKEN_BACK)
    world.record("taken_back", TAKEN_BACK, "victim")
    world.judge("taken_back", "same", login=OFFICE, protection_reason="Une enfant.")
    assert "Ndèye Diop" in contact(world, BANJUL).text()
    dakar = world.desk("dakar").go(f"/records/{world.records['taken_back']}").follow(".head a[href$='/withdraw']")
    dakar.fill(reason=WHY).press("main form button[type=submit]")
    assert not world.desk(BANJUL).go("/protection/").there("#contacts tbody")
    banjul = contact(world, BANJUL, ended=True).fits("protection-withdrawn")
    assert "Dakar" not in banjul.text() and "Ndèye Diop" not in banjul.text() and not banjul.there("main form")
    world.no_pointer("banjul", world.watches["taken_back"])


def lowered(world: World) -> None:
    """Protected by a wrong date: the unit asks, the office's officer lowers it, the coordinator's desk has it."""
    world.watch("grown", SOUGHT)
    record, hit = world.record("grown", GROWN), world.hit("grown")
    queued = f"a[href$='/review/{hit}']"
    assert not world.desk("coordinator").go("/review/").there(queued)
    dakar = world.desk("dakar").go(f"/records/{record}").follow("a[href*='/protection/record/']")
    dakar.choose("protection", "minor").fill(reason=WHY).press("main form.judgement button[type=submit]")
    assert not world.desk(DAKAR).go("/protection/").there(f"#lower a[href$='/{record}']"), "never its own unit's"
    desk = world.desk(OFFICE).go("/protection/").follow(f"#lower a[href$='/record/{record}']").fits("lowering")
    assert "Sankaré" not in desk.text(), "masked"
    desk.choose("protection", "minor").fill(reason=WHY).press("form.judgement button[type=submit]")
    world.until(lambda: world.desk("coordinator").go("/review/").there(queued), 120)
    shut(world, f"/review/{hit}", DAKAR, BANJUL)
