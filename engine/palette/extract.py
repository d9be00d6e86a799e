"""A picture -> the colours it is made of and how much of it each covers. Uploads are hostile until read; nothing is stored.

Pixels are counted before they are decoded, then thinned to a small pass. Clusters are found in OKLab by k-means, more than asked,
and merged while two are alike or there are too many: rare but vivid colours outlive the tenth shade of the sky.
"""

from __future__ import annotations

import io
import math

import torch
from PIL import Image

from engine.contracts import MAX_COLOURS, Swatch, Tensor
from engine.errors import InvalidPreferencesError, PictureTooLargeError, UnreadablePictureError
from engine.palette.oklab import oklab_to_hex, srgb_to_oklab

FORMATS = ("PNG", "JPEG", "WEBP", "AVIF", "GIF", "BMP")
MAX_BYTES = 20 * 2**20
MAX_PIXELS = 60_000_000
LEAST_ASKED = 3
PASS_SIDE = 160
"""Longest side of the pass that is clustered; at most 25,600 pixels."""
LEAST_SHARE = 0.004
HUE_MATTERS = (0.7, 1.8, 1.8)
"""Clusters are told apart by colour more than by light: in a photograph lightness varies most and says least."""
ALIKE = 0.05
"""Distance, in OKLab so weighed, under which two clusters are one colour to a designer."""
SEED, ROUNDS = 20, 12


def extract_palette(source: bytes | Image.Image, count: int = 5) -> tuple[Swatch, ...]:
    """Encoded bytes or a PIL image -> 2 to `count` (3..12) swatches with area shares summing to 1, dark to light.

    Fully or mostly transparent pixels do not count. Flat artwork gives its exact colours; photographs give each
    cluster's more vivid half, since a plain mean is mud.
    Raises UnreadablePictureError, PictureTooLargeError, InvalidPreferencesError.
    """
    if not LEAST_ASKED <= count <= MAX_COLOURS:
        raise InvalidPreferencesError(f"Ask for {LEAST_ASKED} to {MAX_COLOURS} colours from a picture, not {count}.")
    image = open_picture(source) if isinstance(source, bytes) else source
    pixels = _opaque_pixels(image)
    points = srgb_to_oklab(pixels.T.to(torch.float32) / 255).T.contiguous()
    space = points * torch.tensor(HUE_MATTERS)
    belongs, count = _merge(space, _cluster(space, 2 * count), count)
    if count < 2:
        raise UnreadablePictureError("This picture has only one colour; choose one with at least two to take a palette from it.")
    groups = [belongs == group for group in range(count)]
    found = [(_typical(pixels[group], points[group]), float(group.float().mean())) for group in groups]
    found.sort(key=lambda pair: pair[0][1])
    return tuple(Swatch(hex=colour, weight=share) for (colour, _), share in found)


def open_picture(data: bytes) -> Image.Image:
    """Encoded bytes -> an image whose pixels are counted and known to decode. Raises UnreadablePictureError, PictureTooLargeError."""
    if not data:
        raise UnreadablePictureError("This file is empty; choose a picture.")
    if len(data) > MAX_BYTES:
        raise PictureTooLargeError(f"This file is larger than {MAX_BYTES >> 20} MB; choose a smaller one.")
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        if image.width * image.height > MAX_PIXELS:
            raise _too_many_pixels()
        image.draft("RGB", (2 * PASS_SIDE, 2 * PASS_SIDE))
        image.load()
    except PictureTooLargeError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except Exception:  # noqa: BLE001  (decoders raise a dozen unrelated kinds on hostile bytes; all of them mean this)
        raise UnreadablePictureError("This file is not a picture that can be read; use PNG, JPEG, WebP, AVIF or GIF.") from None
    return image


def _too_many_pixels() -> PictureTooLargeError:
    return PictureTooLargeError(f"This picture has more than {MAX_PIXELS // 1_000_000} million pixels; choose a smaller one.")


