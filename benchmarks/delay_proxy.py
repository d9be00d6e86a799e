"""A TCP proxy on loopback that holds every byte back for half a round trip, each way. Bandwidth is not limited."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def delayed(port: int, round_trip: float) -> Iterator[int]:
    """A port that leads to `port` on this machine with `round_trip` seconds added; `port` itself when that is 0."""
    if round_trip <= 0:
        yield port
        return
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(_serve(port, round_trip / 2), loop).result()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=5)


async def _serve(port: int, delay: float) -> asyncio.Server:
    async def join(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(_pass(reader, far_writer, delay), _pass(far_reader, writer, delay))

    return await asyncio.start_server(join, "127.0.0.1", 0)


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float) -> None:
    """Copy bytes, each chunk `delay` seconds after it came, in order."""
    loop = asyncio.get_running_loop()
    waiting: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def read() -> None:
        with suppress(OSError):
            while chunk := await reader.read(65_536):
                waiting.put_nowait((loop.time() + delay, chunk))
        waiting.put_nowait((loop.time() + delay, b""))

    reading = asyncio.create_task(read())
    with suppress(OSError):
        while True:
            due, chunk = await waiting.get()
            await asyncio.sleep(max(0.0, due - loop.time()))
            if not chunk:
                break
            writer.write(chunk)
            await writer.drain()
    writer.close()
    await reading
