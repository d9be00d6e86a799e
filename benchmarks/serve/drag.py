"""Twenty people drag a slider at once: nobody starves, and what each sees is fresh."""

from __future__ import annotations

import asyncio
import json
import statistics
import struct
import time
from pathlib import Path

from websockets.asyncio.client import ClientConnection, connect

from benchmarks.serve.figures import Figures
from benchmarks.serve.processes import studio

PEOPLE, SECONDS, MOVES_A_SECOND = 20, 30.0, 30
WARM_UP = 6.0


class Hand:
    """One person. age: seconds from a move to now, of the move that is on screen, looked at 20 times a second."""

    def __init__(self, number: int) -> None:
        self.number, self.frames, self.errors = number, 0, 0
        self.ages: list[float] = []
        self._sent: dict[int, float] = {}
        self._shown = 0

    async def drag(self, address: str, until: float, counted_from: float) -> None:
        headers = {"X-Forwarded-For": f"198.51.100.{self.number + 1}"}
        async with connect(f"{address.replace('http', 'ws')}/live", additional_headers=headers, proxy=None, max_size=None) as socket:
            watch = asyncio.create_task(self._watch(socket, counted_from))
            move = 0
            while (now := time.monotonic()) < until:
                move += 1
                self._sent[move] = now
                preferences = {"theme": "alpine", "style": "minimalist", "seed": self.number, "knobs": {"detail": move * 7 % 100 / 100}}
                await socket.send(json.dumps({"id": move, "preferences": preferences, "aspect": 1.5, "seen": self._frame}))
                if self._shown and now > counted_from:
                    self.ages.append(now - self._sent[self._shown])
                await asyncio.sleep(1 / MOVES_A_SECOND)
            watch.cancel()

    _frame = 0

    async def _watch(self, socket: ClientConnection, counted_from: float) -> None:
        async for message in socket:
            if isinstance(message, str):
                self.errors += "error" in json.loads(message)
                continue
            (length,) = struct.unpack_from("<I", message)
            header = json.loads(message[4 : 4 + length])
            self._shown, self._frame = header["id"], header["frame"]
            if time.monotonic() > counted_from:
                self.frames += 1


def drag(folder: Path, figures: Figures) -> None:
    """The figures of the table's first row."""
    with studio(folder, SERVER__TRUST_FORWARDED_FOR="true") as server:
        time.sleep(WARM_UP)
        hands = [Hand(number) for number in range(PEOPLE)]
        asyncio.run(_all(hands, server.address))
    rates = [hand.frames / SECONDS for hand in hands]
    ages = sorted(age for hand in hands for age in hand.ages)
    mean, p95 = statistics.mean(rates), ages[int(0.95 * len(ages))]
    figures.note("drag: frames a second, mean of 20", f"{mean:.2f}")
    figures.note("drag: slowest of 20", f"{min(rates) / mean:.2f} of the mean", "at least 0.33", kept=min(rates) * 3 >= mean)
    figures.note("drag: age of the frame shown, p95", f"{p95:.2f} s", "at most 1.5 s", kept=p95 <= 1.5)
    errors = sum(hand.errors for hand in hands)
    figures.note("drag: errors", errors, "0", kept=errors == 0)


async def _all(hands: list[Hand], address: str) -> None:
    begin = time.monotonic() + 3
    await asyncio.gather(*(hand.drag(address, begin + SECONDS, begin) for hand in hands))
