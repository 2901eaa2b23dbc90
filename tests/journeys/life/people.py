"""Before the story: who is there, given by administrators, two where it takes two."""

from urllib.parse import urljoin

from tests.journeys.life.world import WHY, World

SENEGAL = {"fr": "Sénégal", "ar": "السنغال"}
JUDICIARY, MAGISTRATE = "SN-TGI", "juge.gueye"
ADDED = (
    (MAGISTRATE, "Juge Ndeye Gueye", "Tribunal", "magistrate"),
    ("protection.dakar", "Ndèye Diop", "enquête de Dakar", "protection"),
    ("protection.nouakchott", "Zeinebou Mint Ely", "Nouakchott", "protection"),
)
"""Login, name, a word of the unit's name, duty. Banjul and the coordination office have protection officers already."""


def administrators_prepare(world: World) -> None:
    """Dakar is of the police, Banjul's second officer may watch too; a magistrate, and protection officers of units."""
    admin, second = world.desk("administrator"), world.desk("administrator2")
    admin.go("/admin/")
    admin.follow("tr:has(bdi:text-is('SN-DKR')) a[href$='/service']").select("#service", "police")
    admin.press("main form button[type=submit]")
    admin.follow(".head a[href$='/units/new']")
    admin.fill(code=JUDICIARY, name="Tribunal de Dakar", country=SENEGAL[world.tongue.language])
    admin.select("#service", "judiciary").press("main form button[type=submit]")
    admin.follow("tr:has(th bdi:text-is('banjul2')) a[href$='/duties']")
    admin.page.check("input[name=roles][value=watch_officer]")
    admin.fill(reason=WHY).press("main form button[type=submit]")
    for officer in ADDED:
        add_officer(world, admin, second, *officer)


def add_officer(world: World, admin, second, login: str, name: str, unit: str, role: str) -> None:
    """The first administrator asks, and finds no button to confirm; the officer sets the password all have here."""
    admin.go("/admin/officers/new").fill(login=login, display_name=name)
    admin.page.select_option("#unit", label=next(one for one in options(admin, "#unit") if unit in one))
    admin.page.check(f"input[name=roles][value={role}]")
    admin.fill(reason=WHY).press("main form button[type=submit]")
    admin.follow("main a[href*='/admin/requests/']")
    assert not admin.there("form[action$='/confirm']"), "never both seats"
    second.go(admin.path).follow("form[action$='/confirm'] button")
    link = second.page.inner_text("#one-time-link")
    context = second.page.context.browser.new_context(locale=world.tongue.language)
    page = context.new_page()
    page.goto(urljoin(world.installation.address, link))
    page.fill("#password", world.installation.password)
    page.fill("#again", world.installation.password)
    page.click("main button[type=submit]")
    page.wait_for_url("**/sign-in*")
    context.close()


def options(desk, selector: str) -> list[str]:
    return desk.page.locator(f"{selector} option").all_inner_texts()


def approval(world: World, on: bool) -> None:
    """Whether a second officer approves each watch of Banjul's."""
    admin = world.desk("administrator").go("/admin/")
    admin.press(f"tr:has(th bdi:text-is('GM-BJL')) button[name=approves][value='{int(on)}']")
