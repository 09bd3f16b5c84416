"""What can be wrong with one statement, as conditions in Cypher on `n`: the counterparts of the property shapes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graph.checks_text import DATE, HAS_NOT_XML, IRI
from graph.names import NAMES
from schema import EVIDENCE, STATEMENT, Entity, Kind, Property, Relation
from schema.context import context
from schema.vocabularies import DEFAULT_BASE


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that can be wrong with the statements of `owner` (an entity or relation type, or Evidence).

    `component` is the constraint component of SHACL that fails then, `condition` the same in Cypher, true where it is
    wrong; `parameters` are texts of the ontology that it needs.
    """

    owner: str
    property: str
    component: str
    what: str
    condition: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict, compare=False)


# A scheme that is a name of the JSON-LD context: such an IRI would be read as that name.
_SCHEMES = sorted(context(DEFAULT_BASE))
_TEXTS = {Kind.TEXT, Kind.TEXTS}
_MINIMUM = {"start": 0, "end": 0, "confidence": 0}  # as in schema/shacl.py
_MAXIMUM = {"confidence": 1}


def of_entity(entity: type[Entity]) -> list[Fault]:
    """Of an entity type."""
    owner = entity.__name__
    # An entity that nothing declares has no status and nothing else: that is one fault, not one for each property.
    found = [Fault(owner, "status", "MinCount", "is declared by nothing", "n.status IS NULL")]
    if entity.named:
        unnamed = " AND ".join(f"n.{name} IS NULL" for name in NAMES)
        what = "has no name in any language"
        found.append(Fault(owner, "name", "MinCount", what, f"n.status IS NOT NULL AND {unnamed}"))
    for prop in entity.properties.values():
        found += _of_property(owner, prop, "n.status IS NOT NULL AND ")
    return [*found, *_of_statement(owner)]


def of_relation(relation: type[Relation]) -> list[Fault]:
    """Of a relation type; `a` and `b` are its ends."""
    owner = relation.__name__
    found = list(_ends(relation))
    found.append(Fault(owner, "sources", "MinCount", "has no source", "size(coalesce(n.sources, [])) = 0"))
    found.append(Fault(owner, "status", "MinCount", "has no status", "n.status IS NULL"))
    for prop in relation.properties.values():
        found += _of_property(owner, prop)
    return [*found, *_of_statement(owner)]


def evidence_faults() -> list[Fault]:
    """Of evidence."""
    found = [fault for prop in EVIDENCE.values() for fault in _of_property("Evidence", prop)]
    for name, least in _MINIMUM.items():
        found.append(_beyond(name, "MinInclusive", f"is less than {least}", f"n.{name} < {least}"))
    for name, most in _MAXIMUM.items():
        found.append(_beyond(name, "MaxInclusive", f"is more than {most}", f"n.{name} > {most}"))
    return found


def _beyond(name: str, component: str, what: str, condition: str) -> Fault:
    # What is no number cannot be compared, and that is a violation, too: https://www.w3.org/TR/shacl/#MinInclusiveConstraintComponent
    number = f"n.{name} IS :: FLOAT NOT NULL | INTEGER NOT NULL"
    wrong = f"CASE WHEN {number} THEN {condition} ELSE n.{name} IS NOT NULL END"
    return Fault("Evidence", name, component, f"{name} {what}", wrong)


def _of_statement(owner: str) -> Iterator[Fault]:
    for name in ("since", "until", "status", "sources"):
        required = STATEMENT[name]
        yield from (fault for fault in _of_property(owner, required) if fault.component != "MinCount")
    texts = "n.since IS :: STRING NOT NULL AND n.until IS :: STRING NOT NULL"
    early = f"CASE WHEN {texts} THEN left(n.since, size(n.until)) > n.until ELSE false END"
    yield Fault(owner, "until", "", "ends before it begins", early)


def _ends(relation: type[Relation]) -> Iterator[Fault]:
    """The ends: with one pair of them the shape complains of the end, with several of the pair."""
    owner = relation.__name__

    def is_one(variable: str, types: tuple[type[Entity], ...]) -> str:
        return "(" + " OR ".join(f"{variable}:{cls.__name__}" for cls in types) + ")"

    if len(relation.ends) > 1:
        pairs = " OR ".join(
            f"({is_one('a', subjects)} AND {is_one('b', objects)})" for subjects, objects in relation.ends
        )
        yield Fault(owner, "", "Or", "joins types that it may not", f"NOT ({pairs})")
        return
    ((subjects, objects),) = relation.ends
    for name, variable, types in (("subject", "a", subjects), ("object", "b", objects)):
        said = " or ".join(cls.__name__ for cls in types)
        component = "Class" if len(types) == 1 else "Or"
        yield Fault(owner, name, component, f"{name} is no {said}", f"NOT {is_one(variable, types)}")


def _of_property(owner: str, prop: Property, where: str = "") -> Iterator[Fault]:
    """`where` says of which statements a required property is required."""
    value = f"n.{prop.name}"
    if prop.required:
        yield Fault(owner, prop.name, "MinCount", f"{prop.name} is missing", f"{where}{value} IS NULL")
    wrong, component, expected, parameters = _value(prop, "v" if prop.kind.many else value)
    if prop.kind.many:
        # A single value where a list belongs is one triple all the same; the graph's readers need the list.
        yield Fault(owner, prop.name, "", f"{prop.name} is no list", f"NOT {value} IS :: LIST<ANY>")
        condition = f"CASE WHEN {value} IS :: LIST<ANY> NOT NULL THEN any(v IN {value} WHERE {wrong}) ELSE false END"
    else:
        several = f"{value} IS NOT NULL AND {value} IS :: LIST<ANY>"
        yield Fault(owner, prop.name, "MaxCount", f"{prop.name} has several values", several)
        condition = f"{value} IS NOT NULL AND NOT {value} IS :: LIST<ANY> AND {wrong}"
    yield Fault(owner, prop.name, component, f"{prop.name} is not {expected}", condition, parameters)


def _value(prop: Property, v: str) -> tuple[str, str, str, dict[str, object]]:
    """When the value `v` is wrong, the component that says so, what is expected, and what the condition needs."""

    def text(condition: str) -> str:
        return f"CASE WHEN {v} IS :: STRING NOT NULL THEN {condition} ELSE true END"

    if prop.values:
        name = f"values_{prop.name}"
        return f"NOT coalesce({v} IN ${name}, false)", "In", f"one of {', '.join(prop.values)}", {name: [*prop.values]}
    match prop.kind:
        case Kind.INTEGER:
            return f"NOT {v} IS :: INTEGER NOT NULL", "Datatype", "a whole number", {}
        case Kind.NUMBER:
            endless = f"isNaN({v}) OR abs({v}) > 1.7976931348623157E308"
            wrong = f"CASE WHEN {v} IS :: FLOAT NOT NULL THEN {endless} ELSE NOT {v} IS :: INTEGER NOT NULL END"
            return wrong, "Datatype", "a number", {}
        case Kind.DATE:
            return text(f"NOT {v} =~ $date"), "Or", "a date", {"date": DATE}
        case Kind.IRI | Kind.IRIS:
            wrong = text(f"NOT {v} =~ $iri OR split({v}, ':')[0] IN $schemes")
            return wrong, "NodeKind", "an IRI", {"iri": IRI, "schemes": _SCHEMES}
        case Kind.ENTITY | Kind.ENTITIES:
            return f"NOT {v} IS :: STRING NOT NULL", "NodeKind", "an id", {}
        case _:
            return text(f"{v} =~ $not_xml"), "Datatype", "text that XML can carry", {"not_xml": HAS_NOT_XML}
