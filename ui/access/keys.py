"""Names and secrets: API keys for programs, logins for people. Compared in constant time, never shown."""

from __future__ import annotations

import hashlib
import hmac

from engine import HueprintError


class CredentialsError(HueprintError):
    """A list of names and secrets that cannot be read. The message quotes none of it."""

    code = "invalid_credentials_setting"


class Keys:
    """`name:secret, name:secret`; secrets of at least 12 characters, kept as digests."""

    def __init__(self, text: str, what: str = "keys") -> None:
        self._digests: dict[str, bytes] = {}
        for number, part in enumerate(filter(None, (piece.strip() for piece in text.split(","))), 1):
            name, _, secret = part.partition(":")
            if not name or len(secret) < 12 or name in self._digests:
                raise CredentialsError(f"Entry {number} of {what} is not name:secret with a name of its own and 12 characters of secret.")
            self._digests[name] = _digest(secret)

    def __bool__(self) -> bool:
        return bool(self._digests)

    def holder(self, secret: str) -> str:
        """Whose secret this is; "" for nobody's. Looks at all of them, whichever matches."""
        given = _digest(secret)
        return "".join(name for name, digest in self._digests.items() if hmac.compare_digest(digest, given))

    def opens(self, name: str, secret: str) -> bool:
        """Whether this is that name's secret."""
        return hmac.compare_digest(self._digests.get(name, bytes(32)), _digest(secret)) and name in self._digests


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()
