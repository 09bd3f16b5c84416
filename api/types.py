"""The GraphQL types, declared with Strawberry from the ontology; resolving them is the compiler's work.

The classes are made when the module is imported and live in its namespace, where Strawberry looks up names.
"""

from __future__ import annotations

import enum
import keyword
from dataclasses import dataclass
from functools import cache
from collections.abc import Iterable, Mapping
from typing import Any, NewType, cast

import strawberry
from graphql import GraphQLError, StringValueNode, ValueNode, print_ast
from strawberry.annotation import StrawberryAnnotation
from strawberry.schema.config import StrawberryConfig
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from api.links import INTERFACE, Link, all_links, links, narrowings, own_properties
from graph.dates import is_date
from schema import ENTITIES, EVIDENCE, RELATIONS, STATEMENT, Kind, Property

DEFAULT_FIRST = 25
MAX_FIRST = 1000
PATH_LENGTH, MAX_PATH_LENGTH = 5, 8
PATHS, MAX_PATHS = 10, 1000

_NAMESPACE = globals()
_UNDEFINED = StrawberryArgument("x", None, StrawberryAnnotation(str)).default


def _parse_date(value: object) -> str:
    if not isinstance(value, str) or not is_date(value):
        raise GraphQLError(f"expected an ISO 8601 date (2020, 2020-12 or 2020-12-18), got {value!r}")
    return value


def _parse_date_literal(node: ValueNode, _variables: object = None) -> str:
    return _parse_date(node.value if isinstance(node, StringValueNode) else print_ast(node))


def _as_it_is(value: object) -> object:
    return value


Date = NewType("Date", str)
JSON = NewType("JSON", object)
_SCALARS: dict[object, Any] = {
    Date: strawberry.scalar(
        name="Date",
        description="A date in ISO 8601, possibly partial: 2020, 2020-12 or 2020-12-18",
        serialize=_as_it_is,
        parse_value=_parse_date,
        parse_literal=_parse_date_literal,
    ),
    JSON: strawberry.scalar(name="JSON", description="Any JSON value", serialize=_as_it_is, parse_value=_as_it_is),
}

Fields = Mapping[str, tuple[str, str]]  # name -> (type, description)


def _python(name: str) -> str:
    return f"{name}_" if keyword.iskeyword(name) else name


@dataclass(frozen=True, slots=True)
class _Field:
    """A field with its type spelled as an annotation: Strawberry resolves the text in this module's namespace."""

    made: StrawberryField
    type: str


def _field(name: str, type_: str, description: str, arguments: Iterable[StrawberryArgument] = ()) -> _Field:
    made = StrawberryField(_python(name), name, description=description)
    made.arguments = list(arguments)
    return _Field(made, type_)


def _argument(name: str, type_: str, description: str, default: object = _UNDEFINED) -> StrawberryArgument:
    return StrawberryArgument(_python(name), name, StrawberryAnnotation(type_, namespace=_NAMESPACE), default=default, description=description)


def _bare(name: str, fields: Iterable[_Field], bases: tuple[type, ...] = ()) -> type:
    members = {_python(str(field.made.graphql_name)): field for field in fields}
    annotations = {key: field.type for key, field in members.items()}
    made = {key: field.made for key, field in members.items()}
    return type(name, bases, {**made, "__annotations__": annotations, "__module__": __name__})


def _object(name: str, description: str, fields: Iterable[_Field], bases: tuple[type, ...] = ()) -> type:
    made: type = strawberry.type(_bare(name, fields, bases), name=name, description=description)
    _NAMESPACE[name] = made
    return made


def _input(name: str, description: str, fields: Fields) -> type:
    members = [
        _Field(StrawberryField(_python(key), key, description=text, default=strawberry.UNSET), type_)
        for key, (type_, text) in fields.items()
    ]
    made: type = strawberry.input(_bare(name, members), name=name, description=description)
    _NAMESPACE[name] = made
    return made


def _enum(name: str, values: Iterable[str], description: str) -> None:
    _NAMESPACE[name] = strawberry.enum(cast(enum.EnumMeta, enum.Enum(name, {value: value for value in values})), name=name, description=description)


def _enum_name(owner: str, prop: Property) -> str:
    if prop.name in {"status", "qualifier"}:
        return prop.name.capitalize()
    return owner + prop.field[0].upper() + prop.field[1:]


