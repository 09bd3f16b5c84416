"""Whether datasets can be loaded: everything they refer to is declared, and nobody says otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graph.conflicts import Claims, claims_in_graph, contradicting, declares, references, shared
from graph.driver import Database
from graph.errors import Problem
from loaders.parsed import Parsed


async def check(given: Sequence[Parsed], database: Database | None, known: Sequence[Parsed] = ()) -> list[Problem]:
    """Everything that keeps `given` from being loaded together.

    They are held against each other, against the graph of `database`, or, where there is none, against `known` ones.
    """
    loading = {parsed.dataset.id: parsed for parsed in given}
    if len(loading) < len(given):
        return sorted(_same_ids(given))  # what they say together is not defined
    needed = {id_ for parsed in given for claim in parsed.dataset.claims.values() for _, id_ in references(claim)}
    asked = needed.union(*(parsed.dataset.claims for parsed in given))
    if database is not None:
        in_graph = await claims_in_graph(database, sorted(asked), except_by=loading.keys())
    else:
        in_graph = _claims(asked, [parsed for parsed in known if parsed.dataset.id not in loading])
    problems = [*_undeclared(given, needed, in_graph)]
    for id_, found in contradicting(loading.keys(), shared([parsed.dataset for parsed in given], in_graph)):
        property_ = "" if found.other_property == found.property else f"{found.other_property} "
        said = f"{property_}{found.other_value!r}, which {found.other} says of {id_}"
        parsed = loading[found.dataset]
        problems.append(parsed.problem(id_, found.property, f"{found.value!r} contradicts {said}"))
    return sorted(set(problems))


def _same_ids(given: Sequence[Parsed]) -> Iterator[Problem]:
    first: dict[str, Parsed] = {}
    for parsed in given:
        earlier = first.setdefault(parsed.dataset.id, parsed)
        if earlier is not parsed:
            message = f"{parsed.dataset.id!r} is the id of {earlier.described[0]}, too; each dataset has its own"
            yield Problem(*parsed.described, "id", message)


def _claims(ids: set[str], datasets: Sequence[Parsed]) -> Claims:
    found: Claims = {}
    for parsed in datasets:
        for id_ in ids & parsed.dataset.claims.keys():
            found.setdefault(id_, {})[parsed.dataset.id] = parsed.dataset.claims[id_]
    return found


def _undeclared(given: Sequence[Parsed], needed: set[str], in_graph: Claims) -> Iterator[Problem]:
    declared = {id_ for id_ in needed & in_graph.keys() if any(map(declares, in_graph[id_].values()))}
    for parsed in given:
        claims = parsed.dataset.claims
        declared |= {id_ for id_ in needed & claims.keys() if declares(claims[id_])}
    if needed <= declared:
        return
    for parsed in given:
        for id_, claim in parsed.dataset.claims.items():
            for column, needed_id in references(claim):
                if needed_id not in declared:
                    yield parsed.problem(id_, column, f"{needed_id} is declared by no dataset given and none loaded")
