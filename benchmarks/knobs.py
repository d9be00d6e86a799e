"""Does each knob do what its name says? Measures an attribute of its name over nine settings, in every theme x style.

    python -m benchmarks.knobs [--size 256] [--seed 3] [--palette ember]

Prints, for every style, the median over themes of Spearman's rank correlation between knob and attribute, and how much the
picture changes from one end of the slider to the other.
"""

from __future__ import annotations

import argparse
import functools
import itertools
import json
import statistics
from collections.abc import Callable

import numpy as np
import torch

from engine import ImageGenerator
from engine.backends.canvas import Canvas
from engine.contracts import KNOBS
from engine.draw.grid import Grid
from engine.palette.oklab import srgb_to_oklab

STEPS = 9
CAMERA_Y = 0.04


def lightness(image: object) -> np.ndarray:
    """PIL RGB -> (H, W) OKLab L."""
    planes = torch.from_numpy(np.array(image)).permute(2, 0, 1).float() / 255
    return srgb_to_oklab(planes)[0].numpy()


def blurred(plane: np.ndarray, fraction: float) -> np.ndarray:
    """Gaussian of standard deviation `fraction` of the height, by FFT with mirrored borders."""
    tall, wide = plane.shape
    mirrored = np.pad(plane, ((0, tall), (0, wide)), mode="symmetric")
    fy, fx = np.fft.fftfreq(2 * tall)[:, None], np.fft.rfftfreq(2 * wide)[None]
    low = np.exp(-2 * (np.pi * fraction * tall) ** 2 * (fy**2 + fx**2))
    return np.fft.irfft2(np.fft.rfft2(mirrored) * low, s=mirrored.shape)[:tall, :wide]


def slopes(plane: np.ndarray) -> np.ndarray:
    down, across = np.gradient(plane)
    return np.hypot(down, across)


def detail(shown: np.ndarray, _: ImageGenerator, __: dict) -> float:
    """How much there is to see: length and strength of all edges, a picture height."""
    return float(slopes(blurred(shown, 0.0015)).mean() * len(shown))


def contrast(shown: np.ndarray, _: ImageGenerator, __: dict) -> float:
    """How far lights and darks stand apart: standard deviation of lightness."""
    return float(shown.std())


def energy(shown: np.ndarray, generator: ImageGenerator, asked: dict) -> float:
    """How far everything has moved from rest: difference from the same picture at energy 0, both without their finest marks."""
    still = blurred_picture(generator, json.dumps(asked | {"knobs": {"energy": 0.0}}), shown.shape[::-1], 0.01)
    return float(np.abs(blurred(shown, 0.01) - still).mean())


def depth(shown: np.ndarray, generator: ImageGenerator, asked: dict) -> float:
    """Aerial perspective: how much lighter (darker, in a night) the far half is than the near half."""
    far, sign = depth_map(generator, asked["theme"], asked["seed"], shown.shape)
    cut = np.median(far)
    return float(sign * (shown[far >= cut].mean() - shown[far < cut].mean()))


def texture(shown: np.ndarray, _: ImageGenerator, __: dict) -> float:
    """The surface of the medium: median size of the finest marks, away from edges."""
    fine = np.abs(shown - blurred(shown, 0.004))
    calm = slopes(blurred(shown, 0.008))
    return float(fine[calm <= np.quantile(calm, 0.7)].mean())


def scale(shown: np.ndarray, generator: ImageGenerator, asked: dict) -> float:
    """How large things are shown: the magnification at which the picture at 0.5 fits this one best."""
    shown, still = blurred(shown, 0.006), blurred_picture(generator, json.dumps(asked | {"knobs": {}}), shown.shape[::-1], 0.006)
    return max(np.geomspace(0.5, 2.0, 49), key=lambda zoom: likeness(shown, still, zoom))


def likeness(shown: np.ndarray, still: np.ndarray, zoom: float) -> float:
    """Correlation of a picture with another magnified by `zoom` about the camera's centre, where both show something."""
    tall, wide = shown.shape
    y, x = np.meshgrid(np.linspace(-0.5, 0.5, tall), np.linspace(-0.5, 0.5, wide), indexing="ij")
    v, u = (y - CAMERA_Y) / zoom + CAMERA_Y, x / zoom
    seen = (np.abs(u) <= 0.5) & (np.abs(v) <= 0.5)
    rows, columns = ((part[seen] + 0.5) * (count - 1) for part, count in ((v, tall), (u, wide)))
    return float(np.corrcoef(shown[seen], still[rows.round().astype(int), columns.round().astype(int)])[0, 1])


ATTRIBUTES: dict[str, Callable[[np.ndarray, ImageGenerator, dict], float]] = {
    "detail": detail,
    "contrast": contrast,
    "energy": energy,
    "depth": depth,
    "texture": texture,
    "scale": scale,
}


@functools.lru_cache(maxsize=1)
def blurred_picture(generator: ImageGenerator, asked: str, size: tuple[int, int], fraction: float) -> np.ndarray:
    """The blurred lightness of what the JSON asks for: all steps of a slider are compared with the same one."""
    return blurred(lightness(generator.preview(json.loads(asked), size).image), fraction)


@functools.lru_cache(maxsize=1)
def depth_map(generator: ImageGenerator, theme: str, seed: int, shape: tuple[int, int]) -> tuple[np.ndarray, float]:
    """(H, W) depth of the scene at rest, and +1 where the far is light, -1 where it is dark."""
    studio = Canvas(generator.catalogue).studio(generator.condition({"theme": theme, "seed": seed}))
    return studio.scene_fields(Grid.window(shape[::-1])).depth.numpy(), studio.far()


def spearman(values: list[float]) -> float:
    """Rank correlation of values with their order; 0 when nothing changes."""
    ranks = np.argsort(np.argsort(values)).astype(float)
    return float(np.corrcoef(ranks, np.arange(len(values)))[0, 1]) if np.ptp(values) > 1e-9 else 0.0


def response(generator: ImageGenerator, asked: dict, knob: str, size: int) -> tuple[float, float]:
    """(rank correlation of the knob with its attribute, mean absolute change of the picture from 0 to 1, of 0..1)."""
    images = [generator.preview(asked | {"knobs": {knob: step / (STEPS - 1)}}, (size, size)).image for step in range(STEPS)]
    shown = [lightness(image) for image in images]
    first, last = (np.asarray(image, dtype=float) / 255 for image in (images[0], images[-1]))
    return spearman([ATTRIBUTES[knob](one, generator, asked) for one in shown]), float(np.abs(first - last).mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--palette", default="ember")
    parser.add_argument("--themes", nargs="*")
    parser.add_argument("--styles", nargs="*")
    parser.add_argument("--knobs", nargs="*", default=list(KNOBS))
    arguments = parser.parse_args()
    generator = ImageGenerator()
    themes, styles = arguments.themes or generator.themes, arguments.styles or generator.styles
    for knob in arguments.knobs:
        found = {
            (theme, style): response(
                generator,
                {"theme": theme, "style": style, "seed": arguments.seed, "palette": arguments.palette},
                knob,
                512 if knob == "texture" else arguments.size,
            )
            for theme, style in itertools.product(themes, styles)
        }
        middle = statistics.median(rho for rho, _ in found.values())
        print(f"{knob}: median rank correlation {middle:.2f}; least change {min(change for _, change in found.values()):.4f}")
        for theme in themes:
            print(f"  {theme:8s} " + "  ".join(f"{style}: {found[theme, style][0]:+.2f} {found[theme, style][1]:.3f}" for style in styles))


if __name__ == "__main__":
    main()
