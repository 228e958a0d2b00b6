"""What anchoring answers: six outcomes, of which three place the note and three refuse to."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

Span: TypeAlias = tuple[int, int]
"""Start and end in code points, end excluded."""

Matter: TypeAlias = Literal["number", "unit", "negation", "modal", "name"]
"""Why a changed word may change what a sentence claims, the weightiest first."""


class Status(StrEnum):
    """How a quote was found, or why it was not placed."""

    EXACT = "exact"
    """Character for character."""
    NORMALISED = "normalised"
    """The same words: only typography, case, accents or punctuation differ."""
    DRIFTED = "drifted"
    """The same passage with other words; `Anchoring.changes` names them."""
    AMBIGUOUS = "ambiguous"
    """More than one passage fits as well."""
    SUSPECT = "suspect"
    """The words are there, but what stands around them says that it is another passage."""
    ORPHAN = "orphan"
    """Not in the text."""

    @property
    def placed(self) -> bool:
        """Whether the note may be drawn."""
        return self in (Status.EXACT, Status.NORMALISED, Status.DRIFTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between the quote and the words it drifted to."""

    before: str
    after: str
    matters: Matter | None = None
    """The reason why the claim itself may have changed, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchoring:
    """Where a quote is, or where it may have gone."""

    status: Status
    start: int | None = None
    end: int | None = None
    """Code points in the text, without surrounding white space; None unless placed."""
    candidates: tuple[Span, ...] = ()
    """Ambiguous: every hit in text order, at most `MOST_CANDIDATES`.
    Suspect and orphan: the nearest text, if there is any worth showing."""
    cut_short: bool = False
    """The search met its budget: the quote may be in the text all the same."""
    changes: tuple[Change, ...] = ()
    """Drifted: the word differences, in text order."""

    @property
    def claim_may_have_changed(self) -> bool:
        """Whether an editor must look before the note is shown as is."""
        return any(change.matters for change in self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """A description of a span by its words (W3C TextQuoteSelector)."""

    exact: str
    prefix: str
    suffix: str
