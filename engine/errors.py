"""Every error the engine raises. A message may always be shown to the user, and says what to do.

`code` is stable and machine-readable; the ways in (page, HTTP, command line) map it to a status.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class HueprintError(Exception):
    """The root of the tree: catch it to catch everything the engine means to say."""

    code = "error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class InvalidPreferencesError(HueprintError):
    """A value the person asked for is missing, malformed or out of range."""

    code = "invalid_preferences"


class UnknownNameError(InvalidPreferencesError):
    """A theme, style, palette or other registered name that does not exist. Carries the nearest known name."""

    code = "unknown_name"

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name, self.known = kind, name, tuple(known)
        close = difflib.get_close_matches(name.lower(), self.known, n=1, cutoff=0.4)
        self.suggestion = close[0] if close else None
        hint = f"did you mean “{self.suggestion}”?" if close else f"choose one of: {', '.join(self.known)}."
        super().__init__(f"There is no {kind} called “{name[:64]}”; {hint}")


class PictureTooLargeError(InvalidPreferencesError):
    """More pixels than this machine is set up to paint or to read."""

    code = "picture_too_large"


class UnreadablePictureError(HueprintError):
    """An uploaded file that is not a picture we can decode."""

    code = "unreadable_picture"


class PhotoForgottenError(HueprintError):
    """A photograph that is held in memory alone, and not any more."""

    code = "photo_forgotten"

    def __init__(self) -> None:
        super().__init__("The studio has forgotten this photograph; choose it again.")


class RecipeError(HueprintError):
    """A picture, link or file that holds no recipe, or a damaged one."""

    code = "invalid_recipe"


class NoRecipeError(RecipeError):
    """A picture that was not made here, or whose recipe was stripped."""

    code = "no_recipe"


class CalledOffError(HueprintError):
    """Whoever asked does not want it any more."""

    code = "cancelled"


class EncoderMissingError(HueprintError):
    """The tool that writes this kind of file is not installed."""

    code = "encoder_missing"

    def __init__(self) -> None:
        super().__init__("MP4 and WebM are written by PyAV, which is not installed here; run pip install av, or choose GIF or WebP.")


class StoreError(HueprintError):
    """A picture could not be kept where it was asked to be kept."""

    code = "store_failed"


class StoreUnavailableError(StoreError):
    """The store cannot be reached now; trying again later may work."""

    code = "store_unavailable"


class StoreFullError(StoreError):
    """The place where pictures are kept has no room left."""

    code = "store_full"


class PictureNotFoundError(StoreError):
    """No kept picture has that name (or what was given is no name at all)."""

    code = "picture_not_found"


class DuplicateNameError(RuntimeError):
    """Two pieces of code registered under one name: a programmer's mistake, raised at import."""
