"""How the server's process keeps its memory small, and free of long pauses."""

import contextlib
import ctypes
import gc
from collections.abc import Generator

_ARENAS = -8  # M_ARENA_MAX of mallopt(3)
_FEW = 2


@contextlib.contextmanager
def importing() -> Generator[None]:
    """What is imported inside stays for ever: nothing is looked through for garbage meanwhile."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def settle() -> None:
    """Call when all is imported and before pages are served.

    The program itself is left out of the search for garbage: looking through its million objects
    takes some tenths of a second, in which no page answers, and happens so seldom that what open
    pages leave behind heaps up. Threads share two pools of memory instead of eight per processor,
    each of which keeps what it once held.
    """
    gc.freeze()
    gc.collect()  # it now counts what is left, which says how often it looks again
    # Only the C library of most Linux systems knows it; what others do without it is fine.
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_ARENAS, _FEW)
