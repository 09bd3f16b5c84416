"""What clients give: filters, orders, and the arguments of lists."""

from __future__ import annotations

from collections.abc import Iterable

from strawberry.types.arguments import StrawberryArgument

from api.bounds import DEFAULT_FIRST, MAX_FIRST
from api.links import INTERFACE, links, narrowings, own_properties
from api.types.declare import NAMESPACE, argument, enum_type, input_type
from schema import ENTITIES, RELATIONS, STATEMENT, Kind, Property


def enum_name(owner: str, prop: Property) -> str:
    """The name of the enum of a property; statuses and qualifiers are shared by all that have them."""
    if prop.name in {"status", "qualifier"}:
        return prop.name.capitalize()
    return owner + prop.field[0].upper() + prop.field[1:]


def filter_type(owner: str, prop: Property) -> str:
    """The filter of a property, by its kind."""
    match prop.kind:
        case Kind.ENUM:
            return f"{enum_name(owner, prop)}Filter"
        case Kind.INTEGER:
            return "IntFilter"
        case Kind.NUMBER:
            return "FloatFilter"
        case Kind.DATE:
            return "DateFilter"
        case Kind.ENTITY:
            return "IDFilter"
        case kind if kind.many:
            return "ListFilter"
    return "StringFilter"


def where_fields(owner: str, properties: Iterable[Property]) -> dict[str, tuple[str, str]]:
    """Filter fields for properties."""
    return {prop.field: (f"{filter_type(owner, prop)} | None", prop.meaning) for prop in properties}


def logic(name: str) -> dict[str, tuple[str, str]]:
    """AND, OR and NOT of a filter."""
    return {
        "AND": (f"list[{name}] | None", "All of these hold"),
        "OR": (f"list[{name}] | None", "At least one of these holds"),
        "NOT": (f"{name} | None", "This does not hold"),
    }


def entity_where(owner: str) -> dict[str, tuple[str, str]]:
    """The fields of an entity type's filter, without AND, OR and NOT."""
    return {
        "id": ("IDFilter | None", "Its id"),
        "name": ("StringFilter | None", "Any of its names and aliases, in any language"),
        **where_fields(owner, (*own_properties(owner).properties.values(), *STATEMENT.values())),
        **{
            link.field: (f"{link.base}Filter | None", f"The entities at {link.relation.__name__}")
            for link in links(owner).values()
        },
        **{
            key: (f"{name}Where | None", f"It is one of the {ENTITIES[name].many}, and this holds")
            for key, name in narrowings(owner).items()
        },
        "within": ("strawberry.ID | None", "In this place, or in any below it"),
    }


AS_OF = argument("asOf", "Date | None", "As things stood then; otherwise everything that has not ended", None)


def page_arguments(where: str, order: str) -> list[StrawberryArgument]:
    """The arguments that every connection has."""
    return [
        argument("where", f"{where} | None", "Only those for which this holds", None),
        argument("orderBy", f"list[{order}] | None", "In this order; by id where it leaves a choice", None),
        argument(
            "first",
            "int | None",
            f"How many at most; {DEFAULT_FIRST} unless asked otherwise, at most {MAX_FIRST}",
            DEFAULT_FIRST,
        ),
        argument("after", "str | None", "Those after this cursor", None),
        AS_OF,
    ]


def declare_basics() -> None:
    """Declare the enums, and the filters of single values."""
    enum_type("Lang", ("EN", "ZH", "FR"), "A language of names")
    enum_type("Direction", ("ASC", "DESC"), "An order")
    input_type("CountOrder", "An order by number", {"count": ("Direction | None", "How many there are")}, one_of=True)
    for owner, properties in (
        *((name, e.properties) for name, e in ENTITIES.items()),
        *((relation_owner(n), r.properties) for n, r in RELATIONS.items()),
        (INTERFACE, STATEMENT),
    ):
        for prop in properties.values():
            name = enum_name(owner, prop)
            if prop.kind is Kind.ENUM and name not in NAMESPACE:
                enum_type(name, prop.values, prop.meaning)
                input_type(
                    f"{name}Filter",
                    f"What a {name} has to be",
                    {"eq": (f"{name} | None", "This; null for none"), "in": (f"list[{name}] | None", "One of these")},
                )
    for name, scalar, more in (
        ("ID", "strawberry.ID", ()),
        ("String", "str", ("contains", "startsWith", "endsWith")),
        ("Int", "int", ("lt", "lte", "gt", "gte")),
        ("Float", "float", ("lt", "lte", "gt", "gte")),
        ("Date", "Date", ("lt", "lte", "gt", "gte")),
    ):
        meanings = {
            "contains": "Has this in it",
            "startsWith": "Begins with this",
            "endsWith": "Ends with this",
            "lt": "Less",
            "lte": "Not more",
            "gt": "More",
            "gte": "Not less",
        }
        compared = {key: (f"{scalar} | None", meanings[key]) for key in more}
        text = "; case and width do not count" if name == "String" else ""
        input_type(
            f"{name}Filter",
            f"What a value has to be{text}",
            {
                "eq": (f"{scalar} | None", "This; null for none"),
                "in": (f"list[{scalar}] | None", "One of these"),
                **compared,
            },
        )
    input_type("ListFilter", "What a list has to have in it", {"includes": ("str | None", "This")})


def relation_owner(type_: str) -> str:
    """What names made from a relation type begin with: `HOLDS_POST` -> `HoldsPost`."""
    return "".join(part.capitalize() for part in type_.split("_"))


def order_fields(properties: Iterable[Property]) -> dict[str, tuple[str, str]]:
    """Fields of an order for properties; lists have no order."""
    return {p.field: ("Direction | None", p.meaning) for p in properties if not p.kind.many}


def entity_order(name: str) -> dict[str, tuple[str, str]]:
    """The fields of an entity type's order."""
    properties = (*own_properties(name).properties.values(), *STATEMENT.values())
    return {
        "id": ("Direction | None", "Its id"),
        "name": ("Direction | None", "Its English name, or what stands for it"),
        **order_fields(properties),
        **{
            link.field: ("CountOrder | None", f"How many there are at {link.relation.__name__}")
            for link in links(name).values()
        },
    }
