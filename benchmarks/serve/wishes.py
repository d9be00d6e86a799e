"""What is asked for while things die: pictures, edits, photographs painted, edited and matched, clips; each with a seed of its own."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import Any

import httpx
import numpy as np
from PIL import Image

MASK = [{"kind": "ellipse", "left": -0.3, "top": -0.2, "right": 0.3, "bottom": 0.3}]
STILL = {"theme": "dark", "style": "minimalist"}
SMALL = [96, 64]
PHOTOGRAPHS = 4


@dataclass(frozen=True)
class Wish:
    """One request. photo: the file that goes along, under the name `field`."""

    path: str
    asked: dict[str, Any]
    photo: bytes = b""
    field: str = "photo"

    def send(self, client: httpx.Client, headers: dict[str, str]) -> httpx.Response:
        """Its answer."""
        if not self.photo:
            return client.post(self.path, json=self.asked, headers=headers)
        files = {self.field: ("photo.png", self.photo, "image/png")}
        return client.post(self.path, files=files, data={"preferences": json.dumps(self.asked)}, headers=headers)


def wish(number: int, seed: int) -> Wish:
    """Of twenty: ten pictures, two edits, four photographs painted, two edited, one matched, and a clip of two seconds."""
    if number % 20 == 19:
        return Wish("/match", {"seed": seed, "size": SMALL}, _photograph(number), "reference")
    match number % 10:
        case 5:
            return Wish("/edit", {"preferences": {**STILL, "seed": seed}, "mask": MASK, "inside": {"theme": "ocean"}, "size": SMALL})
        case 6 | 7:
            return Wish("/restyle", {"style": "minimalist", "seed": seed, "size": SMALL}, _photograph(number))
        case 8:
            inside = {"style": "minimalist", "palette": "ember", "seed": seed}
            return Wish("/edit", {"mask": MASK, "inside": inside, "size": SMALL}, _photograph(number))
        case 9:
            moving = {**STILL, "seed": seed, "size": SMALL, "seconds": 2, "fps": 12, "format": "webp"}
            return Wish("/animate", moving)
        case _:
            return Wish("/generate_image", {**STILL, "seed": seed, "size": SMALL})


def seed_of(recipe: dict[str, Any]) -> int:
    """What tells its wish from the others."""
    preferences = recipe["preferences"]
    edits = preferences.get("edits") or [{"inside": {}}]
    return int(edits[0]["inside"].get("seed") or preferences["seed"])


def _photograph(number: int) -> bytes:
    """A file of a few smooth patches; a few different ones."""
    rough = np.random.default_rng(number // 10 % PHOTOGRAPHS).integers(0, 255, (5, 7, 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(rough).resize((480, 320), Image.Resampling.BICUBIC).save(file, "PNG")
    return file.getvalue()
