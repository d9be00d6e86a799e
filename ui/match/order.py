"""A match as an order for the desk."""

from __future__ import annotations

from collections.abc import Sequence

from engine import ImageGenerator
from engine.jobs import Matching, Order
from engine.jobs.order import Priority
from engine.match.asked import told
from engine.photograph import Photograph
from ui.match.asked import MatchAsked


def order_for(
    generator: ImageGenerator,
    asked: MatchAsked,
    references: Sequence[Photograph],
    photo: Photograph | None,
    client: str,
    priority: Priority = "export",
) -> Order:
    """Raises what the engine raises for a wish that cannot be fulfilled."""
    recipe = generator.matching(references, photo, size=asked.size, content=asked.content, seed=asked.seed, palette=asked.colours)
    matching = Matching(match=told(references, photo, asked.content), palette=asked.colours)
    photographs = tuple(filter(None, [*references, photo]))
    return Order(
        recipe=recipe,
        format=asked.format,
        keep=asked.keep,
        priority=priority,
        client=client,
        matching=matching,
        photographs=photographs,
    )
