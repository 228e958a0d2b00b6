"""The search index, made by Pagefind: files in which a reader's browser looks things up by itself.

The one owner of `pagefind`. Its program is given a page of bare HTML for each record, one after the
other, since their order is part of the bytes: the same records give the same index everywhere.
"""

import base64
import gzip
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from html import escape
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Thread
from typing import IO, Any

from postil.engine.fingerprints import of_bytes, of_program, of_texts
from postil.search.records import Record

FOLDER = "pagefind"
"""Where the index lies, below the site's address."""

FACETS = "facets.json"
"""By what the records are narrowed down: `{"values": [[filter, value]], "records": {id: [value]}}`.

Pagefind has filters of its own, and writes them in an order that differs from run to run.
"""

_SIGNATURE = b"pagefind_dcd"
_OTHERS = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight")


def can_index() -> bool:
    """Return whether Pagefind's program is there; the wheel for some machines comes without."""
    program = _program()
    return program is not None and program.is_file()


def name_of(found: Iterable[Record]) -> bytes:
    """Return a name for the index of these records: of equal name are equal files alone."""
    return of_bytes(of_program(), *(of_texts(*_told(record)) for record in found))


def _told(record: Record) -> tuple[str, ...]:
    marks = repr((record.shown, record.filters))
    return record.url, record.lang, record.title, record.text, marks


class Index:
    """The index of some records in the making: Pagefind works, and this process goes on."""

    def __init__(self, found: Iterable[Record]) -> None:
        """Begin to make the index of all these."""
        self._found = list(found)
        self._talk = _Talk(_requests(self._found), len(self._found) + 2)

    def write(self, output: Path) -> None:
        """Write it below the output folder when it is made, without Pagefind's own pages.

        Raises `OSError` where the program does not do it.
        """
        folder = (output / FOLDER).absolute()
        for file in self._talk.answers()[-1]["files"]:
            path, data = folder / file["path"], base64.b64decode(file["content"])
            if path.stem in _OTHERS:
                continue
            if path.name == "pagefind-entry.json":
                data = _json(json.loads(data))  # it has languages in random order
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        (folder / FACETS).write_bytes(_json(_facets(self._found, folder)))


def _requests(found: Sequence[Record]) -> Iterator[dict[str, object]]:
    yield {"type": "NewIndex", "config": {}}
    for record in found:
        page = bare_page(record)
        yield {"type": "AddFile", "index_id": 0, "url": record.url, "file_contents": page}
    yield {"type": "GetFiles", "index_id": 0}


def _json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return text.encode("utf-8")


def _facets(found: Iterable[Record], folder: Path) -> dict[str, object]:
    """Return the values of the records' filters, and by their numbers those of each record."""
    numbers: dict[tuple[str, str], int] = {}
    of_record = {
        record.url: [
            numbers.setdefault((name, value), len(numbers))
            for name, values in record.filters
            for value in values
        ]
        for record in found
    }
    records = {}
    for fragment in sorted(folder.glob("fragment/*.pf_fragment")):
        told = json.loads(gzip.decompress(fragment.read_bytes()).removeprefix(_SIGNATURE))
        records[fragment.stem] = of_record[told["url"].removeprefix("/")]
    return {"values": list(numbers), "records": records}


def _program() -> Path | None:
    from pagefind.service import get_executable  # it loads asyncio, and the search may be off

    return get_executable()


class _Talk:
    """A talk with Pagefind's program, in threads of its own: requests, and an answer to each.

    Pagefind's own Python interface does the same, and sleeps a tenth of a second at each answer.
    The files are asked for and not written by the program: it ends before all it wrote is there.
    """

    def __init__(self, requests: Iterable[dict[str, object]], number: int) -> None:
        self._requests, self._number = requests, number
        self._said: list[bytes] = []
        self._error: OSError | None = None
        self._thread = Thread(target=self._hold, daemon=True)
        self._thread.start()

    def answers(self) -> list[dict[str, Any]]:
        """Wait for all answers, and return them; raises `OSError`."""
        self._thread.join()
        if self._error:
            raise self._error
        said = b"".join(self._said).split(b",")[:-1]
        answers = [json.loads(base64.b64decode(answer))["payload"] for answer in said]
        failed = [answer["message"] for answer in answers if answer["type"] == "Error"]
        if failed or len(answers) != self._number:
            reason = failed[0] if failed else "the program stopped"
            message = f"Pagefind could not make the search index: {reason}"
            raise OSError(message)
        return answers

    def _hold(self) -> None:
        """Talk to the end, whether anyone waits for it or not."""
        command = [str(_program()), "--service"]
        try:
            with Popen(command, stdin=PIPE, stdout=PIPE) as program:  # noqa: S603 - no shell
                assert program.stdin
                assert program.stdout
                sending = Thread(target=self._send, args=(program.stdin,), daemon=True)
                sending.start()
                self._listen(program.stdout)
                sending.join()
                with suppress(BrokenPipeError):
                    program.stdin.close()  # not before: at the end of its input it stops
        except OSError as error:
            self._error = error

    def _send(self, pipe: IO[bytes]) -> None:
        with suppress(BrokenPipeError):  # the program has stopped, and its answers say so
            for number, request in enumerate(self._requests, 1):
                message = json.dumps({"message_id": number, "payload": request})
                pipe.write(base64.b64encode(message.encode()) + b",")
            pipe.flush()

    def _listen(self, pipe: IO[bytes]) -> None:
        """Take in what is said, until all is answered or the program stops."""
        missing = self._number
        while missing > 0 and (more := os.read(pipe.fileno(), 1 << 20)):
            self._said.append(more)
            missing -= more.count(b",")


def bare_page(record: Record) -> str:
    """Return a record as the HTML that Pagefind reads: its text, and what it is filtered by."""
    told = [
        f'<meta data-pagefind-meta="{name}[content]" content="{escape(value)}">\n'
        for name, value in record.shown
    ]
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(record.lang)}">\n<body data-pagefind-body>\n'
        + "".join(told)
        + f"<h1>{escape(record.title)}</h1>\n"
        + "".join(f"<p>{escape(line)}</p>\n" for line in record.text.splitlines() if line.strip())
        + "</body>\n</html>\n"
    )
