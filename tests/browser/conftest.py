"""A real Chromium: Debian's, because no other browser may be fetched where the tests run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.explorer import serving
from tests.conftest import Graph

CHROMIUM = "/usr/bin/chromium"
# Without these, Chromium looks for hosts of its vendor at every start.
QUIET = [
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
# WebGL, which the graph view draws with, on a machine without a graphics processor.
SOFTWARE = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of the run."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", *SOFTWARE, *QUIET])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page with nothing stored from others."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def explorer(shipped: Graph) -> Iterator[str]:
    """The address of the explorer over the shipped data."""
    with serving(shipped) as base:
        yield base
