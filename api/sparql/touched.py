"""What of the store may be other triples now: the ids that the graph's changes name, and all that they are tied to."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from api.rdf.some import some
from api.sparql.pool import Pool
from graph.driver import Database
from graph.errors import QianglianError
from graph.identities import MERGED
from schema import EVIDENCE_PREFIX, relation_type

MOST_CHANGES = 20_000  # beyond, everything is read again
_AROUND = 500  # subjects asked of at once
_MOST_BYTES = 50_000_000

_CHANGES = """CYPHER 25
MATCH (c:Change) WHERE $since < c.version <= $to
RETURN sum(size(c.ids)), CASE WHEN sum(size(c.ids)) <= $most THEN collect(c.ids) ELSE [] END"""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Ids and the IRIs they have under a base."""

    base: str

    def iri(self, id_: str) -> str:
        """The IRI of an entity, a relation's statement or a piece of evidence."""
        if id_.startswith(f"{EVIDENCE_PREFIX}/"):
            return f"{self.base}/{id_}"
        return f"{self.base}/statement/{id_}" if relation_type(id_) else f"{self.base}/id/{id_}"

    def id(self, iri: str) -> str | None:
        """The id that an IRI stands for; None where it is none of ours."""
        path = iri.removeprefix(f"{self.base}/")
        if path == iri:
            return None
        for prefix in ("id/", "statement/"):
            if path.startswith(prefix):
                return path.removeprefix(prefix)
        return path if path.startswith(f"{EVIDENCE_PREFIX}/") else None


async def touched(database: Database, pool: Pool, addresses: Addresses, since: int, to: int) -> set[str] | None:
    """The ids whose triples changes after the version `since` may have changed; None where there are too many.

    The last use of an entity ends with a relation, and its first begins with one, without a change of the entity being
    noted; a plain triple and a link to evidence stand with another subject than the relation and the evidence do. So
    with each id go those that the store `pool` has as its objects, and the ends of what is in the graph now.
    """
    [[count, parts]] = await database.read(_CHANGES, {"since": since, "to": to, "most": MOST_CHANGES}, timeout=60)
    if count > MOST_CHANGES:
        return None
    found = {id_ for part in parts for id_ in part}
    found |= {row[0] for row in await database.read(MERGED, timeout=60)}
    found |= await _around(pool, addresses, found)
    now = await some(database, found)
    found |= {id_ for one in now.statements for id_ in (one.subject, one.object)}
    found |= {piece[name] for piece in now.evidence for name in ("statement", "document")}
    return found


async def _around(pool: Pool, addresses: Addresses, ids: Collection[str]) -> set[str]:
    """The ids that are objects of the ids' triples in the store."""
    iris, found = [addresses.iri(id_) for id_ in sorted(ids)], set[str]()
    for at in range(0, len(iris), _AROUND):
        values = " ".join(f"<{iri}>" for iri in iris[at : at + _AROUND])
        query = f"SELECT DISTINCT ?o {{ VALUES ?s {{ {values} }} ?s ?p ?o FILTER isIRI(?o) }}"
        answer = await pool.ask(_job(query))
        if "error" in answer.head:
            raise QianglianError(f"the SPARQL store did not say what it holds: {answer.head}")
        rows = json.loads(answer.body)["results"]["bindings"]
        found |= {id_ for row in rows if (id_ := addresses.id(row["o"]["value"]))}
    return found


def _job(query: str) -> dict[str, Any]:
    """A query of our own over everything."""
    nothing: dict[str, Any] = {"base": None, "prefixes": {}, "default": None, "named": None, "triples": None}
    return {"query": query, "results": "application/sparql-results+json", "most": _MOST_BYTES, **nothing}