def _opaque_pixels(image: Image.Image) -> Tensor:
    """-> (N, 3) uint8 of a thinned pass. Nearest-neighbour: averaging would invent colours along every edge."""
    if image.mode.startswith("I;16"):
        image = image.convert("I").point(lambda value: value / 257).convert("L")
    scale = PASS_SIDE / max(image.size)
    if scale < 1:
        size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
        image = image.resize(size, Image.Resampling.NEAREST)
    rgba = torch.frombuffer(bytearray(image.convert("RGBA").tobytes()), dtype=torch.uint8).reshape(-1, 4)
    opaque = rgba[rgba[:, 3] >= 128, :3]
    if not len(opaque):
        raise UnreadablePictureError("This picture is fully transparent; choose one with something in it.")
    return opaque


def _cluster(points: Tensor, count: int) -> Tensor:
    """(N, 3) -> (N,) cluster of each, at most `count` of them: k-means++ from a fixed seed, then a few rounds of Lloyd's."""
    generator = torch.Generator().manual_seed(SEED)
    centres = points[torch.randint(len(points), (1,), generator=generator)]
    for _ in range(count - 1):
        apart = torch.cdist(points, centres).amin(1).square()
        if apart.sum() < 1e-9:
            break
        centres = torch.cat((centres, points[torch.multinomial(apart, 1, generator=generator)]))
    for _ in range(ROUNDS):
        belongs = torch.cdist(points, centres).argmin(1)
        sizes = torch.bincount(belongs, minlength=len(centres))[:, None]
        sums = torch.zeros_like(centres).index_add_(0, belongs, points)
        centres = torch.where(sizes > 0, sums / sizes.clamp_min(1), centres)
    return torch.cdist(points, centres).argmin(1)


def _merge(points: Tensor, belongs: Tensor, most: int) -> tuple[Tensor, int]:
    """Join the two clusters that would be missed least until no two are alike, none is a speck, and at most `most` are left.

    The cost of joining two is the distance between them times the fourth root of the smaller one's share: area alone would
    sacrifice every accent, distance alone would keep every speck of noise.
    """
    sizes = torch.bincount(belongs).to(torch.float32)
    centres = torch.zeros(len(sizes), 3).index_add_(0, belongs, points) / sizes.clamp_min(1)[:, None]
    names, name_of = torch.unique(belongs, return_inverse=True)
    sizes, centres = sizes[names] / len(points), centres[names]
    label = torch.arange(len(names))
    while len(sizes) > 1:
        apart = torch.cdist(centres, centres)
        smaller = torch.minimum(sizes[:, None], sizes[None])
        cost = torch.where((apart < ALIKE) | (smaller < LEAST_SHARE), 0.01 * apart, apart) * smaller**0.25
        cost.fill_diagonal_(math.inf)
        first, second = sorted(divmod(int(cost.argmin()), len(sizes)))
        needless = apart[first, second] < ALIKE or min(sizes[first], sizes[second]) < LEAST_SHARE
        if len(sizes) <= most and not needless:
            break
        both = sizes[first] + sizes[second]
        centres[first] = (centres[first] * sizes[first] + centres[second] * sizes[second]) / both
        sizes[first] = both
        label = torch.where(label == second, first, torch.where(label > second, label - 1, label))
        keep = torch.arange(len(sizes)) != second
        sizes, centres = sizes[keep], centres[keep]
    return label[name_of], len(sizes)


def _typical(pixels: Tensor, points: Tensor) -> tuple[str, float]:
    """A cluster's (N, 3) bytes and OKLab -> its colour and lightness: the commonest colour where one prevails,
    else the mean of the more vivid half."""
    codes = pixels.to(torch.int64) @ torch.tensor([65536, 256, 1])
    values, counts = torch.unique(codes, return_counts=True)
    chroma = torch.linalg.vector_norm(points[:, 1:], dim=1)
    mean = points[chroma >= chroma.median()].mean(0)
    if counts.max() >= 0.3 * len(codes):
        return f"#{int(values[counts.argmax()]):06x}", float(mean[0])
    return oklab_to_hex(mean), float(mean[0])
