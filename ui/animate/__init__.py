"""Moving pictures over HTTP: what they will take, and the jobs that make them."""

from ui.animate.routes import animate_routes

__all__ = ["animate_routes"]
