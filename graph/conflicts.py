"""What has to be known of the graph before datasets are loaded: which ends exist, and who says otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from graph.claims import form, kind_of
from graph.driver import Database
from graph.fold import Disagreement, claims_of, disagreements
from graph.statements import Claim, Dataset
from schema import entity_type

_BATCH = 10_000
_OTHERS = "CYPHER 25 MATCH (d:Dataset) WHERE NOT d.id IN $loading RETURN count(d)"

Claims = dict[str, dict[str, Claim]]


async def claims_in_graph(database: Database, ids: Iterable[str], *, except_by: Collection[str]) -> Claims:
    """Statement id -> dataset -> claim, for those of `ids` that datasets other than `except_by` speak of."""
    if await database.read(_OTHERS, {"loading": sorted(except_by)}, timeout=300) == [[0]]:
        return {}  # a first load of a million statements need not ask for each
    by_kind: dict[str, list[str]] = defaultdict(list)
    for id_ in ids:
        by_kind[kind_of(id_)].append(id_)
    found: Claims = {}
    for kind, members in by_kind.items():
        find = (
            f"CYPHER 25 UNWIND $rows AS row MATCH {form(kind).pattern} "
            "WHERE any(by IN s._by WHERE NOT by IN $except_by) RETURN properties(s)"
        )
        for start in range(0, len(members), _BATCH):
            rows = [{"id": id_} for id_ in members[start : start + _BATCH]]
            for (properties,) in await database.read(find, {"rows": rows, "except_by": sorted(except_by)}, timeout=300):
                claims = claims_of(properties)
                found[properties["id"]] = {by: claim for by, claim in claims.items() if by not in except_by}
    return found


def declares(claim: Claim) -> bool:
    """Whether a claim on an entity declares it, or only adds to one declared elsewhere."""
    return "status" in claim.properties


def references(claim: Claim) -> Iterator[tuple[str, str]]:
    """(column, entity id) for every entity that has to be declared for the claim to stand."""
    if claim.subject:
        yield "subject", claim.subject
        yield "object", claim.object
    yield from (("source", source) for source in claim.sources)
    if on_behalf := claim.properties.get("onBehalfOf"):
        yield "onBehalfOf", str(on_behalf)
    if entity_type(claim.id) and not declares(claim):
        yield "id", claim.id


def shared(datasets: Collection[Dataset], in_graph: Mapping[str, Mapping[str, Claim]]) -> Claims:
    """The claims on statements that more than one dataset speaks of."""
    seen = set(in_graph)
    twice = {id_ for id_, claims in in_graph.items() if len(claims) > 1}
    for dataset in datasets:
        twice |= seen & dataset.claims.keys()
        seen |= dataset.claims.keys()
    found: Claims = {id_: dict(in_graph.get(id_, {})) for id_ in twice}
    for dataset in datasets:
        for id_ in twice & dataset.claims.keys():
            found[id_][dataset.id] = dataset.claims[id_]
    return found


def contradicting(loading: Collection[str], claims: Claims) -> Iterator[tuple[str, Disagreement]]:
    """(statement id, what one of the datasets being loaded says otherwise than another)."""
    for id_, by_dataset in claims.items():
        for found in disagreements(by_dataset):
            if found.dataset in loading:
                yield id_, found
            elif found.other in loading:
                yield id_, found.reversed()
