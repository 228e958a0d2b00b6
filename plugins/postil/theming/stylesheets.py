"""The theme's style sheets: read and written in parts, published as one file each.

A page loads one sheet, since every further one is a request that holds back the first line of
text. `theme/css/` holds the parts and the sheets that name them with `@import`; a sheet that no
other imports is published, with its parts in place of their names.
"""

import re
from pathlib import Path

_IMPORT = re.compile(r'^@import "([\w-]+\.css)"(?: ([^;]+))?;$', re.MULTILINE)
_COMMENT_OR_STRING = re.compile(r'/\*.*?\*/|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'', re.DOTALL)


def write_stylesheets(parts: Path, folder: Path) -> None:
    """Write every sheet made of the `parts` into a folder, which is made if need be.

    Raises `FileNotFoundError` for an `@import` of what is not there.
    """
    for name, text in stylesheets(parts).items():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8", newline="\n")


def stylesheets(parts: Path) -> dict[str, str]:
    """Return the sheets to publish by their names; none where there is no such folder."""
    texts = {path.name: path.read_text("utf-8") for path in sorted(parts.glob("*.css"))}
    imported = {name for text in texts.values() for name, _ in _IMPORT.findall(text)}
    return {name: joined(parts / name) for name in texts if name not in imported}


def joined(sheet: Path) -> str:
    """Return a sheet with its parts in place, and without comments, blank lines and indents."""

    def part(found: re.Match[str]) -> str:
        text = joined(sheet.parent / found[1])
        return f"@media {found[2]} {{\n{text}}}" if found[2] else text.removesuffix("\n")

    text = _COMMENT_OR_STRING.sub(_without_comment, sheet.read_text("utf-8"))
    lines = (line.strip() for line in _IMPORT.sub(part, text).splitlines())
    return "".join(f"{line}\n" for line in lines if line)


def _without_comment(found: re.Match[str]) -> str:
    return " " if found[0].startswith("/*") else found[0]
