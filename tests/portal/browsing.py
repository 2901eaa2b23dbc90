"""What every test in a browser does."""

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