def _output_type(owner: str, prop: Property) -> str:
    match prop.kind:
        case Kind.TEXTS | Kind.IRIS:
            return "list[str]"
        case Kind.ENTITIES:
            return "list[strawberry.ID]"
        case Kind.ENUM:
            name = _enum_name(owner, prop)
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
    return name if prop.required else f"{name} | None"


def _filter_type(owner: str, prop: Property) -> str:
    match prop.kind:
        case Kind.ENUM:
            return f"{_enum_name(owner, prop)}Filter"
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


def _where_fields(owner: str, properties: Iterable[Property]) -> dict[str, tuple[str, str]]:
    return {prop.field: (f"{_filter_type(owner, prop)} | None", prop.meaning) for prop in properties}


def _logic(name: str) -> dict[str, tuple[str, str]]:
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
        **_where_fields(owner, (*own_properties(owner).properties.values(), *STATEMENT.values())),
        **{link.field: (f"{link.base}Filter | None", f"The entities at {link.relation.__name__}") for link in links(owner).values()},
        **{key: (f"{name}Where | None", f"It is one of the {ENTITIES[name].many}, and this holds") for key, name in narrowings(owner).items()},
        "within": ("strawberry.ID | None", "In this place, or in any below it"),
    }


_AS_OF = _argument("asOf", "Date | None", "As things stood then; otherwise everything that has not ended", None)


def page_arguments(where: str, order: str) -> list[StrawberryArgument]:
    """The arguments that every connection has."""
    return [
        _argument("where", f"{where} | None", "Only those for which this holds", None),
        _argument("orderBy", f"list[{order}] | None", "In this order; by id where it leaves a choice", None),
        _argument("first", "int | None", f"How many at most; {DEFAULT_FIRST} unless asked otherwise, at most {MAX_FIRST}", DEFAULT_FIRST),
        _argument("after", "str | None", "Those after this cursor", None),
        _AS_OF,
    ]


def _declare_basics() -> None:
    _enum("Lang", ("EN", "ZH", "FR"), "A language of names")
    _enum("Direction", ("ASC", "DESC"), "An order")
    _enum("EntityType", ENTITIES, "A type of entity")
    for owner, properties in (*((name, e.properties) for name, e in ENTITIES.items()), *((_relation_owner(n), r.properties) for n, r in RELATIONS.items()), (INTERFACE, STATEMENT)):
        for prop in properties.values():
            name = _enum_name(owner, prop)
            if prop.kind is Kind.ENUM and name not in _NAMESPACE:
                _enum(name, prop.values, prop.meaning)
                _input(f"{name}Filter", f"What a {name} has to be", {"eq": (f"{name} | None", "This; null for none"), "in": (f"list[{name}] | None", "One of these")})
    for name, scalar, more in (
        ("ID", "strawberry.ID", ()),
        ("String", "str", ("contains", "startsWith", "endsWith")),
        ("Int", "int", ("lt", "lte", "gt", "gte")),
        ("Float", "float", ("lt", "lte", "gt", "gte")),
        ("Date", "Date", ("lt", "lte", "gt", "gte")),
    ):
        meanings = {"contains": "Has this in it", "startsWith": "Begins with this", "endsWith": "Ends with this", "lt": "Less", "lte": "Not more", "gt": "More", "gte": "Not less"}
        compared = {key: (f"{scalar} | None", meanings[key]) for key in more}
        text = "; case and width do not count" if name == "String" else ""
        _input(f"{name}Filter", f"What a value has to be{text}", {"eq": (f"{scalar} | None", "This; null for none"), "in": (f"list[{scalar}] | None", "One of these"), **compared})
    _input("ListFilter", "What a list has to have in it", {"includes": ("str | None", "This")})


def _relation_owner(type_: str) -> str:
    return "".join(part.capitalize() for part in type_.split("_"))


def _declare_page_info() -> None:
    info = (("hasNextPage", "bool"), ("hasPreviousPage", "bool"), ("startCursor", "str | None"), ("endCursor", "str | None"))
    _object("PageInfo", "Where a page stands in its list (Relay's cursor connections)", [_field(name, type_, "") for name, type_ in info])
    fields = [_field(p.field, _output_type("Evidence", p), p.meaning) for p in EVIDENCE.values() if p.name not in {"statement", "document"}]
    _object("Evidence", "Why a statement is believed", [_field("document", "Document", "The document that says so"), *fields])


