"""A real browser, where one is installed."""

import contextlib
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""

needs_browser = pytest.mark.skipif(not CHROMIUM, reason="no Chromium is installed (apt install chromium)")

_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextlib.contextmanager
def page() -> Iterator[Any]:
    """A page that remembers in `page.complaints` what its console and its network complained of."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        shown = browser.new_page(viewport={"width": 1280, "height": 900})
        shown.complaints = []
        shown.on("console", lambda said: said.type == "error" and shown.complaints.append(said.text))
        shown.on("requestfailed", lambda request: _left(request) or shown.complaints.append(request.url))
        yield shown
        browser.close()


def _left(request: Any) -> bool:
    """Going on to the next page gives up what the last one still loads."""
    return request.failure == "net::ERR_ABORTED"
