"""Every number that shapes the live path, in one frozen object. Times are seconds, sizes are sides of a square of equal area."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """How large, how fast and for how many. A machine's settings choose the values; the defaults suit two cores.

    draft_pixels: the largest draft while a hand moves; a message may ask for less, or for up to `draft_ceiling`.
    final_pixels: the picture at rest when the page does not say how large it shows it; at most `final_ceiling`.
    frame_budget: a draft that takes longer to paint is made smaller next time, so that dragging stays fluid.
    rest: without newer input for so long, the final is painted. patience: a final waits for others' drafts at most so long.
    longest_wait: when a turn is estimated to come later than this, drafts shrink so that everybody's turn comes sooner.
    """

    draft_pixels: int = 384
    draft_ceiling: int = 512
    draft_floor: int = 176
    final_pixels: int = 768
    final_ceiling: int = 1280
    frame_budget: float = 0.036
    rest: float = 0.15
    patience: float = 1.0
    longest_wait: float = 0.15
    draft_quality: int = 85
    final_quality: int = 92
    connections: int = 256
    connections_per_address: int = 24
    message_bytes: int = 65_536
    messages_per_second: float = 240.0
    trust_forwarded: bool = False
    origins: frozenset[str] = frozenset()
