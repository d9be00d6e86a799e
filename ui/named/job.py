"""The endpoint that tells how a promised picture stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.jobs import JobNotFoundError, is_job_id
from ui.api.reports import told
from ui.api.service import Service
from ui.named.ordered import told_plainly


def job_with(service: Service) -> Callable[[str], dict[str, Any]]:
    """The endpoint."""

    def job(job: str) -> dict[str, Any]:
        """How a picture stands that takes long: ask again after half of seconds_left.

        Args:
            job: what another tool gave as job, such as /jobs/k3vw2q

        Returns:
            status (queued, processing, done, failed or cancelled), progress, seconds_left; image_url and recipe once it is done
        """
        with told_plainly():
            name = job.rpartition("/")[2]
            if not is_job_id(name):
                raise JobNotFoundError
            return told(service.desk.report(name), service.links)

    return job
