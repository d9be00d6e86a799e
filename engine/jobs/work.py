"""The work itself, the same in a thread and on a worker: paint, encode, keep."""

from __future__ import annotations

import hashlib
import io
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from engine.animate import first_frame
from engine.contracts import Priority, Recipe, Tensor
from engine.errors import HueprintError, InvalidPreferencesError, PhotoForgottenError, PictureNotFoundError, StoreError
from engine.image_generator import ImageGenerator, Painting
from engine.jobs.faults import JobFailedError
from engine.jobs.order import Failure, Figures, Matching, Order, Result
from engine.jobs.watch import Watch
from engine.match.asked import to_image
from engine.store import ALL_KINDS, Store, kind_named, picture_to_bytes

_URGENCY = {"preview": Priority.LIVE, "export": Priority.EXPORT, "batch": Priority.BATCH}

_log = logging.getLogger("hueprint.jobs")


@dataclass(frozen=True)
class Made:
    """A picture's file and what is known of it; `result` says whether it is kept."""

    file: bytes
    result: Result


@dataclass(frozen=True)
class Telling:
    """part: hears how much is done of what takes long, 0 to 1, and answers whether to go on. show: gets JPEG files of what grows."""

    part: Callable[[float], bool]
    show: Callable[[bytes], None]


def make(generator: ImageGenerator, order: Order, watch: Watch, telling: Telling | None = None) -> Made:
    """Paint and encode. Raises HueprintError; PhotoForgottenError where a photograph has not come along, CalledOffError."""
    if order.lacks:
        raise PhotoForgottenError
    if order.recipe.motion is not None:
        return _clip(generator, order, watch, telling)
    began = time.perf_counter()
    painting = _matched(generator, order, order.matching, telling) if order.matching else _painted(generator, order)
    painted = time.perf_counter()
    file = picture_to_bytes(painting.image, painting.recipe, order.format)
    watch.stage("match" if order.matching else "paint", painted - began)
    watch.stage("encode", time.perf_counter() - painted)
    return Made(file, _result(order, file, Figures.of(painting.fidelity), painting.seconds, painting.recipe))


def _painted(generator: ImageGenerator, order: Order) -> Painting:
    photo = order.recipe.preferences.photo
    return generator.paint(order.recipe, _URGENCY[order.priority], order.photograph(photo.sha256) if photo else None)


def _clip(generator: ImageGenerator, order: Order, watch: Watch, telling: Telling | None) -> Made:
    photo, tell = order.recipe.preferences.photo, telling.part if telling else None
    photograph = order.photograph(photo.sha256) if photo else None
    clip = generator.animate(order.recipe, order.format, photograph=photograph, priority=Priority.BATCH, tell=tell)
    watch.stage("clip", clip.seconds)
    return Made(clip.file, _result(order, clip.file, Figures.of(clip.fidelity), clip.seconds, order.recipe))


def _matched(generator: ImageGenerator, order: Order, matching: Matching, telling: Telling | None) -> Painting:
    match, recipe = matching.match, order.recipe
    references = [one for name in match.references if (one := order.photograph(name)) is not None]

    def tell(part: float, picture: Tensor | None) -> bool:
        if telling is None:
            return True
        if picture is not None:
            telling.show(_jpeg(picture))
        return telling.part(part)

    return generator.match(
        references,
        order.photograph(match.photo),
        size=recipe.size,
        content=match.content,
        seed=recipe.preferences.seed,
        palette=matching.palette,
        tell=tell,
    )


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
    photo = recipe.preferences.photo
    is_it = photo is not None and photo.match == order.matching.match if order.matching else recipe == order.recipe
    if not is_it:
        return None
    try:
        figures = Figures.of(generator.fidelity(first_frame(file), recipe, photograph=order.photograph(photo.sha256) if photo else None))
    except InvalidPreferencesError:  # edits of a photograph cannot be measured without it
        return None
    return Made(file, _result(order, file, figures, 0.0, recipe).model_copy(update={"name": name}))


def failure(error: BaseException) -> Failure:
    """What to tell of an error: the engine's own words, or ours for what nobody foresaw."""
    if not isinstance(error, HueprintError):
        _log.error("A picture could not be painted (%s).", type(error).__name__)
        error = JobFailedError()
    return Failure(code=error.code, message=error.message)


def _jpeg(picture: Tensor) -> bytes:
    file = io.BytesIO()
    to_image(picture).save(file, "JPEG", quality=88)
    return file.getvalue()


def _result(order: Order, file: bytes, figures: Figures, seconds: float, recipe: Recipe) -> Result:
    return Result(
        format=order.format,
        bytes=len(file),
        sha256=hashlib.sha256(file).hexdigest(),
        fidelity=figures,
        seconds=round(seconds, 4),
        recipe=recipe,
    )
