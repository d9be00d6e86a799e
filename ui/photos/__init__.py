"""Photographs on the page and over HTTP: held in memory for a while under a name nobody can guess, and painted."""

from ui.photos.held import HeldPhotos
from ui.photos.routes import photo_routes

__all__ = ["HeldPhotos", "photo_routes"]
