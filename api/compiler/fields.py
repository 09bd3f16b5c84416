"""Which fields are selected: fragments spread, @skip and @include decided, equal response keys merged (GraphQL 6.3.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graphql import (
    BooleanValueNode,
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    SelectionSetNode,
    VariableNode,
    is_abstract_type,
    is_non_null_type,
)

from api.bounds import DEFAULT_FIRST
from api.compiler.given import Given, Variables, from_ast
from api.compiler.text import Text
from api.errors import user_error

Selections = tuple[SelectionSetNode, ...]


@dataclass(frozen=True, slots=True)
class Selected:
    """One response key of a selection: its field's name, its arguments, and all selection sets under it."""

    key: str
    name: str
    arguments: Mapping[str, Given]
    inner: Selections
    nodes: tuple[FieldNode, ...] = ()  # as they stand in the document

    def given(self, name: str) -> Given | None:
        """An argument that was given and is not null."""
        given = self.arguments.get(name)
        return None if given is None or given.null else given


@dataclass(frozen=True, slots=True)
class Operation:
    """What the pieces of the compiler need of the operation at hand."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Variables
    text: Text

    def fields(self, type_: str, selections: Selections) -> list[Selected]:
        """The fields selected on an object of the concrete type `type_`, in the order of the response."""
        found: dict[str, list[FieldNode]] = {}
        self._collect(type_, selections, found, set())
        return [self._selected(type_, key, nodes) for key, nodes in found.items()]

    def concrete(self, type_: str, selections: Selections) -> set[str]:
        """The concrete types that fragments of the selections speak of, other than `type_` itself."""
        named: set[str] = set()
        stack = list(selections)
        seen: set[str] = set()
        while stack:
            for node in stack.pop().selections:
                if isinstance(node, InlineFragmentNode):
                    if node.type_condition:
                        named.add(node.type_condition.name.value)
                    stack.append(node.selection_set)
                elif isinstance(node, FragmentSpreadNode) and node.name.value not in seen:
                    seen.add(node.name.value)
                    fragment = self.fragments[node.name.value]
                    named.add(fragment.type_condition.name.value)
                    stack.append(fragment.selection_set)
        return named - {type_}

    def _collect(
        self, type_: str, selections: Iterable[SelectionSetNode], found: dict[str, list[FieldNode]], spread: set[str]
    ) -> None:
        for selection_set in selections:
            for node in selection_set.selections:
                if not self._included(node.directives or ()):
                    continue
                if isinstance(node, FieldNode):
                    found.setdefault(node.alias.value if node.alias else node.name.value, []).append(node)
                elif isinstance(node, InlineFragmentNode):
                    if node.type_condition is None or self._applies(node.type_condition.name.value, type_):
                        self._collect(type_, (node.selection_set,), found, spread)
                elif isinstance(node, FragmentSpreadNode) and node.name.value not in spread:
                    spread.add(node.name.value)
                    fragment = self.fragments[node.name.value]
                    if self._applies(fragment.type_condition.name.value, type_):
                        self._collect(type_, (fragment.selection_set,), found, spread)

    def _applies(self, condition: str, type_: str) -> bool:
        if condition == type_:
            return True
        named, of = self.schema.type_map[condition], self.schema.type_map[type_]
        return is_abstract_type(named) and self.schema.is_sub_type(named, of)

    def _included(self, directives: Iterable[DirectiveNode]) -> bool:
        for directive in directives:
            if directive.name.value in {"skip", "include"}:
                holds = self._flag(directive)
                if holds == (directive.name.value == "skip"):
                    return False
        return True

    def _flag(self, directive: DirectiveNode) -> bool:
        (argument,) = directive.arguments or ()
        node = argument.value
        if isinstance(node, VariableNode):
            name = node.name.value
            return bool(self.text.fix(Given(lambda variables: variables.get(name), self.variables.get(name))))
        assert isinstance(node, BooleanValueNode)
        return node.value

    def _selected(self, type_: str, key: str, nodes: list[FieldNode]) -> Selected:
        node = nodes[0]
        inner = tuple(n.selection_set for n in nodes if n.selection_set)
        arguments: dict[str, Given] = {}
        if node.arguments and not node.name.value.startswith("__"):
            declared = self.schema.type_map[type_].fields[node.name.value].args  # type: ignore[attr-defined]
            for argument in node.arguments:
                given = from_ast(argument.value, declared[argument.name.value].type, self.variables)
                if given is not None and given.null and is_non_null_type(declared[argument.name.value].type):
                    raise user_error(f"{argument.name.value}: expected a value, got null")
                if given is not None:
                    arguments[argument.name.value] = given
        return Selected(key, node.name.value, arguments, inner, tuple(nodes))


def first_of(selected: Selected, default: int = DEFAULT_FIRST) -> Given:
    """The `first` given, or the default; null is as not given."""
    return selected.given("first") or Given(lambda _: default, default)
