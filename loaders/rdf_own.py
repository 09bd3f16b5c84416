"""RDF in our own terms, as the export writes it: every address says what it is, so triples may come in any order.

Plain triples of relations and links to evidence only say again what statements and evidence say, and are held against
those (loaders/rdf_claims.py). Named graphs say again what the sources are.
"""

from __future__ import annotations

import re
from collections import Counter

import pyoxigraph as ox

from graph.errors import Problem
from loaders.rdf_lines import At
from loaders.rdf_terms import INTO, PLAIN, SUPPORT, TYPE, Slot, Slots, slots
from schema import EVIDENCE_PREFIX, is_entity_id, relation_type

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Said = dict[str, list[str]]  # slot -> values as they are written

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_OURS = re.compile(r"(?P<base>.+)/ontology#[A-Za-z]+\Z")
_EVIDENCE_ID = re.compile(rf"{EVIDENCE_PREFIX}/[0-9a-f]+\Z")


def base_of(predicate: str, object_: Term) -> str | None:
    """The base IRI of our own terms, where a triple shows it by its predicate or its class."""
    shown_by = object_.value if predicate == RDF_TYPE and isinstance(object_, ox.NamedNode) else predicate
    match = _OURS.match(shown_by)
    return match["base"] if match else None


class Own:
    """Gathers what a file says in our terms."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.base = ""
        self.prefix = ""  # what the addresses of our resources begin with; empty until a term of ours is met
        self.said: dict[str, Said] = {}  # statement id -> what is said of it
        # (subject, relation, object) of plain triples, and whether a statement says that it holds
        self.plain: dict[tuple[str, str, str], bool] = {}
        self.supported: dict[str, str] = {}  # evidence id -> a statement that names it
        self.merged: dict[str, str] = {}
        self.at: list[At] = []
        self.unknown: Counter[str] = Counter()
        self._slots: dict[str, tuple[Slots, frozenset[str]]] = {}
        self._shared: dict[str, str] = {}
        self._subject, self._id = "", ""
        self._known: tuple[Slots, frozenset[str]] = ({}, frozenset())
        self._now: Said = {}

    def set_base(self, base: str) -> None:
        """Our terms begin with this base in the file; it need not be this graph's."""
        self.base, self.prefix = base, f"{base}/"

    def address(self, id_: str) -> str:
        """The address of a statement in the file."""
        section = "" if id_.startswith(f"{EVIDENCE_PREFIX}/") else "statement/" if relation_type(id_) else "id/"
        return f"{self.prefix}{section}{id_}"

    def add(self, subject: str, predicate: str, object_: Term) -> None:
        """Take a triple whose subject begins with `prefix`."""
        if subject != self._subject:
            self._begin(subject)
        language = (object_.language or "") if isinstance(object_, ox.Literal) else ""
        slot = self._known[0].get((predicate, language))
        if slot is None:
            said = f" with language {language!r}" if language else ""
            self.unknown[f"the property {predicate}{said} of {self._kind()}"] += 1
            return
        value = self._value(slot, object_)
        if value is None:
            return
        if slot.name == TYPE:
            if value not in self._known[1]:
                self.unknown[f"the class {value} of {self._kind()}"] += 1
            self._now.setdefault(TYPE, [])
        elif slot.name == PLAIN:
            self.plain[self._id, slot.relation, value] = False
        elif slot.name == SUPPORT:
            self.supported[value] = self._id
        elif slot.name == INTO:
            self.merged[self._id] = value
        elif value not in (values := self._now.setdefault(slot.name, [])):  # a quad stands once in each graph
            values.append(value)

    def bad(self, id_: str, column: str, message: str) -> None:
        """Note what is wrong with a statement, or an address in full."""
        resource = id_ if "://" in id_ else self.address(id_)
        self.at.append(At(Problem(self.file, 0, column, f"of {id_}: {message}"), resource))

    def _begin(self, subject: str) -> None:
        self._subject = subject
        section, _, id_ = subject[len(self.prefix) :].partition("/")
        if section == EVIDENCE_PREFIX:
            id_ = f"{section}/{id_}"
            known = _EVIDENCE_ID.match(id_) is not None
        else:
            known = is_entity_id(id_) if section == "id" else section == "statement" and relation_type(id_) is not None
        if not known:
            self._id, self._known, self._now = "", ({}, frozenset()), {}
            return
        kind = id_.partition("/")[0]
        if kind not in self._slots:
            self._slots[kind] = slots(kind, self.base)
        self._id, self._known = id_, self._slots[kind]
        self._now = self.said.setdefault(id_, {})

    def _kind(self) -> str:
        return (
            f"{self._id.partition('/')[0]}/..." if self._id else "resources that are no entity, statement or evidence"
        )

    def _value(self, slot: Slot, object_: Term) -> str | None:
        """The value as it is written, without the namespace; None where it cannot be one, with the reason noted."""
        if isinstance(object_, ox.Literal):
            if object_.language or object_.datatype.value in slot.datatypes:
                return object_.value
        elif isinstance(object_, ox.NamedNode):
            address = object_.value
            for namespace in slot.namespaces:
                if address.startswith(namespace):
                    value = address[len(namespace) :]
                    return self._shared.setdefault(value, value)
        expected = "a literal of " + " or ".join(sorted(slot.datatypes))
        if slot.namespaces:
            expected = "an address" + (f" under {' or '.join(slot.namespaces)}" if slot.namespaces[0] else "")
        self.bad(self._id, slot.name.lstrip("@"), f"expected {expected}, got {object_}")
        return None
