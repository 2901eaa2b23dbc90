"""A slow line and a slow machine in every browser test: `pytest -p tests.steady.lagging tests/portal …`.

Each answer, a page's script like the page itself, comes `LAG_MS` late and from no cache, so that a test which does not
wait for what it needs falls here and not now and then in CI. Not for tests that cut the line themselves or weigh what
comes over it (`test_post_away*`, `test_front_line*`): the browser takes such orders from one side alone.
"""

import os

import pytest

LAG_MS = int(os.environ.get("LAG_MS", "300"))
CPU_SLOWER = float(os.environ.get("CPU_SLOWER", "2"))


def pytest_configure(config: pytest.Config) -> None:
    from playwright.sync_api import BrowserContext

    plain = BrowserContext.new_page

    def new_page(context):
        page = plain(context)
        line = context.new_cdp_session(page)
        line.send("Network.enable")
        line.send("Network.setCacheDisabled", {"cacheDisabled": True})
        slow = {"offline": False, "latency": LAG_MS, "downloadThroughput": -1, "uploadThroughput": -1}
        line.send("Network.emulateNetworkConditions", slow)
        line.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWER})
        return page

    BrowserContext.new_page = new_page
