"""How a painting process shares its machine. Imported before torch, whose thread pool reads its settings once.

Two defaults can cost more than the painting itself on two busy cores:
- OpenMP threads that wait for each other by spinning: while another process holds a core, a spinning thread burns the time that
  the thread it waits for would need. They sleep instead.
- glibc hands every freed plane back to the kernel and faults it in again for the next: some 15,000 page faults a picture.
  Up to KEEP bytes of freed memory stay with the process instead.
"""

from __future__ import annotations

import ctypes
import os
import sys

KEEP = 256 * 2**20
_LARGEST_FROM_HEAP = 32 * 2**20
_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_THRESHOLD = -1, -2, -3


def settle() -> None:
    """Set both, unless the person who started the process has said otherwise. Does nothing for the allocator outside glibc."""
    if "GOMP_SPINCOUNT" not in os.environ:
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    if not sys.platform.startswith("linux") or any(name.startswith("MALLOC_") for name in os.environ):
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _LARGEST_FROM_HEAP)
        mallopt(_M_TRIM_THRESHOLD, KEEP)
        mallopt(_M_TOP_PAD, 16 * 2**20)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


settle()
