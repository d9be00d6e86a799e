"""One server for the page, the live preview and the API; and nothing reaches it but through ui/guards.py.

Gradio starts it (its start-up does what a Hugging Face Space needs), so own routes and middleware travel in `app_kwargs`.
"""

from __future__ import annotations

import asyncio
import secrets
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import gradio as gr
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from engine import HueprintError, ImageGenerator
from engine.jobs import Desk, LocalDesk
from engine.store import Store
from ui.access.cors import instead_of_gradios
from ui.access.guard import Access
from ui.access.idlers import Idlers
from ui.access.links import Links
from ui.access.login import login_routes
from ui.access.policy import Policy
from ui.animate import animate_routes
from ui.api import Service, Workroom, api_routes
from ui.api.palette import palette_routes
from ui.compressed import Compressed
from ui.foreword import Foreword
from ui.guards import BodyLimit, SafeHeaders, SameOrigin
from ui.live import Limits, Live
from ui.match import Trials, match_routes
from ui.named import named_endpoints
from ui.page import build_page, foreword, launch_options, page_routes
from ui.photos import HeldPhotos, photo_routes
from ui.starting import instead_of_gradios_server
from ui.watching.admin import Admin
from ui.watching.history import History
from ui.watching.metrics import Metrics
from ui.watching.requests import Requests
from ui.widgets.sheets import Sheets

MEGABYTE = 2**20
STOP_SECONDS = 60.0
TIDY_SECONDS = 60.0
STOPPING = frozenset({signal.SIGINT, signal.SIGTERM})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class ServerError(HueprintError):
    """The server cannot start."""

    code = "server_failed"


@dataclass(frozen=True)
class ServerOptions:
    """Where to listen and how much to take in; as in config/app_config.yaml, but max_json and max_upload in bytes.

    quick: seconds that a request waits for its picture. link_minutes: None for links that last. silence: seconds that a
    connection may say nothing. policy: who may do what.
    """

    host: str = "127.0.0.1"
    port: int = 7860
    max_json: int = MEGABYTE
    max_upload: int = 20 * MEGABYTE
    workers: int = 2
    max_waiting: int = 16
    quick: float = 10.0
    policy: Policy = field(default_factory=lambda: Policy(secrets.token_bytes(32)))
    link_minutes: int | None = 60
    silence: float = 15.0
    mcp: bool = False
    origins: frozenset[str] = frozenset()
    live: Limits = field(default_factory=Limits)