def _entity_fields(owner: str) -> list[_Field]:
    declaring = own_properties(owner)
    fields = [
        _field("id", "strawberry.ID", "Its id: readable and stable"),
        _field("name", "str", "Its name; English, Chinese, French or the id where it has none in this language", [_argument("lang", "Lang", "The language", _NAMESPACE["Lang"].EN)]),
        _field("names", "list[str]", "Its names in all languages"),
        *(_field(p.field, _output_type(owner, p), p.meaning) for p in (*declaring.properties.values(), *STATEMENT.values())),
        _field("evidence", "list[Evidence]", "Why it is believed"),
    ]
    for link in links(owner).values():
        arguments = page_arguments(f"{link.base}Where", f"{link.base}Order")
        fields.append(_field(link.field, f"{link.base}Connection", link.relation.__doc__ or "", arguments))
    return fields


def _order_fields(owner: str, properties: Iterable[Property]) -> dict[str, tuple[str, str]]:
    return {p.field: ("Direction | None", p.meaning) for p in properties if not p.kind.many}


def _declare_entity(name: str, description: str, bases: tuple[type, ...]) -> type:
    made = _object(name, description, _entity_fields(name), bases)
    _input(f"{name}Where", f"Which {own_properties(name).many}", {**entity_where(name), **_logic(f"{name}Where")})
    _input(f"{name}Order", "One key of an order", _entity_order(name))
    _declare_connection(name, name, [])
    return made


def _entity_order(name: str) -> dict[str, tuple[str, str]]:
    properties = (*own_properties(name).properties.values(), *STATEMENT.values())
    return {"id": ("Direction | None", "Its id"), "name": ("Direction | None", "Its English name, or what stands for it"), **_order_fields(name, properties)}


def _declare_connection(base: str, node: str, edge_fields: list[_Field]) -> None:
    _object(f"{base}Edge", f"One {node} in a list", [_field("cursor", "str", "Its place in the list"), _field("node", node, "The entity"), *edge_fields])
    _object(
        f"{base}Connection",
        f"A list of {node}, page by page",
        [
            _field("totalCount", "int", "How many there are on all pages"),
            _field("pageInfo", "PageInfo", "Where this page stands"),
            _field("edges", f"list[{base}Edge]", "What is on this page"),
            _field("nodes", f"list[{node}]", "The entities on this page"),
        ],
    )


def _declare_link(link: Link) -> None:
    relation, base = link.relation, link.base
    owner = _relation_owner(relation.__name__)
    properties = (*relation.properties.values(), *STATEMENT.values())
    edge = [
        _field("id", "strawberry.ID", "The id of the statement"),
        *(_field(p.field, _output_type(owner, p), p.meaning) for p in properties),
        _field("evidence", "list[Evidence]", "Why it is believed"),
    ]
    _declare_connection(base, link.target, edge)
    edge_where, edge_order = f"{owner}EdgeWhere", f"{owner}EdgeOrder"
    if edge_where not in _NAMESPACE:
        _input(edge_where, f"Which {relation.__name__}", {**_where_fields(owner, properties), **_logic(edge_where)})
        _input(edge_order, "One key of an order", _order_fields(owner, properties))
    where = {**entity_where(link.target), "edge": (f"{edge_where} | None", "What the relation itself has to be"), **_logic(f"{base}Where")}
    _input(f"{base}Where", f"Which of the entities at {relation.__name__}", where)
    quantified = {"some": "At least one", "none": "None", "all": "All", "single": "Exactly one"}
    _input(f"{base}Filter", f"How many of the entities at {relation.__name__}", {key: (f"{base}Where | None", text) for key, text in quantified.items()})
    _input(f"{base}Order", "One key of an order", {**_entity_order(link.target), "edge": (f"{edge_order} | None", "A property of the relation")})


