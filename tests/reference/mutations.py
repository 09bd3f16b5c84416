"""Operations that nobody means: valid ones with something broken in them, and such as are made to hurt."""

from __future__ import annotations

import random
import re
from typing import Any

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\.\.\.|[A-Za-z_][A-Za-z_0-9]*|-?[0-9][0-9.eE+-]*|[^\s]')
_TOKENS = (
    *"{}()[]:$@!|=&,.",
    *(
        "...",
        '"',
        '"""',
        "#",
        "\\",
        "\x00",
        "\ufeff",
        "\ud800",
        "😀",
        "null",
        "true",
        "on",
        "fragment",
        "query",
        "mutation",
    ),
    *(
        "subscription",
        "{ __typename }",
        "$nosuch",
        "@nosuch",
        "@skip",
        "@include(if: null)",
        "@oneOf",
        "nosuch",
        "...Nosuch",
    ),
    *("0", "-1", "1e400", "-0.0", "2147483648", "9" * 400, '"\\u0000"', '"\\ud800"', '"2020-13"', "[]", "{}", "[[[]]]"),
)
_VALUES: tuple[Any, ...] = (
    *(
        None,
        True,
        0,
        -1,
        1.5,
        2**31,
        -(2**63) - 1,
        10**400,
        1e308,
        float("nan"),
        float("inf"),
        "",
        "x",
        "\x00",
        "\ud800",
        "😀",
    ),
    *(
        "2020-13",
        "ASC",
        "$v0",
        [],
        {},
        [None],
        [[]],
        {"eq": None},
        {"eq": {"eq": 1}},
        {"": 1},
        {"__proto__": {}},
        "a" * 70_000,
    ),
    *({"in": list(range(3000))}, {"AND": [{}] * 500}, {"first": 1}, {"OR": [{"NOT": {"OR": []}}]}),
)


def changed(rng: random.Random, source: str) -> str:
    """A document with tokens dropped, repeated, swapped or put in."""
    tokens = _TOKEN.findall(source)
    for _ in range(rng.choice((1, 1, 1, 2, 5, 20))):
        at, other = rng.randrange(len(tokens)), rng.randrange(len(tokens))
        match rng.randrange(6):
            case 0 if len(tokens) > 1:
                del tokens[at]
            case 1:
                tokens.insert(at, tokens[other])
            case 2:
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case 3:
                tokens.insert(at, rng.choice(_TOKENS))
            case 4:
                tokens[at] = rng.choice(_TOKENS)
            case _:
                tokens[at:other] = tokens[at:other] * 2
    return " ".join(tokens)


def wrong_values(rng: random.Random, variables: dict[str, Any]) -> dict[str, Any]:
    """Variables of wrong types, too many or too few of them."""
    found = dict(variables)
    for name in [*found, "nosuch"]:
        if rng.random() < 0.5:
            found[name] = rng.choice(_VALUES)
        elif rng.random() < 0.1:
            found.pop(name, None)
    return found


def hostile(rng: random.Random) -> tuple[str, dict[str, Any]]:
    """An operation that is made to hurt: deep, wide or without end."""
    n = rng.choice((2, 10, 50, 200, 1000, 5000))
    found = rng.choice(_HOSTILE)(rng, n)
    return found if isinstance(found, tuple) else (found, {})


def _deep(rng: random.Random, n: int) -> str:
    inner, outer = rng.choice((("parts", "nodes"), ("partOf", "nodes"), ("hosts", "edges { node")))
    turn = " }" * outer.count("{")
    return (
        "{ governments(first: 1) { nodes "
        + f"{{ {inner}(first: 1) {{ {outer} " * n
        + "{ id }"
        + f"{turn} }} }}" * n
        + " } }"
    )


def _deep_where(rng: random.Random, n: int) -> str:
    opening, closing = rng.choice(
        (("{NOT: ", "}"), ("{AND: [", "]}"), ("{OR: [{}, ", "]}"), ("{parts: {some: ", "}}"), ("{partOf: {all: ", "}}"))
    )
    return f"{{ governments(first: 1, where: {opening * n}{{}}{closing * n}) {{ totalCount }} }}"


def _deep_variable(rng: random.Random, n: int) -> tuple[str, dict[str, Any]]:
    where: dict[str, Any] = {"name": {"contains": "a"}}
    for _ in range(min(n, 250)):
        where = rng.choice(({"NOT": where}, {"AND": [where]}, {"OR": [where, {}]}, {"parts": {"some": where}}))
    return "query ($w: GovernmentWhere) { governments(where: $w) { totalCount } }", {"w": where}


