"""GET /jobs/<id> tells how a promised picture stands, DELETE /jobs/<id> calls it off. Whoever has the name may do both."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from engine.jobs import JobNotFoundError, is_job_id
from ui.api.asking import FILES, image_type
from ui.api.reports import picture_file, standing
from ui.api.service import Service


class Jobs:
    """The two handlers."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def get(self, request: Request) -> Response:
        """200 with its status; or, once it is done and if the Accept header asks for an image, the file itself."""
        name = _name(request)
        return await self._service.workroom.keep(lambda: self._told(name, image_type(request.headers.get("accept", ""), FILES)))

    async def delete(self, request: Request) -> Response:
        """200 with its status: cancelled, unless it was over already."""
        name = _name(request)
        return await self._service.workroom.keep(lambda: standing(self._service.desk.cancel(name), self._service.links))

    def _told(self, name: str, image: str) -> Response:
        report = self._service.desk.report(name)
        if image and report.result is not None:
            return picture_file(self._service.desk.file(name), report.result, {})
        return standing(report, self._service.links)


def _name(request: Request) -> str:
    name = str(request.path_params["id"])
    if not is_job_id(name):
        raise JobNotFoundError
    return name
