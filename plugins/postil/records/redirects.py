"""Addresses that have moved: `annotations/registry/redirects.yaml`, old ones and new ones.

    2020/12/embassy-hacked/: 2020/12/embassy-account-reposts-president/

Both are addresses below the site's own. What is written at the old one is here too.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from html import escape

from postil.findings.diagnostics import Code, Diagnostic, finding, nearest
from postil.findings.source import Source, Span
from postil.records.forms import shown
from postil.yaml.nodes import Mapping, Refused, Scalar, read_yaml

REDIRECTS = "redirects.yaml"

_ADDRESS = re.compile(r"/?((?:[^\s/?#%\\<>\"':]+/)*(?:[^\s/?#%\\<>\"':]+/?))")


@dataclass(frozen=True, slots=True)
class Redirect:
    """One address that has moved."""

    old: str
    """Without a slash at its beginning, as all addresses here."""
    new: str
    old_span: Span = field(default=Span(0, 0), compare=False)
    new_span: Span = field(default=Span(0, 0), compare=False)

    @property
    def save_as(self) -> str:
        """The file to be written at the old address."""
        return f"{self.old}index.html" if self.old.endswith("/") else self.old


def read_redirects(source: Source) -> tuple[tuple[Redirect, ...], list[Diagnostic]]:
    """Return the redirects that a file holds, and what is wrong with it."""
    root, findings = read_yaml(source)
    if root is None:
        return (), findings
    if not isinstance(root, Mapping):
        message = "this is not made of old addresses and new ones"
        return (), [
            finding(source, root.span, Code.BAD_REDIRECT, message, help="write `old/: new/`")
        ]
    redirects = []
    for entry in root.entries:
        if isinstance(entry.value, Refused):  # and has a finding already
            continue
        new = entry.value.text if isinstance(entry.value, Scalar) else ""
        redirect = Redirect(
            _address(entry.key.text), _address(new), entry.key.span, entry.value.span
        )
        for address, text, span in (
            (redirect.old, entry.key.text, redirect.old_span),
            (redirect.new, new, redirect.new_span),
        ):
            if not address:
                findings.append(
                    finding(
                        source,
                        span,
                        Code.BAD_REDIRECT,
                        f"{shown(text) if text else 'this'} is not an address of this site",
                        help="write what follows the site's own address: 2020/12/slug/",
                    )
                )
        if redirect.old and redirect.new:
            redirects.append(redirect)
    return tuple(redirects), findings


def check_redirects(
    redirects: Sequence[Redirect], source: Source, taken: Collection[str], theme: str
) -> list[Diagnostic]:
    """Return a finding for each redirect that cannot work.

    `taken` are the addresses of the site's pages, and the names of its files but for those of the
    folder of the theme.
    """
    leads_to = {redirect.old: redirect.new for redirect in redirects}
    first_of: dict[str, Redirect] = {}
    findings = []
    for redirect in redirects:
        first = first_of.setdefault(redirect.old, redirect)
        if first is not redirect:
            line = source.position(first.old_span.start).line
            message = f"/{redirect.old} has moved already, by line {line}"
            span, help_ = redirect.old_span, "remove one of the two lines"
        elif redirect.old in taken or redirect.old.startswith(f"{theme}/"):
            what = "a page" if redirect.old.endswith("/") else "a file"
            message = f"/{redirect.old} is {what} of the site, and cannot lead elsewhere too"
            span, help_ = redirect.old_span, "remove this line, or give that page another slug"
        elif redirect.new in leads_to:
            message = f"/{redirect.new} leads on to another address"
            span, help_ = redirect.new_span, f"lead straight to {leads_to[redirect.new]}"
        elif redirect.new not in taken:
            message = f"there is no page at /{redirect.new}"
            near = nearest(redirect.new, taken)
            span = redirect.new_span
            help_ = f"write `{near}`" if near else "give the address that the article has now"
        else:
            continue
        findings.append(finding(source, span, Code.BAD_REDIRECT, message, help=help_))
    return findings


def moved_page(redirect: Redirect, *, siteurl: str, lang: str) -> str:
    """Return the HTML that leads from the old address to the new one.

    Its links are relative, so that it works wherever the site is put; it needs no script.
    """
    up = "../" * redirect.save_as.count("/")
    there = escape(f"{up}{redirect.new}" or "./")
    canonical = escape(f"{siteurl}/{redirect.new}") if siteurl else there
    return (
        f'<!doctype html>\n<html lang="{escape(lang)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>/{escape(redirect.new)}</title>\n"
        f'<meta http-equiv="refresh" content="0; url={there}">\n'
        f'<link rel="canonical" href="{canonical}">\n'
        '<meta name="viewport" content="width=device-width">\n</head>\n<body>\n'
        f'<p>→ <a href="{there}">/{escape(redirect.new)}</a></p>\n</body>\n</html>\n'
    )


def _address(text: str) -> str:
    found = _ADDRESS.fullmatch(text.removesuffix("index.html"))
    if not found or {".", ".."} & set(found[1].split("/")):
        return ""
    return found[1] if found[1].endswith("/") or "." in found[1] else f"{found[1]}/"
