"""GET /metrics for Prometheus, GET /admin for eyes. ui/access/guard.py lets in whoever runs the studio, and nobody else."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute

from engine.jobs import Desk
from ui.api.answers import json_answer, route
from ui.api.workroom import Workroom
from ui.watching.history import History
from ui.watching.metrics import CONTENT_TYPE, Metrics

_PAGE = (Path(__file__).parent / "admin.html").read_text("utf-8")


class Admin:
    """The handlers."""

    def __init__(self, metrics: Metrics, history: History, desk: Desk, workroom: Workroom) -> None:
        self._metrics, self._history, self._desk, self._workroom = metrics, history, desk, workroom

    @property
    def routes(self) -> list[BaseRoute]:
        return [route("/metrics", get=self.numbers), route("/admin", get=self.page), route("/admin/figures", get=self.figures)]

    async def numbers(self, request: Request) -> Response:
        """200: Prometheus' text format."""
        text = await self._workroom.keep(self._metrics.text)
        return Response(text, headers={"Content-Type": CONTENT_TYPE, "Cache-Control": "no-store"})

    async def page(self, request: Request) -> Response:
        """200: plots of the last hour, drawn anew every few seconds."""
        return HTMLResponse(_PAGE, headers={"Cache-Control": "no-store"})

    async def figures(self, request: Request) -> Response:
        """200: what the plots show."""
        return json_answer(self._history.figures())
