"""The ontology as one page of documentation, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schema.entities import ENTITIES, EVIDENCE, STATEMENT, Entity
from schema.model import Property
from schema.relations import RELATIONS, Relation, Types
from schema.vocabularies import (
    DEFAULT_BASE,
    class_term,
    inverse_term,
    json_key,
    namespaces,
    property_term,
    relation_term,
    statement_class,
)

INTRODUCTION = """# The ontology

This page is made from the declarations in `schema/` by `qianglian schema docs`; change those, not this.

Everything is a statement: that an entity exists, or that a relation holds between two. Statements have an `id`, dates,
a status and sources. Names are the same in Cypher (labels, relationship types, properties), in GraphQL (types and
fields, in camel case) and in RDF (the terms given here; `q:` is our own namespace).

Ids are the type in kebab case, a slash and a key: `pilot-zone/jinan-high-tech-zone`. Dates are ISO 8601 and may be
partial (`2020`, `2020-12`, `2020-12-18`). Lists have no order."""

RDF = """## In RDF

An entity is `<base>/id/<id>`, with our own class and those of other vocabularies named above. A relation that holds is
one plain triple. Every relation, planned ones too, is also a resource `<base>/statement/<id>`: an `rdf:Statement` with
`rdf:subject`, `rdf:predicate`, `rdf:object`, its own properties, dates, status and `prov:wasDerivedFrom` its documents.
Evidence is `<base>/evidence/<hash>`, tied to its statement by `q:statement` (and back by `q:evidence`) and to its
document by `prov:hadPrimarySource`.

In N-Quads and TriG a graph is named after a document and holds what that document is a source of: an entity's own
triples, the plain triple and the statement resource of a relation, evidence. What has several sources stands in each of
their graphs; what has none, in the default graph.

A date is an `xsd:date`, `xsd:gYearMonth` or `xsd:gYear`, a number an `xsd:decimal`; names have language tags. A value
that is no IRI where one belongs is kept as an `xsd:anyURI`; a text with characters that XML does not allow is kept as a
`q:literal`, whose lexical form is the literal in N-Triples."""


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    names = list(header)
    yield _row(*names)
    yield "|" + "---|" * len(names)
    for row in rows:
        yield _row(*row)


def _code(text: str) -> str:
    return f"`{text}`"


def _properties(properties: Iterable[Property]) -> Iterator[str]:
    rows = []
    for prop in properties:
        marks = [mark for mark, holds in (("required", prop.required), ("key", prop.key)) if holds]
        meaning = prop.meaning + (": " + ", ".join(map(_code, prop.values)) if prop.values else "")
        meaning += f" ({', '.join(marks)})" if marks else ""
        kind = prop.kind.value + (f" in {prop.language}" if prop.language else "")
        rows.append(
            (_code(prop.name), _code(prop.field), kind, meaning, _code(property_term(prop)), _code(json_key(prop)))
        )
    yield from _table(("property", "GraphQL", "kind", "meaning", "RDF", "JSON-LD"), rows)


def _summary(doc: str | None) -> str:
    return " ".join((doc or "").split())


def _types(types: Types) -> str:
    anything = [cls for cls in ENTITIES.values() if cls not in types]
    if len(types) > 8 and len(anything) < 4:
        return "anything but " + ", ".join(cls.__name__ for cls in anything)
    return ", ".join(cls.__name__ for cls in types)


def _entity(cls: type[Entity]) -> Iterator[str]:
    terms = ", ".join(map(_code, (class_term(cls), *cls.terms)))
    yield f"### {cls.__name__}\n"
    yield f"{_summary(cls.__doc__)}\n"
    yield f"{cls.labels['zh']} · {cls.labels['fr']} · ids `{cls.prefix()}/...`\n"
    yield f"GraphQL `{cls.one}`, `{cls.many}` · RDF {terms}\n"
    if cls.own:
        yield from _properties(cls.own.values())
        yield ""
    out = [
        f"`{relation.forward}` {_types(objects)}"
        for relation in RELATIONS.values()
        if (objects := relation.objects_of(cls))
    ]
    into = [
        f"`{relation.inverse}` {_types(subjects)}"
        for relation in RELATIONS.values()
        if (subjects := relation.subjects_of(cls))
    ]
    yield from (f"- {line}" for line in (*out, *into))
    yield ""


def _relation(relation: type[Relation]) -> Iterator[str]:
    yield f"### {relation.__name__}\n"
    yield f"{_summary(relation.__doc__)}\n"
    yield f"{relation.labels['zh']} · {relation.labels['fr']}\n"
    yield f"GraphQL `{relation.forward}`, the other way round `{relation.inverse}` · RDF `{relation_term(relation)}`, "
    yield f"inverse `{inverse_term(relation)}`, statements `{statement_class(relation)}`\n"
    yield from (f"- {_types(subjects)} → {_types(objects)}" for subjects, objects in relation.ends)
    yield ""
    if relation.properties:
        yield from _properties(relation.properties.values())
        yield ""


def page_text(base_iri: str = DEFAULT_BASE) -> str:
    """The page, in Markdown."""
    lines = [INTRODUCTION, "", "## Every statement has\n", *_properties(STATEMENT.values()), ""]
    lines += ["## Every entity has\n", *_properties(Entity.properties.values()), "", "## Entities\n"]
    for cls in ENTITIES.values():
        lines += _entity(cls)
    lines += ["## Relations\n"]
    for relation in RELATIONS.values():
        lines += _relation(relation)
    lines += ["## Evidence\n", "Detail on why a statement is believed; it hangs on one statement and one document.\n"]
    lines += [*_properties(EVIDENCE.values()), "", RDF, "", "## Prefixes\n"]
    lines += _table(
        ("prefix", "namespace"), ((_code(prefix), _code(iri)) for prefix, iri in namespaces(base_iri).items())
    )
    return "\n".join(lines).rstrip() + "\n"
