"""The pages of signing in and of the own account under axe-core, on a desk and on a phone, from left and from right."""

import pyotp
import pytest

from casefile.storage import tables
from tests.network.people import PASSWORD
from tests.portal.pages.identity.conftest import now, secret_on
from tests.portal.test_accessibility import violations


def send(page):
    with page.expect_navigation():
        page.click("main form.sheet button[type=submit]")


@pytest.mark.parametrize(("language", "width"), [("fr", 1280), ("ar", 390)])
def test_the_pages_are_whole_under_axe(home, address, browser, clock, language, width):
    context = browser.new_context(viewport={"width": width, "height": 900}, locale=language)
    context.set_default_timeout(20_000)
    page, found = context.new_page(), []

    def look(what, path=""):
        if path:
            page.goto(address + path)
        found.extend(violations(page, what))

    look("sign in", "/sign-in")
    look("code", "/first-password")
    page.fill("#code", "x")
    send(page)
    look("wrong code")
    page.goto(f"{address}/first-password/{home.links['dakar']}")
    for field in ("#password", "#again"):
        page.fill(field, PASSWORD)
    send(page)
    page.fill("#login", "dakar")
    page.fill("#password", PASSWORD)
    send(page)
    look("app")
    page.fill("#code", now(pyotp.TOTP(secret := secret_on(page.content()))))
    send(page)
    look("recovery codes")
    for path in ("/account/", "/account/password", "/account/keys/new"):
        look(path, path)
    page.goto(f"{address}/sign-in")
    page.click(".who summary")
    page.click("header .sign-out")
    page.wait_for_url(f"{address}/sign-in")
    clock(seconds=60)
    page.fill("#login", "dakar")
    page.fill("#password", PASSWORD)
    send(page)
    look("second factor")
    page.fill("#shown_code", now(pyotp.TOTP(secret)))
    send(page)
    clock(minutes=6)
    look("asked again", "/account/app")
    context.close()
    assert found == [], tables.now()
