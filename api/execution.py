"""Executing GraphQL operations: parsed and validated once per document, compiled once per shape, one statement per run.

What the compiler does not cover goes elsewhere, here and nowhere else: introspection to graphql-core, questions to their
files (api/questions.py).
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Generic, TypeVar

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    execute_sync,
    get_variable_values,
    parse,
    validate,
)

from api import questions
from api.compiler.fields import Operation, Selected
from api.compiler.given import shape
from api.compiler.plan import Plan, compile_operation
from api.compiler.text import Text
from api.errors import BAD_INPUT, INTERNAL, PARSE_FAILED, TIMEOUT, UNAVAILABLE, VALIDATION_FAILED, coded, user_error
from api.limits import NESTING, TOKENS, Size, check_cost, check_nesting, check_size, measure
from graph.driver import Database
from graph.errors import DatabaseError, DatabaseUnavailableError, LimitError, QueryTimeoutError
from graph.identities import successors
from graph.settings import Settings
from schema import is_entity_id

log = logging.getLogger("qianglian.graphql")
T = TypeVar("T")
DOCUMENTS, PLANS, PLANS_PER_SHAPE = 1000, 5000, 64


class Cache(Generic[T]):
    """The last `size` things made, by key."""

    def __init__(self, size: int) -> None:
        self._size, self._kept = size, OrderedDict[object, T]()

    def get(self, key: object) -> T | None:
        """What was kept under `key`."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def keep(self, key: object, made: T) -> T:
        """Keep `made`, and let go of the oldest where there are too many."""
        self._kept[key] = made
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return made


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed document and everything wrong with it."""

    node: DocumentNode | None
    errors: tuple[GraphQLError, ...]
    operations: Mapping[str | None, OperationDefinitionNode]
    fragments: Mapping[str, FragmentDefinitionNode]
    sizes: Mapping[str | None, Size]


class InvalidError(Exception):
    """A document that is not valid; `errors` are all that is wrong with it."""

    def __init__(self, errors: tuple[GraphQLError, ...]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = errors


class Executor:
    """Executes operations against one database."""

    def __init__(self, schema: GraphQLSchema, database: Database, settings: Settings) -> None:
        self.schema, self.database, self.settings = schema, database, settings
        # What besides the graph decides about answers: another release, or other settings, may give others.
        self.digest = hashlib.blake2b(f"{version('qianglian')} {settings}".encode(), digest_size=8).hexdigest()
        self.under_way = 0  # operations that are being executed
        self._documents: Cache[Document] = Cache(DOCUMENTS)
        self._plans: Cache[list[Plan]] = Cache(PLANS)

    async def execute(
        self, source: str, variables: Mapping[str, Any] | None = None, name: str | None = None
    ) -> dict[str, Any]:
        """The response for an operation: `data`, `errors`, or both, as the GraphQL specification has them."""
        try:
            document, operation, plan, values = self.compiled(source, variables or {}, name)
        except InvalidError as error:
            return {"errors": [one.formatted for one in error.errors]}
        except GraphQLError as error:
            return {"errors": [error.formatted]}
        self.under_way += 1
        try:
            return await self._run(document, operation, plan, values, variables or {})
        except GraphQLError as error:
            return {"data": None, "errors": [error.formatted]}
        except QueryTimeoutError as error:
            return {"data": None, "errors": [coded(str(error), TIMEOUT).formatted]}
        except LimitError as error:
            return {"data": None, "errors": [coded(str(error), error.code).formatted]}
        except DatabaseUnavailableError:
            log.exception("Neo4j does not answer")
            return {"data": None, "errors": [coded("the database does not answer; try again", UNAVAILABLE).formatted]}
        except (DatabaseError, LookupError):
            log.exception("an operation failed: %s", plan.cypher)
            return {
                "data": None,
                "errors": [coded("the operation failed; the server's log says why", INTERNAL).formatted],
            }
        finally:
            self.under_way -= 1

    def compiled(
        self, source: str, variables: Mapping[str, Any], name: str | None
    ) -> tuple[Document, OperationDefinitionNode, Plan, dict[str, Any]]:
        """A document, the operation in it that is meant, its plan, and its variables, coerced.

        Raises InvalidError for a document that is not valid, GraphQLError for an operation or a variable that cannot be
        used, or that is beyond a bound.
        """
        document = self._document(source)
        if document.errors:
            raise InvalidError(document.errors)
        operation = _choose(document, name)
        if operation.operation is not OperationType.QUERY:
            raise coded(f"this API has no {operation.operation.value}s", VALIDATION_FAILED)
        check_size(document.sizes[operation.name.value if operation.name else None], self.settings)
        try:
            values = self._variables(operation, variables)
            plan = self._plan(source, document, operation, values)
        except RecursionError as error:
            raise coded("the filters are nested too deeply", NESTING) from error
        check_cost(plan.price(values), self.settings)
        return document, operation, plan, values

    async def version(self) -> int:
        """The graph's version, which every write raises; 0 where nothing was written yet."""
        rows = await self.database.read("CYPHER 25 MATCH (g:Graph {id: 'graph'}) RETURN g.version")
        return int(rows[0][0]) if rows else 0

    def _document(self, source: str) -> Document:
        return self._documents.get(source) or self._documents.keep(source, self._parse(source))

    def _parse(self, source: str) -> Document:
        try:
            node = parse(source, max_tokens=self.settings.max_tokens)
        except GraphQLSyntaxError as error:
            code = TOKENS if "tokens. Parsing aborted" in error.message else PARSE_FAILED
            error.extensions = {"code": code}
            return Document(None, (error,), {}, {}, {})
        except RecursionError:
            return Document(None, (coded("the document is nested too deeply", PARSE_FAILED),), {}, {}, {})
        errors = validate(self.schema, node, max_errors=20)
        for invalid in errors:
            invalid.extensions = {"code": VALIDATION_FAILED}
        operations = {
            (d.name.value if d.name else None): d for d in node.definitions if isinstance(d, OperationDefinitionNode)
        }
        fragments = {d.name.value: d for d in node.definitions if isinstance(d, FragmentDefinitionNode)}
        sizes = {} if errors else {key: measure(node, operation) for key, operation in operations.items()}
        return Document(node, tuple(errors), operations, fragments, sizes)

    def _variables(self, operation: OperationDefinitionNode, given: Mapping[str, Any]) -> dict[str, Any]:
        if not operation.variable_definitions:
            return {}
        found = get_variable_values(self.schema, operation.variable_definitions, dict(given), max_errors=20)
        if isinstance(found, list):
            raise coded("; ".join(error.message for error in found), BAD_INPUT)
        return found.coerced

    def _plan(
        self, source: str, document: Document, operation: OperationDefinitionNode, values: dict[str, Any]
    ) -> Plan:
        key = (source, operation.name.value if operation.name else None, shape(values))
        plans = self._plans.get(key)
        if plans is None:
            plans = self._plans.keep(key, [])
        for plan in plans:
            if plan.text.fits(values):
                return plan
        plan = compile_operation(self.schema, operation, document.fragments, values, self.settings.max_filters)
        check_nesting(plan.nesting(), self.settings)
        plans.append(plan)
        del plans[:-PLANS_PER_SHAPE]
        return plan

    async def _run(
        self,
        document: Document,
        operation: OperationDefinitionNode,
        plan: Plan,
        values: dict[str, Any],
        raw: Mapping[str, Any],
    ) -> dict[str, Any]:
        parameters = plan.text.values(values)
        data = await self._data(plan, parameters)
        if plan.cypher and _lacks(data) and (renamed := await self._renamed(parameters)):
            data = await self._data(plan, renamed)
        answer: dict[str, Any] = {"data": data}
        for selected in plan.others:
            await self._other(document, operation, selected, values, dict(raw), answer)
        if self.settings.development:
            answer["extensions"] = {"cost": plan.price(values), "cypher": plan.cypher}
        return answer

    async def _data(self, plan: Plan, parameters: dict[str, Any]) -> dict[str, Any]:
        row: list[Any] = []
        if plan.cypher:
            ((row,),) = await self.database.read(plan.cypher, parameters)
        return plan.build(row, parameters)

    async def _renamed(self, parameters: dict[str, Any]) -> dict[str, Any] | None:
        """The parameters with successors in place of merged ids; None where no id among them was merged."""
        asked = {id_ for value in parameters.values() for id_ in _texts(value) if is_entity_id(id_)}
        into = await successors(self.database, sorted(asked)) if asked else {}
        if not into:
            return None
        return {
            name: [into.get(one, one) for one in value]
            if isinstance(value, list) and all(isinstance(one, str) for one in value)
            else into.get(value, value)
            if isinstance(value, str)
            else value
            for name, value in parameters.items()
        }

    async def _other(
        self,
        document: Document,
        operation: OperationDefinitionNode,
        selected: Selected,
        values: dict[str, Any],
        raw: dict[str, Any],
        answer: dict[str, Any],
    ) -> None:
        """The one place for what is not compiled."""
        data = answer["data"]
        if selected.name in questions.FIELDS:
            view = Operation(self.schema, document.fragments, values, Text())
            data[selected.key] = await questions.resolve(view, selected, self.database, values, self.settings.max_rows)
        else:
            alone = OperationDefinitionNode(
                operation=operation.operation,
                name=operation.name,
                variable_definitions=operation.variable_definitions,
                selection_set=SelectionSetNode(selections=selected.nodes),
            )
            asked = DocumentNode(definitions=(alone, *document.fragments.values()))
            result = await asyncio.to_thread(execute_sync, self.schema, asked, {}, variable_values=raw)
            if result.errors:
                raise result.errors[0]
            data[selected.key] = (result.data or {}).get(selected.key)


def _lacks(data: Mapping[str, Any]) -> bool:
    """Whether something asked for by its id was not found."""
    return any(value is None or value == [] or (isinstance(value, list) and None in value) for value in data.values())


def _texts(value: Any) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def _choose(document: Document, name: str | None) -> OperationDefinitionNode:
    if name is None and len(document.operations) == 1:
        return next(iter(document.operations.values()))
    if name is None:
        raise user_error("the document has several operations; name one in `operationName`")
    if name not in document.operations:
        raise user_error(f"the document has no operation {name!r}")
    return document.operations[name]
