"""Operations made at random from the SDL; the same seed gives the same operations."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLSchema, parse, validate

from tests.reference.inputs import Inputs, literal
from tests.reference.pools import Pools
from tests.reference.selections import Selections

APART = frozenset({"search", "changes", "graph", "question", "questions", "ask"})  # not in the reference


@dataclass(frozen=True)
class Operation:
    """A document with a run's variables."""

    seed: int
    source: str
    variables: dict[str, Any]


def operations(schema: GraphQLSchema, pools: Pools, seed: int, count: int, runs: int = 4) -> Iterator[Operation]:
    """`count` valid operations; each document comes `runs` times, with other variables where it has any."""
    made = 0
    while made < count:
        seed += 1
        found = list(document(schema, pools, seed, runs))
        yield from found[: count - made]
        made += len(found)


def document(
    schema: GraphQLSchema, pools: Pools, seed: int, runs: int, apart: frozenset[str] = APART
) -> Iterator[Operation]:
    """The operations of one seed; none where what was drawn is not valid. Root fields that are `apart` are left out."""
    rng = random.Random(seed)
    inputs = Inputs(rng, pools)
    made = Selections(schema, inputs, apart=apart, budget=rng.choice((1, 2, 2, 3, 4, 6, 12)))
    query = schema.query_type
    assert query is not None
    text = made.of(query, 1, 1, {})
    if rng.random() < 0.12:
        text = f"{text[:-1]} {_paths(inputs, made)} }}"
    if rng.random() < 0.08:
        text = f"{text[:-1]} {_timeline(inputs, made)} }}"
    fragments = " ".join(f"fragment {name} on {one.on} {one.text}" for name, one in made.fragments.items())
    source = f"query Q{seed}{inputs.definitions()} {text} {fragments}".rstrip()
    node = parse(source)
    if validate(schema, node, max_errors=1):
        return
    drawn: list[dict[str, Any]] = []
    for _ in range(runs):
        variables = inputs.drawn()
        if variables not in drawn:
            drawn.append(variables)
            yield Operation(seed, source, variables)


def _paths(inputs: Inputs, made: Selections) -> str:
    """Paths between two that have many: few and short, or there are thousands."""
    rng, pools = inputs.rng, inputs.pools
    ends = [literal(rng.choice(pools.busy) if rng.random() < 0.9 else pools.id(rng, "Entity")) for _ in range(2)]
    given = [
        f"from: {ends[0]}",
        f"to: {ends[1]}",
        f"first: {rng.choice((0, 1, 3, 10))}",
        f"maxLength: {rng.choice((1, 2, 3, 4))}",
    ]
    query = made.schema.query_type
    assert query is not None
    field = query.fields["paths"]
    for name in ("kind", "types", "status", "asOf"):
        if rng.random() < 0.3:
            given.append(f"{name}: {literal(inputs.argument(name, field.args[name], ''))}")
    below = made.of(made.schema.type_map["Path"], 2, 30, {})  # type: ignore[arg-type]
    return f"ways: paths({', '.join(given)}) {below}"


def _timeline(inputs: Inputs, made: Selections) -> str:
    """The timeline of one entity, or of everything for some time."""
    rng, pools = inputs.rng, inputs.pools
    given = [f"first: {rng.choice((1, 3, 25))}"]
    given.append(
        f"of: {literal(pools.id(rng, 'Entity'))}" if rng.random() < 0.7 else f"from: {literal(pools.date(rng))}"
    )
    query = made.schema.query_type
    assert query is not None
    field = query.fields["timeline"]
    for name in ("to", "kinds", "order"):
        if rng.random() < 0.4:
            given.append(f"{name}: {literal(inputs.argument(name, field.args[name], ''))}")
    below = made.of(made.schema.type_map["EventConnection"], 2, 25, {})  # type: ignore[arg-type]
    return f"events: timeline({', '.join(given)}) {below}"
