from tests.network import make
from tests.portal.pages.entry.test_marks import REPORT, portal, phone
from tests.portal.pages.entry.test_marks_in_browser import on_page
def test_pictures(on_page, portal):
    portal.enter("dakar", phone("+221 77 345 12 90")); portal.drain()
    r=portal.enter("dakar", make.report(REPORT))
    for lang,w,s in (("fr",1280,"light"),("ar",390,"light"),("en",1280,"dark")):
        page=on_page(lang, viewport={"width":w,"height":900}, color_scheme=s)
        page.goto(f"{page.base}/records/{r}")
        if lang=="en":
            page.locator(".found button[name=only]").nth(1).click(); page.wait_for_timeout(500)
        page.screenshot(path=f"/tmp/pic-{lang}-{w}.png", full_page=True)
        page.goto(f"{page.base}/records/{r}/link"); page.screenshot(path=f"/tmp/link-{lang}-{w}.png", full_page=True)
