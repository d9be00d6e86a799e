"""Who may do what, and how much: what the settings say, in the guard's own words."""

from __future__ import annotations

from dataclasses import dataclass, field

from ui.access.keys import Keys
from ui.live.limits import Limits


@dataclass(frozen=True)
class Policy:
    """keys: for programs. people: for the page's login. Either closes the studio to everybody else. admin: for /metrics and /admin.

    limits: whether to trust X-Forwarded-For. per_minute, at_once: of one caller's costly requests.
    """

    secret: bytes = field(repr=False)
    keys: Keys = field(default_factory=lambda: Keys(""))
    people: Keys = field(default_factory=lambda: Keys(""))
    admin: Keys = field(default_factory=lambda: Keys(""))
    limits: Limits = field(default_factory=Limits)
    per_minute: float = 600
    at_once: int = 64
