"""The questions of queries/sparql/ as the query page shows them: each file's sentence and text."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import orjson
from starlette.requests import Request
from starlette.responses import Response

from api.answers import JSON, cache_control, respond, tag


@cache
def sparql_questions() -> dict[str, str]:
    """Name -> text of every question, in order of name; the first line of a text is a comment that says the question."""
    folder = files("queries").joinpath("sparql")
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".rq")), key=lambda file: file.name)
    return {file.name.removesuffix(".rq"): file.read_text("utf-8") for file in found}


async def examples(request: Request) -> Response:
    """All of them as JSON."""
    made = [
        {"name": name, "sentence": text.partition("\n")[0].removeprefix("# "), "query": text}
        for name, text in sparql_questions().items()
    ]
    body = orjson.dumps(made)
    headers = {"etag": tag(body), "cache-control": cache_control(request.state.settings.max_age)}
    return respond(request, body, JSON, headers=headers)
