"""From the claims of several datasets to what the graph holds, and back: pure functions of the set of claims."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from graph.names import NAMES, folded_names
from graph.pinyin import pinyin_names
from graph.records import is_document
from graph.statements import Claim, Value
from schema import EVIDENCE, EVIDENCE_PREFIX, STATEMENT, Property, entity_type, relation_type

MOST_CHARACTERS = (
    6_000  # of aliases that documents bring; Neo4j's text indexes take 32 kB, and a character has up to 4 bytes
)


class Disagreement(NamedTuple):
    """A property of one dataset's claim that cannot stand beside a property of another's."""

    dataset: str
    property: str
    value: Value
    other: str
    other_property: str
    other_value: Value

    def reversed(self) -> Disagreement:
        """The same from the other dataset's side."""
        return Disagreement(self.other, self.other_property, self.other_value, self.dataset, self.property, self.value)


def declared_properties(id_: str) -> Mapping[str, Property]:
    """The properties a statement of this id may have."""
    return _declared(id_.partition("/")[0])


@cache
def _declared(prefix: str) -> Mapping[str, Property]:
    if prefix == EVIDENCE_PREFIX:
        return EVIDENCE
    declaring = entity_type(prefix) or relation_type(prefix)
    if declaring is None:
        raise ValueError(f"no type of the ontology has ids that begin with {prefix}/")
    return {**declaring.properties, **STATEMENT}


def fold(claims: Mapping[str, Claim]) -> dict[str, Value]:
    """The properties a statement has in the graph, from its claims by dataset.

    Lists are united; a status holds as ASSERTED where anybody asserts it; any other value is that of the first dataset
    by id that gives one (others are refused before: `disagreements`). Documents own nothing: they come after the datasets,
    the earliest first, and another name that one gives is an alias.
    """
    folded: dict[str, Value] = {}
    others: list[str] = []
    for dataset in in_turn(claims):
        document = is_document(dataset)
        said = claims[dataset].properties
        for name, value in said.items():
            if isinstance(value, list):
                known = folded.get(name, [])
                added = _some(value, known) if document and name == "aliases" else value
                folded[name] = sorted({*(known if isinstance(known, list) else ()), *added})
            elif name == "status" and value == "ASSERTED":
                folded[name] = value
            elif document and name in {"since", "until"} and ends_before_it_begins({**said, **folded, name: value}):
                continue
            elif folded.setdefault(name, value) != value and document and name in NAMES:
                others.append(str(value))
    if others or "aliases" in folded:
        aliases = folded.get("aliases", [])
        own = {folded.get(name) for name in NAMES}
        known = aliases if isinstance(aliases, list) else []
        folded["aliases"] = [alias for alias in sorted({*known, *_some(others, known)}) if alias not in own]
    sources = sorted({source for claim in claims.values() for source in claim.sources})
    if sources:
        folded["sources"] = sources
    return {name: value for name, value in folded.items() if value != []}


def in_turn(datasets: Iterable[str]) -> list[str]:
    """The order in which datasets are heard: those that own what they declare, then documents; each kind by id."""
    return sorted(datasets, key=lambda dataset: (is_document(dataset), dataset))


def _some(names: Iterable[str], known: object) -> list[str]:
    """Those of the names that an entity can still take as aliases: its names are one text in an index."""
    left = MOST_CHARACTERS - sum(map(len, known if isinstance(known, list) else ()))
    kept = []
    for name in names:
        left -= len(name)
        if left < 0:
            break
        kept.append(name)
    return kept


def disagreements(claims: Mapping[str, Claim]) -> list[Disagreement]:
    """Where two datasets give a property different values, or a `since` and an `until` that do not go together.

    Not where a document does: it is not heard on what somebody else has said (`fold`).
    """
    found: list[Disagreement] = []
    first: dict[str, tuple[str, Value]] = {}
    for dataset in sorted(dataset for dataset in claims if not is_document(dataset)):
        for name, value in claims[dataset].properties.items():
            if isinstance(value, list) or name == "status":
                continue
            other, said = first.setdefault(name, (dataset, value))
            if said != value:
                found.append(Disagreement(dataset, name, value, other, name, said))
    if not found and ends_before_it_begins({name: value for name, (_, value) in first.items()}):
        (by, until), (other, since) = first["until"], first["since"]
        found.append(Disagreement(by, "until", until, other, "since", since))
    return found


def ends_before_it_begins(properties: Mapping[str, object]) -> bool:
    """Whether the last day of `until` is before the first day of `since`."""
    since, until = properties.get("since"), properties.get("until")
    return isinstance(since, str) and isinstance(until, str) and since[: len(until)] > until


def stored(id_: str, claims: Mapping[str, Claim]) -> dict[str, Value]:
    """What is written on the node or relationship: the folded properties, the id, and what only the graph uses.

    That is `_names` and `_pinyin` to search in, `_by`, the datasets that say it, and, only where the folded properties do
    not tell, what each of them says: `_claims`.
    """
    folded = fold(claims)
    by = sorted(claims)
    properties: dict[str, Value] = {"id": id_, **folded, "_by": by}
    if entity_type(id_) and (names := folded_names(folded)):
        properties["_names"] = names
        if sounds := pinyin_names(folded):
            properties["_pinyin"] = sounds
    said = [(claims[dataset].properties, claims[dataset].sources) for dataset in by]
    if said != [_said(id_, folded)]:
        properties["_claims"] = [json.dumps(one, ensure_ascii=False, sort_keys=True) for one in said]
    return properties


def claims_of(properties: Mapping[str, Any]) -> dict[str, Claim]:
    """The claims behind a stored statement, by dataset, without their ends: the other way round from `stored`."""
    id_ = properties["id"]
    if "_by" not in properties:
        return {}  # an entity that is only used
    if "_claims" in properties:
        said = [(values, tuple(sources)) for values, sources in map(json.loads, properties["_claims"])]
    else:
        said = [_said(id_, properties)]
    return {
        dataset: Claim(id_, values, sources) for dataset, (values, sources) in zip(properties["_by"], said, strict=True)
    }


def _said(id_: str, properties: Mapping[str, Any]) -> tuple[Mapping[str, Value], tuple[str, ...]]:
    """What a claim says that alone made these properties, and its sources."""
    known = declared_properties(id_)
    values = {name: value for name, value in properties.items() if name in known and name != "sources"}
    return values, tuple(properties.get("sources", ()))
