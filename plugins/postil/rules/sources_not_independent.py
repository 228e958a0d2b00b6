"""`sources-not-independent`: a claim of which all sources are the speaker's own, or ours.

A source is the speaker's if its `by` is one of their names, or if its address lies at one of their
accounts or on their own site (`same_as`, save for registers such as Wikidata). It is ours if its
`by` is the archive or one of its outlets, or if its address is on this very site.
"""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from postil.findings.diagnostics import Code, Diagnostic, finding
from postil.findings.source import Source, Span
from postil.model import Citation, Claim, Entity
from postil.rules.cases import Case, Circumstances, Origin, host, names, origin

REGISTERS = ("wikidata.org", "wikipedia.org", "viaf.org", "isni.org", "loc.gov", "d-nb.info")
"""Sites that describe people and are not theirs."""


class Partial(NamedTuple):
    """A claim, and those of its sources that are not the speaker's."""

    place: Span
    speaker: str
    others: tuple[Origin, ...]

    def holds(self, known: Circumstances) -> bool:
        """Whether it is as suspected, if the others are all the archive's own."""
        return all(map(known.owns, self.others))

    def finding(self, file: Source, known: Circumstances) -> Diagnostic:  # noqa: ARG002
        """Return the finding in the case's file."""
        return finding(
            file,
            self.place,
            Code.SOURCES_NOT_INDEPENDENT,
            f"every source of this claim is {self.speaker}'s own, or this archive's",
            help="add a source that neither said the claim nor checks it",
        )


def suspect(case: Case) -> Iterator[Partial]:
    """Yield the suspicion about a claim that cites anything."""
    if isinstance(case.body, Claim) and case.body.citations and case.speaker:
        others = foreign(case.body, case.speaker)
        yield Partial(case.span("sources"), case.speaker.name, others)


def foreign(claim: Claim, speaker: Entity | None) -> tuple[Origin, ...]:
    """Return where those of a claim's sources come from that are not the speaker's, each once."""
    others = (
        origin(citation)
        for citation in claim.citations
        if speaker is None or not _is_of(speaker, citation)
    )
    return tuple(dict.fromkeys(others))


def _is_of(speaker: Entity, citation: Citation) -> bool:
    if names([citation.by]) & names([speaker.name, *speaker.also]):
        return True
    if not citation.url:
        return False
    accounts = [account.url for account in speaker.accounts if account.url]
    sites = {host(url) for url in speaker.same_as} - {""}
    return any(_lies_at(citation.url, account) for account in accounts) or any(
        host(citation.url) == site
        for site in sites
        if not any(site == register or site.endswith(f".{register}") for register in REGISTERS)
    )


def _lies_at(url: str, account: str) -> bool:
    place, home = urlsplit(url.lower()), urlsplit(account.lower())
    inside = f"{place.path.rstrip('/')}/".startswith(f"{home.path.rstrip('/')}/")
    return host(url) == host(account) and inside
