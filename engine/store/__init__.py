"""Where kept pictures go, and recipes in and out of picture files.

store = open_store(kind="local", folder="pictures")
kept = store.keep(picture_to_bytes(image, recipe, "png"), recipe=recipe)
kept.url, kept.notice
bytes_to_recipe(store.open(kept.name)) == recipe
"""

from engine.store.fallback import FallbackStore
from engine.store.kinds import ALL_KINDS, KINDS, PictureKind, kind_named, kind_of
from engine.store.local import LocalStore
from engine.store.memory import MemoryStore
from engine.store.names import content_type_of, new_name
from engine.store.opening import open_store
from engine.store.picture_file import bytes_to_recipe, picture_to_bytes
from engine.store.protocol import Kept, Store

__all__ = [
    "ALL_KINDS",
    "KINDS",
    "FallbackStore",
    "Kept",
    "LocalStore",
    "MemoryStore",
    "PictureKind",
    "Store",
    "bytes_to_recipe",
    "content_type_of",
    "kind_named",
    "kind_of",
    "new_name",
    "open_store",
    "picture_to_bytes",
]
