"""Answers that are kept from one build for the next, by their questions: one thing in a cabinet."""

import pickle
from collections.abc import Callable
from typing import Generic, TypeVar

from postil.engine.cabinet import Cabinet
from postil.engine.fingerprints import PICKLING

Question = TypeVar("Question")
Answer = TypeVar("Answer")


class Memo(Generic[Question, Answer]):
    """What was answered in earlier builds, and in this one."""

    def __init__(self, cabinet: Cabinet, name: bytes) -> None:
        """Remember what was kept by that name, of which all depends but the question."""
        self._cabinet, self._name = cabinet, name
        kept = cabinet.get(name)
        self._kept: dict[Question, Answer] = pickle.loads(kept) if kept else {}  # noqa: S301 - as put in
        self._asked: dict[Question, Answer] = {}

    def of(self, question: Question, answer: Callable[[], Answer]) -> Answer:
        """Return the answer to a question; call `answer` if it is not known."""
        if question not in self._asked:
            known = self._kept.get(question)
            self._asked[question] = answer() if known is None else known
        return self._asked[question]

    def keep(self) -> None:
        """Keep what was asked for in this build, and nothing else."""
        if self._asked != self._kept:
            self._cabinet.put(self._name, pickle.dumps(self._asked, PICKLING))
