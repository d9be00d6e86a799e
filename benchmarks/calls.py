"""What a picture asks of the machine, counted rather than timed: the same figures on a busy machine and on an idle one.

    python -m benchmarks.calls [--themes alpine,ocean] [--styles ink] [--size 512] [--where]

For every scene (drawn alone) and every style (painting a scene at hand): how many tensor operations it calls, how many of them on more
than 10,000 values, and how many millions of values they write, each weighed by what it costs beside an addition. `estimate` turns both
into milliseconds by COSTS. --where lists the lines of source that cost most.
"""

from __future__ import annotations

import argparse
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from engine import ImageGenerator, Size
from engine.backends.canvas import Canvas
from engine.draw.grid import Grid
from engine.draw.noise import forget

COSTS = {"call": 0.0045, "million": 0.13}
"""Milliseconds of a call however small, and of a million values added, on one core of 2026."""
_KINDS = {
    0.0: "view _unsafe_view slice select unsqueeze expand t transpose unbind permute squeeze split detach alias as_strided",
    0.7: "square abs neg floor round frac clamp clamp_min clamp_max mul_ add_ sub_ clone",
    1.5: "lerp addcmul cat stack",
    3.3: "sqrt rsqrt sigmoid gt lt ge le eq ne amin amax min max",
    4.4: "index_select",
    6.4: "exp log cumsum",
    10.0: "sin cos atan2 erf hypot remainder fmod take",
    15.0: "gather scatter_ scatter_reduce index_copy_ avg_pool2d upsample_bilinear2d",
    24.0: "where index index_put_ acos pow tanh masked_fill",
    40.0: "nonzero grid_sampler_2d histc bincount convolution upsample_bicubic2d searchsorted sort topk",
    110.0: "bucketize max_pool2d_with_indices",
}
WEIGHTS = {name: weight for weight, names in _KINDS.items() for name in names.split()}
"""What an operation costs a value, beside an addition (measured alone, 512 x 512 float32, one core)."""


@dataclass
class Counted(TorchDispatchMode):
    """Counts every operation run inside it."""

    where: bool = False
    calls: int = 0
    large: int = 0
    millions: float = 0.0
    lines: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        super().__init__()

    def __torch_dispatch__(self, operation: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = operation(*args, **(kwargs or {}))
        name = operation.overloadpacket.__name__
        weight = WEIGHTS.get(name, WEIGHTS.get(name.rstrip("_"), 1.0))
        values = sum(one.numel() for one in (result if isinstance(result, tuple | list) else (result,)) if isinstance(one, torch.Tensor))
        if name in {"pow", "pow_"} and args[1] in {2, 3}:
            weight = 0.7
        if name in {"mm", "addmm", "addmm_", "bmm"}:
            weight = max(1.0, args[-1].shape[-2] / 16)
        self.calls += 1
        self.large += values > 10_000 and weight > 0
        self.millions += weight * values / 1e6
        if self.where:
            self.lines[_line()] += COSTS["call"] + COSTS["million"] * weight * values / 1e6
        return result

    @property
    def estimate(self) -> float:
        """Milliseconds on one core."""
        return COSTS["call"] * self.calls + COSTS["million"] * self.millions


def _line() -> str:
    own = [frame for frame in traceback.extract_stack() if "/engine/" in frame.filename]
    return " < ".join(f"{one.filename.rsplit('/engine/')[-1]}:{one.lineno}" for one in own[:-4:-1])


def count(work: Callable[[], object], where: bool) -> Counted:
    """One run, after one that fills tables made only once; as for a new seed, whose noise is not at hand yet."""
    work()
    forget()
    counted = Counted(where=where)
    with torch.no_grad(), counted:
        work()
    return counted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--themes", default="", help="ids, with commas; default all")
    parser.add_argument("--styles", default="", help="ids, with commas; default all; - for none")
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--where", action="store_true", help="the dearest lines of each")
    options = parser.parse_args()
    generator = ImageGenerator()
    size = Size(width=options.size, height=options.size)
    themes = options.themes.split(",") if options.themes else generator.themes
    styles = [] if options.styles == "-" else options.styles.split(",") if options.styles else generator.styles
    print(f"{'':24}calls  large  million values  estimate ms")
    for theme in themes:
        canvas = Canvas(generator.catalogue, threads=1, remembered=0)
        studio = canvas.studio(generator.condition({"theme": theme, "style": generator.styles[0], "seed": options.seed}))
        grid = Grid.window((size.width, size.height))
        show(f"theme {theme}", count(lambda studio=studio, grid=grid: studio.scene_fields(grid), options.where))
    for style in styles:
        canvas = Canvas(generator.catalogue, threads=1)
        condition = generator.condition({"theme": themes[0], "style": style, "palette": "ember", "seed": options.seed})
        show(f"style {style}", count(lambda canvas=canvas, condition=condition: canvas.paint(condition, size), options.where))
    sys.stdout.flush()


def show(name: str, counted: Counted) -> None:
    print(f"{name:24}{counted.calls:5}  {counted.large:5}  {counted.millions:14.1f}  {counted.estimate:11.1f}")
    for line, cost in counted.lines.most_common(24):
        print(f"    {cost:6.2f} ms  {line}")


if __name__ == "__main__":
    main()
