"""Links to files of the archive that are not there, found where they are written.

Pelican says of such a link neither in which article it is nor in which line.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlparse

from pelican.contents import Content

from postil.compiling.compilations import Compilation
from postil.files.layout import Layout
from postil.files.text import read_source, shown
from postil.findings.diagnostics import Code, Diagnostic, finding, finding_in_file
from postil.findings.source import Source
from postil.markdown.fragments import place_of_link
from postil.pelican.reader import COMPILATION

_LINK = re.compile(r"""[{|](filename|static|attach)[|}]([^"'<>]*)""")


def dead_links(content: Content, layout: Layout) -> Iterator[Diagnostic]:
    """Yield a finding for each link of a content to a file that is not there.

    To be asked when Pelican has read all that there is.
    """
    made = content.metadata.get(COMPILATION)
    has_none = isinstance(made, Compilation) and not made.compiled.linked
    texts = (content.metadata.get("summary"), "" if has_none else content._content)
    links = [link for text in texts if text for link in _LINK.findall(text)]
    for what, link in dict.fromkeys(links):
        if not _leads_somewhere(content, what, link, layout.content):
            path = unquote(urlparse(unescape(link)).path)
            forms = (form for url in (unescape(link), unquote(link)) for form in _forms(what, url))
            yield _finding(content, _file_of(content, path) or "", forms, layout)
    image = made.compiled.header.image if isinstance(made, Compilation) else None
    if image and image.file and not _is_copied(content, image.file, layout.content):
        yield _finding(content, image.file, [image.src], layout)


def _leads_somewhere(content: Content, what: str, link: str, folder: Path) -> bool:
    """Whether Pelican would find the file, which it looks for in these three forms."""
    forms = {link, unescape(link)}
    paths = {urlparse(form).path for form in forms} | {unquote(urlparse(link).path)}
    names = [name for path in paths if (name := _file_of(content, path))]
    articles = content._context["generated_content"] if what == "filename" else ()
    return any(name in articles or _is_copied(content, name, folder) for name in names)


def _is_copied(content: Content, name: str, folder: Path) -> bool:
    """Whether a file comes into the site; what is linked to has its place, though it be missing."""
    return name in content._context["static_content"] and (folder / name).is_file()


def _file_of(content: Content, path: str) -> str | None:
    """Return the file that a link's path means, from the content folder on."""
    if path.startswith("/"):
        return path[1:]
    return content.get_relative_source_path(str(Path(content.relative_dir, path)))


def _forms(what: str, url: str) -> tuple[str, str]:
    """Return the ways in which a link may be written: Markdown files go without Pelican's mark."""
    return f"{{{what}}}{url}", url


def _finding(content: Content, file: str, forms: Iterable[str], layout: Layout) -> Diagnostic:
    """Return the finding for a link that is written in one of these forms."""
    name = shown(layout.content / file, layout.root)
    message = f"a link leads to {name}, and there is no such file"
    help_ = "put the file there, or mend the link"
    article, written = Path(content.source_path or ""), tuple(forms)
    for path in (article, layout.sidecar_of(article)):
        source = read_source(path, layout.root)
        if isinstance(source, Source):
            places = (place_of_link(source.text, form) for form in written)
            if span := next(filter(None, places), None):
                return finding(source, span, Code.MISSING_LINK_TARGET, message, help=help_)
    place = shown(article, layout.root)  # a claim that it uses has the link
    return finding_in_file(place, Code.MISSING_LINK_TARGET, message, help=help_)
