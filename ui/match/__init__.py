"""Pictures matched to references for the page and for programs: in a line of their own, told of as they grow, called off at once."""

from ui.match.line import Matches
from ui.match.routes import match_routes

__all__ = ["Matches", "match_routes"]
