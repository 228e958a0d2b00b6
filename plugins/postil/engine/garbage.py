"""Python's collector of garbage, to which a build gives little to do: what it reads is kept."""

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = 100_000, 50, 100
"""After how many new objects Python looks at those, at older ones, at all (`gc.set_threshold`)."""


def collect_seldom() -> None:
    """Look for garbage seldom from now on, and not when the program ends."""
    gc.set_threshold(*_SELDOM)
    atexit.register(gc.freeze)


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Look for garbage seldom meanwhile."""
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
