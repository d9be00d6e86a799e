"""Preferences <-> Condition, and words -> Preferences."""

from engine.encoder.preference_encoder import PreferenceEncoder
from engine.encoder.words import best_match

__all__ = ["PreferenceEncoder", "best_match"]
