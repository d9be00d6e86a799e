"""What Google's libraries raise, in our words: which faults pass by themselves, and one clear sentence for each.

The sentences name no bucket, path, account or key: they are shown to visitors.
"""

from __future__ import annotations

import logging

from google.api_core import exceptions as api
from google.auth import exceptions as auth
from google.cloud.storage.exceptions import DataCorruption
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

from engine.errors import StoreError, StoreUnavailableError

logger = logging.getLogger(__name__)


class WrongAnswerError(Exception):
    """The service's answer does not describe what was sent."""


# OSError covers resets, refusals and time-outs of the socket; RequestException, answers cut short and JSON that is none.
_PASSING = (
    api.TooManyRequests,
    api.ServerError,
    RequestException,
    HTTPError,
    OSError,
    auth.TransportError,
    DataCorruption,
    WrongAnswerError,
)
CLOUD_ERRORS = (api.GoogleAPIError, auth.GoogleAuthError, *_PASSING)


def is_passing(error: BaseException) -> bool:
    """Whether the same request may well succeed a little later."""
    if isinstance(error, auth.GoogleAuthError) and getattr(error, "retryable", False):
        return True
    return isinstance(error, _PASSING) or (isinstance(error, api.GoogleAPICallError) and error.code == 408)


def translate(error: Exception) -> StoreError:
    """One of CLOUD_ERRORS -> the StoreError to raise in its place. Only the kind of error is logged."""
    while isinstance(error, api.RetryError) and isinstance(error.cause, Exception):
        error = error.cause
    logger.warning("cloud storage: %s", type(error).__name__)
    if is_passing(error) or isinstance(error, api.RetryError):
        return StoreUnavailableError("Google Cloud Storage cannot be reached now; try again in a moment.")
    if isinstance(error, auth.DefaultCredentialsError):
        return StoreError("The studio has no Google credentials; give it a key file, or set GOOGLE_APPLICATION_CREDENTIALS.")
    if isinstance(error, auth.GoogleAuthError):
        return StoreError("Google does not accept the studio's credentials any more; give it a new key file.")
    if isinstance(error, api.Unauthorized | api.Forbidden):
        return StoreError("Google Cloud Storage refused; give the studio's account the right to create and view objects in the bucket.")
    if isinstance(error, api.NotFound):
        return StoreError("The bucket in the studio's settings does not exist; correct its name, or create it.")
    return StoreError("Google Cloud Storage did not take the request; check the bucket and the prefix in the studio's settings.")
