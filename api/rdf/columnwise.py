"""N-Triples of a page of rows, made a column at a time instead of a cell at a time: the same bytes as api/rdf/blocks.py.

A cell costs a call or two there, here a part of a list comprehension. What makes a column uncommon (a text that has to be
escaped) is looked for in the whole column at once, and then it is made cell by cell; a value that its property cannot have
raises one of api.rdf.odd.ODD, and the rows are for Blocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from api.rdf.columns import (
    ENTITY_ORDER,
    EVIDENCE_PARTS,
    LINKS,
    RELATION_ORDER,
    SUPPORT,
    Column,
    Form,
    entity_parts,
    statement_parts,
)
from api.rdf.pages import Support
from api.rdf.syntax import Render, Syntax
from api.rdf.values import SPECIAL

Texts = Sequence[str]  # the lines of each subject, all of them in one text
_END = " .\n"


class _Column:
    """One column, compiled for one syntax."""

    def __init__(self, syntax: Syntax, column: Column) -> None:
        self.head, self.render, self.many = syntax.head(column), syntax.renderer(column), column.many
        self.text = column.form is Form.TEXT
        self.around = syntax.literal(column, None) if self.text else ("", "")

    def texts(self, subjects: Texts, values: Sequence[Any]) -> Texts | None:
        """The lines of each subject for its value; None where none has a value."""
        if values.count(None) == len(values):
            return None
        if self.many:
            return self._many(subjects, values)
        head, render = self.head, self.render
        if self.text:
            said = [value for value in values if value is not None]
            if SPECIAL.search("".join(said)) is None:
                before, after = f"{head}{self.around[0]}", f"{self.around[1]}{_END}"
                return [
                    "" if value is None else f"{subject}{before}{value}{after}"
                    for subject, value in zip(subjects, values, strict=True)
                ]
        return [
            "" if value is None else f"{subject}{head}{render(value)}{_END}"
            for subject, value in zip(subjects, values, strict=True)
        ]

    def _many(self, subjects: Texts, values: Sequence[Any]) -> Texts:
        head, render = self.head, self.render
        if not all(value is None or value.__class__ is list for value in values):
            raise TypeError
        return [
            ""
            if not value
            else f"{subject}{head}{render(value[0])}{_END}"
            if len(value) == 1
            else "".join([f"{subject}{head}{render(one)}{_END}" for one in sorted(set(value))])
            for subject, value in zip(subjects, values, strict=True)
        ]


class _Table:
    """The columns of one kind of row."""

    def __init__(self, syntax: Syntax, columns: Iterable[Column], fixed: Iterable[tuple[Column, str]]) -> None:
        self._fixed = [f"{syntax.head(column)}{syntax.renderer(column)(value)}{_END}" for column, value in fixed]
        self._columns = [_Column(syntax, column) for column in columns]

    def texts(self, subjects: Texts, columns: Sequence[Sequence[Any]]) -> list[Texts]:
        """For each column of triples, the lines of each subject."""
        found: list[Texts] = [_all(subjects, self._fixed)]
        for column, values in zip(self._columns, columns, strict=True):
            if (made := column.texts(subjects, values)) is not None:
                found.append(made)
        return found


def _all(subjects: Texts, fixed: Sequence[str]) -> Texts:
    """The lines that every subject has."""
    if len(fixed) == 1:
        (one,) = fixed
        return [f"{subject}{one}" for subject in subjects]
    return [subject + subject.join(fixed) for subject in subjects]


class Columnwise:
    """Makes the text of pages, each with the number of its triples."""

    def __init__(self, syntax: Syntax) -> None:
        self._ids, self._statements = f"<{syntax.namespaces['qid']}", f"<{syntax.namespaces['qst']}"
        self._base = f"<{syntax.base_iri}/"
        self._entities = {cls.__name__: _Table(syntax, *entity_parts(cls)) for cls in ENTITY_ORDER}
        self._relations = {cls.__name__: _Table(syntax, *statement_parts(cls)) for cls in RELATION_ORDER}
        self._evidence = _Table(syntax, *EVIDENCE_PARTS)
        before, after = syntax.iri("qid")
        self._links = {name: (i, f"{syntax.head(column)}{before}") for i, (name, column) in enumerate(LINKS.items())}
        self._after = f"{after}{_END}"
        self._support: Render = syntax.renderer(SUPPORT)
        self._support_head = syntax.head(SUPPORT)

    def evidence(self, page: Sequence[Sequence[Any]]) -> tuple[str, int]:
        """Pieces of evidence; rows as for Blocks.evidence."""
        ids, *columns = zip(*page, strict=True)
        subjects = [f"{self._base}{id_}>" for id_ in ids]
        return _joined(self._evidence.texts(subjects, columns))

    def entities(self, type_: str, support: Support, page: Sequence[Sequence[Any]]) -> tuple[str, int]:
        """Entities; rows as for Blocks.entity."""
        ids, *columns, links = zip(*page, strict=True)
        subjects = [f"{self._ids}{id_}>" for id_ in ids]
        found = self._entities[type_].texts(subjects, columns)
        if support:
            found.append(self._supported(subjects, ids, support))
        found.append([self._linked(subject, own) if own else "" for subject, own in zip(subjects, links, strict=True)])
        return _joined(found)

    def statements(self, type_: str, support: Support, page: Sequence[Sequence[Any]]) -> tuple[str, int]:
        """Relations; rows as for Blocks.statement."""
        ids, *columns = zip(*page, strict=True)
        subjects = [f"{self._statements}{id_}>" for id_ in ids]
        found = self._relations[type_].texts(subjects, columns)
        if support:
            found.append(self._supported(subjects, ids, support))
        return _joined(found)

    def _linked(self, subject: str, relations: Sequence[Sequence[Any]]) -> str:
        known, after = self._links, self._after
        found = sorted({(known[row[0]], row[1]) for row in relations if row[0] in known})
        return "".join([f"{subject}{head}{id_}{after}" for (_, head), id_ in found])

    def _supported(self, subjects: Texts, ids: Sequence[str], support: Support) -> Texts:
        head, render = self._support_head, self._support
        return [
            "".join([f"{subject}{head}{render(evidence)}{_END}" for evidence, _ in sorted(map(tuple, support[id_]))])
            if id_ in support
            else ""
            for subject, id_ in zip(subjects, ids, strict=True)
        ]


def _joined(columns: Sequence[Texts]) -> tuple[str, int]:
    text = "".join(chain.from_iterable(zip(*columns, strict=True)))
    return text, text.count("\n")
