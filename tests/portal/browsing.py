"""What every test in a browser does."""

from collections.abc import Iterator
from contextlib import contextmanager

DESK, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 780}

WHOLE = "document.readyState === 'complete' || new Promise(done => addEventListener('load', () => done(true)))"


def follow(page, selector: str) -> None:
    """Clicks what leads to another page, and waits until that page is whole: a click alone returns when its answer
    begins, and what is counted then may not be there yet."""
    with page.expect_navigation(wait_until="load"):
        page.click(selector)


def whole(page) -> None:
    """Waits until the page has its style and its scripts: what is looked for in it may be there before them."""
    page.evaluate(WHOLE)


def press(page, *keys: str) -> None:
    """One key after another on a page that is whole: its scripts, which read keys, run after all of it was read."""
    for key in keys:
        whole(page)
        page.keyboard.press(key)


@contextmanager
def windows(browser, net, address: str) -> Iterator:
    """open_("dakar", "/cases/", PHONE, "ar"): the page in a browser of its own, signed in; closed at the end."""
    contexts = []

    def open_(login, path, size, language="en", *, scripts=True):
        context = browser.new_context(viewport=size, locale=language, java_script_enabled=scripts)
        context.set_default_timeout(20_000)
        contexts.append(context)
        kept = {"griot": net.as_(login).get_cookie("griot").value, "language": language}
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in kept.items()])
        page = context.new_page()
        page.goto(address + path, wait_until="load")
        return page

    try:
        yield open_
    finally:
        for context in contexts:
            context.close()
