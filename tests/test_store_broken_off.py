"""Loads that are broken off, killed or in each other's way: the next one makes the graph what it should be."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import store
from graph.driver import Database
from graph.errors import DatabaseError
from graph.statements import Dataset
from graph.store import Summary
from tests.conftest import Graph
from tests.snapshot import snapshot, version
from tests.tables import PEOPLE, PLACES, alone, dataset, load


class BreakOffError(Exception):
    """What a test raises in the middle of a load."""


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loads of more than three statements go in batches of two."""
    monkeypatch.setattr(store, "TRANSACTION_ROWS", 3)
    monkeypatch.setattr(store, "BATCH", 2)


def break_off(graph: Graph, one: Dataset, after: int) -> None:
    """Load up to a number of statements."""
    done = 0

    def progress(statements: int) -> None:
        nonlocal done
        done += statements
        if done >= after:
            raise BreakOffError

    with pytest.raises(BreakOffError):
        graph.run(store.load(graph.database, one, progress))


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("after", [2, 4, 6])
@pytest.mark.parametrize("then", ["the same", "the one before", "a third", "retract"])
def test_a_big_load_broken_off_is_taken_up(empty: Graph, after: int, then: str) -> None:
    gone = {"Agency": ["id,name_en", "agency/x,X", "agency/y,Y"], "OWNED_BY": ["subject,object", "agency/x,agency/y"]}
    before, during = dataset("one", {**PLACES, **gone}), dataset("one", PEOPLE, "ab")
    third = dataset(
        "one", {**PEOPLE, "PART_OF": ["subject,object", "agency/x,agency/y"], "Agency": gone["Agency"]}, "ab"
    )
    other = dataset("other", {"LOCATED_IN": ["subject,object", "agency/x,government/b"]}, "c")
    load(empty, before, other)
    break_off(empty, during, after)
    assert empty.run(store.unfinished(empty.database)) == ["one"]
    last = {"the same": during, "the one before": before, "a third": third}.get(then)
    if last:
        load(empty, last)
    else:
        empty.run(store.retract(empty.database, "one"))
    assert empty.run(store.unfinished(empty.database)) == []
    assert snapshot(empty) == alone(empty, *([last, other] if last else [other]))


@pytest.mark.usefixtures("small")
def test_it_may_be_broken_off_more_than_once(empty: Graph) -> None:
    before, during = dataset("one", PLACES), dataset("one", PEOPLE, "ab")
    expected = alone(empty, during)
    empty.wipe()
    load(empty, before)
    for after in (2, 6, 4):
        break_off(empty, during, after)
    numbers = Summary("one", len(during.claims) - 1, 0, len(before.claims) - 1, 1)
    assert empty.run(store.compare(empty.database, during)) == numbers
    assert load(empty, during) == [numbers]
    assert snapshot(empty) == expected


def test_a_load_in_one_transaction_broken_off_leaves_nothing(empty: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "BATCH", 2)
    load(empty, dataset("one", PLACES))
    before, written = snapshot(empty), version(empty)
    break_off(empty, dataset("one", PEOPLE, "ab"), 4)
    assert (snapshot(empty), version(empty)) == (before, written)
    assert empty.run(store.unfinished(empty.database)) == []


@pytest.mark.usefixtures("small")
def test_a_retraction_broken_off_is_taken_up(empty: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = dataset("one", PEOPLE, "ab"), dataset("two", PLACES)
    load(empty, two, one)
    rounds = 0

    async def failing(*given_: object) -> set[str]:
        nonlocal rounds
        rounds += 1
        if rounds == 3:
            raise BreakOffError
        return await applying(*given_)  # type: ignore[arg-type]

    applying = store.apply_changes
    monkeypatch.setattr(store, "apply_changes", failing)
    with pytest.raises(BreakOffError):
        empty.run(store.retract(empty.database, "one"))
    assert empty.run(store.unfinished(empty.database)) == ["one"]
    empty.run(store.retract(empty.database, "one"))
    assert snapshot(empty) == alone(empty, two)


class Pausing(Database):
    """A database whose writes wait, once a load has begun, until they are told to go on."""

    def __init__(self, inner: Database, begun: asyncio.Event, go_on: asyncio.Event) -> None:
        self.__dict__.update(inner.__dict__)
        self.begun, self.go_on = begun, go_on

    async def write(self, work: Any) -> Any:
        """As the database's own, later."""
        if self.begun.is_set():
            await self.go_on.wait()
        return await super().write(work)


@pytest.mark.usefixtures("small")
def test_a_load_gives_way_to_another_of_the_same_dataset(empty: Graph) -> None:
    first, second = dataset("one", PEOPLE, "ab"), dataset("one", PLACES)

    async def interrupted() -> None:
        begun, go_on = asyncio.Event(), asyncio.Event()
        slow = asyncio.create_task(store.load(Pausing(empty.database, begun, go_on), first, lambda _: begun.set()))
        await begun.wait()
        await store.load(empty.database, second)
        go_on.set()
        await slow

    with pytest.raises(DatabaseError, match="another process has begun to load or retract 'one'"):
        empty.run(interrupted())
    assert snapshot(empty) == alone(empty, second)


# What each of three small datasets may say; ids overlap, and so do statements.
VARIANTS = {
    "one": [PLACES, {**PLACES, "Agency": ["id,name_en,place", "agency/x,X,page 1"]}, {"Agency": PEOPLE["Agency"]}],
    "two": [
        PEOPLE,
        {**PEOPLE, "Person": PEOPLE["Person"][:2]},
        {"LOCATED_IN": ["subject,object", "agency/x,government/b"]},
    ],
    "three": [
        {
            "Government": ["id,aliases", "government/a,Other"],
            "PART_OF": ["subject,object", "government/b,government/a"],
        },
        {"HOLDS_POST": ["subject,object,title,status", "person/p,agency/x,Head,PLANNED"]},
        {},
    ],
}
STEPS = st.lists(st.tuples(st.sampled_from(sorted(VARIANTS)), st.sampled_from([0, 1, 2, None])), min_size=3, max_size=6)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, in_batches=st.booleans())
def test_the_graph_is_that_of_the_last_state(
    empty: Graph, steps: list[tuple[str, int | None]], in_batches: bool
) -> None:
    state: dict[str, Dataset] = {}
    empty.wipe()
    with pytest.MonkeyPatch.context() as patch:
        if in_batches:
            patch.setattr(store, "TRANSACTION_ROWS", 1)
            patch.setattr(store, "BATCH", 2)
        for id_, variant in steps:
            if variant is not None:
                state[id_] = dataset(id_, VARIANTS[id_][variant], "ab")
                load(empty, state[id_])
            elif state.pop(id_, None):
                empty.run(store.retract(empty.database, id_))
    assert snapshot(empty) == alone(empty, *state.values())
