"""Before the story: who is there, given by administrators, two where it takes two."""

from tests.journeys.life.world import WHY, World

SENEGAL = {"fr": "Sénégal", "ar": "السنغال"}
JUDICIARY, MAGISTRATE, PASSWORD = "SN-PR", "magistrate", "cinq mots faciles ici encore"


def administrators_prepare(world: World) -> None:
    """Dakar is of the police, there is a magistrate, and Banjul's second officer may watch too."""
    admin, second = world.desk("administrator"), world.desk("administrator2")
    admin.go("/admin/")
    admin.follow("tr:has(bdi:text-is('SN-DKR')) a[href$='/service']").select("#service", "police")
    admin.press("main form button[type=submit]")
    admin.follow(".head a[href$='/units/new']")
    admin.fill(code=JUDICIARY, name="Parquet de Dakar", country=SENEGAL[world.tongue.language])
    admin.select("#service", "judiciary").press("main form button[type=submit]")
    admin.follow("tr:has(th bdi:text-is('banjul2')) a[href$='/duties']")
    admin.page.check("input[name=roles][value=watch_officer]")
    admin.fill(reason=WHY).press("main form button[type=submit]")
    add_magistrate(world, admin, second)


def add_magistrate(world: World, admin, second) -> None:
    """An officer of another unit: the first administrator asks, and finds no button to confirm."""
    admin.go("/admin/officers/new").fill(login=MAGISTRATE, display_name="Juge Ndeye Gueye")
    admin.page.select_option("#unit", label=next(o for o in options(admin, "#unit") if "Parquet" in o))
    admin.page.check("input[name=roles][value=magistrate]")
    admin.fill(reason=WHY).press("main form button[type=submit]")
    admin.follow("main a[href*='/admin/requests/']")
    assert not admin.there("form[action$='/confirm']"), "never both seats"
    second.go(admin.path).follow("form[action$='/confirm'] button")
    link = second.page.inner_text("#one-time-link")
    context = second.page.context.browser.new_context(locale=world.tongue.language)
    page = context.new_page()
    page.goto(link)
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/sign-in*")
    context.close()


def options(desk, selector: str) -> list[str]:
    return desk.page.locator(f"{selector} option").all_inner_texts()


def approval(world: World, on: bool) -> None:
    """Whether a second officer approves each watch of Banjul's."""
    admin = world.desk("administrator").go("/admin/")
    admin.press(f"tr:has(th bdi:text-is('GM-BJL')) button[name=approves][value='{int(on)}']")
