"""What may happen to the small archive of everything from one build to the next.

A change is drawn from a seed, and says by itself what it does to which file: changes can be left
out of a row, and the others still mean the same.
"""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from tests.bodies import BODIES, RISKY_BODIES, Edit, word
from tests.edits import EDITS, RISKY_EDITS, WORDS_OF_NOTES, encoded
from tests.mischief import Mischief, mischief
from tests.sites import lend
from tests.smallsite import CONF, SITE, Files

Texts = Mapping[str, str | None]
"""Files with their new texts; `None` for a file that goes."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happens between two builds."""

    name: str = ""
    files: Texts = field(default_factory=dict, repr=False)
    backdated: bool = False
    """Whether files that change keep the time stamp that they had."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """What is set from now on."""
    mischief: Mischief | None = field(default=None, repr=False)
    """What happens to files of ours, given the site's folder."""

    def happen(self, site: Path) -> None:
        """Do it."""
        for name, text in self.files.items():
            path = site / name
            if text is None:
                path.unlink(missing_ok=True)
                continue
            stat = path.stat() if path.exists() else None
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(encoded(text))
            if stat and self.backdated:
                os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        if self.mischief:
            self.mischief(site)


START = Change("the site as it was", dict(SITE))


def copy_sources(site: Path, folder: Path, *, compiled: bool = True) -> Path:
    """Copy a site into a new folder without what builds left, but for its `COMPILED`, maybe."""
    shutil.rmtree(folder, ignore_errors=True)
    left = shutil.ignore_patterns(".cache", "output", ".output.postil", "__pycache__")
    shutil.copytree(site, folder, ignore=left)
    if compiled:
        lend(site, folder)
    return folder


def changes(seed: int, number: int) -> list[Change]:
    """Return a row of changes to `SITE`. What makes it wrong is mostly mended soon."""
    random, row = Random(seed), _kind_of_site(seed)
    files = _after(SITE, row[0].files if row else {})
    mending: Texts = {}
    undoing: Texts = {}
    while len(row) < number:
        if mending and random.random() < 0.7:
            change, mending = Change("what was before", mending), {}
            if random.random() < 0.3:
                also = _edited(random, _after(files, change.files), BODIES, 1)
                change = Change(f"{change.name} + {also.name}", {**change.files, **also.files})
        elif undoing and random.random() < 0.12:
            change = Change("back again", undoing)
        else:
            change = _drawn(random, files)
        undoing = {name: files.get(name) for name in change.files}
        if any(name in change.name for name in RISKY_EDITS | RISKY_BODIES):
            mending = {**undoing, **mending}
        files = _after(files, change.files)
        row.append(change)
    return row


def _kind_of_site(seed: int) -> list[Change]:
    """Return what makes one site in ten larger, and others have a search, pictures or both."""
    match seed % 10:
        case 1:
            settings = "POSTIL_SEARCH = True\n"
            return [Change("search", {CONF: SITE[CONF] + settings})]
        case 3:
            articles = (f"content/articles/2018/{number}.md" for number in range(40))
            texts = {name: _MORE.replace("NAME", name) for name in articles}
            return [Change("forty articles more", texts)]
        case 5:
            settings = "POSTIL_CARDS = True\n"
            return [Change("pictures", {CONF: SITE[CONF] + settings})]
        case 7:
            settings = "POSTIL_SEARCH = POSTIL_CARDS = True\nRELATIVE_URLS = False\n"
            return [Change("search and pictures", {CONF: SITE[CONF] + settings})]
        case 9:
            settings = "ARTICLE_TRANSLATION_ID = 'slug'\n"
            return [Change("translations", {CONF: SITE[CONF] + settings})]
        case _:
            return []


_MORE = """\
---
title: No. NAME
date: 2018-07-01
outlet: Herald
topics: [Water]
---
The Water Office met The Minister, and nothing came of it.
"""


def _after(files: Files, texts: Texts) -> dict[str, str]:
    merged = {**files, **texts}
    return {name: text for name, text in merged.items() if text is not None}


def _drawn(random: Random, files: Files) -> Change:
    """Return an edit of bodies or notes every other time; else of something else, or mischief."""
    share = random.random()
    if share < 0.02:
        address = random.choice(("https://example.org", f"https://example.net/{word(random)}"))
        return Change("another environment", environment={"SITEURL": address})
    if share < 0.14:
        return _with_mischief(random, Change())
    table = BODIES if share < 0.56 else WORDS_OF_NOTES if share < 0.66 else EDITS
    many = 1 if table is WORDS_OF_NOTES else random.choice((1, 1, 1, 1, 2, 3))
    change = _edited(random, files, table, many)
    return _with_mischief(random, change) if random.random() < 0.15 else change


def _edited(random: Random, files: Files, table: Sequence[tuple[str, Edit]], number: int) -> Change:
    """Return so many edits from a table as one change, of those that can be done."""
    names, texts = list[str](), dict[str, str | None]()
    while len(names) < number:
        name, edit = random.choice(table)
        if edited := edit(random, _after(files, texts)):
            names.append(name)
            texts |= edited
    return Change(" + ".join(names), texts, backdated=random.random() < 0.15)


def _with_mischief(random: Random, change: Change) -> Change:
    name, do = mischief(random)
    return replace(change, name=" + ".join(filter(None, (change.name, name))), mischief=do)
