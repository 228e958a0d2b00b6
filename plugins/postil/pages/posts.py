"""What the page of a saved post shows: the post, the claims in it, who passed it on, and where."""

from dataclasses import dataclass

from postil.library.library import ArticleEntry, Library
from postil.model import Amendment, Deed, Post
from postil.pages.claims import ClaimLine, claim_line
from postil.theming.views import PostView, posted


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPage:
    """What the page of one saved post shows."""

    post: PostView
    first_seen: tuple[ClaimLine, ...]
    """The claims that were first seen in it."""
    spread: tuple[tuple[ClaimLine, Deed], ...]
    """The other claims that it has to do with, and what it did with each."""
    reposts: tuple[PostView, ...]
    articles: tuple[ArticleEntry, ...]
    changes: tuple[Amendment, ...]
    """Oldest first."""

    @property
    def url(self) -> str:
        """Its address below the site's; it never changes."""
        return f"posts/{self.post.id}/"


def post_page(post: Post, library: Library) -> PostPage:
    """Return what the page of a saved post shows."""
    found = library.claims_with.get(post.id, ())
    first_seen = [entry for entry in found if entry.claim.first_appearance == post.id]
    return PostPage(
        post=posted(post, library.registry),
        first_seen=tuple(claim_line(entry, library) for entry in first_seen),
        spread=tuple(
            (claim_line(entry, library), step.did)
            for entry in found
            if entry not in first_seen
            for step in entry.claim.spread
            if step.post == post.id
        ),
        reposts=tuple(
            posted(repost, library.registry) for repost in library.reposts.get(post.id, ())
        ),
        articles=library.shown_in.get(post.id, ()),
        changes=post.changes,
    )
