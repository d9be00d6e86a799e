"""Waiting for a job without holding a thread, for as long as somebody is there to wait."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from typing import Literal

from starlette.requests import Request

from engine.jobs import Report

Outcome = Report | Literal["gone", "late"]


async def first_of(ended: Future[Report], request: Request, seconds: float) -> Outcome:
    """The job's last report; "gone" when the client has hung up, "late" when the time is up."""
    loop, over = asyncio.get_running_loop(), asyncio.Event()

    def tell(_: Future[Report]) -> None:
        loop.call_soon_threadsafe(over.set)

    ended.add_done_callback(tell)
    told, gone = asyncio.create_task(over.wait()), asyncio.create_task(_until_gone(request))
    try:
        await asyncio.wait({told, gone}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if ended.done():
            return ended.result()
        return "gone" if gone.done() else "late"
    finally:
        for task in (told, gone):
            task.cancel()
        await asyncio.gather(told, gone, return_exceptions=True)


async def _until_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
