"""A graph of any size, the same every time: what ships is too small to show how anything grows.

`python -m bench.generated HOME [--entities 200000]` writes one into the (empty) graph of a home. Five relations to an
entity, spread as such registers are: most entities are enterprises, chains and programmes have many members, a few of
them most of all.
"""

from __future__ import annotations

import argparse
import asyncio
import random
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import groupby, islice
from pathlib import Path
from typing import TypeVar

from cli.common import progress
from graph import engine, indexes
from graph.driver import Database, Transaction, connect
from graph.fold import stored
from graph.settings import Settings
from graph.statements import Claim, Value, relation_id
from schema import RELATIONS, entity_type, kebab, relation_type

T = TypeVar("T")
DATASET = "generated"
_BATCH = 5_000
_SHARES = {  # one in so many entities
    "Document": 1000,
    "Agency": 1000,
    "Programme": 2000,
    "IndustrialChain": 1000,
    "Pilot": 200,
    "PilotZone": 500,
    "Policy": 1000,
    "Platform": 1000,
    "Organization": 500,
    "Agreement": 100,
    "Statistic": 20,
    "Target": 200,
    "Person": 20,
    "Certificate": 10,
}
_SYLLABLES = [
    "an",
    "bei",
    "cheng",
    "da",
    "dong",
    "fu",
    "guang",
    "hai",
    "hua",
    "jin",
    "kai",
    "lan",
    "ming",
    "nan",
    "ou",
    "ping",
    "qing",
    "rui",
    "shan",
    "tai",
    "wei",
    "xin",
    "yang",
    "zhong",
]
_HAN = "安北成大东福广海华金凯兰明南欧平青瑞山泰威新阳中"


