"""The studio's own secret, which signs links and logins. Given by whoever runs it, or made once and kept beside the pictures."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from engine import StoreError

_FILE = ".secret"
_BYTES = 32


def studio_secret(given: str, folder: Path | None) -> bytes:
    """`given`, if it says anything; else the one in `folder`, made when it is first needed; without a folder, a fresh one.

    Raises StoreError when the folder cannot be used.
    """
    if given:
        return given.encode()
    if folder is None:
        return secrets.token_bytes(_BYTES)
    try:
        return _kept(folder / _FILE)
    except OSError:
        raise StoreError("The studio's secret cannot be kept in the folder for pictures; give it the right to write there.") from None


def _kept(file: Path) -> bytes:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f"{_FILE}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(secrets.token_bytes(_BYTES))
    try:
        os.link(draft, file)  # whole or not at all, and never over another's
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file.read_bytes()
