"""The studio: settings -> ImageGenerator -> store -> page, live preview and API on one server.

python app.py            then open http://127.0.0.1:7860
"""

from __future__ import annotations

import logging
import sys
from importlib.util import find_spec
from pathlib import Path

from pydantic import SecretStr

from config.settings import JobSettings, Settings, load_settings
from config.sources import ConfigurationError
from engine import HueprintError, ImageGenerator
from engine.jobs import Desk, Journal, LocalDesk, Watch
from engine.runtime import cores
from engine.store import Store, open_store
from ui.access.keys import Keys
from ui.access.policy import Policy
from ui.access.secret import studio_secret
from ui.api import PICTURES
from ui.live import Limits
from ui.server import MEGABYTE, Server, ServerOptions
from ui.watching.logs import write_json_lines
from ui.watching.metrics import Metrics

MOST_PROCESSES = 8
"""Unless the settings ask for more: each holds some 400 MB."""


def main() -> int:
    """Serve until stopped. 0, or 2 with one sentence when the studio cannot start."""
    try:
        settings = load_settings()
        write_json_lines(settings.log.level)
        if not settings.log.requests:  # by level: uvicorn's own set-up enables every logger again
            logging.getLogger("hueprint.requests").setLevel(logging.WARNING)
        generator, store, metrics = make_generator(settings), make_store(settings), Metrics()
        server = Server(generator, store, make_options(settings), make_desk(settings, generator, store, metrics), metrics)
        server.start()
    except (ConfigurationError, HueprintError) as error:
        print(f"Hueprint cannot start: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    server.wait(heeding=lambda: print(f"Hueprint is open at {server.address}", flush=True))
    return 0


def make_generator(settings: Settings, processes: int | None = None) -> ImageGenerator:
    """The engine on the device that the settings name. processes: instead of the settings' own."""
    import torch  # after the engine, which must settle how threads wait before torch reads it

    engine = settings.engine
    if engine.device == "cuda" and not torch.cuda.is_available():
        raise ConfigurationError("engine.device is cuda, but PyTorch finds no CUDA device; set it to auto or cpu.")
    device = "cuda" if engine.device == "auto" and torch.cuda.is_available() else engine.device.replace("auto", "cpu")
    asked = engine.processes if processes is None else processes
    wanted = min(cores(), MOST_PROCESSES) if asked is None else asked
    return ImageGenerator(
        presets=engine.presets,
        max_pixels=engine.max_pixels,
        device=device,
        threads=engine.threads or None,
        processes=wanted if device == "cpu" else 0,
    )


def make_store(settings: Settings, *, may_wait: bool = True) -> Store:
    """Where kept pictures go; may_wait: see open_store."""
    store = settings.store
    return open_store(
        kind=store.kind,
        folder=store.folder,
        bucket=store.bucket,
        prefix=store.prefix,
        credentials_file=store.credentials_file,
        credentials_json=shown(store.credentials_json) or None,
        public=store.public,
        signed_url_minutes=store.signed_url_minutes,
        deadline_seconds=store.deadline_seconds,
        base_url=PICTURES,
        may_wait=may_wait,
    )


def make_desk(settings: Settings, generator: ImageGenerator, store: Store, watch: Watch) -> Desk:
    """Who paints for programs: threads of this process, whose promises stand in a file beside the pictures; or Celery workers."""
    jobs, folder = settings.jobs, private_folder(settings)
    if jobs.backend == "celery":
        return make_celery_desk(jobs, store, watch)
    return LocalDesk(
        generator,
        store,
        workers=settings.server.workers,
        most=jobs.max_queued,
        most_per_client=jobs.max_per_client,
        cache_bytes=jobs.cache_mb * MEGABYTE,
        journal=Journal(folder and folder / ".jobs", keep_seconds=jobs.remember_hours * 3600),
        watch=watch,
    )


def make_celery_desk(jobs: JobSettings, store: Store, watch: Watch) -> Desk:
    """The same orders, handed to workers (worker.py) over Redis."""
    try:
        from engine.jobs.celery.desk import CeleryDesk
    except ImportError:
        raise ConfigurationError(
            "jobs.backend is celery, but Celery is not installed; run pip install -r requirements-celery.txt."
        ) from None
    remember = jobs.remember_hours * 3600
    return CeleryDesk(jobs.broker_url, store, most=jobs.max_queued, most_per_client=jobs.max_per_client, remember=remember, watch=watch)


def private_folder(settings: Settings) -> Path | None:
    """Where the studio keeps what is its own: with the pictures, and nowhere when those are only in memory."""
    return None if settings.store.kind == "memory" else settings.store.folder


def make_options(settings: Settings) -> ServerOptions:
    """The server's and the live preview's part of the settings, in their own words."""
    server, live = settings.server, settings.live
    if server.mcp and find_spec("mcp") is None:
        raise ConfigurationError("server.mcp is true, but the mcp package is not installed; run pip install -r requirements-mcp.txt.")
    limits = Limits(
        draft_pixels=live.draft_pixels,
        final_pixels=live.final_pixels,
        rest=live.settle_ms / 1000,
        connections=live.max_connections,
        connections_per_address=live.max_connections_per_address,
        trust_forwarded=server.trust_forwarded_for,
        origins=server.origins,
    )
    return ServerOptions(
        host=server.host,
        port=server.port,
        max_json=server.max_json_kb * 1024,
        max_upload=server.max_upload_mb * MEGABYTE,
        workers=server.workers,
        max_waiting=server.max_waiting,
        quick=settings.jobs.quick_seconds,
        mcp=server.mcp,
        policy=make_policy(settings, limits),
        link_minutes=None if settings.store.public else settings.store.signed_url_minutes,
        origins=server.origins,
        live=limits,
    )


def make_policy(settings: Settings, limits: Limits) -> Policy:
    """Who may do what. Raises HueprintError for a list of keys that cannot be read."""
    access = settings.access
    return Policy(
        secret=studio_secret(shown(access.secret), private_folder(settings)),
        keys=Keys(shown(access.api_keys), "HUEPRINT_ACCESS__API_KEYS"),
        people=Keys(shown(access.login), "HUEPRINT_ACCESS__LOGIN"),
        admin=Keys(f"admin:{shown(access.admin_key)}" if access.admin_key else "", "HUEPRINT_ACCESS__ADMIN_KEY"),
        limits=limits,
        per_minute=access.requests_per_minute,
        at_once=access.requests_at_once,
    )


def shown(secret: SecretStr | None) -> str:
    """A secret as text, for the one place that needs it."""
    return secret.get_secret_value() if secret else ""


if __name__ == "__main__":
    sys.exit(main())
