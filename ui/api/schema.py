"""What travels over the API, as pydantic models: the OpenAPI document is made of them, and the tests hold every answer to it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.contracts import MAX_SEED, Recipe
from engine.jobs.order import Failure, Figures, Format


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Colour(BaseModel):
    """One colour and its share of the area, on any positive scale."""

    model_config = ConfigDict(extra="forbid")

    hex: Annotated[str, Field(pattern="^#[0-9a-fA-F]{6}$")]
    weight: Annotated[float, Field(gt=0, le=1e6)] = 1.0


class Picture(Answer):
    """A kept picture. image_url: where it opens, relative to this server or absolute; null when there is no link just now."""

    image_url: str | None
    name: str
    where: Literal["local", "cloud", ""]
    notice: str
    format: Format
    bytes: int
    sha256: str
    size: Annotated[list[int], Field(min_length=2, max_length=2)]
    fidelity: Figures
    seconds: float
    recipe: Recipe


class Promise(Answer):
    """A picture that will take longer. seconds_left: estimated. ahead: pictures that come before it."""

    status: Literal["processing"]
    job: str
    progress: Annotated[float, Field(ge=0, le=1)]
    ahead: int
    seconds_left: float


class Standing(Answer):
    """How a job stands; with all of Picture once it is done, with an error when it failed."""

    model_config = ConfigDict(extra="allow")

    status: Literal["queued", "processing", "done", "failed", "cancelled"]
    job: str
    progress: Annotated[float, Field(ge=0, le=1)]
    ahead: int
    seconds_left: float
    image_url: str | None = None
    error: Failure | None = None


class MatchStanding(Standing):
    """previews: how many there have been at /match/<id>/preview, 0 once it is over. What is not kept opens at the job's own address."""

    previews: int


class Problem(Answer):
    """RFC 9457, with a stable `code`; `detail` is a sentence that may be shown to a person."""

    type: Literal["about:blank"]
    title: str
    status: int
    detail: str
    code: str
    error: Failure


class Part(Answer):
    ok: bool
    message: str | None = None


class Health(Answer):
    status: Literal["ok", "degraded"]
    engine: str
    store: Part


class Ready(Answer):
    status: Literal["ready", "unready"]
    generator: Part
    store: Part
    jobs: Part


class Photo(Answer):
    """photo: opens it here until it is forgotten."""

    photo: str
    sha256: str
    width: int
    height: int


class ClipEstimate(Answer):
    """What POST /animate would take. seconds: to make it; wait: until it would be begun."""

    frames: int
    seconds: float
    wait: float
    size: Annotated[list[int], Field(min_length=2, max_length=2)]


class Link(Answer):
    image_url: str | None


class RecipeAsked(BaseModel):
    recipe: Recipe


class RecipeFound(Answer):
    """recipe: null for a picture that holds none."""

    recipe: Recipe | None


class Swatches(Answer):
    colours: list[Colour]
    notice: str = ""


class HarmonyAsked(BaseModel):
    """colour: in any written form. kind: a name that the page's palette editor offers."""

    colour: Annotated[str, Field(max_length=64, examples=["#e8663f"])]
    kind: str


class RerollAsked(BaseModel):
    colours: str | Annotated[list[Colour], Field(min_length=2, max_length=12)]
    locked: Annotated[list[Annotated[int, Field(ge=0, le=11)]], Field(max_length=12)] = []
    seed: Annotated[int, Field(ge=0, le=MAX_SEED)] = 0


class ParseAsked(BaseModel):
    text: Annotated[str, Field(examples=["#123456, rgb(250 200 100), hsl(14, 79%, 58%)"])]


class Offer(BaseModel):
    """Everything that can be asked for."""

    model_config = ConfigDict(extra="allow")

    themes: list[dict[str, object]]
    styles: list[dict[str, object]]
    palettes: list[dict[str, object]]
    looks: list[dict[str, object]]
    knobs: list[dict[str, object]]
    size: dict[str, int]
