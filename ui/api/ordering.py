"""The one way from an order to an answer, whatever is painted: found, waited for, or promised.

Whoever asks waits for a picture that will soon be done (200), and is given a job to come back to (202) when it will not.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from engine.jobs import Made, Order, Report, Ticket, job_id_for
from ui.api.asking import Asking
from ui.api.reports import CLIENT_GONE, JOBS, ReportedError, accepted, done, picture_file
from ui.api.service import Service
from ui.api.waiting import first_of


class Ordering:
    """For one event loop. jobs: what the address of a job begins with."""

    def __init__(self, service: Service, jobs: str = JOBS) -> None:
        self._service, self._jobs = service, jobs

    async def answer(self, request: Request, order: Order, asking: Asking, patience: float | None = None) -> Response:
        """200 with {"image_url", "recipe", "fidelity", ...}, 200 with the file itself, or 202 with {"job"}.

        patience: seconds that it is waited for unless the request says so itself; the service's own unless given. Raises what desks raise.
        """
        desk, keep = self._service.desk, self._service.workroom.keep
        key = job_id_for(self._service.secret, order.client, asking.key) if asking.key else None
        if key is None:
            made = await keep(lambda: desk.find(order))
            if made is not None:
                return await self._answer(made, asking, {"X-Cache": "hit"})
        ticket = await keep(lambda: desk.submit(order, key))
        wait = self._service.quick if patience is None else patience
        return await self._wait(request, ticket, asking, wait if asking.wait is None else asking.wait)

    async def _wait(self, request: Request, ticket: Ticket, asking: Asking, patience: float) -> Response:
        """Wait as long as it is likely to be worth it; whoever goes meanwhile has nothing painted."""
        desk, keep = self._service.desk, self._service.workroom.keep
        headers = {"X-Cache": "joined" if ticket.joined else "miss", **({"Location": self._jobs + ticket.id} if asking.key else {})}
        try:
            if ticket.seconds <= patience:
                outcome = await first_of(await keep(lambda: desk.follow(ticket.id)), request, 1.5 * patience)
                if outcome == "gone":
                    return CLIENT_GONE
                if isinstance(outcome, Report) and outcome.is_over:
                    return await self._over(outcome, asking, headers)
            report = await keep(lambda: desk.promise(ticket.id))
            return await self._over(report, asking, headers) if report.is_over else accepted(report, self._jobs)
        finally:
            await keep(lambda: desk.leave(ticket.id))

    async def _over(self, report: Report, asking: Asking, headers: dict[str, str]) -> Response:
        if report.result is None:
            raise ReportedError(report)
        file = await self._service.workroom.keep(lambda: self._service.desk.file(report.id)) if asking.image else b""
        return await self._answer(Made(file, report.result), asking, headers)

    async def _answer(self, made: Made, asking: Asking, headers: dict[str, str]) -> Response:
        if asking.image:
            return picture_file(made.file, made.result, headers)
        return await self._service.workroom.keep(lambda: done(made.result, self._service.links, headers))
