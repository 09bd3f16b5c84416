"""The review in the explorer: signing in, two sides with their evidence, one key an answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from graph import engine
from graph.settle import settle
from loaders import document
from tests.announcements import AMBIGUOUS, SIGNING_EN, held, write
from tests.browser.explorer import SLOW, faults, picture, seen, serving
from tests.conftest import Graph

pytestmark = pytest.mark.browser


def test_who_signs_in_judges_with_one_key(empty: Graph, page: Page, tmp_path: Path) -> None:
    folder = write(tmp_path / "texts", where=AMBIGUOUS, signing=SIGNING_EN)
    names = document.gazetteer([])
    empty.run(settle(empty.database, [document.read(file, names) for file in sorted(folder.iterdir())]))
    status = engine.status(empty.settings)
    assert status is not None
    with serving(empty) as base:
        page.goto(f"{base}/review?ui=en")
        seen(page.get_by_label("Your name")).fill("Li")
        page.get_by_label("The graph's password").fill("wrong")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert")).to_contain_text("not the graph's password", timeout=SLOW)
        page.get_by_label("The graph's password").fill(status.password())
        page.get_by_role("button", name="Sign in").click()
        seen(page.get_by_role("heading", name="Are these the same?"))
        expect(page.locator(".side")).to_have_count(2)
        expect(page.locator(".side blockquote").first).to_have_text("Lanshan")
        assert faults(page) == []
        picture(page, "review")
        right = page.locator(".side code").all_inner_texts()
        page.keyboard.press("s")
        seen(page.get_by_role("button", name="Take the last one back"))
        [[judged]] = empty.read("CYPHER 25 MATCH (j:Judgement {by: 'Li', verdict: 'same'}) RETURN [j.left, j.right]")
        assert set(judged) & set(right)
        [place] = held(empty, "MATCH ()-[r:LOCATED_IN]->(b) RETURN b.id")
        assert place in judged
        page.get_by_role("button", name="Take the last one back").click()
        expect(page.get_by_role("button", name="Take the last one back")).to_have_count(0, timeout=SLOW)
        assert held(empty, "MATCH ()-[r:LOCATED_IN]->(b) RETURN b.id") == []
        page.get_by_role("button", name="Sign out").click()
        seen(page.get_by_label("Your name"))
