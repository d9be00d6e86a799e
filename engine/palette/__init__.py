"""Colour: OKLab, inks cut at the asked shares, fidelity measured, harmonies, extraction, pasted lists."""
