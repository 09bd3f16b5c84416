"""RDF in other terms, read as a mapping says (loaders/rdf_mapping.py). What the mapping does not know is an error, counted."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from graph.errors import Problem
from graph.statements import Value
from loaders.builder import STATED, Builder
from loaders.rdf_lines import At
from loaders.rdf_mapping import Mapped
from loaders.rdf_own import RDF_TYPE, Own, Term
from loaders.rows import Line
from loaders.values import BadValueError, cell_reader, json_reader
from schema import ENTITIES, RELATIONS, STATEMENT, Entity, Property, Relation, is_entity_id

MAX_TRIPLES = 10_000_000  # that are kept until all classes are known: some 400 bytes each
_ENDS = ("subject", "object")


class Foreign:
    """Gathers what a file says in other terms, and makes rows of it at its end."""

    def __init__(self, file: str, described: Mapped, own: Own) -> None:
        self.file, self.described, self.own = file, described, own
        self.at: list[At] = []
        self.unknown: Counter[str] = Counter()
        self.graphs: Counter[str] = Counter()  # named graphs, which say something that no mapping has
        self._said: dict[str, list[tuple[str, Term]]] = defaultdict(list)
        self._count = 0
        self._classes: dict[str, str] = {}  # resource -> its class among those that the mapping has
        self._ids: dict[str, str] = {}  # resource -> the id of the entity that it is
        self._taken: dict[str, str] = {}  # id -> the resource that has it
        self._shared: dict[str, str] = {}

    def add(self, subject: str, predicate: str, object_: Term) -> None:
        """Take a triple; raises ValueError where there are too many."""
        self._count += 1
        if self._count > MAX_TRIPLES:
            raise ValueError(f"more than {MAX_TRIPLES} triples in other terms than ours")
        self._said[subject].append((self._shared.setdefault(predicate, predicate), object_))

    def given_up(self, prefix: str) -> Iterator[tuple[str, str, Term]]:
        """The triples whose subjects begin with `prefix`, which turned out to be ours."""
        for subject in [subject for subject in self._said if subject.startswith(prefix)]:
            for predicate, object_ in self._said.pop(subject):
                yield subject, predicate, object_

    def rows(self, builder: Builder) -> None:
        """Put everything into `builder`, as rows; what is wrong is noted."""
        for graph, count in self.graphs.items():
            if graph not in self.described.ignore:
                self.unknown[f"triples in the graph {graph}"] += count
        if self._said and self.described.classes and not self.described.source:
            self._bad("", "source", "is required in the file beside: everything in other terms is taken from it")
            return
        for subject, said in self._said.items():
            self._classify(subject, said)
        for subject in self._classes:
            if self._classes[subject] in ENTITIES:
                self._name(subject)
        for subject, type_ in self._classes.items():
            if type_ in RELATIONS:
                self._relation(builder, RELATIONS[type_], subject)
            elif subject in self._ids:
                self._entity(builder, ENTITIES[type_], subject)

    def _classify(self, subject: str, said: list[tuple[str, Term]]) -> None:
        types = [
            object_.value for predicate, object_ in said if predicate == RDF_TYPE and not isinstance(object_, ox.Triple)
        ]
        known = {self.described.classes[type_] for type_ in types if type_ in self.described.classes}
        for type_ in types:
            if type_ not in self.described.classes and type_ not in self.described.ignore:
                self.unknown[f"the class {type_}"] += 1
        if len(known) > 1:
            self._bad(subject, "class", f"is {' and '.join(sorted(known))}; expected one")
        elif known:
            (self._classes[subject],) = known
        elif not types:
            self.unknown["resources without a class"] += 1
        for predicate, object_ in said:
            if predicate == RDF_TYPE or predicate in self.described.ignore:
                continue
            language = (object_.language or "") if isinstance(object_, ox.Literal) else ""
            if not self._meanings(predicate, language):
                self.unknown[f"the predicate {predicate}" + (f" with language {language}" if language else "")] += 1

    def _meanings(self, predicate: str, language: str) -> list[tuple[str, bool]]:
        known = self.described.predicates
        for key in (language, language.partition("-")[0], ""):
            if found := known.get((predicate, key)):
                return [(found.name, found.inverse)]
        return []

    def _name(self, subject: str) -> None:
        """The id of an entity: one given, one of ours, or a key made of a value or of the last part of its IRI."""
        cls = ENTITIES[self._classes[subject]]
        if given := self.described.entities.get(subject):
            self._ids[subject] = given
            return
        types = [object_.value for predicate, object_ in self._said[subject] if predicate == RDF_TYPE]  # type: ignore[union-attr]
        by = next((self.described.ids[type_] for type_ in types if type_ in self.described.ids), None)
        if by:
            values = [o.value for p, o in self._said[subject] if p == by and isinstance(o, ox.Literal)]
            if len(values) != 1:
                self._bad(subject, "id", f"expected one value of {by} to make its id of, got {len(values)}")
                return
            text = values[0]
        elif subject.startswith("_:"):
            self._bad(subject, "id", "has no address; say in [ids] which of its values its id is made of")
            return
        else:
            text = re.split(r"[/#:]", subject.rstrip("/#"))[-1]
        key = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
        id_ = f"{cls.prefix()}/{key}"
        if not is_entity_id(id_):
            self._bad(subject, "id", f"expected a key of [a-z0-9-], got nothing of {text!r}; give its id in [entities]")
        elif (other := self._taken.setdefault(id_, subject)) != subject:
            self._bad(subject, "id", f"{id_} is the id of {other}, too; say in [ids] or [entities] which is which")
        else:
            self._ids[subject] = id_

    def _entity(self, builder: Builder, cls: type[Entity], subject: str) -> None:
        id_ = self._ids[subject]
        known = {**cls.properties, **{name: STATEMENT[name] for name in STATED}}
        given: dict[str, list[Term]] = {}
        for name, inverse, object_ in self._meant(subject):
            if relation := RELATIONS.get(name):
                other = self._entity_of(subject, name, object_)
                if other:
                    ends = (other, id_) if inverse else (id_, other)
                    builder.relation(relation, self._line(dict(zip(_ENDS, ends, strict=True))), [self.described.source])
            elif name not in known:
                self._bad(subject, name, f"is no property of {cls.__name__}")
            else:
                given.setdefault(name, []).append(object_)
        values = self._read(subject, given, known)
        if self.described.same_as and not subject.startswith("_:"):
            links = values.get("same_as", [])
            assert isinstance(links, list)
            values["same_as"] = sorted({*links, subject})
        builder.entity(cls, self._line({"id": id_, **values}), [self.described.source])

    def _relation(self, builder: Builder, relation: type[Relation], subject: str) -> None:
        """A resource that stands for a relation, with its ends and properties."""
        known = {**relation.properties, **{name: STATEMENT[name] for name in STATED}}
        given: dict[str, list[Term]] = {}
        ends: dict[str, Value] = {}
        for name, _, object_ in self._meant(subject):
            if name in _ENDS:
                if name in ends:
                    self._bad(subject, name, "expected one, got several")
                elif other := self._entity_of(subject, name, object_):
                    ends[name] = other
            elif name not in known:
                self._bad(subject, name, f"is no property of {relation.__name__}")
            else:
                given.setdefault(name, []).append(object_)
        values = self._read(subject, given, known)
        for name in (*_ENDS, *(prop.name for prop in known.values() if prop.required and prop.name != "status")):
            if name not in {**ends, **values}:
                self._bad(subject, name, "is required")
                return
        builder.relation(relation, self._line({**ends, **values}), [self.described.source])

    def _meant(self, subject: str) -> Iterator[tuple[str, bool, Term]]:
        for predicate, object_ in self._said[subject]:
            language = (object_.language or "") if isinstance(object_, ox.Literal) else ""
            for name, inverse in self._meanings(predicate, language):
                yield name, inverse, object_

    def _entity_of(self, subject: str, name: str, object_: Term) -> str:
        """The id of the entity that a resource is; empty where it is none that is known, with that noted."""
        resource = resource_of(object_)
        known = self._ids.get(resource) or self.described.entities.get(resource)
        if known is None and self.own.prefix and resource.startswith(f"{self.own.prefix}id/"):
            known = resource.removeprefix(f"{self.own.prefix}id/")
        if known is None or not is_entity_id(known):
            self._bad(subject, name, f"{object_} is no entity of the file, nor one of [entities]")
            return ""
        return known

    def _read(self, subject: str, given: dict[str, list[Term]], known: dict[str, Property]) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for name, terms in given.items():
            prop = known[name]
            texts = [self._text(term) for term in terms]
            try:
                if prop.kind.many:
                    values[name] = json_reader(prop)(texts)
                elif len(set(texts)) > 1:
                    self._bad(subject, name, f"expected one value, got {', '.join(sorted(set(texts)))}")
                else:
                    values[name] = cell_reader(prop)(texts[0])
            except BadValueError as error:
                self._bad(subject, name, str(error))
        return values

    def _text(self, term: Term) -> str:
        text = term.value if isinstance(term, ox.Literal) else resource_of(term)
        return self.described.values.get(text) or self._ids.get(text) or text

    def _line(self, values: dict[str, Value]) -> Line:
        return Line(self.file, 0, values)

    def _bad(self, subject: str, column: str, message: str) -> None:
        said = f"of {subject}: {message}" if subject else message
        self.at.append(At(Problem(self.file, 0, column, said), subject))


def resource_of(term: Term | ox.DefaultGraph) -> str:
    """The IRI of a resource, or a blank node's label after `_:`."""
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(getattr(term, "value", term))
