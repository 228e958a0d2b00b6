"""What may be edited of an article's body, and of nothing else."""

import re
from collections.abc import Callable
from random import Random

from tests.smallsite import Files

Edit = Callable[[Random, Files], "dict[str, str | None] | None"]
"""Returns the files that get another text, or go; `None` where it cannot be done."""

BLOCKS = {
    "a paragraph": "It rained on WORD.",
    "a heading": "## Of WORD",
    "a list": "- WORD\n- It rained.",
    "a table": "| day | rain |\n|---|---|\n| WORD | much |",
    "a quotation": "> It rained on WORD, so they say.",
    "a footnote": "It rained.[^WORD]\n\n[^WORD]: Of *WORD*.",
    "a link": "It rained, as [WORD](https://example.org/WORD) said.",
    "a link to an article": "It rained, as [they wrote]({filename}/articles/2020/weir.md).",
    "a link to a file": "It rained, see [here]({static}/images/weir.svg).",
    "a file of its own": "It rained, see [the map]({attach}/articles/2021/map.csv).",
    "a picture": "![WORD]({static}/images/weir.svg)",
    "a post": ":::post first-post\n:::",
    "a label's bearer": "The Water Office was asked, and so was The Minister.",
    "words of a note again": "Again it was inspected twice, at night.",
    "HTML": "It <blink>rained</blink> on WORD.",
    "a mistake": ":::post no-such-post\n:::",
}
"""What may stand between two paragraphs, before the first or after the last."""

RISKY_BLOCKS = {"a link to an article", "a post", "words of a note again", "HTML", "a mistake"}
"""Those that may stop a build."""


def word(random: Random) -> str:
    """Return what is unlikely to stand anywhere yet."""
    return f"{random.choice('ABCDEFGH')}{random.randrange(100)}"


def articles(files: Files) -> list[str]:
    """Return the names of the articles."""
    return sorted(
        name
        for name in files
        if name.startswith("content/articles/") and name.endswith((".md", ".markdown"))
    )


def _body(edit: Callable[[Random, list[str]], list[str]]) -> Edit:
    """Return the edit that gives an article other paragraphs, or now and then a page."""

    def edited(random: Random, files: Files) -> dict[str, str | None] | None:
        name = random.choice([*articles(files), "content/pages/about.md"])
        header, mark, body = files[name].rpartition("\n---\n")
        paragraphs = body.strip("\n").split("\n\n")
        new = edit(random, list(paragraphs))
        if not mark or new == paragraphs:
            return None
        return {name: header + mark + "\n\n".join(new) + "\n"}

    return edited


def _with_block(block: str) -> Edit:
    def edit(random: Random, paragraphs: list[str]) -> list[str]:
        at = random.randrange(len(paragraphs) + 1)
        return [*paragraphs[:at], block.replace("WORD", word(random)), *paragraphs[at:]]

    return _body(edit)


def _a_word_more(random: Random, paragraphs: list[str]) -> list[str]:
    at = random.randrange(len(paragraphs))
    if paragraphs[at][:1] not in ":!|[":
        paragraphs[at] += f" On {word(random)}."
    return paragraphs


def _another_word(random: Random, paragraphs: list[str]) -> list[str]:
    """Put a word of the same length in the place of one that no note is on."""
    places = [
        (at, place) for at, text in enumerate(paragraphs) for place in _WITHOUT_NOTES.finditer(text)
    ]
    if places:
        at, place = random.choice(places)
        new = "".join(random.choices("aeiou", k=len(place[0])))
        paragraphs[at] = paragraphs[at][: place.start()] + new + paragraphs[at][place.end() :]
    return paragraphs


_WITHOUT_NOTES = re.compile(
    r"\b(year|wrote|asked|Somebody|agreed|went|opened|look|again|[A-H]\d+)\b"
)


def _a_paragraph_less(random: Random, paragraphs: list[str]) -> list[str]:
    at = random.randrange(len(paragraphs))
    return paragraphs[:at] + paragraphs[at + 1 :] if len(paragraphs) > 1 else paragraphs


def _other_order(random: Random, paragraphs: list[str]) -> list[str]:
    return random.sample(paragraphs, len(paragraphs))


def _one_paragraph(_: Random, paragraphs: list[str]) -> list[str]:
    return ["\n".join(paragraphs[:2]), *paragraphs[2:]]


BODIES: list[tuple[str, Edit]] = [
    ("a word more", _body(_a_word_more)),
    ("a word more", _body(_a_word_more)),
    ("a word more", _body(_a_word_more)),
    ("another word", _body(_another_word)),
    ("another word", _body(_another_word)),
    ("a paragraph less", _body(_a_paragraph_less)),
    ("other order", _body(_other_order)),
    ("two paragraphs in one", _body(_one_paragraph)),
    ("a paragraph", _with_block(BLOCKS["a paragraph"])),
    *((name, _with_block(block)) for name, block in BLOCKS.items()),
]
RISKY_BODIES = {*RISKY_BLOCKS, "a paragraph less"}