def _cycle(rng: random.Random, n: int) -> str:
    count = min(n, 200)
    field = rng.choice(
        ("...F%d", "parts(first: 1) { nodes { ...F%d } }", "... on Government { partOf { nodes { ...F%d } } }")
    )
    rings = " ".join(f"fragment F{i} on Government {{ id {field % ((i + 1) % count)} }}" for i in range(count))
    return "{ governments { nodes { ...F0 } } } " + rings


def _bomb(_: random.Random, n: int) -> str:
    count = min(n, 300)
    nested = " ".join(f"fragment F{i} on Government {{ ...F{i + 1} ...F{i + 1} a{i}: id }}" for i in range(count))
    return "{ governments(first: 1) { nodes { ...F0 } } } " + nested + f" fragment F{count} on Government {{ id }}"


def _aliases(rng: random.Random, n: int) -> str:
    one = rng.choice(
        ("pilots(first: 1000) { nodes { id } }", "__typename", 'node(id: "agency/ccic") { id }', "graph { version }")
    )
    return "{ " + " ".join(f"a{i}: {one}" for i in range(n)) + " }"


def _same(rng: random.Random, n: int) -> str:
    one = rng.choice(
        (
            "__typename",
            "pilots { nodes { id } }",
            "...F",
            "... { __typename }",
            "... on Query { pilots { totalCount } }",
        )
    )
    return "{ " + f"{one} " * n + "} fragment F on Query { __typename }"


def _inner_aliases(rng: random.Random, n: int) -> str:
    inner = rng.choice(
        (
            "nodes { id name }",
            "edges { node { id } }",
            "totalCount",
            "groups(by: {property: level}) { count }",
            "aggregate { count }",
        )
    )
    return "{ governments(first: 1000) { " + " ".join(f"a{i}: {inner}" for i in range(min(n, 90))) + " } }"


def _directives(rng: random.Random, n: int) -> str:
    one = rng.choice(("@skip(if: false)", "@include(if: true)", "@nosuch", "@skip", '@deprecated(reason: "x")'))
    return "{ pilots " + f"{one} " * n + "{ totalCount } }"


def _many_variables(_: random.Random, n: int) -> tuple[str, dict[str, Any]]:
    names = [f"v{i}" for i in range(n)]
    return f"query ({' '.join(f'${name}: ID' for name in names)}) {{ nodes(ids: []) {{ id }} }}", dict.fromkeys(
        names, "x"
    )


def _many_ids(rng: random.Random, n: int) -> tuple[str, dict[str, Any]]:
    operation = rng.choice(
        (
            "query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Government { parts(first: 1000) { nodes { id } } } } }",
            "query ($ids: [ID!]) { governments(where: {id: {in: $ids}}) { totalCount } }",
        )
    )
    return operation, {"ids": ["government/370000"] * n}


def _long(rng: random.Random, n: int) -> tuple[str, dict[str, Any]]:
    field = rng.choice(
        (
            "search(text: $t)",
            "pilots(where: {name: {contains: $t}})",
            "pilots(after: $t)",
            "pilots(where: {nameEn: {in: [$t]}})",
        )
    )
    return f"query ($t: String!) {{ {field} {{ totalCount }} }}", {
        "t": rng.choice(("a", "强", "~", "*", '"', "\\", "\u0301", " AND ")) * n
    }


def _wide(rng: random.Random, n: int) -> str:
    first = min(n, 1000)
    many = rng.choice(("hosts", "parts", "concernedBy"))
    return f"{{ governments(first: {first}) {{ nodes {{ id {many}(first: {first}) {{ nodes {{ id }} groups(by: {{place: COUNTY}}, first: {first}) {{ count groups(by: {{year: since}}, first: {first}) {{ value }} }} }} }} }} }}"


def _far(rng: random.Random, _: int) -> str:
    kind = rng.choice(("SHORTEST", "ALL_SHORTEST"))
    ends = rng.sample(
        ("government/100000", "agency/ccic", "agency/cnca", "government/320500", "government/659008", "person/lu-mei"),
        2,
    )
    return f'{{ paths(from: "{ends[0]}", to: "{ends[1]}", kind: {kind}, maxLength: 8, first: {rng.choice((1, 100, 1000))}) {{ length relations {{ id }} }} }}'


def _introspection(_: random.Random, n: int) -> str:
    return (
        "{ __schema { types { fields { type "
        + "{ ofType " * min(n, 1000)
        + "{ name }"
        + " }" * min(n, 1000)
        + " } } } }"
    )


_HOSTILE = (
    *(_deep, _deep_where, _deep_variable, _cycle, _bomb, _aliases, _same, _inner_aliases, _directives, _many_variables),
    *(_many_ids, _long, _wide, _far, _introspection),
)
