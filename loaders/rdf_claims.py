"""From what a file says in our own terms to claims: values read, ends and ids checked, what is said twice compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

from graph.fold import declared_properties, ends_before_it_begins
from graph.statements import Claim, Value, evidence_id, relation_id
from loaders.builder import Builder
from loaders.rdf_own import Own, Said
from loaders.rdf_terms import OBJECT, PREDICATE, SUBJECT, TYPE
from loaders.values import BadValueError, cell_reader, json_reader, shown
from schema import EVIDENCE, EVIDENCE_PREFIX, RELATIONS, Property, entity_type, relation_type
from schema.vocabularies import expand, relation_term

REFERRING = {"aliases", "same_as"}  # what may be said of an entity that is declared elsewhere (loaders/builder.py)


def claims(own: Own, builder: Builder, default: str) -> None:
    """Put the claims of everything gathered into `builder`; `default` is the source of plain triples without a statement.

    What is wrong is noted in `own`.
    """
    Claims(own, builder, default).make()


class Claims:
    """The claims of one file."""

    def __init__(self, own: Own, builder: Builder, default: str) -> None:
        self.own, self.builder, self.default = own, builder, default
        self._planned: dict[tuple[str, str, str], str] = {}
        self._shared: dict[tuple[str, ...], tuple[str, ...]] = {}

    def make(self) -> None:
        """Make all of them."""
        for id_, said in self._taken():
            if id_ in self.builder.claims:
                self.own.bad(id_, "", "is described in the file beside, too")
            elif id_.startswith(f"{EVIDENCE_PREFIX}/"):
                self._evidence(id_, said)
            elif relation_type(id_):
                self._relation(id_, said)
            else:
                self._entity(id_, said)
        for key, held in self.own.plain.items():
            if not held:
                self._plain(*key)
        for evidence, statement in self.own.supported.items():
            if evidence not in self.builder.claims:
                self.own.bad(statement, "evidence", f"{evidence} is not described")
        for id_ in self.own.merged:
            if id_ in self.builder.claims:
                self.own.bad(id_, "isReplacedBy", "is described as well as replaced")

    def _taken(self) -> Iterator[tuple[str, Said]]:
        """Each, given up as it is taken: claims take the place of what was gathered in memory."""
        while self.own.said:
            yield self.own.said.popitem()

    def _entity(self, id_: str, said: Said) -> None:
        if not said.keys() - {TYPE}:
            if id_ not in self.own.merged:
                self.own.bad(id_, "", "nothing is said of it but its class: nothing declares it")
            return
        properties, sources = self._read(id_, said)
        if properties.keys() - REFERRING:
            properties.setdefault("status", "ASSERTED")
        self._add(Claim(id_, properties, sources))

    def _relation(self, id_: str, said: Said) -> None:
        relation = relation_type(id_)
        assert relation is not None
        ends = []
        for name in (SUBJECT, OBJECT):
            values = said.get(name, [])
            if len(values) != 1 or entity_type(values[0]) is None:
                self.own.bad(id_, name[1:], f"expected one entity, got {', '.join(values) or 'none'}")
                return
            ends.append(values[0])
        subject, object_ = ends
        term = expand(relation_term(relation), self.own.base)
        if said.get(PREDICATE, [term]) != [term]:
            self.own.bad(id_, "predicate", f"expected {term}, got {', '.join(said[PREDICATE])}")
        self._ends(id_, relation.__name__, subject, object_)
        properties, sources = self._read(id_, said)
        properties.setdefault("status", "ASSERTED")
        wanted = relation_id(relation.__name__, subject, object_, properties)
        if wanted != id_:
            self.own.bad(id_, "", f"says what is the statement {wanted}: its id is made of its ends and key properties")
        if not sources:
            self.own.bad(id_, "sources", "is required")
        key = subject, relation.__name__, object_
        if properties["status"] != "ASSERTED":
            self._planned[key] = id_
        elif key in self.own.plain:
            self.own.plain[key] = True
        self._add(Claim(id_, properties, sources, subject, object_))

    def _ends(self, id_: str, type_: str, subject: str, object_: str) -> None:
        subject_type, object_type = entity_type(subject), entity_type(object_)
        assert subject_type, subject
        assert object_type, object_
        if not RELATIONS[type_].allows(subject_type, object_type):
            self.own.bad(id_, "", f"{type_} does not go from {subject_type.__name__} to {object_type.__name__}")
        elif subject == object_:
            self.own.bad(id_, "object", f"{type_} cannot go from {subject} to itself")

    def _plain(self, subject: str, type_: str, object_: str) -> None:
        """A relation that only a plain triple states: written by hand, since an export has a statement for each."""
        if planned := self._planned.get((subject, type_, object_)):
            self.own.bad(planned, "status", "is PLANNED, and yet its plain triple says that it holds")
        elif not self.default:
            message = f"{type_} to {object_} has no statement with a source, and no source is given in a file beside"
            self.own.bad(subject, RELATIONS[type_].forward, message)
        elif any(prop.key and prop.required for prop in RELATIONS[type_].properties.values()):
            self.own.bad(
                subject, RELATIONS[type_].forward, f"{type_} to {object_} needs a statement: it has properties"
            )
        else:
            id_ = relation_id(type_, subject, object_, {})
            self._ends(id_, type_, subject, object_)
            if id_ not in self.builder.claims:
                self._add(Claim(id_, {"status": "ASSERTED"}, (self.default,), subject, object_))

    def _evidence(self, id_: str, said: Said) -> None:
        properties, _ = self._read(id_, said)
        for name, prop in EVIDENCE.items():
            if prop.required and name not in properties:
                self.own.bad(id_, name, "is required")
                return
        wanted = evidence_id(properties)
        if wanted != id_:
            self.own.bad(id_, "", f"is what {wanted} is: its id is made of its statement, document, place and quote")
        self._add(Claim(id_, properties))

    def _read(self, id_: str, said: Said) -> tuple[dict[str, Value], tuple[str, ...]]:
        """The properties, and the sources."""
        properties: dict[str, Value] = {}
        sources: tuple[str, ...] = ()
        readers = _readers(id_.partition("/")[0])
        for name, values in said.items():
            if name.startswith("@"):
                continue
            prop, read = readers[name]
            try:
                if prop.kind.many:
                    properties[name] = read(values)
                elif len(values) > 1:
                    self.own.bad(id_, name, f"expected one value, got {', '.join(map(shown, sorted(values)))}")
                else:
                    properties[name] = read(values[0])
            except BadValueError as error:
                self.own.bad(id_, name, str(error))
        given = properties.pop("sources", ())
        assert not isinstance(given, str | int | float)
        sources = self._one(tuple(given))
        for source in sources:
            if not source.startswith("document/"):
                self.own.bad(id_, "sources", f"expected a document's id, got {shown(source)}")
        if ends_before_it_begins(properties):
            self.own.bad(
                id_, "until", f"expected no day before since, {properties['since']}, got {properties['until']}"
            )
        return properties, sources

    def _one(self, sources: tuple[str, ...]) -> tuple[str, ...]:
        return self._shared.setdefault(sources, sources)

    def _add(self, claim: Claim) -> None:
        self.builder.claims[claim.id] = claim
        self.builder.where[claim.id] = (self.own.file, 0)


@cache
def _readers(prefix: str) -> Mapping[str, tuple[Property, Callable[[Any], Value]]]:
    """Property name -> the property and what reads its values as RDF spells them."""
    return {
        name: (prop, json_reader(prop) if prop.kind.many else cell_reader(prop))
        for name, prop in declared_properties(f"{prefix}/").items()
    }
