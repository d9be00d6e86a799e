"""Noise that moves and closes its loop: its look-up place goes round a small ellipse once a loop, so that nothing jumps."""

from __future__ import annotations

import math

from engine.draw.chance import Chance
from engine.draw.noise import Noise, Octave, octaves


def drifting(chance: Chance, name: str, frequency: float, t: float, reach: float, stretch: float = 1.0, rise: float = 0.25) -> Octave:
    """One octave of the noise `name` at loop phase t, carried `reach` picture heights to either side and `rise` of that up and down."""
    noise, turn = Noise(chance, name), 2 * math.pi * t
    across = noise.offset[0] + frequency / stretch * reach * math.sin(turn)
    down = noise.offset[1] + frequency * reach * rise * (1 - math.cos(turn))
    return Octave(frequency, 1.0, (across, down), stretch)


def drifting_series(
    pixel: float, chance: Chance, frequency: float, count: float, t: float, reach: float, stretch: float = 1.0, gain: float = 0.5
) -> list[Octave]:
    """The octaves of a moving fbm of about unit spread; finer octaves travel as far as coarse ones, as mist carried by one wind does."""
    total = math.sqrt(sum(gain ** (2 * octave) for octave in range(math.ceil(count))))
    terms = []
    for octave, (f, amplitude) in enumerate(octaves(frequency, count, pixel, gain)):
        term = drifting(chance, str(octave), f, t, reach, stretch)
        terms.append(Octave(f, amplitude / total, term.offset, stretch))
    return terms
