"""The GraphQL types, declared with Strawberry from the ontology; resolving them is the compiler's work.

What the server uses is the SDL made here and committed (api/runtime.py); scripts/derive.py writes it anew.
"""

from __future__ import annotations

from functools import cache

import strawberry
from strawberry.schema.config import StrawberryConfig

from api.links import INTERFACE, all_links
from api.types.declare import NAMESPACE, SCALARS, bare, enum_type, field, input_type, object_type
from api.types.groups import declare_groups, declare_measures
from api.types.inputs import declare_basics, entity_order, entity_where, logic
from api.types.outputs import declare_entity, declare_link, declare_page_info, entity_fields
from api.types.roots import declare_questions, declare_search, root_fields
from api.types.views import (
    NODE,
    declare_changes,
    declare_events,
    declare_neighbours,
    declare_paths,
    declare_reasons,
    declare_relation,
)
from schema import ENTITIES


@cache
def schema() -> strawberry.Schema:
    """The GraphQL schema of the ontology; made once."""
    declare_basics()
    declare_page_info()
    node: type = strawberry.interface(
        bare(NODE, [field("id", "strawberry.ID", "Its id: readable and stable")]),
        name=NODE,
        description="Whatever has an id of its own (Relay's object identification)",
    )
    interface: type = strawberry.interface(
        bare(INTERFACE, entity_fields(INTERFACE), (node,)), name=INTERFACE, description="What the graph is about"
    )
    NAMESPACE[NODE], NAMESPACE[INTERFACE] = node, interface
    declare_measures()
    declare_groups(INTERFACE)
    input_type(f"{INTERFACE}Where", "Which entities", {**entity_where(INTERFACE), **logic(f"{INTERFACE}Where")})
    input_type(f"{INTERFACE}Order", "One key of an order", entity_order(INTERFACE), one_of=True)
    enum_type("EntityType", ENTITIES, "A type of entity")
    types = [declare_entity(name, entity.__doc__ or "", (interface,)) for name, entity in ENTITIES.items()]
    for link in all_links().values():
        declare_link(link)
    declare_relation()
    declare_paths()
    declare_neighbours()
    declare_events()
    declare_changes()
    declare_reasons()
    declare_search()
    declare_questions()
    query = object_type("Query", "What can be asked", root_fields())
    return strawberry.Schema(query, types=types, config=StrawberryConfig(auto_camel_case=False, scalar_map=SCALARS))


def sdl() -> str:
    """The schema in GraphQL's schema definition language."""
    return schema().as_str() + "\n"
