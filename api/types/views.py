"""What is not a list of one type: relations by themselves, paths, neighbours, events, changes, reasons, the graph."""

from __future__ import annotations

from api.links import INTERFACE
from api.properties import relation_properties
from api.types.declare import NAMESPACE, Field, argument, enum_type, field, object_type
from api.types.inputs import relation_owner
from api.types.outputs import evidence_field, output_type
from schema import RELATIONS, STATEMENT

NODE = "Node"


def declare_relation() -> None:
    """Declare the relation by itself, as it is met on a path or among neighbours."""
    enum_type("RelationType", RELATIONS, "A type of relation")
    fields = [
        field("id", "strawberry.ID", "The id of the statement"),
        field("type", "RelationType", "The type of the relation"),
        field(
            "label", "str", "What the type is called", [argument("lang", "Lang", "The language", NAMESPACE["Lang"].EN)]
        ),
        field("from", INTERFACE, "Its subject"),
        field("to", INTERFACE, "Its object"),
        *(field(p.field, output_type(INTERFACE, p), p.meaning) for p in STATEMENT.values()),
        *(
            field(name, _optional(output_type(relation_owner(type_), prop)), f"{prop.meaning} ({type_})")
            for name, (type_, prop) in relation_properties().items()
        ),
        evidence_field(),
    ]
    object_type("Relation", "A statement that ties two entities", fields, (NAMESPACE[NODE],))


def declare_paths() -> None:
    """Declare paths."""
    enum_type(
        "PathKind", ("SHORTEST", "ALL_SHORTEST"), "Which paths: the shortest ones, or those of the least length only"
    )
    object_type(
        "Path",
        "How two entities are connected",
        [
            field("length", "int", "How many relations it has"),
            field("nodes", f"list[{INTERFACE}]", "The entities on it, in order"),
            field("relations", "list[Relation]", "The relations on it, in order"),
        ],
    )


def declare_neighbours() -> None:
    """Declare what an entity is tied to, relation by relation."""
    enum_type("Way", ("OUT", "IN"), "Where a relation points: from the entity to its neighbour, or the other way")
    relation = field("relation", "Relation", "The relation between the two")
    cursor = field("cursor", "str", "Its place in the list")
    object_type("NeighbourEdge", "One neighbour", [cursor, relation, field("node", INTERFACE, "The neighbour")])
    object_type(
        "Neighbours",
        "The neighbours of an entity over one relation, in one direction",
        [
            field("field", "str", "The field of the entity that lists them"),
            field("type", "RelationType", "The type of the relation"),
            field("way", "Way", "Where the relation points"),
            *_page(INTERFACE, "NeighbourEdge"),
        ],
    )


def declare_events() -> None:
    """Declare what happened when."""
    enum_type("EventKind", ("BEGINNING", "END", "PUBLICATION"), "What happened: its first day, its last, or a document")
    event = [
        field("date", "Date", "When"),
        field("kind", "EventKind", "What happened"),
        field("entity", f"{INTERFACE} | None", "The entity it happened to"),
        field("relation", "Relation | None", "The relation it happened to"),
    ]
    object_type("Event", "Something that happened on a day, or in a month or year", event)
    _declare_list("Event", "Events, page by page")


def declare_changes() -> None:
    """Declare what loads did to the graph, and what the graph holds."""
    enum_type("ChangeKind", ("ADDED", "CHANGED", "REMOVED"), "What was done to a statement")
    change = [
        field("version", "int", "The graph's version since then"),
        field("at", "str", "When it was written: ISO 8601, UTC"),
        field("dataset", "strawberry.ID", "The dataset that was loaded or retracted"),
        field("kind", "ChangeKind", "What was done"),
        field("id", "strawberry.ID", "The id of the statement: an entity, a relation or evidence"),
    ]
    object_type("Change", "What a load did to one statement", change)
    _declare_list("Change", "Changes, page by page")
    dataset = (
        ("id", "strawberry.ID", "Its id"),
        ("title", "str | None", "Its title"),
        ("publisher", "str | None", "Who publishes it"),
        ("licence", "str | None", "Its licence"),
        ("version", "int", "The graph's version when it was last written"),
    )
    object_type("Dataset", "A source of statements", [field(*row) for row in dataset])
    counted = (("type", "EntityType", "The type"), ("count", "int", "How many there are"))
    object_type("EntityCount", "How many entities of a type there are", [field(*row) for row in counted])
    counted = (("type", "RelationType", "The type"), ("count", "int", "How many there are"))
    object_type("RelationCount", "How many relations of a type there are", [field(*row) for row in counted])
    object_type(
        "Graph",
        "The graph as a whole",
        [
            field("version", "int", "Raised by every write"),
            field("datasets", "list[Dataset]", "What it was made from"),
            field("entities", "list[EntityCount]", "How many entities it has, ended ones included"),
            field("relations", "list[RelationCount]", "How many relations it has, ended ones included"),
        ],
    )


def declare_reasons() -> None:
    """Declare why a statement is believed."""
    language = argument("lang", "Lang", "The language", NAMESPACE["Lang"].EN)
    object_type(
        "Why",
        "Why a statement is believed",
        [
            field("id", "strawberry.ID", "The id of the statement"),
            field("statement", NODE, "The relation, or the entity that is said to exist"),
            field("sentence", "str", "What is said, in a few words", [language]),
            *(field(p.field, output_type(INTERFACE, p), p.meaning) for p in STATEMENT.values()),
            field("documents", "list[Document]", "The documents it is taken from"),
            field("publishers", "list[str]", "Who says so, each once"),
            field("datasets", "list[strawberry.ID]", "The datasets that say so"),
            evidence_field(),
        ],
    )


def _page(node: str, edge: str) -> list[Field]:
    return [
        field("totalCount", "int", "How many there are on all pages"),
        field("pageInfo", "PageInfo", "Where this page stands"),
        field("edges", f"list[{edge}]", "What is on this page"),
        field("nodes", f"list[{node}]", "The entities on this page"),
    ]


def _declare_list(name: str, description: str) -> None:
    fields = [field("cursor", "str", "Its place in the list"), field("node", name, "What it is")]
    object_type(f"{name}Edge", f"One {name} in a list", fields)
    object_type(
        f"{name}Connection",
        description,
        [
            field("pageInfo", "PageInfo", "Where this page stands"),
            field("edges", f"list[{name}Edge]", "What is on this page"),
            field("nodes", f"list[{name}]", "What is on this page, without the edges"),
        ],
    )


def _optional(type_: str) -> str:
    return type_ if type_.endswith("| None") else f"{type_} | None"
