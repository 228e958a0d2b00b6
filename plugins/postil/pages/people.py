"""What the page of a person, an organisation or an outlet shows.

What they said stands with its verdicts, each for itself: nobody is given a score.
"""

from dataclasses import dataclass

from postil.library.library import ArticleEntry, Carried, Library, Use
from postil.model import Deed, Entity, Label, Reply
from postil.pages.claims import ClaimLine, claim_line
from postil.pages.spreading import CARRYING
from postil.theming.views import LabelView, PostView, StepView, ever_borne, posted, stepped

_MAKING = frozenset({Deed.POSTED, Deed.SAID})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A claim of theirs, and what came back when they were asked about it."""

    line: ClaimLine
    reply: Reply | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Did:
    """What they did with a claim."""

    step: StepView
    line: ClaimLine


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """What the page of one entity shows."""

    entity: Entity
    said: tuple[Said, ...]
    """Newest first."""
    carried: tuple[Did, ...]
    """Oldest first, as all below."""
    answered: tuple[Did, ...]
    labels: tuple[LabelView, ...]
    applied: tuple[Label, ...]
    """The labels that they put on others."""
    posts: tuple[PostView, ...]
    noted: tuple[Use, ...]
    """The label notes on them."""
    articles: tuple[ArticleEntry, ...]
    """What they published, if they are an outlet of this archive."""

    @property
    def url(self) -> str:
        """Its address below the site's; it never changes."""
        return f"people/{self.entity.id}/"


def person_page(entity: Entity, library: Library) -> PersonPage:
    """Return what the page of an entity shows."""
    did = [
        Did(
            step=stepped(carried.step, library.rated),
            line=claim_line(carried.entry, library),
        )
        for carried in library.carried.get(entity.id, ())
        if not _is_own(carried, entity)
    ]
    return PersonPage(
        entity=entity,
        said=tuple(
            Said(line=claim_line(entry, library), reply=entry.claim.reply)
            for entry in library.claims_of.get(entity.id, ())
        ),
        carried=tuple(each for each in did if each.step.did in CARRYING),
        answered=tuple(each for each in did if each.step.did not in CARRYING),
        labels=ever_borne(entity, library.registry),
        applied=tuple(
            label for label in library.registry.labels.values() if label.applied_by == entity.id
        ),
        posts=tuple(posted(post, library.registry) for post in library.posts_by.get(entity.id, ())),
        noted=library.labellings.get(entity.id, ()),
        articles=library.by_outlet.get(entity.name, ()),
    )


def _is_own(carried: Carried, entity: Entity) -> bool:
    """Whether a step is how somebody made a claim of their own, which stands there already."""
    return carried.entry.claim.claimant == entity.id and carried.step.did in _MAKING
