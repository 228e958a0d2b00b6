"""Bring the catalogues up to date with what templates and code say (`make words`).

`python docs/words.py he` begins one for Hebrew, in `plugins/postil/locale`. A site's own lies in
its `locale` folder: `python docs/words.py he --into ../archive/locale`. Files change only where
messages do: they hold no dates and no line numbers.
"""

import argparse
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from postil.theming.catalogues import DOMAIN, OURS

ROOT = Path(__file__).resolve().parents[1]
PLACES = {
    ROOT / "theme" / "templates": [("**.html", "jinja2", {"newstyle_gettext": "true"})],
    ROOT / "plugins" / "postil": [("**.py", "python", {})],
}
TEMPLATE = OURS / f"{DOMAIN}.pot"
DATED = ("Project-Id", "Report-Msgid", "POT-", "PO-", "Last-", "Language-Team", "Generated-By")


def main() -> None:
    """Extract the messages and bring every catalogue up to date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("languages", nargs="*", help="languages to begin: he, ja, pt_BR")
    parser.add_argument("--into", type=Path, default=OURS, help="the folder of the catalogues")
    asked = parser.parse_args()
    messages = extracted()
    write(TEMPLATE, messages)
    for language in asked.languages:
        path = asked.into / language / "LC_MESSAGES" / f"{DOMAIN}.po"
        if not path.exists():
            write(path, Catalog(locale=Locale.parse(language), domain=DOMAIN, fuzzy=False))
    for path in sorted(asked.into.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parts[-3])
        catalogue.update(messages, update_creation_date=False)
        write(path, catalogue)


def extracted() -> Catalog:
    """Return every message that the interface has, with the files that say it."""
    catalogue = Catalog(domain=DOMAIN, header_comment="# What Postil's pages say.", fuzzy=False)
    for folder, methods in PLACES.items():
        found = extract_from_dir(
            folder,
            [(pattern, method) for pattern, method, _ in methods],
            {pattern: options for pattern, _, options in methods},
            comment_tags=["Translators:"],
            strip_comment_tags=True,
        )
        for name, _, message, comments, context in found:
            place = (folder / name).relative_to(ROOT).as_posix()
            catalogue.add(message, None, [(place, None)], auto_comments=comments, context=context)
    return catalogue


def write(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue without anything that changes from run to run."""
    written = BytesIO()
    write_po(
        written, catalogue, width=0, include_lineno=False, sort_output=True, ignore_obsolete=True
    )
    lines = written.getvalue().decode("utf-8").splitlines(keepends=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        "".join(line for line in lines if not line.startswith(tuple(f'"{name}' for name in DATED))),
        "utf-8",
        newline="\n",
    )


if __name__ == "__main__":
    main()
