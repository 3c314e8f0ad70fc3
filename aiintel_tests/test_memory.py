"""What the command line asks of the allocator, seen from the allocator."""

from __future__ import annotations

import ctypes
import platform
import subprocess
import sys

import pytest

from aiintel_assets.cli.memory import give_memory_back

HEAPS = """
import ctypes, threading
from aiintel_assets.cli.memory import give_memory_back
give_memory_back()
together = threading.Barrier(5)

def work():
    kept = [bytes(600) for _ in range(100)]
    together.wait()
    together.wait()

for _ in range(4):
    threading.Thread(target=work).start()
together.wait()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(libc.fopen(b"/dev/stdout", b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
together.wait()
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another allocator")
def test_threads_share_one_heap() -> None:
    told = subprocess.run([sys.executable, "-c", HEAPS], check=True, capture_output=True, text=True).stdout
    assert told.count("<heap nr=") == 1


def test_a_system_without_mallopt_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    give_memory_back()
