"""Photographs: read from files (upload.py), studied once (study.py), and from then on one more scene (scene.py)."""
