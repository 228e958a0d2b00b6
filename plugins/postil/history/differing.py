"""What a text was and what it is, short enough to read and with the difference in it."""

LONGEST = 160  # characters of an old or new text that a note repeats
BEFORE = 30  # characters of it before the first difference


def was_and_is(was: str, is_: str, key: str) -> list[str]:
    """Return the notes that tell two values of a key apart."""
    pairs = enumerate(zip(was, is_, strict=False))
    at = next((at for at, (one, other) in pairs if one != other), min(len(was), len(is_)))
    return [
        f"it was: {clipped(was, at)}" if was else f"there was no `{key}`",
        f"it is: {clipped(is_, at)}" if is_ else f"there is no `{key}` now",
    ]


def clipped(text: str, at: int = 0) -> str:
    """Return the part of a long text that has an offset in it."""
    start = 0 if len(text) <= LONGEST else max(0, text.rfind(" ", 0, max(0, at - BEFORE)) + 1)
    end = start + LONGEST
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
