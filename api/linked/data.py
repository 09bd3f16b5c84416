"""`/data/{type}/{key}` with or without a suffix: the description of a thing in an RDF format."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from api.answers import (
    accept,
    cache_control,
    choose,
    fresh,
    here,
    link_header,
    not_acceptable,
    problem,
    relative,
    respond,
    tag,
)
from api.linked.formats import ALSO, BY_SUFFIX, DATA, split
from api.linked.resources import VARY, Place, asked, gone, missing, position
from api.rdf.description import LIMIT, described
from api.rdf.pages import version
from graph.errors import DatabaseError, NotFoundError


async def data(request: Request) -> Response:
    """The description in the format of the suffix; without one, in that which Accept prefers, and the same address."""
    key, suffix = split(request.path_params["key"])
    id_ = asked(request, key)
    place, after = Place.of(id_), position(request)
    if here(request) != place.data + (suffix or ""):
        return missing(request, id_)
    if after is None:
        return problem(request, 400, "BAD_USER_INPUT", "after: expected the id of a statement")
    chosen = suffix
    if chosen is None:
        offer = choose(accept(request), (*DATA, *ALSO))
        if offer is None:
            return not_acceptable(request, DATA, place.links(request))
        chosen = offer.name
    settings = request.state.settings
    media_type = BY_SUFFIX[chosen].media_type
    headers = {"cache-control": cache_control(settings.max_age)}
    if suffix is None:
        headers |= {"vary": VARY, "content-location": _at(request, place, chosen, after)}
    links = [
        (relative(request, place.thing), {"rel": "describes"}),
        (relative(request, place.data), {"rel": "canonical"}),
    ]
    links += place.link_header(request, "alternate", without=chosen)
    headers["link"] = link_header(links)

    def tagged(at: int) -> str:
        return tag(at, settings.base_iri, id_, chosen, after)

    if "if-none-match" in request.headers:  # a tag is only known to who got it, when the thing was there
        headers["etag"] = tagged(await version(request.state.database) or 0)
        if fresh(request, headers["etag"]):
            return respond(request, b"", media_type, headers=headers)
    try:
        found = await described(request.state.database, id_, after=after, limit=LIMIT)
    except NotFoundError:
        return await gone(request, id_, lambda successor: Place.of(successor).data + (suffix or ""))
    except DatabaseError as error:
        return problem(request, 503, "BUSY", str(error), {"retry-after": "1"})
    headers["etag"] = tagged(found.version)
    if found.next:
        following = _at(request, place, suffix or "", found.next)
        headers["link"] += ", " + link_header([(following, {"rel": "next"})])
    headers["qianglian-statements"] = str(found.total)
    text = found.text(BY_SUFFIX[chosen].syntax(settings.base_iri))
    return respond(request, text.encode(), media_type, headers=headers)


def _at(request: Request, place: Place, suffix: str, after: str) -> str:
    at = relative(request, place.data + suffix)
    return f"{at}?after={after}" if after else at
