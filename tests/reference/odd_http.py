"""Requests that are odd as HTTP: methods, content types, encodings, bodies and addresses."""

from __future__ import annotations

import gzip
import json
import random
from typing import Any
from urllib.parse import quote, urlencode

_METHODS = ("POST", "POST", "POST", "GET", "GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "FOO")
_TYPES = (
    *("application/json", "application/json; charset=utf-8", "application/json; charset=utf-16", "APPLICATION/JSON"),
    *("text/plain", "application/graphql", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"),
    *(
        "multipart/form-data",
        "application/graphql-response+json",
        "",
        ";",
        "a/b/c",
        "application/json, text/plain",
        "\xff",
    ),
)
_ACCEPTS = (
    *(
        "*/*",
        "application/json",
        "application/graphql-response+json",
        "text/html",
        "image/png",
        "",
        "q=;;,",
        "application/*;q=0",
    ),
    *("application/graphql-response+json;q=0.1, application/json", "application/json;charset=latin-1"),
)
_HEADERS = (
    *(
        ("if-none-match", "*"),
        ("if-none-match", '"x"'),
        ("if-none-match", 'W/"1", "2"'),
        ("origin", "null"),
        ("range", "bytes=0-1"),
    ),
    *(
        ("content-encoding", "gzip"),
        ("content-encoding", "br"),
        ("transfer-encoding", "chunked"),
        ("expect", "100-continue"),
    ),
    *(
        ("cookie", "a=" + "b" * 5000),
        ("x-http-method-override", "DELETE"),
        ("apollo-require-preflight", "1"),
        ("host", "\xe9"),
    ),
)


def odd_request(rng: random.Random, source: str, variables: dict[str, Any]) -> tuple[str, dict[str, str], bytes, str]:
    """Method, headers, body and query string of a request."""
    method = rng.choice(_METHODS)
    headers: dict[str, str] = {"accept": rng.choice(_ACCEPTS)}
    if rng.random() < 0.9:
        headers["content-type"] = rng.choice(_TYPES if rng.random() < 0.6 else _TYPES[:1])
    for name, value in rng.sample(_HEADERS, rng.choice((0, 0, 1, 2))):
        headers[name] = value
    query = ""
    if method in {"GET", "HEAD", "OPTIONS"} or rng.random() < 0.1:
        query = "?" + rng.choice(_QUERIES)(rng, source, variables)
    body = b"" if method == "GET" and rng.random() < 0.8 else rng.choice(_BODIES)(rng, source, variables)
    return method, headers, body, query


_QUERIES = (
    lambda _, source, variables: urlencode({"query": source[:4000], "variables": json.dumps(variables)}),
    lambda _, source, __: urlencode({"query": source[:4000], "variables": "{", "operationName": ""}),
    lambda _, source, __: urlencode({"query": source[:2000]}) + "&query={x}&query",
    lambda _, __, ___: urlencode({"query": "{ pilots { totalCount } }", "variables": "null", "extensions": "[]"}),
    lambda _, __, ___: urlencode({"query": "mutation { x }"}),
    lambda _, __, ___: urlencode({"query": "{ __typename }", "variables": "[1]"}),
    lambda _, __, ___: urlencode({"query": "query A { __typename } query B { __typename }", "operationName": "C"}),
    lambda rng, _, __: "query=" + quote(rng.randbytes(50)),
    lambda _, __, ___: "query=%ff%fe%00&variables=%",
    lambda _, __, ___: "",
    lambda _, __, ___: "&&&=&?#",
)

_BODIES = (
    lambda _, source, variables: json.dumps({"query": source, "variables": variables}).encode(),
    lambda _, source, variables: json.dumps({"query": source, "variables": variables}, ensure_ascii=False).encode(
        "utf-16"
    ),
    lambda _, source, __: json.dumps({"query": source, "variables": None, "operationName": 1}).encode(),
    lambda _, source, __: json.dumps({"query": source, "operationName": "Nosuch"}).encode(),
    lambda _, source, __: json.dumps({"query": source, "extensions": {"persistedQuery": 1}, "id": 1}).encode(),
    lambda _, source, __: json.dumps([{"query": source}] * 3).encode(),
    lambda _, source, __: source.encode(),
    lambda _, source, __: b"\xef\xbb\xbf" + json.dumps({"query": source}).encode(),
    lambda _, source, __: gzip.compress(json.dumps({"query": source}).encode()),
    lambda _, source, __: urlencode({"query": source}).encode(),
    lambda rng, source, __: json.dumps({"query": source}).encode()[: rng.randrange(1, 60)],
    lambda rng, _, __: rng.randbytes(rng.choice((1, 10, 1000))),
    lambda rng, _, __: rng.choice((b"[" * 200_000, b'{"query":' * 5000, b'{"query":"' + b"{a" * 100_000 + b'"}')),
    lambda _, __, ___: b'{"query": "{ __typename }", "query": 1, "variables": {"a": NaN, "b": -Infinity, "c": 1e999}}',
    lambda _, __, ___: (
        b'{"query": "query ($n: Float) { statistics(where: {value: {eq: $n}}) { totalCount } }", "variables": {"n": NaN}}'
    ),
    lambda _, __, ___: (
        b'{"query": "query ($t: String!) { search(text: $t) { totalCount } }", "variables": {"t": "\\ud800\\u0000"}}'
    ),
    lambda _, __, ___: b'{"query": "{ \\ud800 }"}',
    lambda rng, _, __: rng.choice(
        (b"null", b"1", b'""', b"[]", b"{}", b"", b" ", b"\x00", b'{"query": null}', b'{"query": {}}')
    ),
    lambda _, __, ___: b'{"query": "' + b" " * (2 << 20) + b'"}',
    lambda rng, _, __: json.dumps({"query": "{ __typename }", "variables": rng.choice(([], "x", 1, True))}).encode(),
)
