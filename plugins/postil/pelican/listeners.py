"""Who else listens to Pelican: another plugin that wants to see a step gets to see it."""

from collections.abc import Callable, Iterator

from blinker import ANY, Signal


def has_strangers(signal: Signal) -> bool:
    """Return whether somebody but this plugin listens to a signal."""
    receivers: Iterator[Callable[..., object]] = signal.receivers_for(ANY)
    return any(not receiver.__module__.startswith("postil.") for receiver in receivers)
