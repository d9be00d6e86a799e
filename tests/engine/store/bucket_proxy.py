"""A real HTTP proxy before the storage emulator: it records what was sent, and fails on demand as networks and services do.

It also keeps the one promise of the real service that the emulator lacks: with ifGenerationMatch=0, an object that exists is
answered with 412 and left alone.
"""

from __future__ import annotations

import contextlib
import email.parser
import http.client
import json
import socket
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

HOP_BY_HOP = {"connection", "transfer-encoding", "content-length", "keep-alive"}


@dataclass
class Seen:
    """A request as it arrived."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def is_upload(self) -> bool:
        return self.path.startswith("/upload/") and self.method in {"POST", "PUT"}

    def object_resource(self) -> dict[str, Any]:
        """The metadata part of a multipart upload, or the JSON body that opens a resumable one; contentType as the service reads it."""
        kind = self.headers.get("content-type", "")
        if not kind.startswith("multipart/"):
            return {"contentType": self.headers["x-upload-content-type"], **json.loads(self.body)}
        message = email.parser.BytesParser().parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + self.body)
        metadata, media = message.get_payload()  # type: ignore[misc]
        return {"contentType": media.get_content_type(), **json.loads(metadata.get_payload())}  # type: ignore[union-attr, arg-type]


@dataclass
class BucketProxy:
    """Faults are consumed one a request, oldest first. A fault is a status code (503), or one of:

    "reset" before the request reaches the service; "lost" after it did; "hang" for `patience` seconds; "garbled" (half of the
    answer); "flipped" (the answer with one byte changed).
    """

    emulator_port: int
    faults: list[int | str] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    refuse_all: int | str | None = None
    patience: float = 3.0

    @property
    def uploads(self) -> list[Seen]:
        return [request for request in self.seen if request.is_upload]

    def forget(self) -> None:
        self.faults.clear()
        self.seen.clear()
        self.refuse_all = None

    @contextlib.contextmanager
    def serving(self) -> Iterator[str]:
        """Its address, while it runs."""
        proxy = self

        class Handler(_Handler):
            bucket = proxy

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def exists(self, bucket: str, name: str) -> bool:
        status, _, _ = self.forward("GET", f"/storage/v1/b/{bucket}/o/{quote(name, safe='')}", {}, b"")
        return status == 200

    def forward(self, method: str, target: str, headers: dict[str, str], body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.emulator_port, timeout=20)
        try:
            connection.request(method, target, body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()


class _Handler(BaseHTTPRequestHandler):
    bucket: BucketProxy
    protocol_version = "HTTP/1.1"

    def handle_any(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {key.lower(): value for key, value in self.headers.items()}
        request = Seen(self.command, parts.path, parse_qs(parts.query), headers, body)
        self.bucket.seen.append(request)
        if parts.path == "/token":  # what Google's token service answers to a service account
            self.answer(200, [("Content-Type", "application/json")], b'{"access_token": "throwaway", "expires_in": 3600}')
            return
        fault = self.bucket.refuse_all or (self.bucket.faults.pop(0) if self.bucket.faults else None)
        self.fail(fault, request) if fault else self.pass_on(request)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = handle_any  # noqa: N815  the names http.server calls

    def fail(self, fault: int | str, request: Seen) -> None:
        if fault == "hang":
            time.sleep(self.bucket.patience)
            self.hang_up()
        elif fault == "reset":
            self.hang_up()
        elif fault == "lost":
            self.fetch(request)
            self.hang_up()
        elif fault == "garbled":
            status, headers, body = self.fetch(request)
            self.answer(status, headers, body[: len(body) // 2])
        elif fault == "flipped":
            status, headers, body = self.fetch(request)
            self.answer(status, headers, body[:-9] + bytes([body[-9] ^ 1]) + body[-8:])
        else:
            message = {"error": {"code": fault, "message": "internal: gs://secret-bucket/path", "errors": [{"reason": "injected"}]}}
            self.answer(int(fault), [("Content-Type", "application/json")], json.dumps(message).encode())

    def pass_on(self, request: Seen) -> None:
        try:
            answer = self.fetch(request)
        except (OSError, http.client.HTTPException):  # the service itself has died
            self.hang_up()
            return
        self.answer(*answer)

    def fetch(self, request: Seen) -> tuple[int, list[tuple[str, str]], bytes]:
        if request.query.get("ifGenerationMatch") == ["0"] and request.method == "POST":
            bucket = request.path.split("/b/")[1].split("/")[0]
            if self.bucket.exists(bucket, request.object_resource()["name"]):
                message = {"error": {"code": 412, "message": "At least one of the pre-conditions you specified did not hold."}}
                return 412, [("Content-Type", "application/json")], json.dumps(message).encode()
        headers = {key: value for key, value in request.headers.items() if key not in HOP_BY_HOP}
        return self.bucket.forward(request.method, self.path, headers, request.body)

    def answer(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response(status)
        for key, value in headers:
            if key.lower() not in HOP_BY_HOP | {"date", "server"}:
                self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):
            self.wfile.write(body)

    def hang_up(self) -> None:
        """Reset the connection: a close with unsent data thrown away (SO_LINGER 0) sends RST instead of FIN."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def finish(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            super().finish()

    def log_message(self, *_: object) -> None:
        """Quiet: what matters is in `seen`."""
