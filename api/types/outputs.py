"""What clients get: entities, connections, evidence."""

from __future__ import annotations

from api.bounds import EVIDENCES, MAX_FIRST
from api.links import INTERFACE, Link, links, own_properties
from api.types.declare import NAMESPACE, Field, argument, field, input_type, object_type
from api.types.groups import aggregate_field, declare_groups, declare_link_groups, groups_field
from api.types.inputs import (
    entity_order,
    entity_where,
    enum_name,
    logic,
    order_fields,
    page_arguments,
    relation_owner,
    where_fields,
)
from schema import ENTITIES, EVIDENCE, STATEMENT, Kind, Property


def output_type(owner: str, prop: Property) -> str:
    """The type of a property in an answer, by its kind."""
    match prop.kind:
        case Kind.TEXTS | Kind.IRIS:
            return "list[str]"
        case Kind.ENTITIES:
            return "list[strawberry.ID]"
        case Kind.ENUM:
            name = enum_name(owner, prop)
        case Kind.INTEGER:
            name = "int"
        case Kind.NUMBER:
            name = "float"
        case Kind.DATE:
            name = "Date"
        case Kind.ENTITY:
            name = INTERFACE
        case _:
            name = "str"
    # An entity that is only kept because a statement uses it lacks what a declared one must have: of its properties, only
    # the status is always there.
    certain = prop.required and (owner not in ENTITIES or prop.name == "status")
    return name if certain else f"{name} | None"


def declare_page_info() -> None:
    """Declare PageInfo and Evidence."""
    info = (
        ("hasNextPage", "bool"),
        ("hasPreviousPage", "bool"),
        ("startCursor", "str | None"),
        ("endCursor", "str | None"),
    )
    object_type(
        "PageInfo",
        "Where a page stands in its list (Relay's cursor connections)",
        [field(name, type_, "") for name, type_ in info],
    )
    fields = [
        field(p.field, output_type("Evidence", p), p.meaning)
        for p in EVIDENCE.values()
        if p.name not in {"statement", "document"}
    ]
    object_type(
        "Evidence",
        "Why a statement is believed",
        [field("document", "Document", "The document that says so"), *fields],
    )


def entity_fields(owner: str) -> list[Field]:
    """The fields of an entity type, or of the interface."""
    declaring = own_properties(owner)
    fields = [
        field("id", "strawberry.ID", "Its id: readable and stable"),
        field(
            "name",
            "str",
            "Its name; English, Chinese, French or the id where it has none in this language",
            [argument("lang", "Lang", "The language", NAMESPACE["Lang"].EN)],
        ),
        field("names", "list[str]", "Its names in all languages"),
        *(
            field(p.field, output_type(owner, p), p.meaning)
            for p in (*declaring.properties.values(), *STATEMENT.values())
        ),
        evidence_field(),
    ]
    for link in links(owner).values():
        arguments = page_arguments(f"{link.base}Where", f"{link.base}Order")
        fields.append(field(link.field, f"{link.base}Connection", link.relation.__doc__ or "", arguments))
    return fields


def evidence_field() -> Field:
    """The field `evidence` of everything that is a statement."""
    first = argument("first", "int | None", f"How many at most; at most {MAX_FIRST}", EVIDENCES)
    return field("evidence", "list[Evidence]", "Why it is believed", [first])


def declare_entity(name: str, description: str, bases: tuple[type, ...]) -> type:
    """Declare an entity type, its filter, its order and its connection."""
    made = object_type(name, description, entity_fields(name), bases)
    input_type(f"{name}Where", f"Which {own_properties(name).many}", {**entity_where(name), **logic(f"{name}Where")})
    input_type(f"{name}Order", "One key of an order", entity_order(name), one_of=True)
    declare_groups(name)
    declare_connection(name, name, [])
    return made


def declare_connection(base: str, node: str, edge_fields: list[Field]) -> None:
    """Declare a connection and its edge, with fields of its own on the edge.

    `<base>GroupBy` is declared by the caller.
    """
    object_type(
        f"{base}Edge",
        f"One {node} in a list",
        [field("cursor", "str", "Its place in the list"), field("node", node, "The entity"), *edge_fields],
    )
    object_type(
        f"{base}Connection",
        f"A list of {node}, page by page",
        [
            field("totalCount", "int", "How many there are on all pages"),
            field("pageInfo", "PageInfo", "Where this page stands"),
            field("edges", f"list[{base}Edge]", "What is on this page"),
            field("nodes", f"list[{node}]", "The entities on this page"),
            aggregate_field(node),
            groups_field(node, f"{base}GroupBy"),
        ],
    )


def declare_link(link: Link) -> None:
    """Declare what a relation field needs: connection, edge, filters, order."""
    relation, base = link.relation, link.base
    owner = relation_owner(relation.__name__)
    properties = (*relation.properties.values(), *STATEMENT.values())
    edge = [
        field("id", "strawberry.ID", "The id of the statement"),
        *(field(p.field, output_type(owner, p), p.meaning) for p in properties),
        evidence_field(),
    ]
    declare_connection(base, link.target, edge)
    declare_link_groups(link)
    edge_where, edge_order = f"{owner}EdgeWhere", f"{owner}EdgeOrder"
    if edge_where not in NAMESPACE:
        input_type(edge_where, f"Which {relation.__name__}", {**where_fields(owner, properties), **logic(edge_where)})
        input_type(edge_order, "One key of an order", order_fields(properties), one_of=True)
    where = {
        **entity_where(link.target),
        "edge": (f"{edge_where} | None", "What the relation itself has to be"),
        **logic(f"{base}Where"),
    }
    input_type(f"{base}Where", f"Which of the entities at {relation.__name__}", where)
    quantified = {"some": "At least one", "none": "None", "all": "All", "single": "Exactly one"}
    counted = {"count": ("IntFilter | None", "How many there are")}
    input_type(
        f"{base}Filter",
        f"How many of the entities at {relation.__name__}",
        {**{key: (f"{base}Where | None", text) for key, text in quantified.items()}, **counted},
    )
    input_type(
        f"{base}Order",
        "One key of an order",
        {**entity_order(link.target), "edge": (f"{edge_order} | None", "A property of the relation")},
        one_of=True,
    )
