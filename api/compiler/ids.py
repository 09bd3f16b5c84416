"""What an id says about the text: its prefix tells the type, and with the type its index and its fields."""

from __future__ import annotations

from api.compiler.given import Given, Variables
from api.compiler.select import Selector
from schema import entity_type, relation_type


def type_of(selector: Selector, id_: Given) -> str:
    """The type that an id speaks of, an entity's or a relation's; empty where it is of none. The text depends on it."""
    get = id_.get

    def named(variables: Variables) -> str:
        found = entity_type(str(get(variables))) or relation_type(str(get(variables)))
        return found.__name__ if found else ""

    return str(selector.text.fix(Given(named, named(selector.operation.variables))))
