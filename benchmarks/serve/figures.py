"""Figures beside what was promised."""

from __future__ import annotations


class Figures:
    """Printed as they come; `tell` says whether all promises were kept."""

    def __init__(self) -> None:
        self._broken: list[str] = []

    def note(self, name: str, value: object, promised: str = "", *, kept: bool = True) -> None:
        """One figure."""
        mark = "" if not promised else f"   (promised: {promised})" + ("" if kept else "   BROKEN")
        print(f"{name}: {value}{mark}", flush=True)
        if not kept:
            self._broken.append(name)

    def tell(self) -> int:
        """0, or 1 with the list of broken promises."""
        print("all promises kept" if not self._broken else f"broken: {', '.join(self._broken)}")
        return int(bool(self._broken))
