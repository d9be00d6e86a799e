"""Free words -> themes, styles and palettes: the catalogue's own vocabulary, matched on stems, with "no ..." and "without ..." honoured."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.catalogue import PaletteEntry, StyleEntry, ThemeEntry

_NEGATIONS = {"no", "not", "without", "never", "dont", "except"}
_ENDINGS = ("ies", "ing", "es", "ed", "ly", "s", "y")


def stem(word: str) -> str:
    """A word without its commonest English endings."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _affirmed(clause: str) -> list[str]:
    """The stems of a clause, without the two words that follow a negation."""
    tokens = re.findall(r"[a-z]+", clause)
    return [stem(token) for index, token in enumerate(tokens) if not _NEGATIONS & set(tokens[max(0, index - 2) : index])]


def best_match(words: str, entries: Mapping[str, ThemeEntry] | Mapping[str, StyleEntry] | Mapping[str, PaletteEntry]) -> str | None:
    """The entry whose id, name and words occur most in the text, or None when none does.

    Words that stand first in an entry's list are the likeliest to mean it: they break ties; then whatever is mentioned first.
    """
    if not words.strip():
        return None
    said = [token for clause in re.split(r"[,.;:!?()\n]|\bbut\b", words.lower().replace("'", "")) for token in _affirmed(clause)]
    scores = {}
    for name, entry in entries.items():
        texts = (name, entry.name, *getattr(entry, "words", ()))
        vocabulary = [stem(word) for text in texts for word in re.findall(r"[a-z]+", text.lower())]
        hits = [(index, vocabulary.index(token)) for index, token in enumerate(said) if token in vocabulary]
        if hits:
            scores[name] = (len(hits), -min(place for _, place in hits), -hits[0][0])
    return max(scores, key=scores.__getitem__) if scores else None
