"""What can go wrong with a job beside the painting and the keeping. `retry_after`: seconds after which to come back."""

from __future__ import annotations

from engine.errors import HueprintError


class BusyError(HueprintError):
    """The machine has as many pictures in line as it may have."""

    code = "busy"

    def __init__(self, retry_after: float) -> None:
        super().__init__("Many pictures are being painted just now; try again in a few seconds.")
        self.retry_after = retry_after


class TooManyJobsError(HueprintError):
    """One client has as many pictures in line as it may have."""

    code = "too_many_jobs"

    def __init__(self, retry_after: float) -> None:
        super().__init__("Many of your pictures are still being painted; wait for some of them, then ask again.")
        self.retry_after = retry_after


class JobNotFoundError(HueprintError):
    """No job has that name (any more)."""

    code = "job_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such job; jobs are forgotten some time after they end, so ask for the picture again.")


class JobConflictError(HueprintError):
    """The same Idempotency-Key came with another request."""

    code = "idempotency_mismatch"

    def __init__(self) -> None:
        super().__init__("This Idempotency-Key was used for another request; use a new key for a new picture.")


class BrokerUnavailableError(HueprintError):
    """The queue that the workers take from cannot be reached."""

    code = "broker_unavailable"

    def __init__(self) -> None:
        super().__init__("The queue of pictures cannot be reached just now; try again in a moment.")
        self.retry_after = 5.0


class JobFailedError(HueprintError):
    """Something nobody foresaw; the details stay on the server."""

    code = "painting_failed"

    def __init__(self) -> None:
        super().__init__("This picture could not be painted; try again, and tell us if it stays so.")


class JobTimeoutError(HueprintError):
    """A picture that took longer than a job may."""

    code = "job_timeout"

    def __init__(self) -> None:
        super().__init__("This picture took too long to paint; ask for a smaller size.")