class Server:
    """The studio on one address. `start`, then `wait` or `close`; `address` is where it is open."""

    def __init__(
        self,
        generator: ImageGenerator,
        store: Store,
        options: ServerOptions | None = None,
        desk: Desk | None = None,
        metrics: Metrics | None = None,
    ) -> None:
        self._options, self._generator = options or ServerOptions(), generator
        self._metrics, self._history = metrics or Metrics(), History()
        self._desk = desk or LocalDesk(generator, store, workers=self._options.workers, watch=self._metrics)
        self._metrics.observe_load(self._desk)
        self._photos, self._trials = HeldPhotos(), Trials(self._desk, store)
        self._live = Live(generator, self._options.live, self._metrics, self._photos.get)
        self._workroom = Workroom(workers=self._options.workers, max_waiting=self._options.max_waiting)
        self._sheets = Sheets(generator)
        self._page: gr.Blocks = build_page(generator, store, self._options)
        service = self._service(generator, store)
        with self._page:
            named_endpoints(service, self._photos)
        self._routes: list[BaseRoute] = [
            *self._live.routes,
            *api_routes(service),
            *photo_routes(service, self._photos),
            *animate_routes(service, self._photos),
            *match_routes(service, self._photos, self._trials),
            *palette_routes(generator),
            *page_routes(self._sheets, self._photos.get),
            *Admin(self._metrics, self._history, self._desk, self._workroom).routes,
            *login_routes(self._options.policy),
        ]
        self.address = ""

    def start(self) -> None:
        """Returns once the page is served. Raises ServerError when the port is taken."""
        options = self._options
        instead_of_gradios(options.origins)
        instead_of_gradios_server()
        try:
            _, address, _ = self._page.queue(max_size=64).launch(
                server_name=options.host,
                server_port=options.port,
                max_file_size=options.max_upload,
                prevent_thread_lock=True,
                quiet=True,
                share=False,
                show_error=False,
                ssr_mode=False,  # a Space would otherwise put Node in front, which knows neither our routes nor our WebSocket
                pwa=False,
                _frontend=False,  # or Gradio asks itself for the page, and gives up where a busy machine takes three seconds to answer
                mcp_server=options.mcp,
                enable_monitoring=False,
                state_session_capacity=500,
                app_kwargs={
                    "routes": self._routes,
                    "middleware": self._guards(),
                    "lifespan": self._lifespan,
                    "docs_url": None,
                    "redoc_url": None,
                    "openapi_url": None,
                },
                **launch_options(),
            )
        except OSError:
            raise ServerError(
                f"Port {options.port} cannot be opened on {options.host}; stop what uses it, or set HUEPRINT_SERVER__PORT to another."
            ) from None
        self.address = address
        self._page.server.config.ws_per_message_deflate = False  # pictures are compressed: deflating each costs as much as encoding it
        self._page._queue.sleep_when_free = 0.02  # Gradio looks 1,000 times a second whether anything waits: 6% of a core
        self._generator.start()  # once the page is up: the processes that paint load beside the first visit

    def wait(self, heeding: Callable[[], None] = lambda: None) -> None:
        """Serve until the process is asked to stop (Ctrl+C or SIGTERM), then close. `heeding` is called once it can be asked."""
        hears, tells = socket.socketpair()
        with hears, tells:
            tells.setblocking(False)
            for number in STOPPING:
                signal.signal(number, lambda *_: None)
            # Not an event: the signal may come to another thread just before this one waits, and then nothing would wake it.
            signal.set_wakeup_fd(tells.fileno())
            heeding()
            while not STOPPING.intersection(hears.recv(64)):
                pass
            signal.set_wakeup_fd(-1)
        self.close()

    def close(self) -> None:
        """Stop serving and finish the pictures in hand. A server cannot be started again."""
        self._page.close(verbose=False)
        # Gradio waits five seconds; a picture may take longer, and a process that ends while one is painted ends in an abort.
        self._page.server.thread.join(timeout=STOP_SECONDS)
        self._generator.close()

    def _service(self, generator: ImageGenerator, store: Store) -> Service:
        options = self._options
        links = Links(store, options.policy.secret, minutes=options.link_minutes) if options.link_minutes else Links(store)
        return Service(generator, store, self._workroom, self._desk, links, options.policy.secret, options.max_json, options.quick)

    def _guards(self) -> list[Middleware]:
        options = self._options
        loopback_only = options.host in LOOPBACK and not options.live.trust_forwarded
        own = frozenset(str(getattr(route, "path", "")) for route in self._routes)
        return [
            Middleware(Requests, metrics=self._metrics, history=self._history, routes=own),
            Middleware(SafeHeaders),
            Middleware(SameOrigin, origins=options.origins, loopback_only=loopback_only),
            Middleware(Access, policy=options.policy),
            Middleware(BodyLimit, most_json=options.max_json, most_upload=options.max_upload),
            Middleware(Compressed),
            Middleware(Foreword, script=foreword()),
        ]

    async def _tidy(self) -> None:
        """Now and then: forget the photographs that nobody paints any more, and what was learnt about them."""
        while True:
            await asyncio.sleep(TIDY_SECONDS)
            self._photos.sweep()
            await self._workroom.keep(self._trials.sweep)
            self._generator.sweep()

    @asynccontextmanager
    async def _lifespan(self, app: Any) -> AsyncIterator[None]:
        self._live.start()
        self._desk.start()
        duties = [
            asyncio.create_task(Idlers(self._connections, self._options.silence).watch()),
            asyncio.create_task(self._look()),
            asyncio.create_task(self._tidy()),
        ]
        try:
            yield
        finally:
            for duty in duties:
                duty.cancel()
            self._live.close()
            self._trials.close()
            self._desk.close()
            self._workroom.close()
            self._sheets.close()
            self._photos.clear()

    async def _look(self) -> None:
        """Note the length of the line for the admin page."""
        while True:
            await self._workroom.keep(lambda: self._history.look(self._desk))
            await asyncio.sleep(10)

    def _connections(self) -> list[Any]:
        state = getattr(getattr(self._page, "server", None), "server_state", None)
        return list(state.connections) if state else []
