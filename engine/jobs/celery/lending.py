"""How a photograph gets to a worker: the worker asks, and the server that holds it publishes it to that worker alone. And how what is to
be seen of a growing picture gets back.

What is published passes through the memory of Redis and stands in none of its records or files, nor in any message of the broker
(https://redis.io/docs/latest/develop/pubsub/). It is as raw pixels that it travels: nothing that arrives is unpickled.
"""

from __future__ import annotations

import json
import logging
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from secrets import token_hex
from typing import Any

import numpy as np
import redis
from redis.exceptions import RedisError

from engine.jobs.luggage import Luggage
from engine.photograph import Photograph

WANTED = "hueprint:wanted"
LENT = "hueprint:lent:"
SEEN = "hueprint:seen"
_KEY = 64
"""Letters of an order's key, which what is seen of it begins with."""
_SHAPE = struct.Struct(">II")
_TURN = 0.5
_log = logging.getLogger("hueprint.jobs")


class Lender:
    """A server's side: what is in the luggage is lent to whoever asks. seen(key, picture): hears what a worker shows."""

    def __init__(self, url: str, luggage: Luggage, seen: Callable[[str, bytes], None]) -> None:
        self._redis, self._luggage, self._seen = _connected(url), luggage, seen
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._lend, name="jobs-lend", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def close(self) -> None:
        """Listen no more."""
        self._closed.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=15)
        self._redis.close()

    def _lend(self) -> None:
        while not self._closed.is_set():
            try:
                with self._redis.pubsub(ignore_subscribe_messages=True) as listener:  # type: ignore[no-untyped-call]
                    listener.subscribe(WANTED, SEEN)
                    while not self._closed.is_set():
                        self._answer(listener.get_message(timeout=_TURN))
            except Exception as error:  # noqa: BLE001  (the thread must outlive any broker)
                _log.warning("No photographs can be lent to the workers just now (%s).", type(error).__name__)
                self._closed.wait(_TURN)

    def _answer(self, message: Any) -> None:
        """To whoever wants a photograph: it, or nothing but the word that it is not here."""
        if message is None:
            return
        if message["channel"] == SEEN.encode():
            self._seen(message["data"][:_KEY].decode(), message["data"][_KEY:])
            return
        sha256, to = json.loads(message["data"])
        photograph = self._luggage.get(sha256)
        self._redis.publish(LENT + to, b"" if photograph is None else _packed(photograph))


class Borrower:
    """A worker's side."""

    def __init__(self, url: str) -> None:
        self._redis = _connected(url)

    def borrow(self, sha256: str, patience: float = 3.0) -> Photograph | None:
        """The photograph; None where no server that can be reached has it, or Redis itself cannot be."""
        try:
            with self._redis.pubsub() as listener:  # type: ignore[no-untyped-call]
                return self._asked(listener, sha256, time.monotonic() + patience)
        except (RedisError, OSError):
            return None

    def show(self, key: str, picture: bytes) -> None:
        """What there is to see of an order's picture so far; lost where nobody listens."""
        with suppress(RedisError, OSError):
            self._redis.publish(SEEN, key.encode() + picture)

    def _asked(self, listener: Any, sha256: str, end: float) -> Photograph | None:
        token, servers = token_hex(8), -1
        listener.subscribe(LENT + token)
        while servers and time.monotonic() < end:
            message = listener.get_message(timeout=_TURN)
            if message is None:
                continue
            if message["type"] == "subscribe":
                servers = int(self._redis.publish(WANTED, json.dumps([sha256, token])))
            elif message["data"]:
                return _unpacked(message["data"], sha256)
            else:
                servers -= 1
        return None


def _connected(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=10, socket_connect_timeout=2, health_check_interval=15)


def _packed(photograph: Photograph) -> bytes:
    return _SHAPE.pack(*photograph.pixels.shape[:2]) + photograph.pixels.tobytes()


def _unpacked(data: bytes, sha256: str) -> Photograph | None:
    height, width = _SHAPE.unpack_from(data)
    pixels = np.frombuffer(data, np.uint8, offset=_SHAPE.size)
    return Photograph(pixels.reshape(height, width, 3), sha256) if pixels.size == height * width * 3 else None
