"""The colour promise over everything the studio offers: every theme x style x palette x seed, more than the tests have time for.

    python -m benchmarks.promise [--size 288] [--seeds 1] [--palettes 6] [--themes forest] [--styles ink]

Palettes: two as shipped, one of two colours, one of twelve, one all of one lightness, one with a colour of share 0.02. Prints the
worst on-palette share and share error of every style, and every combination that breaks its bound.
"""

from __future__ import annotations

import argparse
import itertools
import json

from engine import ImageGenerator
from engine.registry import STYLES
from tests.engine.backends.combinations import PALETTES

ON_PALETTE, FLAT, PAINTERLY = 0.99, 0.05, 0.12


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=288)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--palettes", type=int, default=len(PALETTES))
    parser.add_argument("--themes", default="", help="ids, with commas; default all")
    parser.add_argument("--styles", default="", help="ids, with commas; default all")
    options = parser.parse_args()
    generator = ImageGenerator()
    themes = options.themes.split(",") if options.themes else generator.themes
    broken = 0
    for style in options.styles.split(",") if options.styles else generator.styles:
        bound = FLAT if STYLES[generator.catalogue.styles[style].paint].flat else PAINTERLY
        on_palette, error = [], []
        for theme, palette, seed in itertools.product(themes, list(PALETTES)[: options.palettes], range(options.seeds)):
            asked = {"theme": theme, "style": style, "palette": PALETTES[palette], "seed": seed}
            found = generator.preview(asked, (options.size, options.size)).fidelity
            on_palette.append(found.on_palette_share)
            error.append(found.share_error)
            if found.on_palette_share < ON_PALETTE or found.share_error > bound:
                broken += 1
                print(
                    f"  {theme} {style} {palette} seed {seed}: {found.on_palette_share:.4f} on palette, share error {found.share_error:.3f}"
                )
        print(f"{style:16}{min(on_palette):.4f} on palette at worst, share error {max(error):.3f} at worst (bound {bound})")
    print(json.dumps({"broken": broken}))


if __name__ == "__main__":
    main()
