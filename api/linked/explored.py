"""`/entity/...` where the explorer is built: the explorer, with the status and the links of the entity that it shows."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from api.answers import moved
from api.linked.resources import Place, asked, exists
from api.web import explorer
from graph import identities
from graph.errors import DatabaseError
from schema import entity_type


async def explored(request: Request) -> Response:
    """The explorer, which says itself what is wrong: 404 for an id that there is not; 308 for one that was merged."""
    id_ = asked(request)
    place, database = Place.of(id_), request.state.database
    status = 200
    try:
        if not entity_type(id_):
            status = 404
        elif not await exists(database, id_):
            if into := await identities.successor(database, id_):
                return moved(request, 308, Place.of(into).page)
            status = 404
    except DatabaseError:
        status = 503
    headers = {"link": place.page_links(request)} if status == 200 else {}
    return explorer(request, request.state.explorer, status=status, headers=headers)
