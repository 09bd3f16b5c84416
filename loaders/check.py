"""Whether datasets can be loaded: everything they refer to is declared, and nobody says otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from graph.conflicts import all_claims, claims_in_graph, contradicting, declares, references
from graph.driver import Database
from graph.errors import Problem
from graph.statements import Claim
from loaders.parsed import Parsed
from schema import entity_type


async def check(given: Sequence[Parsed], database: Database | None, known: Sequence[Parsed] = ()) -> list[Problem]:
    """Everything that keeps `given` from being loaded together.

    They are held against each other, against the graph of `database`, or, where there is none, against `known` datasets.
    """
    loading = {parsed.dataset.id: parsed for parsed in given}
    problems = [
        Problem(file, 0, "id", f"two datasets have the id {parsed.dataset.id!r}")
        for parsed in given
        if loading[parsed.dataset.id] is not parsed
        for file in [next(iter(parsed.where.values()), ("dataset.toml", 0))[0]]
    ]
    needed = {id_ for parsed in given for claim in parsed.dataset.claims.values() for _, id_ in references(claim)}
    asked = needed | {id_ for parsed in given for id_ in parsed.dataset.claims}
    in_graph: dict[str, dict[str, Claim]] = {}
    if database is not None:
        in_graph = await claims_in_graph(database, sorted(asked), except_by=loading.keys())
    else:
        for parsed in known:
            if parsed.dataset.id not in loading:
                for id_ in asked & parsed.dataset.claims.keys():
                    in_graph.setdefault(id_, {})[parsed.dataset.id] = parsed.dataset.claims[id_]
    together = all_claims([parsed.dataset for parsed in given], in_graph)
    declared = {id_ for id_, claims in together.items() if entity_type(id_) and any(map(declares, claims.values()))}
    for parsed in given:
        for id_, claim in parsed.dataset.claims.items():
            problems += [
                parsed.problem(id_, column, f"{needed_id} is declared by no dataset given and none loaded")
                for column, needed_id in references(claim)
                if needed_id not in declared
            ]
    for found in contradicting([parsed.dataset for parsed in given], together):
        message = f"{found.value!r} contradicts {found.other_value!r}, which {found.other} says of {found.id}"
        problems.append(loading[found.dataset].problem(found.id, found.property, message))
    return sorted(set(problems))
