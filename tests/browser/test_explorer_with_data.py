"""What the shipped data has nothing of: words quoted from documents, chains that feed one another; and a graph that is slow."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from graph.settle import settle
from loaders import document
from tests.announcements import SIGNING_EN, SIGNING_ZH, held, write
from tests.browser.explorer import SLOW, faults, picture, seen, serving, settled
from tests.conftest import Graph
from tests.tables import dataset, load

pytestmark = pytest.mark.browser

CHAINS = {
    "IndustrialChain": [
        "id,name_en",
        "industrial-chain/aircraft,Aircraft",
        "industrial-chain/precursors,Precursors",
        "industrial-chain/fibre,Fibre",
        "industrial-chain/weaving,Weaving",
    ],
    "FEEDS": [
        "subject,object",
        "industrial-chain/precursors,industrial-chain/fibre",
        "industrial-chain/fibre,industrial-chain/aircraft",
    ],
    "PART_OF": ["subject,object", "industrial-chain/weaving,industrial-chain/fibre"],
}


def test_an_agreement_shows_the_words_of_two_documents(empty: Graph, page: Page, tmp_path: Path) -> None:
    folder = write(tmp_path / "texts", english=SIGNING_EN, chinese=SIGNING_ZH)
    names = document.gazetteer([])
    empty.run(settle(empty.database, [document.read(file, names) for file in sorted(folder.iterdir())]))
    [agreement] = held(empty, "MATCH (n:Agreement) RETURN n.id")
    with serving(empty) as base:
        page.goto(f"{base}/entity/{agreement}")
        settled(page)
        signed = page.locator("li", has=page.get_by_role("link", name="Dalian", exact=False)).filter(
            has=page.get_by_text("2 sources")
        )
        seen(signed.first.get_by_text("2 sources")).click()
        quotes = signed.first.locator("blockquote")
        expect(quotes).to_have_count(2, timeout=SLOW)
        said = quotes.all_inner_texts()
        assert all(any(quote.strip("“”«» ") in text for text in (SIGNING_EN, SIGNING_ZH)) for quote in said)
        assert {quotes.nth(at).get_attribute("lang") for at in range(2)} == {"en", "zh"}
        about = page.locator(".entity-side")
        expect(about.locator("blockquote").filter(has_text="Agreement on Port Inspection")).to_be_visible()
        expect(about).not_to_contain_text("signing")
        assert faults(page) == []
        picture(page, "quotes")


def test_chains_stand_from_upstream_to_downstream(empty: Graph, page: Page) -> None:
    load(empty, dataset("chains", CHAINS))
    with serving(empty) as base:
        page.goto(f"{base}/chains")
        cards = page.locator("article.chain")
        expect(cards).to_have_count(4, timeout=SLOW)
        names = [cards.nth(at).get_attribute("aria-label") for at in range(4)]
        assert names.index("Precursors") < names.index("Fibre") < names.index("Aircraft")
        fibre = page.get_by_role("article", name="Fibre")
        for title, name in (("fed by", "Precursors"), ("feeds", "Aircraft"), ("segments", "Weaving")):
            expect(fibre.get_by_role("link", name=name)).to_be_visible()
            assert title in fibre.inner_text().lower()
        assert faults(page) == []
        picture(page, "chains-that-feed")


def test_what_took_too_long_is_asked_once_more(explorer: str, page: Page) -> None:
    late = '{"data": null, "errors": [{"message": "late", "extensions": {"code": "QUERY_TIMEOUT"}}]}'
    asked: list[str] = []

    def first_late(route: Route) -> None:
        again = route.request.url in asked
        asked.append(route.request.url)
        if again:
            route.continue_()
        else:
            route.fulfill(body=late, content_type="application/graphql-response+json")

    page.route("**/graphql?**", first_late)
    page.goto(f"{explorer}/entity/pilot/weihai-lingang-carbon-fibre")
    seen(page.get_by_role("heading", name="Weihai Lingang carbon fibre integration pilot"))
    settled(page)
    expect(page.get_by_role("alert")).to_have_count(0)
    for _ in range(300):  # parts of the page that are fetched last may ask when the rest has settled
        if all(asked.count(url) == 2 for url in asked):
            break
        page.wait_for_timeout(100)
    assert {url: asked.count(url) for url in asked} == dict.fromkeys(asked, 2)
