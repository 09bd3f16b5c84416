"""The explorer, as somebody uses it: found, followed to its evidence, shared, carried away."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.explorer import SLOW, picture, seen, settled

pytestmark = pytest.mark.browser


def test_a_newcomer_finds_the_evidence_of_a_pilots_chain_in_three_clicks(explorer: str, page: Page) -> None:
    page.goto(explorer)
    seen(page.get_by_role("link", name="Which chains does a pilot strengthen, and who says so?")).click()
    seen(page.get_by_role("link", name=re.compile("Weihai Lingang carbon fibre"))).click()
    strengthens = page.get_by_role("region", name="strengthens", exact=True)
    expect(seen(strengthens).get_by_role("link", name=re.compile("Carbon fibre industrial chain"))).to_be_visible()
    strengthens.get_by_role("button", name="1 source").click()
    expect(strengthens.get_by_text("paragraph 1, sentence 2")).to_be_visible()
    expect(strengthens.get_by_text("dzwww.com (Haibao News)")).to_be_visible()
    expect(strengthens.get_by_text("2025-09-10")).to_be_visible()
    picture(page, "evidence")

    shared = page.url
    other = page.context.new_page()  # whoever gets the address sees the same
    other.goto(shared)
    expect(other.get_by_text("paragraph 1, sentence 2").first).to_be_visible(timeout=SLOW)


@pytest.mark.parametrize(
    ("typed", "found", "language"),
    [
        ("weihai lingang", "Weihai Lingang", "en"),
        ("碳纤维", "碳纤维产业链", "zh"),
        ("fibre de carbone", "fibre de carbone", "fr"),
    ],
)
def test_search_suggests_as_one_types_in_three_languages(
    explorer: str, page: Page, typed: str, found: str, language: str
) -> None:
    page.goto(f"{explorer}/?ui={language}")
    field = page.get_by_role("combobox").first
    field.press_sequentially(typed, delay=20)
    option = seen(page.get_by_role("option", name=re.compile(found)).first)
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    active = field.get_attribute("aria-activedescendant")
    assert active
    expect(page.locator(f"[id='{active}']")).to_have_attribute("aria-selected", "true")
    assert option.is_visible()
    field.press("Enter")
    page.wait_for_url("**/entity/**")
    expect(seen(page.get_by_role("heading", level=1))).to_have_text(re.compile(r"\S"))


def test_escape_closes_the_suggestions_and_enter_without_one_shows_all_results(explorer: str, page: Page) -> None:
    page.goto(explorer)
    field = page.get_by_role("combobox").first
    field.press_sequentially("wei")
    seen(page.locator(".suggestion").first)
    field.press("Escape")
    expect(page.locator(".suggestion").first).to_be_hidden()
    field.press("Enter")
    page.wait_for_url("**/search?q=wei")
    seen(page.locator(".chip", has_text="Places"))
    expect(page.get_by_role("main").get_by_role("listitem").nth(10)).to_be_visible(timeout=SLOW)


def test_names_and_interface_change_their_language_and_the_address_says_so(explorer: str, page: Page) -> None:
    page.goto(f"{explorer}/entity/pilot/weihai-lingang-carbon-fibre")
    seen(page.get_by_role("heading", name="Weihai Lingang carbon fibre integration pilot"))
    page.get_by_role("banner").locator("summary").click()
    page.get_by_label("Names in").select_option("zh")
    page.wait_for_url("**lang=zh**")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("碳纤维"), timeout=SLOW)
    page.get_by_label(re.compile("^Language")).select_option("fr")
    expect(page.get_by_role("heading", name="Relations", exact=True)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("碳纤维"), timeout=SLOW)


def test_a_place_shows_its_figures_with_ranks_and_charts(explorer: str, page: Page) -> None:
    page.goto(f"{explorer}/entity/government/440000")
    figures = seen(page.get_by_role("region", name=re.compile("^Figures")))
    expect(figures.get_by_text("about 327,000 certificate").first).to_be_visible()
    expect(figures.get_by_text("no. 1 among provinces of China").first).to_be_visible()
    expect(figures.get_by_role("img", name="Figures by period").first).to_be_visible()


def test_what_is_planned_is_marked_and_as_of_changes_what_there_is(explorer: str, page: Page) -> None:
    page.goto(f"{explorer}/entity/industrial-chain/carbon-fibre")
    led = seen(page.get_by_role("region", name="led by"))
    expect(led.get_by_text("planned")).to_be_visible()
    page.goto(f"{explorer}/entity/pilot/weihai-lingang-carbon-fibre?asOf=2001")
    seen(page.get_by_role("heading", name="It was not there as of 2001."))


def test_the_same_entity_is_one_click_away_in_graphql_and_cypher(explorer: str, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{explorer}/entity/agency/cnca")
    seen(page.get_by_role("button", name="Copy Cypher")).click()
    assert "MATCH path = (:Agency {id: 'agency/cnca'})--(:Entity)" in page.evaluate("navigator.clipboard.readText()")
    expect(page.get_by_role("link", name="Turtle")).to_have_attribute("href", "/data/agency/cnca.ttl")
    page.get_by_role("article").get_by_role("link", name="GraphQL").click()
    expect(page.locator(".graphiql-container")).to_be_visible(timeout=SLOW)


def test_graphiql_answers_an_example_and_an_api_client_still_gets_json(explorer: str, page: Page) -> None:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    page.goto(f"{explorer}/graphql")
    run = page.get_by_role("button", name=re.compile("Execute query"))
    expect(run).to_be_visible(timeout=SLOW)
    run.click()
    expect(page.locator(".graphiql-response")).to_contain_text("totalCount", timeout=SLOW)
    picture(page, "graphiql")
    assert refused == []
    answer = page.request.get(f"{explorer}/graphql?query=%7Bgraph%7Bversion%7D%7D")
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json()["data"]["graph"]["version"] > 0


def test_every_page_keeps_to_its_policy_and_loads_nothing_from_elsewhere(explorer: str, page: Page) -> None:
    asked: set[str] = set()
    said: list[str] = []
    page.on("request", lambda request: asked.add(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in ("/", "/search?type=Pilot", "/entity/agency/cnca", "/graph?ids=agency/cnca&open=agency/cnca", "/neo4j"):
        page.goto(explorer + path)
        settled(page)
    assert said == []
    assert {url for url in asked if not url.startswith((explorer, "data:", "blob:"))} == set()


def test_what_cannot_be_had_is_said(explorer: str, page: Page) -> None:
    page.goto(f"{explorer}/entity/pilot/never-heard-of")
    seen(page.get_by_role("heading", name="There is no such entity."))
    page.goto(f"{explorer}/questions/no-such-question")
    expect(page.get_by_text("Nothing here.")).to_be_visible(timeout=SLOW)
    page.route("**/graphql?**", lambda route: route.abort())
    page.goto(f"{explorer}/search?q=anything")
    expect(page.get_by_role("alert").first).to_contain_text("The server cannot be reached", timeout=SLOW)
    expect(page.get_by_role("button", name="Try again").first).to_be_visible()


def test_a_view_is_carried_away_as_a_table_two_pictures_and_a_page(explorer: str, page: Page, tmp_path: Path) -> None:
    page.goto(f"{explorer}/graph?ids=agency/cnca&open=agency/cnca")
    expect(page.get_by_role("status").filter(has_text="entities")).to_be_visible(timeout=SLOW)
    saved: dict[str, bytes] = {}
    for kind in ("Table (CSV)", "Picture (SVG)", "Picture (PNG)", "Page (HTML, one file)"):
        page.get_by_text("Export", exact=True).click()
        with page.expect_download() as download:
            page.get_by_role("button", name=kind).click()
        file = tmp_path / download.value.suggested_filename
        download.value.save_as(file)
        saved[file.suffix] = file.read_bytes()
    rows = list(csv.DictReader(io.StringIO(saved[".csv"].decode("utf-8-sig"))))
    assert {row["relation"] for row in rows} >= {"DESIGNATED_BY", "SUPERVISES"}
    assert b"<circle" in saved[".svg"]
    assert saved[".png"].startswith(b"\x89PNG")
    assert len(saved[".png"]) > 10_000
    html = saved[".html"].decode()
    assert "Certification and Accreditation Administration" in html
    assert "<circle" in html
    assert "<script" not in html
    assert re.findall(r'(?:src|@import)\s*=?\s*["\']?http', html) == []

    page.goto(f"{explorer}/chains")
    settled(page)
    page.get_by_text("Export", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Picture (PNG)").click()
    file = tmp_path / "chains.png"
    download.value.save_as(file)
    assert file.read_bytes().startswith(b"\x89PNG")
