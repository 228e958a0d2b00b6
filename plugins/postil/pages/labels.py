"""What the page of a label shows: its wording, its dates, and who and what bore it."""

from dataclasses import dataclass
from datetime import date

from postil.library.library import Library, Use
from postil.model import Entity, Label
from postil.theming.views import LabellingView, LabelView, PostView, borne, posted


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearer:
    """An account, or somebody as a whole, that bore the label."""

    entity: Entity
    platform: str
    """Empty where the label was on the entity itself."""
    handle: str
    label: LabelView
    """With the dates and the source of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelPage:
    """What the page of one label shows."""

    label: Label
    applied_by: Entity
    bearers: tuple[Bearer, ...]
    """In the order in which they came to bear it."""
    posts: tuple[PostView, ...]
    uses: tuple[Use, ...]
    """The label notes that show it, the oldest first."""

    @property
    def url(self) -> str:
        """Its address below the site's; it never changes."""
        return f"labels/{self.label.id}/"


def label_page(label: Label, library: Library) -> LabelPage:
    """Return what the page of a label shows."""
    registry = library.registry
    bearers = [
        _bearer(entity, borne(use, registry), use.platform)
        for entity in registry.entities.values()
        for use in entity.labels
        if use.label == label.id
    ]
    bearers.sort(key=lambda bearer: (bearer.label.since or date.min, bearer.entity.name))
    posts = [post for post in registry.posts.values() if label.id in post.labels]
    uses = [use for found in library.labellings.values() for use in found if _shows(use, label)]
    return LabelPage(
        label=label,
        applied_by=registry.entities[label.applied_by],
        bearers=tuple(bearers),
        posts=tuple(
            posted(post, registry) for post in sorted(posts, key=lambda post: (post.date, post.id))
        ),
        uses=tuple(sorted(uses, key=lambda use: (use.article.day, use.url))),
    )


def _bearer(entity: Entity, label: LabelView, platform: str) -> Bearer:
    handles = [account.handle for account in entity.accounts if account.platform == platform]
    return Bearer(
        entity=entity, platform=platform, handle=handles[0] if handles else "", label=label
    )


def _shows(use: Use, label: Label) -> bool:
    body = use.note.view.body
    return isinstance(body, LabellingView) and any(shown.id == label.id for shown in body.labels)
