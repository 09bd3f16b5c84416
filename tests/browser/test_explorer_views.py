"""The explorer's views of many: the graph, the places, the chains, the questions; and what axe finds in each."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from queries import questions
from tests.browser.explorer import SLOW, faults, picture, seen, settled
from tests.conftest import Graph

pytestmark = pytest.mark.browser

COUNTS = re.compile(r"(\d+) entities, (\d+) relations")


def counts(page: Page) -> tuple[int, int]:
    """How many entities and relations the picture has, as it says."""
    found = COUNTS.search(seen(page.get_by_role("status").filter(has_text=COUNTS)).inner_text())
    assert found
    return int(found[1]), int(found[2])


def test_a_graph_opens_closes_filters_and_is_in_the_address(explorer: str, page: Page) -> None:
    page.goto(f"{explorer}/graph")
    field = page.get_by_role("combobox", name="Add an entity")
    field.press_sequentially("CNCA")
    seen(page.locator(".suggestion:visible").first)
    field.press("ArrowDown")
    field.press("Enter")
    page.get_by_role("button", name="Open", exact=True).click(timeout=SLOW)
    expect(page.get_by_role("button", name="Close", exact=True)).to_be_visible(timeout=SLOW)
    page.wait_for_url("**open=**")
    nodes, edges = counts(page)
    assert nodes > 5
    expect(
        page.get_by_role("img", name=re.compile(f"Graph with {nodes} entities and {edges} relations"))
    ).to_be_visible()
    assert page.locator(".graph-list .pick").count() == nodes  # the list says the same
    page.wait_for_timeout(1500)
    picture(page, "graph")

    page.get_by_role("checkbox", name=re.compile("designated by")).uncheck()
    every = page.get_by_role("status").filter(has_text=f"{nodes} entities, {edges} relations")
    expect(every).to_have_count(0)
    assert counts(page)[1] < edges
    page.get_by_role("checkbox", name=re.compile("designated by")).check()
    expect(every).to_be_visible()
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="1 entities, 0 relations")).to_be_visible(timeout=SLOW)
    page.go_back()
    expect(page.get_by_role("status").filter(has_text=f"{nodes} entities")).to_be_visible(timeout=SLOW)


def test_a_supernode_opens_a_page_at_a_time(explorer: str, page: Page) -> None:
    page.goto(f"{explorer}/graph?ids=government/100000&open=government/100000&sel=government/100000")
    next_page = page.get_by_role("button", name=re.compile("parts: Next 25"))
    before, _ = counts(page)
    seen(next_page).click()
    page.wait_for_url("**PART_OF%7EIN%7E1**")
    expect(page.get_by_role("status").filter(has_text=f"{before + 25} entities")).to_be_visible(timeout=SLOW)


def test_time_takes_away_what_was_not_yet(explorer: str, page: Page) -> None:
    address = f"{explorer}/graph?ids=agency/cnca&open=agency/cnca"
    page.goto(address)
    now = counts(page)
    slider = page.get_by_role("slider")
    slider.fill("2016")
    page.wait_for_url("**asOf=2016")
    expect(page.get_by_role("status").filter(has_text=f"{now[0]} entities")).to_have_count(0, timeout=SLOW)
    assert counts(page)[1] < now[1]


def test_the_shortest_paths_between_two_with_the_evidence_of_each_step(explorer: str, page: Page) -> None:
    page.goto(f"{explorer}/graph?from=agency/cnca&to=government/320500")
    expect(page.get_by_text(re.compile(r"paths, the shortest of \d relations"))).to_be_visible(timeout=SLOW)
    step = page.locator(".step").first
    step.locator("summary").first.click()
    expect(step.get_by_text("Publisher").first).to_be_visible()
    page.wait_for_timeout(1500)
    picture(page, "paths")


def test_keys_move_the_picture_and_pick_from_the_list(explorer: str, page: Page) -> None:
    page.goto(f"{explorer}/graph?ids=agency/cnca&open=agency/cnca")
    counts(page)
    page.get_by_role("img", name=re.compile("Graph with")).focus()
    for key in ("+", "-", "0", "ArrowLeft"):
        page.keyboard.press(key)
    pick = page.get_by_role("button", name=re.compile("^Rizhao green tea"))
    pick.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**sel=pilot**")
    expect(page.get_by_role("region", name="Selected").get_by_role("link")).to_contain_text("Rizhao green tea")


def test_the_tree_of_places_is_walked_with_the_keys_and_says_what_is_there(explorer: str, page: Page) -> None:
    page.goto(f"{explorer}/places")
    country = seen(page.get_by_role("treeitem", name=re.compile("^China")))
    shandong = seen(page.get_by_role("treeitem", name=re.compile("^Shandong Province")))
    shandong.focus()
    page.keyboard.press("ArrowRight")
    seen(page.get_by_role("treeitem", name=re.compile("^Weihai City")))
    page.keyboard.press("Enter")
    page.wait_for_url("**place=government%2F370000**")
    has = page.get_by_role("region", name=re.compile("Shandong Province"))
    expect(seen(has).get_by_role("link", name=re.compile("integration pilot")).first).to_be_visible(timeout=SLOW)
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("treeitem", name=re.compile("^Weihai City"))).to_have_count(0)
    expect(country).to_have_attribute("aria-expanded", "true")


def test_chains_show_who_leads_and_what_is_missing(explorer: str, page: Page) -> None:
    page.goto(f"{explorer}/chains")
    carbon = seen(page.get_by_role("article", name="Carbon fibre industrial chain"))
    expect(carbon.get_by_text("no leader (only planned)")).to_be_visible()
    expect(carbon.get_by_role("link", name=re.compile("Weihai Lingang carbon fibre"))).to_be_visible()
    every = page.get_by_role("article").count()
    page.goto(f"{explorer}/chains/green-tea")
    expect(page.get_by_role("article")).to_have_count(1, timeout=SLOW)
    assert every > 10


@pytest.mark.parametrize("name", questions())
def test_each_question_has_its_form_its_answer_and_its_texts(
    explorer: str, shipped: Graph, page: Page, name: str
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    asked = questions()[name]
    page.goto(f"{explorer}/questions")
    seen(page.get_by_role("link", name=re.compile(re.escape(asked.sentence)))).click()
    seen(page.get_by_role("heading", name=asked.sentence))
    for parameter in asked.parameters:
        expect(page.get_by_label(parameter.name, exact=True).first).to_be_visible()
    settled(page)
    expect(page.get_by_role("status").filter(has_text=re.compile(r"^\d+ rows?$"))).to_be_visible(timeout=SLOW)
    assert page.get_by_role("row").count() > 1
    page.get_by_role("button", name="Copy for Neo4j Browser").click()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith(f"// {asked.sentence}\nCYPHER 25")
    assert not re.findall(r"\$\w+", text)  # one statement that needs nothing set before
    assert shipped.read(text)
    page.get_by_role("button", name="Copy GraphQL").click()
    operation = page.evaluate("navigator.clipboard.readText()")
    answer = page.request.post(f"{explorer}/graphql", data={"query": operation}).json()
    assert "errors" not in answer, answer


def test_an_answer_is_a_table_a_graph_and_a_chart(explorer: str, page: Page) -> None:
    page.goto(f"{explorer}/questions/figures-of-place")
    settled(page)
    page.get_by_role("tab", name="Chart").click()
    expect(page.get_by_role("img", name=re.compile("Figures by period")).first).to_be_visible(timeout=SLOW)
    picture(page, "chart")
    page.get_by_role("tab", name="Graph").click()
    expect(page.get_by_role("img", name=re.compile("Graph with"))).to_be_visible(timeout=SLOW)
    page.get_by_role("tab", name="Table").click()
    field = page.get_by_role("combobox", name="place")
    field.fill("")
    field.press_sequentially("Shandong")
    seen(page.get_by_role("option", name=re.compile("Shandong Province")).first).click()
    page.wait_for_url("**p.place=government%2F370000**")


VIEWS = {
    "home": "/",
    "results": "/search?q=wei",
    "list": "/search?type=Pilot",
    "entity": "/entity/pilot/weihai-lingang-carbon-fibre",
    "place": "/entity/government/440000",
    "missing": "/entity/pilot/nobody",
    "graph": "/graph?ids=agency/cnca&open=agency/cnca&sel=agency/cnca",
    "paths": "/graph?from=agency/cnca&to=government/320500",
    "places": "/places?place=government/370000",
    "chains": "/chains",
    "questions": "/questions",
    "question": "/questions/strengthening-of-place",
    "answer-graph": "/questions/agreement?view=graph",
    "chart": "/questions/figures-of-place?view=chart",
    "neo4j": "/neo4j",
    "zh": "/entity/pilot/weihai-lingang-carbon-fibre?ui=zh",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_view_has_a_serious_fault_of_accessibility(
    explorer: str, chromium: Browser, scheme: str, width: int
) -> None:
    viewport = {"width": width, "height": 800 if width > 1000 else 844}
    context = chromium.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    found = {}
    for name, path in VIEWS.items():
        page.goto(explorer + path)
        seen(page.get_by_role("main"))
        settled(page)
        page.wait_for_timeout(300 if "graph" not in path else 2000)
        if problems := faults(page):
            found[name] = problems
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found[f"{name}: wider than the screen"] = []
        picture(page, f"{name}-{scheme}-{width}")
    context.close()
    assert found == {}, found
