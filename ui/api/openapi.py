"""GET /openapi.json: the API as an OpenAPI 3.1 document, made of the models of schema.py and of what this studio offers."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from starlette.requests import Request
from starlette.responses import Response

from engine import ImageGenerator, Preferences, Recipe, Size
from engine.animate import CLIP_KINDS
from engine.contracts import MAX_BLEND, MAX_COLOURS, MAX_LOOKS, MAX_REFERENCES, MIN_COLOURS, Motion
from engine.jobs.order import Figures
from engine.store import ALL_KINDS, KINDS
from ui.api import schema
from ui.api.answers import PROBLEM, json_answer
from ui.match.asked import MatchAsked
from ui.photos.edits import EditAsked

_REF = "#/components/schemas/{model}"
_ALWAYS = (400, 401, 403, 408, 413, 429, 500, 503)
_MODELS: list[type[BaseModel]] = [Preferences, Recipe, Size, Figures, EditAsked, MatchAsked]
_HEX = {"type": "string", "pattern": "^#[0-9a-fA-F]{6}$"}
_COLOUR = {
    "anyOf": [_HEX, {"type": "string", "maxLength": 64, "examples": ["rgb(232, 102, 63)"]}],
    "description": "#rrggbb, #rgb, rgb(), hsl() or a CSS name",
}
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_FILES = {kind.content_type: _BINARY for kind in KINDS}
_KEPT = {kind.content_type: _BINARY for kind in ALL_KINDS}
# Any content type is read; this is the one that says nothing.
_BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_FORM = {
    "application/json": {"schema": {"type": "object", "properties": {"photo": {"type": "string"}}, "required": ["photo"]}},
    "multipart/form-data": {
        "schema": {
            "type": "object",
            "properties": {"photo": {"type": "string", "format": "binary"}, "preferences": {"type": "string"}},
            "required": ["photo"],
        }
    },
}
_EDIT = {**_FORM, "application/json": {"schema": {"$ref": _REF.format(model="EditAsked")}}}
_MATCH = {
    "application/json": {"schema": {"$ref": _REF.format(model="MatchAsked")}},
    "multipart/form-data": {
        "schema": {
            "type": "object",
            "properties": {
                "reference": {"type": "array", "items": {"type": "string", "format": "binary"}, "minItems": 1, "maxItems": MAX_REFERENCES},
                "photo": {"type": "string", "format": "binary"},
                "preferences": {"type": "string"},
            },
            "required": ["reference"],
        }
    },
}
_HEADERS = [
    ("Idempotency-Key", "Sent again with the same request, it is the same picture.", {"type": "string", "pattern": "^[!-~]{1,200}$"}),
    ("Prefer", "respond-async, wait=<seconds> (RFC 7240), priority=batch", {"type": "string", "examples": ["wait=5", "respond-async"]}),
]


class OpenApi:
    """The handler; the document is put together once."""

    def __init__(self, generator: ImageGenerator) -> None:
        self._document = document(generator)

    async def get(self, request: Request) -> Response:
        """200, the same for everyone."""
        return json_answer(self._document, headers={"Cache-Control": "public, max-age=300"})


def document(generator: ImageGenerator) -> dict[str, Any]:
    """The whole document."""
    models = [*_MODELS, *(one for one in vars(schema).values() if isinstance(one, type) and one.__module__ == schema.__name__)]
    _, made = models_json_schema([(model, "validation") for model in models], ref_template=_REF)
    stills = asked(generator)
    schemas = {**made["$defs"], "Asked": stills, "ClipAsked": clip_asked(stills)}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Hueprint", "version": "1", "description": "Pictures in exactly the colours you choose."},
        "paths": paths(),
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer"},
                "header": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
            },
        },
        "security": [{}, {"key": []}, {"header": []}],
    }


def asked(generator: ImageGenerator) -> dict[str, Any]:
    """What POST /generate_image takes: preferences, by the names that this studio knows, or a recipe; a size and a format with either."""
    fields = Preferences.model_json_schema(ref_template=_REF)["properties"]
    size = {
        "anyOf": [{"$ref": _REF.format(model="Size")}, {"type": "array", "prefixItems": [_side(), _side()], "items": False, "minItems": 2}]
    }
    colours = {
        "type": "array",
        "minItems": MIN_COLOURS,
        "maxItems": MAX_COLOURS,
        "items": {"anyOf": [{"$ref": _REF.format(model="Colour")}, _COLOUR]},
    }
    out = {"size": size, "format": {"enum": ["png", "jpeg", "webp"], "default": "png"}}
    preferences = {
        **{name: field for name, field in fields.items() if name != "photo"},  # for POST /restyle
        "theme": _named(generator.themes),
        "style": _named(generator.styles),
        "palette": {"anyOf": [{"enum": generator.palettes}, colours]},
        "background": _COLOUR,
        "accent": _COLOUR,
        "options": {"type": "object", "properties": {name: _unit() for name in generator.catalogue.options}, "additionalProperties": False},
        **out,
    }
    recipe = {"recipe": {"$ref": _REF.format(model="Recipe")}, **out}
    return {
        "anyOf": [
            {"type": "object", "properties": preferences, "additionalProperties": False},
            {"type": "object", "properties": recipe, "required": ["recipe"], "additionalProperties": False},
        ]
    }


def clip_asked(stills: dict[str, Any]) -> dict[str, Any]:
    """What POST /animate takes: what a still picture takes, and how it moves."""
    fields = Motion.model_json_schema()["properties"]
    motion = {name: fields[name] for name in ("seconds", "fps", "hold")}
    looks = {"type": "array", "maxItems": MAX_LOOKS, "items": {"$ref": _REF.format(model="Preferences")}}
    out = {**motion, "looks": looks, "format": {"enum": [kind.id for kind in CLIP_KINDS], "default": "mp4"}}
    photo = {"photo": {"type": "string"}, "light": _unit(), "colour": _unit(), "recolour": {"type": "boolean"}}
    either = [{**one, "properties": {**one["properties"], **out, **photo}} for one in stills["anyOf"]]
    return {"anyOf": either}


def _at() -> dict[str, Any]:
    return {"name": "at", "in": "query", "schema": {**_unit(), "default": 0}}


def paths() -> dict[str, Any]:
    """Every address, with every status that it may answer."""
    job = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "pattern": "^[a-z2-7]{26}$"}}
    name = {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}
    signed = [{"name": key, "in": "query", "schema": {"type": "string"}} for key in ("until", "signature")]
    headers = [{"name": name, "in": "header", "description": about, "schema": kind} for name, about, kind in _HEADERS]
    standing, picture = {200: {**_json("Standing"), **_KEPT}}, {200: {**_json("Picture"), **_FILES}, 202: _json("Promise")}
    matched = {200: _json("Picture"), 202: _json("Promise")}
    return {
        "/generate_image": {"post": _operation("Paint a picture.", picture, (410, 415, 422, 507), _json("Asked"), headers)},
        "/restyle": {"post": _operation("Paint a photograph.", picture, (410, 415, 422, 507), _FORM, headers)},
        "/edit": {"post": _operation("Paint a part of a picture otherwise.", picture, (410, 415, 422, 507), _EDIT, headers)},
        "/animate": {"post": _operation("Make a moving picture.", matched, (410, 415, 422, 507), _json("ClipAsked"), headers)},
        "/animate/estimate": {
            "post": _operation("How long that would take.", {200: _json("ClipEstimate")}, (410, 415, 422), _json("ClipAsked"))
        },
        "/animate/moment": {
            "post": _operation("A frame of it.", {200: {"image/jpeg": _BINARY}}, (410, 415, 422), _json("ClipAsked"), [_at()])
        },
        "/match": {"post": _operation("Match a photograph to references.", matched, (410, 415, 422, 507), _MATCH, headers)},
        "/match/{id}": {
            "get": _operation("How it stands.", {200: {**_json("MatchStanding"), **_FILES}}, (404,), None, [job]),
            "post": _operation("Keep it.", {200: _json("Picture")}, (404, 507), None, [job]),
            "delete": _operation("Call it off.", {200: _json("MatchStanding")}, (404,), None, [job]),
        },
        "/match/{id}/preview": {"get": _operation("What there is to see so far.", {200: {"image/jpeg": _BINARY}}, (404,), None, [job])},
        "/photos": {"post": _operation("Hold a photograph in memory.", {200: _json("Photo")}, (415, 422), _BYTES)},
        "/photos/{handle}": {"delete": _operation("Forget it.", {204: {}}, (), None, [{**name, "name": "handle"}])},
        "/jobs/{id}": {
            "get": _operation("How a picture stands that was promised.", standing, (404,), None, [job]),
            "delete": _operation("Call it off.", {200: _json("Standing")}, (404,), None, [job]),
        },
        "/pictures/{name}": {
            "get": _operation("A kept picture.", {200: _KEPT, 206: _KEPT}, (404, 410), None, [name, *signed]),
            "post": _operation("A new link to it, for its recipe.", {200: _json("Link")}, (404, 415, 422), _json("RecipeAsked"), [name]),
        },
        "/recipe": {"post": _operation("The recipe in a picture or its sidecar.", {200: _json("RecipeFound")}, (422,), _BYTES)},
        "/palette/harmony": {"post": _operation("A palette about a colour.", {200: _json("Swatches")}, (415, 422), _json("HarmonyAsked"))},
        "/palette/reroll": {"post": _operation("Another palette like this.", {200: _json("Swatches")}, (415, 422), _json("RerollAsked"))},
        "/palette/parse": {"post": _operation("Colours in a text.", {200: _json("Swatches")}, (415, 422), _json("ParseAsked"))},
        "/palette/extract": {"post": _operation("The colours of a picture.", {200: _json("Swatches")}, (422,), _BYTES)},
        "/presets": {"get": _operation("What can be asked for.", {200: _json("Offer")})},
        "/healthz": {"get": _operation("Whether it lives.", {200: _json("Health")})},
        "/readyz": {"get": _operation("Whether it can work.", {200: _json("Ready"), 503: {**_json("Ready"), **_problem()}})},
    }


def _operation(
    summary: str,
    answers: dict[int, dict[str, Any]],
    refusals: tuple[int, ...] = (),
    body: dict[str, Any] | None = None,
    parameters: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    refused = {status: _problem() for status in sorted({*refusals, *_ALWAYS})}
    told = {
        str(status): {"description": "Done" if status < 300 else "See `code`", "content": content}
        for status, content in (refused | answers).items()
    }
    asked_for = {"requestBody": {"required": True, "content": body}} if body else {}
    return {"summary": summary, "parameters": parameters or [], **asked_for, "responses": told}


def _json(model: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REF.format(model=model)}}}


def _problem() -> dict[str, Any]:
    return {PROBLEM: {"schema": {"$ref": _REF.format(model="Problem")}}}


def _named(names: list[str]) -> dict[str, Any]:
    weight = {"type": "number", "exclusiveMinimum": 0, "maximum": 1e6}
    blend = {"type": "object", "properties": dict.fromkeys(names, weight), "additionalProperties": False}
    return {"anyOf": [{"enum": names}, {**blend, "minProperties": 1, "maxProperties": MAX_BLEND}]}


def _unit() -> dict[str, Any]:
    return {"type": "number", "minimum": 0, "maximum": 1}


def _side() -> dict[str, Any]:
    return {"type": "integer", "minimum": 16, "maximum": 16_384}
