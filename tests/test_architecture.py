"""The shape of the code: who may import whom, how long a file may be, and that no user's value becomes Cypher."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from graphql import OperationDefinitionNode, parse, validate

from api.compiler.plan import compile_operation
from api.types import schema

ROOT = Path(__file__).resolve().parent.parent

# Design, "One way through": a package may import these of ours, and itself.
MAY_IMPORT = {
    "schema": set(),
    "graph": {"schema"},
    "loaders": {"graph", "schema"},
    "queries": {"schema"},
    "api": {"queries", "graph", "schema"},
    "cli": {"api", "queries", "loaders", "graph", "schema"},
}
CODE = sorted(path for package in MAY_IMPORT for path in (ROOT / package).rglob("*.py"))
ALL = sorted(path for top in (*MAY_IMPORT, "tests", "scripts", "bench") for path in (ROOT / top).rglob("*.py"))

# Where Cypher is put together, from names of the ontology, variables and parameters only. Elsewhere a statement is a
# constant.
BUILDERS = {
    "api/compiler/groups.py",
    "api/compiler/lists.py",
    "api/compiler/neighbours.py",
    "api/compiler/page.py",
    "api/compiler/paths.py",
    "api/compiler/plan.py",
    "api/compiler/roots.py",
    "api/compiler/select.py",
    "api/compiler/views.py",
    "api/compiler/where.py",
    "api/rdf/pages.py",
    "cli/explain.py",
    "graph/audit.py",
    "graph/checks.py",
    "graph/claims.py",
    "graph/conflicts.py",
    "graph/driver.py",
    "graph/engine/rehearsal.py",
    "graph/indexes.py",
    "graph/unused.py",
}
_CYPHER = re.compile(
    r"^CYPHER 25|\b(MATCH \(|MERGE \(|UNWIND \$|COLLECT \{|RETURN [a-z\[{]|DELETE [a-z]|SET [a-z]+[.:])"
)


def name(path: Path) -> str:
    """A file's path in the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """A file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> set[str]:
    """The modules a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}:{node.lineno}: a relative import"
            found.add(str(node.module))
    return found


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_packages_import_only_what_they_may(package: str) -> None:
    ours = MAY_IMPORT.keys() - {package}
    found = {
        (name(path), module)
        for path in (ROOT / package).rglob("*.py")
        for module in imported(path)
        if (top := module.partition(".")[0]) in ours and top not in MAY_IMPORT[package]
    }
    assert found == set()


def test_the_rule_is_tested_on_every_package() -> None:
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"bench", "tests"} == MAY_IMPORT.keys()


def test_one_module_imports_the_driver() -> None:
    # Tests and benchmarks may: they look at the server past our own code, and measure us against it.
    ours = (path for path in ALL if path.relative_to(ROOT).parts[0] not in {"tests", "bench"})
    found = {name(path) for path in ours for module in imported(path) if module.partition(".")[0] == "neo4j"}
    assert found == {"graph/driver.py"}


def test_no_file_is_over_300_lines() -> None:
    found = {name(path): count for path in ALL if (count := len(path.read_text(encoding="utf-8").splitlines())) > 300}
    assert found == {}


Documented = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def public(body: list[ast.stmt]) -> Iterator[Documented]:
    """The public classes and functions of a module or class."""
    yield from (node for node in body if isinstance(node, Documented) and not node.name.startswith("_"))


def test_everything_public_has_a_docstring() -> None:
    classes = {node.name: node for path in CODE for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)}

    def inherited(class_: ast.ClassDef, method: str) -> bool:
        bases = [classes[base.id] for base in class_.bases if isinstance(base, ast.Name) and base.id in classes]
        own = (node for base in bases for node in public(base.body) if node.name == method)
        return any(map(ast.get_docstring, own)) or any(inherited(base, method) for base in bases)

    bare: set[str] = {name(path) for path in CODE if not ast.get_docstring(tree(path))}
    for path in CODE:
        for node in public(tree(path).body):
            if not ast.get_docstring(node):
                bare.add(f"{name(path)}: {node.name}")
            if isinstance(node, ast.ClassDef):
                methods = (method for method in public(node.body) if not ast.get_docstring(method))
                bare |= {f"{name(path)}: {node.name}.{m.name}" for m in methods if not inherited(node, m.name)}
    assert bare == set()


def built(path: Path) -> Iterator[int]:
    """The lines on which text that looks like Cypher is put together."""
    for node in ast.walk(tree(path)):
        parts: list[ast.expr] = []
        if isinstance(node, ast.JoinedStr):
            if any(isinstance(part, ast.FormattedValue) for part in node.values):
                parts = node.values
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Add):
            parts = [node.left, node.right]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
            parts = [node.func.value]
        texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if any(_CYPHER.search(text) for text in texts):
            yield node.lineno


def test_cypher_is_put_together_only_where_listed() -> None:
    assert {name(path) for path in CODE if any(built(path))} <= BUILDERS


# Each %s is a place for a user's text.
OPERATIONS = (
    '{ pilots(where: {name: {contains: "%s"}, id: {in: ["%s"]}}) { edges { node { name } } } }',
    '{ pilots(where: {within: "%s", strengthens: {some: {id: {eq: "%s"}}}}) { totalCount nodes { id } } }',
    '{ pilot(id: "%s") { id strengthens(where: {NOT: {name: {startsWith: "%s"}}}) { totalCount } } }',
    '{ node(id: "pilot/%s") { id ... on Pilot { batch } } }',
    '{ search(text: "%s") { totalCount edges { score node { id } } } }',
    '{ paths(from: "%s", to: "%s") { length nodes { id } } }',
    '{ nodes(ids: ["pilot/%s", "signed/%s"]) { id } }',
    '{ neighbours(id: "pilot/%s") { nodes { id } } }',
    '{ timeline(of: "%s") { nodes { date entity { id } } } }',
    '{ why(id: "signed/%s") { sentence } }',
    '{ pilots(where: {name: {eq: "%s"}}) { groups(by: {place: PROVINCE}) { count } aggregate { count } } }',
)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_users_text_is_in_the_parameters_and_never_in_the_statement(operation: str) -> None:
    hostile = "zzz`'}) DETACH DELETE n //"
    count = operation.count("%s")
    document = parse(operation % ((hostile,) * count))
    assert validate(schema()._schema, document) == []
    (definition,) = document.definitions
    assert isinstance(definition, OperationDefinitionNode)
    plan = compile_operation(schema()._schema, definition, {}, {})
    assert plan.cypher is not None
    assert "zzz" not in plan.cypher
    assert "zzz" not in plan.source
    assert str(plan.text.values({})).count("zzz") >= count


def test_an_alias_is_not_in_the_statement() -> None:
    (definition,) = parse("{ zzz: pilots { yyy: totalCount xxx: nodes { www: id } } }").definitions
    assert isinstance(definition, OperationDefinitionNode)
    plan = compile_operation(schema()._schema, definition, {}, {})
    assert plan.cypher is not None
    assert not re.search("zzz|yyy|xxx|www", plan.cypher)
    assert set(re.findall("zzz|yyy|xxx|www", plan.source)) == {"zzz", "yyy", "xxx", "www"}
