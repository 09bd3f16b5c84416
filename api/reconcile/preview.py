"""Previews: a small page about one entity, shown in a frame of the client's, and the same as a flyout."""

from __future__ import annotations

from html import escape

from starlette.requests import Request
from starlette.responses import Response

from api.answers import HTML, as_json, problem, relative, respond
from api.reconcile.candidates import Candidate, by_ids
from api.reconcile.naming import language, name, type_name
from api.reconcile.query import described
from schema import entity_type

# Any page may show it in a frame: that is what it is for, and there is nothing in it to click but a link to a new window.
_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"


async def preview(request: Request) -> Response:
    """The page."""
    id_, lang = request.query_params.get("id", ""), language(request)
    found = await _found(request, id_)
    if found is None:
        return problem(request, 404, "NOT_FOUND", f"there is no {id_!r} in the graph")
    text = (
        f'<!doctype html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n<title>{escape(name(found.properties, lang))}</title>\n'
        f'<link rel="stylesheet" href="{relative(request, "page/linked.css")}">\n</head>\n<body>\n<main>\n'
        f"{_about(request, found, lang)}</main>\n</body>\n</html>\n"
    )
    headers = {"content-security-policy": _POLICY, "vary": "accept-language"}
    return respond(request, text.encode(), HTML, headers=headers)


async def flyout(request: Request) -> Response:
    """The same as a part of a page, in JSON."""
    id_, lang = request.query_params.get("id", ""), language(request)
    found = await _found(request, id_)
    if found is None:
        return problem(request, 404, "NOT_FOUND", f"there is no {id_!r} in the graph")
    return as_json(request, {"id": id_, "html": _about(request, found, lang)}, headers={"vary": "accept-language"})


async def _found(request: Request, id_: str) -> Candidate | None:
    plain = id_.removeprefix(f"{request.state.settings.base_iri}/id/")
    return (await by_ids(request.state.database, [plain])).get(plain)


def _about(request: Request, found: Candidate, lang: str) -> str:
    cls = entity_type(found.id)
    assert cls is not None
    names = [found.properties[key] for key in ("name_en", "name_zh", "name_fr") if key in found.properties]
    others = " · ".join(escape(one) for one in names if one != name(found.properties, lang))
    where = relative(request, f"id/{found.id}")
    parts = [f'<h1><a href="{where}" target="_blank" rel="noopener">{escape(name(found.properties, lang))}</a></h1>\n']
    parts += [f"<p>{others}</p>\n"] if others else []
    parts += [
        f"<p>{escape(type_name(cls, lang))} · {escape(described(found, lang))}</p>\n<p><code>{found.id}</code></p>\n"
    ]
    return "".join(parts)
