"""Who carried a claim to whom, as a drawing: rows for people, lines between them.

Numbers only. The theme draws them, and prints the same as a list, which has the dates and sources.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from unicodedata import east_asian_width

from postil.model import Deed
from postil.theming.views import ClaimView, StepView

CARRYING = frozenset({Deed.POSTED, Deed.SAID, Deed.QUOTED, Deed.REPOSTED, Deed.REPORTED})
"""What takes a claim further; every other deed answers it."""

_ROW = 46  # units from one row to the next: a name and a line of deeds
_TOP = 22  # units above the first row's dot
_ROOM = 40  # letters of a name that fit beside its dot; a Chinese one takes the room of two
_NEAR, _FURTHER, _FAR = 16, 7, 44  # how far a line swings out: to the next row, per row more, most


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """Somebody who had to do with the claim."""

    name: str
    """As much of it as there is room for."""
    deeds: tuple[Deed, ...]
    y: int
    carried: bool
    """Whether they took it further, whatever else they did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """From whom the claim came to somebody who carried it on, or who answered it."""

    start: int
    end: int
    swing: int
    carried: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A claim's spread as rows and lines."""

    height: int
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]


def draw(claim: ClaimView) -> Drawing | None:
    """Return the drawing of a claim's spread; `None` where fewer than two had to do with it."""
    steps = with_first(claim)
    rows: dict[str, Dot] = {}
    origin = _origin(claim, steps)
    if origin == claim.claimant.id and not any(step.who.id == origin for step in _carried(steps)):
        rows[origin] = Dot(
            name=_fitted(claim.claimant.name), deeds=(Deed.SAID,), y=_TOP, carried=True
        )
    sources: dict[str, str] = {}
    for step in steps:
        name = step.who.id
        carries = step.did in CARRYING
        if name not in rows:
            y = _TOP + _ROW * len(rows)
            rows[name] = Dot(name=_fitted(step.who.name), deeds=(), y=y, carried=False)
        dot = rows[name]
        deeds = tuple(dict.fromkeys((*dot.deeds, step.did)))
        rows[name] = replace(dot, deeds=deeds, carried=dot.carried or carries)
        source = step.post.reposts.by.id if step.post and step.post.reposts else origin
        if source != name and source in rows:
            sources.setdefault(name, source)
    if not sources:
        return None
    return Drawing(
        height=_TOP + _ROW * len(rows),
        dots=tuple(rows.values()),
        lines=tuple(
            _line(rows[source].y, rows[name].y, carried=rows[name].carried)
            for name, source in sources.items()
        ),
    )


def with_first(claim: ClaimView) -> tuple[StepView, ...]:
    """Return the steps of a claim's spread, with the post in which it was first seen."""
    first = claim.first_appearance
    if first is None or any(step.post and step.post.id == first.id for step in claim.spread):
        return claim.spread
    step = StepView(
        who=first.by,
        did=Deed.REPOSTED if first.reposts else Deed.POSTED,
        date=first.date,
        post=first,
        citation=None,
        rated=None,
        unchecked="",
    )
    return tuple(sorted((step, *claim.spread), key=lambda step: step.date))


def _fitted(name: str) -> str:
    room = _ROOM
    for end, letter in enumerate(name):
        room -= 2 if east_asian_width(letter) in {"W", "F"} else 1
        if room < 0:
            return f"{name[: max(end - 1, 0)].rstrip()}…"
    return name


def _carried(steps: Sequence[StepView]) -> list[StepView]:
    return [step for step in steps if step.did in CARRYING]


def _origin(claim: ClaimView, steps: Sequence[StepView]) -> str:
    """Return who is seen with the claim first, else whose it is."""
    carried = _carried(steps)
    if any(step.who.id == claim.claimant.id for step in carried):
        return carried[0].who.id
    return claim.claimant.id


def _line(start: int, end: int, *, carried: bool) -> Line:
    rows = abs(end - start) // _ROW
    swing = min(_NEAR + _FURTHER * (rows - 1), _FAR)
    return Line(start=start, end=end, swing=swing, carried=carried)
