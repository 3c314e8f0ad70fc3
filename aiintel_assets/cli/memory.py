"""What the process asks of the allocator: to give memory back. Nothing is measured or counted here."""

from __future__ import annotations

import ctypes
from contextlib import suppress

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # glibc's names for them, in malloc.h
_LARGE = 1 << 20  # bytes


def give_memory_back() -> None:
    """Have glibc return what is freed, where it is the allocator.

    By itself it keeps a heap for each of the threads that come and go, and with every large page that is freed it
    raises the size up to which it keeps memory, in the end to tens of megabytes: see mallopt(3).
    """
    with suppress(OSError, AttributeError, TypeError):  # other systems have no such function
        mallopt = ctypes.CDLL(None).mallopt
        for knob, value in ((_ARENA_MAX, 1), (_MMAP_THRESHOLD, _LARGE), (_TRIM_THRESHOLD, _LARGE)):
            mallopt(knob, value)
