"""The colour promise over everything the studio offers: every theme x style x palette x seed, more than the tests have time for.

    python -m benchmarks.promise [--sizes 512] [--seeds 3] [--palettes 6] [--themes forest] [--styles ink] [--kept FILE]

Palettes: two as shipped, one of two colours, one of twelve, one all of one lightness, one with a colour of share 0.02. Every pixel of each
picture is measured, not a sample. Prints every combination that breaks its bound, then the worst on-palette share and share error of
every style. --kept FILE: what was measured is added to that file and not measured again, so that a run may be cut short and go on; what
another state of the engine measured does not count. Sizes are sides of squares or width x height ("512,120,320x180").
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from engine import ImageGenerator
from engine.registry import STYLES
from tests.engine.backends.combinations import PALETTES

ON_PALETTE, FLAT, PAINTERLY = 0.99, 0.05, 0.12
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Found:
    """One picture's figures. picture: theme, style, palette, seed and size in words."""

    picture: str
    style: str
    on_palette: float
    share_error: float

    def keeps(self, bound: float) -> bool:
        return self.on_palette >= ON_PALETTE and self.share_error <= bound


def engine_state() -> str:
    """A fingerprint of all that a picture follows from."""
    digest = hashlib.sha256()
    for path in sorted([*(ROOT / "engine").rglob("*.py"), *(ROOT / "presets").glob("*.yaml")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class Kept:
    """What was measured before, in a file of JSON lines; without a file, nothing."""

    def __init__(self, path: Path | None) -> None:
        self._path, self._state = path, engine_state()
        lines = path.read_text().splitlines() if path and path.exists() else []
        rows = [json.loads(line) for line in lines if line.endswith("}")]
        self._found = {row["picture"]: Found(**row) for row in rows if row.pop("state") == self._state}

    def get(self, picture: str) -> Found | None:
        return self._found.get(picture)

    def add(self, found: Found) -> None:
        if self._path:
            with self._path.open("a") as file:
                file.write(json.dumps({"state": self._state} | asdict(found)) + "\n")


def measured(generator: ImageGenerator, asked: dict[str, Any], size: tuple[int, int], picture: str) -> Found:
    """The two figures of one picture, over all its pixels."""
    figures = generator.fidelity(generator.generate_image(asked, size), asked, every=True)
    return Found(picture, asked["style"], round(figures.on_palette_share, 5), round(figures.share_error, 5))


def every(generator: ImageGenerator, options: argparse.Namespace) -> Iterator[Found]:
    """All that is asked for; pictures of one scene follow one another, so that it is drawn once."""
    kept = Kept(options.kept)
    themes = options.themes.split(",") if options.themes else generator.themes
    styles = options.styles.split(",") if options.styles else generator.styles
    palettes = list(PALETTES)[: options.palettes]
    for size, theme, seed in itertools.product(options.sizes.split(","), themes, range(options.seeds)):
        wide, _, tall = size.partition("x")
        for style, palette in itertools.product(styles, palettes):
            picture = f"{theme} {style} {palette} seed {seed} at {size}"
            found = kept.get(picture)
            if found is None:
                asked = {"theme": theme, "style": style, "palette": PALETTES[palette], "seed": seed}
                found = measured(generator, asked, (int(wide), int(tall or wide)), picture)
                kept.add(found)
            yield found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="512", help="with commas")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--palettes", type=int, default=len(PALETTES))
    parser.add_argument("--themes", default="", help="ids, with commas; default all")
    parser.add_argument("--styles", default="", help="ids, with commas; default all")
    parser.add_argument("--kept", type=Path, help="a file to go on from")
    options = parser.parse_args()
    generator = ImageGenerator()
    bounds = {name: FLAT if STYLES[entry.paint].flat else PAINTERLY for name, entry in generator.catalogue.styles.items()}
    of_style, broken = defaultdict[str, list[Found]](list), 0
    for found in every(generator, options):
        of_style[found.style].append(found)
        if not found.keeps(bounds[found.style]):
            broken += 1
            print(f"  {found.picture}: {found.on_palette:.4f} on palette, share error {found.share_error:.3f}", flush=True)
    for style, all_found in of_style.items():
        least, most = min(found.on_palette for found in all_found), max(found.share_error for found in all_found)
        print(f"{style:16}{least:.4f} on palette at worst, share error {most:.3f} at worst (bound {bounds[style]})")
    print(json.dumps({"pictures": sum(map(len, of_style.values())), "broken": broken}))


if __name__ == "__main__":
    main()
