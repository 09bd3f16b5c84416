"""Neo4j Browser, at the address the project prints: an analyst signs in and draws a question's result."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from graph import engine
from queries import question
from tests.conftest import Graph

pytestmark = pytest.mark.browser


def run(page: Page, text: str) -> None:
    """Put a text into the editor and run it."""
    page.locator("textarea.inputarea").first.focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)
    page.get_by_test_id("editor-Run").click()


def test_sign_in_and_draw(shipped: Graph, server: engine.ServerStatus, page: Page, tmp_path: Path) -> None:
    del shipped
    page.goto(server.browser)
    page.get_by_test_id("bolt-scheme-select").select_option("bolt://")
    expect(page.get_by_test_id("boltaddress")).to_have_value(server.bolt.removeprefix("bolt://"))
    page.get_by_test_id("username").fill(server.user)
    page.get_by_test_id("password").fill(server.password())
    page.get_by_test_id("connect").click()
    expect(page.get_by_text("You are connected as user").first).to_be_visible(timeout=90_000)

    run(page, "CYPHER 25 MATCH p = (:Agreement {id: 'agreement/ccic-suzhou-2020'})--(:Entity) RETURN p")
    drawn = page.locator("svg g.node")
    expect(drawn.first).to_be_visible(timeout=90_000)
    assert drawn.count() > 10
    pictures = Path(os.environ.get("PICTURES", tmp_path))
    page.wait_for_timeout(3000)  # the layout comes to rest
    page.screenshot(path=pictures / "neo4j-browser-graph.png")

    asked = question("chains-of-pilot")
    for line in asked.cypher.splitlines():
        if line.startswith("// :param"):
            run(page, line.removeprefix("// "))
    run(page, asked.cypher)
    expect(page.get_by_text("industrial-chain/").first).to_be_visible(timeout=90_000)

    page.screenshot(path=pictures / "neo4j-browser-table.png")
