"""What every test in a browser does."""


def follow(page, selector: str) -> None:
    """Clicks what leads to another page, and waits until that page is whole: a click alone returns when its answer
    begins, and what is counted then may not be there yet."""
    with page.expect_navigation(wait_until="load"):
        page.click(selector)
