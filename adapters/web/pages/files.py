"""The files of `static`: kept by browsers as long as they like, for their address holds their hash."""

from starlette.responses import Response

from adapters.web.drawing import static_files
from adapters.web.roles import Door
from adapters.web.routes import Route
from adapters.web.visits import Problem, Visit

_KEPT = "public, max-age=31536000, immutable"


def give(visit: Visit) -> Response:
    file = static_files().get(visit.request.path_params["name"])
    if file is None:
        raise Problem(404)
    return Response(file.content, media_type=file.media_type, headers={"Cache-Control": _KEPT})


ROUTES = (Route("GET", "/static/{name}", Door.EVERYBODY, give),)
