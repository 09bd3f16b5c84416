"""Parameters for the questions that exist in a generated graph: ids spread over what has a chance of an answer."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from graph.driver import Database
from queries import Question, questions

SEED = 4
# Cypher that gives the values of a parameter, by its name and, where that is not enough, by question and name.
_CANDIDATES: Mapping[str, str] = {
    "pilot": "MATCH (n:Pilot) RETURN n.id AS v",
    "chain": "MATCH (n:IndustrialChain) RETURN n.id AS v",
    "programme": "MATCH (n:Programme) RETURN n.id AS v",
    "agency": "MATCH (n:Agency) RETURN n.id AS v",
    "agreement": "MATCH (n:Agreement) RETURN n.id AS v",
    "body": "MATCH (n:Enterprise)<-[:HOLDS_POST]-() RETURN DISTINCT n.id AS v LIMIT 2000",
    # As many of each level: nearly all places are counties, and what is below them is little.
    "place": "MATCH (n:Government) WHERE n.level <> 'COUNTRY' WITH n ORDER BY n.id "
    "WITH n.level AS level, collect(n.id)[..6] AS ids UNWIND ids AS v RETURN v",
    "from": "MATCH (n:Agency) RETURN n.id AS v",
    "to": "MATCH (n:Government) WHERE n.level = 'PREFECTURE' RETURN n.id AS v",
    "statement": "MATCH (n:Pilot)-[r:STRENGTHENS]->() RETURN r.id AS v LIMIT 2000",
    "text": "MATCH (n:Pilot) RETURN n.name_zh AS v",
}
# Periods, the same at every size; all the rest is as where it is left out, or the file's example.
_PERIODS = [(f"{year}-0{month}", f"{year}-0{month}") for year in range(2008, 2024, 2) for month in (1, 4, 7)]


async def parameters(database: Database, sets: int) -> dict[str, list[dict[str, Any]]]:
    """For every question `sets` bindings; the same for the same graph. Raises ValueError where it cannot find any."""
    values: dict[str, list[str]] = {}
    for name, cypher in _CANDIDATES.items():
        values[name] = sorted(row[0] for row in await database.read(f"CYPHER 25 {cypher}", timeout=120))
    return {name: _bindings(question, values, sets) for name, question in questions().items()}


def _bindings(question: Question, values: Mapping[str, list[str]], sets: int) -> list[dict[str, Any]]:
    pick = random.Random(f"{SEED} {question.name}")
    names = {parameter.name for parameter in question.parameters}
    found = []
    for number in range(sets):
        given: dict[str, Any] = {p.name: p.absent for p in question.parameters if p.optional}
        if question.name == "events-between":
            given["from"], given["to"] = pick.choice(_PERIODS)
        else:
            for name in sorted(names & values.keys()):
                if not values[name]:
                    raise ValueError(f"{question.name}: the graph has no {name}")
                # The first once: of chains, programmes and agencies it is the one with the most relations.
                given[name] = values[name][0] if number == 0 else pick.choice(values[name])
        if missing := names - given.keys():
            raise ValueError(f"{question.name}: bench/growth_parameters.py has no values for {sorted(missing)}")
        found.append(question.bind(given))
    return found
