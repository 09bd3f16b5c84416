"""Bounds on an operation before it runs. Each has its own error code and setting."""

from __future__ import annotations

from dataclasses import dataclass

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from api.errors import coded
from graph.settings import Settings

DEPTH, ALIASES, TOKENS, COST, NESTING = (
    "DEPTH_LIMIT_EXCEEDED",
    "ALIAS_LIMIT_EXCEEDED",
    "TOKEN_LIMIT_EXCEEDED",
    "COST_LIMIT_EXCEEDED",
    "NESTING_LIMIT_EXCEEDED",
)
_INTROSPECTION = {"__schema", "__type"}


@dataclass(frozen=True, slots=True)
class Size:
    """How deep an operation is and how many aliases it has, fragments expanded."""

    depth: int
    aliases: int


def measure(document: DocumentNode, operation: OperationDefinitionNode) -> Size:
    """Measure a validated operation. Each fragment is measured once, so that nested spreads cost nothing to count.

    Introspection has a depth of its own (GraphiQL's query is 15 deep) and does not reach the graph: it is not counted.
    """
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}
    known: dict[str, Size] = {}

    def of(selections: SelectionSetNode | None) -> Size:
        depth = aliases = 0
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                if node.name.value in _INTROSPECTION:
                    continue
                inner = of(node.selection_set)
                size = Size(inner.depth + 1, inner.aliases + (node.alias is not None))
            elif isinstance(node, InlineFragmentNode):
                size = of(node.selection_set)
            else:
                assert isinstance(node, FragmentSpreadNode)
                name = node.name.value
                if name not in known:
                    known[name] = of(fragments[name].selection_set)
                size = known[name]
            depth, aliases = max(depth, size.depth), aliases + size.aliases
        return Size(depth, aliases)

    return of(operation.selection_set)


def check_size(size: Size, settings: Settings) -> None:
    """Raise a GraphQL error where the operation is too deep or has too many aliases."""
    if size.depth > settings.max_depth:
        raise coded(f"the operation is {size.depth} levels deep; at most {settings.max_depth} are allowed", DEPTH)
    if size.aliases > settings.max_aliases:
        raise coded(
            f"the operation has {size.aliases} aliases, fragments expanded; at most {settings.max_aliases} are allowed",
            ALIASES,
        )


def check_nesting(nesting: int, settings: Settings) -> None:
    """Raise a GraphQL error where lists and filters are nested so deep that planning them would take Neo4j too long."""
    if nesting > settings.max_nesting:
        message = f"lists and filters are nested {nesting} deep; at most {settings.max_nesting} are allowed"
        raise coded(message, NESTING)


def check_cost(cost: int, settings: Settings) -> None:
    """Raise a GraphQL error where the operation may give too many entities."""
    if cost > settings.max_cost:
        message = f"the operation may give {cost} entities, by the product of its `first`s; at most {settings.max_cost} are allowed: ask for smaller pages"
        raise coded(message, COST)
