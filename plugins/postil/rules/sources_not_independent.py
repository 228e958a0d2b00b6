"""`sources-not-independent`: a claim of which all sources are the speaker's own, or ours.

A source is the speaker's if its `by` is one of their names, or if its address lies at one of their
accounts or on their own site (`same_as`, save for registers such as Wikidata). It is ours if its
`by` is the archive or one of its outlets, or if its address is on this very site.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from postil.diagnostics import Code, Diagnostic
from postil.model import Citation, Claim, Entity
from postil.rules.casebook import Casebook, names

REGISTERS = ("wikidata.org", "wikipedia.org", "viaf.org", "isni.org", "loc.gov", "d-nb.info")
"""Sites that describe people and are not theirs."""


def check(book: Casebook) -> Iterator[Diagnostic]:
    """Yield a finding for each claim that rests on nobody else."""
    for case, claim in book.claims:
        if is_so(claim, book):
            speaker = book.registry.entities[claim.claimant].name
            yield case.finding(
                "sources",
                Code.SOURCES_NOT_INDEPENDENT,
                f"every source of this claim is {speaker}'s own, or this archive's",
                "add a source that neither said the claim nor checks it",
            )


def is_so(claim: Claim, book: Casebook) -> bool:
    """Return whether no source of a claim is independent."""
    speaker = book.registry.entities.get(claim.claimant)
    return bool(claim.citations) and all(
        _is_own(citation, book) or (speaker is not None and _is_of(speaker, citation))
        for citation in claim.citations
    )


def _is_own(citation: Citation, book: Casebook) -> bool:
    at_home = bool(book.own_host) and _host(citation.url) == book.own_host
    return at_home or bool(names([citation.by]) & book.own_names)


def _is_of(speaker: Entity, citation: Citation) -> bool:
    if names([citation.by]) & names([speaker.name, *speaker.also]):
        return True
    if not citation.url:
        return False
    accounts = [account.url for account in speaker.accounts if account.url]
    sites = {_host(url) for url in speaker.same_as} - {""}
    return any(_lies_at(citation.url, account) for account in accounts) or any(
        _host(citation.url) == site
        for site in sites
        if not any(site == register or site.endswith(f".{register}") for register in REGISTERS)
    )


def _lies_at(url: str, account: str) -> bool:
    place, home = urlsplit(url.lower()), urlsplit(account.lower())
    inside = f"{place.path.rstrip('/')}/".startswith(f"{home.path.rstrip('/')}/")
    return _host(url) == _host(account) and inside


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
