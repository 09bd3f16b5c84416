"""What can be asked at the root: entities, lists, search, paths, questions."""

from __future__ import annotations

from api.bounds import DEFAULT_FIRST, MAX_PATH_LENGTH, MAX_PATHS, PATH_LENGTH, PATHS
from api.links import INTERFACE
from api.types.declare import Field, argument, enum_type, field, object_type
from api.types.inputs import AS_OF, page_arguments
from api.types.outputs import declare_connection, output_type
from schema import ENTITIES, RELATIONS, STATEMENT


def declare_paths_and_search() -> None:
    """Declare paths and the connection of search."""
    relation = [
        field("id", "strawberry.ID", "The id of the statement"),
        field("type", "RelationType", "The type of the relation"),
        field("from", INTERFACE, "Its subject"),
        field("to", INTERFACE, "Its object"),
        *(field(p.field, output_type(INTERFACE, p), p.meaning) for p in STATEMENT.values()),
        field("evidence", "list[Evidence]", "Why it is believed"),
    ]
    enum_type("RelationType", RELATIONS, "A type of relation")
    object_type("PathRelation", "One hop of a path", relation)
    object_type(
        "Path",
        "How two entities are connected",
        [
            field("length", "int", "How many relations it has"),
            field("nodes", f"list[{INTERFACE}]", "The entities on it, in order"),
            field("relations", "list[PathRelation]", "The relations on it, in order"),
        ],
    )
    declare_connection(
        "Search", INTERFACE, [field("score", "float", "How well it fits; only to be compared within one answer")]
    )


def declare_questions() -> None:
    """Declare questions and their answers."""
    parameter = (
        ("name", "str", "Its name"),
        ("type", "str", "Its Cypher type"),
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


def root_fields() -> list[Field]:
    """The fields of Query."""
    id_ = argument("id", "strawberry.ID", "The id")
    fields = [field("node", f"{INTERFACE} | None", "The entity with this id", [id_, AS_OF])]
    for name, entity in ENTITIES.items():
        fields.append(field(entity.one, f"{name} | None", f"The {entity.labels['en']} with this id", [id_, AS_OF]))
        fields.append(
            field(
                entity.many, f"{name}Connection", entity.__doc__ or "", page_arguments(f"{name}Where", f"{name}Order")
            )
        )
    fields += [
        field(
            "search",
            "SearchConnection",
            "Entities by name, in Chinese, English or French",
            [
                argument("text", "str", "What to look for"),
                argument("types", "list[EntityType] | None", "Only of these types", None),
                argument("first", "int | None", "How many at most", DEFAULT_FIRST),
                argument("after", "str | None", "Those after this cursor", None),
                AS_OF,
            ],
        ),
        field(
            "paths",
            "list[Path]",
            "The shortest ways from one entity to another",
            [
                argument("from", "strawberry.ID", "Where to begin"),
                argument("to", "strawberry.ID", "Where to end"),
                argument(
                    "maxLength", "int | None", f"How many relations at most; at most {MAX_PATH_LENGTH}", PATH_LENGTH
                ),
                argument("first", "int | None", f"How many paths at most; at most {MAX_PATHS}", PATHS),
                argument("types", "list[RelationType] | None", "Only over these relations", None),
                AS_OF,
            ],
        ),
        field("questions", "list[Question]", "The questions that are kept with the graph"),
        field(
            "question",
            "Answer",
            "The answer to a question",
            [
                argument("name", "str", "The question's name"),
                argument("parameters", "JSON | None", "Its parameters, as an object", None),
            ],
        ),
    ]
    return fields