class Generator:
    """The claims of a graph with about `entities` entities; ids are `<type>/g<number>`, numbers with leading zeros."""

    def __init__(self, entities: int, seed: int = 1) -> None:
        self.random = random.Random(seed)
        governments = min(3200, max(40, entities // 60))
        counts = {"Government": governments} | {type_: max(3, entities // share) for type_, share in _SHARES.items()}
        counts["Enterprise"] = entities - sum(counts.values())
        self.counts = counts
        self.provinces = max(3, governments // 100)
        self.prefectures = max(6, governments // 10)

    def id(self, type_: str, number: int) -> str:
        """The id of the entity with this number, from 0."""
        return f"{kebab(type_)}/g{number:07}"

    def claims(self) -> Iterator[Claim]:
        """All claims: entities first, relations grouped by type."""
        for type_, count in self.counts.items():
            for number in range(count):
                yield self._entity(type_, number)
        seen: set[str] = set()
        for type_, subject, object_, properties in self._relations():
            id_ = relation_id(type_, subject, object_, properties)
            if id_ not in seen:
                seen.add(id_)
                yield Claim(id_, {**properties, **self._statement()}, (self._some("Document"),), subject, object_)

    def _entity(self, type_: str, number: int) -> Claim:
        id_, pick = self.id(type_, number), self.random
        parts = [pick.randrange(len(_HAN)) for _ in range(4)]
        name = "".join(_SYLLABLES[part] for part in parts).capitalize()
        properties: dict[str, Value] = {**self._statement(), "status": "ASSERTED"}
        if type_ in {"Statistic", "Target"}:
            indicator = pick.choice(("enterprises", "output", "exports", "certificates"))
            properties |= {
                "indicator": indicator,
                "value": pick.randrange(1, 10**6),
                "unit": "CNY",
                "period": str(2015 + number % 10),
            }
        elif type_ == "Document":
            properties |= {
                "title": f"{name} announcement {number}",
                "date": f"20{10 + number % 15}-0{1 + number % 9}-1{number % 10}",
            }
        elif type_ == "Certificate":
            properties |= {"number": f"G{number:08}", "scheme": pick.choice(("ISO 9001", "ISO 14001", "CCC"))}
        else:
            properties |= {
                "name_en": f"{name} {kebab(type_).replace('-', ' ')} {number}",
                "name_zh": "".join(_HAN[part] for part in parts),
            }
        if type_ == "Government":
            levels = (
                (1, "COUNTRY"),
                (1 + self.provinces, "PROVINCE"),
                (1 + self.provinces + self.prefectures, "PREFECTURE"),
            )
            properties["level"] = next((level for below, level in levels if number < below), "COUNTY")
        elif type_ == "Pilot":
            properties["batch"] = 1 + number % 5
        elif type_ == "Agency":
            properties["kind"] = pick.choice(("REGULATOR", "DEPARTMENT", "CERTIFICATION_BODY"))
        return Claim(id_, properties, () if type_ == "Document" else (self._some("Document"),))

    def _statement(self) -> dict[str, Value]:
        drawn, year = self.random.random(), self.random.randrange(2005, 2025)
        said: dict[str, Value] = {"status": "PLANNED" if drawn < 0.05 else "ASSERTED"}
        if drawn < 0.5:
            said["since"] = f"{year}-0{1 + year % 9}"
        if 0.05 < drawn < 0.08:
            said["until"] = f"{year + 1}"
        return said

    def _some(self, type_: str, skew: float = 1.0) -> str:
        """An entity of the type; with a skew, those of low numbers much more often."""
        return self.id(type_, int(self.counts[type_] * self.random.random() ** skew))

    def _relations(self) -> Iterator[tuple[str, str, str, dict[str, Value]]]:
        """(type, subject, object, key and other properties), grouped by type."""
        counts, pick = self.counts, self.random

        def each(
            relation: str, subject: str, times: float, to: Callable[[], str], **more: Callable[[], Value]
        ) -> Iterator[tuple[str, str, str, dict[str, Value]]]:
            for number in range(counts[subject]):
                for _ in range(int(times) + (pick.random() < times % 1)):
                    found = to()
                    if found != (own := self.id(subject, number)):
                        yield relation, own, found, {name: value() for name, value in more.items()}

        first_county = 1 + self.provinces + self.prefectures
        for number in range(1, counts["Government"]):
            above = (
                0
                if number <= self.provinces
                else 1 + number % self.provinces
                if number < first_county
                else 1 + self.provinces + number % self.prefectures
            )
            yield "PART_OF", self.id("Government", number), self.id("Government", above), {}
        county = lambda: self.id("Government", pick.randrange(first_county, counts["Government"]))  # noqa: E731
        yield from each("PART_OF", "PilotZone", 1, county)
        for type_ in ("Enterprise", "Pilot", "Organization", "Platform", "Agreement"):
            yield from each("LOCATED_IN", type_, 1, county)
        yield from each(
            "MEMBER_OF",
            "Enterprise",
            2,
            lambda: self._some("IndustrialChain", 2.5),
            position=lambda: pick.choice(("upstream", "midstream", "downstream")),
        )
        yield from each(
            "MEMBER_OF", "Enterprise", 0.7, lambda: self._some("Organization", 1.5), position=lambda: "member"
        )
        yield from each("LEADS", "IndustrialChain", 0, county)
        for number in range(counts["IndustrialChain"]):
            for _ in range(5):
                yield "LEADS", self._some("Enterprise"), self.id("IndustrialChain", number), {}
        yield from each("FEEDS", "IndustrialChain", 3, lambda: self._some("IndustrialChain"))
        yield from each(
            "RECOGNISED_IN",
            "Enterprise",
            0.7,
            lambda: self._some("Programme", 2),
            tier=lambda: pick.choice(("first", "second")),
        )
        yield from each(
            "INVESTS_IN", "Enterprise", 1, lambda: self._some(pick.choice(("PilotZone", "Enterprise", "Pilot")))
        )
        yield from each("OWNED_BY", "Enterprise", 0.5, lambda: self._some("Enterprise", 1.5))
        yield from each("HELD_BY", "Certificate", 1, lambda: self._some("Enterprise"))
        for type_ in ("Certificate", "Policy", "Programme"):
            yield from each("ISSUED_BY", type_, 1, lambda: self._some("Agency", 2))
        yield from each(
            "HOLDS_POST",
            "Person",
            2,
            lambda: self._some(pick.choice(("Enterprise", "Agency"))),
            title=lambda: pick.choice(("director", "chair")),
        )
        yield from each("MEASURES", "Statistic", 2, lambda: self._some(pick.choice(("Government", "IndustrialChain"))))
        yield from each("MEASURES", "Target", 1, lambda: self._some("Programme"))
        yield from each("SETS", "Policy", 3, lambda: self._some("Target"))
        yield from each("STRENGTHENS", "Pilot", 4, lambda: self._some("IndustrialChain", 1.5))
        yield from each("UNDER", "Pilot", 1, lambda: self._some("Programme"))
        yield from each("DESIGNATED_BY", "Pilot", 1, lambda: self._some("Agency"))
        yield from each(
            "CONCERNS", "Agreement", 2, lambda: self._some(pick.choice(("IndustrialChain", "Enterprise", "Pilot")))
        )
        for type_, times in (("Enterprise", 0.02), ("Agency", 5.0), ("Government", 0.5)):
            yield from each("SIGNED", type_, times, lambda: self._some("Agreement"))
        yield from each("ATTENDED", "Person", 0.5, lambda: self._some("Agreement"))


async def write(database: Database, claims: Iterable[Claim], progress: Callable[[int], None] = lambda _: None) -> None:
    """Write claims into an empty graph as a load would leave them, without its comparison with what is there.

    `progress` is told how many more were written.
    """
    await indexes.apply(database)
    rows = ((claim, stored(claim.id, {DATASET: claim})) for claim in claims)

    def kind(row: tuple[Claim, object]) -> str:
        relation = relation_type(row[0].id)
        return relation.__name__ if relation else ""

    parts = ((type_, part) for type_, alike in groupby(rows, kind) for part in _parts(alike))
    for type_, part in parts:
        if type_ in RELATIONS:
            create = f"MATCH (a:Entity {{id: row[0]}}) MATCH (b:Entity {{id: row[1]}}) CREATE (a)-[s:{type_}]->(b) SET s = row[2], s._s = a.id, s._o = b.id"
            given: list[list[object]] = [[claim.subject, claim.object, properties] for claim, properties in part]
        else:
            create = "CREATE (s:Entity:$(row[0])) SET s = row[1]"
            given = [[entity_type(claim.id).__name__, properties] for claim, properties in part]  # type: ignore[union-attr]

        await database.write(partial(_create, create, given))
        progress(len(part))
    await database.alter("CYPHER 25 MERGE (g:Graph {id: 'graph'}) SET g.version = 1")


async def _create(create: str, rows: list[list[object]], transaction: Transaction) -> None:
    await transaction.run(f"CYPHER 25 UNWIND $rows AS row {create}", rows=rows)


def _parts(rows: Iterator[T]) -> Iterator[list[T]]:
    while part := list(islice(rows, _BATCH)):
        yield part


async def fill(status: engine.ServerStatus, entities: int) -> None:
    """Write a graph of this many entities into a server."""
    async with connect(status.bolt, status.user, status.password(), timeout=600) as database:
        with progress("writing", 6 * entities) as done:
            await write(database, Generator(entities).claims(), done)


def main() -> None:
    """Write one from the command line; the server is left running."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--entities", type=int, default=200_000)
    arguments = parser.parse_args()
    settings = Settings.read({}, home=arguments.home.resolve(), bolt_port=0, browser_port=0)
    status = engine.status(settings) or engine.start(settings, owned=False)
    asyncio.run(fill(status, arguments.entities))


if __name__ == "__main__":
    main()
