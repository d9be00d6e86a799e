"""The studio for programs and its page: /generate_image, /jobs, /pictures, /recipe, /looks, /presets, /healthz, /readyz (docs/api.md)."""

from __future__ import annotations

from starlette.routing import BaseRoute

from ui.api.answers import route
from ui.api.generate import GenerateImage
from ui.api.jobs import Jobs
from ui.api.looks import looks_routes
from ui.api.offer import Health, Presets
from ui.api.openapi import OpenApi
from ui.api.pictures import PICTURES, Pictures
from ui.api.recipes import read_recipe
from ui.api.service import Service
from ui.api.workroom import Workroom

__all__ = ["PICTURES", "Service", "Workroom", "api_routes"]


def api_routes(service: Service) -> list[BaseRoute]:
    """The routes. The service's workroom and desk are started and closed by whoever made them."""
    jobs, pictures, health = Jobs(service), Pictures(service), Health(service)
    return [
        route("/generate_image", post=GenerateImage(service).post),
        route("/jobs/{id}", get=jobs.get, delete=jobs.delete),
        route(PICTURES + "{name}", get=pictures.get, post=pictures.post),
        route("/recipe", post=read_recipe),
        route("/presets", get=Presets(service.generator).get),
        route("/openapi.json", get=OpenApi(service.generator).get),
        route("/healthz", get=health.live),
        route("/readyz", get=health.ready),
        *looks_routes(service.generator),
    ]
