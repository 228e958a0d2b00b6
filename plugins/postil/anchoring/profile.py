"""Edit distances at every end position, bit-parallel.

Myers, "A fast bit-vector algorithm for approximate string matching based on dynamic programming",
Journal of the ACM 46(3), 1999, in Hyyrö's form (2003). A column of the dynamic programming matrix
is two integers of as many bits as the pattern has characters; Python's integers have no word
size, so there are no blocks to carry between.
"""

from collections.abc import Iterator


def distances(pattern: str, text: str, *, anchored: bool = False) -> Iterator[int]:
    """Yield the distance of the pattern to the nearest text that ends at each position.

    The first value is for the empty text. With `anchored` the text must begin where it begins.
    """
    length = len(pattern)
    masks: dict[str, int] = {}
    for place, char in enumerate(pattern):
        masks[char] = masks.get(char, 0) | 1 << place
    full = (1 << length) - 1
    top = 1 << (length - 1)
    carry = int(anchored)  # the first row: 0 everywhere, or one more at each step
    up, down, distance = full, 0, length
    yield distance
    for char in text:
        match = masks.get(char, 0)
        zero = (((match & up) + up) ^ up) | match | down
        right = down | ~(zero | up) & full
        left = zero & up
        if right & top:
            distance += 1
        elif left & top:
            distance -= 1
        right = right << 1 | carry
        up = (left << 1 | ~(zero | right)) & full
        down = right & zero & full
        yield distance


def anchored_distance(pattern: str, text: str) -> int:
    """Return the least distance of the pattern to any beginning of the text."""
    return min(distances(pattern, text, anchored=True))
