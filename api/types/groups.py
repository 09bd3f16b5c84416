"""What is counted: aggregates of a list, and groups of it by a property, a related entity, a place above or a year."""

from __future__ import annotations

from api.bounds import GROUPS, MAX_GROUPS
from api.links import INTERFACE, Link, links
from api.properties import TYPE, dated, grouped, measured
from api.types.declare import NAMESPACE, Field, argument, enum_type, field, input_type, object_type
from api.types.inputs import relation_owner
from schema import STATEMENT, Kind


def declare_measures() -> None:
    """Declare what is said of all values of a property together."""
    for name, scalar, more in (("Number", "float", ("sum", "average")), ("Date", "Date", ())):
        meanings = {"sum": "Their sum", "average": "Their mean"}
        object_type(
            f"{name}Aggregate",
            f"All values of a property that is a {name.lower()}",
            [
                field("count", "int", "How many have one"),
                field("min", f"{scalar} | None", "The first of them"),
                field("max", f"{scalar} | None", "The last of them"),
                *(field(key, f"{scalar} | None", meanings[key]) for key in more),
            ],
        )


def declare_groups(owner: str) -> None:
    """Declare the aggregate and the group of an entity type, or of the interface, and what to group by."""
    own = grouped(owner)
    enum_type(f"{owner}Property", (*([TYPE] if owner == INTERFACE else []), *own), f"What {owner} can be grouped by")
    enum_type(f"{owner}Dated", dated(owner), f"The dates of {owner}")
    if links(owner):
        enum_type(f"{owner}Relation", links(owner), f"The relations of {owner}")
    object_type(
        f"{owner}Aggregate",
        "All of them together",
        [
            field("count", "int", "How many there are"),
            *(
                field(name, "DateAggregate" if prop.kind is Kind.DATE else "NumberAggregate", prop.meaning)
                for name, prop in measured(owner).items()
            ),
        ],
    )
    input_type(f"{owner}GroupBy", "What to group by: one of these", _keys(owner), one_of=True)
    object_type(
        f"{owner}Group",
        "Those that have something in common",
        [
            field("value", "JSON | None", "The value they have in common; null where they have none"),
            field("entity", f"{INTERFACE} | None", "The entity they have in common; null where they have none"),
            field("count", "int", "How many they are"),
            field("aggregate", f"{owner}Aggregate", "All of them together"),
            groups_field(owner, f"{owner}GroupBy"),
        ],
    )


def declare_link_groups(link: Link) -> None:
    """Declare what the entities at a relation can be grouped by: the relation's properties too."""
    relation = link.relation
    enum = f"{relation_owner(relation.__name__)}Property"
    if enum not in NAMESPACE:
        properties = (*relation.properties.values(), *STATEMENT.values())
        enum_type(enum, (p.field for p in properties if not p.kind.many), f"What {relation.__name__} can be grouped by")
    edge = {"edge": (f"{enum} | None", "A property of the relation")}
    input_type(f"{link.base}GroupBy", "What to group by: one of these", {**_keys(link.target), **edge}, one_of=True)


def groups_field(owner: str, by: str) -> Field:
    """The field `groups`."""
    return field(
        "groups",
        f"list[{owner}Group]",
        "How many there are of each kind, the largest group first",
        [
            argument("by", by, "What to group by"),
            argument("first", "int | None", f"How many groups at most; at most {MAX_GROUPS}", GROUPS),
        ],
    )


def aggregate_field(owner: str) -> Field:
    """The field `aggregate`."""
    return field("aggregate", f"{owner}Aggregate", "All of them together, on all pages")


def _keys(owner: str) -> dict[str, tuple[str, str]]:
    related = {"related": (f"{owner}Relation | None", "The entities at a relation")} if links(owner) else {}
    return {
        "property": (f"{owner}Property | None", "A property"),
        **related,
        "place": ("GovernmentLevel | None", "The place of this level in which they are, or which they are"),
        "year": (f"{owner}Dated | None", "The year of a date"),
    }
