"""A job's report as an answer: the picture's address and figures, its file, or how far it is."""

from __future__ import annotations

import math
from typing import Any

from starlette.responses import Response

from engine import HueprintError
from engine.jobs import Report, Result
from engine.store import ALL_KINDS, kind_named
from ui.access.links import Links
from ui.api.answers import json_answer

JOBS = "/jobs/"
CLIENT_GONE = Response(status_code=499)
_SOONEST, _LATEST = 1, 60


class ReportedError(HueprintError):
    """A job's own failure, raised again where somebody waits for it."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.error.message if report.error else "This picture was called off; ask for it again.")
        self.code = report.error.code if report.error else "cancelled"


def accepted(report: Report, at: str = JOBS) -> Response:
    """202: the job, and when to come back for it. at: what its address begins with."""
    return json_answer({"status": "processing", **_standing(report, at)}, 202, {"Location": at + report.id, **_retry(report)})


def standing(report: Report, links: Links, at: str = JOBS, **more: Any) -> Response:
    """200: how a job stands. more: what is to be told too. May wait for the store."""
    return json_answer({**told(report, links, at), **more}, 200, {} if report.is_over else _retry(report))


def told(report: Report, links: Links, at: str = JOBS) -> dict[str, Any]:
    """How a job stands; with the picture's address once it is done: its job's own, where it is not kept."""
    content: dict[str, Any] = {"status": report.status, **_standing(report, at)}
    if report.result is not None:
        content |= picture(report.result, links) | ({} if report.result.name else {"image_url": at + report.id})
    if report.error is not None:
        content["error"] = report.error.model_dump()
    return content


def done(result: Result, links: Links, headers: dict[str, str]) -> Response:
    """200: where the picture is kept, and what is known of it. May wait for the store."""
    return json_answer(picture(result, links), 200, headers)


def picture(result: Result, links: Links) -> dict[str, Any]:
    """What a program gets to know of a picture. A store that has no link just now says so in `notice`; one that is not kept has none."""
    try:
        url, notice = links.to(result.name) if result.name else None, result.notice
    except HueprintError as error:
        url, notice = None, f"The picture is kept, but there is no link to it yet. {error.message}"
    return {
        "image_url": url,
        "name": result.name,
        "where": result.where,
        "notice": notice,
        "format": result.format,
        "bytes": result.bytes,
        "sha256": result.sha256,
        "size": [result.recipe.size.width, result.recipe.size.height],
        "fidelity": result.fidelity.model_dump(),
        "seconds": result.seconds,
        "recipe": result.recipe.model_dump(mode="json"),
    }


def picture_file(file: bytes, result: Result, headers: dict[str, str]) -> Response:
    """200: the file itself, a name to save it under, and the figures that the JSON answer would carry."""
    size, kind = result.recipe.size, kind_named(result.format, ALL_KINDS)
    return Response(
        file,
        headers={
            "Cache-Control": "no-store",
            "Content-Disposition": f'inline; filename="hueprint-{size.width}x{size.height}.{kind.extension}"',
            "Hueprint-On-Palette": f"{result.fidelity.on_palette_share:.4f}",
            "Hueprint-Share-Error": f"{result.fidelity.share_error:.4f}",
            **headers,
        },
        media_type=kind.content_type,
    )


def _standing(report: Report, at: str) -> dict[str, Any]:
    return {
        "job": at + report.id,
        "progress": round(report.progress, 3),
        "ahead": report.ahead,
        "seconds_left": round(report.seconds_left, 2),
    }


def _retry(report: Report) -> dict[str, str]:
    """Half of what is left: estimates err on either side, and who comes too early is told a better one."""
    return {"Retry-After": str(min(_LATEST, max(_SOONEST, math.ceil(report.seconds_left / 2))))}
