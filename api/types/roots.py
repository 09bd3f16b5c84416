"""What can be asked at the root: entities, lists, search, views, questions."""

from __future__ import annotations

from strawberry.types.arguments import StrawberryArgument

from api.bounds import DEFAULT_FIRST, MAX_FIRST, MAX_PATH_LENGTH, MAX_PATHS, NEIGHBOURS, PATH_LENGTH, PATHS
from api.links import INTERFACE
from api.types.declare import NAMESPACE, Field, argument, field, input_type, object_type
from api.types.inputs import AS_OF, entity_order, page_arguments
from api.types.outputs import declare_connection
from queries import Parameter, questions
from schema import ENTITIES, camel

ID = argument("id", "strawberry.ID", "The id")


def declare_search() -> None:
    """Declare the connection of search."""
    span = [field("start", "int", "The first character, from 0"), field("end", "int", "After the last character")]
    object_type("Span", "A part of a text, in characters", span)
    match = [
        field("field", "str", "The field"),
        field("text", "str", "Its value, or the one of its values that fits"),
        field("spans", "list[Span]", "The parts of it that fit"),
    ]
    object_type("SearchMatch", "What of an entity fits what was looked for", match)
    NAMESPACE["SearchGroupBy"] = NAMESPACE[f"{INTERFACE}GroupBy"]
    score = {"score": ("Direction | None", "How well it fits; the best first unless asked otherwise")}
    input_type("SearchOrder", "One key of an order", {**entity_order(INTERFACE), **score}, one_of=True)
    declare_connection(
        "Search",
        INTERFACE,
        [
            field("score", "float", "How well it fits; only to be compared within one answer"),
            field("match", "SearchMatch | None", "What fits, to be highlighted"),
        ],
    )


def declare_questions() -> None:
    """Declare questions and their answers."""
    parameter = (
        ("name", "str", "Its name"),
        ("type", "str", "Its type"),
        ("default", "JSON | None", "Its value where none is given"),
        ("description", "str", "What it means"),
    )
    object_type("QuestionParameter", "A parameter of a question", [field(*row) for row in parameter])
    question = (
        ("name", "str", "Its name"),
        ("sentence", "str", "The question"),
        ("parameters", "list[QuestionParameter]", "What it asks for"),
        ("cypher", "str", "Its text, for Neo4j Browser"),
    )
    object_type("Question", "A question that is kept with the graph", [field(*row) for row in question])
    object_type(
        "Answer",
        "The answer to a question, as a table",
        [
            field("columns", "list[str]", "The columns"),
            field("rows", "list[list[JSON]]", "The rows, a value per column"),
        ],
    )
    types = {"ID": "strawberry.ID", "DATE": "Date", "STRING": "str", "INTEGER": "int", "LIST<STRING>": "list[str]"}
    asked = [
        field(
            camel(question.name.replace("-", "_")),
            "Answer",
            question.sentence,
            [_asked(p, types[p.type]) for p in question.parameters],
        )
        for question in questions().values()
    ]
    object_type("Ask", "The questions, each with its parameters", asked)


def _asked(parameter: Parameter, type_: str) -> StrawberryArgument:
    """The argument of a question: what may be left out is null then, and numbers have their default."""
    name, description = parameter.name, parameter.description
    if parameter.type == "INTEGER":
        return argument(name, f"{type_} | None", description, parameter.default)
    return (
        argument(name, f"{type_} | None", description, None)
        if parameter.optional
        else argument(name, type_, description)
    )


