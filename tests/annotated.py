"""An article that asks all that can be asked of a page's design: forty notes, on everything."""

from pathlib import Path

from tests.published import Published
from tests.sites import REPOSITORY, run, write

ADDRESS = "2024/05/forty/"
NOTES = 40
LONG = 600  # words

TONES = ("good", "mixed", "bad", "open")
_RATINGS = ("true", "half", "false", "unproven")

_WORDS = (
    "The council met in the old hall on {0} and heard what the engineers had found below the dam. "
    "The mayor said that {1} and that {2}, and nobody in the hall asked for the figures. "
    "Afterwards the clerk read out the minutes of the meeting before, which took a long while. "
    "It rained."
)


def article(direction: str = "ltr") -> dict[str, str]:
    """Return the files of a site with one article under forty notes."""
    notes: list[str] = []
    number = 0

    def quote() -> str:
        nonlocal number
        number += 1
        words = f"matter number {number} was settled long ago"
        notes.append(_note(number, words))
        return words

    heading = f"## A heading on which {quote()}"
    crowded = "One sentence: " + ", and ".join(quote() for _ in range(8)) + "."
    items = "\n".join(f"- Of this item it is said that {quote()}." for _ in range(9))
    nested = f"- An item.\n    - Within it {quote()}, and {quote()}.\n    - Nothing."
    cell = f"| what | who |\n|---|---|\n| {quote()} | the clerk |\n| nothing | the mayor |"
    quoted = f"> In the speech {quote()}, or so it was said."
    ordered = f"1. First.\n\n   A paragraph of an item, where {quote()}.\n\n2. Second."
    paragraphs = [
        _WORDS.format(f"the {day + 1}th", quote(), quote()) for day in range((NOTES - number) // 2)
    ]
    last = "" if number == NOTES else f"At the very end {quote()}."
    body = [*paragraphs[:3], heading, crowded, *paragraphs[3:5], items, nested, paragraphs[5], cell]
    body += [quoted, ordered, *paragraphs[6:], last]
    assert number == NOTES
    lang = "ar" if direction == "rtl" else "en"
    return {
        "content/articles/2024/forty.md": (
            f"---\ntitle: Forty notes\ndate: 2024-05-01\noutlet: Herald\nlang: {lang}\n---\n\n"
            + "\n\n".join(body)
            + "\n"
        ),
        "annotations/articles/2024/forty.yaml": "annotations:\n" + "".join(notes),
        "annotations/registry/scale.yaml": "version: 1\nratings:\n"
        + "".join(
            f"  - {{id: {rating}, name: {rating.title()}, tone: {tone}, means: It is so.}}\n"
            for rating, tone in zip(_RATINGS, TONES, strict=True)
        ),
        "annotations/registry/entities.yaml": "mayor: {type: person, name: The Mayor}\n",
        "annotations/registry/sources.yaml": (
            "register: {title: The register of dams, by: The town, url: https://example.org/register,"
            " archived: https://web.archive.org/web/2024/https://example.org/register,"
            " kind: primary}\n"
        ),
    }


def build(folder: Path, direction: str = "ltr") -> Published:
    """Build that site with the real command."""
    settings = (REPOSITORY / "plugins/postil/starter/pelican.conf.py").read_text("utf-8")
    write(folder, article(direction) | {"pelican.conf.py": settings})
    done = run(folder, "postil", "build", SITEURL="https://example.org/forty")
    assert done.returncode == 0, done.stderr
    return Published(place="forty", folder=folder / "output", base="https://example.org/forty/")


def _note(number: int, words: str) -> str:
    last = "\n    as_of: 2024-05-01\n    sources: [register]\n    by: desk.a\n"
    start = f"  - id: note{number}\n    quote: {words}\n"
    if number % 3:
        rating = _RATINGS[number % len(_RATINGS)]
        return (
            f"{start}    kind: claim\n    claim: Matter {number} was settled long ago\n"
            f"    said_by: mayor\n    verdict: {rating}\n"
            f"    fact: The register says of matter {number} that it was opened in the spring.\n"
            f"    why: {'The register was read twice. ' * (1 if number % 2 else 30)}{last}"
        )
    length = LONG if number == 3 else 25
    text = " ".join(["word"] * length)
    return f"{start}    kind: context\n    note: {text}{last}"
