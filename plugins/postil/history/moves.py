"""Articles and pages of two snapshots, paired: which is which, and whose address has moved.

A page is itself where its address is the same or a redirect leads to it; else its file tells, and
else its title.
"""

from collections.abc import Iterable

from postil.findings.diagnostics import Code, Diagnostic, finding, finding_in_file
from postil.findings.source import Source, Span
from postil.header.header import Header
from postil.history.snapshots import Page, Snapshot

Pair = tuple[Page, Page]


def moves(before: Snapshot, after: Snapshot) -> tuple[list[Pair], list[Diagnostic]]:
    """Return each published page with what it is now, and a finding for each lost address."""
    now = {page.address: page for page in after.pages if page.published}
    by_path = {page.path: page for page in after.pages}
    taken = {page.address for page in before.pages if page.published}
    arrived = [page for page in after.pages if page.published and page.address not in taken]
    pairs, findings = [], []
    for old in before.pages:
        if not old.published:
            continue
        target = after.redirects.get(old.address)
        here = now.get(old.address)
        there = now.get(target) if target else None
        itself = here or there or by_path.get(old.path) or _of_title(old.header.title, arrived)
        if itself:
            pairs.append((old, itself))
        if here or target:
            continue
        if itself:
            findings.append(_moved(old, itself))
        elif old.path not in after.files and old.path not in after.lost:
            findings.append(_gone(old))
    return pairs, findings


def _of_title(title: str, pages: Iterable[Page]) -> Page | None:
    """Return the only page of a title."""
    found = [page for page in pages if page.header.title == title]
    return found[0] if len(found) == 1 else None


def _moved(old: Page, new: Page) -> Diagnostic:
    slug = old.address.rstrip("/").rpartition("/")[2]
    if not new.published:
        message = f"this was published at /{old.address}, and is not any more"
        help_ = "set `status: published` again; a note that was wrong is withdrawn, with its reason"
        return finding(new.source, _top(new.source), Code.MOVED_ADDRESS, message, help=help_)
    span, help_ = _cause(old, new, slug)
    if new.path != old.path:
        help_ += f" (the file was {old.path})"
    return finding(
        new.source,
        span,
        Code.MOVED_ADDRESS,
        f"the address of this was /{old.address} and is /{new.address}",
        help=f"{help_}; or add to annotations/registry/redirects.yaml: "
        f"{old.address}: {new.address}",
    )


def _cause(old: Page, new: Page, slug: str) -> tuple[Span, str]:
    """Return what moved the page, and how to move it back."""
    if _slug(old) == _slug(new) and _month(old.header) != _month(new.header):
        return new.header.date_span, f"write a date in {_month(old.header)}"
    if new.header.slug and new.header.slug != slug:
        return new.header.slug_span, f"keep the slug: write `slug: {slug}`"
    return _top(new.source), f"keep the slug: write `slug: {slug}` into the header"


def _gone(old: Page) -> Diagnostic:
    return finding_in_file(
        old.path,
        Code.MOVED_ADDRESS,
        f"the page /{old.address} was published and is gone",
        notes=[f"its title: {old.header.title}"],
        help="bring it back; or say where its readers shall go, in "
        f"annotations/registry/redirects.yaml: {old.address}: the address of another page",
    )


def _slug(page: Page) -> str:
    return page.address.rstrip("/").rpartition("/")[2]


def _month(header: Header) -> str:
    return f"{header.date:%Y-%m}" if header.date else "no month"


def _top(source: Source) -> Span:
    return Span(0, len(source.line(1)))