def root_fields() -> list[Field]:
    """The fields of Query."""
    fields = [
        field("node", "Node | None", "The entity or relation with this id (Relay's object identification)", [ID]),
        field(
            "nodes",
            "list[Node | None]",
            f"The entities and relations with these ids, in their order; {MAX_FIRST} at most",
            [argument("ids", "list[strawberry.ID]", "The ids")],
        ),
        field("entity", f"{INTERFACE} | None", "The entity with this id", [ID, AS_OF]),
    ]
    for name, entity in ENTITIES.items():
        fields.append(field(entity.one, f"{name} | None", f"The {entity.labels['en']} with this id", [ID, AS_OF]))
        fields.append(
            field(
                entity.many, f"{name}Connection", entity.__doc__ or "", page_arguments(f"{name}Where", f"{name}Order")
            )
        )
    return [*fields, _search(), _paths(), _neighbours(), _timeline(), *_rest()]


def _search() -> Field:
    arguments = [
        argument("text", "str", "What to look for"),
        argument("types", "list[EntityType] | None", "Only of these types", None),
        *page_arguments(f"{INTERFACE}Where", "SearchOrder"),
    ]
    return field(
        "search", "SearchConnection", "Entities by name, in Chinese, English or French; the best first", arguments
    )


def _paths() -> Field:
    longest = f"How many relations at most; at most {MAX_PATH_LENGTH}"
    arguments = [
        argument("from", "strawberry.ID", "Where to begin"),
        argument("to", "strawberry.ID", "Where to end"),
        argument("kind", "PathKind", "Which paths", NAMESPACE["PathKind"].SHORTEST),
        argument("maxLength", "int | None", longest, PATH_LENGTH),
        argument("first", "int | None", f"How many paths at most; at most {MAX_PATHS}", PATHS),
        argument("types", "list[RelationType] | None", "Only over these relations", None),
        argument("status", "Status | None", "Only over relations of this status", None),
        AS_OF,
    ]
    return field("paths", "list[Path]", "The shortest ways from one entity to another", arguments)


def _neighbours() -> Field:
    arguments = [
        ID,
        argument("types", "list[RelationType] | None", "Only over these relations", None),
        argument("way", "Way | None", "Only over relations that point there", None),
        argument("status", "Status | None", "Only over relations of this status", None),
        argument("first", "int | None", f"How many of each relation at most; at most {MAX_FIRST}", NEIGHBOURS),
        argument("after", "str | None", "Those after this cursor, of one relation in one direction", None),
        AS_OF,
    ]
    description = "What an entity is tied to: a page for each relation and direction, those without any left out"
    return field("neighbours", "list[Neighbours]", description, arguments)


def _timeline() -> Field:
    arguments = [
        argument(
            "of",
            "strawberry.ID | None",
            "Of this entity, its relations and those it is tied to; otherwise of all",
            None,
        ),
        argument("from", "Date | None", "From its first day", None),
        argument("to", "Date | None", "To its last day", None),
        argument("kinds", "list[EventKind] | None", "Only such events", None),
        argument("order", "Direction", "The order in time", NAMESPACE["Direction"].ASC),
        argument("first", "int | None", f"How many at most; at most {MAX_FIRST}", DEFAULT_FIRST),
        argument("after", "str | None", "Those after this cursor", None),
    ]
    return field("timeline", "EventConnection", "What happened when; without `of`, `from` or `to` is needed", arguments)


def _rest() -> list[Field]:
    changes = [
        argument("since", "int | None", "Only what came after this version of the graph", None),
        argument("first", "int | None", f"How many at most; at most {MAX_FIRST}", DEFAULT_FIRST),
        argument("after", "str | None", "Those after this cursor", None),
    ]
    asked = [
        argument("name", "str", "The question's name"),
        argument("parameters", "JSON | None", "Its parameters, as an object", None),
    ]
    return [
        field("why", "Why | None", "Why a statement, a relation or an entity, is believed", [ID]),
        field("changes", "ChangeConnection", "What loads did to the graph, the first of them first", changes),
        field("graph", "Graph", "The graph as a whole"),
        field("questions", "list[Question]", "The questions that are kept with the graph"),
        field("question", "Answer", "The answer to a question, by its name", asked),
        field("ask", "Ask", "The questions, each as a field with typed parameters"),
    ]
