"""The work itself, the same in a thread and on a worker: paint, encode, keep."""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import dataclass

from engine.animate import Tell, first_frame
from engine.contracts import Priority
from engine.errors import HueprintError, InvalidPreferencesError, PhotoForgottenError, PictureNotFoundError, StoreError
from engine.image_generator import ImageGenerator
from engine.jobs.faults import JobFailedError
from engine.jobs.order import Failure, Figures, Order, Result
from engine.jobs.watch import Watch
from engine.store import ALL_KINDS, Store, kind_named, picture_to_bytes

_URGENCY = {"preview": Priority.LIVE, "export": Priority.EXPORT, "batch": Priority.BATCH}

_log = logging.getLogger("hueprint.jobs")


@dataclass(frozen=True)
class Made:
    """A picture's file and what is known of it; `result` says whether it is kept."""

    file: bytes
    result: Result


def make(generator: ImageGenerator, order: Order, watch: Watch, tell: Tell | None = None) -> Made:
    """Paint and encode. tell: hears how far a clip is, and answers whether to go on.

    Raises HueprintError; PhotoForgottenError where the photograph has not come along.
    """
    began = time.perf_counter()
    if order.lacks:
        raise PhotoForgottenError
    if order.recipe.motion is not None:
        clip = generator.animate(order.recipe, order.format, photograph=order.photograph, priority=Priority.BATCH, tell=tell)
        watch.stage("clip", clip.seconds)
        return Made(clip.file, _result(order, clip.file, Figures.of(clip.fidelity), clip.seconds))
    painting = generator.paint(order.recipe, _URGENCY[order.priority], order.photograph)
    painted = time.perf_counter()
    file = picture_to_bytes(painting.image, painting.recipe, order.format)
    watch.stage("paint", painted - began)
    watch.stage("encode", time.perf_counter() - painted)
    return Made(file, _result(order, file, Figures.of(painting.fidelity), painting.seconds))


def keep(store: Store, made: Made, name: str, watch: Watch) -> Made:
    """Put the file into the store under `name`; the same file under the same name is the same picture. Raises StoreError."""
    began = time.perf_counter()
    extension = kind_named(made.result.format, ALL_KINDS).extension
    try:
        kept = store.keep(made.file, recipe=made.result.recipe, extension=extension, name=name)
    except StoreError as error:
        watch.kept(error.code)
        raise
    watch.kept(kept.where)
    watch.stage("keep", time.perf_counter() - began)
    return Made(made.file, made.result.model_copy(update={"name": kept.name, "where": kept.where, "notice": kept.notice}))


def find(generator: ImageGenerator, store: Store, order: Order, name: str) -> Made | None:
    """The picture, if an earlier attempt kept it and then could not say so. Raises StoreError when the store cannot tell."""
    try:
        file, recipe = store.open(name), store.recipe(name)
    except PictureNotFoundError:
        return None
    if recipe != order.recipe:
        return None
    try:
        figures = Figures.of(generator.fidelity(first_frame(file), recipe, photograph=order.photograph))
    except InvalidPreferencesError:  # edits of a photograph cannot be measured without it
        return None
    return Made(file, _result(order, file, figures, 0.0).model_copy(update={"name": name}))


def failure(error: BaseException) -> Failure:
    """What to tell of an error: the engine's own words, or ours for what nobody foresaw."""
    if not isinstance(error, HueprintError):
        _log.error("A picture could not be painted (%s).", type(error).__name__)
        error = JobFailedError()
    return Failure(code=error.code, message=error.message)


def _result(order: Order, file: bytes, figures: Figures, seconds: float) -> Result:
    return Result(
        format=order.format,
        bytes=len(file),
        sha256=hashlib.sha256(file).hexdigest(),
        fidelity=figures,
        seconds=round(seconds, 4),
        recipe=order.recipe,
    )
