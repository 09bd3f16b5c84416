"""From the claims of several datasets to what the graph holds: a pure function of the set of claims."""

from __future__ import annotations

from collections.abc import Mapping

from graph.names import NAMES, folded_names
from graph.statements import Claim, Value
from schema import EVIDENCE, EVIDENCE_PREFIX, STATEMENT, Property, entity_type, relation_type


def declared_properties(id_: str) -> Mapping[str, Property]:
    """The properties a statement of this id may have."""
    if id_.startswith(EVIDENCE_PREFIX + "/"):
        return EVIDENCE
    declaring = entity_type(id_) or relation_type(id_)
    if declaring is None:
        raise ValueError(f"{id_}: no type of the ontology has ids like this")
    return {**declaring.properties, **STATEMENT}


def fold(claims: Mapping[str, Claim]) -> dict[str, Value]:
    """The properties a statement has in the graph, from its claims by dataset.

    Lists are united; a status holds as ASSERTED where anybody asserts it; any other value is that of the first dataset by
    id that gives one (contradictions are refused before: `contradictions`).
    """
    folded: dict[str, Value] = {}
    for dataset in sorted(claims):
        for name, value in claims[dataset].properties.items():
            if isinstance(value, list):
                known = folded.get(name, [])
                folded[name] = sorted({*(known if isinstance(known, list) else ()), *value})
            elif name == "status" and value == "ASSERTED":
                folded[name] = value
            else:
                folded.setdefault(name, value)
    if isinstance(aliases := folded.get("aliases"), list):
        own = {folded.get(name) for name in NAMES}
        folded["aliases"] = [alias for alias in aliases if alias not in own]
    sources = sorted({source for claim in claims.values() for source in claim.sources})
    if sources:
        folded["sources"] = sources
    return {name: value for name, value in folded.items() if value != []}


def contradictions(claims: Mapping[str, Claim]) -> list[tuple[str, str, Value, str, Value]]:
    """Properties that two datasets give different values: (name, dataset, value, other dataset, other value)."""
    found: list[tuple[str, str, Value, str, Value]] = []
    first: dict[str, tuple[str, Value]] = {}
    for dataset in sorted(claims):
        for name, value in claims[dataset].properties.items():
            if isinstance(value, list) or name == "status":
                continue
            owner, owned = first.setdefault(name, (dataset, value))
            if owned != value:
                found.append((name, owner, owned, dataset, value))
    return found


def stored(id_: str, claims: Mapping[str, Claim]) -> dict[str, Value]:
    """What is written on the node or relationship: the folded properties, the id, and what only the graph uses."""
    properties = fold(claims)
    if entity_type(id_) and (names := folded_names(properties)):
        properties["_names"] = names
    return {"id": id_, **properties}
