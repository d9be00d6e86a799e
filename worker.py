"""A painting process for a studio whose pictures are painted by Celery workers (jobs.backend: celery), on this machine or another.

python worker.py         reads the same settings as app.py: the broker and the bucket are where the machines meet
"""

from __future__ import annotations

import sys

from app import make_generator, make_store
from config.settings import Settings, load_settings
from config.sources import ConfigurationError
from engine import HueprintError, ImageGenerator
from engine.store import Store
from ui.watching.logs import write_json_lines


def main() -> int:
    """Paint until stopped. 0, or 2 with one sentence when it cannot start."""
    try:
        settings = load_settings()
        write_json_lines(settings.log.level)
        from engine.jobs.celery.worker import serve
    except ImportError:
        print("The worker cannot start: it needs Celery; install it with pip install -r requirements-celery.txt.", file=sys.stderr)
        return 2
    except (ConfigurationError, HueprintError) as error:
        print(f"The worker cannot start: {error}", file=sys.stderr)
        return 2
    jobs = settings.jobs
    serve(
        jobs.broker_url,
        lambda: make_tools(settings),
        processes=settings.server.workers,
        soft_seconds=jobs.most_seconds,
        remember=jobs.remember_hours * 3600,
    )
    return 0


def make_tools(settings: Settings) -> tuple[ImageGenerator, Store]:
    """What each painting process paints and keeps with. A bucket that does not answer is tried again, not worked around."""
    return make_generator(settings, processes=0), make_store(settings, may_wait=False)


if __name__ == "__main__":
    sys.exit(main())
