"""Pictures matched to references for the page and for programs: jobs like all others, that are told of as they grow."""

from ui.match.routes import match_routes
from ui.match.trials import Trials

__all__ = ["Trials", "match_routes"]
