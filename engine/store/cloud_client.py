"""The way to a bucket: credentials, patience with faults that pass, and links that a browser can open."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from google.api_core.retry import Retry
from google.auth.credentials import AnonymousCredentials, Scoped, Signing
from google.auth.exceptions import GoogleAuthError
from google.auth.transport.requests import Request
from google.cloud import storage
from google.oauth2 import service_account

from engine.errors import StoreError
from engine.store.cloud_errors import is_passing

T = TypeVar("T")

_SCOPES = ("https://www.googleapis.com/auth/devstorage.read_write",)
_SIGNING_SCOPES = ("https://www.googleapis.com/auth/cloud-platform",)
_CONNECT_SECONDS = 4.0


class Patience:
    """A number of seconds shared by all the requests of one call: each is repeated, ever more slowly, while faults pass."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._seconds = seconds

    @property
    def timeout(self) -> tuple[float, float]:
        """(connect, read) seconds for the next request."""
        left = max(0.1, self._end - time.monotonic())
        return min(_CONNECT_SECONDS, left), left

    def insist(self, work: Callable[[], T]) -> T:
        """The result of `work`, tried again after passing faults until the seconds are spent."""
        left = max(0.1, self._end - time.monotonic())
        retry = Retry(predicate=is_passing, initial=0.15, maximum=2.0, multiplier=2.0, timeout=left)
        return retry(work)()


def connect(credentials_file: Path | None, credentials_json: str | None, endpoint: str | None) -> storage.Client:
    """A client with the key given as text, else with the key file if it exists, else without credentials at an `endpoint` of
    one's own (an emulator), else with what the environment offers (Application Default Credentials).

    Raises StoreError or a cloud error.
    """
    options = {"api_endpoint": endpoint} if endpoint else None
    credentials = _read_key(credentials_file, credentials_json)
    # Buckets are named across projects: no project is needed, and asking the environment for one may fail.
    client = storage.Client(project=None, credentials=credentials, client_options=options, use_auth_w_custom_endpoint=False)
    # For traces that nobody collects, the library looks the bucket up behind our back, which takes a right we do not ask for.
    client._bucket_metadata_cache = None
    return client


def link_to(blob: storage.Blob, *, public: bool, minutes: int) -> str:
    """An address of the object for a browser: plain if `public` (or at an emulator), else signed (V4) for `minutes`."""
    credentials = blob.client._credentials  # the library offers no public way to what it found
    if public or isinstance(credentials, AnonymousCredentials):
        return str(blob.public_url)
    signer = {} if isinstance(credentials, Signing) else _remote_signer(credentials)
    return str(blob.generate_signed_url(version="v4", method="GET", expiration=timedelta(minutes=minutes), **signer))


def _read_key(file: Path | None, text: str | None) -> Any:
    """Credentials of the key, None if there is none."""
    try:
        text = text or (file.read_text("utf-8") if file and file.exists() else None)
        if text is None:
            return None
        return service_account.Credentials.from_service_account_info(json.loads(text), scopes=_SCOPES)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TypeError, KeyError, AttributeError, GoogleAuthError):  # whatever a file that is no key can cause
        raise StoreError("The Google key cannot be used; download a new JSON key for the service account.") from None


def _remote_signer(credentials: Any) -> dict[str, str]:
    """On Google's own machines the key never leaves Google: the IAM service signs, as the account the machine runs as.

    It wants a token for more than storage, which is all that the client has asked for.
    """
    if isinstance(credentials, Scoped):
        credentials = credentials.with_scopes(_SIGNING_SCOPES)  # type: ignore[no-untyped-call]
    credentials.refresh(Request())
    account = getattr(credentials, "service_account_email", None)
    if not account:
        raise StoreError("These Google credentials cannot sign links; use a service account, or make the bucket public.")
    return {"service_account_email": account, "access_token": credentials.token}
