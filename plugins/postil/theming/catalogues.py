"""The catalogues of the interface's words: where they lie, and which one speaks for a language.

Postil's own lie beside this module, a site's own in its `locale/`; both as gettext's `.po` files,
`LANGUAGE/LC_MESSAGES/postil.po`, read as they are. English is in the templates themselves.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

DOMAIN = "postil"
SOURCE = "en"
"""The language of the messages themselves."""

OURS = Path(__file__).resolve().parents[1] / "locale"
"""The folder of the catalogues that come with Postil."""

_VALUE = re.compile(r"%\((\w+)\)s")
_SCRIPT = 4  # letters: a subtag of that length names a script (BCP 47, section 2.2.3)


class Flaw(NamedTuple):
    """What is wrong with a catalogue of a site's own."""

    line: int
    message: str


class Catalogues:
    """The catalogues in some folders: what an earlier folder says goes before a later one's."""

    def __init__(self, folders: Sequence[Path] = (OURS,)) -> None:
        self._files: dict[str, list[Path]] = {_kind(SOURCE): []}
        for folder in folders:
            for path in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
                self._files.setdefault(_kind(path.parts[-3]), []).append(path)

    def speaker(self, *languages: str) -> str:
        """Return the first of some languages that there is a catalogue for, else English.

        `zh-CN` finds `zh`, which is written in the same script; `zh-TW` does not.
        """
        return next((tag for tag in languages if tag and _kind(tag) in self._files), SOURCE)

    def translations(self, language: str) -> NullTranslations:
        """Return what `gettext` asks; a message that nobody translated stays English."""
        found = NullTranslations()
        for path in reversed(self._files.get(_kind(language), [])):
            try:
                compiled, flaws = _read(path, path.stat().st_mtime_ns)
            except OSError:
                continue
            if flaws:  # told by `flaws`; a page must not fail on them before
                continue
            joined = GNUTranslations(BytesIO(compiled))
            joined.add_fallback(found)
            found = joined
        return found


def flaws(folder: Path) -> Iterator[tuple[Path, Flaw]]:
    """Yield what is wrong with the catalogues in a folder, each with its file."""
    for path in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        try:
            found = _read(path, path.stat().st_mtime_ns)[1]
        except OSError as error:
            found = (Flaw(1, f"cannot be read: {error.strerror}"),)
        yield from ((path, flaw) for flaw in found)


def locale_of(language: str) -> Locale:
    """Return how a language writes days and numbers. Plain `en` writes the day before the month."""
    for tag in (language, language.partition("-")[0], SOURCE):
        try:
            return Locale.parse("en-001" if tag == SOURCE else tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    raise AssertionError(SOURCE)


@lru_cache(maxsize=64)
def _read(path: Path, _written: int) -> tuple[bytes, tuple[Flaw, ...]]:
    """Return a catalogue compiled, and its flaws; anew when its file was written anew."""
    try:
        with path.open("rb") as file:
            catalogue = read_po(file, abort_invalid=True)
    except PoFileError as error:
        return b"", (Flaw(max(error.lineno or 1, 1), f"this is no catalogue: {error}"),)
    except (ValueError, LookupError, SyntaxError) as error:  # the bytes, the header, the plurals
        return b"", (Flaw(1, f"this is no catalogue: {error}"),)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue(), tuple(_wrong_values(catalogue))


def _wrong_values(catalogue: Catalog) -> Iterator[Flaw]:
    """Yield each translation that asks for a value which its message does not have."""
    for message in catalogue:
        if not message.id or message.fuzzy:
            continue
        asked = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        known = {"num"} if len(asked) > 1 else set()
        known |= {name for text in asked for name in _VALUE.findall(str(text))}
        for text in said:
            bare = _VALUE.sub("", str(text or "").replace("%%", ""))
            surplus = sorted(set(_VALUE.findall(str(text or ""))) - known)
            if surplus or "%" in bare:
                wrong = f"%({surplus[0]})s" if surplus else "%"
                yield Flaw(message.lineno or 1, f"the message has no value for `{wrong}`")


def same_words(one: str, other: str) -> bool:
    """Return whether two tags name one language in one script: `zh-CN` and `zh`."""
    return _kind(one) == _kind(other)


@lru_cache(maxsize=256)
def _kind(language: str) -> str:
    """Return a language with its script: what a catalogue is written in."""
    name, *more = language.replace("_", "-").split("-")
    name = name.lower()
    script = next((tag for tag in more if len(tag) == _SCRIPT and tag.isalpha()), "")
    if not script:
        likely = get_global("likely_subtags")
        asked = [f"{name}_{tag.upper()}" for tag in more] + [name]
        found = next((likely[tag] for tag in asked if tag in likely), name)
        script = next((tag for tag in found.split("_")[1:] if len(tag) == _SCRIPT), "")
    return f"{name}_{script.title()}" if script else name