def _declare_paths_and_search() -> None:
    relation = [
        _field("id", "strawberry.ID", "The id of the statement"),
        _field("type", "RelationType", "The type of the relation"),
        _field("from", INTERFACE, "Its subject"),
        _field("to", INTERFACE, "Its object"),
        *(_field(p.field, _output_type(INTERFACE, p), p.meaning) for p in STATEMENT.values()),
        _field("evidence", "list[Evidence]", "Why it is believed"),
    ]
    _enum("RelationType", RELATIONS, "A type of relation")
    _object("PathRelation", "One hop of a path", relation)
    _object(
        "Path",
        "How two entities are connected",
        [
            _field("length", "int", "How many relations it has"),
            _field("nodes", f"list[{INTERFACE}]", "The entities on it, in order"),
            _field("relations", "list[PathRelation]", "The relations on it, in order"),
        ],
    )
    _declare_connection("Search", INTERFACE, [_field("score", "float", "How well it fits; only to be compared within one answer")])


def _declare_questions() -> None:
    parameter = (("name", "str", "Its name"), ("type", "str", "Its Cypher type"), ("default", "JSON | None", "Its value where none is given"), ("description", "str", "What it means"))
    _object("QuestionParameter", "A parameter of a question", [_field(*row) for row in parameter])
    question = (("name", "str", "Its name"), ("sentence", "str", "The question"), ("parameters", "list[QuestionParameter]", "What it asks for"), ("cypher", "str", "Its text, for Neo4j Browser"))
    _object("Question", "A question that is kept with the graph", [_field(*row) for row in question])
    _object("Answer", "The answer to a question, as a table", [_field("columns", "list[str]", "The columns"), _field("rows", "list[list[JSON]]", "The rows, a value per column")])


def _root_fields() -> list[_Field]:
    id_ = _argument("id", "strawberry.ID", "The id")
    fields = [_field("node", f"{INTERFACE} | None", "The entity with this id", [id_, _AS_OF])]
    for name, entity in ENTITIES.items():
        fields.append(_field(entity.one, f"{name} | None", f"The {entity.labels['en']} with this id", [id_, _AS_OF]))
        fields.append(_field(entity.many, f"{name}Connection", entity.__doc__ or "", page_arguments(f"{name}Where", f"{name}Order")))
    fields += [
        _field("search", "SearchConnection", "Entities by name, in Chinese, English or French", [
            _argument("text", "str", "What to look for"),
            _argument("types", "list[EntityType] | None", "Only of these types", None),
            _argument("first", "int | None", "How many at most", DEFAULT_FIRST),
            _argument("after", "str | None", "Those after this cursor", None),
            _AS_OF,
        ]),
        _field("paths", "list[Path]", "The shortest ways from one entity to another", [
            _argument("from", "strawberry.ID", "Where to begin"),
            _argument("to", "strawberry.ID", "Where to end"),
            _argument("maxLength", "int | None", f"How many relations at most; at most {MAX_PATH_LENGTH}", PATH_LENGTH),
            _argument("first", "int | None", f"How many paths at most; at most {MAX_PATHS}", PATHS),
            _argument("types", "list[RelationType] | None", "Only over these relations", None),
            _AS_OF,
        ]),
        _field("questions", "list[Question]", "The questions that are kept with the graph"),
        _field("question", "Answer", "The answer to a question", [
            _argument("name", "str", "The question's name"),
            _argument("parameters", "JSON | None", "Its parameters, as an object", None),
        ]),
    ]
    return fields


@cache
def schema() -> strawberry.Schema:
    """The GraphQL schema of the ontology; made once."""
    _declare_basics()
    _declare_page_info()
    interface: type = strawberry.interface(_bare(INTERFACE, _entity_fields(INTERFACE)), name=INTERFACE, description="What the graph is about")
    _NAMESPACE[INTERFACE] = interface
    _input(f"{INTERFACE}Where", "Which entities", {**entity_where(INTERFACE), **_logic(f"{INTERFACE}Where")})
    _input(f"{INTERFACE}Order", "One key of an order", _entity_order(INTERFACE))
    types = [_declare_entity(name, entity.__doc__ or "", (interface,)) for name, entity in ENTITIES.items()]
    for link in all_links().values():
        _declare_link(link)
    _declare_paths_and_search()
    _declare_questions()
    query = _object("Query", "What can be asked", _root_fields())
    return strawberry.Schema(query, types=types, config=StrawberryConfig(auto_camel_case=False, scalar_map=_SCALARS))


def sdl() -> str:
    """The schema in GraphQL's schema definition language."""
    return schema().as_str() + "\n"
