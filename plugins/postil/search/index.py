"""The search index, made by Pagefind: files in which a reader's browser looks things up by itself.

The one owner of `pagefind`. Its program is given a page of bare HTML for each record, one after the
other, since their order is part of the bytes: the same records give the same index everywhere.
"""

import base64
import gzip
import json
import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import suppress
from html import escape
from pathlib import Path
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


def write_index(found: Iterable[Record], output: Path) -> None:
    """Write the index of all records below the output folder, without Pagefind's own pages.

    Raises `OSError` where the program does not do it.
    """
    folder = (output / FOLDER).absolute()
    found = list(found)
    requests: list[dict[str, object]] = [{"type": "NewIndex", "config": {}}]
    requests += [
        {"type": "AddFile", "index_id": 0, "url": record.url, "file_contents": bare_page(record)}
        for record in found
    ]
    requests.append({"type": "GetFiles", "index_id": 0})
    for file in _ask(requests)[-1]["files"]:
        path, data = folder / file["path"], base64.b64decode(file["content"])
        if path.stem in _OTHERS:
            continue
        if path.name == "pagefind-entry.json":
            data = _json(json.loads(data))  # it has languages in random order
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (folder / FACETS).write_bytes(_json(_facets(found, folder)))


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


def _ask(requests: list[dict[str, object]]) -> list[dict[str, Any]]:
    """Hand the program its requests, and return its answer to each.

    Pagefind's own Python interface does the same, and sleeps a tenth of a second at each answer.
    The files are asked for and not written by the program: it ends before all it wrote is there.
    """
    command = [str(_program()), "--service"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:  # noqa: S603 - no shell
        assert program.stdin
        assert program.stdout
        writer = Thread(target=_send, args=(program.stdin, requests))
        writer.start()
        answers = list(_answers(program.stdout, len(requests)))
        writer.join()
        with suppress(BrokenPipeError):
            program.stdin.close()  # not before: it stops at the end of its input, done or not
    failed = [answer["message"] for answer in answers if answer["type"] == "Error"]
    if failed or len(answers) != len(requests):
        reason = failed[0] if failed else "the program stopped"
        message = f"Pagefind could not make the search index: {reason}"
        raise OSError(message)
    return answers


def _send(pipe: IO[bytes], requests: list[dict[str, object]]) -> None:
    with suppress(BrokenPipeError):  # the program has stopped, and its answers say so
        for number, request in enumerate(requests, 1):
            message = json.dumps({"message_id": number, "payload": request})
            pipe.write(base64.b64encode(message.encode()) + b",")
        pipe.flush()


def _answers(pipe: IO[bytes], number: int) -> Iterator[dict[str, Any]]:
    """Yield so many answers, or fewer if the program stops."""
    rest = b""
    while number and (more := os.read(pipe.fileno(), 1 << 16)):
        *whole, rest = (rest + more).split(b",")
        number -= len(whole)
        for answer in whole:
            yield json.loads(base64.b64decode(answer))["payload"]


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
