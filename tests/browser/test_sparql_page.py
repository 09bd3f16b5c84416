"""The page to write SPARQL in: the editor, what it knows, answers with links, what is wrong, the address."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from api.sparql.examples import sparql_questions
from tests.browser.explorer import SLOW, faults, picture, seen

pytestmark = pytest.mark.browser

ROWS = re.compile(r"^\d+ rows, version \d+ of the graph")


def write(page: Page, query: str) -> None:
    """Replace what stands in the editor."""
    seen(page.get_by_role("textbox", name="Query")).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(query)


def test_a_query_is_written_run_shared_and_taken_along(explorer: str, page: Page, tmp_path: Path) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{explorer}/")
    page.get_by_role("link", name="SPARQL").click()
    seen(page.get_by_role("heading", name="SPARQL"))
    write(page, "SELECT ?pilot { ?pilot q:stren")
    seen(page.get_by_role("option", name="q:strengthens").first)
    page.wait_for_timeout(200)  # the editor takes no answer to what came up this moment
    page.keyboard.press("Enter")
    expect(page.locator(".cm-tooltip")).to_have_count(0)
    page.keyboard.insert_text(" ?chain }")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").filter(has_text=ROWS)).to_be_visible(timeout=SLOW)
    link = page.get_by_role("cell").get_by_role("link").first
    assert re.fullmatch(r"pilot/[a-z0-9-]+", link.inner_text())
    assert faults(page) == []
    picture(page, "sparql")
    shared = page.url
    assert "#query=SELECT" in shared
    page.get_by_label("Download as").select_option(label="CSV")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    file = tmp_path / "answer.csv"
    download.value.save_as(file)
    assert file.read_bytes().startswith(b"pilot\r\n")
    link.click()
    page.wait_for_url("**/entity/pilot/**")
    page.go_back()
    expect(page.get_by_role("status").filter(has_text=ROWS)).to_be_visible(timeout=SLOW)
    assert page.url == shared
    assert said == []  # nothing against the page's Content-Security-Policy


def test_what_is_wrong_is_said_and_examples_run(explorer: str, page: Page) -> None:
    page.goto(f"{explorer}/sparql?ui=en#query={quote('SELECT ?x {')}")
    expect(page.get_by_role("alert")).to_contain_text("MALFORMED_QUERY", timeout=SLOW)
    name, text = next(iter(sparql_questions().items()))
    page.get_by_label("Example").select_option(value=name)
    expect(page.get_by_role("textbox", name="Query")).to_contain_text(text.splitlines()[0])
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("status").filter(has_text=ROWS)).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("alert")).to_have_count(0)
    write(page, "ASK { ?s a q:Pilot }")
    page.get_by_role("button", name="Run").click()
    seen(page.get_by_text("Yes."))
    write(page, "DESCRIBE <id/agency/cnca>")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("pre")).to_contain_text("q:Agency", timeout=SLOW)
    page.locator(".settings summary").click()
    page.get_by_label("Language").select_option("zh")
    seen(page.get_by_role("button", name=re.compile("运行")))
    page.wait_for_url(re.compile(r"ui=zh#query=DESCRIBE"))
