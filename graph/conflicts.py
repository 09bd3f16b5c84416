"""What has to be known of the graph before datasets are loaded: which ends exist, and who says otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from graph.claims import claims_of
from graph.driver import Database
from graph.fold import contradictions
from graph.statements import Claim, Dataset, Value
from schema import EVIDENCE_PREFIX, entity_type, relation_type

_BATCH = 10_000
_ENTITIES = "CYPHER 25 UNWIND $ids AS id MATCH (s:Entity {id: id}) RETURN s.id, properties(s)"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two datasets give one property of one statement different values; `dataset` is the one being loaded."""

    id: str
    property: str
    dataset: str
    value: Value
    other: str
    other_value: Value


async def claims_in_graph(database: Database, ids: Iterable[str], *, except_by: Collection[str]) -> dict[str, dict[str, Claim]]:
    """Statement id -> dataset -> claim, for those of `ids` that datasets other than `except_by` speak of."""
    by_prefix: dict[str, list[str]] = defaultdict(list)
    for id_ in ids:
        by_prefix[id_.partition("/")[0]].append(id_)
    found: dict[str, dict[str, Claim]] = {}
    for prefix, members in by_prefix.items():
        if prefix == EVIDENCE_PREFIX:
            continue
        relation = relation_type(prefix)
        find = _ENTITIES
        if relation:
            find = f"CYPHER 25 UNWIND $ids AS id MATCH ()-[s:{relation.__name__} {{id: id}}]->() RETURN s.id, properties(s)"
        for start in range(0, len(members), _BATCH):
            for id_, properties in await database.read(find, {"ids": members[start : start + _BATCH]}, timeout=300):
                others = {by: claim for by, claim in claims_of(properties).items() if by not in except_by}
                if others:
                    found[id_] = others
    return found


def declares(claim: Claim) -> bool:
    """Whether a claim on an entity declares it, or only adds to one declared elsewhere."""
    return "status" in claim.properties


def references(claim: Claim) -> Iterable[tuple[str, str]]:
    """(column, entity id) for every entity that has to be declared for the claim to stand."""
    if claim.subject:
        yield "subject", claim.subject
        yield "object", claim.object
    yield from (("source", source) for source in claim.sources)
    if on_behalf := claim.properties.get("onBehalfOf"):
        yield "onBehalfOf", str(on_behalf)
    if entity_type(claim.id) and not declares(claim):
        yield "id", claim.id


def all_claims(datasets: Iterable[Dataset], in_graph: Mapping[str, Mapping[str, Claim]]) -> dict[str, dict[str, Claim]]:
    """The claims of datasets together with the graph's, by statement."""
    together: dict[str, dict[str, Claim]] = {id_: dict(claims) for id_, claims in in_graph.items()}
    for dataset in datasets:
        for id_, claim in dataset.claims.items():
            together.setdefault(id_, {})[dataset.id] = claim
    return together


def contradicting(datasets: Collection[Dataset], together: Mapping[str, Mapping[str, Claim]]) -> list[Contradiction]:
    """Where a dataset says otherwise than another."""
    loading = {dataset.id for dataset in datasets}
    found: list[Contradiction] = []
    for id_, claims in together.items():
        if len(claims) > 1:
            for name, first, value, second, second_value in contradictions(claims):
                ours = second if second in loading else first
                said, other, other_said = (second_value, first, value) if ours == second else (value, second, second_value)
                found.append(Contradiction(id_, name, ours, said, other, other_said))
    return found
