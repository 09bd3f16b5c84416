"""What a dataset asserts of itself: how many statements of a type it has, and how many of them have a property.

Declared in dataset.toml, kept with the dataset in the graph as `(:Dataset {assertions: [JSON, ...]})`, and checked before
anything is published: a register that lost half its rows on the way is found before its readers find it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from graph.errors import DatabaseError
from schema import ENTITIES, RELATIONS

if TYPE_CHECKING:  # importing the driver takes as long as reading a document
    from graph.driver import Database

_SECONDS = 300.0
_DATASETS = """CYPHER 25
MATCH (d:Dataset)
RETURN d.id, d.title, d.licence, d.publisher, coalesce(d.assertions, []),
  COLLECT { MATCH (d)-[:HAS]->(m:Manifest) WHERE NOT m.pending RETURN size(m.ids) }
ORDER BY d.id"""
_ENTITIES = """CYPHER 25
MATCH (n:$type) WHERE $dataset IN n._by
RETURN count(n), count(n[$property])"""
_RELATIONS = """CYPHER 25
MATCH ()-[n:$type]->() WHERE $dataset IN n._by
RETURN count(n), count(n[$property])"""


@dataclass(frozen=True, slots=True)
class Assertion:
    """Of the statements of `type` (an entity or relation type) that the dataset has: at least `minimum` and at most
    `maximum`, and the share of them that has `property` is at least `fill`, from 0 to 1. None is not asserted.
    """

    type: str
    minimum: int | None = None
    maximum: int | None = None
    property: str | None = None
    fill: float | None = None

    def as_json(self) -> str:
        """As it is kept in the graph."""
        said = {name: value for name, value in asdict(self).items() if value is not None}
        return json.dumps(said, ensure_ascii=False, sort_keys=True)

    @classmethod
    def of_json(cls, text: str) -> Assertion:
        """The other way round from `as_json`."""
        return cls(**json.loads(text))

    def broken(self, count: int, filled: int) -> list[str]:
        """What does not hold where there are `count` statements, `filled` of them with the property."""
        found = []
        if self.minimum is not None and count < self.minimum:
            found.append(f"{self.type}: at least {self.minimum}, found {count}")
        if self.maximum is not None and count > self.maximum:
            found.append(f"{self.type}: at most {self.maximum}, found {count}")
        if self.fill is not None and filled < self.fill * count:
            share = f"{filled} of {count} ({filled / count:.1%})"
            found.append(f"{self.type}.{self.property}: filled in at least {self.fill:.1%}, found {share}")
        return found


async def datasets(database: Database) -> list[dict[str, Any]]:
    """The datasets of the graph: id, title, licence, publisher, how many statements each has, its assertions."""
    found = []
    for id_, title, licence, publisher, assertions, sizes in await database.read(_DATASETS, timeout=_SECONDS):
        said = {"id": id_, "title": title, "licence": licence, "publisher": publisher, "statements": sum(sizes)}
        found.append({**said, "assertions": [json.loads(one) for one in assertions]})
    return found


async def failed(database: Database) -> list[str]:
    """A line for every assertion that does not hold, with its dataset and what was found."""
    found: list[str] = []
    for dataset in await datasets(database):
        for said in dataset["assertions"]:
            one = Assertion(**said)
            count, filled = await _counts(database, dataset["id"], one)
            found += [f"dataset {dataset['id']} asserts of {broken}" for broken in one.broken(count, filled)]
    return found


async def _counts(database: Database, dataset: str, one: Assertion) -> tuple[int, int]:
    if one.type not in {*ENTITIES, *RELATIONS}:
        raise DatabaseError(f"dataset {dataset!r} asserts of {one.type!r}, which the ontology lacks; load it again")
    cypher = (_RELATIONS if one.type in RELATIONS else _ENTITIES).replace("$type", one.type)
    given = {"dataset": dataset, "property": one.property or "id"}
    [[count, filled]] = await database.read(cypher, given, timeout=_SECONDS)
    return count, filled
